//! What XLSForm's reference says, in the Markdown form of its manuals.

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

/// The questionnaire of a form, whatever was said.
pub(super) fn any(form: &str) -> Questionnaire {
    super::read_markdown(form, "form.md").0.unwrap()
}

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
