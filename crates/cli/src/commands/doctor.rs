//! `sounding doctor`: whether this machine has what the program needs.

use clap::Args;

use crate::failure::Failure;
use crate::terminal::{Align, Grid, say};

/// Say whether this machine has what the program needs.
#[derive(Args, Debug)]
pub(crate) struct Arguments {}

#[expect(clippy::unnecessary_wraps, reason = "all commands have one shape")]
/// Looks at processors, the folder for temporary files and the working folder.
pub(crate) fn run(_: &Arguments) -> Result<(), Failure> {
    let mut grid = Grid::default();
    for name in ["what", "found", "verdict"] {
        grid.column(name, Align::Left);
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut row = |what: &str, found: String, fine: Result<(), &str>| {
        grid.row(vec![what.to_owned(), found, fine.map_or_else(str::to_owned, |()| "ok".to_owned())]);
    };
    row("program", format!("sounding {}", env!("CARGO_PKG_VERSION")), Ok(()));
    row("processors", threads.to_string(), if threads > 1 { Ok(()) } else { Err("works, more slowly") });
    for (what, folder) in
        [("working folder", std::env::current_dir()), ("temporary files", Ok(std::env::temp_dir()))]
    {
        let found = folder.as_ref().map_or_else(ToString::to_string, |folder| folder.display().to_string());
        let probe = folder.and_then(|folder| {
            let probe = folder.join(".sounding-doctor");
            std::fs::write(&probe, b"probe")?;
            std::fs::remove_file(&probe)
        });
        row(what, found, probe.map_err(|_| "cannot be written to: choose another, or mend the permissions"));
    }
    say(&grid.render());
    Ok(())
}
