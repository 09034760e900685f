//! Replicates of quantiles, from counts by unit and value.

use super::{Centre, ReplicateEstimates};
use crate::variance::replicates::{Replication, parallel::fill_rows};
use std::convert::Infallible;
use std::num::NonZeroUsize;

/// Quantiles with their replicate variance: in every replicate the weights of the distinct values are formed again.
///
/// `values` are the distinct values in ascending order; `counts` are (index of the value, unit, sum of weights) in any
/// order that does not change between runs. `quantile` gets `values`, their weights (zeros included) and a
/// probability.
pub fn replicate_quantiles<R: Replication>(
    replication: &R,
    values: &[f64],
    counts: &[(u32, u32, f64)],
    probabilities: &[f64],
    quantile: impl Fn(&[f64], &[f64], f64) -> f64 + Sync,
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    let estimate = |factors: &[f64], weights: &mut [f64], out: &mut [f64]| {
        weights.fill(0.0);
        for &(value, unit, weight) in counts {
            weights[value as usize] += factors[unit as usize] * weight;
        }
        for (result, &p) in out.iter_mut().zip(probabilities) {
            *result = quantile(values, weights, p);
        }
    };
    let state = || (vec![0.0; replication.units()], vec![0.0; values.len()]);
    let (mut factors, mut weights) = state();
    replication.full(&mut factors);
    let mut estimates = vec![0.0; probabilities.len()];
    estimate(&factors, &mut weights, &mut estimates);
    let mut replicates = vec![0.0; probabilities.len() * replication.scales().len()];
    let fill = |r: usize, (factors, weights): &mut (Vec<f64>, Vec<f64>), row: &mut [f64]| {
        replication.factors(r, factors);
        estimate(factors, weights, row);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = fill_rows(&mut replicates, probabilities.len(), threads, state, fill);
    ReplicateEstimates::new(replication, estimates, replicates, centre)
}
