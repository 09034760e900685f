//! Quantiles with intervals from the distribution function's.
#![doc = include_str!("method.md")]

pub(crate) mod distribution;
mod rule;
mod score;
#[cfg(test)]
mod tests;

pub use rule::QuantileRule;

use super::proportion::{IntervalMethod, interval};
use super::{Context, Estimate, Interval, mean};
use crate::moments::{Moments, OUTSIDE};
use crate::numerics::student_t_quantile;
use crate::variance::DesignError;
use distribution::Distribution;

/// The rows that quantiles are taken from. All slices have one value a row.
#[derive(Debug, Clone, Copy)]
pub struct QuantileInput<'a> {
    /// Leaf of each row.
    pub leaves: &'a [u32],
    /// Domain cell of each row, or [`OUTSIDE`].
    pub cells: &'a [u32],
    /// Weights.
    pub weights: &'a [f64],
    /// The variable; NaN is missing.
    pub values: &'a [f64],
    /// Calibration pattern and base weight of each row, where the context has a calibration.
    pub patterns: Option<(&'a [u32], &'a [f64])>,
}

/// A quantile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The estimate, in the units of the variable.
    pub value: f64,
    /// The interval's width over twice the t quantile.
    pub se: f64,
    /// The interval.
    pub interval: Interval,
    /// Degrees of freedom.
    pub df: f64,
    /// Rows in the domain.
    pub rows: u64,
    /// Sum of their weights.
    pub weight: f64,
}

/// How the interval of a quantile is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuantileInterval {
    /// Woodruff's: the ends of Wald's interval of the share at or below the quantile, read off by the rule; R's `mean`.
    #[default]
    Mean,
    /// The same with Korn and Graubard's interval of the share; R's `beta`.
    Beta,
    /// The same with the logit interval of the share; R's `xlogit`.
    Xlogit,
    /// The same with the arcsine interval of the share; R's `asin`.
    Asin,
    /// The values at which the distribution function passes the probability by t standard errors of its own; R's `score`.
    Score,
}

/// How quantiles and their intervals are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileParams {
    /// How a quantile is read off the distribution.
    pub rule: QuantileRule,
    /// How its interval is made.
    pub interval: QuantileInterval,
    /// Confidence level.
    pub level: f64,
    /// Degrees of freedom of Student's t; `None` for those of the domain.
    pub df: Option<f64>,
}

impl Default for QuantileParams {
    fn default() -> QuantileParams {
        let (rule, interval) = (QuantileRule::Math, QuantileInterval::Mean);
        QuantileParams { rule, interval, level: 0.95, df: None }
    }
}

/// The quantiles at each of `probabilities` in every cell of `0..cells`; `None` for cells without rows.
pub fn quantiles(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    cells: u32,
    probabilities: &[f64],
    params: &QuantileParams,
) -> Result<Vec<Option<Vec<Quantile>>>, DesignError> {
    let mut distributions = distributions(input, cells);
    let mut found: Vec<Option<Vec<Quantile>>> = vec![None; cells as usize];
    for &probability in probabilities {
        let points: Vec<f64> =
            distributions.iter_mut().map(|rows| params.rule.read(rows, probability)).collect();
        let shares = shares_below(context, input, &points)?;
        let by_score = match params.interval {
            QuantileInterval::Score => {
                score::intervals(context, input, &mut distributions, probability, params)?
            }
            _ => Vec::new(),
        };
        for (cell, share) in shares.into_iter().enumerate() {
            let Some(share) = share else { continue };
            let df = params.df.unwrap_or(share.df);
            let t = student_t_quantile(f64::midpoint(1.0, params.level), df);
            let mut of_share = |method| {
                let ends = interval(&share, method, params.level, share.rows, df);
                Interval {
                    low: params.rule.read(&mut distributions[cell], ends.low),
                    high: params.rule.read(&mut distributions[cell], ends.high),
                }
            };
            let interval = match params.interval {
                QuantileInterval::Mean => of_share(IntervalMethod::Wald),
                QuantileInterval::Beta => of_share(IntervalMethod::KornGraubard),
                QuantileInterval::Xlogit => of_share(IntervalMethod::Logit),
                QuantileInterval::Asin => of_share(IntervalMethod::Arcsine),
                QuantileInterval::Score => by_score[cell],
            };
            let se = (interval.high - interval.low) / (2.0 * t);
            let value = points[cell];
            let quantile = Quantile { value, se, interval, df, rows: share.rows, weight: share.weight };
            found[cell].get_or_insert_default().push(quantile);
        }
    }
    Ok(found)
}

