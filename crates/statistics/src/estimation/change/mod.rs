//! Change between two waves that share units, with the covariance that sharing makes.
#![doc = include_str!("method.md")]

mod error;
mod panel;
#[cfg(test)]
mod tests;

pub use error::ChangeError;
pub use panel::{Matching, PanelChange, Wave, panel_change};

use std::num::NonZeroUsize;

use super::Context;
use super::contrast::{Contrast, ContrastError, contrast, joint};
use super::statistic::{Statistic, Totals, cells_end, dense};
use crate::moments::Moments;
use crate::variance::DesignError;
use crate::variance::replicates::{Centre, Replication, UnitSums, replicate};

/// An estimate in two waves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The earlier and the later estimate.
    pub estimates: [f64; 2],
    /// Their variances.
    pub variances: [f64; 2],
    /// Their covariance.
    pub covariance: f64,
    /// Degrees of freedom of intervals and tests.
    pub degrees_of_freedom: f64,
}

impl Change {
    /// The correlation of the two estimates; NaN where one of them does not vary.
    pub fn correlation(&self) -> f64 {
        self.covariance / (self.variances[0] * self.variances[1]).sqrt()
    }

    /// The later estimate less the earlier one.
    pub fn difference(&self, level: f64) -> Result<Contrast, ContrastError> {
        self.along(&[-1.0, 1.0], level)
    }

    /// The later estimate over the earlier one, by linearisation.
    pub fn ratio(&self, level: f64) -> Result<Contrast, ContrastError> {
        self.quotient(level, 0.0)
    }

    /// The difference over the earlier estimate, by linearisation: the ratio less one.
    pub fn relative(&self, level: f64) -> Result<Contrast, ContrastError> {
        self.quotient(level, 1.0)
    }

    fn quotient(&self, level: f64, less: f64) -> Result<Contrast, ContrastError> {
        let [before, after] = self.estimates;
        let ratio = after / before;
        let linear = self.along(&[-ratio / before, 1.0 / before], level)?;
        let estimate = ratio - less;
        let half = (linear.interval[1] - linear.interval[0]) / 2.0;
        let t = if linear.standard_error > 0.0 { estimate / linear.standard_error } else { f64::NAN };
        let p = if t.is_nan() {
            f64::NAN
        } else {
            crate::numerics::student_t_two_sided(t, linear.degrees_of_freedom)
        };
        Ok(Contrast { estimate, interval: [estimate - half, estimate + half], t, p, ..linear })
    }

    fn along(&self, coefficients: &[f64; 2], level: f64) -> Result<Contrast, ContrastError> {
        let of_pair = |a: usize, b: usize| if a == b { self.variances[a] } else { self.covariance };
        contrast(&self.estimates, coefficients, of_pair, self.degrees_of_freedom, level)
    }
}

/// The change between two waves of the same sampling units, stacked: rows of both waves under one design in which a unit of both is one
/// unit, and cells that tell the waves apart. `cross` as for [`joint`].
pub fn stacked_change(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    waves: &[Statistic; 2],
) -> Result<Change, DesignError> {
    let found = joint(context, moments, cross, waves)?;
    Ok(Change {
        estimates: [found.estimates[0], found.estimates[1]],
        variances: [found.covariance(0, 0), found.covariance(1, 1)],
        covariance: found.covariance(0, 1),
        degrees_of_freedom: found.degrees_of_freedom,
    })
}

/// A change by replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplicatedChange {
    /// The change, with the covariance of the replicates.
    pub change: Change,
    /// The variance of the later estimate over the earlier one, from the ratio of each replicate.
    pub ratio_variance: f64,
    /// Replicates in which one of the estimates or their ratio is not a finite number: variances are NaN then.
    pub undefined: usize,
}

/// The change between two stacked waves by replicates: a unit gets the same multiplier in both. `units` is the replication's unit of
/// each unit of the moments, as for [`replicate_statistics`](crate::variance::replicates::replicate_statistics).
///
/// # Panics
/// If a unit of the moments is not in `units`, or a unit in `units` is not one of the replication's.
pub fn replicated_change<R: Replication>(
    replication: &R,
    moments: &Moments,
    units: &[u32],
    waves: &[Statistic; 2],
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicatedChange {
    let (cells, expressions) = (cells_end(waves), moments.expressions());
    let sums = dense(moments, cells, replication.units(), |unit| units[unit as usize] as usize);
    let sums = UnitSums::new(replication.units(), cells as usize * (expressions + 1), sums);
    let evaluate = |sums: &[f64], out: &mut [f64]| {
        let totals = Totals { sums, expressions };
        let values = [waves[0].value(totals), waves[1].value(totals)];
        out.copy_from_slice(&[values[0], values[1], values[1] / values[0]]);
    };
    let found = replicate(replication, &sums, 3, evaluate, centre, threads);
    let change = Change {
        estimates: [found.estimates[0], found.estimates[1]],
        variances: [found.variances[0], found.variances[1]],
        covariance: found.covariance(0, 1),
        degrees_of_freedom: found.degrees_of_freedom as f64,
    };
    let undefined = found.undefined.iter().copied().max().unwrap_or(0);
    ReplicatedChange { change, ratio_variance: found.variances[2], undefined }
}
