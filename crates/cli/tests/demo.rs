//! The demonstration as a whole process.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn demo(folder: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_sounding");
    Command::new(program)
        .arg("demo")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

#[test]
fn the_same_seed_makes_the_same_study_and_the_truth_is_near() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path(), &["a"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("How close did we come?") && said.contains("SIMULATED DATA"), "{said}");
    // Nonresponse that depends on the answer itself costs some coverage, which the page says; four fifths must hold.
    let held = said.lines().filter(|line| line.ends_with("  Yes")).count();
    let missed = said.lines().filter(|line| line.ends_with("  No")).count();
    assert!(held + missed >= 30 && held >= 4 * missed, "{held} held, {missed} missed");
    assert!(demo(folder.path(), &["b"]).status.success());
    let again =
        Command::new(env!("CARGO_BIN_EXE_sounding")).args(["run", "a"]).current_dir(folder.path()).output();
    let again = String::from_utf8_lossy(&again.expect("the program starts").stderr).into_owned();
    assert_eq!(again.matches("is up to date").count(), 2, "{again}");
    for file in [
        "study.toml",
        "questionnaire.xlsx",
        "frame.csv",
        "margins.csv",
        "answers.csv",
        "out/sample.csv",
        "out/weights.csv",
    ] {
        let [a, b] = ["a", "b"].map(|name| fs::read(folder.path().join(name).join(file)).expect(file));
        assert!(a == b, "{file} differs between two runs");
    }
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("letter.txt"), "mine").expect("written");
    let output = demo(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("E-OUT-003"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
