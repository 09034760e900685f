//! Trimming of extreme weights that keeps the margins.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::WeightingError;
use super::rake::{Margin, largest_deviation};

/// How far from the mean a weight may go, and when to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrimParams {
    /// Smallest weight, as a multiple of the mean weight.
    pub lower: f64,
    /// Largest weight, as a multiple of the mean weight.
    pub upper: f64,
    /// Largest relative deviation from a margin that counts as met.
    pub tolerance: f64,
    /// Rounds before giving up.
    pub max_iterations: u64,
}

impl Default for TrimParams {
    fn default() -> TrimParams {
        TrimParams { lower: 0.0, upper: f64::INFINITY, tolerance: 1e-8, max_iterations: 5_000 }
    }
}

/// The result of trimming.
#[derive(Debug, Clone, PartialEq)]
pub struct Trimmed {
    /// Factor of each row.
    pub factors: Vec<f64>,
    /// Weights that were outside the bounds.
    pub trimmed: u64,
    /// Rounds made.
    pub iterations: u64,
    /// Largest relative deviation from a margin that is left.
    pub largest_deviation: f64,
}

/// Brings the positive `weights` within the bounds while the `margins` stay met. Without margins the sum of weights is kept.
pub fn trim(weights: &[f64], margins: &[Margin<'_>], params: &TrimParams) -> Result<Trimmed, WeightingError> {
    if !(0.0..1.0).contains(&params.lower) || params.upper <= 1.0 {
        return Err(WeightingError::Bounds { lower: params.lower, upper: params.upper });
    }
    let everyone = vec![0; weights.len()];
    let total = [weights.iter().sum::<f64>()];
    let whole = [Margin { codes: &everyone, totals: &total }];
    let margins = if margins.is_empty() { &whole[..] } else { margins };
    super::rake::check(weights, margins)?;
    let positive = weights.iter().filter(|weight| **weight > 0.0).count() as f64;
    let mean = weights.iter().sum::<f64>() / positive;
    let (low, high) = (params.lower * mean, params.upper * mean);
    let trimmed = weights.iter().filter(|w| **w > 0.0 && (**w < low || **w > high)).count() as u64;
    let mut free = weights.to_vec();
    let mut bounded = clip(&free, low, high);
    let mut worst = largest_deviation(&bounded, margins);
    for iteration in 0..params.max_iterations {
        if worst.2 <= params.tolerance {
            let factors =
                weights.iter().zip(&bounded).map(|(w, b)| if *w > 0.0 { b / w } else { 1.0 }).collect();
            return Ok(Trimmed { factors, trimmed, iterations: iteration, largest_deviation: worst.2 });
        }
        // Multipliers act on the weights before clipping: what the bounds take away is asked of the others.
        for margin in margins {
            let sums = margin.sums(&bounded);
            for (weight, &code) in free.iter_mut().zip(margin.codes) {
                if *weight > 0.0 {
                    *weight *= margin.totals[code as usize] / sums[code as usize];
                }
            }
            bounded = clip(&free, low, high);
        }
        worst = largest_deviation(&bounded, margins);
    }
    Err(WeightingError::NotConverged {
        iterations: params.max_iterations,
        margin: worst.0,
        category: Some(worst.1),
        deviation: worst.2,
    })
}

fn clip(weights: &[f64], low: f64, high: f64) -> Vec<f64> {
    weights.iter().map(|weight| if *weight > 0.0 { weight.clamp(low, high) } else { 0.0 }).collect()
}
