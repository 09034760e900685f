#![doc = include_str!("method.md")]

use super::rule::{Deletion, Jackknife, ReplicateWarning, Rule};
use super::{Psus, Replicates, ReplicatesError};
use crate::variance::SinglePsu;

#[cfg(test)]
mod tests;

/// One replicate for each PSU, scaled by (n_h - 1)/n_h of its own stratum. `single` is the rule for strata that have a
/// single PSU and were not taken in full.
pub fn jkn(psus: &Psus, single: SinglePsu) -> Result<Replicates, ReplicatesError> {
    let single = single.without_domains();
    let sizes = psus.sizes();
    let singles = psus.singles();
    let used = sizes.iter().filter(|&&n| n > 0).count();
    let helpless = match single {
        SinglePsu::Fail => true,
        SinglePsu::Adjust => used == 1,
        _ => false,
    };
    if !singles.is_empty() && helpless {
        return Err(ReplicatesError::SinglePsu { strata: singles });
    }
    let mut deletions = Vec::with_capacity(psus.len());
    let mut rscales = Vec::with_capacity(psus.len());
    let mut skipped = 0;
    for (unit, &stratum) in psus.stratum().iter().enumerate() {
        let (h, unit) = (stratum as usize, unit as u32);
        let (n, correction) = (sizes[h] as f64, psus.correction(h));
        if correction == 0.0 {
            continue;
        }
        if sizes[h] > 1 {
            deletions.push(Deletion { unit, within: n / (n - 1.0), elsewhere: 1.0 });
            rscales.push(correction * (n - 1.0) / n);
        } else if single == SinglePsu::Adjust {
            let strata = used as f64;
            deletions.push(Deletion { unit, within: 0.0, elsewhere: strata / (strata - 1.0) });
            rscales.push((strata - 1.0) / strata);
        } else {
            skipped += 1;
        }
    }
    if deletions.is_empty() {
        let error = ReplicatesError::SinglePsu { strata: singles.clone() };
        return Err(if singles.is_empty() { ReplicatesError::Census } else { error });
    }
    let scale = match single {
        SinglePsu::Average => (deletions.len() + skipped) as f64 / deletions.len() as f64,
        _ => 1.0,
    };
    let rule = Jackknife { stratum: psus.stratum().to_vec(), strata: sizes.len(), deletions };
    let degrees = psus.degrees_of_freedom();
    let mut replicates = Replicates::new(psus.len(), scale, rscales, degrees, Rule::Jackknife(rule));
    if !singles.is_empty() {
        replicates.warnings.push(ReplicateWarning::SinglePsu { strata: singles });
    }
    Ok(replicates)
}
