//! Sampford's rejective method.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::unequal::Split;
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Tries before the method gives up. A design that is accepted once in 50,000 tries fails with a chance of 2e-9.
const TRIES: u64 = 1_000_000;

/// Draws a sample with inclusion probabilities `p`, trying until all units of a try are distinct. Their sum is the
/// size of the sample.
pub fn sampford(p: &[f64], stream: &mut Stream) -> Result<Sample, SamplingError> {
    let split = Split::of(p)?;
    let (chosen, _) = distinct(&split, stream)?;
    Ok(split.sample(chosen))
}

/// The first try without a repeated unit, and its number.
fn distinct(split: &Split, stream: &mut Stream) -> Result<(Vec<usize>, u64), SamplingError> {
    if split.n == 0 {
        return Ok((Vec::new(), 0));
    }
    let first = cumulate(split.p.iter().copied());
    let later = cumulate(split.p.iter().map(|p| p / (1.0 - p)));
    let mut seen = vec![0; split.p.len()];
    let mut chosen = Vec::with_capacity(split.n);
    for number in 1..=TRIES {
        chosen.clear();
        for draw in 0..split.n {
            let unit = pick(if draw == 0 { &first } else { &later }, stream);
            if seen[unit] == number {
                break;
            }
            seen[unit] = number;
            chosen.push(unit);
        }
        if chosen.len() == split.n {
            return Ok((chosen, number));
        }
    }
    Err(SamplingError::Rejected { tries: TRIES })
}

fn cumulate(shares: impl Iterator<Item = f64>) -> Vec<f64> {
    shares
        .scan(0.0, |sum, share| {
            *sum += share;
            Some(*sum)
        })
        .collect()
}

fn pick(cumulated: &[f64], stream: &mut Stream) -> usize {
    let last = cumulated.len() - 1;
    let point = stream.uniform() * cumulated[last];
    cumulated.partition_point(|sum| *sum <= point).min(last)
}
