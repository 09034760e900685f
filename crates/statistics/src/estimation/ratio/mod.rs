//! Ratio of two totals.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::context::{by_pattern, linearise, simple_random};
use super::{Context, Estimate};
use crate::moments::Moments;
use crate::variance::DesignError;

/// Estimates the total of expression `y` over the total of expression `x` in `cell`; `None` where the cell has no rows or
/// the denominator is zero. `cross` as for a total.
pub fn ratio(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cell: u32,
    y: usize,
    x: usize,
) -> Result<Option<Estimate>, DesignError> {
    let Some(sums) = moments.cell_sums(cell) else { return Ok(None) };
    let denominator = sums.values[x];
    if denominator == 0.0 {
        return Ok(None);
    }
    let ratio = sums.values[y] / denominator;
    let influence = |_: f64, values: &[f64]| (values[y] - ratio * values[x]) / denominator;
    let linearised = linearise(moments, cell, influence);
    let df = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let linearised = context.residuals(linearised, || vec![by_pattern(cross, cell, influence)]);
    // Σ w (y − R x)²: the mean of y − R x is zero, so the centred products do.
    let squares = sums.centred_product(y, y) - 2.0 * ratio * sums.centred_product(x, y)
        + ratio * ratio * sums.centred_product(x, x);
    let scale = sums.weight / denominator;
    let simple = simple_random(&sums, squares.max(0.0)).map(|variance| variance * scale * scale);
    context.estimate(ratio, &linearised, df, &sums, simple).map(Some)
}
