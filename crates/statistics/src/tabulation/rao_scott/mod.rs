#![doc = include_str!("method.md")]

use crate::models::hypothesis::Mixture;
use crate::numerics::{chi_squared_upper_tail, f_upper_tail};
use faer::Mat;
use faer::linalg::solvers::Solve;
use std::fmt;

#[cfg(test)]
mod tests;

/// The share of a contrast's variance under which it counts as a combination of the others.
const DEPENDENT: f64 = 1e-12;

/// Design effects under this are what rounding leaves of none.
pub(crate) const ROUNDING: f64 = 1e-12;

/// Tests of independence of two factors, with the design in all but the first.
#[derive(Debug, Clone, PartialEq)]
pub struct RaoScott {
    /// Pearson's chi-squared of the weighted shares and the number of respondents, as if they were a simple random sample.
    pub pearson: f64,
    /// Pearson's statistic over the mean design effect, as chi-squared with (rows - 1)(columns - 1) degrees of freedom.
    pub first_order: Test,
    /// Corrected for the spread of the design effects too (Satterthwaite).
    pub second_order: Test,
    /// The second-order statistic as F, which allows for the few degrees of freedom of the variance. The one to report.
    pub f: FTest,
    /// Mean of the generalised design effects.
    pub mean_design_effect: f64,
    /// Squared coefficient of variation of the generalised design effects.
    pub spread: f64,
    /// The generalised design effects in ascending order: the weights of the distribution of Pearson's statistic.
    pub design_effects: Vec<f64>,
    /// Rows and columns with anyone in them; others are left out.
    pub used: (usize, usize),
}

/// A statistic against chi-squared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The corrected statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: f64,
    /// Upper tail probability.
    pub p: f64,
}

/// A statistic against F.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FTest {
    /// The corrected statistic.
    pub statistic: f64,
    /// Degrees of freedom of the numerator.
    pub numerator: f64,
    /// Degrees of freedom of the denominator.
    pub denominator: f64,
    /// Upper tail probability.
    pub p: f64,
}

/// Why independence cannot be tested.
#[derive(Debug, Clone, PartialEq)]
pub enum RaoScottError {
    /// There is not one share for each cell, and one covariance for each pair of cells; or a number is not finite.
    Input,
    /// Fewer than two rows or columns have anyone in them.
    OneCategory {
        /// Rows that have.
        rows: usize,
        /// Columns that have.
        columns: usize,
    },
    /// Too many empty cells: some contrasts have no variance even under simple random sampling.
    EmptyCells,
    /// The design leaves no sampling error in the table (a margin crossed with a known total, or a census).
    NoVariance,
    /// The design has no degrees of freedom.
    DegreesOfFreedom,
}

