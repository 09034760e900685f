//! Taylor linearisation: the variance of an estimate from the totals of its linearised values in the sampling units.
#![doc = include_str!("method.md")]

use std::borrow::Cow;

use super::design::Special;
use super::single::boost;
use super::{Design, DesignError, SinglePsu};

/// Totals of linearised values in the leaves of a design, for one or several estimates: only leaves that have any.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linearised {
    /// Leaves in ascending order.
    pub leaves: Vec<u32>,
    /// For each leaf the totals of the `estimates` estimates, one after the other.
    pub totals: Vec<f64>,
    /// Number of estimates.
    pub estimates: usize,
}

impl Linearised {
    /// The covariance matrix of the estimates, row by row (`estimates`² numbers).
    pub fn covariance(&self, design: &Design, single: SinglePsu) -> Result<Vec<f64>, DesignError> {
        match &design.special {
            Some(Special::Unequal(unequal)) => return unequal.covariance(self, single),
            Some(Special::Phases(phases)) => return phases.covariance(self, single),
            None => {}
        }
        let k = self.estimates;
        let mut covariance = vec![0.0; k * k];
        let mut units = Cow::Borrowed(&self.leaves);
        let mut totals = Cow::Borrowed(&self.totals);
        let (mut sum, mut mean) = (vec![0.0; k], vec![0.0; k]);
        for (stage, level) in design.levels.iter().enumerate().rev() {
            let mut stage_sum = vec![0.0; k * k];
            let (mut parents, mut parent_totals) = (Vec::new(), Vec::new());
            let mut averaged = Vec::new();
            let mut at = 0;
            while at < units.len() {
                let parent = level.parent[units[at] as usize];
                let same = |unit: &&u32| level.parent[**unit as usize] == parent;
                let end = at + units[at..].iter().take_while(same).count();
                let own = &totals[at * k..end * k];
                for (e, sum) in sum.iter_mut().enumerate() {
                    *sum = own.iter().skip(e).step_by(k).sum();
                }
                let p = parent as usize;
                let (sampled, fraction) = (level.sampled(p), level.fraction[p]);
                let scale = level.above[p] * (1.0 - fraction);
                if 1.0 - fraction >= CENSUS {
                    let scale =
                        if sampled > 1 { scale * sampled as f64 / (sampled as f64 - 1.0) } else { scale };
                    if !single.applies(sampled, end - at) {
                        add_centred(&mut stage_sum, own, &sum, &mut mean, sampled, scale);
                    } else if single.without_domains() == SinglePsu::Adjust {
                        add_product(&mut stage_sum, &sum, scale);
                    } else {
                        averaged.push(level.row[p]);
                    }
                }
                parents.push(parent);
                parent_totals.extend_from_slice(&sum);
                at = end;
            }
            if single == SinglePsu::Fail {
                let rows = lonely(level);
                if !rows.is_empty() {
                    return Err(DesignError::SinglePsu { stage: stage + 1, rows });
                }
            }
            let boost = if single.without_domains() == SinglePsu::Average {
                boost(parents.len(), averaged.len())
                    .ok_or(DesignError::SinglePsu { stage: stage + 1, rows: averaged })?
            } else {
                1.0
            };
            for (whole, part) in covariance.iter_mut().zip(&stage_sum) {
                *whole += part * boost;
            }
            units = Cow::Owned(parents);
            totals = Cow::Owned(parent_totals);
        }
        Ok(covariance)
    }

    /// The variance of a single estimate.
    ///
    /// # Panics
    /// If there are several.
    pub fn variance(&self, design: &Design, single: SinglePsu) -> Result<f64, DesignError> {
        assert_eq!(self.estimates, 1, "one estimate has one variance");
        Ok(self.covariance(design, single)?[0])
    }
}

/// A stratum of which less than this share was left out is taken whole.
pub(super) const CENSUS: f64 = 1e-7;

/// A row of every parent with a single sampled unit that was not certain.
fn lonely(level: &super::design::Level) -> Vec<usize> {
    (0..level.row.len())
        .filter(|&parent| level.sampled(parent) == 1 && 1.0 - level.fraction[parent] >= CENSUS)
        .map(|parent| level.row[parent])
        .collect()
}

/// Adds scale times the centred cross-products of `sampled` units, of which those not in `own` have totals of zero.
fn add_centred(sum: &mut [f64], own: &[f64], total: &[f64], mean: &mut [f64], sampled: usize, scale: f64) {
    let k = total.len();
    let present = own.len() / k;
    mean.iter_mut().zip(total).for_each(|(mean, total)| *mean = total / sampled as f64);
    let absent = (sampled - present) as f64;
    for a in 0..k {
        for b in 0..=a {
            let mut products = absent * mean[a] * mean[b];
            for unit in own.chunks_exact(k) {
                products += (unit[a] - mean[a]) * (unit[b] - mean[b]);
            }
            sum[a * k + b] += scale * products;
            if a != b {
                sum[b * k + a] += scale * products;
            }
        }
    }
}

pub(super) fn add_product(sum: &mut [f64], total: &[f64], scale: f64) {
    let k = total.len();
    for a in 0..k {
        for b in 0..k {
            sum[a * k + b] += scale * total[a] * total[b];
        }
    }
}
