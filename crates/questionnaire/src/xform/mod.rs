//! XForms as ODK defines them: a questionnaire written as one, and any of them read back into a questionnaire.
#[expect(dead_code, unused_imports, reason = "the writer and the reader of forms use it")]
pub(crate) mod xml;
