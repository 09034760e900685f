//! `cargo xtask python`: builds the Python package, installs it into an environment of its own under the build directory, and runs its
//! tests. Where there is no Python, or its packages cannot be had, the tests are skipped and say so by name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::say;

/// How the tests ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All passed.
    Passed,
    /// Some did not, or the package could not be built.
    Failed,
    /// They were not run; why.
    Skipped(String),
}

/// What the environment needs; read beside it by those who make one by hand.
const REQUIREMENTS: &str = "requirements-test.txt";

/// Builds, installs, tests.
pub(crate) fn run(root: &Path) -> Outcome {
    let skipped = |why: &str| Outcome::Skipped(format!("the tests of the Python package ({why})"));
    let Some(target) = target(root) else { return Outcome::Failed };
    let Some(interpreter) = interpreter() else {
        return skipped("no Python 3.10 or later with venv and pip");
    };
    let package = root.join("python");
    let environment = target.join("python/environment");
    let absent = "maturin, pyarrow, pandas, polars and pytest could not be installed";
    if let Err(why) = prepare(&interpreter, &environment, &package.join(REQUIREMENTS), absent) {
        return skipped(why);
    }
    let wheels = target.join("python/wheels");
    // What an earlier version left must not be installed.
    if wheels.exists() && fs::remove_dir_all(&wheels).is_err() {
        say("the folder of wheels could not be emptied");
        return Outcome::Failed;
    }
    let mut build = Command::new(tool(&environment, "maturin"));
    build.args(["build", "--quiet", "--locked", "--out"]).arg(&wheels);
    build.arg("--interpreter").arg(tool(&environment, "python")).current_dir(&package);
    let Some(wheel) = passes(&mut build).then(|| first(&wheels)).flatten() else {
        say("the Python package could not be built");
        return Outcome::Failed;
    };
    let mut install = Command::new(tool(&environment, "python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    install.args(["--force-reinstall", "--no-index"]).arg(wheel);
    // Nothing is written into the tree.
    let mut tests = Command::new(tool(&environment, "pytest"));
    tests.args(["-p", "no:cacheprovider"]).env("PYTHONDONTWRITEBYTECODE", "1").current_dir(&package);
    if passes(&mut install) && passes(&mut tests) { Outcome::Passed } else { Outcome::Failed }
}

/// An environment with the packages that are required, or why there is none.
pub(crate) fn prepare(
    interpreter: &str,
    environment: &Path,
    requirements: &Path,
    absent: &'static str,
) -> Result<(), &'static str> {
    let python = tool(environment, "python");
    if !python.exists() && !passes(Command::new(interpreter).args(["-m", "venv"]).arg(environment)) {
        return Err("no virtual environment could be made");
    }
    // What was installed for these very requirements is not asked for again, so that a machine without a network can test.
    let wanted = fs::read_to_string(requirements).unwrap_or_default();
    let mark = environment.join("installed.txt");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut install = Command::new(python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    install.arg(requirements);
    let installed = passes(&mut install) && fs::write(&mark, wanted).is_ok();
    if installed { Ok(()) } else { Err(absent) }
}

/// The first Python that is young enough and has what an environment needs.
pub(crate) fn interpreter() -> Option<String> {
    let question = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let able = |name: &&str| {
        let mut command = Command::new(name);
        command.args(["-c", question]).stdout(Stdio::null()).stderr(Stdio::null());
        passes(&mut command)
    };
    ["python3", "python"].into_iter().find(able).map(str::to_owned)
}

pub(crate) fn tool(environment: &Path, name: &str) -> PathBuf {
    if cfg!(windows) {
        environment.join("Scripts").join(format!("{name}.exe"))
    } else {
        environment.join("bin").join(name)
    }
}

fn first(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"))
}

fn passes(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// The build directory.
pub(crate) fn target(root: &Path) -> Option<PathBuf> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root).output().ok()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    metadata["target_directory"].as_str().map(PathBuf::from)
}
