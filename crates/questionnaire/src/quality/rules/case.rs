//! Names that differ by capital letters alone.
#![doc = include_str!("case.md")]

use std::collections::BTreeMap;

use crate::Fault;
use crate::quality::form::{Entry, Form};

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    let mut seen: BTreeMap<String, &Entry<'_>> = BTreeMap::new();
    for entry in &form.questions {
        let other = *seen.entry(entry.name().to_lowercase()).or_insert(entry);
        if other.name() != entry.name() {
            found.push(
                Fault::warning("W-QUALITY-071", entry.place("name"))
                    .with("question", entry.name())
                    .with("other", other.name()),
            );
        }
    }
}
