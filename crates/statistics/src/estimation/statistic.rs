//! An estimate as data, so that many can be made together: by replicates, or with the covariances between them.

use super::function::{Function, along};
use crate::moments::{Moments, Slot};
use std::ops::Range;
use std::sync::Arc;

/// An estimate from the moments of one domain cell. Expressions are numbered as in the moments.
#[derive(Debug, Clone, PartialEq)]
pub enum Statistic {
    /// Sum of weights.
    Weight {
        /// Domain cell.
        cell: u32,
    },
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
    /// A smooth function of the weight and the totals of a cell.
    Function {
        /// Domain cell.
        cell: u32,
        /// The function; its expressions are those of the moments.
        function: Arc<Function>,
    },
}

/// Totals of all cells in one slice: for each cell the weight, then each expression.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Totals<'a> {
    pub(crate) sums: &'a [f64],
    pub(crate) expressions: usize,
}

impl Totals<'_> {
    fn weight(&self, cell: u32) -> f64 {
        self.sums[cell as usize * (self.expressions + 1)]
    }

    fn sums(&self, cell: u32) -> &[f64] {
        &self.sums[cell as usize * (self.expressions + 1) + 1..][..self.expressions]
    }

    fn sum(&self, cell: u32, expression: usize) -> f64 {
        self.sums[cell as usize * (self.expressions + 1) + 1 + expression]
    }
}

impl Statistic {
    /// The cells whose rows the estimate depends on.
    pub(crate) fn cells(&self) -> Range<u32> {
        match self {
            Statistic::Weight { cell }
            | Statistic::Total { cell, .. }
            | Statistic::Mean { cell, .. }
            | Statistic::Ratio { cell, .. }
            | Statistic::Function { cell, .. } => *cell..cell + 1,
            Statistic::Share { cell, of } => of.start.min(*cell)..of.end.max(cell + 1),
        }
    }

    /// The estimate; NaN or infinite where its denominator is zero.
    pub(crate) fn value(&self, totals: Totals<'_>) -> f64 {
        match self {
            Statistic::Weight { cell } => totals.weight(*cell),
            Statistic::Total { cell, expression } => totals.sum(*cell, *expression),
            Statistic::Mean { cell, expression } => totals.sum(*cell, *expression) / totals.weight(*cell),
            Statistic::Ratio { cell, y, x } => totals.sum(*cell, *y) / totals.sum(*cell, *x),
            Statistic::Share { cell, of } => {
                totals.weight(*cell) / of.clone().map(|cell| totals.weight(cell)).sum::<f64>()
            }
            Statistic::Function { cell, function } => {
                function.evaluate(totals.weight(*cell), totals.sums(*cell)).0
            }
        }
    }

    /// The linearised value of the slots in the statistic's cells.
    pub(crate) fn influence<'a>(&'a self, totals: Totals<'_>) -> impl Fn(&Slot<'_>) -> f64 + use<'a> {
        let value = self.value(totals);
        let denominator = match self {
            Statistic::Weight { .. } | Statistic::Total { .. } | Statistic::Function { .. } => 1.0,
            Statistic::Mean { cell, .. } => totals.weight(*cell),
            Statistic::Ratio { cell, x, .. } => totals.sum(*cell, *x),
            Statistic::Share { of, .. } => of.clone().map(|cell| totals.weight(cell)).sum(),
        };
        let gradient = match self {
            Statistic::Function { cell, function } => {
                function.evaluate(totals.weight(*cell), totals.sums(*cell)).1
            }
            _ => Vec::new(),
        };
        move |slot| {
            let centred = match self {
                Statistic::Weight { .. } => slot.weight,
                Statistic::Total { expression, .. } => slot.values[*expression],
                Statistic::Mean { expression, .. } => slot.values[*expression] - value * slot.weight,
                Statistic::Ratio { y, x, .. } => slot.values[*y] - value * slot.values[*x],
                Statistic::Share { cell, .. } if slot.cell == *cell => (1.0 - value) * slot.weight,
                Statistic::Share { .. } => -value * slot.weight,
                Statistic::Function { .. } => along(&gradient, slot.weight, slot.values),
            };
            centred / denominator
        }
    }
}

/// The first cell after those of all statistics.
pub(crate) fn cells_end(statistics: &[Statistic]) -> u32 {
    statistics.iter().map(|statistic| statistic.cells().end).max().unwrap_or(0)
}

/// Adds the slots of cells below `cells` to sums by row (one for each of `rows`) and cell, laid out as [`Totals`].
pub(crate) fn dense(moments: &Moments, cells: u32, rows: usize, row: impl Fn(u32) -> usize) -> Vec<f64> {
    let width = moments.expressions() + 1;
    let mut sums = vec![0.0; rows * cells as usize * width];
    for slot in moments.slots().filter(|slot| slot.cell < cells) {
        let at = (row(slot.unit) * cells as usize + slot.cell as usize) * width;
        sums[at] += slot.weight;
        for (sum, value) in sums[at + 1..at + width].iter_mut().zip(slot.values) {
            *sum += value;
        }
    }
    sums
}
