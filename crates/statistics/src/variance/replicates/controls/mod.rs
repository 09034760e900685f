#![doc = include_str!("method.md")]

mod error;
#[cfg(test)]
mod tests;

pub use error::ControlsError;

use super::generalised::columns;
use super::{ReplicateEstimates, Replicates, Replication};
use crate::numerics::Stream;

/// The stream of the replicates that [`Matching::AtRandom`] chooses.
pub const CONTROLS_STREAM: u64 = 7 << 32;

/// Control totals that are estimates of another survey, with a value of their own in every replicate of this one.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimatedControls {
    totals: Vec<f64>,
    /// The totals of each replicate, one replicate after the other.
    replicates: Vec<f64>,
    /// The replicate of this survey for each perturbation, in their order.
    matched: Vec<usize>,
}

/// Which replicates are given which perturbation.
#[derive(Debug, Clone, Copy)]
pub enum Matching<'a> {
    /// Different ones at random, from stream [`CONTROLS_STREAM`] of this seed.
    AtRandom(u64),
    /// These: for each control (for each replicate of the other survey) a replicate of this one.
    Given(&'a [usize]),
}

impl EstimatedControls {
    /// From the covariance of the controls, row by row (Fuller): one replicate for each control is moved.
    pub fn from_covariance(
        replicates: &Replicates,
        totals: &[f64],
        covariance: &[f64],
        matching: Matching<'_>,
    ) -> Result<EstimatedControls, ControlsError> {
        let k = totals.len();
        if covariance.len() != k * k {
            return Err(ControlsError::Length { expected: k * k, found: covariance.len() });
        }
        for row in 0..k {
            for column in 0..=row {
                let (value, mirror) = (covariance[row * k + column], covariance[column * k + row]);
                let even = (value - mirror).abs() <= 1e-9 * value.abs().max(mirror.abs());
                if !(value.is_finite() && even) {
                    return Err(ControlsError::Value { row, column });
                }
            }
        }
        let columns =
            columns(covariance, k).map_err(|(control, _)| ControlsError::NotSemidefinite { control })?;
        EstimatedControls::perturbed(replicates, totals, &columns, matching)
    }

    /// From replicates of the controls in the other survey (Opsomer and Erciulescu): one replicate for each of those that count there is moved.
    /// The estimates of `other` are the controls.
    pub fn from_replicates(
        replicates: &Replicates,
        other: &ReplicateEstimates,
        matching: Matching<'_>,
    ) -> Result<EstimatedControls, ControlsError> {
        let mut moves = Vec::new();
        for (s, &scale) in other.scales().iter().enumerate().filter(|(_, scale)| **scale > 0.0) {
            let own = other.replicate(s).iter().zip(other.centres());
            let own: Vec<f64> = own.map(|(theta, centre)| scale.sqrt() * (theta - centre)).collect();
            if let Some(column) = own.iter().position(|value| !value.is_finite()) {
                return Err(ControlsError::Value { row: s, column });
            }
            moves.push(own);
        }
        EstimatedControls::perturbed(replicates, &other.estimates, &moves, matching)
    }

    /// Moves one replicate by each of `moves`, whose products with themselves add up to the covariance.
    fn perturbed(
        replicates: &Replicates,
        totals: &[f64],
        moves: &[Vec<f64>],
        matching: Matching<'_>,
    ) -> Result<EstimatedControls, ControlsError> {
        if let Some(column) = totals.iter().position(|total| !total.is_finite()) {
            return Err(ControlsError::Value { row: 0, column });
        }
        let scales = replicates.scales();
        let counting: Vec<usize> = (0..scales.len()).filter(|&r| scales[r] > 0.0).collect();
        let needed = moves.len();
        if counting.len() < needed {
            let times = needed.div_ceil(counting.len().max(1));
            return Err(ControlsError::TooFew { replicates: counting.len(), needed, times });
        }
        let matched = match matching {
            Matching::AtRandom(seed) => {
                let mut shuffled = counting;
                Stream::new(seed, CONTROLS_STREAM).shuffle(&mut shuffled);
                shuffled.truncate(needed);
                shuffled
            }
            Matching::Given(given) => {
                let fits = |(place, r): (usize, &usize)| counting.contains(r) && !given[..place].contains(r);
                let place = given.iter().enumerate().position(|named| !fits(named));
                if given.len() != needed || place.is_some() {
                    let place = if given.len() == needed { place } else { None };
                    return Err(ControlsError::Matching { needed, place });
                }
                given.to_vec()
            }
        };
        let k = totals.len();
        let mut own = totals.repeat(scales.len());
        for (&r, moved) in matched.iter().zip(moves) {
            for (total, step) in own[r * k..(r + 1) * k].iter_mut().zip(moved) {
                *total += step / scales[r].sqrt();
            }
        }
        Ok(EstimatedControls { totals: totals.to_vec(), replicates: own, matched })
    }

    /// The controls of a replicate, or of the full sample: what the weighting of [`super::Carried::by_replicate`] is calibrated to.
    ///
    /// # Panics
    /// If there is no such replicate.
    pub fn totals(&self, replicate: Option<usize>) -> &[f64] {
        let k = self.totals.len();
        replicate.map_or(&self.totals, |r| &self.replicates[r * k..(r + 1) * k])
    }

    /// The replicates that were moved, in the order of the controls or of the other survey's replicates; controls without variance have none.
    pub fn matched(&self) -> &[usize] {
        &self.matched
    }
}
