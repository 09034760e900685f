//! The ordered pivotal method.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::unequal::Split;
use super::{Sample, SamplingError};
use crate::numerics::Stream;

/// Draws a sample with inclusion probabilities `p` by duels along the list. Their sum is the size of the sample.
pub fn pivotal(p: &[f64], stream: &mut Stream) -> Result<Sample, SamplingError> {
    let split = Split::of(p)?;
    let mut chosen = Vec::with_capacity(split.n);
    let (mut holder, mut a) = (0, split.p.first().copied().unwrap_or(0.0));
    for (rival, &b) in split.p.iter().enumerate().skip(1) {
        let u = stream.uniform();
        if a + b > 1.0 {
            // One of the two is taken, the other goes on with what is left.
            let holder_wins = u * (2.0 - a - b) < 1.0 - b;
            chosen.push(if holder_wins { holder } else { rival });
            holder = if holder_wins { rival } else { holder };
            a = a + b - 1.0;
        } else {
            // One of the two is left out, the other goes on with both probabilities.
            holder = if u * (a + b) < b { rival } else { holder };
            a += b;
        }
    }
    // What the last unit holds is zero or one but for rounding.
    if a > 0.5 {
        chosen.push(holder);
    }
    Ok(split.sample(chosen))
}
