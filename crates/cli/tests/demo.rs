//! The demonstration as a whole process.

use std::fs;

mod support;

use support::{said, sounding};

#[test]
fn the_same_seed_makes_the_same_study_and_the_truth_is_near() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = sounding(&["demo", "a"], folder.path());
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("How close did we come?") && said.contains("SIMULATED DATA"), "{said}");
    // Nonresponse that depends on the answer itself costs some coverage, which the page says; four fifths must hold.
    let held = said.lines().filter(|line| line.ends_with("  Yes")).count();
    let missed = said.lines().filter(|line| line.ends_with("  No")).count();
    assert!(held + missed >= 30 && held >= 4 * missed, "{held} held, {missed} missed");
    assert!(sounding(&["demo", "b"], folder.path()).status.success());
    let again = support::said(&sounding(&["run", "a"], folder.path()));
    assert_eq!(again.matches("is up to date").count(), 3, "{again}");
    for file in [
        "study.toml",
        "questionnaire.xlsx",
        "frame.csv",
        "margins.csv",
        "answers.csv",
        "out/sample.csv",
        "out/weights.csv",
        "out/report.vi.html",
        "out/report.vi.pdf",
        "out/report.vi.xlsx",
        "out/tables.vi.csv",
        "out/report.en.html",
        "out/report.en.pdf",
        "out/report.en.xlsx",
        "out/tables.en.csv",
        "out/analyses/trust.json",
        "out/analyses/satisfied.csv",
        "out/how-close.vi.html",
        "out/how-close.en.html",
    ] {
        let [a, b] = ["a", "b"].map(|name| fs::read(folder.path().join(name).join(file)).expect(file));
        assert!(a == b, "{file} differs between two runs");
    }
}

#[test]
fn what_somebody_else_put_in_a_folder_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    // The starter is simulated too, and it is not the demonstration's.
    assert!(sounding(&["new", "."], folder.path()).status.success());
    let mine = fs::read(folder.path().join("study.toml")).expect("a study");
    let output = sounding(&["demo", "."], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("E-OUT-003"), "{}", said(&output));
    assert_eq!(fs::read(folder.path().join("study.toml")).expect("a study"), mine);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn answers_that_were_changed_are_not_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(sounding(&["demo", "a"], folder.path()).status.success());
    assert!(sounding(&["demo", "a"], folder.path()).status.success(), "the same again loses nothing");
    let path = folder.path().join("a/answers.csv");
    fs::write(&path, "mine").expect("written");
    assert!(said(&sounding(&["demo", "a"], folder.path())).contains("E-OUT-003"));
    assert_eq!(fs::read(&path).expect("answers"), b"mine");
}
