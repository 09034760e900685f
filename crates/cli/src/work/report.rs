//! The report: the tables of the study as a page, a print, a workbook and a data file, in each language that it asks for.

use sounding_report::{compose, csv, html, pdf, xlsx};
use sounding_study::{ReportFormat, Study};
use sounding_survey::{Finding, Language, Place, Results};

use super::Files;
use crate::failure::Failure;

/// The files of the report, and what was noticed.
pub(super) fn report(study: &Study, results: &Results) -> Result<(Files, Vec<Finding>), Failure> {
    let minimum = study.definition.release.minimum_cell;
    let (mut files, mut findings) = (Files::new(), Vec::new());
    for &language in &study.definition.report.languages {
        let document = compose(&study.definition, results, language);
        for &format in &study.definition.report.formats {
            let name = file(language, format);
            let content = match format {
                ReportFormat::Html => html(&document).map(String::into_bytes),
                ReportFormat::Pdf => pdf(&document).map(|print| {
                    findings.extend((!print.unmet.is_empty()).then(|| silent(&name, &print.unmet)));
                    print.bytes
                }),
                ReportFormat::Xlsx => xlsx(&document, results, minimum),
                ReportFormat::Csv => Ok(csv(results, language, minimum).into_bytes()),
            };
            files.push((name, content.map_err(Finding::from)?));
        }
    }
    Ok((files, findings))
}

/// The print that cannot be read aloud to its end.
fn silent(name: &str, reasons: &[String]) -> Finding {
    Finding::warning(
        "W-REPORT-001",
        Place::file(name),
        format!("the print does not claim to be readable aloud: {}", reasons.join("; ")),
        "where letters lack a shape, write them in Latin ones, or publish the page, which takes them from the reader's own typefaces",
    )
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
