//! `sounding sample STUDY`: draws the sample from the frame.

use std::path::PathBuf;

use clap::Args;
use sounding_survey::SampleSummary;

use crate::failure::Failure;
use crate::folder::{self, SAMPLE};
use crate::terminal::{Align, Grid, note, say, wrote};
use crate::work::{Step, finish, sample};

/// Draw the sample that [sample] in study.toml describes, and write out/sample.csv.
#[derive(Args, Debug)]
#[command(after_help = "\
The same frame, study file and seed always give the same sample. A sample that was fielded is not replaced:
where out/sample.csv exists and another one would be drawn, the command refuses unless --redraw is given.

Example:
  sounding sample my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
    /// Replace a sample that differs.
    #[arg(long)]
    redraw: bool,
}

/// Draws, writes, and says how many units were drawn at each stage.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let study = folder::open(&arguments.study)?;
    let step = Step::sample(&study);
    let drawing = sample(&study, arguments.redraw)?;
    let fresh = drawing.file.is_some();
    let files = drawing.file.map(|file| (SAMPLE.to_owned(), file)).into_iter().collect();
    let written = finish(&study, &[&step], &files)?;
    show(&drawing.drawn.summary);
    if fresh {
        wrote(&written);
    } else {
        note(&format!("{SAMPLE} is up to date"));
    }
    Ok(())
}

fn show(summary: &SampleSummary) {
    let mut grid = Grid::default();
    for (name, align) in [
        ("unit", Align::Left),
        ("method", Align::Left),
        ("in the frame", Align::Right),
        ("drawn", Align::Right),
        ("certain", Align::Right),
    ] {
        grid.column(name, align);
    }
    for stage in &summary.stages {
        grid.row(vec![
            stage.unit.clone(),
            stage.method.clone(),
            stage.frame_units.to_string(),
            stage.drawn.to_string(),
            stage.certainty.to_string(),
        ]);
    }
    say(&grid.render());
    say(&format!(
        "{} strata; seed {}, stream {} (ChaCha20)",
        summary.strata.len(),
        summary.seed,
        summary.stream
    ));
}
