//! Tests that the two factors of a table are independent.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::chi_squared::{ChiSquaredStatistic, corrected, wald_of};
use super::joint::of_replicates;
use super::{Outcome, TestingError};
use crate::estimation::Statistic;
use crate::moments::Moments;
use crate::tabulation::{RaoScottError, Tabulated, rao_scott};
use crate::variance::replicates::{Centre, Replication, replicate_statistics};
use std::num::NonZeroUsize;

/// A table with all that its tests need. Cells are in order of row, then column.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    rows: usize,
    columns: usize,
    totals: Vec<f64>,
    of_totals: Vec<f64>,
    of_shares: Vec<f64>,
    respondents: f64,
    degrees_of_freedom: f64,
}

impl Association {
    /// A table with its linearised covariance.
    pub fn linearised(tabulated: &Tabulated) -> Association {
        let table = &tabulated.table;
        let (rows, columns) = table.size();
        Association {
            rows,
            columns,
            totals: table.totals().to_vec(),
            of_totals: table.covariance().to_vec(),
            of_shares: table.covariance_of_all(),
            respondents: tabulated.rows as f64,
            degrees_of_freedom: tabulated.degrees_of_freedom,
        }
    }

    /// The table of the cells `first..first + rows * columns` of `moments` with the covariance of replicates. `units`, `centre` and
    /// `threads` as for [`replicate_statistics`]; `degrees_of_freedom` are the design's among the rows of the table. An error
    /// if nobody is in the table, or in a replicate of it.
    ///
    /// # Panics
    /// As [`replicate_statistics`].
    #[expect(clippy::too_many_arguments, reason = "where the table is, and the six that all replicates have")]
    pub fn replicated<R: Replication>(
        replication: &R,
        moments: &Moments,
        units: &[u32],
        first: u32,
        (rows, columns): (usize, usize),
        degrees_of_freedom: f64,
        centre: Centre,
        threads: NonZeroUsize,
    ) -> Result<Association, TestingError> {
        let cells = first..first + (rows * columns) as u32;
        let respondents: u64 =
            cells.clone().filter_map(|cell| moments.cell_sums(cell)).map(|sums| sums.rows).sum();
        if respondents == 0 {
            return Err(TestingError::Undefined { estimate: 0 });
        }
        let weights = cells.clone().map(|cell| Statistic::Weight { cell });
        let shares = cells.clone().map(|cell| Statistic::Share { cell, of: cells.clone() });
        let joint = |statistics: Vec<Statistic>| {
            of_replicates(&replicate_statistics(replication, moments, units, &statistics, centre, threads))
        };
        let (totals, shares) = (joint(weights.collect()), joint(shares.collect()));
        if let Some(at) = shares.covariance.iter().position(|value| !value.is_finite()) {
            return Err(TestingError::Undefined { estimate: at / (rows * columns) });
        }
        Ok(Association {
            rows,
            columns,
            totals: totals.estimates,
            of_totals: totals.covariance,
            of_shares: shares.covariance,
            respondents: respondents as f64,
            degrees_of_freedom,
        })
    }

    /// Tests independence.
    pub fn test(&self, statistic: ChiSquaredStatistic) -> Result<Outcome, TestingError> {
        let nu = self.degrees_of_freedom;
        let sum: f64 = self.totals.iter().sum();
        let shares: Vec<f64> = self.totals.iter().map(|total| total / sum).collect();
        let found = rao_scott(self.rows, self.columns, &shares, &self.of_shares, self.respondents, nu);
        match statistic {
            // Empty cells need not be in Wald's way.
            ChiSquaredStatistic::Wald | ChiSquaredStatistic::AdjustedWald => match found {
                Err(RaoScottError::NoVariance) => Err(TestingError::NoVariance),
                _ => self.wald(statistic == ChiSquaredStatistic::AdjustedWald),
            },
            _ => {
                let found = found?;
                corrected(statistic, found.pearson, &found.design_effects, nu).ok_or(TestingError::NoVariance)
            }
        }
    }

    /// Wald's test of the cells' totals less what the margins lead one to expect.
    fn wald(&self, adjusted: bool) -> Result<Outcome, TestingError> {
        let (columns, cells) = (self.columns, self.totals.len());
        let row_total = |i: usize| self.totals[i * columns..(i + 1) * columns].iter().sum::<f64>();
        let column_total = |j: usize| (0..self.rows).map(|i| self.totals[i * columns + j]).sum::<f64>();
        let rows_used: Vec<usize> = (0..self.rows).filter(|&i| row_total(i) > 0.0).collect();
        let columns_used: Vec<usize> = (0..columns).filter(|&j| column_total(j) > 0.0).collect();
        let (r, c) = (rows_used.len(), columns_used.len());
        if r < 2 || c < 2 {
            return Err(RaoScottError::OneCategory { rows: r, columns: c }.into());
        }
        let whole: f64 = self.totals.iter().sum();
        let k = (r - 1) * (c - 1);
        let mut away = Vec::with_capacity(k);
        // The derivative of each by the total of each cell.
        let mut gradient = Vec::with_capacity(k * cells);
        for &i in &rows_used[1..] {
            for &j in &columns_used[1..] {
                let (row, column) = (row_total(i) / whole, column_total(j) / whole);
                away.push(self.totals[i * columns + j] - row * column * whole);
                gradient.extend((0..cells).map(|cell| {
                    let in_row = f64::from(u8::from(cell / columns == i));
                    let in_column = f64::from(u8::from(cell % columns == j));
                    in_row * in_column - in_row * column - in_column * row + row * column
                }));
            }
        }
        let mut covariance = vec![0.0; k * k];
        for a in 0..k {
            let half: Vec<f64> = (0..cells)
                .map(|cell| {
                    (0..cells).map(|x| gradient[a * cells + x] * self.of_totals[x * cells + cell]).sum()
                })
                .collect();
            for b in 0..k {
                covariance[a * k + b] = half.iter().zip(&gradient[b * cells..]).map(|(h, g)| h * g).sum();
            }
        }
        wald_of(&away, &covariance, self.degrees_of_freedom, adjusted)
    }
}
