//! Systematic sampling with unequal probabilities.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::unequal::Split;
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Draws a sample with inclusion probabilities `p` in the order of the list. Their sum is the size of the sample.
pub fn pps_systematic(p: &[f64], stream: &mut Stream) -> Result<Sample, SamplingError> {
    let split = Split::of(p)?;
    let total: f64 = split.p.iter().sum();
    let interval = total / split.n.max(1) as f64;
    let start = stream.uniform();
    let point = |taken: usize| (start + taken as f64) * interval;
    let mut chosen = Vec::with_capacity(split.n);
    let mut sum = 0.0;
    for (position, p) in split.p.iter().enumerate() {
        sum += p;
        // The last units are taken where rounding left a point beyond the sum.
        let forced = split.p.len() - position == split.n - chosen.len();
        if chosen.len() < split.n && (forced || point(chosen.len()) < sum) {
            chosen.push(position);
        }
    }
    Ok(split.sample(chosen))
}
