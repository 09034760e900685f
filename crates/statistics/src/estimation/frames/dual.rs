//! Two frames: the share of the overlap that makes a total's variance smallest.

use super::{FramesError, FramesInput, weights::check};
use crate::estimation::Statistic;
use crate::moments::OUTSIDE;
use crate::numerics::pseudo_inverse;

/// What the two estimates of the overlap are weighed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DualMethod {
    /// The share of the overlap's total (Hartley 1962).
    Hartley,
    /// That, and the difference of the overlap's two estimated sizes (Fuller and Burmeister 1972).
    FullerBurmeister,
}

/// The total of the union of two frames.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DualEstimate {
    /// The total.
    pub value: f64,
    /// Its variance, the coefficients being taken as known.
    pub variance: f64,
    /// The share of the overlap's total that comes from frame 0; it may lie outside 0 to 1.
    pub share: f64,
    /// What the difference of the overlap's sizes is multiplied by; 0 for Hartley's estimator.
    pub size: f64,
}

/// The cell of every row for [`dual_statistics`]: four for each domain (what only frame 0 has, what only frame 1 has, the overlap from
/// either sample). `domains` is the domain of each row, or [`OUTSIDE`].
pub fn dual_cells(input: &FramesInput<'_>, domains: &[u32]) -> Result<Vec<u32>, FramesError> {
    check(input)?;
    if input.frames != 2 {
        return Err(FramesError::NotTwo { frames: input.frames });
    }
    if domains.len() != input.frame.len() {
        return Err(FramesError::Length { expected: input.frame.len(), found: domains.len() });
    }
    let part = |row: usize| input.frame[row] + if input.member[row] == 3 { 2 } else { 0 };
    let cell = |row: usize| if domains[row] == OUTSIDE { OUTSIDE } else { domains[row] * 4 + part(row) };
    Ok((0..domains.len()).map(cell).collect())
}

/// The six statistics that the total of an expression in a domain is made from, by the cells of [`dual_cells`] and the weights of each
/// sample by itself: its four parts and the two sizes of the overlap.
pub fn dual_statistics(domain: u32, expression: usize) -> [Statistic; 6] {
    let total = |part: u32| Statistic::Total { cell: domain * 4 + part, expression };
    let weight = |part: u32| Statistic::Weight { cell: domain * 4 + part };
    [total(0), total(1), total(2), total(3), weight(2), weight(3)]
}

/// The total with the smallest estimated variance, from the estimates of [`dual_statistics`] and their covariance matrix (row by row).
pub fn dual_estimate(
    estimates: &[f64],
    covariance: &[f64],
    method: DualMethod,
) -> Result<DualEstimate, FramesError> {
    if estimates.len() != 6 || covariance.len() != 36 {
        return Err(FramesError::Length { expected: 36, found: covariance.len() });
    }
    // All of frame 1's overlap, and what moves the estimate from there.
    let base = [1.0, 1.0, 0.0, 1.0, 0.0, 0.0];
    let moves = [[0.0, 0.0, 1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 1.0, -1.0]];
    let used = if method == DualMethod::Hartley { 1 } else { 2 };
    let form = |a: &[f64; 6], b: &[f64; 6]| -> f64 {
        (0..36).map(|at| a[at / 6] * b[at % 6] * covariance[at]).sum()
    };
    // Relative to the larger of the two variances, so that totals and sizes are comparable.
    let scale: Vec<f64> = moves[..used].iter().map(|step| form(step, step).sqrt()).collect();
    if scale.iter().any(|scale| scale.is_nan() || *scale <= 0.0) {
        return Err(FramesError::Part);
    }
    let gram: Vec<f64> = (0..used * used)
        .map(|at| form(&moves[at / used], &moves[at % used]) / scale[at / used] / scale[at % used])
        .collect();
    let inverse = pseudo_inverse(&gram, used).ok_or(FramesError::Part)?;
    let right: Vec<f64> = (0..used).map(|at| form(&base, &moves[at]) / scale[at]).collect();
    let mut combination = base;
    let mut slopes = [0.0; 2];
    for a in 0..used {
        slopes[a] = -(0..used).map(|b| inverse[a * used + b] * right[b]).sum::<f64>() / scale[a];
        for (value, step) in combination.iter_mut().zip(&moves[a]) {
            *value += slopes[a] * step;
        }
    }
    let value = combination.iter().zip(estimates).map(|(c, estimate)| c * estimate).sum();
    let variance = form(&combination, &combination).max(0.0);
    Ok(DualEstimate { value, variance, share: slopes[0], size: slopes[1] })
}
