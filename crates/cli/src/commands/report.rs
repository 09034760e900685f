//! `sounding report STUDY`: the report from the answers, in every language and format.

use std::path::PathBuf;

use clap::Args;
use sounding_analysis::{Answers, tabulate, weigh};
use sounding_survey::Language;

use crate::failure::Failure;
use crate::folder;
use crate::terminal::{Steps, note, wrote};
use crate::work::{Step, finish, report, summary};

/// Write the report of a study: a page, a print, a workbook and a data file, in Vietnamese and in English.
#[derive(Args, Debug)]
#[command(after_help = "\
The tables are those that study.toml asks for, protected by its rules of release. The weights are made anew from the answers;
`sounding run` does only what is due.

Example:
  sounding report my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
}

/// Weighs, estimates, protects, composes, and writes all files or none.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let study = folder::open(&arguments.study)?;
    let step = Step::report(&study);
    let steps = Steps::new(3);
    steps.begin("weights");
    let sample = folder::sample(&study)?;
    let answers = Answers::open(&study, sample.as_ref())?;
    let weighted = weigh(&answers)?;
    steps.begin("estimates");
    let results = tabulate(&answers, &weighted, summary(&study)?, step.provenance()?)?;
    steps.begin("report");
    let files = report(&study, &results)?;
    let written = finish(&study, &[&step], &files)?;
    steps.finish();
    for warning in &results.warnings {
        note(&format!("note: {}", warning.get(Language::En)));
    }
    wrote(&written);
    Ok(())
}
