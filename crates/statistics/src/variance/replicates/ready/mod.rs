#![doc = include_str!("method.md")]

mod error;
mod estimate;
mod rank;
mod scaling;

pub use error::{ReadyError, ReadyWarning};
pub use estimate::ReadyRows;

use super::Replication;
use std::num::NonZeroUsize;

#[cfg(test)]
mod tests;

/// The replicate columns of a file, borrowed as they stand.
#[derive(Debug, Clone, Copy)]
pub enum ReadyColumns<'a> {
    /// One slice for each replicate, one value a row.
    Slices(&'a [&'a [f64]]),
    /// Row after row in one slice, `replicates` values each.
    RowMajor {
        /// The values.
        values: &'a [f64],
        /// Number of replicates.
        replicates: usize,
    },
}

/// What a replicate column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadyContent {
    /// The weight of the row in the replicate: R's `combined.weights = TRUE`.
    Weights,
    /// What the full-sample weight is multiplied by: R's `combined.weights = FALSE`.
    Multipliers,
}

/// The method that the replicates were made by, which decides their scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReadyMethod {
    /// Jackknife without strata.
    Jk1,
    /// Jackknife with strata.
    Jkn,
    /// Jackknife of paired units, one replicate for each pair.
    Jk2,
    /// Balanced half-samples.
    Brr,
    /// Fay's variant of them.
    Fay {
        /// Fay's coefficient, in [0, 1).
        rho: f64,
    },
    /// Bootstrap.
    Bootstrap {
        /// Bootstrap samples averaged in a replicate; 1 for the ordinary bootstrap.
        average: f64,
    },
    /// Successive differences, the 80 replicates of the American Community Survey included.
    SuccessiveDifference,
    /// Any other, with the scale or rscales that its documentation gives.
    Other,
}

/// Replicate weights as a file brings them.
#[derive(Debug, Clone, Copy)]
pub struct ReadyInput<'a> {
    /// Full-sample weight of each row.
    pub weights: &'a [f64],
    /// The replicate columns.
    pub columns: ReadyColumns<'a>,
    /// What the columns hold.
    pub content: ReadyContent,
    /// The method that they were made by.
    pub method: ReadyMethod,
    /// The factor common to all replicates, where the method leaves it open.
    pub scale: Option<f64>,
    /// The factor of each replicate, where the method leaves it open; a replicate with 0 is left out altogether.
    pub rscales: Option<&'a [f64]>,
    /// Finite population correction (1 - f) of each replicate, for the jackknives and other methods.
    pub corrections: Option<&'a [f64]>,
    /// Degrees of freedom that the file's documentation gives; `None` takes the rank of the weights less one.
    pub degrees_of_freedom: Option<usize>,
}

/// Replicate weights that a file brought, borrowed from it, with their scales. As a [`Replication`] its units are the rows,
/// whose sums are then *unweighted*; [`ReadyReplicates::statistics`] and its kin need no sums and no memory by row.
#[derive(Debug, Clone)]
pub struct ReadyReplicates<'a> {
    weights: &'a [f64],
    columns: ReadyColumns<'a>,
    content: ReadyContent,
    scale: f64,
    rscales: Vec<f64>,
    scales: Vec<f64>,
    degrees_of_freedom: usize,
    warnings: Vec<ReadyWarning>,
}

impl ReadyColumns<'_> {
    /// Number of replicates.
    pub fn replicates(&self) -> usize {
        match self {
            ReadyColumns::Slices(columns) => columns.len(),
            ReadyColumns::RowMajor { replicates, .. } => *replicates,
        }
    }

    fn value(&self, row: usize, replicate: usize) -> f64 {
        match self {
            ReadyColumns::Slices(columns) => columns[replicate][row],
            ReadyColumns::RowMajor { values, replicates } => values[row * replicates + replicate],
        }
    }

    fn check(&self, rows: usize) -> Result<(), ReadyError> {
        let replicates = self.replicates();
        if replicates < 2 {
            return Err(ReadyError::TooFew { replicates });
        }
        match self {
            ReadyColumns::Slices(columns) => match columns.iter().position(|column| column.len() != rows) {
                Some(r) => {
                    Err(ReadyError::Length { replicate: Some(r), expected: rows, found: columns[r].len() })
                }
                None => Ok(()),
            },
            ReadyColumns::RowMajor { values, .. } if values.len() != rows * replicates => {
                Err(ReadyError::Length { replicate: None, expected: rows * replicates, found: values.len() })
            }
            ReadyColumns::RowMajor { .. } => Ok(()),
        }
    }
}

impl<'a> ReadyReplicates<'a> {
    /// Checks the columns in one pass and settles their scales. `threads` are used for the rank of the weights, where no
    /// degrees of freedom are given; the result is the same for any number.
    pub fn new(input: &ReadyInput<'a>, threads: NonZeroUsize) -> Result<ReadyReplicates<'a>, ReadyError> {
        let rows = input.weights.len();
        if let Some(row) = input.weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
            return Err(ReadyError::Weight { row, value: input.weights[row] });
        }
        input.columns.check(rows)?;
        let seen = scaling::Seen::of(input)?;
        let (scale, rscales, warnings) = scaling::settle(input, &seen)?;
        let scales = rscales.iter().map(|r| scale * r).collect();
        let mut ready = ReadyReplicates {
            weights: input.weights,
            columns: input.columns,
            content: input.content,
            scale,
            rscales,
            scales,
            degrees_of_freedom: 0,
            warnings,
        };
        ready.degrees_of_freedom = match input.degrees_of_freedom {
            Some(given) => given,
            None => rank::rank(&ready, threads).saturating_sub(1),
        };
        Ok(ready)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// Number of replicates.
    pub fn len(&self) -> usize {
        self.rscales.len()
    }

    /// Never true: fewer than two replicates are an error of [`ReadyReplicates::new`].
    pub fn is_empty(&self) -> bool {
        self.rscales.is_empty()
    }

    /// The factor common to all replicates.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The factor of each replicate.
    pub fn rscales(&self) -> &[f64] {
        &self.rscales
    }

    /// What was noticed.
    pub fn warnings(&self) -> &[ReadyWarning] {
        &self.warnings
    }

    /// The weight of a row in a replicate.
    fn weight(&self, row: usize, replicate: usize) -> f64 {
        let value = self.columns.value(row, replicate);
        match self.content {
            ReadyContent::Weights => value,
            ReadyContent::Multipliers => value * self.weights[row],
        }
    }
}

impl Replication for ReadyReplicates<'_> {
    fn units(&self) -> usize {
        self.rows()
    }

    fn scales(&self) -> &[f64] {
        &self.scales
    }

    fn full(&self, out: &mut [f64]) {
        out.copy_from_slice(self.weights);
    }

    fn factors(&self, replicate: usize, out: &mut [f64]) {
        for (row, factor) in out.iter_mut().enumerate() {
            *factor = self.weight(row, replicate);
        }
    }

    fn degrees_of_freedom(&self) -> usize {
        self.degrees_of_freedom
    }
}
