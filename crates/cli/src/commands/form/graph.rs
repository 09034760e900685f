//! `sounding form graph FILE`: the routing of a questionnaire as a picture.

use std::path::PathBuf;

use clap::Args;
use sounding_report::render_graph;
use sounding_survey::Language;

use super::{Tag, file};
use crate::failure::Failure;

/// Draw who is asked what: the routing of a questionnaire as an SVG picture.
#[derive(Args, Debug)]
#[command(after_help = "\
Without --output the picture is written beside the form, as questionnaire.vi.svg.

Example:
  sounding form graph questionnaire.xlsx --language en -o routing.svg")]
pub(crate) struct Arguments {
    /// The form: .xlsx, .csv, .md or .xml.
    file: PathBuf,
    /// Language of the picture.
    #[arg(long, value_enum, default_value = "vi", value_name = "LANGUAGE")]
    language: Tag,
    /// Where to write it.
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

/// Reads and draws.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let questionnaire = file::usable(&arguments.file)?;
    let language = Language::from(arguments.language);
    let beside = || arguments.file.with_extension(format!("{}.svg", language.tag()));
    let output = arguments.output.clone().unwrap_or_else(beside);
    file::write(&output, render_graph(&questionnaire, language).as_bytes())
}
