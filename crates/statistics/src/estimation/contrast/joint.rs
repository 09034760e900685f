//! Several estimates of one sample with the covariances between them.

use crate::estimation::Context;
use crate::estimation::statistic::{Statistic, Totals, cells_end, dense};
use crate::moments::{Moments, Slot};
use crate::variance::{DesignError, Linearised};

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
    let sums = dense(moments, cells_end(statistics), 1, |_| 0);
    let totals = Totals { sums: &sums, expressions: moments.expressions() };
    let estimates = statistics.iter().map(|statistic| statistic.value(totals)).collect();

    let k = statistics.len();
    let mut entries: Vec<(u32, usize, f64)> = Vec::new();
    for (number, statistic) in statistics.iter().enumerate() {
        let influence = statistic.influence(totals);
        entries.extend(slots(moments, statistic).map(|slot| (slot.unit, number, influence(&slot))));
    }
    // Stable: values of one leaf and statistic are added in the order of cells.
    entries.sort_by_key(|&(leaf, number, _)| (leaf, number));
    let mut linearised = Linearised { estimates: k, ..Linearised::default() };
    for group in entries.chunk_by(|a, b| a.0 == b.0) {
        let start = linearised.totals.len();
        linearised.leaves.push(group[0].0);
        linearised.totals.extend(std::iter::repeat_n(0.0, k));
        for &(_, number, value) in group {
            linearised.totals[start + number] += value;
        }
    }
    let degrees_of_freedom = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let residuals = context.residuals(linearised, || {
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

fn slots<'a>(moments: &'a Moments, statistic: &Statistic) -> impl Iterator<Item = Slot<'a>> {
    statistic.cells().flat_map(|cell| moments.cell(cell))
}