/// Tests independence of the factors of a `rows` x `columns` table, given the cells' shares (by row, then column), the
/// shares' covariance, the number of respondents and the design's degrees of freedom.
pub fn rao_scott(
    rows: usize,
    columns: usize,
    shares: &[f64],
    covariance: &[f64],
    n: f64,
    degrees_of_freedom: f64,
) -> Result<RaoScott, RaoScottError> {
    let cells = rows * columns;
    let finite = shares.iter().chain(covariance).all(|x| x.is_finite());
    if shares.len() != cells || covariance.len() != cells * cells || !finite || n.is_nan() || n <= 0.0 {
        return Err(RaoScottError::Input);
    }
    if degrees_of_freedom.is_nan() || degrees_of_freedom <= 0.0 {
        return Err(RaoScottError::DegreesOfFreedom);
    }
    let row_share = |i: usize| shares[i * columns..(i + 1) * columns].iter().sum::<f64>();
    let column_share = |j: usize| (0..rows).map(|i| shares[i * columns + j]).sum::<f64>();
    let used_rows: Vec<usize> = (0..rows).filter(|&i| row_share(i) > 0.0).collect();
    let used_columns: Vec<usize> = (0..columns).filter(|&j| column_share(j) > 0.0).collect();
    let used = (used_rows.len(), used_columns.len());
    if used.0 < 2 || used.1 < 2 {
        return Err(RaoScottError::OneCategory { rows: used.0, columns: used.1 });
    }

    let mut pearson = 0.0;
    for &i in &used_rows {
        for &j in &used_columns {
            let independent = row_share(i) * column_share(j);
            pearson += n * (shares[i * columns + j] - independent).powi(2) / independent;
        }
    }

    let contrasts = contrasts(&used_rows, &used_columns, columns, shares);
    let k = contrasts.len();
    // Both matrices in the space of contrasts: under simple random sampling, and under the design.
    let mut simple = Mat::<f64>::zeros(k, k);
    let mut design = Mat::<f64>::zeros(k, k);
    for a in 0..k {
        for b in 0..k {
            for &(cell, x) in &contrasts[a] {
                for &(other, y) in &contrasts[b] {
                    // x and y are the contrast's coefficients over the share, so that x y p = c c' / p.
                    design[(a, b)] += x * y * covariance[cell * cells + other];
                    if cell == other {
                        simple[(a, b)] += x * y * shares[cell] / n;
                    }
                }
            }
        }
    }
    let factor = simple.llt(faer::Side::Lower).map_err(|_| RaoScottError::EmptyCells)?;
    // A contrast that empty cells make equal to others keeps nothing but rounding on the diagonal.
    if (0..k).any(|a| factor.L()[(a, a)].powi(2) < DEPENDENT * simple[(a, a)]) {
        return Err(RaoScottError::EmptyCells);
    }
    let delta = factor.solve(&design);
    let trace: f64 = (0..k).map(|a| delta[(a, a)]).sum();
    let trace_of_square: f64 =
        (0..k).map(|a| (0..k).map(|b| delta[(a, b)] * delta[(b, a)]).sum::<f64>()).sum();
    if !(trace.is_finite() && trace_of_square.is_finite()) {
        return Err(RaoScottError::EmptyCells);
    }
    if trace <= ROUNDING * k as f64 || trace_of_square <= 0.0 {
        return Err(RaoScottError::NoVariance);
    }

    let entries = |matrix: &Mat<f64>| -> Vec<f64> {
        (0..k).flat_map(|a| (0..k).map(move |b| (a, b))).map(|(a, b)| matrix[(a, b)]).collect()
    };
    let mixture = Mixture::of(&entries(&simple), &entries(&design), k, degrees_of_freedom)
        .map_err(|_| RaoScottError::EmptyCells)?;
    let mean = trace / k as f64;
    let satterthwaite = trace * trace / trace_of_square;
    let spread = k as f64 / satterthwaite - 1.0;
    let first = pearson / mean;
    let second = first / (1.0 + spread);
    let f = pearson / trace;
    let denominator = satterthwaite * degrees_of_freedom;
    Ok(RaoScott {
        pearson,
        first_order: Test {
            statistic: first,
            degrees_of_freedom: k as f64,
            p: chi_squared_upper_tail(first, k as f64),
        },
        second_order: Test {
            statistic: second,
            degrees_of_freedom: satterthwaite,
            p: chi_squared_upper_tail(second, satterthwaite),
        },
        f: FTest {
            statistic: f,
            numerator: satterthwaite,
            denominator,
            p: f_upper_tail(f, satterthwaite, denominator),
        },
        mean_design_effect: mean,
        spread,
        design_effects: mixture.design_effects,
        used,
    })
}

/// For each interaction of a row and a column with the last of each: its four cells with coefficient over share.
/// Empty cells are left out. Any basis of the interactions gives the same traces.
fn contrasts(rows: &[usize], columns: &[usize], width: usize, shares: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let (last_row, last_column) = (rows[rows.len() - 1], columns[columns.len() - 1]);
    let mut contrasts = Vec::new();
    for &i in &rows[..rows.len() - 1] {
        for &j in &columns[..columns.len() - 1] {
            let corners =
                [(i, j, 1.0), (i, last_column, -1.0), (last_row, j, -1.0), (last_row, last_column, 1.0)];
            contrasts.push(
                corners
                    .iter()
                    .map(|&(i, j, sign)| (i * width + j, sign))
                    .filter(|&(cell, _)| shares[cell] > 0.0)
                    .map(|(cell, sign)| (cell, sign / shares[cell]))
                    .collect(),
            );
        }
    }
    contrasts
}

impl fmt::Display for RaoScottError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input => write!(f, "expected a finite share for each cell and a covariance for each pair"),
            Self::OneCategory { rows, columns } => {
                write!(f, "a test needs two categories of each factor, found {rows} and {columns}")
            }
            Self::EmptyCells => write!(f, "too many cells are empty for a test"),
            Self::NoVariance => write!(f, "the design leaves no sampling error in this table"),
            Self::DegreesOfFreedom => write!(f, "the design has no degrees of freedom for a test"),
        }
    }
}

impl std::error::Error for RaoScottError {}
