//! `cargo xtask reference`: runs the R scripts again, so that `git diff` shows whether R still says the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::say;

/// Runs every `case.R` and `export.R` under `reference/` from the workspace root.
pub(crate) fn run(root: &Path) -> bool {
    let installed = Command::new("Rscript")
        .args(["-e", "library(survey); library(sampling)"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !installed {
        say(
            "skipped: R with the packages survey and sampling is not installed (Debian: r-base-core r-cran-survey r-cran-sampling)",
        );
        return true;
    }
    let mut scripts = Vec::new();
    collect(&root.join("reference"), &mut scripts);
    scripts.sort();
    let mut passed = true;
    for script in scripts {
        let shown = script.strip_prefix(root).unwrap_or(&script);
        say(&format!("Rscript {}", shown.display()));
        let status = Command::new("Rscript").arg("--vanilla").arg(shown).current_dir(root).status();
        if !status.is_ok_and(|status| status.success()) {
            say(&format!("failed: {}", shown.display()));
            passed = false;
        }
    }
    say("see what changed with: git diff --stat reference");
    passed
}

fn collect(folder: &Path, scripts: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, scripts);
        } else if path.extension().is_some_and(|ending| ending == "R") {
            scripts.push(path);
        }
    }
}
