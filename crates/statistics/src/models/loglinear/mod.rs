//! Log-linear models of tables under a design.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::ModelError;
use super::cholesky::{Cholesky, sandwich};
use super::hypothesis::Mixture;
use crate::numerics::f_upper_tail;
use crate::tabulation::FTest;

/// A table of shares with their covariance: from [`crate::estimation::contrast::joint`] with a share for each cell, or from replicates.
#[derive(Debug, Clone, Copy)]
pub struct ShareTable<'a> {
    /// Categories of each variable. Cells stand with the first variable changing fastest.
    pub sizes: &'a [usize],
    /// Share of each cell; they sum to 1.
    pub shares: &'a [f64],
    /// Covariance of the shares, row by row.
    pub covariance: &'a [f64],
    /// Rows of the table.
    pub rows: f64,
    /// Degrees of freedom of the design.
    pub degrees_of_freedom: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Loglinear {
    /// For each coefficient the term it belongs to.
    pub terms: Vec<usize>,
    /// Coefficients, coded so that those of a variable sum to zero (R's `contr.sum`); without the constant.
    pub coefficients: Vec<f64>,
    /// Their covariance under the design, row by row.
    pub covariance: Vec<f64>,
    /// Fitted share of each cell.
    pub fitted: Vec<f64>,
    /// Deviance from the table, as if it were of so many rows drawn one by one.
    pub deviance: f64,
    /// Scoring steps.
    pub iterations: u32,
    /// Columns of the terms, one after the other.
    columns: Vec<f64>,
}

/// A test of two nested models.
#[derive(Debug, Clone, PartialEq)]
pub struct NestedTest {
    /// Likelihood-ratio statistic.
    pub deviance: f64,
    /// Pearson's statistic between the fitted tables.
    pub pearson: f64,
    /// Their distribution: generalised design effects of what the larger model has more. Its degrees of freedom are infinite, as in R's
    /// first-order and saddlepoint tails.
    pub mixture: Mixture,
    degrees_of_freedom: f64,
}

/// The steps end when none of the coefficients moves by more than this.
const SETTLED: f64 = 1e-14;
/// Steps before the fit counts as failed.
const ITERATIONS: u32 = 100;
/// A column that keeps less than this share of its variance beside others says nothing more.
const DEPENDENT: f64 = 1e-10;

/// Fits a model. Each term is a set of variables, as their numbers; a term's margins should be in the model too.
///
/// Source: Rao and Scott (1984), *Annals of Statistics* 12; `svyloglin` of R's survey package.
pub fn loglinear(table: &ShareTable<'_>, terms: &[Vec<usize>]) -> Result<Loglinear, ModelError> {
    let cells: usize = table.sizes.iter().product();
    for (expected, found) in [(cells, table.shares.len()), (cells * cells, table.covariance.len())] {
        if expected != found {
            return Err(ModelError::Entries { expected, found });
        }
    }
    if let Some(row) = table.shares.iter().position(|share| !share.is_finite() || *share < 0.0) {
        return Err(ModelError::Response { row, value: table.shares[row] });
    }
    let variables = table.sizes.len();
    if let Some(&coefficient) = terms.iter().flatten().find(|&&variable| variable >= variables) {
        return Err(ModelError::Coefficient { coefficient, coefficients: variables });
    }
    let (columns, of_terms) = columns(table.sizes, terms);
    let k = of_terms.len();
    if k == 0 {
        return Err(ModelError::Empty);
    }
    let mut beta = vec![0.0; k];
    let mut fitted = vec![1.0 / cells as f64; cells];
    for iteration in 1..=ITERATIONS {
        let factor = informed(&columns, &fitted, k).map_err(|column| {
            if iteration == 1 { ModelError::Collinear { column } } else { ModelError::Separation { column } }
        })?;
        let score: Vec<f64> = (0..k)
            .map(|a| {
                (0..cells).map(|cell| columns[a * cells + cell] * (table.shares[cell] - fitted[cell])).sum()
            })
            .collect();
        let mut step = factor.solve(&score);
        let before = likelihood(table.shares, &fitted);
        let mut taken = None;
        for _ in 0..40 {
            let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + s).collect();
            let at = shares(&columns, &trial, cells);
            if likelihood(table.shares, &at) >= before - 1e-12 * before.abs() {
                taken = Some((trial, at));
                break;
            }
            for change in &mut step {
                *change /= 2.0;
            }
        }
        let Some((next, at)) = taken else { return Err(ModelError::NotConverged { iterations: iteration }) };
        (beta, fitted) = (next, at);
        let moved = step.iter().fold(0.0_f64, |most, change| most.max(change.abs()));
        if moved <= SETTLED * beta.iter().fold(1.0_f64, |most, b| most.max(b.abs())) {
            let factor =
                informed(&columns, &fitted, k).map_err(|column| ModelError::Separation { column })?;
            let middle = sandwich(&columns, table.covariance, cells);
            let deviance = 2.0 * table.rows * divergence(table.shares, &fitted);
            let covariance = sandwich(&factor.inverse(), &middle, k);
            let iterations = iteration;
            return Ok(Loglinear {
                terms: of_terms,
                coefficients: beta,
                covariance,
                fitted,
                deviance,
                iterations,
                columns,
            });
        }
    }
    Err(ModelError::NotConverged { iterations: ITERATIONS })
}

