//! What every estimator needs beside the moments: the design, the rule for single units, and the calibration.

use super::Estimate;
use crate::moments::{CellSums, Moments};
use crate::variance::{Calibration, Design, DesignError, Linearised, SinglePsu};

/// The design under which an estimate is made.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The tree of sampling units.
    pub design: &'a Design,
    /// What a stratum with a single unit contributes.
    pub single: SinglePsu,
    /// The calibration of the weights, where there was one.
    pub calibration: Option<&'a Calibration>,
}

impl Context<'_> {
    /// The linearised values after calibration, or as they are without one. `cross` has base-weighted sums of the
    /// influence by pattern for each estimate, and is only asked for when it is needed.
    pub fn residuals(
        &self,
        linearised: Linearised,
        cross: impl FnOnce() -> Vec<Vec<(u32, f64)>>,
    ) -> Linearised {
        match self.calibration {
            Some(calibration) => calibration.residuals(&linearised, &cross()),
            None => linearised,
        }
    }

    /// Primary units less strata among the leaves that have rows of the domain.
    pub fn degrees_of_freedom(&self, leaves: impl Iterator<Item = u32>) -> f64 {
        let stratum = self.design.stratum_of_psus();
        let mut psus: Vec<u32> = leaves.map(|leaf| self.design.psu_of_leaf(leaf)).collect();
        psus.sort_unstable();
        psus.dedup();
        let mut strata: Vec<u32> = psus.iter().map(|&psu| stratum[psu as usize]).collect();
        strata.dedup();
        psus.len() as f64 - strata.len() as f64
    }

    /// An estimate from its linearised values.
    pub(super) fn estimate(
        &self,
        value: f64,
        linearised: &Linearised,
        df: f64,
        sums: &CellSums,
        simple: Option<f64>,
    ) -> Result<Estimate, DesignError> {
        let variance = linearised.variance(self.design, self.single)?;
        let deff = simple.filter(|simple| *simple > 0.0).map(|simple| variance / simple);
        Ok(Estimate { value, se: variance.sqrt(), df, deff, rows: sums.rows, weight: sums.weight })
    }
}

/// The variance that a simple random sample without replacement of as many rows would have for a mean, from Σ w (y − ȳ)².
///
/// As in R's survey package: the weighted variance with n / (n − 1), over n, times 1 − n / N.
pub(super) fn simple_random(sums: &CellSums, squares: f64) -> Option<f64> {
    let n = sums.rows as f64;
    (n > 1.0 && sums.weight > n).then(|| squares / sums.weight / (n - 1.0) * (1.0 - n / sums.weight))
}

/// Linearised totals of one cell: `value` of each slot.
pub(super) fn linearise(moments: &Moments, cell: u32, value: impl Fn(f64, &[f64]) -> f64) -> Linearised {
    let mut linearised = Linearised { estimates: 1, ..Linearised::default() };
    for slot in moments.cell(cell) {
        linearised.leaves.push(slot.unit);
        linearised.totals.push(value(slot.weight, slot.values));
    }
    linearised
}

/// The same sums by calibration pattern.
pub(super) fn by_pattern(
    cross: Option<&Moments>,
    cell: u32,
    value: impl Fn(f64, &[f64]) -> f64,
) -> Vec<(u32, f64)> {
    let slots = cross.into_iter().flat_map(|cross| cross.cell(cell));
    slots.map(|slot| (slot.unit, value(slot.weight, slot.values))).collect()
}
