//! Reads the tables of a test, which must be a form without errors.

use sounding_survey::Severity;

use crate::definition::Questionnaire;
use crate::xlsform::read_markdown;

/// The questionnaire of a text with the tables `survey` and `choices`.
pub(crate) fn read(text: &str) -> Questionnaire {
    let (form, faults) = read_markdown(text, "form.md");
    let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    form.expect("a form without errors")
}
