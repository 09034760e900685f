//! The report: the tables of the study as a page, a print, a workbook and a data file, in each language that it asks for.

use sounding_report::{compose, csv, html, pdf, xlsx};
use sounding_study::{ReportFormat, Study};
use sounding_survey::{Finding, Language, Results};

use super::Files;
use crate::failure::Failure;

/// The files of the report.
pub(crate) fn report(study: &Study, results: &Results) -> Result<Files, Failure> {
    let minimum = study.definition.release.minimum_cell;
    let mut files = Files::new();
    for &language in &study.definition.report.languages {
        let document = compose(&study.definition, results, language);
        for &format in &study.definition.report.formats {
            let content = match format {
                ReportFormat::Html => html(&document).map(String::into_bytes),
                ReportFormat::Pdf => pdf(&document),
                ReportFormat::Xlsx => xlsx(&document, results, minimum),
                ReportFormat::Csv => Ok(csv(results, language, minimum).into_bytes()),
            };
            files.push((file(language, format), content.map_err(Finding::from)?));
        }
    }
    Ok(files)
}

/// The names of the report's files.
pub(super) fn files(study: &Study) -> Vec<String> {
    let report = &study.definition.report;
    let of = |&language: &Language| report.formats.iter().map(move |&format| file(language, format));
    report.languages.iter().flat_map(of).collect()
}

fn file(language: Language, format: ReportFormat) -> String {
    let (name, ending) = match format {
        ReportFormat::Html => ("report", "html"),
        ReportFormat::Pdf => ("report", "pdf"),
        ReportFormat::Xlsx => ("report", "xlsx"),
        ReportFormat::Csv => ("tables", "csv"),
    };
    format!("out/{name}.{}.{ending}", language.tag())
}
