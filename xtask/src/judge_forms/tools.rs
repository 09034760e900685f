//! The judges' own programs: fetched once into the build directory, each by its own registry's client. One that cannot be had is skipped by name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::python;

/// A judge that is there, or why it is not.
pub(super) type Found<T> = Result<T, String>;

/// Python with pyxform.
#[derive(Debug, Clone)]
pub(super) struct Pyxform {
    python: PathBuf,
    driver: PathBuf,
}

/// Java with the archive in pyxform's wheel, and our driver.
#[derive(Debug, Clone)]
pub(super) struct JavaRosa {
    archive: PathBuf,
    driver: PathBuf,
    /// Where the driver is compiled; without a compiler it runs from its source.
    classes: Option<PathBuf>,
}

/// Node with the engine.
#[derive(Debug, Clone)]
pub(super) struct XformsEngine {
    packages: PathBuf,
    driver: PathBuf,
}

/// The oldest Node with which the engine runs.
const NODE: u64 = 20;

impl Pyxform {
    pub(super) fn find(root: &Path, judges: &Path) -> Found<Self> {
        let interpreter = python::interpreter().ok_or("no Python 3.10 or later with venv and pip")?;
        let environment = judges.join("pyxform");
        let requirements = root.join("xtask/judges/requirements.txt");
        python::prepare(&interpreter, &environment, &requirements, "pyxform could not be installed")?;
        let driver = root.join("xtask/judges/compile.py");
        Ok(Self { python: python::tool(&environment, "python"), driver })
    }

    /// Compiles the jobs in a file.
    pub(super) fn compile(&self, jobs: &Path, said: &Path) -> bool {
        let mut command = Command::new(&self.python);
        // The order of its sets must not depend on the run.
        command.env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
        command.arg(&self.driver).arg(jobs).arg(said).status().is_ok_and(|status| status.success())
    }

    fn archive(&self) -> Option<PathBuf> {
        let question = "import pyxform, pathlib; print(pathlib.Path(pyxform.__file__).parent / 'validators/odk_validate/bin/ODK_Validate.jar')";
        let output = Command::new(&self.python).args(["-c", question]).output().ok()?;
        let path = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
        path.exists().then_some(path)
    }
}

impl JavaRosa {
    pub(super) fn find(root: &Path, judges: &Path, pyxform: &Found<Pyxform>) -> Found<Self> {
        let pyxform = pyxform.as_ref().map_err(|_| "it lies in pyxform's wheel, which is not there")?;
        let archive = pyxform.archive().ok_or("pyxform's wheel has no ODK_Validate.jar")?;
        if !answers("java", "-version") {
            return Err("no Java".into());
        }
        let driver = root.join("xtask/judges/Driver.java");
        let classes = judges.join("java");
        let source = fs::read_to_string(&driver).unwrap_or_default();
        let mark = classes.join("compiled.txt");
        if answers("javac", "-version") {
            if !fs::read_to_string(&mark).is_ok_and(|compiled| compiled == source) {
                let mut compile = Command::new("javac");
                compile
                    .args(["-nowarn", "-Xlint:none", "-encoding", "UTF-8", "-cp"])
                    .arg(&archive)
                    .arg("-d")
                    .arg(&classes)
                    .arg(&driver);
                let compiled = compile.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
                if !compiled || fs::write(&mark, source).is_err() {
                    return Err("its driver does not compile".into());
                }
            }
            return Ok(Self { archive, driver, classes: Some(classes) });
        }
        Ok(Self { archive, driver, classes: None })
    }

    /// Holds the interviews in a file of jobs.
    pub(super) fn hold(&self, jobs: &Path) -> bool {
        let mut command = Command::new("java");
        command.args(["-Xss64m", "-Duser.language=en", "-Duser.country=US", "-Dfile.encoding=UTF-8", "-cp"]);
        match &self.classes {
            Some(classes) => {
                let parts = [self.archive.clone(), classes.clone()];
                let Ok(path) = std::env::join_paths(parts) else { return false };
                command.arg(path).arg("Driver");
            }
            None => {
                command.arg(&self.archive).arg(&self.driver);
            }
        }
        command.arg(jobs).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}

impl XformsEngine {
    pub(super) fn find(root: &Path, judges: &Path) -> Found<Self> {
        let output = Command::new("node").arg("--version").output().map_err(|_| "no Node")?;
        let version = String::from_utf8_lossy(&output.stdout).into_owned();
        let major =
            version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
        if major.is_none_or(|major: u64| major < NODE) {
            return Err(format!("Node {NODE} or later is needed"));
        }
        let packages = judges.join("engine");
        let wanted = fs::read_to_string(root.join("xtask/judges/package.json")).unwrap_or_default();
        let mark = packages.join("installed.txt");
        if !fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
            let written = fs::create_dir_all(&packages)
                .and_then(|()| fs::write(packages.join("package.json"), &wanted));
            let mut install = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
            install
                .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"])
                .current_dir(&packages);
            let installed = written.is_ok()
                && install.stdout(Stdio::null()).status().is_ok_and(|status| status.success());
            if !installed || fs::write(&mark, wanted).is_err() {
                return Err("its packages could not be installed".into());
            }
        }
        Ok(Self { packages, driver: root.join("xtask/judges/driver.mjs") })
    }

    /// Holds the interviews in a file of jobs, in the time zone of the scripts.
    pub(super) fn hold(&self, jobs: &Path) -> bool {
        let mut command = Command::new("node");
        command
            .env("TZ", super::scripts::ZONE)
            .arg("--stack-size=4000")
            .arg(&self.driver)
            .arg(&self.packages)
            .arg(jobs);
        command.stdout(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}

fn answers(program: &str, question: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(question).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
