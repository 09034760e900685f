//! The variance of balanced samples: what is left of a total after a regression on the balancing variables.
#![doc = include_str!("method.md")]

mod error;
#[cfg(test)]
mod tests;

pub use error::BalancedError;

use super::Linearised;
use super::linearised::CENSUS;
use super::pps::add;
use crate::numerics::{pseudo_inverse, times};

/// The sampled units of a balanced sample, one value each, in the order of the leaves of the linearised values.
#[derive(Debug, Clone, Copy)]
pub struct BalancedInput<'a> {
    /// Inclusion probability.
    pub probabilities: &'a [f64],
    /// The variables that the sample was balanced on, for clusters the clusters' totals. The number of sampled units is always among them.
    pub balancing: &'a [&'a [f64]],
    /// Strata whose numbers of sampled units were kept; `None` for one.
    pub strata: Option<&'a [u32]>,
}

/// The covariance matrix of estimates, row by row, from the totals of weight times linearised value in the units (Deville and Tillé 2005).
pub fn balanced_covariance(
    linearised: &Linearised,
    input: &BalancedInput<'_>,
) -> Result<Vec<f64>, BalancedError> {
    check(linearised, input)?;
    let p = input.probabilities;
    let (k, q) = (linearised.estimates, input.balancing.len());
    // Certain units vary with nothing.
    let units: Vec<usize> = (0..p.len()).filter(|unit| 1.0 - p[*unit] >= CENSUS).collect();
    let mut y = vec![0.0; p.len() * k];
    for (&leaf, own) in linearised.leaves.iter().zip(linearised.totals.chunks_exact(k.max(1))) {
        y[leaf as usize * k..(leaf as usize + 1) * k].copy_from_slice(own);
    }
    let stratum = |unit: usize| input.strata.map_or(0, |strata| strata[unit]);
    let mut order = units.clone();
    // Stable: sums inside a stratum are made in the order of the units.
    order.sort_by_key(|unit| stratum(*unit));
    // Values over probabilities, then both less their means by stratum with weights 1 − π: what the strata's sizes explain.
    let width = q + k;
    let mut rows = vec![0.0; order.len() * width];
    for (at, &unit) in order.iter().enumerate() {
        for (column, values) in input.balancing.iter().enumerate() {
            rows[at * width + column] = values[unit] / p[unit];
        }
        rows[at * width + q..(at + 1) * width].copy_from_slice(&y[unit * k..(unit + 1) * k]);
    }
    let mut strata = 0;
    let mut start = 0;
    for group in order.chunk_by(|a, b| stratum(*a) == stratum(*b)) {
        let left: f64 = group.iter().map(|unit| 1.0 - p[*unit]).sum();
        let own = &mut rows[start * width..(start + group.len()) * width];
        let mut means = vec![0.0; width];
        for (row, unit) in own.chunks_exact(width.max(1)).zip(group) {
            means.iter_mut().zip(row).for_each(|(mean, value)| *mean += (1.0 - p[*unit]) * value / left);
        }
        for row in own.chunks_exact_mut(width.max(1)) {
            row.iter_mut().zip(&means).for_each(|(value, mean)| *value -= mean);
        }
        strata += 1;
        start += group.len();
    }
    scale_columns(&mut rows, &order, p, width, q);
    let weights: Vec<f64> = order.iter().map(|unit| 1.0 - p[*unit]).collect();
    let (residuals, rank) = residuals(&rows, &weights, q, k)?;
    let (n, used) = (order.len(), strata + rank);
    if n <= used {
        return Err(BalancedError::Units { units: n, variables: used });
    }
    let factor = n as f64 / (n - used) as f64;
    let mut sum = vec![0.0; k * k];
    for (own, weight) in residuals.chunks_exact(k.max(1)).zip(&weights) {
        add(&mut sum, k, |a, b| factor * weight * own[a] * own[b]);
    }
    Ok(sum)
}

fn check(linearised: &Linearised, input: &BalancedInput<'_>) -> Result<(), BalancedError> {
    let units = input.probabilities.len();
    let columns = input.balancing.iter().map(|column| column.len());
    for found in columns.chain(input.strata.map(<[u32]>::len)) {
        if found != units {
            return Err(BalancedError::Length { units, found });
        }
    }
    if let Some(unit) = input.probabilities.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
        return Err(BalancedError::Probability { unit, value: input.probabilities[unit] });
    }
    for (variable, column) in input.balancing.iter().enumerate() {
        if let Some(unit) = column.iter().position(|value| !value.is_finite()) {
            return Err(BalancedError::Value { variable, unit, value: column[unit] });
        }
    }
    match linearised.leaves.last() {
        Some(&last) if last as usize >= units => {
            Err(BalancedError::Length { units, found: last as usize + 1 })
        }
        _ => Ok(()),
    }
}

/// Brings the balancing variables to the same spread; those that the strata explain are left out.
fn scale_columns(rows: &mut [f64], order: &[usize], p: &[f64], width: usize, q: usize) {
    for column in 0..q {
        let squares: f64 = order
            .iter()
            .enumerate()
            .map(|(at, unit)| (1.0 - p[*unit]) * rows[at * width + column].powi(2))
            .sum();
        let scale = if squares > 0.0 { squares.sqrt() } else { 1.0 };
        for at in 0..order.len() {
            rows[at * width + column] /= scale;
        }
    }
}

/// Residuals of the last `k` columns on the first `q`, and the rank of these.
fn residuals(rows: &[f64], weights: &[f64], q: usize, k: usize) -> Result<(Vec<f64>, usize), BalancedError> {
    if q == 0 {
        return Ok((rows.to_vec(), 0));
    }
    let width = q + k;
    let product = |a: usize, b: usize| -> f64 {
        rows.chunks_exact(width.max(1)).zip(weights).map(|(row, weight)| weight * row[a] * row[b]).sum()
    };
    let gram: Vec<f64> = (0..q * q).map(|at| product(at / q, at % q)).collect();
    let inverse = pseudo_inverse(&gram, q).ok_or(BalancedError::Regression)?;
    // The trace of the projection.
    let rank: f64 = (0..q * q).map(|at| inverse[at] * gram[at]).sum();
    let slopes: Vec<Vec<f64>> = (0..k)
        .map(|e| times(&inverse, &(0..q).map(|column| product(column, q + e)).collect::<Vec<_>>()))
        .collect();
    let mut residuals = Vec::with_capacity(weights.len() * k);
    for row in rows.chunks_exact(width.max(1)) {
        for (e, slope) in slopes.iter().enumerate() {
            residuals.push(row[q + e] - slope.iter().zip(row).map(|(b, x)| b * x).sum::<f64>());
        }
    }
    Ok((residuals, rank.round() as usize))
}
