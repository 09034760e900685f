//! `sounding sample STUDY`: draws the sample from the frame.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use sounding_analysis::sample::draw;
use sounding_study::Study;
use sounding_survey::{Finding, Place};

use crate::failure::Failure;
use crate::folder::{self, SAMPLE};
use crate::terminal::{Align, Grid, note, say};
use crate::work::Step;

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
    draw_sample(&study, arguments.redraw)?;
    step.done()
}

/// Draws and writes; a sample that differs is replaced only where `redraw` says so.
pub(crate) fn draw_sample(study: &Study, redraw: bool) -> Result<(), Failure> {
    let frame = study.frame()?;
    let drawn = draw(&study.definition, &frame)?;
    let text = drawn.sample.to_csv();
    let path = study.folder.join(SAMPLE);
    let before = fs::read(&path).ok();
    let differs = before.as_ref().is_some_and(|before| before != text.as_bytes());
    if differs && !redraw {
        return Err(Finding::error(
            "E-OUT-001",
            Place::file(SAMPLE),
            "another sample was drawn before, and may be in the field",
            "keep it, or give --redraw if nobody was asked yet",
        )
        .into());
    }
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
    for stage in &drawn.summary.stages {
        grid.row(vec![
            stage.unit.clone(),
            stage.method.clone(),
            stage.frame_units.to_string(),
            stage.drawn.to_string(),
            stage.certainty.to_string(),
        ]);
    }
    say(&grid.render());
    say(&format!("{} strata; {}", drawn.summary.strata.len(), drawn.summary.stream));
    if before.is_some() && !differs {
        note("out/sample.csv is up to date");
    } else {
        let path = folder::write(study, SAMPLE, text.as_bytes())?;
        note(&format!("wrote {}", path.display()));
    }
    Ok(())
}
