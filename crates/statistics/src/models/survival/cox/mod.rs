//! Proportional hazards (Cox), under a design.
#![doc = include_str!("method.md")]

mod residuals;
mod scoring;
#[cfg(test)]
mod tests;

use super::{RiskSets, Times};
use crate::estimation::Context;
use crate::models::rows::ScoreTotals;
use crate::models::{ModelError, Rows};

/// The variables of a model of hazards. A row with a NaN in any of them is left out; its unit stays in the design.
#[derive(Debug, Clone, Copy)]
pub struct CoxInput<'a> {
    /// When rows are observed, and whether until the event.
    pub times: Times<'a>,
    /// Columns of the model matrix, without a constant: the hazard of a row with zeros is left open.
    pub columns: &'a [&'a [f64]],
    /// A known part of the logarithm of the hazard.
    pub offset: Option<&'a [f64]>,
    /// Strata, each with a hazard of its own over time.
    pub strata: Option<&'a [u32]>,
    /// Weight and place in the design of each row.
    pub rows: Rows<'a>,
}

/// What several events at one time contribute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ties {
    /// On average over their orders, to a good approximation.
    #[default]
    Efron,
    /// As if each had all of the others still at risk.
    Breslow,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// How events at one time were counted.
    pub ties: Ties,
    /// Logarithms of hazard ratios, in the order of the columns.
    pub coefficients: Vec<f64>,
    /// Their covariance under the design, row by row.
    pub covariance: Vec<f64>,
    /// Inverse of the information, the weights scaled to a mean of 1. Row by row.
    pub model_covariance: Vec<f64>,
    /// Logarithm of the partial likelihood, the weights scaled to a mean of 1: with coefficients of zero, and as fitted.
    pub log_likelihood: [f64; 2],
    /// Primary units less strata, among the rows of the model.
    pub design_degrees_of_freedom: f64,
    /// The same plus one less the number of coefficients: for t and F of coefficients.
    pub degrees_of_freedom: f64,
    /// Rows with an event.
    pub events: u64,
    /// Rows used.
    pub rows: u64,
    /// Rows of positive weight that were left out because a value is missing.
    pub left_out: u64,
    /// Sum of the weights of the rows used.
    pub weight: f64,
    /// Scoring steps.
    pub iterations: u32,
}

impl Cox {
    /// The standard error of a coefficient; NaN if there is no such coefficient.
    pub fn standard_error(&self, coefficient: usize) -> f64 {
        let p = self.coefficients.len();
        if coefficient < p { self.covariance[coefficient * (p + 1)].sqrt() } else { f64::NAN }
    }
}

/// Fits the model.
pub fn cox(context: &Context<'_>, input: &CoxInput<'_>, ties: Ties) -> Result<Cox, ModelError> {
    let sample = Sample::new(input)?;
    let scored = scoring::score(input, &sample, ties, None)?;
    let p = input.columns.len();
    let residuals = residuals::residuals(input, &sample, ties, &scored.coefficients);
    let totals = ScoreTotals::of(&input.rows, p, |row, own| {
        own.copy_from_slice(&residuals[row * p..(row + 1) * p]);
        sample.used[row]
    });
    let design_degrees_of_freedom = totals.degrees_of_freedom(context);
    let influence: Vec<f64> = scored.inverse.iter().map(|value| sample.scale * value).collect();
    Ok(Cox {
        ties,
        covariance: totals.mapped(&influence).covariance(context)?,
        coefficients: scored.coefficients,
        model_covariance: scored.inverse,
        log_likelihood: scored.log_likelihood,
        design_degrees_of_freedom,
        degrees_of_freedom: design_degrees_of_freedom + 1.0 - p as f64,
        events: sample.events,
        rows: sample.rows,
        left_out: sample.left_out,
        weight: sample.weight,
        iterations: scored.iterations,
    })
}

/// The coefficients alone, from a `start` where there is one: what replicates need.
pub fn cox_coefficients(
    input: &CoxInput<'_>,
    ties: Ties,
    start: Option<&[f64]>,
) -> Result<Vec<f64>, ModelError> {
    let sample = Sample::new(input)?;
    Ok(scoring::score(input, &sample, ties, start)?.coefficients)
}

/// The rows of the model in the order of their times.
struct Sample {
    used: Vec<bool>,
    sets: RiskSets,
    /// Weighted mean of each column, which is subtracted from it.
    shift: Vec<f64>,
    rows: u64,
    left_out: u64,
    events: u64,
    weight: f64,
    /// What takes the weights to a mean of 1.
    scale: f64,
}

impl Sample {
    fn new(input: &CoxInput<'_>) -> Result<Sample, ModelError> {
        if input.columns.is_empty() {
            return Err(ModelError::Empty);
        }
        let lengths = input.columns.iter().map(|column| column.len()).chain(input.offset.map(<[f64]>::len));
        for found in lengths.chain(input.strata.map(<[u32]>::len)) {
            input.rows.check_length(found)?;
        }
        let (used, left_out) = input.times.used(&input.rows, |row| {
            input.columns.iter().all(|column| !column[row].is_nan())
                && input.offset.is_none_or(|offset| !offset[row].is_nan())
        })?;
        let p = input.columns.len();
        let (mut rows, mut events, mut weight) = (0, 0, 0.0);
        let mut sums = vec![0.0; p];
        for row in (0..used.len()).filter(|&row| used[row]) {
            rows += 1;
            events += u64::from(input.times.event[row] == 1.0);
            weight += input.rows.weights[row];
            for (column, (sum, values)) in sums.iter_mut().zip(input.columns).enumerate() {
                if values[row].is_infinite() {
                    return Err(ModelError::Infinite { column: Some(column), row });
                }
                *sum += input.rows.weights[row] * values[row];
            }
            if input.offset.is_some_and(|offset| offset[row].is_infinite()) {
                return Err(ModelError::Infinite { column: None, row });
            }
        }
        if events == 0 {
            return Err(ModelError::NoEvents);
        }
        let sets = RiskSets::new(&input.times, input.strata, &used);
        let shift = sums.iter().map(|sum| sum / weight).collect();
        Ok(Sample { used, sets, shift, rows, left_out, events, weight, scale: rows as f64 / weight })
    }

    /// The columns of a row around their means.
    fn values(&self, input: &CoxInput<'_>, row: usize, into: &mut [f64]) {
        for ((x, column), shift) in into.iter_mut().zip(input.columns).zip(&self.shift) {
            *x = column[row] - shift;
        }
    }

    /// Weight (scaled to a mean of 1) times relative hazard.
    fn hazard(input: &CoxInput<'_>, row: usize, x: &[f64], beta: &[f64]) -> f64 {
        let known = input.offset.map_or(0.0, |offset| offset[row]);
        (known + x.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>()).exp()
    }
}
