//! Covariances of estimates from the totals of their linearised values.

use super::design::Second;
use super::{TwoPhase, TwoPhaseError, kernel};
use crate::numerics::pair_codes;
use crate::variance::design::Level;
use crate::variance::{Linearised, SinglePsu};

/// How the first phase's part of the variance is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhaseMethod {
    /// Without bias, from the probabilities of pairs in both phases; for any stages of both.
    #[default]
    Full,
    /// Each square over the unit's second-phase probability, around the estimated mean of the stratum: R's "simple" and "approx". For first
    /// phases whose units are the rows.
    Simple,
}

/// Covariance matrices, row by row. The variance is the sum of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoPhaseCovariance {
    /// What would be there if the whole first-phase sample had been asked; a diagonal element of the full method may be
    /// negative.
    pub first: Vec<f64>,
    /// What the second phase adds.
    pub second: Vec<f64>,
}

impl TwoPhaseCovariance {
    /// The covariance matrix.
    pub fn total(&self) -> Vec<f64> {
        self.first.iter().zip(&self.second).map(|(first, second)| first + second).collect()
    }
}

impl TwoPhase {
    /// The covariance matrix of the estimates from the totals of weight (of both phases) times linearised value in the leaves.
    ///
    /// `residuals` are the totals of weight times residual where the weights were calibrated to totals of the first phase's sample: they
    /// take the place of the values in the second phase's part.
    pub fn covariance(
        &self,
        linearised: &Linearised,
        residuals: Option<&Linearised>,
        method: PhaseMethod,
        single: SinglePsu,
    ) -> Result<TwoPhaseCovariance, TwoPhaseError> {
        let residuals = residuals.unwrap_or(linearised);
        if residuals.estimates != linearised.estimates {
            let (expected, found) = (linearised.estimates, residuals.estimates);
            return Err(TwoPhaseError::Estimates { expected, found });
        }
        let first = match method {
            PhaseMethod::Full => self.full(linearised, single)?,
            PhaseMethod::Simple => self.simple(linearised, single)?,
        };
        let second = match &self.second {
            Second::Stages(design) => {
                let totals = self.by(residuals, |leaf| leaf.1);
                totals.covariance(design, single).map_err(TwoPhaseError::Second)?
            }
            Second::Independent(p) => {
                let k = residuals.estimates;
                let mut sum = vec![0.0; k * k];
                for (&leaf, totals) in residuals.leaves.iter().zip(residuals.totals.chunks_exact(k.max(1))) {
                    add(&mut sum, totals, 1.0 - p[self.leaves[leaf as usize].1 as usize]);
                }
                sum
            }
        };
        Ok(TwoPhaseCovariance { first, second })
    }

    /// Σ Σ D₁ (1 − D₂) x x': all pairs as the first phase weighs them, less those products that the second phase accounts for.
    fn full(&self, linearised: &Linearised, single: SinglePsu) -> Result<Vec<f64>, TwoPhaseError> {
        let whole = self.by(linearised, |leaf| leaf.0);
        let mut sum = whole.covariance(&self.first, single).map_err(TwoPhaseError::First)?;
        let one = kernel::stages(&self.first.levels, single)
            .map_err(|fault| fault.of_phase(TwoPhaseError::First))?;
        let ancestors =
            ancestors(&self.first.levels, linearised.leaves.iter().map(|&leaf| self.leaf(leaf).0));
        let (two, others) = match &self.second {
            Second::Stages(design) => {
                let two = kernel::stages(&design.levels, single)
                    .map_err(|fault| fault.of_phase(TwoPhaseError::Second))?;
                let leaves = linearised.leaves.iter().map(|&leaf| self.leaf(leaf).1);
                (two, self::ancestors(&design.levels, leaves))
            }
            // Rows only: no pair of different ones depends on each other.
            Second::Independent(p) => {
                let own = linearised.leaves.iter().map(|&leaf| self.leaf(leaf).1).collect();
                (vec![p.iter().map(|p| 1.0 - p).collect()], vec![own])
            }
        };
        let k = linearised.estimates;
        for (weights, nodes) in one.iter().zip(&ancestors) {
            for (other_weights, other_nodes) in two.iter().zip(&others) {
                let (codes, pairs) = pair_codes(nodes, other_nodes);
                let mut totals = vec![0.0; pairs.len() * k];
                for (&code, own) in codes.iter().zip(linearised.totals.chunks_exact(k.max(1))) {
                    let at = code as usize * k;
                    totals[at..at + k].iter_mut().zip(own).for_each(|(total, value)| *total += value);
                }
                for (&(node, other), totals) in pairs.iter().zip(totals.chunks_exact(k.max(1))) {
                    let weight = weights[node as usize] * other_weights[other as usize];
                    add(&mut sum, totals, -weight);
                }
            }
        }
        Ok(sum)
    }

