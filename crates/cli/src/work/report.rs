//! The report: the tables of the study as a page, a print, a workbook and a data file, in each language.

use sounding_report::{compose, csv, html, pdf, xlsx};
use sounding_study::Study;
use sounding_survey::{Finding, Language, Results};

use super::Files;
use crate::failure::Failure;

/// The files of the report.
pub(crate) fn report(study: &Study, results: &Results) -> Result<Files, Failure> {
    let minimum = study.definition.release.minimum_cell;
    let mut files = Files::new();
    for language in Language::ALL {
        let document = compose(&study.definition, results, language);
        let mut add = |name: &str, format: &str, content: Vec<u8>| {
            files.push((format!("out/{name}.{}.{format}", language.tag()), content));
        };
        add("report", "html", html(&document).map_err(Finding::from)?.into_bytes());
        add("report", "pdf", pdf(&document).map_err(Finding::from)?);
        add("report", "xlsx", xlsx(&document, results, minimum).map_err(Finding::from)?);
        add("tables", "csv", csv(results, language, minimum).into_bytes());
    }
    Ok(files)
}
