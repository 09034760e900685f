//! Our side, through the command line and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

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
                // What is wrong in expressions is said by the check, as ODK Validate says it and not pyxform.
                said(Command::new(program).args(["form", "check"]).arg(form).arg("--json"))?;
                convert(program, form, out)
            }
        }
    }

    /// Reads an XForm of the judge and writes it again.
    pub(super) fn read_back(&self, theirs: &Path, out: &Path) -> Result<(), String> {
        match self {
            Self::StandIn => std::fs::copy(theirs, out).map(|_| ()).map_err(|fault| fault.to_string()),
            Self::Program(program) => convert(program, theirs, out),
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
        convert(program, form, out)
    }

    /// Holds a scripted interview; what was said where it was not held.
    pub(super) fn ask(&self, form: &Path, script: &Path, trace: &Path) -> Result<(), String> {
        let Self::Program(program) = self else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(["form", "ask"]).arg(form).arg("--script").arg(script).arg("--trace").arg(trace);
        said(&mut command)
    }
}

fn convert(program: &Path, form: &Path, out: &Path) -> Result<(), String> {
    said(Command::new(program).args(["form", "convert"]).arg(form).arg("-o").arg(out))?;
    if out.exists() { Ok(()) } else { Err("nothing was written".into()) }
}

/// Runs, and gives what was said where it failed.
fn said(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|fault| fault.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let crashed = output.status.code().is_none_or(|code| code > 3);
    if let Some(faults) = serde_json::from_slice(&output.stdout).ok().filter(|_| !crashed) {
        return Err(errors(&faults));
    }
    let mut text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stdout));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(if crashed { format!("{CRASHED} ({}): {text}", output.status) } else { text })
}

/// The errors of a check, in English.
fn errors(faults: &Value) -> String {
    let errors = faults.as_array().into_iter().flatten().filter(|fault| fault["severity"] == "error");
    let say = |fault: &Value| {
        let said = &fault["message"];
        let message = said["en"].as_str().or_else(|| said.as_str()).unwrap_or_default();
        format!("{}: {message}", fault["code"].as_str().unwrap_or_default())
    };
    errors.map(say).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn errors_are_said_in_english_and_warnings_are_not() {
        let faults = json!([
            { "code": "W-FORM-100", "severity": "warning", "message": { "vi": "Lưu ý", "en": "Mind" } },
            { "code": "E-FORM-001", "severity": "error", "message": { "vi": "Sai", "en": "Wrong" } },
        ]);
        assert_eq!(super::errors(&faults), "E-FORM-001: Wrong");
    }
}
