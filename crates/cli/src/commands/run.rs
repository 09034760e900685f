//! `sounding run STUDY`: every step of a study that is due.

use std::path::PathBuf;

use clap::Args;
use sounding_analysis::{Answers, tabulate, weigh};
use sounding_study::Study;
use sounding_survey::{Language, Results};

use crate::failure::Failure;
use crate::folder::{self, SAMPLE, WEIGHTS};
use crate::terminal::{Steps, note, wrote};
use crate::work::{Files, Step, finish, report, sample, summary};

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
    let made = if study.answers().exists() { Some(answered(&study, &steps)?) } else { None };
    if let Some(step) = drawn {
        finish(&study, &[&step], &Files::new())?;
    }
    steps.finish();
    match made {
        None => note(&format!("no answers yet: {} is not there", study.definition.files.answers)),
        Some(made) => {
            current.extend(made.current);
            written.extend(made.written);
            for warning in &made.warnings {
                note(&format!("note: {warning}"));
            }
        }
    }
    for name in current {
        note(&format!("{name} is up to date"));
    }
    wrote(&written);
    Ok(())
}

/// What was made of the answers.
#[derive(Default)]
pub(crate) struct Made {
    /// Results, where they were due.
    pub(crate) results: Option<Results>,
    written: Vec<PathBuf>,
    current: Vec<&'static str>,
    warnings: Vec<String>,
}

/// Weights and report, as far as they are due. The answers are read once, and nothing is written before all is made.
pub(crate) fn answered(study: &Study, steps: &Steps) -> Result<Made, Failure> {
    let (weights_step, report_step) = (Step::weights(study), Step::report(study));
    let (weights_hold, report_holds) = (weights_step.up_to_date()?, report_step.up_to_date()?);
    let mut made = Made::default();
    if weights_hold {
        made.current.push(WEIGHTS);
    }
    if report_holds {
        made.current.push("the report");
    }
    if weights_hold && report_holds {
        return Ok(made);
    }
    steps.begin("the weights");
    let sample = folder::sample(study)?;
    let answers = Answers::open(study, sample.as_ref())?;
    let weighted = weigh(&answers)?;
    let (mut files, mut due) = (Files::new(), Vec::new());
    let mut warnings: Vec<_> = answers.warnings.iter().chain(&weighted.warnings).cloned().collect();
    if !weights_hold {
        files.push((WEIGHTS.to_owned(), weighted.to_csv(&answers).into_bytes()));
        due.push(&weights_step);
    }
    if !report_holds {
        steps.begin("the estimates");
        let results = tabulate(&answers, &weighted, summary(study)?, report_step.provenance()?)?;
        steps.begin("the report");
        files.extend(report(study, &results)?);
        due.push(&report_step);
        warnings.clone_from(&results.warnings);
        made.results = Some(results);
    }
    made.written = finish(study, &due, &files)?;
    made.warnings = warnings.iter().map(|warning| warning.get(Language::En).to_owned()).collect();
    Ok(made)
}
