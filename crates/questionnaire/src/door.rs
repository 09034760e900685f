//! The one door for files of any format, and everything that can be said of a form before anybody is asked.

use crate::definition::Questionnaire;
use crate::interview::{Files, Form};
use crate::{Fault, quality, sort_faults, xform, xlsform};

/// Reads a form by the ending of its name: `.xml` is an XForm; `.xlsx`, `.csv` and `.md` are XLSForm. With any fault that is an error
/// the questionnaire must not be used for fieldwork.
pub fn open(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    let end = file.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    if end == "xml" || end == "xhtml" { xform::read(bytes, file) } else { xlsform::read(bytes, file) }
}

/// Everything that is wrong or doubtful in a questionnaire that was read: what its expressions refer to and how they depend on each
/// other, and what a methodologist would say. `files` are those beside the form; `file` is its own name, for the places.
pub fn check(questionnaire: &Questionnaire, files: &Files, file: &str) -> Vec<Fault> {
    let (_, mut faults) = Form::compile(questionnaire, files);
    faults.extend(quality::check(questionnaire));
    for fault in &mut faults {
        fault.place.file.get_or_insert_with(|| file.to_owned());
    }
    sort_faults(&mut faults);
    faults
}
