//! Several estimates of one sample with the covariances between them.

use crate::estimation::Context;
use crate::estimation::linearisation::{LinearisedStatistics, linearise_statistics, slots};
use crate::estimation::statistic::{Statistic, Totals, cells_end, dense};
use crate::moments::Moments;
use crate::variance::DesignError;

/// Estimates with their covariance matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// The estimates; NaN where a cell has no rows.
    pub estimates: Vec<f64>,
    /// Covariances, row by row.
    pub covariance: Vec<f64>,
    /// Primary units less strata, where any of the domains occurs.
    pub degrees_of_freedom: f64,
}

impl Joint {
    /// The covariance of two estimates.
    pub fn covariance(&self, a: usize, b: usize) -> f64 {
        self.covariance[a * self.estimates.len() + b]
    }
}

/// Estimates statistics together, by linearisation. `cross` are the moments by calibration pattern instead of unit, with
/// base weights; needed where the context has a calibration.
///
/// The matrix has the square of the number of statistics: ask for those that a contrast or a test needs.
pub fn joint(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    statistics: &[Statistic],
) -> Result<Joint, DesignError> {
    let LinearisedStatistics { estimates, linearised } = linearise_statistics(moments, statistics);
    let degrees_of_freedom = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let residuals = context.residuals(linearised, || {
        let sums = dense(moments, cells_end(statistics), 1, |_| 0);
        let totals = Totals { sums: &sums, expressions: moments.expressions() };
        let by_pattern = |statistic: &Statistic| {
            let slots = cross.into_iter().flat_map(|cross| slots(cross, statistic));
            let influence = statistic.influence(totals);
            slots.map(|slot| (slot.unit, influence(&slot))).collect()
        };
        statistics.iter().map(by_pattern).collect()
    });
    let covariance = residuals.covariance(context.design, context.single)?;
    Ok(Joint { estimates, covariance, degrees_of_freedom })
}
