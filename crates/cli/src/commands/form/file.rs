//! A form's file, and the files of data beside it.

use std::fs;
use std::path::Path;

use sounding_questionnaire::definition::Questionnaire;
use sounding_questionnaire::{Fault, say_all};
use sounding_survey::{Language, Severity};

use crate::failure::Failure;
use crate::terminal::note;

/// The form with everything that was found, errors or not; `Err` only where the file itself cannot be read.
pub(super) fn read(path: &Path) -> Result<(Option<Questionnaire>, Vec<Fault>), Failure> {
    let bytes = fs::read(path).map_err(|cause| Failure::io(path, &cause))?;
    Ok(sounding_questionnaire::open(&bytes, &path.display().to_string()))
}

/// The form, or everything that is wrong with it. Warnings of its syntax are said and do not stop.
pub(super) fn usable(path: &Path) -> Result<Questionnaire, Failure> {
    let (questionnaire, faults) = read(path)?;
    let findings = say_all(&faults, Language::En);
    match questionnaire {
        Some(questionnaire) if faults.iter().all(|fault| fault.severity == Severity::Warning) => {
            findings.iter().for_each(|finding| note(&finding.to_string()));
            Ok(questionnaire)
        }
        _ => Err(Failure::Input(findings)),
    }
}

/// Writes a file.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|cause| Failure::io(path, &cause))?;
    note(&format!("wrote {}", path.display()));
    Ok(())
}

/// The ending of a file's name in lower case.
pub(super) fn ending(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}
