//! What stops an analysis: findings with code, place and remedy, all of them at once.

use std::fmt;

use sounding_survey::{Finding, Place};

/// One or more findings that stop the work. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Faults(pub Vec<Finding>);

impl Faults {
    /// A single fault.
    pub(crate) fn one(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Faults {
        Faults(vec![Finding::error(code, place, message, remedy)])
    }
}

impl Faults {
    /// The same faults with the file's name as the study writes it instead of its path.
    pub(crate) fn in_file(mut self, path: &str, name: &str) -> Faults {
        for finding in &mut self.0 {
            if finding.place.file.as_deref() == Some(path) {
                finding.place.file = Some(name.to_owned());
            }
        }
        self
    }
}

impl From<Finding> for Faults {
    fn from(finding: Finding) -> Faults {
        Faults(vec![finding])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, finding) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
