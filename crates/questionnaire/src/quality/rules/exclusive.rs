//! "None of these" chosen together with one of these.
#![doc = include_str!("exclusive.md")]

use crate::Fault;
use crate::definition::Kind;
use crate::quality::answers::excludes_others;
use crate::quality::form::Form;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked().filter(|entry| entry.question.kind == Kind::SelectMultiple) {
        let constraint = entry.node().constraint.as_deref().unwrap_or_default();
        let named = |code: &str| {
            constraint.contains(&format!("'{code}'")) || constraint.contains(&format!("\"{code}\""))
        };
        let loose = entry.choices().iter().find(|choice| excludes_others(choice) && !named(&choice.code));
        if let Some(choice) = loose {
            found.push(
                Fault::warning("W-QUALITY-061", entry.place("constraint"))
                    .with("question", entry.name())
                    .with("choice", &*choice.code),
            );
        }
    }
}
