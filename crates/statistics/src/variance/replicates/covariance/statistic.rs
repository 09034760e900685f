//! The usual statistics of moments, by replicates.

use super::{Centre, ReplicateEstimates, UnitSums, replicate};
use crate::moments::Moments;
use crate::variance::replicates::Replication;
use std::num::NonZeroUsize;
use std::ops::Range;

/// An estimate from the moments of one domain cell. Expressions are numbered as in the moments.
#[derive(Debug, Clone, PartialEq)]
pub enum Statistic {
    /// Total of an expression.
    Total {
        /// Domain cell.
        cell: u32,
        /// Expression.
        expression: usize,
    },
    /// Weighted mean of an expression.
    Mean {
        /// Domain cell.
        cell: u32,
        /// Expression.
        expression: usize,
    },
    /// Total of one expression over that of another.
    Ratio {
        /// Domain cell.
        cell: u32,
        /// Numerator.
        y: usize,
        /// Denominator.
        x: usize,
    },
    /// The weight of a cell over that of several, of which it is one.
    Share {
        /// The cell.
        cell: u32,
        /// The cells of the whole.
        of: Range<u32>,
    },
}

/// Statistics of moments, with replicates of all of them. A cell without rows has a total of zero, and no mean (NaN).
///
/// `units` is the replication's unit of each unit of the moments: [`crate::variance::Design::psu_of_leaves`] for moments
/// by leaf, or each group itself for moments by the groups of [`super::super::Carried`], which must have base weights.
///
/// # Panics
/// If a unit of the moments is not in `units`, or a unit in `units` is not one of the replication's.
pub fn replicate_statistics<R: Replication>(
    replication: &R,
    moments: &Moments,
    units: &[u32],
    statistics: &[Statistic],
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    let width = moments.expressions() + 1;
    let cells = statistics.iter().map(Statistic::end).max().unwrap_or(0);
    let mut sums = vec![0.0; replication.units() * cells as usize * width];
    for slot in moments.slots().filter(|slot| slot.cell < cells) {
        let unit = units[slot.unit as usize] as usize;
        let at = (unit * cells as usize + slot.cell as usize) * width;
        sums[at] += slot.weight;
        for (sum, value) in sums[at + 1..at + width].iter_mut().zip(slot.values) {
            *sum += value;
        }
    }
    let sums = UnitSums::new(replication.units(), cells as usize * width, sums);
    let evaluate = |totals: &[f64], out: &mut [f64]| {
        for (result, statistic) in out.iter_mut().zip(statistics) {
            *result = statistic.value(totals, width);
        }
    };
    replicate(replication, &sums, statistics.len(), evaluate, centre, threads)
}

impl Statistic {
    /// The first cell after those that it looks at.
    fn end(&self) -> u32 {
        match self {
            Statistic::Total { cell, .. } | Statistic::Mean { cell, .. } | Statistic::Ratio { cell, .. } => {
                cell + 1
            }
            Statistic::Share { cell, of } => of.end.max(cell + 1),
        }
    }

    fn value(&self, totals: &[f64], width: usize) -> f64 {
        let weight = |cell: u32| totals[cell as usize * width];
        let sum = |cell: u32, expression: usize| totals[cell as usize * width + 1 + expression];
        match self {
            Statistic::Total { cell, expression } => sum(*cell, *expression),
            Statistic::Mean { cell, expression } => sum(*cell, *expression) / weight(*cell),
            Statistic::Ratio { cell, y, x } => sum(*cell, *y) / sum(*cell, *x),
            Statistic::Share { cell, of } => weight(*cell) / of.clone().map(weight).sum::<f64>(),
        }
    }
}
