//! The report: the tables of the study as a page, a print, a workbook and a data file, in each language.

use sounding_report::{compose, html, pdf};
use sounding_study::Study;
use sounding_survey::{Finding, Language, Results};

use super::Files;
use crate::failure::Failure;

/// The files of the report.
pub(crate) fn report(study: &Study, results: &Results) -> Result<Files, Failure> {
    let mut files = Files::new();
    for language in Language::ALL {
        let document = compose(&study.definition, results, language);
        let mut add = |name: &str, format: &str, content: Vec<u8>| {
            files.push((format!("out/{name}.{}.{format}", language.tag()), content));
        };
        add("report", "html", html(&document).map_err(Finding::from)?.into_bytes());
        add("report", "pdf", pdf(&document).map_err(Finding::from)?);
    }
    Ok(files)
}
