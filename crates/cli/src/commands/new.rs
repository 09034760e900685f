//! `sounding new FOLDER`: a commented study to start from.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use sounding_survey::{Finding, Place};

use crate::failure::Failure;
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
The folder must be new or empty: nothing is ever overwritten.

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
    let shown = folder.display();
    fs::create_dir_all(folder).map_err(|cause| Failure::io(folder, &cause))?;
    let mut entries = fs::read_dir(folder).map_err(|cause| Failure::io(folder, &cause))?;
    if entries.next().is_some() {
        return Err(Finding::error(
            "E-OUT-003",
            Place::file(shown.to_string()),
            "the folder is not empty",
            "name a new folder, or empty this one",
        )
        .into());
    }
    for (name, content) in STARTER {
        let path = folder.join(name);
        fs::write(&path, content).map_err(|cause| Failure::io(&path, &cause))?;
        note(&format!("wrote {}", path.display()));
    }
    say(&format!("next: sounding run {shown}"));
    Ok(())
}
