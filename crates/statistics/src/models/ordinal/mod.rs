//! Ordered categories (proportional odds and its kin), under a design.
#![doc = include_str!("method.md")]

mod link;
mod scoring;
#[cfg(test)]
mod tests;

pub use link::OrdinalLink;

use super::cholesky::sandwich;
use super::rows::ScoreTotals;
use super::{ModelError, Rows};
use crate::estimation::Context;

/// The category of a missing response.
const MISSING: u32 = u32::MAX;

/// The variables of a model of ordered categories. A row with a missing value is left out; its unit stays in the design.
#[derive(Debug, Clone, Copy)]
pub struct OrdinalInput<'a> {
    /// Category of each row, `0..categories` from low to high; `u32::MAX` is missing.
    pub response: &'a [u32],
    /// Number of categories, three at least; each must occur.
    pub categories: u32,
    /// Columns of the model matrix, without a constant: the thresholds have its part.
    pub columns: &'a [&'a [f64]],
    /// A known part of the linear predictor.
    pub offset: Option<&'a [f64]>,
    /// Weight and place in the design of each row.
    pub rows: Rows<'a>,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Ordinal {
    /// Link.
    pub link: OrdinalLink,
    /// Coefficients in the order of the columns, then the thresholds between categories. A positive coefficient goes with higher
    /// categories.
    pub parameters: Vec<f64>,
    /// How many of them are coefficients.
    pub predictors: usize,
    /// Covariance of the parameters under the design, row by row.
    pub covariance: Vec<f64>,
    /// Inverse of the observed information, the weights scaled to a mean of 1. Row by row.
    pub model_covariance: Vec<f64>,
    /// Minus twice the log-likelihood, the weights scaled to a mean of 1.
    pub deviance: f64,
    /// Primary units less strata, among the rows of the model.
    pub design_degrees_of_freedom: f64,
    /// The same less the number of coefficients, as in R: for t and F.
    pub degrees_of_freedom: f64,
    /// Rows used.
    pub rows: u64,
    /// Rows of positive weight that were left out because a value is missing.
    pub left_out: u64,
    /// Sum of the weights of the rows used.
    pub weight: f64,
    /// Scoring steps.
    pub iterations: u32,
}

impl Ordinal {
    /// The coefficients of the columns.
    pub fn coefficients(&self) -> &[f64] {
        &self.parameters[..self.predictors]
    }

    /// The thresholds between neighbouring categories, ascending.
    pub fn thresholds(&self) -> &[f64] {
        &self.parameters[self.predictors..]
    }

    /// The standard error of a parameter; NaN if there is no such parameter.
    pub fn standard_error(&self, parameter: usize) -> f64 {
        let k = self.parameters.len();
        if parameter < k { self.covariance[parameter * (k + 1)].sqrt() } else { f64::NAN }
    }

