//! `sounding form convert FILE -o OUT`: the same form in another format.

use std::path::PathBuf;

use clap::Args;
use sounding_questionnaire::xlsform::{self, Format};
use sounding_questionnaire::{Questionnaire, say_all, xform};
use sounding_survey::{Finding, Language, Place};

use super::file;
use crate::failure::Failure;

/// Write a form in another format: XLSForm as a workbook or Markdown, or an ODK XForm.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  sounding form convert questionnaire.xlsx -o questionnaire.xml
  sounding form convert questionnaire.xml -o questionnaire.xlsx")]
pub(crate) struct Arguments {
    /// The form: .xlsx, .csv, .md or .xml.
    file: PathBuf,
    /// Where to write it; the ending says the format: .xml, .xlsx or .md.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

/// Reads and writes.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let questionnaire = file::usable(&arguments.file)?;
    let ending = file::ending(&arguments.output);
    let bytes = match &*ending {
        "xml" => {
            let (text, faults) = xform::write_with_faults(&questionnaire);
            let findings = say_all(&faults, Language::En);
            let Some(text) = text else { return Err(Failure::Input(findings)) };
            file::say_findings(&findings);
            text.into_bytes()
        }
        "xlsx" => {
            lost(&questionnaire, Format::Workbook);
            xlsform::write_xlsx(&questionnaire)
        }
        "md" => {
            lost(&questionnaire, Format::Markdown);
            xlsform::write_markdown(&questionnaire).into_bytes()
        }
        other => {
            return Err(Failure::from(Finding::error(
                "E-CONVERT-001",
                Place::file(arguments.output.display().to_string()),
                format!("the ending \"{other}\" is of no format that forms are written in"),
                "let the name end in .xml, .xlsx or .md",
            )));
        }
    };
    file::write(&arguments.output, &bytes)?;
    // What a client looks up in a table of its own goes beside the form.
    if let (Some(table), "xml") = (xform::itemsets_csv(&questionnaire), &*ending) {
        file::write(&arguments.output.with_file_name("itemsets.csv"), table.as_bytes())?;
    }
    Ok(())
}

/// Says what XLSForm has no words for.
fn lost(questionnaire: &Questionnaire, format: Format) {
    let faults = xlsform::cannot_say(questionnaire, format);
    file::say_findings(&say_all(&faults, Language::En));
}
