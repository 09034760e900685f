//! Notes that are required.
#![doc = include_str!("notes.md")]

use crate::Fault;
use crate::definition::Kind;
use crate::quality::form::Form;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in &form.questions {
        let node = entry.node();
        let required = node
            .required
            .as_deref()
            .is_some_and(|required| !matches!(required.trim(), "" | "no" | "false()"));
        if entry.question.kind == Kind::Note && required && node.calculation.is_none() {
            found.push(
                Fault::warning("W-QUALITY-063", entry.place("required")).with("question", entry.name()),
            );
        }
    }
}
