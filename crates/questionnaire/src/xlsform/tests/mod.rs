//! What XLSForm's reference says, in the Markdown form of its manuals.

mod choices;
mod entities;
mod external;
mod faults;
mod groups;
mod parameters;
mod references;
mod settings;
mod sheets;
mod translations;
mod types;
mod write;

use crate::Fault;
use crate::definition::{Item, Question, Questionnaire};

/// The questionnaire of a form without any fault.
pub(super) fn good(form: &str) -> Questionnaire {
    let (questionnaire, faults) = super::read_markdown(form, "form.md");
    assert_eq!(faults, [], "{form}");
    questionnaire.unwrap()
}

/// Codes and cells of the faults of a form: `E-FORM-007 survey A3 (type)`.
pub(super) fn faults(form: &str) -> Vec<String> {
    let said = |fault: &Fault| {
        let place = &fault.place;
        let (sheet, column) =
            (place.sheet.clone().unwrap_or_default(), place.column.clone().unwrap_or_default());
        format!("{} {sheet} {column}", fault.code).trim().to_owned()
    };
    super::read_markdown(form, "form.md").1.iter().map(said).collect()
}

/// Codes of the errors of a form, each once.
pub(super) fn errors(form: &str) -> Vec<&'static str> {
    let (_, faults) = super::read_markdown(form, "form.md");
    let mut codes: Vec<&str> =
        faults.iter().map(|fault| fault.code).filter(|code| code.starts_with('E')).collect();
    codes.dedup();
    codes
}

/// The questionnaire of a form, whatever was said.
pub(super) fn any(form: &str) -> Questionnaire {
    super::read_markdown(form, "form.md").0.unwrap()
}

/// A survey of rows under `type | name | label` and further heads.
pub(super) fn survey(heads: &str, rows: &[&str]) -> String {
    let mut form = format!("| survey |\n| | type | name | label | {heads} |\n");
    for row in rows {
        form.push_str("| | ");
        form.push_str(row);
        form.push_str(" |\n");
    }
    form
}

/// A sheet `choices` with the lists `a` (1, 2) and `b` (x, y).
pub(super) const LISTS: &str = "
    | choices |
    | | list_name | name | label |
    | | a | 1 | One |
    | | a | 2 | Two |
    | | b | x | X |
    | | b | y | Y |
    ";

/// The question of that name, wherever it is.
pub(super) fn question<'a>(questionnaire: &'a Questionnaire, name: &str) -> &'a Question {
    let mut found = None;
    questionnaire.walk(&mut |item, _| {
        if let Item::Question(question) = item
            && question.node.name == name
        {
            found = Some(question);
        }
    });
    found.unwrap()
}
