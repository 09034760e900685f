//! Generalised linear models with weights, under a design.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

mod columns;
mod family;
mod scoring;

use super::cholesky::sandwich;
use super::rows::ScoreTotals;
use super::{ModelError, Rows};
use crate::estimation::Context;
use columns::Columns;
pub use family::{BinomialLink, Family, GammaLink};

/// The variables of a model. A row with a NaN in any of them is left out; its unit stays in the design.
#[derive(Debug, Clone, Copy)]
pub struct GlmInput<'a> {
    /// The response.
    pub response: &'a [f64],
    /// Columns of the model matrix; a constant term is a column of ones among them.
    pub columns: &'a [&'a [f64]],
    /// A known part of the linear predictor, such as the logarithm of an exposure.
    pub offset: Option<&'a [f64]>,
    /// Weight and place in the design of each row.
    pub rows: Rows<'a>,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Glm {
    /// Family and link.
    pub family: Family,
    /// Coefficients in the order of the columns, on the scale of the linear predictor.
    pub coefficients: Vec<f64>,
    /// Their covariance under the design, row by row.
    pub covariance: Vec<f64>,
    /// Inverse of the information with weights scaled to a mean of 1, for a dispersion of 1: what a simple random sample
    /// would give. Row by row.
    pub model_covariance: Vec<f64>,
    /// Primary units less strata, among the rows of the model.
    pub design_degrees_of_freedom: f64,
    /// The same plus one less the number of coefficients: for t and F of coefficients.
    pub degrees_of_freedom: f64,
    /// Deviance, the weights scaled to a mean of 1.
    pub deviance: f64,
    /// Weighted variance of Pearson's residuals.
    pub dispersion: f64,
    /// Rows used.
    pub rows: u64,
    /// Rows of positive weight that were left out because a value is missing.
    pub left_out: u64,
    /// Sum of the weights of the rows used.
    pub weight: f64,
    /// Scoring steps.
    pub iterations: u32,
}

impl Glm {
    /// The standard error of a coefficient; NaN if there is no such coefficient.
    pub fn standard_error(&self, coefficient: usize) -> f64 {
        let p = self.coefficients.len();
        if coefficient < p { self.covariance[coefficient * (p + 1)].sqrt() } else { f64::NAN }
    }
}

/// Fits the model on all processors: the result is the same for any number.
pub fn glm(context: &Context<'_>, input: &GlmInput<'_>, family: Family) -> Result<Glm, ModelError> {
    glm_with_threads(context, input, family, columns::threads(input.rows.weights.len()))
}

/// As [`glm`](fn@glm), on so many threads.
pub fn glm_with_threads(
    context: &Context<'_>,
    input: &GlmInput<'_>,
    family: Family,
    threads: usize,
) -> Result<Glm, ModelError> {
    check(input)?;
    let columns = Columns::scan(input, |y| family.allows(y), threads)?;
    let scored = scoring::score(input, family, &columns, threads, None)?;
    let left = &scored.left;

    let p = input.columns.len();
    let scale = columns.rows as f64 / columns.weight;
    let totals = ScoreTotals::of_columns(
        &input.rows,
        input.columns,
        &columns.shift,
        &columns.used,
        &left.weighted_scores,
        threads,
    );
    let design_degrees_of_freedom = totals.degrees_of_freedom(context);
    let unshift = columns.unshift();
    let influence: Vec<f64> = times(&unshift, &scored.inverse, p).iter().map(|x| scale * x).collect();
    let covariance = totals.mapped(&influence).covariance(context)?;
    let n = columns.rows as f64;
    let mean = left.pearson / columns.weight;
    Ok(Glm {
        family,
        coefficients: times(&unshift, &scored.coefficients, 1),
        covariance,
        model_covariance: sandwich(&unshift, &scored.inverse, p),
        design_degrees_of_freedom,
        degrees_of_freedom: design_degrees_of_freedom + 1.0 - p as f64,
        deviance: scale * left.deviance,
        dispersion: (left.squares / columns.weight - mean * mean) * n / (n - 1.0),
        rows: columns.rows,
        left_out: columns.left_out,
        weight: columns.weight,
        iterations: scored.iterations,
    })
}

/// The coefficients alone, from a `start` where there is one, on one thread: what replicates need.
pub fn glm_coefficients(
    input: &GlmInput<'_>,
    family: Family,
    start: Option<&[f64]>,
) -> Result<Vec<f64>, ModelError> {
    check(input)?;
    let p = input.columns.len();
    if let Some(found) = start.map(<[f64]>::len).filter(|&found| found != p) {
        return Err(ModelError::Entries { expected: p, found });
    }
    let columns = Columns::scan(input, |y| family.allows(y), 1)?;
    let start = start.map(|start| columns.shifted(start));
    let scored = scoring::score(input, family, &columns, 1, start)?;
    Ok(times(&columns.unshift(), &scored.coefficients, 1))
}

/// Scores and information at any coefficients.
#[derive(Debug)]
pub(super) struct Scores {
    /// Sums of w x (y − μ) μ' / V by sampling unit.
    pub(super) totals: ScoreTotals,
    /// Σ w x x' μ'² / V, row by row.
    pub(super) information: Vec<f64>,
    pub(super) rows: u64,
    pub(super) weight: f64,
}

/// Scores and information of the columns as given.
pub(super) fn scores(
    input: &GlmInput<'_>,
    family: Family,
    coefficients: &[f64],
) -> Result<Scores, ModelError> {
    check(input)?;
    let columns = Columns::scan(input, |y| family.allows(y), 1)?;
    let p = input.columns.len();
    let mut information = vec![0.0; p * p];
    let totals = ScoreTotals::of(&input.rows, p, |row, own| {
        if !columns.used[row] {
            return false;
        }
        for (value, column) in own.iter_mut().zip(input.columns) {
            *value = column[row];
        }
        let eta = linear_predictor(input, coefficients, row);
        let point = family.point(input.response[row], eta);
        for a in 0..p {
            for b in 0..p {
                information[a * p + b] += input.rows.weights[row] * point.information * own[a] * own[b];
            }
        }
        for value in own.iter_mut() {
            *value *= point.score;
        }
        true
    });
    Ok(Scores { totals, information, rows: columns.rows, weight: columns.weight })
}

pub(super) fn linear_predictor(input: &GlmInput<'_>, coefficients: &[f64], row: usize) -> f64 {
    let known = input.offset.map_or(0.0, |offset| offset[row]);
    known + coefficients.iter().zip(input.columns).map(|(b, column)| b * column[row]).sum::<f64>()
}

fn check(input: &GlmInput<'_>) -> Result<(), ModelError> {
    input.rows.check()?;
    if input.columns.is_empty() {
        return Err(ModelError::Empty);
    }
    let lengths = input.columns.iter().map(|column| column.len());
    for found in lengths.chain([input.response.len()]).chain(input.offset.map(<[f64]>::len)) {
        input.rows.check_length(found)?;
    }
    Ok(())
}

/// A B for A with as many columns as B has rows, B being `width` wide.
fn times(a: &[f64], b: &[f64], width: usize) -> Vec<f64> {
    let inner = b.len() / width;
    let of = |row: &[f64], column: usize| -> f64 {
        row.iter().enumerate().map(|(k, x)| x * b[k * width + column]).sum()
    };
    a.chunks_exact(inner).flat_map(|row| (0..width).map(move |column| of(row, column))).collect()
}
