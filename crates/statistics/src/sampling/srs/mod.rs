//! Simple random sampling without replacement.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::sample::check_size;
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Draws `n` of `population` units so that every set of `n` is equally likely.
pub fn srs(population: usize, n: usize, stream: &mut Stream) -> Result<Sample, SamplingError> {
    check_size(population, n)?;
    let mut units = Vec::with_capacity(n);
    for unit in 0..population {
        let missing = (n - units.len()) as u64;
        if missing == 0 {
            break;
        }
        if stream.below((population - unit) as u64) < missing {
            units.push(unit);
        }
    }
    Ok(Sample::of(units, vec![n as f64 / population as f64; population]))
}
