//! Calibration to known totals with a linear, raking or bounded logit distance.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::WeightingError;
use crate::numerics::{pseudo_inverse, times};

/// How far from 1 the factors may go, and at what price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distance {
    /// Chi-squared distance: factors 1 + x'λ, which may be negative.
    Linear,
    /// Factors exp(x'λ), which are positive.
    Raking,
    /// Factors between two bounds, the lower under 1 and the upper over it.
    Logit {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
}

/// What to calibrate, and when to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationParams {
    /// The distance.
    pub distance: Distance,
    /// Largest relative deviation from a total that counts as met.
    pub tolerance: f64,
    /// Newton steps before giving up.
    pub max_iterations: u64,
}

/// Auxiliary values and their known totals.
#[derive(Debug, Clone, Copy)]
pub struct Auxiliary<'a> {
    /// The auxiliary vector of each row (or pattern), one row after the other.
    pub values: &'a [f64],
    /// Population total of each auxiliary variable; its length is that of a vector.
    pub totals: &'a [f64],
}

/// The result of calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// Factor of each row.
    pub factors: Vec<f64>,
    /// Newton steps.
    pub iterations: u64,
    /// Largest relative deviation from a total that is left.
    pub largest_deviation: f64,
}

/// Finds factors as near to 1 as the distance says that meet every total.
pub fn calibrate(
    start: &[f64],
    auxiliary: &Auxiliary<'_>,
    params: &CalibrationParams,
) -> Result<Calibrated, WeightingError> {
    let q = auxiliary.totals.len();
    if auxiliary.values.len() != start.len() * q {
        return Err(WeightingError::Length { rows: start.len() * q, found: auxiliary.values.len() });
    }
    if let Distance::Logit { lower, upper } = params.distance
        && !((0.0..1.0).contains(&lower) && upper > 1.0)
    {
        return Err(WeightingError::Bounds { lower, upper });
    }
    let x = |row: usize| &auxiliary.values[row * q..(row + 1) * q];
    let mut lambda = vec![0.0; q];
    let mut step = 1.0;
    let mut last = f64::INFINITY;
    let mut worst = (0, f64::INFINITY);
    for iteration in 0..=params.max_iterations {
        let mut reached = vec![0.0; q];
        let mut slope = vec![0.0; q * q];
        for (row, &d) in start.iter().enumerate() {
            if d == 0.0 {
                continue;
            }
            let x = x(row);
            let u = x.iter().zip(&lambda).map(|(x, l)| x * l).sum();
            let (factor, derivative) = params.distance.factor(u);
            for a in 0..q {
                reached[a] += d * factor * x[a];
                for b in 0..q {
                    slope[a * q + b] += d * derivative * x[a] * x[b];
                }
            }
        }
        let missing: Vec<f64> =
            auxiliary.totals.iter().zip(&reached).map(|(total, sum)| total - sum).collect();
        worst = (0, 0.0);
        for (at, (miss, total)) in missing.iter().zip(auxiliary.totals).enumerate() {
            let deviation = miss.abs() / total.abs().max(1.0);
            if deviation > worst.1 || deviation.is_nan() {
                worst = (at, deviation);
            }
        }
        if worst.1 <= params.tolerance {
            let factors = (0..start.len())
                .map(|row| params.distance.factor(x(row).iter().zip(&lambda).map(|(x, l)| x * l).sum()).0)
                .collect();
            return Ok(Calibrated { factors, iterations: iteration, largest_deviation: worst.1 });
        }
        // A step that made things worse is taken back by halves.
        step = if worst.1.is_nan() || worst.1 > last { step * 0.5 } else { 1.0 };
        last = worst.1;
        let Some(inverse) = pseudo_inverse(&slope, q) else { break };
        for (value, change) in lambda.iter_mut().zip(times(&inverse, &missing)) {
            *value += step * change;
        }
    }
    Err(WeightingError::Infeasible { constraint: worst.0, deviation: worst.1 })
}

impl Distance {
    /// The factor F(u) and its derivative.
    fn factor(self, u: f64) -> (f64, f64) {
        match self {
            Distance::Linear => (1.0 + u, 1.0),
            Distance::Raking => (u.exp(), u.exp()),
            Distance::Logit { lower, upper } => {
                let a = (upper - lower) / ((1.0 - lower) * (upper - 1.0));
                // Beyond this the factor is the bound to the last digit, and the exponential would overflow.
                let e = (a * u).clamp(-700.0, 700.0).exp();
                let bottom = upper - 1.0 + (1.0 - lower) * e;
                let factor = (lower * (upper - 1.0) + upper * (1.0 - lower) * e) / bottom;
                (factor, (factor - lower) * (upper - factor) * a / (upper - lower))
            }
        }
    }
}
