//! What the methods with unequal probabilities share.

use super::{Sample, SamplingError};

/// A probability this close to one is one: rounding in the sums that made it, not a chance of being left out.
pub(super) const CERTAIN: f64 = 1.0 - 1e-9;

/// How far the sum of the probabilities may be from a whole number.
const WHOLE: f64 = 1e-6;

/// Given inclusion probabilities, split into units that every sample contains and units left to chance.
#[derive(Debug)]
pub(super) struct Split {
    probabilities: Vec<f64>,
    certain: Vec<usize>,
    /// Units left to chance, in the order of the population: those with a probability above zero and below one.
    pub(super) units: Vec<usize>,
    /// Their probabilities.
    pub(super) p: Vec<f64>,
    /// How many of them are drawn.
    pub(super) n: usize,
}

impl Split {
    pub(super) fn of(probabilities: &[f64]) -> Result<Split, SamplingError> {
        if let Some(at) = probabilities.iter().position(|p| !(0.0..=2.0 - CERTAIN).contains(p)) {
            return Err(SamplingError::Probability { at, value: probabilities[at] });
        }
        let sum: f64 = probabilities.iter().sum();
        if (sum - sum.round()).abs() > WHOLE {
            return Err(SamplingError::NotWhole { sum });
        }
        let total = sum.round() as usize;
        let mut split = Split {
            probabilities: probabilities.to_vec(),
            certain: Vec::new(),
            units: Vec::new(),
            p: Vec::new(),
            n: 0,
        };
        for (unit, &p) in probabilities.iter().enumerate() {
            if p >= CERTAIN {
                split.probabilities[unit] = 1.0;
                split.certain.push(unit);
            } else if p > 0.0 {
                split.units.push(unit);
                split.p.push(p);
            }
        }
        if total == 0 {
            return Err(SamplingError::Size { n: 0, population: split.units.len() });
        }
        split.n = total.saturating_sub(split.certain.len());
        Ok(split)
    }

    /// The sample of the certain units and of `chosen`, positions in [`Split::units`].
    pub(super) fn sample(self, chosen: impl IntoIterator<Item = usize>) -> Sample {
        let mut units = self.certain;
        units.extend(chosen.into_iter().map(|position| self.units[position]));
        Sample::of(units, self.probabilities)
    }
}

/// The position whose interval of the running sum of `shares` contains `point`; the last with a share above zero where
/// rounding put the point beyond the sum.
pub(super) fn locate(shares: impl Iterator<Item = f64>, point: f64) -> usize {
    let (mut sum, mut last) = (0.0, 0);
    for (position, share) in shares.enumerate() {
        if share > 0.0 {
            sum += share;
            last = position;
            if point < sum {
                break;
            }
        }
    }
    last
}
