//! Estimates over replicate weights of a file, in passes over its rows.

use super::ReadyReplicates;
use crate::estimation::Statistic;
use crate::estimation::statistic::{Totals, cells_end};
use crate::moments::OUTSIDE;
use crate::variance::replicates::parallel::fill_rows;
use crate::variance::replicates::{Centre, ReplicateEstimates};
use std::convert::Infallible;
use std::num::NonZeroUsize;

/// Replicates summed in one pass over the rows: what a line of memory holds.
const TOGETHER: usize = 8;

/// A probability within this share of a step of the distribution belongs to it, as in the quantiles of the full sample.
const ROUNDING: f64 = 1e-10;

/// The rows of the file in the order of its weights.
#[derive(Debug, Clone, Copy)]
pub struct ReadyRows<'a> {
    /// Domain cell of each row, or [`OUTSIDE`].
    pub cells: &'a [u32],
    /// The expressions, one value a row; a NaN in any of them leaves the row out.
    pub values: &'a [&'a [f64]],
}

impl ReadyRows<'_> {
    fn check(&self, rows: usize) {
        let fits = self.cells.len() == rows && self.values.iter().all(|column| column.len() == rows);
        assert!(fits, "columns have one value for each weight");
    }

    /// Adds the rows to `sums`: for each weight of a row, each cell, the weight and then each expression.
    fn sum(&self, cells: u32, sums: &mut [f64], weights: usize, weight: impl Fn(usize, usize) -> f64) {
        let stride = self.values.len() + 1;
        let width = cells as usize * stride;
        sums.fill(0.0);
        for (row, &cell) in self.cells.iter().enumerate() {
            if cell >= cells || self.values.iter().any(|column| column[row].is_nan()) {
                continue;
            }
            let start = cell as usize * stride;
            for at in 0..weights {
                let w = weight(row, at);
                if w == 0.0 {
                    continue;
                }
                let own = &mut sums[at * width + start..][..stride];
                own[0] += w;
                for (sum, column) in own[1..].iter_mut().zip(self.values) {
                    *sum += w * column[row];
                }
            }
        }
    }
}

impl ReadyReplicates<'_> {
    /// Statistics of the cells with their replicates. A cell without rows has a total of zero, and no mean (NaN).
    ///
    /// # Panics
    /// If the columns of `rows` do not have one value for each weight.
    pub fn statistics(
        &self,
        rows: &ReadyRows<'_>,
        statistics: &[Statistic],
        centre: Centre,
        threads: NonZeroUsize,
    ) -> ReplicateEstimates {
        let expressions = rows.values.len();
        let evaluate = |sums: &[f64], out: &mut [f64]| {
            for (result, statistic) in out.iter_mut().zip(statistics) {
                *result = statistic.value(Totals { sums, expressions });
            }
        };
        self.functions(rows, cells_end(statistics), statistics.len(), evaluate, centre, threads)
    }

    /// `outputs` estimates, each a function of the totals of the cells `0..cells`: for each cell the weight, then each
    /// expression. Memory goes with cells and expressions, not with rows.
    ///
    /// # Panics
    /// If the columns of `rows` do not have one value for each weight.
    pub fn functions(
        &self,
        rows: &ReadyRows<'_>,
        cells: u32,
        outputs: usize,
        function: impl Fn(&[f64], &mut [f64]) + Sync,
        centre: Centre,
        threads: NonZeroUsize,
    ) -> ReplicateEstimates {
        rows.check(self.rows());
        let width = cells as usize * (rows.values.len() + 1);
        let mut totals = vec![0.0; width];
        rows.sum(cells, &mut totals, 1, |row, _| self.weights[row]);
        let mut estimates = vec![0.0; outputs];
        function(&totals, &mut estimates);
        let mut replicates = vec![0.0; outputs * self.len()];
        let state = || vec![0.0; width * TOGETHER];
        let fill = |at: usize, sums: &mut Vec<f64>, out: &mut [f64]| {
            let (first, count) = (at * TOGETHER, out.len() / outputs);
            rows.sum(cells, sums, count, |row, i| self.weight(row, first + i));
            for (i, estimates) in out.chunks_exact_mut(outputs).enumerate() {
                function(&sums[i * width..(i + 1) * width], estimates);
            }
            Ok::<(), Infallible>(())
        };
        let Ok(()) = fill_rows(&mut replicates, outputs * TOGETHER, threads, state, fill);
        ReplicateEstimates::new(self, estimates, replicates, centre)
    }

    /// Quantiles at `probabilities` in the cells `0..cells`, all probabilities of a cell side by side, by the rule of
    /// [`crate::estimation::quantile`]. Memory is an index of the rows in the order of cell and value.
    ///
    /// # Panics
    /// If `cells_of_rows` or `values` do not have one entry for each weight.
    pub fn quantiles(
        &self,
        cells_of_rows: &[u32],
        values: &[f64],
        cells: u32,
        probabilities: &[f64],
        centre: Centre,
        threads: NonZeroUsize,
    ) -> ReplicateEstimates {
        ReadyRows { cells: cells_of_rows, values: &[values] }.check(self.rows());
        let used = |row: &u32| {
            let cell = cells_of_rows[*row as usize];
            cell != OUTSIDE && cell < cells && !values[*row as usize].is_nan()
        };
        let mut order: Vec<u32> = (0..self.rows() as u32).filter(used).collect();
        let key = |row: u32| (cells_of_rows[row as usize], values[row as usize]);
        // Stable, so that the weights of one value are added in the order of the rows.
        order.sort_by(|&a, &b| key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
        let start: Vec<usize> =
            (0..=cells).map(|cell| order.partition_point(|&row| key(row).0 < cell)).collect();
        let outputs = cells as usize * probabilities.len();
        let all = |out: &mut [f64], weight: &dyn Fn(usize) -> f64| {
            for (bounds, out) in start.windows(2).zip(out.chunks_mut(probabilities.len().max(1))) {
                let rows = &order[bounds[0]..bounds[1]];
                let total: f64 = rows.iter().map(|&row| weight(row as usize)).sum();
                for (result, &p) in out.iter_mut().zip(probabilities) {
                    *result = reach(rows, values, p, total, weight);
                }
            }
        };
        let mut estimates = vec![0.0; outputs];
        all(&mut estimates, &|row| self.weights[row]);
        let mut replicates = vec![0.0; outputs * self.len()];
        let fill = |r: usize, (): &mut (), out: &mut [f64]| {
            all(out, &|row| self.weight(row, r));
            Ok::<(), Infallible>(())
        };
        let Ok(()) = fill_rows(&mut replicates, outputs, threads, || (), fill);
        ReplicateEstimates::new(self, estimates, replicates, centre)
    }
}

/// The first value at which the weights of `rows`, in ascending order of value, reach the share `p` of their total; NaN
/// without weight or with a probability outside 0 to 1.
fn reach(rows: &[u32], values: &[f64], p: f64, total: f64, weight: &dyn Fn(usize) -> f64) -> f64 {
    let weighted = total > 0.0 && (0.0..=1.0).contains(&p);
    if !weighted {
        return f64::NAN;
    }
    let target = p * total * (1.0 - ROUNDING);
    let (mut below, mut last) = (0.0, f64::NAN);
    for &row in rows {
        let (value, w) = (values[row as usize], weight(row as usize));
        if w == 0.0 {
            continue;
        }
        // The value before is complete, and its rows have reached the share.
        if value != last && below >= target && !last.is_nan() {
            return last;
        }
        below += w;
        last = value;
    }
    last
}
