#![doc = include_str!("method.md")]

mod hadamard;

pub use hadamard::Hadamard;

use super::rule::{ReplicateWarning, Rule};
use super::{Psus, Replicates, ReplicatesError};

#[cfg(test)]
mod tests;

/// Balanced half-samples of a design with two PSUs in every stratum.
pub fn brr(psus: &Psus) -> Result<Replicates, ReplicatesError> {
    balanced(psus, 0.0)
}

/// Balanced replicates with Fay's coefficient, which the caller has checked.
pub(super) fn balanced(psus: &Psus, rho: f64) -> Result<Replicates, ReplicatesError> {
    let sizes = psus.sizes();
    let odd: Vec<(usize, usize)> =
        (0..sizes.len()).filter(|&h| sizes[h] != 0 && sizes[h] != 2).map(|h| (h, sizes[h])).collect();
    if !odd.is_empty() {
        return Err(ReplicatesError::NotPaired { strata: odd });
    }
    // Column 0 of the matrix is constant, so the first stratum in use gets column 1.
    let mut used = 0;
    let column_of: Vec<u32> = sizes
        .iter()
        .map(|&n| {
            used += u32::from(n > 0);
            used
        })
        .collect();
    let matrix = Hadamard::above(used as usize);
    let mut seen = vec![false; sizes.len()];
    let mut column = Vec::with_capacity(psus.len());
    let mut sign = Vec::with_capacity(psus.len());
    for &h in psus.stratum() {
        column.push(column_of[h as usize]);
        sign.push(if seen[h as usize] { -1 } else { 1 });
        seen[h as usize] = true;
    }
    let r = matrix.order();
    let scale = 1.0 / (r as f64 * (1.0 - rho).powi(2));
    let rule = Rule::Balanced { column, sign, matrix, rho };
    let mut replicates = Replicates::new(psus.len(), scale, vec![1.0; r], used as usize, rule);
    if psus.has_fraction() {
        replicates.warnings.push(ReplicateWarning::FractionNotUsed);
    }
    Ok(replicates)
}