    /// The probability of each category at a linear predictor.
    pub fn probabilities(&self, eta: f64) -> Vec<f64> {
        let below = self.thresholds().iter().map(|threshold| self.link.below(threshold - eta).0);
        let ends: Vec<f64> = std::iter::once(0.0).chain(below).chain([1.0]).collect();
        ends.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// Fits the model.
pub fn ordinal(
    context: &Context<'_>,
    input: &OrdinalInput<'_>,
    link: OrdinalLink,
) -> Result<Ordinal, ModelError> {
    let sample = Sample::new(input)?;
    let scored = scoring::score(input, &sample, link, None)?;
    let (p, k) = (input.columns.len(), scored.parameters.len());
    let mut x = vec![0.0; p];
    let totals = ScoreTotals::of(&input.rows, k, |row, own| {
        if sample.used[row] {
            own.fill(0.0);
            sample.values(input, row, &mut x);
            let ends = scoring::ends(input, link, &scored.parameters, row, &x);
            let y = input.response[row] as usize;
            for (value, x) in own.iter_mut().zip(&x) {
                *value = -(ends.upper - ends.lower) * x;
            }
            if y + 1 < input.categories as usize {
                own[p + y] += ends.upper;
            }
            if y > 0 {
                own[p + y - 1] -= ends.lower;
            }
        }
        sample.used[row]
    });
    let design_degrees_of_freedom = totals.degrees_of_freedom(context);
    // Thresholds are those of the columns as given, not of those around their means.
    let unshift = sample.unshift(k);
    let mut influence = vec![0.0; k * k];
    for row in 0..k {
        for column in 0..k {
            let of = |inner: usize| unshift[row * k + inner] * scored.inverse[inner * k + column];
            influence[row * k + column] = sample.scale * (0..k).map(of).sum::<f64>();
        }
    }
    let covariance = totals.mapped(&influence).covariance(context)?;
    Ok(Ordinal {
        link,
        parameters: sample.unshifted(&scored.parameters),
        predictors: p,
        covariance,
        model_covariance: sandwich(&unshift, &scored.inverse, k),
        deviance: -2.0 * scored.log_likelihood,
        design_degrees_of_freedom,
        degrees_of_freedom: design_degrees_of_freedom - p as f64,
        rows: sample.rows,
        left_out: sample.left_out,
        weight: sample.weight,
        iterations: scored.iterations,
    })
}

/// The parameters alone (coefficients, then thresholds), from a `start` where there is one: what replicates need.
pub fn ordinal_parameters(
    input: &OrdinalInput<'_>,
    link: OrdinalLink,
    start: Option<&[f64]>,
) -> Result<Vec<f64>, ModelError> {
    let sample = Sample::new(input)?;
    let expected = input.columns.len() + input.categories as usize - 1;
    if let Some(found) = start.map(<[f64]>::len).filter(|&found| found != expected) {
        return Err(ModelError::Entries { expected, found });
    }
    let start = start.map(|start| sample.shifted(start));
    Ok(sample.unshifted(&scoring::score(input, &sample, link, start)?.parameters))
}

/// The rows of the model.
struct Sample {
    used: Vec<bool>,
    /// Weighted mean of each column, which is subtracted from it.
    shift: Vec<f64>,
    /// Share of each category, the weights scaled to a mean of 1.
    shares: Vec<f64>,
    rows: u64,
    left_out: u64,
    weight: f64,
    /// What takes the weights to a mean of 1.
    scale: f64,
}

impl Sample {
    fn new(input: &OrdinalInput<'_>) -> Result<Sample, ModelError> {
        input.rows.check()?;
        let lengths = input.columns.iter().map(|column| column.len()).chain(input.offset.map(<[f64]>::len));
        for found in lengths.chain([input.response.len()]) {
            input.rows.check_length(found)?;
        }
        let categories = input.categories as usize;
        if categories < 3 {
            return Err(ModelError::Category { category: categories });
        }
        let mut used = vec![false; input.response.len()];
        let mut sums = vec![0.0; input.columns.len()];
        let mut shares = vec![0.0; categories];
        let (mut rows, mut left_out, mut weight) = (0, 0, 0.0);
        for row in 0..used.len() {
            let own = input.rows.weights[row];
            if own <= 0.0 {
                continue;
            }
            let y = input.response[row];
            let offset = input.offset.map_or(0.0, |offset| offset[row]);
            if y == MISSING || offset.is_nan() || input.columns.iter().any(|column| column[row].is_nan()) {
                left_out += 1;
                continue;
            }
            if y >= input.categories {
                return Err(ModelError::Response { row, value: f64::from(y) });
            }
            if offset.is_infinite() {
                return Err(ModelError::Infinite { column: None, row });
            }
            for (column, (sum, values)) in sums.iter_mut().zip(input.columns).enumerate() {
                if values[row].is_infinite() {
                    return Err(ModelError::Infinite { column: Some(column), row });
                }
                *sum += own * values[row];
            }
            used[row] = true;
            rows += 1;
            weight += own;
            shares[y as usize] += own;
        }
        if rows == 0 {
            return Err(ModelError::NoRows);
        }
        if let Some(category) = shares.iter().position(|share| *share == 0.0) {
            return Err(ModelError::Category { category });
        }
        let shift = sums.iter().map(|sum| sum / weight).collect();
        for share in &mut shares {
            *share /= weight;
        }
        Ok(Sample { used, shift, shares, rows, left_out, weight, scale: rows as f64 / weight })
    }

    /// The columns of a row around their means.
    fn values(&self, input: &OrdinalInput<'_>, row: usize, into: &mut [f64]) {
        for ((x, column), shift) in into.iter_mut().zip(input.columns).zip(&self.shift) {
            *x = column[row] - shift;
        }
    }

    /// What the means of the columns add to thresholds.
    fn moved(&self, parameters: &[f64]) -> f64 {
        self.shift.iter().zip(parameters).map(|(mean, b)| mean * b).sum()
    }

    fn unshifted(&self, parameters: &[f64]) -> Vec<f64> {
        let mut all = parameters.to_vec();
        let moved = self.moved(parameters);
        all[self.shift.len()..].iter_mut().for_each(|threshold| *threshold += moved);
        all
    }

    fn shifted(&self, parameters: &[f64]) -> Vec<f64> {
        let mut all = parameters.to_vec();
        let moved = self.moved(parameters);
        all[self.shift.len()..].iter_mut().for_each(|threshold| *threshold -= moved);
        all
    }

    /// The same as a matrix, row by row.
    fn unshift(&self, size: usize) -> Vec<f64> {
        let mut matrix = vec![0.0; size * size];
        for at in 0..size {
            matrix[at * (size + 1)] = 1.0;
            if at >= self.shift.len() {
                matrix[at * size..at * size + self.shift.len()].copy_from_slice(&self.shift);
            }
        }
        matrix
    }
}