/// The quantile at `probability` in every cell of `0..cells` by the rule `Math` with Woodruff's interval; `None` for cells
/// without rows. `df` is that of Student's t, or `None` for that of the domain.
pub fn quantile(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    cells: u32,
    probability: f64,
    level: f64,
    df: Option<f64>,
) -> Result<Vec<Option<Quantile>>, DesignError> {
    let params = QuantileParams { level, df, ..QuantileParams::default() };
    let found = quantiles(context, input, cells, &[probability], &params)?;
    Ok(found.into_iter().map(|cell| cell.map(|quantiles| quantiles[0])).collect())
}

/// The share of each cell at or below its point, as the mean of an indicator.
fn shares_below(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    points: &[f64],
) -> Result<Vec<Option<Estimate>>, DesignError> {
    let below: Vec<f64> = input
        .cells
        .iter()
        .zip(input.values)
        .map(|(&cell, &value)| {
            if cell == OUTSIDE || value.is_nan() {
                f64::NAN
            } else {
                f64::from(u8::from(value <= points[cell as usize]))
            }
        })
        .collect();
    let moments = Moments::of(input.leaves, input.cells, input.weights, &[&below]);
    let cross = input.patterns.map(|(patterns, base)| Moments::of(patterns, input.cells, base, &[&below]));
    (0..points.len() as u32).map(|cell| mean::mean(context, &moments, cross.as_ref(), cell, 0)).collect()
}

/// The rows of each cell that have a weight and a value.
fn distributions(input: &QuantileInput<'_>, cells: u32) -> Vec<Distribution> {
    let mut rows: Vec<Vec<(f64, f64)>> = vec![Vec::new(); cells as usize];
    for ((&cell, &value), &weight) in input.cells.iter().zip(input.values).zip(input.weights) {
        if cell != OUTSIDE && !value.is_nan() && weight > 0.0 {
            rows[cell as usize].push((value, weight));
        }
    }
    rows.into_iter().map(Distribution::new).collect()
}

/// The quantile of distinct ascending `values` with these weights, by the rule `Math`: what replicates use.
pub fn weighted_quantile(values: &[f64], weights: &[f64], probability: f64) -> f64 {
    read_ascending(QuantileRule::Math, values, weights, &[probability])[0]
}

/// The quantiles of ascending `values` with these weights by a rule; values of weight zero are left out. With negative weights, which replicates
/// may have, sums of weights step down: the first value that reaches a share is what counts. NaN where the total is not positive.
pub(crate) fn read_ascending(
    rule: QuantileRule,
    values: &[f64],
    weights: &[f64],
    probabilities: &[f64],
) -> Vec<f64> {
    let (mut sum, mut highest) = (0.0, 0.0);
    let steps = values.iter().zip(weights).filter(|(_, weight)| **weight != 0.0);
    let steps = steps.map(|(&value, weight)| {
        sum += weight;
        highest = f64::max(highest, sum);
        (value, highest)
    });
    let mut rows = Distribution::ascending(steps.collect());
    // The whole is the total, which is below the highest sum if the last weights are negative.
    let whole = if sum > 0.0 { sum / highest } else { f64::NAN };
    probabilities
        .iter()
        .map(|&p| if (0.0..=1.0).contains(&p) { rule.read(&mut rows, p * whole) } else { f64::NAN })
        .collect()
}
