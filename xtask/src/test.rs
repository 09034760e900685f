//! `cargo xtask test`: every check, the quick ones first; all of them run, so that one failure does not hide another.

use std::path::Path;
use std::process::Command;

use crate::python::Outcome;
use crate::{browser, judge_forms, python, say, tidy};

const CLUSTER: &str = "--features=sounding/cluster";

/// A check that a machine may lack the tools for.
type Check = fn(&Path) -> Outcome;

/// Runs every check and says which failed.
pub(crate) fn run(root: &Path) -> bool {
    // With the cluster, so that its test runs and the libraries are built with one set of features. Without it is what people build.
    let steps: [(&str, &[&str]); 5] = [
        ("format", &["fmt", "--all", "--check"]),
        (
            "clippy",
            &["clippy", "--workspace", CLUSTER, "--all-targets", "--locked", "--", "--deny", "warnings"],
        ),
        (
            "clippy without the cluster",
            &["clippy", "--package", "sounding", "--locked", "--", "--deny", "warnings"],
        ),
        (
            "tests",
            &[
                "test",
                "--workspace",
                // An extension of Python has no test binary; its tests come last.
                "--exclude",
                "sounding-python",
                CLUSTER,
                "--locked",
                "--no-fail-fast",
                "--lib",
                "--bins",
                "--tests",
                "--examples",
            ],
        ),
        (
            "doc tests",
            &[
                "test",
                "--workspace",
                CLUSTER,
                "--exclude",
                "sounding-python",
                "--locked",
                "--no-fail-fast",
                "--doc",
            ],
        ),
    ];
    let mut failed = Vec::new();
    say("== tidy");
    if !tidy::run(root) {
        failed.push("tidy");
    }
    for (name, arguments) in steps {
        say(&format!("== {name}"));
        let status = Command::new(env!("CARGO")).args(arguments).current_dir(root).status();
        if !status.is_ok_and(|status| status.success()) {
            failed.push(name);
        }
    }
    let mut skipped = Vec::new();
    let others: [(&str, Check); 3] =
        [("browser", browser::run), ("python", python::run), ("judges of forms", judge_forms::quick)];
    for (name, check) in others {
        say(&format!("== {name}"));
        match check(root) {
            Outcome::Passed => {}
            Outcome::Failed => failed.push(name),
            Outcome::Skipped(what) => skipped.push(what),
        }
    }
    // Of what was not run nobody may think that it passed.
    if !skipped.is_empty() {
        say(&format!("== skipped: {}: {}", skipped.len(), skipped.join("; ")));
    }
    if failed.is_empty() {
        say("== all checks passed");
        true
    } else {
        say(&format!("== failed: {}", failed.join(", ")));
        false
    }
}
