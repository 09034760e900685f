//! The chores of this repository: `cargo xtask test | tidy | python | judge-forms | reference | bench [ROWS]`.

mod bench;
mod browser;
mod judge_forms;
mod python;
mod reference;
mod test;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  test        format, clippy, tidy, all tests, doc tests, browser, Python: what must pass before a change lands
  tidy        what holds of the tree: layers, module documentation, file length, error codes, prose against fact
  python      build the Python package and run its tests, where Python 3.10 or later is there
  judge-forms compare the compiler and engine of questionnaires with pyxform, JavaRosa and xforms-engine, those that can be had
  reference   run the R scripts of reference/ again, where R and its packages are installed
  bench       whole processes over a million rows, or as many as are given, in a release build: time and memory
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let root = root();
    let passed = match command.as_str() {
        "test" => test::run(&root),
        "tidy" => tidy::run(&root),
        "python" => passed(&python::run(&root)),
        "judge-forms" => match judge_forms::Options::read(std::env::args().skip(2)) {
            Ok(options) => passed(&judge_forms::run(&root, &options)),
            Err(why) => {
                say(&why);
                false
            }
        },
        "reference" => reference::run(&root),
        "bench" => bench::run(&root, std::env::args().nth(2).as_deref()),
        _ => {
            say(HELP);
            command == "--help" || command == "help"
        }
    };
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether nothing failed; what was skipped is said.
fn passed(outcome: &python::Outcome) -> bool {
    if let python::Outcome::Skipped(what) = outcome {
        say(&format!("== skipped: {what}"));
    }
    *outcome != python::Outcome::Failed
}

/// The workspace's root: the parent of this crate's folder.
fn root() -> PathBuf {
    // Of the clone that runs it: a build directory that serves several clones keeps one binary.
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(own).parent().map(PathBuf::from).unwrap_or_default()
}

#[expect(clippy::print_stdout, reason = "a chore talks to the person who runs it")]
fn say(line: &str) {
    println!("{line}");
}
