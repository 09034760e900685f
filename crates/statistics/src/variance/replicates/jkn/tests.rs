//! The stratified jackknife and its rules for single units.

use super::*;
use crate::variance::replicates::Replication;

#[test]
fn every_stratum_has_its_own_scale() {
    let psus = Psus::new(&[0, 1, 0, 1, 1, 1], 2).unwrap().with_fraction(&[0.0, 0.5]).unwrap();
    let replicates = jkn(&psus, SinglePsu::Fail).unwrap();
    let (two, four) = (0.5, 0.5 * 0.75);
    assert_eq!(replicates.rscales(), [two, four, two, four, four, four]);
    assert_eq!(replicates.scale(), 1.0);
    assert_eq!(replicates.degrees_of_freedom(), 4);
    let mut factors = [0.0; 6];
    replicates.factors(1, &mut factors);
    let up = 4.0 / 3.0;
    assert_eq!(factors, [1.0, 0.0, 1.0, up, up, up]);
}

#[test]
fn single_units_are_refused_and_all_named() {
    let psus = Psus::new(&[0, 1, 1, 2], 3).unwrap();
    let error = jkn(&psus, SinglePsu::Fail).unwrap_err();
    assert_eq!(error, ReplicatesError::SinglePsu { strata: vec![0, 2] });
}

#[test]
fn strata_taken_in_full_have_no_replicates() {
    let psus = Psus::new(&[0, 1, 1], 2).unwrap().with_fraction(&[1.0, 0.1]).unwrap();
    assert_eq!(jkn(&psus, SinglePsu::Fail).unwrap().len(), 2);
    let census = psus.with_fraction(&[1.0, 1.0]).unwrap();
    assert_eq!(jkn(&census, SinglePsu::Fail).unwrap_err(), ReplicatesError::Census);
}

#[test]
fn rules_for_single_units_are_as_documented() {
    let psus = Psus::new(&[0, 1, 1, 1], 2).unwrap();
    let skip = jkn(&psus, SinglePsu::Remove).unwrap();
    assert_eq!((skip.len(), skip.scale()), (3, 1.0));
    assert_eq!(skip.warnings(), [ReplicateWarning::SinglePsu { strata: vec![0] }]);
    let average = jkn(&psus, SinglePsu::Average).unwrap();
    assert_eq!((average.len(), average.scale()), (3, 4.0 / 3.0));
    let adjust = jkn(&psus, SinglePsu::Adjust).unwrap();
    let mut factors = [9.0; 4];
    adjust.factors(0, &mut factors);
    assert_eq!(factors, [0.0, 2.0, 2.0, 2.0]);
    assert_eq!(adjust.rscales()[0], 0.5);
}

#[test]
fn a_rule_cannot_make_a_variance_out_of_single_units_only() {
    let psus = Psus::new(&[0, 1], 2).unwrap();
    for rule in [SinglePsu::Remove, SinglePsu::Average] {
        let error = jkn(&psus, rule).unwrap_err();
        assert_eq!(error, ReplicatesError::SinglePsu { strata: vec![0, 1] });
    }
    let alone = Psus::new(&[0], 1).unwrap();
    assert!(jkn(&alone, SinglePsu::Adjust).is_err());
}
