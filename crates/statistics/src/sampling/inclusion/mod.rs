//! Inclusion probabilities in proportion to size.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::SamplingError;
use super::unequal::CERTAIN;

/// Inclusion probabilities and the units that every sample contains.
#[derive(Debug, Clone, PartialEq)]
pub struct Inclusion {
    /// Probability of each unit, with sum `n`.
    pub probabilities: Vec<f64>,
    /// Units with probability one, in order.
    pub certainty: Vec<usize>,
}

/// Probabilities in proportion to `sizes` for a sample of `n`: units too large for that get one, those of size zero
/// get zero.
pub fn inclusion_probabilities(sizes: &[f64], n: usize) -> Result<Inclusion, SamplingError> {
    if let Some(at) = sizes.iter().position(|size| !(size.is_finite() && *size >= 0.0)) {
        return Err(SamplingError::Measure { at, value: sizes[at] });
    }
    // In units of the largest, so that no sum overflows.
    let largest = sizes.iter().fold(0.0, |largest: f64, size| largest.max(*size));
    let mut open: Vec<usize> = (0..sizes.len()).filter(|unit| sizes[*unit] > 0.0).collect();
    if n == 0 || n > open.len() {
        return Err(SamplingError::Size { n, population: open.len() });
    }
    let mut probabilities = vec![0.0; sizes.len()];
    let mut left = n;
    loop {
        let sum: f64 = open.iter().map(|unit| sizes[*unit] / largest).sum();
        for &unit in &open {
            let p = left as f64 * (sizes[unit] / largest) / sum;
            probabilities[unit] = if p >= CERTAIN || left == open.len() { 1.0 } else { p };
        }
        let before = open.len();
        open.retain(|unit| probabilities[*unit] < 1.0);
        left -= before - open.len();
        if open.len() == before || open.is_empty() {
            break;
        }
    }
    let certainty = (0..sizes.len()).filter(|unit| probabilities[*unit] == 1.0).collect();
    Ok(Inclusion { probabilities, certainty })
}
