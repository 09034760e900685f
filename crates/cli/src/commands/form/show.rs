//! `sounding form show FILE`: the questionnaire on paper.

use std::path::PathBuf;

use clap::Args;
use sounding_report::{form_html, form_pdf};
use sounding_survey::{Finding, Language, Place};

use super::{Tag, file};
use crate::failure::Failure;

/// Write a questionnaire as it is read on paper: questions numbered, answers to tick, skips in words.
#[derive(Args, Debug)]
#[command(after_help = "\
Without --output the page is written beside the form, as questionnaire.vi.html.

Examples:
  sounding form show questionnaire.xlsx
  sounding form show questionnaire.xlsx --language en -o questionnaire.pdf")]
pub(crate) struct Arguments {
    /// The form: .xlsx, .csv, .md or .xml.
    file: PathBuf,
    /// Language of the questionnaire.
    #[arg(long, value_enum, default_value = "vi", value_name = "LANGUAGE")]
    language: Tag,
    /// Where to write it; the ending says the format: .html or .pdf.
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

/// Reads and writes.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let questionnaire = file::usable(&arguments.file)?;
    let language = Language::from(arguments.language);
    let beside = || arguments.file.with_extension(format!("{}.html", language.tag()));
    let output = arguments.output.clone().unwrap_or_else(beside);
    let bytes = match &*file::ending(&output) {
        "html" => form_html(&questionnaire, language).map_err(Finding::from)?.into_bytes(),
        "pdf" => form_pdf(&questionnaire, language).map_err(Finding::from)?.bytes,
        other => {
            return Err(Failure::from(Finding::error(
                "E-CONVERT-002",
                Place::file(output.display().to_string()),
                format!("the ending \"{other}\" is of no format that questionnaires are printed in"),
                "let the name end in .html or .pdf",
            )));
        }
    };
    file::write(&output, &bytes)
}
