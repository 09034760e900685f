//! Covariances from replicates against their definition.

use super::*;
use crate::numerics::Stream;
use crate::variance::SinglePsu;
use crate::variance::replicates::{Psus, Replicates, bootstrap, brr, jkn};

/// Differences that come from rounding alone.
const ROUNDING: f64 = 1e-12;

fn sums(units: usize, columns: usize) -> UnitSums {
    let mut stream = Stream::new(5, 1);
    UnitSums::new(units, columns, (0..units * columns).map(|_| 1.0 + stream.uniform()).collect())
}

fn design() -> Psus {
    Psus::new(&[0, 1, 0, 1, 1, 2, 2, 2, 2, 1], 3).unwrap()
}

fn ratios(t: &[f64], out: &mut [f64]) {
    out.copy_from_slice(&[t[0], t[1] / t[0], t[2] / t[1]]);
}

fn run(replicates: &Replicates, sums: &UnitSums, threads: usize) -> ReplicateEstimates {
    replicate(replicates, sums, 3, ratios, Centre::default(), NonZeroUsize::new(threads).unwrap())
}

/// The definition, with every multiplier written out.
fn plainly(replicates: &Replicates, sums: &UnitSums) -> Vec<f64> {
    let (r, mut factors) = (replicates.len(), vec![0.0; sums.units()]);
    let mut thetas = Vec::new();
    for i in 0..r {
        replicates.factors(i, &mut factors);
        let t: Vec<f64> =
            (0..3).map(|c| (0..sums.units()).map(|u| factors[u] * sums.unit(u)[c]).sum()).collect();
        thetas.push([t[0], t[1] / t[0], t[2] / t[1]]);
    }
    (0..3)
        .map(|j| {
            let mean = thetas.iter().map(|t| t[j]).sum::<f64>() / r as f64;
            let squares = (0..r).map(|i| replicates.rscales()[i] * (thetas[i][j] - mean).powi(2));
            replicates.scale() * squares.sum::<f64>()
        })
        .collect()
}

#[test]
fn every_path_equals_the_definition() {
    let pairs = Psus::new(&[0, 0, 1, 1, 2, 2, 3, 3, 4, 4], 5).unwrap();
    let sums = sums(10, 3);
    for replicates in
        [jkn(&design(), SinglePsu::Fail), brr(&pairs), bootstrap(&design(), 50, 3)].map(Result::unwrap)
    {
        let result = run(&replicates, &sums, 1);
        for (found, expected) in result.variances.iter().zip(plainly(&replicates, &sums)) {
            assert!((found / expected - 1.0).abs() < ROUNDING * 1e3);
        }
    }
}

#[test]
fn an_adjusted_single_unit_equals_the_definition() {
    let psus = Psus::new(&[0, 0, 1, 2, 2, 2, 2, 2, 2, 2], 3).unwrap();
    let replicates = jkn(&psus, SinglePsu::Adjust).unwrap();
    let sums = sums(10, 3);
    for (found, expected) in run(&replicates, &sums, 1).variances.iter().zip(plainly(&replicates, &sums)) {
        assert!((found / expected - 1.0).abs() < ROUNDING * 1e3);
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_bit() {
    let sums = sums(10, 3);
    for replicates in [jkn(&design(), SinglePsu::Fail), bootstrap(&design(), 37, 3)].map(Result::unwrap) {
        let one = run(&replicates, &sums, 1);
        for threads in [2, 3, 8, 64] {
            assert_eq!(one, run(&replicates, &sums, threads));
        }
    }
}

#[test]
fn a_domain_that_vanishes_in_a_replicate_is_undefined_and_never_dropped() {
    let mut sums = sums(10, 3).sums;
    // The domain of column 1 has respondents in unit 4 only.
    (0..10).filter(|u| *u != 4).for_each(|u| sums[u * 3 + 1] = 0.0);
    let sums = UnitSums::new(10, 3, sums);
    let result = run(&jkn(&design(), SinglePsu::Fail).unwrap(), &sums, 2);
    assert_eq!(result.undefined, [0, 0, 1]);
    assert!(result.variances[2].is_nan() && result.covariance(0, 2).is_nan());
    assert!(result.variances[0].is_finite() && result.estimates[2].is_finite());
}

#[test]
fn covariances_are_symmetric_and_bounded_by_the_variances() {
    let result = run(&bootstrap(&design(), 100, 3).unwrap(), &sums(10, 3), 2);
    let c = result.covariance(0, 1);
    assert_eq!(c, result.covariance(1, 0));
    assert!(c * c <= result.variances[0] * result.variances[1]);
}

#[test]
fn the_centre_at_the_estimate_never_gives_less() {
    let (replicates, sums) = (bootstrap(&design(), 100, 3).unwrap(), sums(10, 3));
    let mean = run(&replicates, &sums, 1);
    let one = NonZeroUsize::MIN;
    let full = replicate(&replicates, &sums, 3, ratios, Centre::FullSample, one);
    assert!((0..3).all(|j| full.variances[j] >= mean.variances[j]));
}

#[test]
fn nothing_to_estimate_is_no_failure() {
    let result = replicate(
        &jkn(&design(), SinglePsu::Fail).unwrap(),
        &sums(10, 3),
        0,
        |_, _| {},
        Centre::default(),
        NonZeroUsize::MIN,
    );
    assert_eq!((result.estimates.len(), result.len()), (0, 10));
}
