#![doc = include_str!("method.md")]

use super::rule::Rule;
use super::{Centre, Replicates, ReplicatesError};
use crate::numerics::Stream;

#[cfg(test)]
mod tests;

/// Replicate `r` draws from stream `POISSON_STREAM + r` of the seed.
pub const POISSON_STREAM: u64 = 4 << 32;

/// `replicates` bootstrap replicates of a Poisson sample whose units were included independently with these probabilities, from `seed`.
pub fn poisson(probabilities: &[f64], replicates: usize, seed: u64) -> Result<Replicates, ReplicatesError> {
    if replicates < 2 {
        return Err(ReplicatesError::TooFew { replicates });
    }
    if probabilities.is_empty() {
        return Err(ReplicatesError::NoPsus);
    }
    if let Some(unit) = probabilities.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
        return Err(ReplicatesError::Probability { unit, value: probabilities[unit] });
    }
    let varying = probabilities.iter().filter(|p| **p < 1.0).count();
    if varying == 0 {
        return Err(ReplicatesError::Census);
    }
    let rule = Rule::Poisson(Independent { seed, probabilities: probabilities.to_vec() });
    let (scale, rscales) = (1.0 / replicates as f64, vec![1.0; replicates]);
    let mut made = Replicates::new(probabilities.len(), scale, rscales, varying, rule);
    made.centre = Centre::FullSample;
    Ok(made)
}

/// Units that were included independently of each other.
#[derive(Debug, Clone)]
pub(super) struct Independent {
    seed: u64,
    probabilities: Vec<f64>,
}

impl Independent {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        let mut stream = Stream::new(self.seed, POISSON_STREAM + replicate as u64);
        for (factor, &p) in out.iter_mut().zip(&self.probabilities) {
            *factor = if p < 1.0 { multiplier(p, stream.uniform(), stream.uniform()) } else { 1.0 };
        }
    }
}

/// From a uniform number that rounds the weight to a number of copies, and one that says how many of these are drawn.
fn multiplier(p: f64, rounding: f64, drawing: f64) -> f64 {
    let weight = 1.0 / p;
    let copies = weight.floor() + if rounding < weight - weight.floor() { 1.0 } else { 0.0 };
    1.0 + binomial(copies, p, drawing) - copies * p
}

/// The number of successes in `trials` at which the distribution function reaches `u`.
fn binomial(trials: f64, p: f64, u: f64) -> f64 {
    // About one success is expected, so that few steps are taken.
    let mut mass = (trials * (-p).ln_1p()).exp();
    let (mut successes, mut below) = (0.0, mass);
    while below < u && successes < trials {
        mass *= (trials - successes) / (successes + 1.0) * (p / (1.0 - p));
        successes += 1.0;
        below += mass;
    }
    successes
}
