//! Our side, through the command line and nothing else.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

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

/// How long one command may take, about: a form takes a blink.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(2);

/// Reads all that a program writes, while it writes.
fn reads(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could be read until it broke off is what was said.
        let _ = from.read_to_end(&mut bytes);
        bytes
    })
}

fn convert(program: &Path, form: &Path, out: &Path) -> Result<(), String> {
    said(Command::new(program).args(["form", "convert"]).arg(form).arg("-o").arg(out))?;
    if out.exists() { Ok(()) } else { Err("nothing was written".into()) }
}

/// Runs, and gives what was said where it failed. What does not end is ended, and counts as a crash.
fn said(command: &mut Command) -> Result<(), String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|fault| fault.to_string())?;
    let (out, err) = (child.stdout.take().map(reads), child.stderr.take().map(reads));
    let mut waited = Duration::ZERO;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if waited < PATIENCE => {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{CRASHED} (does not end)"));
            }
            Err(fault) => return Err(fault.to_string()),
        }
    };
    let whole = |reader: Option<JoinHandle<Vec<u8>>>| reader.and_then(|reader| reader.join().ok());
    let (stdout, stderr) = (whole(out).unwrap_or_default(), whole(err).unwrap_or_default());
    if status.success() {
        return Ok(());
    }
    let crashed = status.code().is_none_or(|code| code > 3);
    if let Some(faults) = serde_json::from_slice(&stdout).ok().filter(|_| !crashed) {
        return Err(errors(&faults));
    }
    let mut text = String::from_utf8_lossy(&stderr).into_owned();
    text.push_str(&String::from_utf8_lossy(&stdout));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(if crashed { format!("{CRASHED} ({status}): {text}") } else { text })
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
    use std::process::Command;

    use serde_json::json;

    #[test]
    fn more_than_a_pipe_holds_can_be_said() {
        let mut help = Command::new(env!("CARGO"));
        assert_eq!(super::said(help.arg("--list")), Ok(()));
        let mut wrong = Command::new(env!("CARGO"));
        let why = super::said(wrong.arg("x".repeat(100_000))).unwrap_err();
        assert!(why.len() > 100_000, "{why}");
    }

    #[test]
    fn errors_are_said_in_english_and_warnings_are_not() {
        let faults = json!([
            { "code": "W-FORM-100", "severity": "warning", "message": { "vi": "Lưu ý", "en": "Mind" } },
            { "code": "E-FORM-001", "severity": "error", "message": { "vi": "Sai", "en": "Wrong" } },
        ]);
        assert_eq!(super::errors(&faults), "E-FORM-001: Wrong");
    }
}
