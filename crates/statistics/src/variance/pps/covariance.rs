//! Covariances of estimates from the totals of their linearised values.

use super::design::Level;
use super::{Approximation, Form, JointProbabilities, PpsDesign, PpsError};
use crate::variance::linearised::add_product;
use crate::variance::single::boost;
use crate::variance::{Linearised, SinglePsu};

/// Where the joint probabilities of the first stage come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FirstStage<'a> {
    /// They are known.
    Joint(&'a JointProbabilities, Form),
    /// They are approximated inside each stratum.
    Approximate(Approximation<'a>),
}

/// The rule that a variance follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PpsVariance<'a> {
    /// At the first stage.
    pub first: FirstStage<'a>,
    /// At the later ones.
    pub later: Approximation<'a>,
    /// What a stratum contributes whose approximation has a single unit; known joint probabilities need no rule.
    pub single: SinglePsu,
}

impl<'a> PpsVariance<'a> {
    /// The same approximation at every stage, strata with a single unit being refused.
    #[must_use]
    pub fn approximate(approximation: Approximation<'a>) -> PpsVariance<'a> {
        let first = FirstStage::Approximate(approximation);
        PpsVariance { first, later: approximation, single: SinglePsu::Fail }
    }

    /// Known joint probabilities at the first stage, and Brewer's approximation, which equal probabilities make exact, at later ones.
    #[must_use]
    pub fn joint(joint: &'a JointProbabilities, form: Form) -> PpsVariance<'a> {
        PpsVariance {
            first: FirstStage::Joint(joint, form),
            later: Approximation::Brewer,
            single: SinglePsu::Fail,
        }
    }
}

impl PpsDesign {
    /// The covariance matrix of the estimates, row by row, from the totals of weight times linearised value in the leaves. A diagonal
    /// element may be negative where joint probabilities are known.
    pub fn covariance(
        &self,
        linearised: &Linearised,
        variance: &PpsVariance<'_>,
    ) -> Result<Vec<f64>, PpsError> {
        let k = linearised.estimates;
        let mut covariance = vec![0.0; k * k];
        let mut units = linearised.leaves.clone();
        let mut totals = linearised.totals.clone();
        for (stage, level) in self.levels.iter().enumerate().rev() {
            let approximation = match variance.first {
                FirstStage::Joint(joint, form) if stage == 0 => {
                    self.add_joint(&mut covariance, joint, form, &units, &totals, k)?;
                    break;
                }
                FirstStage::Approximate(first) if stage == 0 => first,
                _ => variance.later,
            };
            if let Approximation::HartleyRao { mean_square: Some(given), .. } = approximation {
                check_mean_square(given, self.strata())?;
            }
            let group = Stage { level, number: stage, approximation, single: variance.single };
            (units, totals) = group.add(&mut covariance, &units, &totals, k)?;
        }
        Ok(covariance)
    }

    fn add_joint(
        &self,
        sum: &mut [f64],
        joint: &JointProbabilities,
        form: Form,
        units: &[u32],
        totals: &[f64],
        k: usize,
    ) -> Result<(), PpsError> {
        let mut probabilities = vec![0.0; self.psus()];
        if let Some(level) = self.levels.first() {
            for (&place, &p) in self.place.iter().zip(&level.probability) {
                probabilities[place as usize] = p;
            }
        }
        joint.check(&probabilities)?;
        let mut x = vec![0.0; self.psus() * k];
        for (&unit, own) in units.iter().zip(totals.chunks_exact(k.max(1))) {
            let at = self.place[unit as usize] as usize * k;
            x[at..at + k].copy_from_slice(own);
        }
        joint.add(sum, &x, k, form);
        Ok(())
    }
}

pub(super) fn check_mean_square(given: &[f64], strata: usize) -> Result<(), PpsError> {
    if given.len() != strata {
        return Err(PpsError::MeanSquare { strata, at: given.len() });
    }
    match given.iter().position(|value| !(0.0..=1.0).contains(value)) {
        Some(at) => Err(PpsError::MeanSquare { strata, at }),
        None => Ok(()),
    }
}

/// One stage under an approximation.
struct Stage<'a> {
    level: &'a Level,
    number: usize,
    approximation: Approximation<'a>,
    single: SinglePsu,
}

impl Stage<'_> {
    /// Adds what the stage contributes, and returns the parents that are present with their totals.
    fn add(
        &self,
        covariance: &mut [f64],
        units: &[u32],
        totals: &[f64],
        k: usize,
    ) -> Result<(Vec<u32>, Vec<f64>), PpsError> {
        let Stage { level, number: stage, single, .. } = *self;
        if single == SinglePsu::Fail {
            let rows = level.lonely();
            if !rows.is_empty() {
                return Err(PpsError::SinglePsu { stage: stage + 1, rows });
            }
        }
        let mut sum = vec![0.0; k * k];
        let (mut parents, mut parent_totals) = (Vec::new(), Vec::new());
        let mut averaged = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let parent = level.parent[units[at] as usize];
            let end = at + units[at..].partition_point(|&unit| level.parent[unit as usize] == parent);
            let own = &totals[at * k..end * k];
            parents.push(parent);
            parent_totals.extend((0..k).map(|e| own.iter().skip(e).step_by(k).sum::<f64>()));
            if self.add_parent(&mut sum, parent as usize, &units[at..end], own, k) {
                averaged.push(level.row[parent as usize]);
            }
            at = end;
        }
        let boost = if single.without_domains() == SinglePsu::Average {
            boost(parents.len(), averaged.len())
                .ok_or(PpsError::SinglePsu { stage: stage + 1, rows: averaged })?
        } else {
            1.0
        };
        for (whole, part) in covariance.iter_mut().zip(&sum) {
            *whole += part * boost;
        }
        Ok((parents, parent_totals))
    }

    /// Adds one parent. True where it is left to the rule for single units and that rule is not to adjust.
    fn add_parent(&self, sum: &mut [f64], parent: usize, present: &[u32], own: &[f64], k: usize) -> bool {
        let Stage { level, number: stage, approximation, single } = *self;
        let (mut x, mut p) = (Vec::new(), Vec::new());
        let (mut known, mut occurring) = (present.iter().zip(own.chunks_exact(k)).peekable(), 0);
        for unit in level.units(parent) {
            let here = known.next_if(|(known, _)| **known as usize == unit);
            if level.certain(unit) {
                continue;
            }
            p.push(level.probability[unit]);
            match here {
                Some((_, totals)) => {
                    occurring += 1;
                    x.extend_from_slice(totals);
                }
                None => x.extend(std::iter::repeat_n(0.0, k)),
            }
        }
        let scale = level.above[parent];
        if occurring == 0 {
            return false;
        }
        if !single.applies(p.len(), occurring) {
            let mean_square = match approximation {
                Approximation::HartleyRao { mean_square, .. } if stage == 0 => {
                    mean_square.map(|given| given[parent])
                }
                _ => None,
            };
            approximation.add(sum, &x, &p, k, scale, mean_square);
            return false;
        }
        if single.without_domains() != SinglePsu::Adjust {
            return true;
        }
        let n = p.len() as f64;
        let correction = if p.len() > 1 { n / (n - 1.0) } else { 1.0 };
        for (unit, p) in x.chunks_exact(k).zip(&p) {
            add_product(sum, unit, scale * correction * (1.0 - p));
        }
        false
    }
}
