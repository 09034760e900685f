//! `sounding report STUDY`: the report from the answers, in every language and format that the study asks for.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::folder;
use crate::terminal::{Steps, note, wrote};
use crate::work::{Wanted, answered};

/// Write the report of a study: a page, a print, a workbook and a data file, in the languages that study.toml names.
#[derive(Args, Debug)]
#[command(after_help = "\
The tables are those that study.toml asks for, protected by its rules of release. The weights are made anew
from the answers; `sounding run` does only what is due.

Example:
  sounding report my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
}

/// Weighs, estimates, protects, composes, and writes all files or none.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let study = folder::open(&arguments.study)?;
    let steps = Steps::new(3);
    let made = answered(&study, &steps, Wanted::Report)?;
    steps.finish();
    made.warnings.iter().map(String::as_str).for_each(note);
    wrote(&made.written);
    Ok(())
}
