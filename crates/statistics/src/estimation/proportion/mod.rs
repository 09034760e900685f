//! Shares of the categories of a variable.
#![doc = include_str!("method.md")]

mod interval;
#[cfg(test)]
mod tests;

pub use interval::{IntervalMethod, interval};

use super::context::{by_pattern, simple_random};
use super::{Context, Estimate};
use crate::moments::{CellSums, Moments};
use crate::variance::{DesignError, Linearised};

/// The shares of a domain whose categories have the cells `cells` (one cell for each category, in order): an estimate for
/// each category, those without rows included as zero. Empty where no category has rows. `cross` as for a total.
pub fn shares(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cells: std::ops::Range<u32>,
) -> Result<Vec<Estimate>, DesignError> {
    let Some((sums, weights)) = domain(moments, cells.clone()) else { return Ok(Vec::new()) };
    let linearised = linearise(moments, cells.clone(), &weights, sums.weight);
    let df = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let linearised =
        context.residuals(linearised, || cross_sums(cross, cells.clone(), &weights, sums.weight));
    let k = weights.len();
    (0..k)
        .map(|category| {
            let share = weights[category] / sums.weight;
            let one = Linearised {
                leaves: linearised.leaves.clone(),
                totals: linearised.totals.iter().skip(category).step_by(k).copied().collect(),
                estimates: 1,
            };
            let simple = simple_random(&sums, sums.weight * share * (1.0 - share));
            context.estimate(share, &one, df, &sums, simple)
        })
        .collect()
}

/// Shares of all categories together.
#[derive(Debug, Clone, PartialEq)]
pub struct SharesCovariance {
    /// The share of each category.
    pub shares: Vec<f64>,
    /// Their covariance matrix, row by row.
    pub covariance: Vec<f64>,
    /// Sums of the domain.
    pub sums: CellSums,
}

/// The shares with the covariance matrix between them, row by row: what tests and contrasts need.
pub fn shares_covariance(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cells: std::ops::Range<u32>,
) -> Result<Option<SharesCovariance>, DesignError> {
    let Some((sums, weights)) = domain(moments, cells.clone()) else { return Ok(None) };
    let linearised = linearise(moments, cells.clone(), &weights, sums.weight);
    let linearised =
        context.residuals(linearised, || cross_sums(cross, cells.clone(), &weights, sums.weight));
    let covariance = linearised.covariance(context.design, context.single)?;
    let shares = weights.iter().map(|weight| weight / sums.weight).collect();
    Ok(Some(SharesCovariance { shares, covariance, sums }))
}

/// Sums of the whole domain, and the weight of each category.
fn domain(moments: &Moments, cells: std::ops::Range<u32>) -> Option<(CellSums, Vec<f64>)> {
    let mut whole: Option<CellSums> = None;
    let mut weights = Vec::with_capacity(cells.len());
    for cell in cells {
        let sums = moments.cell_sums(cell);
        weights.push(sums.as_ref().map_or(0.0, |sums| sums.weight));
        match (&mut whole, sums) {
            (Some(whole), Some(sums)) => {
                whole.rows += sums.rows;
                whole.weight += sums.weight;
                whole.weight_squared += sums.weight_squared;
            }
            (None, sums) => whole = sums,
            (Some(_), None) => {}
        }
    }
    whole.map(|whole| (whole, weights))
}

/// (w_category − share × w_domain) / W in every leaf, all categories side by side.
fn linearise(moments: &Moments, cells: std::ops::Range<u32>, weights: &[f64], whole: f64) -> Linearised {
    let k = weights.len();
    let mut entries: Vec<(u32, usize, f64)> = cells
        .clone()
        .enumerate()
        .flat_map(|(category, cell)| moments.cell(cell).map(move |slot| (slot.unit, category, slot.weight)))
        .collect();
    entries.sort_unstable_by_key(|&(leaf, category, _)| (leaf, category));
    let mut linearised = Linearised { estimates: k, ..Linearised::default() };
    for group in entries.chunk_by(|a, b| a.0 == b.0) {
        let unit: f64 = group.iter().map(|entry| entry.2).sum();
        let start = linearised.totals.len();
        linearised.leaves.push(group[0].0);
        linearised.totals.extend(weights.iter().map(|weight| -weight / whole * unit / whole));
        for &(_, category, weight) in group {
            linearised.totals[start + category] += weight / whole;
        }
    }
    linearised
}

fn cross_sums(
    cross: Option<&Moments>,
    cells: std::ops::Range<u32>,
    weights: &[f64],
    whole: f64,
) -> Vec<Vec<(u32, f64)>> {
    let own: Vec<Vec<(u32, f64)>> = cells.map(|cell| by_pattern(cross, cell, |weight, _| weight)).collect();
    weights
        .iter()
        .enumerate()
        .map(|(category, weight)| {
            let share = weight / whole;
            let others = own.iter().flatten().map(|&(pattern, sum)| (pattern, -share * sum / whole));
            own[category].iter().map(|&(pattern, sum)| (pattern, sum / whole)).chain(others).collect()
        })
        .collect()
}
