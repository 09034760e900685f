//! Numbers without limits.
#![doc = include_str!("limits.md")]

use crate::Fault;
use crate::definition::Kind;
use crate::quality::form::Form;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        let node = entry.node();
        let number = matches!(entry.question.kind, Kind::Integer | Kind::Decimal);
        if number && node.constraint.is_none() && node.read_only.is_none() {
            found.push(
                Fault::warning("W-QUALITY-060", entry.place("constraint")).with("question", entry.name()),
            );
        }
    }
}
