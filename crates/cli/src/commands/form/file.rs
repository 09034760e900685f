//! A form's file, and the files of data beside it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use sounding_questionnaire::interview::{Files, Form};
use sounding_questionnaire::{Fault, Questionnaire, say_all};
use sounding_survey::{Finding, Language, Severity};

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
            say_findings(&findings);
            Ok(questionnaire)
        }
        _ => Err(Failure::Input(findings)),
    }
}

/// The form made ready for interviews, or everything that is wrong with it.
pub(super) fn compiled(path: &Path) -> Result<Arc<Form>, Failure> {
    let questionnaire = usable(path)?;
    let (form, faults) = Form::compile(&questionnaire, &beside(path, &questionnaire)?);
    let findings = say_all(&faults, Language::En);
    let form = form.ok_or_else(|| Failure::Input(findings.clone()))?;
    say_findings(&findings);
    Ok(Arc::new(form))
}

/// The files of data that a form names, as far as they are in its folder. Which of them are missing is said when the form is compiled.
pub(in crate::commands) fn beside(path: &Path, questionnaire: &Questionnaire) -> Result<Files, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut files = Files::new();
    for name in sounding_questionnaire::interview::files_named(questionnaire) {
        // A name is of a file in the folder, never a way out of it.
        if Path::new(&name).components().count() != 1 || name.starts_with('.') {
            continue;
        }
        let file = folder.join(&name);
        if file.is_file() {
            let bytes = fs::read(&file).map_err(|cause| Failure::io(&file, &cause))?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
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

/// Says findings that stop nothing.
pub(super) fn say_findings(findings: &[Finding]) {
    for finding in findings {
        note(&finding.to_string());
    }
}
