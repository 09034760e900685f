#![doc = include_str!("method.md")]

use super::psus::members;
use super::rule::Rule;
use super::{Psus, Replicates, ReplicatesError};
use crate::numerics::Stream;

#[cfg(test)]
mod tests;

/// Replicate `r` draws from stream `BOOTSTRAP_STREAM + r` of the seed, so that no replicate sees another's numbers.
/// The first 2^32 streams are left to other purposes.
pub const BOOTSTRAP_STREAM: u64 = 1 << 32;

/// `replicates` rescaled bootstrap replicates from `seed`.
pub fn bootstrap(psus: &Psus, replicates: usize, seed: u64) -> Result<Replicates, ReplicatesError> {
    if replicates < 2 {
        return Err(ReplicatesError::TooFew { replicates });
    }
    psus.check_for_variance()?;
    let corrections = (0..psus.sizes().len()).map(|h| psus.correction(h)).collect();
    let members = members(psus);
    let draws = Draws { seed, members, corrections };
    let scale = 1.0 / (replicates as f64 - 1.0);
    let rscales = vec![1.0; replicates];
    Ok(Replicates::new(psus.len(), scale, rscales, psus.degrees_of_freedom(), Rule::Bootstrap(draws)))
}

/// The rule that draws the PSUs of a replicate.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    seed: u64,
    members: Vec<Vec<u32>>,
    corrections: Vec<f64>,
}

impl Draws {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        let mut stream = Stream::new(self.seed, BOOTSTRAP_STREAM + replicate as u64);
        for (members, &correction) in self.members.iter().zip(&self.corrections) {
            // A stratum that was taken in full does not vary, and needs no second unit.
            if correction == 0.0 {
                set(out, members, 1.0);
                continue;
            }
            let n = members.len();
            let lambda = correction.sqrt();
            set(out, members, 1.0 - lambda);
            for _ in 1..n {
                let drawn = members[stream.below(n as u64) as usize];
                out[drawn as usize] += lambda * (n as f64 / (n as f64 - 1.0));
            }
        }
    }
}

fn set(out: &mut [f64], members: &[u32], value: f64) {
    for &psu in members {
        out[psu as usize] = value;
    }
}
