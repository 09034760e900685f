#![doc = include_str!("method.md")]

use super::{RaoScott, RaoScottError, rao_scott};
use crate::estimation::contrast::joint;
use crate::estimation::{Context, Statistic};
use crate::moments::Moments;
use crate::variance::DesignError;
use std::fmt;

#[cfg(test)]
mod tests;

/// A table of two factors with the covariance of its cells. Cells are in order of row, then column.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosstab {
    rows: usize,
    columns: usize,
    totals: Vec<f64>,
    covariance: Vec<f64>,
}

/// A proportion and its variance under the design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// From 0 to 1; NaN if the row, column or table that it is a share of is empty.
    pub estimate: f64,
    /// Variance of the linearised ratio.
    pub variance: f64,
}

/// Why a table cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrosstabError {
    /// There is not one total for each cell, and one covariance for each pair of cells.
    Shape {
        /// Cells of the table.
        cells: usize,
        /// Totals given.
        totals: usize,
        /// Covariances given.
        covariances: usize,
    },
    /// These cells have a total that is negative or not a finite number.
    Totals {
        /// The cells.
        cells: Vec<usize>,
    },
    /// The sum of all cells is zero.
    Empty,
}

/// A table with what its test needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Tabulated {
    /// The table.
    pub table: Crosstab,
    /// Respondents in it.
    pub rows: u64,
    /// Primary units less strata, where the table has respondents.
    pub degrees_of_freedom: f64,
}

/// Cross-tabulates the cells `first..first + rows * columns` of `moments`, which are in order of row, then column. `None`
/// where nobody is in any of them. `cross` are the moments by calibration pattern with base weights; needed where the
/// context has a calibration.
pub fn crosstab(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    first: u32,
    rows: usize,
    columns: usize,
) -> Result<Option<Tabulated>, DesignError> {
    let cells = first..first + (rows * columns) as u32;
    let respondents = cells.clone().filter_map(|cell| moments.cell_sums(cell)).map(|sums| sums.rows).sum();
    let statistics: Vec<Statistic> = cells.map(|cell| Statistic::Weight { cell }).collect();
    let joint = joint(context, moments, cross, &statistics)?;
    let table = Crosstab::new(rows, columns, joint.estimates, joint.covariance).ok();
    let degrees_of_freedom = joint.degrees_of_freedom;
    Ok(table.map(|table| Tabulated { table, rows: respondents, degrees_of_freedom }))
}

impl Tabulated {
    /// Rao and Scott's tests of independence.
    pub fn test(&self) -> Result<RaoScott, RaoScottError> {
        self.table.test(self.rows as f64, self.degrees_of_freedom)
    }
}

impl Crosstab {
    /// From weighted cell totals and their covariance (cells x cells), which may come from linearisation, from
    /// calibration residuals or from replicates.
    pub fn new(
        rows: usize,
        columns: usize,
        totals: Vec<f64>,
        covariance: Vec<f64>,
    ) -> Result<Crosstab, CrosstabError> {
        let cells = rows * columns;
        if totals.len() != cells || covariance.len() != cells * cells {
            let (totals, covariances) = (totals.len(), covariance.len());
            return Err(CrosstabError::Shape { cells, totals, covariances });
        }
        let wrong: Vec<usize> =
            (0..cells).filter(|&c| !(totals[c].is_finite() && totals[c] >= 0.0)).collect();
        if !wrong.is_empty() {
            return Err(CrosstabError::Totals { cells: wrong });
        }
        if totals.iter().sum::<f64>() == 0.0 {
            return Err(CrosstabError::Empty);
        }
        Ok(Crosstab { rows, columns, totals, covariance })
    }

    /// Rows and columns.
    pub fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// The weighted totals of the cells.
    pub fn totals(&self) -> &[f64] {
        &self.totals
    }

    /// The covariance of the totals, cells x cells.
    pub fn covariance(&self) -> &[f64] {
        &self.covariance
    }

    /// Each cell as a share of the whole table.
    pub fn of_all(&self) -> Vec<Share> {
        let all: Vec<usize> = (0..self.totals.len()).collect();
        all.iter().map(|&cell| self.share(cell, &all)).collect()
    }

    /// Each cell as a share of its row.
    pub fn of_rows(&self) -> Vec<Share> {
        (0..self.totals.len())
            .map(|cell| {
                let first = cell / self.columns * self.columns;
                self.share(cell, &(first..first + self.columns).collect::<Vec<_>>())
            })
            .collect()
    }

    /// Each cell as a share of its column.
    pub fn of_columns(&self) -> Vec<Share> {
        (0..self.totals.len())
            .map(|cell| {
                let column: Vec<usize> =
                    (0..self.rows).map(|row| row * self.columns + cell % self.columns).collect();
                self.share(cell, &column)
            })
            .collect()
    }

    /// Covariance of the shares of the whole table, cells x cells.
    pub fn covariance_of_all(&self) -> Vec<f64> {
        let cells = self.totals.len();
        let sum: f64 = self.totals.iter().sum();
        let shares: Vec<f64> = self.totals.iter().map(|t| t / sum).collect();
        let with_all: Vec<f64> =
            (0..cells).map(|a| (0..cells).map(|b| self.covariance[a * cells + b]).sum()).collect();
        let of_sum: f64 = with_all.iter().sum();
        let mut out = vec![0.0; cells * cells];
        for a in 0..cells {
            for b in 0..cells {
                let centred =
                    self.covariance[a * cells + b] - shares[a] * with_all[b] - shares[b] * with_all[a]
                        + shares[a] * shares[b] * of_sum;
                out[a * cells + b] = centred / (sum * sum);
            }
        }
        out
    }

    /// Rao and Scott's tests of independence, for `n` respondents in the table and `degrees_of_freedom` of the design.
    pub fn test(&self, n: f64, degrees_of_freedom: f64) -> Result<RaoScott, RaoScottError> {
        let sum: f64 = self.totals.iter().sum();
        let shares: Vec<f64> = self.totals.iter().map(|t| t / sum).collect();
        rao_scott(self.rows, self.columns, &shares, &self.covariance_of_all(), n, degrees_of_freedom)
    }

    /// The share of a cell in a group of cells that contains it, with the variance of
    /// (cell - share x group) / total of the group.
    fn share(&self, cell: usize, group: &[usize]) -> Share {
        let cells = self.totals.len();
        let sum: f64 = group.iter().map(|&c| self.totals[c]).sum();
        if sum == 0.0 {
            return Share { estimate: f64::NAN, variance: f64::NAN };
        }
        let estimate = self.totals[cell] / sum;
        let coefficient = |c: usize| f64::from(u8::from(c == cell)) - estimate;
        let mut variance = 0.0;
        for &a in group {
            let row: f64 = group.iter().map(|&b| coefficient(b) * self.covariance[a * cells + b]).sum();
            variance += coefficient(a) * row;
        }
        // The quadratic form of a constant share may come out as a negative rounding error.
        Share { estimate, variance: variance.max(0.0) / (sum * sum) }
    }
}

impl fmt::Display for CrosstabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { cells, totals, covariances } => write!(
                f,
                "a table of {cells} cells needs {cells} totals and {} covariances, found {totals} and {covariances}",
                cells * cells
            ),
            Self::Totals { cells } => write!(f, "cells {cells:?} have a negative or undefined total"),
            Self::Empty => write!(f, "nobody is in the table"),
        }
    }
}

impl std::error::Error for CrosstabError {}
