//! The print: set by the typesetting engine from a template of ours, tagged for those who listen, with the typefaces inside.

mod data;
#[cfg(test)]
mod tests;
mod world;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::RenderError;
use crate::document::Document;
use world::Press;

/// The document as a PDF. The same document gives the same bytes.
pub fn pdf(document: &Document) -> Result<Vec<u8>, RenderError> {
    let press = Press::new(data::data(document));
    let paged = typst::compile::<PagedDocument>(&press).output.map_err(|faults| said(&faults))?;
    // A print that can be read aloud; a letter that the typeface lacks is the one thing that it may not have. (The standards for
    // archives want a date, and there is no clock here.)
    let aloud = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|fault| RenderError::Print(fault.message().to_string()))?;
    let options = |standards: PdfStandards| PdfOptions {
        ident: Smart::Custom(document.title.clone()),
        creator: Smart::Custom(Some("Sounding".to_owned())),
        timestamp: None,
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&paged, &options(aloud))
        .or_else(|_| typst_pdf::pdf(&paged, &options(PdfStandards::default())))
        .map_err(|faults| said(&faults))
}

fn said(faults: &[SourceDiagnostic]) -> RenderError {
    RenderError::Print(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; "))
}
