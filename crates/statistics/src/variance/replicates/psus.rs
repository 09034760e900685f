//! The first stage of a design, which is all that replicates are made from.

use super::ReplicatesError;
use crate::variance::Design;

/// The PSUs of a design: the stratum of each, and the fraction of PSUs that was sampled in each stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct Psus {
    stratum: Vec<u32>,
    sizes: Vec<usize>,
    fraction: Option<Vec<f64>>,
}

impl Psus {
    /// PSUs `0..stratum.len()`, each in one of the strata `0..strata`. A stratum may be empty.
    pub fn new(stratum: &[u32], strata: usize) -> Result<Psus, ReplicatesError> {
        let mut sizes = vec![0; strata];
        for (psu, &h) in stratum.iter().enumerate() {
            *sizes.get_mut(h as usize).ok_or(ReplicatesError::UnknownStratum { psu, stratum: h })? += 1;
        }
        if stratum.is_empty() {
            return Err(ReplicatesError::NoPsus);
        }
        Ok(Psus { stratum: stratum.to_vec(), sizes, fraction: None })
    }

    /// The first stage of a design, with its finite population corrections where it has any.
    pub fn of(design: &Design) -> Result<Psus, ReplicatesError> {
        let fraction = design.fraction_of_strata();
        let psus = Psus::new(design.stratum_of_psus(), design.strata())?;
        if fraction.iter().all(|f| *f == 0.0) { Ok(psus) } else { psus.with_fraction(fraction) }
    }

    /// With the fraction of PSUs sampled in each stratum, for finite population corrections.
    pub fn with_fraction(mut self, fraction: &[f64]) -> Result<Psus, ReplicatesError> {
        if fraction.len() != self.sizes.len() {
            return Err(ReplicatesError::Fraction { strata: Vec::new() });
        }
        let wrong: Vec<usize> =
            (0..fraction.len()).filter(|&h| !(0.0..=1.0).contains(&fraction[h])).collect();
        if !wrong.is_empty() {
            return Err(ReplicatesError::Fraction { strata: wrong });
        }
        self.fraction = Some(fraction.to_vec());
        Ok(self)
    }

    /// Number of PSUs.
    pub fn len(&self) -> usize {
        self.stratum.len()
    }

    /// Never true: a design without PSUs is an error of [`Psus::new`].
    pub fn is_empty(&self) -> bool {
        self.stratum.is_empty()
    }

    /// The stratum of each PSU.
    pub fn stratum(&self) -> &[u32] {
        &self.stratum
    }

    /// The number of PSUs of each stratum.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// What the variance of a stratum is multiplied by: 1 - f, or 1 where no fraction is known.
    pub fn correction(&self, stratum: usize) -> f64 {
        self.fraction.as_ref().map_or(1.0, |f| 1.0 - f[stratum])
    }

    /// Whether fractions are known.
    pub(super) fn has_fraction(&self) -> bool {
        self.fraction.is_some()
    }

    /// Strata that are not taken in full and have a single PSU.
    pub(super) fn singles(&self) -> Vec<usize> {
        (0..self.sizes.len()).filter(|&h| self.sizes[h] == 1 && self.correction(h) > 0.0).collect()
    }

    /// Refuses single PSUs that were not taken in full, and a design that was taken in full as a whole.
    pub(super) fn check_for_variance(&self) -> Result<(), ReplicatesError> {
        let strata = self.singles();
        if !strata.is_empty() {
            return Err(ReplicatesError::SinglePsu { strata });
        }
        if (0..self.sizes.len()).all(|h| self.sizes[h] == 0 || self.correction(h) == 0.0) {
            return Err(ReplicatesError::Census);
        }
        Ok(())
    }

    /// The sum of `n_h - 1` over the strata that are not taken in full.
    pub(super) fn degrees_of_freedom(&self) -> usize {
        (0..self.sizes.len())
            .filter(|&h| self.correction(h) > 0.0)
            .map(|h| self.sizes[h].saturating_sub(1))
            .sum()
    }
}

/// The PSUs of each stratum, in order of number.
pub(super) fn members(psus: &Psus) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); psus.sizes.len()];
    for (psu, &h) in psus.stratum.iter().enumerate() {
        members[h as usize].push(psu as u32);
    }
    members
}
