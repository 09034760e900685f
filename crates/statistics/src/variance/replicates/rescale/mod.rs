#![doc = include_str!("method.md")]

use super::parallel::fill_rows;
use super::{Replicates, ReplicatesError, Replication};
use std::convert::Infallible;
use std::num::NonZeroUsize;

#[cfg(test)]
mod tests;

impl Replicates {
    /// All multipliers moved towards 1 by the factor `tau` of at least 1, and the scale times its square.
    pub fn rescaled(mut self, tau: f64) -> Result<Replicates, ReplicatesError> {
        if !(tau.is_finite() && tau >= 1.0) {
            return Err(ReplicatesError::Tau { tau });
        }
        self.tau *= tau;
        self.set_scale(self.scale * tau * tau);
        Ok(self)
    }

    /// Rescaled by the smallest factor, rounded up to a hundredth, with which no multiplier is below `floor` (from 0 to below 1); as it is where
    /// none is. Every multiplier is computed once for it, and none kept.
    pub fn rescaled_above(self, floor: f64, threads: NonZeroUsize) -> Result<Replicates, ReplicatesError> {
        if !(0.0..1.0).contains(&floor) {
            return Err(ReplicatesError::Floor { floor });
        }
        let smallest = self.smallest_factor(threads);
        if smallest >= floor {
            return Ok(self);
        }
        let tau = (1.0 - smallest) / (1.0 - floor);
        self.rescaled((tau * 100.0).ceil() / 100.0)
    }

    /// The smallest multiplier of all units and replicates.
    pub fn smallest_factor(&self, threads: NonZeroUsize) -> f64 {
        let mut smallest = vec![0.0; self.len()];
        let state = || vec![0.0; self.units()];
        let fill = |replicate: usize, factors: &mut Vec<f64>, row: &mut [f64]| {
            self.factors(replicate, factors);
            row[0] = factors.iter().copied().fold(f64::INFINITY, f64::min);
            Ok::<(), Infallible>(())
        };
        let Ok(()) = fill_rows(&mut smallest, 1, threads, state, fill);
        smallest.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// Every replicate so many times, one copy after the other, and the scale divided by that number: the same variance from more replicates, as
    /// [`super::EstimatedControls`] need them where the other survey has more.
    #[must_use]
    pub fn repeated(mut self, times: NonZeroUsize) -> Replicates {
        let times = times.get();
        self.repeat *= times;
        self.rscales = self.rscales.iter().flat_map(|&rscale| std::iter::repeat_n(rscale, times)).collect();
        self.set_scale(self.scale / times as f64);
        self
    }

    fn set_scale(&mut self, scale: f64) {
        self.scale = scale;
        self.scales = self.rscales.iter().map(|rscale| scale * rscale).collect();
    }
}
