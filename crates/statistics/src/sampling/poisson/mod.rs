//! Poisson and Bernoulli sampling.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::unequal::CERTAIN;
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Takes each unit with its own probability, independently of all others. The sample may be empty.
pub fn poisson(p: &[f64], stream: &mut Stream) -> Result<Sample, SamplingError> {
    let p = whole(p)?;
    let chosen = (0..p.len()).filter(|&unit| stream.uniform() < p[unit]).collect();
    Ok(Sample::of(chosen, p))
}

/// Takes each of `population` units with the same probability, independently of all others. The sample may be empty.
pub fn bernoulli(population: usize, rate: f64, stream: &mut Stream) -> Result<Sample, SamplingError> {
    poisson(&vec![rate; population], stream)
}

/// Probabilities, those that are one but for rounding being so.
pub(super) fn whole(p: &[f64]) -> Result<Vec<f64>, SamplingError> {
    match p.iter().position(|p| !(0.0..=2.0 - CERTAIN).contains(p)) {
        Some(at) => Err(SamplingError::Probability { at, value: p[at] }),
        None => Ok(p.iter().map(|&p| if p >= CERTAIN { 1.0 } else { p }).collect()),
    }
}
