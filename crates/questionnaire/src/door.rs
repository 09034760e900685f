//! The one door for files of any format, and everything that can be said of a form before anybody is asked.

use crate::definition::Questionnaire;
use crate::{Fault, xform, xlsform};

/// Reads a form by the ending of its name: `.xml` is an XForm; `.xlsx`, `.csv` and `.md` are XLSForm. With any fault that is an error
/// the questionnaire must not be used for fieldwork.
pub fn open(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    let end = file.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    if end == "xml" || end == "xhtml" { xform::read(bytes, file) } else { xlsform::read(bytes, file) }
}
