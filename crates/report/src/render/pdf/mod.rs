//! The print: set by the typesetting engine from a template of ours, tagged for those who listen, with the typefaces inside.

mod data;
#[cfg(test)]
mod tests;
mod world;

use typst::diag::SourceDiagnostic;
use typst::foundations::{Dict, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::RenderError;
use crate::document::Document;
use world::Press;

/// A print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Why it does not claim to be readable aloud (PDF/UA-1), in the engine's words; nothing where it does. It is tagged in any case.
    pub unmet: Vec<String>,
}

/// The document as a PDF. The same document gives the same bytes.
pub fn pdf(document: &Document) -> Result<Print, RenderError> {
    print(&document.title, include_str!("../../../templates/report.typ"), data::data(document))
}

/// What a template makes of its data.
pub(crate) fn print(title: &str, template: &str, data: Dict) -> Result<Print, RenderError> {
    let press = Press::new(template, data);
    let paged = typst::compile::<PagedDocument>(&press).output.map_err(|faults| said(&faults))?;
    // The standards for archives want a date, and there is no clock here.
    let aloud = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|fault| RenderError::Print(fault.message().to_string()))?;
    let printed = |standards: PdfStandards| {
        let options = PdfOptions {
            ident: Smart::Custom(title.to_owned()),
            creator: Smart::Custom(Some("Sounding".to_owned())),
            timestamp: None,
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&paged, &options)
    };
    match printed(aloud) {
        Ok(bytes) => Ok(Print { bytes, unmet: Vec::new() }),
        // A letter that the typeface lacks, above all.
        Err(faults) => Ok(Print {
            bytes: printed(PdfStandards::default()).map_err(|faults| said(&faults))?,
            unmet: faults.iter().map(|fault| fault.message.to_string()).collect(),
        }),
    }
}

fn said(faults: &[SourceDiagnostic]) -> RenderError {
    RenderError::Print(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; "))
}
