//! For tests: the variance of a total, and the multipliers written out.

use super::{Replicates, Replication, UnitSums, replicate};
use crate::numerics::Stream;
use std::num::NonZeroUsize;

/// Weighted totals of units, all different.
pub(super) fn totals(units: usize) -> Vec<f64> {
    let mut stream = Stream::new(71, 1);
    (0..units).map(|unit| 10.0 + unit as f64 * 0.3 + 5.0 * stream.normal()).collect()
}

/// The replicate variance of their sum, around the method's own centre.
pub(super) fn variance(replicates: &Replicates, totals: &[f64]) -> f64 {
    let sums = UnitSums::new(totals.len(), 1, totals.to_vec());
    let copy = |t: &[f64], out: &mut [f64]| out.copy_from_slice(t);
    replicate(replicates, &sums, 1, copy, replicates.centre(), NonZeroUsize::MIN).variances[0]
}

/// Every multiplier, a row for each replicate.
pub(super) fn rows(replicates: &Replicates) -> Vec<Vec<f64>> {
    (0..replicates.len())
        .map(|r| {
            let mut row = vec![f64::NAN; replicates.units()];
            replicates.factors(r, &mut row);
            row
        })
        .collect()
}

/// The variance of a stratified sum with corrections.
pub(super) fn stratified(stratum: &[u32], fraction: &[f64], totals: &[f64]) -> f64 {
    (0..fraction.len())
        .map(|h| {
            let own: Vec<f64> =
                (0..totals.len()).filter(|&u| stratum[u] as usize == h).map(|u| totals[u]).collect();
            let n = own.len() as f64;
            let mean = own.iter().sum::<f64>() / n;
            let squares: f64 = own.iter().map(|t| (t - mean).powi(2)).sum();
            if own.len() < 2 { 0.0 } else { (1.0 - fraction[h]) * n / (n - 1.0) * squares }
        })
        .sum()
}

#[track_caller]
pub(super) fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-11 * expected.abs(), "found {found}, expected {expected}");
}
