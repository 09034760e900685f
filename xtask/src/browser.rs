//! Builds what must also run in a browser: questionnaires. Where the compiler's library for it cannot be had, the build is skipped
//! and says so by name.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::python::Outcome;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the crate for the browser.
pub(crate) fn run(root: &Path) -> Outcome {
    if !installed(root) {
        return Outcome::Skipped(format!("the build of questionnaires for the browser (no {TARGET})"));
    }
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--package", "sounding-questionnaire", "--lib", "--locked", "--target", TARGET]);
    let built = build.current_dir(root).status().is_ok_and(|status| status.success());
    if built { Outcome::Passed } else { Outcome::Failed }
}

/// Whether the compiler has the target's library, which is fetched where that is possible.
fn installed(root: &Path) -> bool {
    let add = Command::new("rustup").args(["target", "add", TARGET]).current_dir(root).output();
    if add.is_ok_and(|output| output.status.success()) {
        return true;
    }
    let mut ask = Command::new("rustc");
    ask.args(["--print", "target-libdir", "--target", TARGET]).current_dir(root).stderr(Stdio::null());
    let folder = ask.output().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    folder.is_ok_and(|folder| !folder.is_empty() && Path::new(&folder).is_dir())
}
