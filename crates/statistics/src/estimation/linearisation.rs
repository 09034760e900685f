//! Several estimates of one sample with their linearised values, for any design: what a variance is made from.

use super::statistic::{Statistic, Totals, cells_end, dense};
use crate::moments::{Moments, Slot};
use crate::variance::Linearised;

/// Estimates, and the totals of their linearised values in the sampling units that have rows of their domains.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearisedStatistics {
    /// The estimates; NaN where a cell has no rows.
    pub estimates: Vec<f64>,
    /// Totals of weight times influence by unit, in the order of the estimates.
    pub linearised: Linearised,
}

/// The statistics from the moments of one sample. Any design that numbers its units as the moments do turns the linearised
/// values into covariances: [`Linearised::covariance`], and those of unequal probabilities, two phases or several frames.
pub fn linearise_statistics(moments: &Moments, statistics: &[Statistic]) -> LinearisedStatistics {
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
    LinearisedStatistics { estimates, linearised }
}

/// The slots of the cells that a statistic depends on.
pub(super) fn slots<'a>(moments: &'a Moments, statistic: &Statistic) -> impl Iterator<Item = Slot<'a>> {
    statistic.cells().flat_map(|cell| moments.cell(cell))
}
