#![doc = include_str!("method.md")]

use super::brr::balanced;
use super::{Psus, Replicates, ReplicatesError};

#[cfg(test)]
mod tests;

/// Balanced replicates that keep the share `rho` of the half that BRR would leave out.
pub fn fay(psus: &Psus, rho: f64) -> Result<Replicates, ReplicatesError> {
    if !(0.0..1.0).contains(&rho) {
        return Err(ReplicatesError::Rho { rho });
    }
    balanced(psus, rho)
}
