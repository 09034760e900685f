//! XForms as ODK defines them: a questionnaire written as one, and any of them read back into a questionnaire.

#![doc = include_str!("xform.md")]

mod attachments;
pub(crate) mod lexer;
mod read;
#[cfg(test)]
mod tests;
pub(crate) mod write;
pub(crate) mod xml;

use crate::definition::Questionnaire;
use crate::faults::Fault;
use sounding_survey::Severity;

pub use attachments::{attachments, itemsets_csv};

/// The questionnaire as an XForm. The same questionnaire gives the same bytes.
///
/// ```
/// use sounding_questionnaire::definition::{Item, Kind, Question, Questionnaire, Words};
/// use sounding_questionnaire::xform;
///
/// let mut age = Question::new("age", Kind::Integer);
/// age.node.label = Words::plain("How old are you?");
/// age.node.constraint = Some(". >= 18".into());
/// let questionnaire = Questionnaire { items: vec![Item::Question(age)], ..Questionnaire::default() };
/// let xml = xform::write(&questionnaire).unwrap();
/// assert!(xml.contains(r#"<bind nodeset="/data/age" type="int" constraint=". &gt;= 18"/>"#));
/// ```
///
/// # Errors
/// Everything that stops it from being a form, at once: references that lead nowhere, names that XML cannot have, and others.
pub fn write(questionnaire: &Questionnaire) -> Result<String, Vec<Fault>> {
    let (written, mut faults) = write::write(questionnaire);
    written.ok_or_else(|| {
        faults.retain(|fault| fault.severity == Severity::Error);
        faults
    })
}

/// The same with everything that was noticed, warnings included.
pub fn write_with_faults(questionnaire: &Questionnaire) -> (Option<String>, Vec<Fault>) {
    write::write(questionnaire)
}

/// Reads an XForm, whoever wrote it. Where nothing stops it, there is a questionnaire; what a questionnaire cannot hold is among
/// the findings.
///
/// ```
/// use sounding_questionnaire::xform;
///
/// let (questionnaire, faults) = xform::read(b"<html/>", "form.xml");
/// assert!(questionnaire.is_none());
/// assert_eq!(faults[0].code, "E-XFORM-023");
/// ```
pub fn read(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    read::read(bytes, file)
}
