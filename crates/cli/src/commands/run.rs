//! `sounding run STUDY`: every step of a study that is due.

use std::path::PathBuf;

use clap::Args;

use super::{sample, weight};
use crate::failure::Failure;
use crate::folder::{self, SAMPLE, WEIGHTS};
use crate::terminal::note;
use crate::work::Step;

/// Do every step of a study that is due: draw the sample, make the weights.
#[derive(Args, Debug)]
#[command(after_help = "\
A step whose inputs, output and program are unchanged is skipped. out/provenance.json says what each output was
made from. Before there are answers, the sample is drawn and that is all. A sample that was drawn is never replaced.

Example:
  sounding run my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
}

/// Does what is due, and says what was up to date.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let study = folder::open(&arguments.study)?;
    // Its account is kept only when everything went well: a fault later on leaves what is in out/ as it was.
    let mut drawn = None;
    if study.definition.sample.is_some() {
        let step = Step::sample(&study);
        if step.up_to_date()? {
            note(&format!("{SAMPLE} is up to date"));
        } else {
            sample::draw_sample(&study, false)?;
            drawn = Some(step);
        }
    }
    if !study.answers().exists() {
        note(&format!("no answers yet: {} is not there", study.definition.files.answers));
    } else if Step::weights(&study).up_to_date()? {
        note(&format!("{WEIGHTS} is up to date"));
    } else {
        weight::make_weights(&study)?;
    }
    drawn.map_or(Ok(()), |step| step.done())
}
