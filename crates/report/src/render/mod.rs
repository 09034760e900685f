//! What a document becomes: a web page and a print. Renderers add nothing to the document and leave nothing of it out; a new
//! format is a new file here.

mod html;
mod pdf;

use std::fmt;

use sounding_survey::{Finding, Place};

pub use html::html;
pub use pdf::pdf;

/// Why a document did not become a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// The page could not be written.
    Page(String),
    /// The print engine refused.
    Print(String),
}

impl fmt::Display for RenderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderError::Page(cause) => write!(formatter, "the page cannot be written: {cause}"),
            RenderError::Print(cause) => write!(formatter, "the print cannot be made: {cause}"),
        }
    }
}

impl std::error::Error for RenderError {}

impl From<RenderError> for Finding {
    fn from(error: RenderError) -> Finding {
        let code = match error {
            RenderError::Page(_) => "E-REPORT-003",
            RenderError::Print(_) => "E-REPORT-002",
        };
        Finding::error(
            code,
            Place::default(),
            error.to_string(),
            "this is a fault of the program: please report it with the study file, without answers",
        )
    }
}
