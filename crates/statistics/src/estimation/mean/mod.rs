//! Mean of a variable.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::context::{by_pattern, linearise, simple_random};
use super::{Context, Estimate};
use crate::moments::Moments;
use crate::variance::DesignError;

/// Estimates the mean of `expression` in `cell`; `None` where the cell has no rows. `cross` as for a total.
pub fn mean(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cell: u32,
    expression: usize,
) -> Result<Option<Estimate>, DesignError> {
    let Some(sums) = moments.cell_sums(cell) else { return Ok(None) };
    let mean = sums.values[expression] / sums.weight;
    let influence = |weight: f64, values: &[f64]| (values[expression] - mean * weight) / sums.weight;
    let linearised = linearise(moments, cell, influence);
    let df = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let linearised = context.residuals(linearised, || vec![by_pattern(cross, cell, influence)]);
    let simple = simple_random(&sums, sums.centred_product(expression, expression));
    context.estimate(mean, &linearised, df, &sums, simple).map(Some)
}