/// Tests a model against a larger one of the same table.
///
/// Source: Rao and Scott (1984), as for [`loglinear`]; `anova` of `svyloglin`.
pub fn nested(
    table: &ShareTable<'_>,
    smaller: &Loglinear,
    larger: &Loglinear,
) -> Result<NestedTest, ModelError> {
    let cells = table.shares.len();
    if smaller.fitted.len() != cells || larger.fitted.len() != cells {
        return Err(ModelError::NotNested);
    }
    let (small, large) = (smaller.coefficients.len(), larger.coefficients.len());
    let deviance = smaller.deviance - larger.deviance;
    if small >= large || deviance < -1e-9 * smaller.deviance {
        return Err(ModelError::NotNested);
    }
    // The larger model's columns less their regression on the smaller's, at the larger's fit; then only those that say something more.
    let weigh = |a: &[f64], b: &[f64]| product(a, b, &larger.fitted);
    let own: Vec<&[f64]> = smaller.columns.chunks_exact(cells).collect();
    let gram: Vec<f64> = own.iter().flat_map(|a| own.iter().map(|b| weigh(a, b))).collect();
    let factor = Cholesky::new(&gram, small, DEPENDENT).map_err(|column| ModelError::Collinear { column })?;
    let mut kept: Vec<Vec<f64>> = Vec::new();
    for column in larger.columns.chunks_exact(cells) {
        let whole = weigh(column, column);
        let slopes = factor.solve(&own.iter().map(|a| weigh(a, column)).collect::<Vec<f64>>());
        let mut rest = column.to_vec();
        for (slope, a) in slopes.iter().zip(&own) {
            rest.iter_mut().zip(*a).for_each(|(value, a)| *value -= slope * a);
        }
        for other in &kept {
            let slope = weigh(other, &rest) / weigh(other, other);
            rest.iter_mut().zip(other).for_each(|(value, a)| *value -= slope * a);
        }
        if weigh(&rest, &rest) > DEPENDENT * whole {
            kept.push(rest);
        }
    }
    if kept.len() != large - small {
        return Err(ModelError::NotNested);
    }
    let q = kept.len();
    let flat: Vec<f64> = kept.concat();
    let simple: Vec<f64> =
        kept.iter().flat_map(|a| kept.iter().map(|b| product(a, b, table.shares) / table.rows)).collect();
    let design = sandwich(&flat, table.covariance, cells);
    let mixture = Mixture::of(&simple, &design, q, f64::INFINITY)?;
    let pearson = smaller
        .fitted
        .iter()
        .zip(&larger.fitted)
        .map(|(small, large)| (large - small) * (large - small) / small)
        .sum::<f64>()
        * table.rows;
    Ok(NestedTest { deviance, pearson, mixture, degrees_of_freedom: table.degrees_of_freedom })
}

