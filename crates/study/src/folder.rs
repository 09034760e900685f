//! Opening a study's folder.

use std::path::{Path, PathBuf};

use sounding_questionnaire::{Questionnaire, say_all};
use sounding_survey::{Codebook, Finding, Language, Place, Severity};

use crate::{Definition, Frame, Margins, check, frame, margins, read_definition};

/// Study files of text, answers apart, are refused beyond this size.
const LARGEST: u64 = 256 << 20;

/// A study, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The folder.
    pub folder: PathBuf,
    /// `study.toml`.
    pub definition: Definition,
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Its variables with the study's additions, derived ones last.
    pub codebook: Codebook,
    /// Known totals; empty where the study needs none.
    pub margins: Margins,
}

impl Study {
    /// Reads everything but the frame and the answers. The study is there when no finding is an error.
    pub fn open(folder: &Path) -> (Option<Study>, Vec<Finding>) {
        let mut findings = Vec::new();
        let Some(text) = text(folder, "study.toml", &mut findings) else { return (None, findings) };
        let (definition, more) = read_definition(&text, "study.toml");
        findings.extend(more);
        let name = &definition.files.questionnaire;
        let questionnaire = match bytes(folder, name) {
            Ok(bytes) => {
                let (questionnaire, faults) = sounding_questionnaire::open(&bytes, name);
                findings.extend(say_all(&faults, Language::En));
                questionnaire
            }
            Err(finding) => {
                findings.push(finding);
                None
            }
        };
        let mut known = Margins::default();
        if definition.weighting.iter().any(|step| !(step.margins().is_empty() && step.totals().is_empty()))
            && let Some(content) = self::text(folder, &definition.files.margins, &mut findings)
        {
            let (found, more) = margins::read(&content, &definition.files.margins);
            findings.extend(more);
            known = found;
        }
        let Some(questionnaire) = questionnaire else { return (None, findings) };
        let codebook = check::codebook(&questionnaire, &definition, &mut findings);
        let study =
            Study { folder: folder.to_path_buf(), definition, questionnaire, codebook, margins: known };
        check::study(&study, &mut findings);
        let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
        ((!broken).then_some(study), findings)
    }

    /// What its parts do not agree on; nothing of a study that was opened and not changed.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        check::study(self, &mut findings);
        findings
    }

    /// Reads and checks the frame.
    pub fn frame(&self) -> Result<Frame, Vec<Finding>> {
        let mut findings = Vec::new();
        let file = &self.definition.files.frame;
        let Some(content) = text(&self.folder, file, &mut findings) else { return Err(findings) };
        let (frame, more) = frame::read(&content, file);
        findings.extend(more);
        check::frame(self, &frame, &mut findings);
        if findings.is_empty() { Ok(frame) } else { Err(findings) }
    }

    /// Where the answers are.
    pub fn answers(&self) -> PathBuf {
        self.folder.join(&self.definition.files.answers)
    }
}

fn bytes(folder: &Path, name: &str) -> Result<Vec<u8>, Finding> {
    let path = folder.join(name);
    let unreadable = |cause: std::io::Error| {
        Finding::error(
            "E-STUDY-010",
            Place::file(name),
            format!("the file cannot be read: {cause}"),
            "check that it is in the study's folder, under this name",
        )
    };
    let size = std::fs::metadata(&path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(Finding::error(
            "E-STUDY-011",
            Place::file(name),
            format!("the file has {} MiB, and at most {} are read", size >> 20, LARGEST >> 20),
            "check that it is the right file",
        ));
    }
    std::fs::read(&path).map_err(unreadable)
}

fn text(folder: &Path, name: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let bytes = match bytes(folder, name) {
        Ok(bytes) => bytes,
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.trim().is_empty() => Some(text.to_owned()),
        Ok(_) => {
            findings.push(Finding::error(
                "E-STUDY-012",
                Place::file(name),
                "the file is empty",
                "see docs/study-format.md for what belongs in it",
            ));
            None
        }
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count() as u64;
            findings.push(Finding::error(
                "E-STUDY-013",
                Place::file(name).line(line),
                "the text is not UTF-8",
                "save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")",
            ));
            None
        }
    }
}
