//! Why a report cannot be written in a format.

use std::error::Error;
use std::fmt;

use sounding_survey::{Finding, Place};

/// A report that a format cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// A workbook has room for so many rows, columns and characters, and this report has more.
    Workbook {
        /// The sheet.
        sheet: String,
        /// The cell, such as `C7`; empty where the fault is in no cell.
        cell: String,
        /// What does not fit.
        problem: String,
    },
    /// The print engine refused.
    Print(String),
    /// The page could not be written.
    Page(String),
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderError::Workbook { problem, .. } => {
                write!(f, "the report cannot be written as a workbook: {problem}")
            }
            RenderError::Print(cause) => write!(f, "the report cannot be printed: {cause}"),
            RenderError::Page(cause) => write!(f, "the report cannot be written as a page: {cause}"),
        }
    }
}

impl Error for RenderError {}

impl From<RenderError> for Finding {
    fn from(error: RenderError) -> Finding {
        let message = error.to_string();
        let ours = "this is a fault of the program: please report it with the study file, without answers";
        let (sheet, cell) = match error {
            RenderError::Workbook { sheet, cell, .. } => (sheet, cell),
            RenderError::Print(_) => return Finding::error("E-REPORT-002", Place::default(), message, ours),
            RenderError::Page(_) => return Finding::error("E-REPORT-003", Place::default(), message, ours),
        };
        let mut place = Place::default().sheet(sheet);
        if !cell.is_empty() {
            place = place.column(cell);
        }
        let remedy = "shorten the text, or ask for fewer groups or answers in one table; the data file has no such limits";
        Finding::error("E-REPORT-001", place, message, remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_that_is_too_small_is_a_finding_with_its_cell() {
        let error = RenderError::Workbook {
            sheet: "1 Trust".into(),
            cell: "A3".into(),
            problem: "a text is too long".into(),
        };
        let said = Finding::from(error).to_string();
        assert!(said.starts_with("error[E-REPORT-001]: the report cannot be written as a workbook: a text is too long\n  at: sheet 1 Trust, A3\n"), "{said}");
    }
}
