//! The design that answers bring: every key, and what cannot stand beside what.

use super::*;
use crate::definition::{OwnDesign, OwnReplicates, PhaseMethod, ReplicateType, SecondPhase, SeveralFrames};

/// What is read of a `[design]`, and code, key and line of everything that is wrong with it.
fn design(keys: &str) -> (OwnDesign, Vec<(&'static str, String, u64)>) {
    let (found, findings) = read_definition(&format!("[design]\n{keys}"), "study.toml");
    let faults = findings
        .into_iter()
        .filter(|f| f.place.column.as_deref().is_some_and(|path| path.starts_with("design")))
        .map(|f| (f.code, f.place.column.unwrap_or_default(), f.place.line.unwrap_or(0)));
    (found.design.unwrap(), faults.collect())
}

fn faults(keys: &str) -> Vec<(&'static str, String, u64)> {
    design(keys).1
}

#[test]
fn replicate_weights_are_read_with_all_their_keys() {
    let keys = "weights = \"w\"\nrep_weights = [\"repw*\", \"last\"]\nrep_type = \"fay:0.3\"\nrep_multipliers = true\nrep_scale = 2\nrep_rscales = [0.5, 1]\nrep_mse = true\nrep_df = 30\n";
    let (found, wrong) = design(keys);
    assert_eq!(wrong, []);
    let expected = OwnReplicates {
        columns: vec!["repw*".into(), "last".into()],
        method: ReplicateType::Fay { rho: 0.3 },
        multipliers: true,
        scale: Some(2.0),
        rscales: vec![0.5, 1.0],
        mse: true,
        df: Some(30),
    };
    assert_eq!(found.replicates, Some(expected));
    let (found, wrong) =
        design("weights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"jkn\"\nrep_rscales = 0.9\n");
    assert_eq!((wrong, found.replicates.unwrap().rscales), (vec![], vec![0.9]));
}

#[test]
fn every_type_of_replicates_is_known_by_its_word() {
    for (word, method) in [
        ("jk1", ReplicateType::Jk1),
        ("jk2", ReplicateType::Jk2),
        ("brr", ReplicateType::Brr),
        ("bootstrap", ReplicateType::Bootstrap { average: 1.0 }),
        ("bootstrap:50", ReplicateType::Bootstrap { average: 50.0 }),
        ("sdr", ReplicateType::SuccessiveDifference),
    ] {
        let (found, wrong) =
            design(&format!("weights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"{word}\"\n"));
        assert_eq!((wrong, found.replicates.unwrap().method), (vec![], method), "{word}");
    }
    for word in
        ["fay", "fay:1", "fay:x", "fay:-0.1", "jk1:2", "bootstrap:0", "bootstrap:inf", "jackknife", ""]
    {
        let found = faults(&format!("weights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"{word}\"\n"));
        assert_eq!(found, [("E-STUDY-003", "design.rep_type".to_owned(), 4)], "{word}");
    }
}

#[test]
fn replicate_weights_ask_for_what_their_columns_do_not_tell() {
    let missing = |keys: &str| -> Vec<String> {
        let found = faults(keys);
        assert!(found.iter().all(|fault| fault.0 == "E-STUDY-004"), "{found:?}");
        found.into_iter().map(|fault| fault.1).collect()
    };
    assert_eq!(missing("rep_weights = [\"r*\"]\n"), ["design.rep_type", "design.weights"]);
    assert_eq!(missing("rep_type = \"brr\"\n"), ["design.rep_weights"]);
    assert_eq!(missing("weights = \"w\"\nrep_df = 3\n"), ["design.rep_weights"]);
    let full = "weights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = ";
    assert_eq!(missing(&format!("{full}\"jkn\"\n")), ["design.rep_rscales"]);
    assert_eq!(missing(&format!("{full}\"jkn\"\nrep_multipliers = true\n")), [""; 0]);
    assert_eq!(missing(&format!("{full}\"other\"\n")), ["design.rep_scale"]);
    assert_eq!(missing(&format!("{full}\"other\"\nrep_rscales = [1]\n")), [""; 0]);
    assert_eq!(missing("rep_weights = [\"r*\"]\nrep_multipliers = true\nrep_type = \"brr\"\n"), [""; 0]);
}

#[test]
fn wrong_values_of_replicate_weights_are_said_with_their_line() {
    let full = "weights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"jk1\"\n";
    for (key, value) in [
        ("rep_scale", "0"),
        ("rep_scale", "-1"),
        ("rep_rscales", "[]"),
        ("rep_rscales", "[0.5, -1]"),
        ("rep_rscales", "[0.5, \"x\"]"),
        ("rep_rscales", "\"x\""),
        ("rep_df", "0"),
        ("rep_df", "2.5"),
        ("rep_mse", "1"),
        ("rep_multipliers", "\"yes\""),
    ] {
        let found = faults(&format!("{full}{key} = {value}\n"));
        assert_eq!(found, [("E-STUDY-003", format!("design.{key}"), 5)], "{key} = {value}");
    }
    let found = faults("weights = \"w\"\nrep_weights = []\nrep_type = \"jk1\"\n");
    assert_eq!(found, [("E-STUDY-003", "design.rep_weights".to_owned(), 3)]);
}

#[test]
fn replicate_weights_contain_the_design_and_stand_beside_nothing_else_of_it() {
    let found = faults(
        "weights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"jk1\"\nstrata = \"s\"\npsu = [\"p\"]\nfpc = [\"f\"]\nphase2 = \"a\"\n",
    );
    let expected = ["strata", "psu", "fpc", "phase2"].iter().zip(5..);
    let expected: Vec<_> =
        expected.map(|(key, line)| ("E-STUDY-062", format!("design.{key}"), line)).collect();
    assert_eq!(found, expected);
}

#[test]
fn two_phases_are_read_and_described_in_one_way() {
    let first = "fpc = [\"n\"]\nphase2 = \"asked\"\n";
    let (found, wrong) = design(&format!(
        "{first}phase2_strata = \"g\"\nphase2_psu = [\"u\", \"v\"]\nphase2_method = \"simple\"\n"
    ));
    assert_eq!(wrong, []);
    let expected = SecondPhase {
        selected: "asked".into(),
        strata: Some("g".into()),
        psu: vec!["u".into(), "v".into()],
        probabilities: None,
        method: PhaseMethod::Simple,
    };
    assert_eq!(found.second, Some(expected));
    let (found, wrong) = design(&format!("{first}phase2_probabilities = \"p\"\n"));
    assert_eq!((wrong, found.second.unwrap().probabilities.as_deref()), (vec![], Some("p")));
    let found = faults("phase2_strata = \"g\"\nphase2_method = \"exact\"\n");
    let expected = [
        ("E-STUDY-004", "design.phase2".to_owned(), 1),
        ("E-STUDY-003", "design.phase2_method".to_owned(), 3),
    ];
    assert_eq!(found, expected);
    let found = faults(
        "probabilities = [\"p\"]\nphase2 = \"a\"\nphase2_probabilities = \"q\"\nphase2_strata = \"g\"\nphase2_psu = [\"u\"]\n",
    );
    let expected = [("probabilities", 2), ("phase2_strata", 5), ("phase2_psu", 6)];
    let expected = expected.map(|(key, line)| ("E-STUDY-062", format!("design.{key}"), line));
    assert_eq!(found, expected);
}

#[test]
fn several_frames_are_read_with_one_column_for_each() {
    let (found, wrong) =
        design("weights = \"w\"\nframe = \"f\"\nmembers = [\"a\", \"b\"]\nframe_share = 0.3\n");
    let expected =
        SeveralFrames { frame: "f".into(), members: vec!["a".into(), "b".into()], share: Some(0.3) };
    assert_eq!((wrong, found.frames), (vec![], Some(expected)));
    assert_eq!(faults("frame = \"f\"\n"), [("E-STUDY-004", "design.members".to_owned(), 1)]);
    assert_eq!(faults("members = [\"a\"]\n"), [("E-STUDY-004", "design.frame".to_owned(), 1)]);
    assert_eq!(faults("frame = \"f\"\nmembers = []\n"), [("E-STUDY-003", "design.members".to_owned(), 3)]);
    let share =
        |share: &str| faults(&format!("frame = \"f\"\nmembers = [\"a\", \"b\"]\nframe_share = {share}\n"));
    assert_eq!(share("1.5"), [("E-STUDY-003", "design.frame_share".to_owned(), 4)]);
    let three = faults("frame = \"f\"\nmembers = [\"a\", \"b\", \"c\"]\nframe_share = 0.5\n");
    assert_eq!(three, [("E-STUDY-062", "design.frame_share".to_owned(), 4)]);
}
