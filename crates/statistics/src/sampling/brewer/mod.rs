//! Brewer's method.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::unequal::{Split, locate};
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Draws a sample with inclusion probabilities `p`, one unit after the other. Their sum is the size of the sample.
pub fn brewer(p: &[f64], stream: &mut Stream) -> Result<Sample, SamplingError> {
    let split = Split::of(p)?;
    let mut taken = vec![false; split.p.len()];
    // More than the draws to come, as no probability is one: every denominator is positive.
    let mut left = split.n as f64;
    for step in 0..split.n {
        let draws = (split.n - step) as f64;
        let share = |position: usize| {
            let p = split.p[position];
            if taken[position] { 0.0 } else { p * (left - p) / (left - draws * p) }
        };
        let sum: f64 = (0..taken.len()).map(share).sum();
        let unit = locate((0..taken.len()).map(share), stream.uniform() * sum);
        taken[unit] = true;
        left -= split.p[unit];
    }
    let chosen: Vec<usize> = (0..taken.len()).filter(|position| taken[*position]).collect();
    Ok(split.sample(chosen))
}
