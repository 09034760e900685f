//! Estimated controls: their variance after calibration, and what is refused.

use super::*;
use crate::numerics::Stream;
use crate::variance::SinglePsu;
use crate::variance::replicates::of_totals::close;
use crate::variance::replicates::{Carried, Centre, Groups, Psus, UnitSums, bootstrap, jk1, jkn, replicate};
use std::num::NonZeroUsize;

const ONE: NonZeroUsize = NonZeroUsize::MIN;

/// Two patterns in each of twelve PSUs; the counts of the patterns are the controls.
fn groups() -> Groups {
    let psu: Vec<u32> = (0..24).map(|i| i / 2).collect();
    let pattern: Vec<u32> = (0..24).map(|i| i % 2).collect();
    let base: Vec<f64> = (0..24).map(|i| 3.0 + f64::from(i * i % 7)).collect();
    Groups::collapse(&psu, &pattern, &base, 2).0
}

fn survey() -> Replicates {
    jkn(&Psus::new(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1], 2).unwrap(), SinglePsu::Fail).unwrap()
}

/// The replicate covariance of the two counts after post-stratification to the controls.
fn calibrated(replicates: &Replicates, controls: &EstimatedControls) -> [f64; 3] {
    let groups = groups();
    let adjust = |replicate: Option<usize>, w: &[f64]| {
        Ok::<_, ()>(w.iter().zip(controls.totals(replicate)).map(|(w, x)| x / w).collect())
    };
    let carried = Carried::by_replicate(replicates, &groups, adjust, ONE).unwrap();
    let mut sums = vec![0.0; groups.len() * 2];
    (0..groups.len()).for_each(|g| sums[g * 2 + groups.pattern()[g] as usize] = groups.base()[g]);
    let sums = UnitSums::new(groups.len(), 2, sums);
    let found = replicate(&carried, &sums, 2, |t, out| out.copy_from_slice(t), Centre::FullSample, ONE);
    for (estimate, control) in found.estimates.iter().zip(controls.totals(None)) {
        close(*estimate, *control);
    }
    [found.covariance(0, 0), found.covariance(0, 1), found.covariance(1, 1)]
}

#[test]
fn calibrated_controls_have_the_covariance_that_was_given() {
    let survey = survey();
    for seed in 0..5 {
        let covariance = [9.0, 3.0, 3.0, 4.0];
        let matching = Matching::AtRandom(seed);
        let controls =
            EstimatedControls::from_covariance(&survey, &[60.0, 70.0], &covariance, matching).unwrap();
        assert_eq!(controls.matched().len(), 2);
        let found = calibrated(&survey, &controls);
        close(found[0], 9.0);
        close(found[1], 3.0);
        close(found[2], 4.0);
    }
}

#[test]
fn a_control_without_error_moves_no_replicate() {
    let survey = survey();
    let given = Matching::Given(&[5]);
    let covariance = [0.0, 0.0, 0.0, 4.0];
    let controls = EstimatedControls::from_covariance(&survey, &[60.0, 70.0], &covariance, given).unwrap();
    let moved: Vec<usize> = (0..12).filter(|&r| controls.totals(Some(r)) != [60.0, 70.0]).collect();
    assert_eq!(moved, [5]);
    let found = calibrated(&survey, &controls);
    assert!(found[0].abs() < 1e-20 && found[1].abs() < 1e-20);
    close(found[2], 4.0);
}

/// Another survey's replicates of the two counts.
fn other(centre: Centre) -> ReplicateEstimates {
    let replicates = bootstrap(&Psus::new(&[0; 10], 1).unwrap(), 30, 2).unwrap();
    let mut stream = Stream::new(1, 1);
    let sums = UnitSums::new(10, 2, (0..20).map(|_| 5.0 + stream.uniform()).collect());
    replicate(&replicates, &sums, 2, |t, out| out.copy_from_slice(t), centre, ONE)
}

#[test]
fn calibrated_controls_have_the_covariance_of_the_other_survey_around_its_centre() {
    let survey = survey().repeated(NonZeroUsize::new(3).unwrap());
    for centre in [Centre::ReplicateMean, Centre::FullSample] {
        let other = other(centre);
        let controls = EstimatedControls::from_replicates(&survey, &other, Matching::AtRandom(3)).unwrap();
        let found = calibrated(&survey, &controls);
        close(found[0], other.covariance(0, 0));
        assert!((found[1] - other.covariance(0, 1)).abs() < 1e-10);
        close(found[2], other.covariance(1, 1));
    }
}

#[test]
fn what_cannot_be_done_is_refused() {
    let survey = survey();
    let refused = |totals: &[f64], covariance: &[f64], matching| {
        EstimatedControls::from_covariance(&survey, totals, covariance, matching).unwrap_err()
    };
    let random = Matching::AtRandom(1);
    assert_eq!(refused(&[1.0], &[1.0, 2.0], random), ControlsError::Length { expected: 1, found: 2 });
    assert_eq!(
        refused(&[1.0, f64::NAN], &[1.0, 0.0, 0.0, 1.0], random),
        ControlsError::Value { row: 0, column: 1 }
    );
    assert_eq!(
        refused(&[1.0, 2.0], &[1.0, 0.5, 0.4, 1.0], random),
        ControlsError::Value { row: 1, column: 0 }
    );
    let none = [1.0, 2.0, 2.0, 1.0];
    assert_eq!(refused(&[1.0, 2.0], &none, random), ControlsError::NotSemidefinite { control: 1 });
    let fine = [1.0, 0.0, 0.0, 1.0];
    for (given, place) in [(&[3][..], None), (&[3, 3], Some(1)), (&[12, 3], Some(0))] {
        let error = refused(&[1.0, 2.0], &fine, Matching::Given(given));
        assert_eq!(error, ControlsError::Matching { needed: 2, place });
    }
    let few = jk1(&Psus::new(&[0; 12], 1).unwrap()).unwrap();
    let error = EstimatedControls::from_replicates(&few, &other(Centre::FullSample), random).unwrap_err();
    assert_eq!(error, ControlsError::TooFew { replicates: 12, needed: 30, times: 3 });
}
