//! Too much to write down.
#![doc = include_str!("open.md")]

use crate::Fault;
use crate::definition::Kind;
use crate::quality::form::{Entry, Form, at};

/// So many open questions are no burden.
const FEW: usize = 5;
/// Nor is this share of all questions.
const SHARE: usize = 5;
const OTHER: &[&str] = &["khác", "ghi rõ", "cụ thể", "other", "specify"];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    let open: Vec<&Entry<'_>> = form.asked().filter(|entry| is_open(entry)).collect();
    let asked = form.asked().count();
    if open.len() > FEW && open.len() * SHARE > asked {
        let names: Vec<&str> = open.iter().take(6).map(|entry| entry.name()).collect();
        let more = if open.len() > names.len() { ", …" } else { "" };
        found.push(
            Fault::warning("W-QUALITY-062", at("survey", open[FEW].node().row, "type"))
                .with("count", open.len().to_string())
                .with("asked", asked.to_string())
                .with("questions", names.join(", ") + more),
        );
    }
}

/// A text in the respondent's own words: not the "specify" of another question.
fn is_open(entry: &Entry<'_>) -> bool {
    let specifies =
        entry.node().relevant.is_some() && entry.wording.iter().any(|said| said.first_of(OTHER).is_some());
    entry.question.kind == Kind::Text && !specifies && !entry.appears("numbers")
}
