#![doc = include_str!("method.md")]

use super::rule::{Deletion, Jackknife, Rule};
use super::{Psus, Replicates, ReplicatesError};

#[cfg(test)]
mod tests;

/// One replicate for each PSU of a design without strata.
pub fn jk1(psus: &Psus) -> Result<Replicates, ReplicatesError> {
    let used: Vec<usize> = (0..psus.sizes().len()).filter(|&h| psus.sizes()[h] > 0).collect();
    let &[stratum] = used.as_slice() else {
        return Err(ReplicatesError::Stratified { strata: used.len() });
    };
    let correction = psus.correction(stratum);
    if correction == 0.0 {
        return Err(ReplicatesError::Census);
    }
    let singles = psus.singles();
    if !singles.is_empty() {
        return Err(ReplicatesError::SinglePsu { strata: singles });
    }
    let n = psus.len() as f64;
    let deletions =
        (0..psus.len() as u32).map(|unit| Deletion { unit, within: n / (n - 1.0), elsewhere: 1.0 }).collect();
    let rule = Jackknife { stratum: psus.stratum().to_vec(), strata: psus.sizes().len(), deletions };
    Ok(Replicates::new(
        psus.len(),
        correction * (n - 1.0) / n,
        vec![1.0; psus.len()],
        psus.degrees_of_freedom(),
        Rule::Jackknife(rule),
    ))
}
