//! How a command fails: what is said, and with which exit code.

use std::path::Path;
use std::process::ExitCode;

use sounding_analysis::Faults;
use sounding_survey::{Finding, Place, Severity};

use crate::terminal;

/// Why a command did not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input has faults: exit code 1.
    Input(Vec<Finding>),
    /// The input has faults, and they were said as the output: exit code 1.
    Said,
    /// The machine refused: exit code 3.
    Machine(Finding),
}

impl Failure {
    /// The machine refused to write or read a file.
    pub(crate) fn io(path: &Path, cause: &std::io::Error) -> Failure {
        Failure::Machine(Finding::error(
            "E-IO-001",
            Place::file(path.display().to_string()),
            format!("the file or folder cannot be used: {cause}"),
            "check the path, the permissions and the space on the disk",
        ))
    }

    /// Says everything that is wrong on standard error.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Failure::Input(findings) => {
                for finding in findings {
                    terminal::note(&finding.to_string());
                }
                let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
                terminal::note(&format!(
                    "{errors} error{}; nothing of the step at fault was written",
                    if errors == 1 { "" } else { "s" }
                ));
                ExitCode::from(1)
            }
            Failure::Said => ExitCode::from(1),
            Failure::Machine(finding) => {
                terminal::note(&finding.to_string());
                ExitCode::from(3)
            }
        }
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Failure {
        Failure::Input(faults.0)
    }
}

impl From<Vec<Finding>> for Failure {
    fn from(findings: Vec<Finding>) -> Failure {
        Failure::Input(findings)
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Failure {
        Failure::Input(vec![finding])
    }
}
