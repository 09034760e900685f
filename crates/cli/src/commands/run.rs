//! `sounding run STUDY`: every step of a study that is due.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::folder::{self, SAMPLE};
use crate::terminal::{Steps, note, wrote};
use crate::work::{Files, Step, Wanted, answered, finish, sample};

/// Do every step of a study that is due: draw the sample, make the weights, write the report.
#[derive(Args, Debug)]
#[command(after_help = "\
A step whose inputs, outputs and program are unchanged is skipped. out/provenance.json says what each output was
made from. Before there are answers, the sample is drawn and that is all. A sample that was drawn is never replaced.

Example:
  sounding run my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
}

/// Does what is due, and says what it wrote and what was up to date.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let study = folder::open(&arguments.study)?;
    let steps = Steps::new(4);
    steps.begin("the sample");
    let mut current = Vec::new();
    let mut written = Vec::new();
    // Its account is kept only when everything went well: a fault later on leaves what is in out/ as it was.
    let mut drawn = None;
    if study.definition.sample.is_some() {
        let step = Step::sample(&study);
        if step.up_to_date()? {
            current.push(SAMPLE);
        } else {
            let file = sample(&study, false)?.file;
            let files: Files = file.map(|file| (SAMPLE.to_owned(), file)).into_iter().collect();
            written.extend(folder::write(&study, &files)?);
            drawn = Some(step);
        }
    }
    let made = if study.answers().exists() { Some(answered(&study, &steps, Wanted::Due)?) } else { None };
    if let Some(step) = drawn {
        finish(&study, &[&step], &Files::new())?;
    }
    steps.finish();
    match made {
        None => note(&format!("no answers yet: {} is not there", study.definition.files.answers)),
        Some(made) => {
            current.extend(made.current);
            written.extend(made.written);
            made.warnings.iter().map(String::as_str).for_each(note);
        }
    }
    for name in current {
        note(&format!("{name} is up to date"));
    }
    wrote(&written);
    Ok(())
}
