//! `sounding new FOLDER`: a commented study to start from.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::folder;
use crate::terminal::{note, say};

/// What a new study holds. The answers belong to the sample that its seed draws.
const STARTER: [(&str, &[u8]); 5] = [
    ("study.toml", include_bytes!("../../starter/study.toml")),
    ("questionnaire.xlsx", include_bytes!("../../starter/questionnaire.xlsx")),
    ("frame.csv", include_bytes!("../../starter/frame.csv")),
    ("margins.csv", include_bytes!("../../starter/margins.csv")),
    ("answers.csv", include_bytes!("../../starter/answers.csv")),
];

/// Make a commented study to start from, with simulated answers, that runs as it is.
#[derive(Args, Debug)]
#[command(after_help = "\
The folder must be new or empty: no file of yours is ever overwritten.

Example:
  sounding new my-study
  sounding check my-study
  sounding run my-study")]
pub(crate) struct Arguments {
    /// Folder to make.
    folder: PathBuf,
}

/// Writes the files, unless something is there already.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let files = STARTER.map(|(name, content)| (name.to_owned(), content.to_vec()));
    folder::make(folder, &files)?;
    for (name, _) in &files {
        note(&format!("wrote {}", folder.join(name).display()));
    }
    say(&format!("next: sounding run {}", folder.display()));
    Ok(())
}