impl NestedTest {
    /// The second-order tail of one of the two statistics against F: the one to report.
    pub fn f(&self, statistic: f64) -> FTest {
        let squares: f64 = self.mixture.design_effects.iter().map(|a| a * a).sum();
        let sum = self.mixture.sum();
        let numerator = sum * sum / squares;
        let (statistic, denominator) = (statistic / sum, self.degrees_of_freedom * numerator);
        FTest { statistic, numerator, denominator, p: f_upper_tail(statistic, numerator, denominator) }
    }
}

/// The covariance of two columns with some shares as weights.
fn product(a: &[f64], b: &[f64], shares: &[f64]) -> f64 {
    let mean = |x: &[f64]| -> f64 { x.iter().zip(shares).map(|(x, share)| x * share).sum() };
    let (of_a, of_b) = (mean(a), mean(b));
    a.iter().zip(b).zip(shares).map(|((a, b), share)| share * (a - of_a) * (b - of_b)).sum()
}

/// The information of the coefficients beside the constant, for one row.
fn informed(columns: &[f64], fitted: &[f64], k: usize) -> Result<Cholesky, usize> {
    let own: Vec<&[f64]> = columns.chunks_exact(fitted.len()).collect();
    let gram: Vec<f64> = own.iter().flat_map(|a| own.iter().map(|b| product(a, b, fitted))).collect();
    Cholesky::new(&gram, k, DEPENDENT)
}

/// The shares at some coefficients; the constant makes them sum to 1.
fn shares(columns: &[f64], beta: &[f64], cells: usize) -> Vec<f64> {
    let mut eta = vec![0.0; cells];
    for (b, column) in beta.iter().zip(columns.chunks_exact(cells)) {
        eta.iter_mut().zip(column).for_each(|(eta, x)| *eta += b * x);
    }
    let highest = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = eta.iter().map(|eta| (eta - highest).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.iter().map(|x| x / sum).collect()
}

fn likelihood(observed: &[f64], fitted: &[f64]) -> f64 {
    observed.iter().zip(fitted).filter(|(p, _)| **p > 0.0).map(|(p, f)| p * f.ln()).sum()
}

fn divergence(observed: &[f64], fitted: &[f64]) -> f64 {
    observed.iter().zip(fitted).filter(|(p, _)| **p > 0.0).map(|(p, f)| p * (p / f).ln()).sum()
}

/// Columns of terms over the cells, with the term of each. The last category of a variable is −1 in all of its columns.
fn columns(sizes: &[usize], terms: &[Vec<usize>]) -> (Vec<f64>, Vec<usize>) {
    let cells: usize = sizes.iter().product();
    let category = |cell: usize, variable: usize| {
        let below: usize = sizes[..variable].iter().product();
        cell / below % sizes[variable]
    };
    let (mut columns, mut of_terms) = (Vec::new(), Vec::new());
    for (number, term) in terms.iter().enumerate() {
        let count: usize = term.iter().map(|&variable| sizes[variable].saturating_sub(1)).product();
        for at in 0..if term.is_empty() { 0 } else { count } {
            of_terms.push(number);
            for cell in 0..cells {
                let mut rest = at;
                let mut value = 1.0;
                for &variable in term {
                    let (own, last) = (category(cell, variable), sizes[variable] - 1);
                    let contrast = rest % last;
                    rest /= last;
                    value *= if own == last { -1.0 } else { f64::from(u8::from(own == contrast)) };
                }
                columns.push(value);
            }
        }
    }
    (columns, of_terms)
}
