//! What a person sees in the terminal: results on standard output, everything else on standard error.

mod grid;
mod listing;
mod results;
mod steps;

use std::path::PathBuf;

pub(crate) use grid::{Align, Grid};
pub(crate) use results::{Form, Results};
pub(crate) use steps::Steps;

/// Prints a result.
pub(crate) fn say(text: &str) {
    use std::io::Write;
    // A reader that went away (`| head`) is no fault.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// A p value to four places; what is less is said to be less, never zero.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.0001 { "p < 0.0001".to_owned() } else { format!("p = {p:.4}") }
}

/// Prints what is not a result: progress, findings, where to look.
pub(crate) fn note(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says which files were written.
pub(crate) fn wrote(paths: &[PathBuf]) {
    for path in paths {
        note(&format!("wrote {}", path.display()));
    }
}

/// Sends the program's log to standard error: warnings by default, more with each `-v`.
pub(crate) fn log(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        _ => tracing::Level::DEBUG,
    };
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).without_time().init();
}
