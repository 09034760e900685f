//! Simple random sampling with replacement.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::{Drawn, Sample, SamplingError};
use crate::numerics::Stream;

/// Makes `n` independent draws from `population` units. `n` may be larger than the population; probabilities are
/// expected numbers of hits.
pub fn srswr(population: usize, n: usize, stream: &mut Stream) -> Result<Sample, SamplingError> {
    if n == 0 || population == 0 {
        return Err(SamplingError::Size { n, population });
    }
    let mut hits = vec![0u32; population];
    for _ in 0..n {
        hits[stream.below(population as u64) as usize] += 1;
    }
    let probability = n as f64 / population as f64;
    let drawn = hits
        .iter()
        .enumerate()
        .filter(|(_, hits)| **hits > 0)
        .map(|(unit, &hits)| Drawn { unit, probability, hits, certainty: population == 1 })
        .collect();
    Ok(Sample { drawn, probabilities: vec![probability; population] })
}
