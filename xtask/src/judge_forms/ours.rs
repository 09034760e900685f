//! Our side, through the command line and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

/// How what was said begins where the program did not end by itself.
pub(super) const CRASHED: &str = "CRASHED";

/// What stands for our side.
#[derive(Debug, Clone)]
pub(super) enum Ours {
    /// The program.
    Program(PathBuf),
    /// pyxform's own output, to try the harness itself.
    StandIn,
}

impl Ours {
    /// Compiles a form; what was said where it was refused.
    pub(super) fn compile(&self, form: &Path, theirs: &Path, out: &Path) -> Result<(), String> {
        match self {
            Self::StandIn => {
                std::fs::copy(theirs, out).map(|_| ()).map_err(|_| "refused by the judge".to_owned())
            }
            Self::Program(program) => {
                let mut command = Command::new(program);
                command.args(["form", "convert"]).arg(form).arg("-o").arg(out);
                said(&mut command)
                    .and_then(|()| if out.exists() { Ok(()) } else { Err("nothing was written".into()) })
            }
        }
    }

    /// Writes a form as a workbook; what was said where it was refused.
    pub(super) fn rewrite(&self, form: &Path, out: &Path) -> Result<(), String> {
        let Self::Program(program) = self else {
            // A workbook stands for itself; others cannot be written without us.
            let workbook = form.extension().is_some_and(|ending| ending == "xlsx");
            let copy = || std::fs::copy(form, out).map(|_| ()).map_err(|fault| fault.to_string());
            return if workbook { copy() } else { Ok(()) };
        };
        let mut command = Command::new(program);
        said(command.args(["form", "convert"]).arg(form).arg("-o").arg(out))
    }

    /// Holds a scripted interview; what was said where it was not held.
    pub(super) fn ask(&self, form: &Path, script: &Path, trace: &Path) -> Result<(), String> {
        let Self::Program(program) = self else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(["form", "ask"]).arg(form).arg("--script").arg(script).arg("--trace").arg(trace);
        said(&mut command)
    }
}

/// Runs, and gives what was said where it failed.
fn said(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|fault| fault.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let mut text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stdout));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let crashed = output.status.code().is_none_or(|code| code > 3);
    Err(if crashed { format!("{CRASHED} ({}): {text}", output.status) } else { text })
}
