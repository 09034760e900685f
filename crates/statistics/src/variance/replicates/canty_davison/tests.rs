//! The bootstrap of Canty and Davison: its expectation and its counts.

use super::*;
use crate::variance::replicates::Replication;
use crate::variance::replicates::of_totals::{rows, stratified, totals, variance};

const STRATA: [u32; 16] = [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2];
/// Of 7, of 10 and with replacement.
const FRACTION: [f64; 3] = [3.0 / 7.0, 0.7, 0.0];

fn design() -> Psus {
    Psus::new(&STRATA, 3).unwrap().with_fraction(&FRACTION).unwrap()
}

#[test]
fn over_populations_and_replicates_the_variance_is_that_of_the_design() {
    let totals = totals(16);
    let expected = stratified(&STRATA, &FRACTION, &totals);
    let found: Vec<f64> = (0..400)
        .map(|seed| variance(&canty_davison(&design(), CopiesScaling::Stratum, 100, seed).unwrap(), &totals))
        .collect();
    let mean = found.iter().sum::<f64>() / 400.0;
    let spread = found.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 400.0;
    let error = (spread / 400.0).sqrt();
    assert!((mean - expected).abs() < 5.0 * error && error < 0.02 * expected, "{mean} is not {expected}");
}

#[test]
fn counts_are_whole_sum_to_the_units_and_are_at_most_the_copies() {
    let made = canty_davison(&design(), CopiesScaling::Average, 200, 4).unwrap();
    for row in rows(&made) {
        assert!(row.iter().all(|m| *m >= 0.0 && m.fract() == 0.0));
        assert_eq!([&row[..3], &row[3..10], &row[10..]].map(|own| own.iter().sum::<f64>()), [3.0, 7.0, 6.0]);
        // Seven units of three are copied three times or twice, ten of seven twice or once.
        assert!(row[..3].iter().all(|m| *m <= 3.0) && row[3..10].iter().all(|m| *m <= 2.0));
    }
    let average = 3.0 / (1.0 / 3.0 + 1.0 / 7.0 + 1.0 / 6.0);
    assert!((made.scale() - average / (average - 1.0) / 199.0).abs() < 1e-15);
}

#[test]
fn strata_taken_in_full_stay_and_almost_full_ones_vary() {
    let psus = Psus::new(&[0, 1, 1, 1, 1], 2).unwrap().with_fraction(&[1.0, 0.99]).unwrap();
    let totals = totals(5);
    let expected = stratified(psus.stratum(), &[1.0, 0.99], &totals);
    let found: Vec<f64> = (0..400)
        .map(|seed| {
            let made = canty_davison(&psus, CopiesScaling::Stratum, 50, seed).unwrap();
            assert!(rows(&made).iter().all(|row| row[0] == 1.0));
            variance(&made, &totals)
        })
        .collect();
    let mean = found.iter().sum::<f64>() / 400.0;
    let spread = found.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 400.0;
    assert!((mean - expected).abs() < 5.0 * (spread / 400.0).sqrt(), "{mean} is not {expected}");
}

#[test]
fn replicates_do_not_depend_on_how_many_are_asked_for() {
    let of = |replicates| rows(&canty_davison(&design(), CopiesScaling::Average, replicates, 3).unwrap());
    assert_eq!(of(5)[..], of(50)[..5]);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let refused =
        |psus: &Psus, replicates| canty_davison(psus, CopiesScaling::default(), replicates, 1).unwrap_err();
    assert_eq!(refused(&design(), 1), ReplicatesError::TooFew { replicates: 1 });
    let single = Psus::new(&[0, 1, 1], 2).unwrap();
    assert_eq!(refused(&single, 9), ReplicatesError::SinglePsu { strata: vec![0] });
    assert_eq!(canty_davison(&design(), CopiesScaling::default(), 9, 1).unwrap().units(), 16);
}
