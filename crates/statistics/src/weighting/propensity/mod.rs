//! Response propensities by weighted logistic regression.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::WeightingError;
use crate::numerics::{pseudo_inverse, times};

/// A fitted response model.
#[derive(Debug, Clone, PartialEq)]
pub struct Propensities {
    /// Probability of responding of each row, between 0 and 1.
    pub propensities: Vec<f64>,
    /// Coefficients on the logit scale, in the order of the predictors.
    pub coefficients: Vec<f64>,
    /// Fisher scoring steps.
    pub iterations: u64,
}

/// Scoring stops when the deviance changes by less than this share.
const SETTLED: f64 = 1e-12;
/// A linear predictor beyond this means that the model separates the responses.
const RUNAWAY: f64 = 30.0;

/// Fits logit P(respond) = x'β with the start weights. `predictors` has the vector of each row one after the other (the
/// first usually 1), of length `count`.
pub fn propensities(
    start: &[f64],
    predictors: &[f64],
    count: usize,
    responded: &[bool],
) -> Result<Propensities, WeightingError> {
    for (found, rows) in [(responded.len(), start.len()), (predictors.len(), start.len() * count)] {
        if found != rows {
            return Err(WeightingError::Length { rows, found });
        }
    }
    let x = |row: usize| &predictors[row * count..(row + 1) * count];
    let linear = |row: usize, beta: &[f64]| -> f64 { x(row).iter().zip(beta).map(|(x, b)| x * b).sum() };
    let mut beta = vec![0.0; count];
    let mut last = f64::INFINITY;
    for iteration in 1..=100 {
        let mut score = vec![0.0; count];
        let mut information = vec![0.0; count * count];
        let mut deviance = 0.0;
        for (row, &d) in start.iter().enumerate() {
            let eta = linear(row, &beta);
            let p = 1.0 / (1.0 + (-eta).exp());
            let y = f64::from(u8::from(responded[row]));
            deviance -= 2.0 * d * if responded[row] { p.ln() } else { (1.0 - p).ln() };
            for a in 0..count {
                score[a] += d * (y - p) * x(row)[a];
                for b in 0..count {
                    information[a * count + b] += d * p * (1.0 - p) * x(row)[a] * x(row)[b];
                }
            }
        }
        if (0..start.len()).any(|row| linear(row, &beta).abs() > RUNAWAY) || !deviance.is_finite() {
            return Err(WeightingError::Separation);
        }
        if (last - deviance).abs() <= SETTLED * deviance.abs() {
            let propensities =
                (0..start.len()).map(|row| 1.0 / (1.0 + (-linear(row, &beta)).exp())).collect();
            return Ok(Propensities { propensities, coefficients: beta, iterations: iteration });
        }
        last = deviance;
        let inverse = pseudo_inverse(&information, count).ok_or(WeightingError::Separation)?;
        for (value, change) in beta.iter_mut().zip(times(&inverse, &score)) {
            *value += change;
        }
    }
    Err(WeightingError::Separation)
}

/// Classes of nearly equal weight by ascending propensity, for adjustment within them: rows with the same propensity stay
/// together, so that there may be fewer than asked for.
pub fn propensity_classes(start: &[f64], propensities: &[f64], classes: u32) -> Vec<u32> {
    let mut order: Vec<usize> = (0..start.len()).collect();
    order.sort_by(|&a, &b| propensities[a].total_cmp(&propensities[b]).then(a.cmp(&b)));
    let total: f64 = start.iter().sum();
    let mut of_rows = vec![0; start.len()];
    let mut before = 0.0;
    for group in order.chunk_by(|&a, &b| propensities[a] == propensities[b]) {
        let weight: f64 = group.iter().map(|&row| start[row]).sum();
        let middle = (before + weight / 2.0) / total;
        let class = ((middle * f64::from(classes)) as u32).min(classes.saturating_sub(1));
        for &row in group {
            of_rows[row] = class;
        }
        before += weight;
    }
    of_rows
}
