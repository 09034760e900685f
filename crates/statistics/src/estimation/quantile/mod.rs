//! Quantiles with intervals from the distribution function's.
#![doc = include_str!("method.md")]

pub(crate) mod distribution;
mod rule;
mod score;
#[cfg(test)]
mod tests;

pub use rule::QuantileRule;

use super::context::simple_random;
use super::proportion::{IntervalMethod, interval};
use super::{Context, Estimate, Interval};
use crate::moments::{CellSums, Moments, OUTSIDE};
use crate::numerics::{in_blocks, student_t_quantile};
use crate::variance::{DesignError, Linearised};
use distribution::Distribution;
use std::ops::Range;

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

impl QuantileInterval {
    /// The interval of the share that the ends are read off at; `None` for the score interval.
    pub(crate) fn of_share(self) -> Option<IntervalMethod> {
        match self {
            QuantileInterval::Mean => Some(IntervalMethod::Wald),
            QuantileInterval::Beta => Some(IntervalMethod::KornGraubard),
            QuantileInterval::Xlogit => Some(IntervalMethod::Logit),
            QuantileInterval::Asin => Some(IntervalMethod::Arcsine),
            QuantileInterval::Score => None,
        }
    }
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
    let points: Vec<Vec<f64>> = probabilities
        .iter()
        .map(|&probability| {
            distributions.iter_mut().map(|rows| params.rule.read(rows, probability)).collect()
        })
        .collect();
    let shares = shares_below(context, input, &points)?;
    let mut by_score = Vec::new();
    if params.interval == QuantileInterval::Score {
        for &probability in probabilities {
            by_score.push(score::intervals(context, input, &mut distributions, probability, params)?);
        }
    }
    let of_cell = |(cell, shares): (usize, Vec<Estimate>)| {
        let of_point = |(number, share): (usize, Estimate)| {
            let df = params.df.unwrap_or(share.df);
            let t = student_t_quantile(f64::midpoint(1.0, params.level), df);
            let interval = match params.interval.of_share() {
                Some(method) => {
                    let ends = interval(&share, method, params.level, share.rows, df);
                    let mut read = |end| params.rule.read(&mut distributions[cell], end);
                    Interval { low: read(ends.low), high: read(ends.high) }
                }
                None => by_score[number][cell],
            };
            let se = (interval.high - interval.low) / (2.0 * t);
            let value = points[number][cell];
            Quantile { value, se, interval, df, rows: share.rows, weight: share.weight }
        };
        let found: Vec<Quantile> = shares.into_iter().enumerate().map(of_point).collect();
        (!found.is_empty()).then_some(found)
    };
    Ok(shares.into_iter().enumerate().map(of_cell).collect())
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

/// Rows that are looked at together.
const BLOCK: usize = 1 << 16;

/// For each cell the shares at or below its points (`points[number][cell]`), as means of indicators; none for cells without
/// rows. One pass over the rows: the moments of the cells parted by their points have the weights of all indicators.
fn shares_below(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    points: &[Vec<f64>],
) -> Result<Vec<Vec<Estimate>>, DesignError> {
    let (cells, count) = (points.first().map_or(0, Vec::len), points.len());
    let step = count as u32 + 1;
    // Points of each cell in order, and the place of each among them.
    let ordered: Vec<Vec<(f64, usize)>> = (0..cells)
        .map(|cell| {
            let mut own: Vec<(f64, usize)> = points.iter().map(|points| points[cell]).zip(0..).collect();
            own.sort_by(|a, b| a.0.total_cmp(&b.0));
            own
        })
        .collect();
    let segment = |(&cell, &value): (&u32, &f64)| {
        if cell == OUTSIDE || value.is_nan() {
            return OUTSIDE;
        }
        let below = ordered[cell as usize].iter().map(|point| u32::from(point.0 < value));
        cell * step + below.sum::<u32>()
    };
    let of_block = |rows: Range<usize>| -> Vec<u32> {
        input.cells[rows.clone()].iter().zip(&input.values[rows]).map(segment).collect()
    };
    let segments = in_blocks(input.values.len(), BLOCK, of_block).concat();
    let moments = Moments::of(input.leaves, &segments, input.weights, &[]);
    let cross = input.patterns.map(|(patterns, base)| Moments::of(patterns, &segments, base, &[]));
    let of_cell = |cell: usize| {
        let own = cell as u32 * step..(cell as u32 + 1) * step;
        let Some(whole) = cumulated(&moments, own.clone()) else { return Ok(Vec::new()) };
        let mut estimates = vec![None; count];
        for (place, &(_, number)) in ordered[cell].iter().enumerate() {
            estimates[number] = Some(share_below(context, &moments, cross.as_ref(), &own, place, &whole)?);
        }
        Ok(estimates.into_iter().flatten().collect())
    };
    (0..cells).map(of_cell).collect()
}

/// The sums of several cells; `None` without rows.
fn cumulated(moments: &Moments, cells: Range<u32>) -> Option<CellSums> {
    let mut sums = cells.filter_map(|cell| moments.cell_sums(cell));
    let mut whole = sums.next()?;
    for own in sums {
        whole.rows += own.rows;
        whole.weight += own.weight;
        whole.weight_squared += own.weight_squared;
    }
    Some(whole)
}

/// The share of the segments up to one, which is a mean with the influence (1[below] − share) / W.
fn share_below(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    segments: &Range<u32>,
    place: usize,
    whole: &CellSums,
) -> Result<Estimate, DesignError> {
    let last = segments.start + place as u32;
    let below = cumulated(moments, segments.start..last + 1).map_or(0.0, |sums| sums.weight);
    let share = below / whole.weight;
    let influence = |moments: &Moments| -> Vec<(u32, f64)> {
        let slots = segments.clone().flat_map(|cell| moments.cell(cell));
        slots
            .map(|slot| {
                let inside = if slot.cell <= last { 1.0 - share } else { -share };
                (slot.unit, inside * slot.weight / whole.weight)
            })
            .collect()
    };
    let mut entries = influence(moments);
    // Stable: parts of a unit are added in the order of the segments.
    entries.sort_by_key(|entry| entry.0);
    let mut linearised = Linearised { estimates: 1, ..Linearised::default() };
    for unit in entries.chunk_by(|a, b| a.0 == b.0) {
        linearised.leaves.push(unit[0].0);
        linearised.totals.push(unit.iter().map(|entry| entry.1).sum());
    }
    let df = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let linearised = context.residuals(linearised, || vec![cross.map(influence).unwrap_or_default()]);
    let simple = simple_random(whole, whole.weight * share * (1.0 - share));
    context.estimate(share, &linearised, df, whole, simple)
}

/// The rows of each cell that have a weight and a value.
fn distributions<'a>(input: &QuantileInput<'a>, cells: u32) -> Vec<Distribution<'a>> {
    if cells == 1 {
        return vec![Distribution::of_columns(input.cells, input.values, input.weights)];
    }
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
