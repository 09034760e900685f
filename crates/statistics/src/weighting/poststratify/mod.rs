//! Post-stratification to one known margin.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::WeightingError;
use super::rake::Margin;

/// The factor of each row that makes the weights of every category sum to its population.
pub fn poststratify(start: &[f64], margin: &Margin<'_>) -> Result<Vec<f64>, WeightingError> {
    super::rake::check(start, &[*margin])?;
    let sums = margin.sums(start);
    Ok(margin.codes.iter().map(|&code| margin.totals[code as usize] / sums[code as usize]).collect())
}
