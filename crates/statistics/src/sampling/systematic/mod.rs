//! Systematic sampling with equal probabilities.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::sample::check_size;
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Draws every (`population` / `n`)th unit from a random start: exactly `n`, whatever the fraction of the interval.
pub fn systematic(population: usize, n: usize, stream: &mut Stream) -> Result<Sample, SamplingError> {
    check_size(population, n)?;
    let start = stream.below(population as u64);
    let units =
        (0..n as u128).map(|i| ((u128::from(start) + i * population as u128) / n as u128) as usize).collect();
    Ok(Sample::of(units, vec![n as f64 / population as f64; population]))
}
