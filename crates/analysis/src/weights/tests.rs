//! Steps of weighting over whole studies, and every fault by its code.

use super::*;
use crate::trial::Trial;

const STYPE: [(&str, &str, f64); 3] = [("stype", "E", 4421.0), ("stype", "H", 755.0), ("stype", "M", 1018.0)];
const CLUS1: &str = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\n";

fn codes(study: &str, margins: &[(&str, &str, f64)]) -> Vec<&'static str> {
    let trial = Trial::new("apiclus1", &format!("{CLUS1}{study}"), margins);
    let answers = Answers::open(&trial.study, None).unwrap();
    weigh(&answers).unwrap_err().0.iter().map(|fault| fault.code).collect()
}

#[test]
fn raked_weights_meet_the_margins_and_the_summary_says_so() {
    let study = format!(
        "{CLUS1}[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\"]\n[[weighting]]\nstep = \"trim\"\nupper = 1.7\n"
    );
    let trial = Trial::new("apiclus1", &study, &STYPE);
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    let margin = &weighted.summary.margins[0];
    for category in &margin.categories {
        assert!((category.after / category.population - 1.0).abs() < 1e-7, "{category:?}");
        assert!(category.before != category.after);
    }
    assert_eq!(margin.categories.iter().map(|category| category.respondents).sum::<u64>(), 183);
    // High schools need 1.59 times the mean weight: nothing is outside the bounds.
    assert_eq!(weighted.summary.steps[2].trimmed, Some(0));
    assert!((weighted.summary.total - 6194.0).abs() < 1e-3);
    let text = weighted.to_csv(&answers);
    assert!(text.starts_with("row,base_weight,weight\n1,33.84699"));
    assert_eq!(text.lines().count(), 184);
}

#[test]
fn nonrespondents_hand_their_weight_to_their_class_and_the_ineligible_to_nobody() {
    let answers = "id,region,disposition,weight,q\n1,a,1.1,10,x\n2,a,2.1,10,\n3,a,3.1,10,\n4,b,1.1,5,y\n5,b,4.0,5,\n6,b,1.2,5,x\n";
    let study = "[study]\nid = \"x\"\n[answers]\nid = \"id\"\ndisposition = \"disposition\"\neligibility = 0.5\n[design]\nweights = \"weight\"\n[[weighting]]\nstep = \"nonresponse-classes\"\nby = [\"region\"]\nminimum = 2\n";
    let trial = Trial::of(answers, study, &[]);
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    // In a: 10 + 10 + half of 10 for one respondent; in b: two respondents of 5, the ineligible taken out.
    assert_eq!(weighted.weights, [25.0, 0.0, 0.0, 5.0, 0.0, 5.0]);
    assert_eq!(answers.outcome.unwrap().tally.total(), 6);
    assert_eq!(answers.respondents(), 3);
    assert_eq!(weighted.warnings.len(), 1, "one class has a single respondent");
}

#[test]
fn a_propensity_step_uses_categories_that_nonrespondents_have() {
    let mut text = String::from("id,area,sex,disposition,weight\n");
    for row in 0..200 {
        let (area, sex) = (["u", "r"][row % 2], ["f", "m", "f"][row % 3]);
        let answered = if (row * 7) % 10 < 5 + 3 * (row % 2) { "1.1" } else { "2.1" };
        text.extend([row.to_string().as_str(), ",", area, ",", sex, ",", answered, ",2\n"]);
    }
    let study = "[study]\nid = \"x\"\n[answers]\ndisposition = \"disposition\"\n[design]\nweights = \"weight\"\n[[weighting]]\nstep = \"nonresponse-propensity\"\npredictors = [\"area\", \"sex\"]\nclasses = 2\n";
    let trial = Trial::of(&text, study, &[]);
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    assert!((weighted.weights.iter().sum::<f64>() - 400.0).abs() < 1e-9);
    let used: Vec<f64> = weighted.weights.iter().copied().filter(|weight| *weight > 0.0).collect();
    assert!(
        used.iter().any(|weight| *weight > used[0] + 1e-9)
            || used.iter().any(|weight| *weight < used[0] - 1e-9)
    );
}

#[test]
fn every_fault_has_its_code() {
    let rake = "[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\"]\n";
    assert_eq!(codes(rake, &STYPE[..2]), ["E-WGT-002"]);
    assert_eq!(codes(rake, &[STYPE[0], STYPE[1], ("stype", "M", 0.0)]), ["E-WGT-004"]);
    let crossed = "[[weighting]]\nstep = \"poststratify\"\nmargins = [\"stype\", \"awards\"]\n";
    let awards = [&STYPE[..], &[("awards", "No", 3000.0), ("awards", "Yes", 3194.0)]].concat();
    assert_eq!(codes(crossed, &awards), ["E-WGT-011"]);
    let differing = [&STYPE[..], &[("awards", "No", 3000.0), ("awards", "Yes", 3000.0)]].concat();
    assert_eq!(
        codes("[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\", \"awards\"]\n", &differing),
        ["E-WGT-007"]
    );
    let bounded = "[[weighting]]\nstep = \"calibrate\"\ndistance = \"logit\"\nbounds = [0.9, 1.1]\nmargins = [\"stype\"]\n";
    assert_eq!(codes(bounded, &STYPE), ["E-WGT-008"]);
}

#[test]
fn an_empty_category_is_named() {
    let text = "stype,w\nE,1\nE,1\nM,1\n";
    let study = "[study]\nid = \"x\"\n[design]\nweights = \"w\"\n[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\"]\n";
    let trial = Trial::of(text, study, &STYPE);
    let answers = Answers::open(&trial.study, None).unwrap();
    let faults = weigh(&answers).unwrap_err();
    assert_eq!(faults.0[0].code, "E-WGT-003");
    assert!(faults.0[0].message.contains("stype = H"), "{}", faults.0[0].message);
}

#[test]
fn a_missing_value_that_weights_need_is_shown_with_its_line() {
    let text = "stype,w\nE,1\n,1\nM,1\nH,2\n";
    let study = "[study]\nid = \"x\"\n[design]\nweights = \"w\"\n[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\"]\n";
    let trial = Trial::of(text, study, &STYPE);
    let answers = Answers::open(&trial.study, None).unwrap();
    let faults = weigh(&answers).unwrap_err();
    assert_eq!((faults.0[0].code, faults.0[0].place.line), ("E-WGT-001", Some(3)));
}
