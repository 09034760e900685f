//! Answers joined to the sample, and what is wrong with them said at once.

use super::*;
use crate::sample::SampleRow;
use crate::trial::Trial;

const LINKED: &str = "[study]\nid = \"x\"\nseed = 1\n[sample]\nallocation = { method = \"equal\", total = 2 }\n[[sample.stages]]\nunit = \"group\"\nmethod = \"srs\"\n[[sample.stages]]\nunit = \"person\"\nmethod = \"srs\"\ntake = 2\ncount = \"adults\"\n[answers]\nlink = \"group\"\n[[tables]]\nquestions = [\"awards\"]\n";

fn sample() -> Sample {
    let row = |group: &str, weight: f64, count: u64| SampleRow {
        stratum: String::new(),
        labels: vec![group.into()],
        probabilities: vec![0.5],
        hits: 1,
        invite: Some((2, count)),
        weight,
        variance_stratum: String::new(),
        variance_unit: group.into(),
        populations: vec![4, count],
        rotation: None,
    };
    Sample { units: vec!["group".into()], rows: vec![row("01", 10.0, 10), row("02", 20.0, 20)] }
}

#[test]
fn rows_take_weight_and_design_from_the_unit_they_are_linked_to() {
    let trial = Trial::of("group,awards\n02,Yes\n01,No\n02,No\n01,Yes\n", LINKED, &[]);
    let answers = Answers::open(&trial.study, Some(&sample())).unwrap();
    assert_eq!(answers.base, [20.0, 10.0, 20.0, 10.0]);
    assert_eq!((answers.design.psus(), answers.design.strata()), (2, 1));
    assert!(answers.warnings.is_empty());
}

#[test]
fn strangers_and_surplus_rows_are_refused_and_missing_ones_are_said() {
    let trial = Trial::of("group,awards\n02,Yes\n03,No\n", LINKED, &[]);
    let faults = Answers::open(&trial.study, Some(&sample())).unwrap_err();
    assert_eq!((faults.0[0].code, faults.0[0].place.line), ("E-ANS-004", Some(3)));
    assert_eq!(faults.0[0].place.file.as_deref(), Some("answers.csv"));
    let trial = Trial::of("group,awards\n02,Yes\n02,No\n02,No\n01,No\n", LINKED, &[]);
    let faults = Answers::open(&trial.study, Some(&sample())).unwrap_err();
    assert_eq!(faults.0[0].code, "E-ANS-006");
    let trial = Trial::of("group,awards\n02,Yes\n01,No\n", LINKED, &[]);
    assert_eq!(Answers::open(&trial.study, Some(&sample())).unwrap().warnings.len(), 1);
}

#[test]
fn unknown_codes_and_dispositions_are_faults() {
    let study = "[study]\nid = \"x\"\n[answers]\ndisposition = \"d\"\n[[tables]]\nquestions = [\"awards\"]\n";
    let trial = Trial::of("d,awards\n1.1,Yes\n9.9,No\n", study, &[]);
    assert_eq!(Answers::open(&trial.study, None).unwrap_err().0[0].code, "E-ANS-005");
    let trial = Trial::of("d,awards\n2.1,Yes\n2.1,No\n", study, &[]);
    assert_eq!(Answers::open(&trial.study, None).unwrap_err().0[0].code, "E-ANS-002");
    let trial = Trial::of("d,awards\n1.1,Yes\n1.1,Perhaps\n", study, &[]);
    let answers = Answers::open(&trial.study, None).unwrap();
    let mut faults = Vec::new();
    answers.coding().categories("awards", &mut faults);
    assert_eq!((faults[0].code, faults[0].place.line), ("E-ANS-003", Some(3)));
    assert!(trial.folder().join("answers.csv").exists());
}
