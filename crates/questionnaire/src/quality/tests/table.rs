//! Reads the tables of a test.

use crate::definition::Questionnaire;
use crate::xlsform::read_markdown;

/// The questionnaire of a text with the tables `survey` and `choices`. Lists that the demonstration adds later may be missing.
pub(crate) fn read(text: &str) -> Questionnaire {
    let (form, faults) = read_markdown(text, "form.md");
    form.unwrap_or_else(|| panic!("{faults:?}"))
}
