//! `sounding weight STUDY`: makes the weights, with their diagnostics.

use std::path::PathBuf;

use clap::Args;
use sounding_analysis::{Answers, weigh};
use sounding_survey::{Language, StepSummary, WeightingSummary};

use crate::failure::Failure;
use crate::folder::{self, WEIGHTS};
use crate::terminal::{Align, Grid, note, say, wrote};
use crate::work::{Step, finish};

/// Make the weights step by step, and write out/weights.csv.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  sounding weight my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
}

/// Weighs, writes, and says what each step did.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let study = folder::open(&arguments.study)?;
    let step = Step::weights(&study);
    let sample = folder::sample(&study)?;
    let answers = Answers::open(&study, sample.as_ref())?;
    let weighted = weigh(&answers)?;
    for warning in answers.warnings.iter().chain(&weighted.warnings) {
        note(&format!("note: {}", warning.get(Language::En)));
    }
    let files = vec![(WEIGHTS.to_owned(), weighted.to_csv(&answers).into_bytes())];
    let written = finish(&study, &[&step], &files)?;
    show(&weighted.summary);
    wrote(&written);
    Ok(())
}

fn show(summary: &WeightingSummary) {
    let mut grid = Grid::default();
    for (name, align) in [
        ("step", Align::Left),
        ("by", Align::Left),
        ("rows", Align::Right),
        ("sum of weights", Align::Right),
        ("factors", Align::Right),
        ("rounds", Align::Right),
        ("off by", Align::Right),
        ("trimmed", Align::Right),
    ] {
        grid.column(name, align);
    }
    for step in &summary.steps {
        grid.row(cells(step));
    }
    say(&grid.render());
    let [smallest, median, largest] = summary.spread;
    say(&format!(
        "\nweights relative to their mean: {smallest:.3} smallest, {median:.3} median, {largest:.3} largest; design effect of unequal weights {:.3}",
        summary.kish_deff
    ));
}

fn cells(step: &StepSummary) -> Vec<String> {
    let number = |found: Option<u64>| found.map_or_else(String::new, |number| number.to_string());
    let [low, high] = step.factors;
    vec![
        step.method.clone(),
        step.variables.join(", "),
        step.rows.to_string(),
        format!("{:.1}", step.total),
        format!("{low:.3} to {high:.3}"),
        number(step.iterations),
        step.largest_deviation.map_or_else(String::new, |off| format!("{off:.1e}")),
        number(step.trimmed),
    ]
}
