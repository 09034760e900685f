//! Raking to any number of known margins.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::{Patterns, WeightingError};

/// A known margin: a category for each row, and the population of each category.
#[derive(Debug, Clone, Copy)]
pub struct Margin<'a> {
    /// Category of each row.
    pub codes: &'a [u32],
    /// Population of each category, in the order of the codes.
    pub totals: &'a [f64],
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RakingParams {
    /// Largest relative deviation from a margin that counts as met.
    pub tolerance: f64,
    /// Rounds over all margins before giving up.
    pub max_iterations: u64,
}

impl Default for RakingParams {
    fn default() -> RakingParams {
        RakingParams { tolerance: 1e-10, max_iterations: 1_000 }
    }
}

/// The result of raking.
#[derive(Debug, Clone, PartialEq)]
pub struct Raked {
    /// Factor of each row.
    pub factors: Vec<f64>,
    /// Rounds made.
    pub iterations: u64,
    /// Largest relative deviation from a margin that is left.
    pub largest_deviation: f64,
}

/// Two margins describe the same population when their sums differ by no more than this share.
const SAME_POPULATION: f64 = 1e-6;

/// Adjusts `start` to each margin in turn until all are met.
pub fn rake(start: &[f64], margins: &[Margin<'_>], params: &RakingParams) -> Result<Raked, WeightingError> {
    check(start, margins)?;
    let columns: Vec<&[u32]> = margins.iter().map(|margin| margin.codes).collect();
    let patterns = Patterns::collapse(&columns, start.len());
    let base = patterns.sums(start);
    let codes: Vec<Vec<u32>> =
        margins.iter().map(|margin| patterns.rows.iter().map(|&row| margin.codes[row]).collect()).collect();
    let collapsed: Vec<Margin<'_>> =
        margins.iter().zip(&codes).map(|(margin, codes)| Margin { codes, totals: margin.totals }).collect();
    let mut weights = base.clone();
    let mut worst = (0, 0, f64::INFINITY);
    for iteration in 1..=params.max_iterations {
        for margin in &collapsed {
            let sums = margin.sums(&weights);
            for (weight, &code) in weights.iter_mut().zip(margin.codes) {
                if *weight > 0.0 {
                    *weight *= margin.totals[code as usize] / sums[code as usize];
                }
            }
        }
        worst = largest_deviation(&weights, &collapsed);
        if worst.2 <= params.tolerance {
            let factors: Vec<f64> = weights
                .iter()
                .zip(&base)
                .map(|(weight, base)| if *base > 0.0 { weight / base } else { 1.0 })
                .collect();
            return Ok(Raked {
                factors: patterns.spread(&factors),
                iterations: iteration,
                largest_deviation: worst.2,
            });
        }
    }
    Err(WeightingError::NotConverged {
        iterations: params.max_iterations,
        margin: worst.0,
        category: Some(worst.1),
        deviation: worst.2,
    })
}

impl Margin<'_> {
    /// Sum of weights in each category.
    pub fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.totals.len()];
        for (weight, &code) in weights.iter().zip(self.codes) {
            sums[code as usize] += weight;
        }
        sums
    }
}

/// Everything that is wrong with the margins before a weight is touched.
pub(super) fn check(start: &[f64], margins: &[Margin<'_>]) -> Result<(), WeightingError> {
    let (mut empty, mut unknown) = (Vec::new(), Vec::new());
    for (at, margin) in margins.iter().enumerate() {
        if margin.codes.len() != start.len() {
            return Err(WeightingError::Length { rows: start.len(), found: margin.codes.len() });
        }
        let beyond = margin.codes.iter().filter(|&&code| code as usize >= margin.totals.len());
        unknown.extend(beyond.map(|&code| (at, code)));
        unknown.sort_unstable();
        unknown.dedup();
        if !unknown.is_empty() {
            continue;
        }
        for (code, (&total, sum)) in margin.totals.iter().zip(margin.sums(start)).enumerate() {
            if !total.is_finite() || total < 0.0 || (total == 0.0 && sum > 0.0) {
                unknown.push((at, code as u32));
            } else if total > 0.0 && sum == 0.0 {
                empty.push((at, code as u32));
            }
        }
    }
    if !unknown.is_empty() {
        return Err(WeightingError::NoTotal { categories: unknown });
    }
    if !empty.is_empty() {
        return Err(WeightingError::EmptyCategories { categories: empty });
    }
    let sums: Vec<f64> = margins.iter().map(|margin| margin.totals.iter().sum()).collect();
    let first = sums.first().copied().unwrap_or(0.0);
    if sums.iter().any(|sum| (sum - first).abs() > SAME_POPULATION * first) {
        return Err(WeightingError::SumsDiffer { sums });
    }
    Ok(())
}

/// The margin, category and size of the largest relative deviation.
pub(super) fn largest_deviation(weights: &[f64], margins: &[Margin<'_>]) -> (usize, u32, f64) {
    let mut worst = (0, 0, 0.0);
    for (at, margin) in margins.iter().enumerate() {
        for (code, (&total, sum)) in margin.totals.iter().zip(margin.sums(weights)).enumerate() {
            let deviation = if total > 0.0 { (sum - total).abs() / total } else { sum };
            if deviation > worst.2 || deviation.is_nan() {
                worst = (at, code as u32, deviation);
            }
        }
    }
    worst
}