    fn simple(&self, linearised: &Linearised, single: SinglePsu) -> Result<Vec<f64>, TwoPhaseError> {
        let (true, [level]) = (self.elements, &self.first.levels[..]) else {
            return Err(TwoPhaseError::NotSimple);
        };
        let weights = kernel::stages(&self.first.levels, single)
            .map_err(|fault| fault.of_phase(TwoPhaseError::First))?;
        let k = linearised.estimates;
        // Every leaf is a row; those without rows of the domain have totals of zero.
        let mut totals = vec![0.0; self.leaves.len() * k];
        for (&leaf, own) in linearised.leaves.iter().zip(linearised.totals.chunks_exact(k.max(1))) {
            totals[leaf as usize * k..(leaf as usize + 1) * k].copy_from_slice(own);
        }
        let strata = level.row.len();
        let mut means = vec![0.0; strata * k];
        let mut stratum = Vec::with_capacity(self.leaves.len());
        for (leaf, own) in self.leaves.iter().zip(totals.chunks_exact(k.max(1))) {
            let h = level.parent[leaf.0 as usize] as usize;
            stratum.push(h);
            for (mean, value) in means[h * k..(h + 1) * k].iter_mut().zip(own) {
                *mean += value / level.sampled(h) as f64;
            }
        }
        let mut sum = vec![0.0; k * k];
        for (leaf, own) in totals.chunks_exact(k.max(1)).enumerate() {
            let (h, p) = (stratum[leaf], self.leaf_probabilities[leaf]);
            let mean = &means[h * k..(h + 1) * k];
            // A single unit is not centred.
            let centre = if level.sampled(h) > 1 { 1.0 } else { 0.0 };
            let deviation: Vec<f64> = own.iter().zip(mean).map(|(x, mean)| p * x - centre * mean).collect();
            add(&mut sum, &deviation, weights[1][self.leaves[leaf].0 as usize] / p);
        }
        Ok(sum)
    }

    fn leaf(&self, leaf: u32) -> (u32, u32) {
        self.leaves[leaf as usize]
    }

    /// Totals by the leaves of one phase.
    fn by(&self, linearised: &Linearised, phase: impl Fn((u32, u32)) -> u32) -> Linearised {
        let k = linearised.estimates;
        let mut order: Vec<usize> = (0..linearised.leaves.len()).collect();
        // Stable: values of one leaf are added in the order of the crossed leaves.
        order.sort_by_key(|&at| phase(self.leaf(linearised.leaves[at])));
        let mut by = Linearised { estimates: k, ..Linearised::default() };
        for at in order {
            let leaf = phase(self.leaf(linearised.leaves[at]));
            if by.leaves.last() != Some(&leaf) {
                by.leaves.push(leaf);
                by.totals.extend(std::iter::repeat_n(0.0, k));
            }
            let start = by.totals.len() - k;
            let own = &linearised.totals[at * k..(at + 1) * k];
            by.totals[start..].iter_mut().zip(own).for_each(|(total, value)| *total += value);
        }
        by
    }
}

/// The nodes of leaves at every depth of a tree, strata first.
fn ancestors(levels: &[Level], leaves: impl Iterator<Item = u32>) -> Vec<Vec<u32>> {
    let mut nodes = vec![leaves.collect::<Vec<u32>>()];
    for level in levels.iter().rev() {
        let below = &nodes[nodes.len() - 1];
        nodes.push(below.iter().map(|&unit| level.parent[unit as usize]).collect());
    }
    nodes.reverse();
    nodes
}

/// Adds `weight` times the product of a vector with itself.
fn add(sum: &mut [f64], x: &[f64], weight: f64) {
    let k = x.len();
    for a in 0..k {
        for b in 0..k {
            sum[a * k + b] += weight * x[a] * x[b];
        }
    }
}
