//! Quantiles with Woodruff's interval.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::{Context, Interval, mean};
use crate::moments::{Moments, OUTSIDE};
use crate::numerics::student_t_quantile;
use crate::variance::DesignError;

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
    /// The estimate: the smallest value at which the weighted distribution function reaches the probability.
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

/// The quantile at `probability` in every cell of `0..cells`; `None` for cells without rows. `df` is that of Student's t,
/// or `None` for that of the domain.
pub fn quantile(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    cells: u32,
    probability: f64,
    level: f64,
    df: Option<f64>,
) -> Result<Vec<Option<Quantile>>, DesignError> {
    let distributions = distributions(input, cells);
    let points: Vec<f64> =
        distributions.iter().map(|distribution| invert(distribution, probability)).collect();
    // The share at or below the point, as the mean of an indicator in each cell.
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
    (0..cells)
        .map(|cell| {
            let Some(share) = mean::mean(context, &moments, cross.as_ref(), cell, 0)? else {
                return Ok(None);
            };
            let df = df.unwrap_or(share.df);
            let t = student_t_quantile(f64::midpoint(1.0, level), df);
            let half = t * share.se;
            let distribution = &distributions[cell as usize];
            let interval = Interval {
                low: invert(distribution, share.value - half),
                high: invert(distribution, share.value + half),
            };
            let se = (interval.high - interval.low) / (2.0 * t);
            let value = points[cell as usize];
            Ok(Some(Quantile { value, se, interval, df, rows: share.rows, weight: share.weight }))
        })
        .collect()
}

/// For each cell the distinct values in ascending order with the weight at or below each.
fn distributions(input: &QuantileInput<'_>, cells: u32) -> Vec<Vec<(f64, f64)>> {
    let mut rows: Vec<Vec<(f64, f64)>> = vec![Vec::new(); cells as usize];
    for row in 0..input.values.len() {
        let (cell, value, weight) = (input.cells[row], input.values[row], input.weights[row]);
        if cell != OUTSIDE && !value.is_nan() && weight > 0.0 {
            rows[cell as usize].push((value, weight));
        }
    }
    for cell in &mut rows {
        cell.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        for entry in cell.iter_mut() {
            sum += entry.1;
            entry.1 = sum;
        }
        // The last of equal values has the weight of all of them.
        let mut kept = 0;
        for at in 0..cell.len() {
            if at + 1 == cell.len() || cell[at + 1].0 != cell[at].0 {
                cell[kept] = cell[at];
                kept += 1;
            }
        }
        cell.truncate(kept);
    }
    rows
}

/// Sums of weights that should be equal differ by less than this share; a row with so small a share of the weight would
/// need ten billion others.
const ROUNDING: f64 = 1e-10;

/// The quantile of distinct ascending `values` with these weights, by the rule of the estimate: what replicates use.
pub fn weighted_quantile(values: &[f64], weights: &[f64], probability: f64) -> f64 {
    let mut sum = 0.0;
    let steps: Vec<(f64, f64)> = values
        .iter()
        .zip(weights)
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(&value, weight)| {
            sum += weight;
            (value, sum)
        })
        .collect();
    invert(&steps, probability)
}

/// The smallest value at which the distribution function reaches `probability`; NaN outside 0 to 1, where the sample has
/// nothing to say. A probability within rounding of a step belongs to it.
pub(crate) fn invert(distribution: &[(f64, f64)], probability: f64) -> f64 {
    let Some(&(last, total)) = distribution.last() else { return f64::NAN };
    if !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    let target = probability * total * (1.0 - ROUNDING);
    let at = distribution.partition_point(|&(_, below)| below < target);
    distribution.get(at).map_or(last, |&(value, _)| value)
}
