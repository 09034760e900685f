//! `sounding form …`: questionnaires: check, convert, print, try out.

mod ask;
mod check;
mod convert;
pub(super) mod file;
mod graph;
mod show;
mod simulate;

use clap::{Args, Subcommand, ValueEnum};
use sounding_survey::Language;

use crate::failure::Failure;

/// Check, convert, print and try out questionnaires: XLSForm workbooks, their Markdown or CSV form, and ODK XForms.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Check(check::Arguments),
    Convert(convert::Arguments),
    Show(show::Arguments),
    Graph(graph::Arguments),
    Ask(ask::Arguments),
    Simulate(simulate::Arguments),
}

/// Runs the command asked for.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments),
        Command::Convert(arguments) => convert::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
        Command::Ask(arguments) => ask::run(arguments),
        Command::Simulate(arguments) => simulate::run(arguments),
    }
}

/// A language by its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tag {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl From<Tag> for Language {
    fn from(tag: Tag) -> Language {
        match tag {
            Tag::Vi => Language::Vi,
            Tag::En => Language::En,
        }
    }
}
