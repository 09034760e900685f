//! What calibration does to the variance: linearised values are replaced by residuals.

use super::Linearised;
use crate::moments::Moments;
use crate::numerics::{pseudo_inverse, times};

/// What is known of a calibration: each row has a pattern, and a pattern a vector of auxiliary values.
#[derive(Debug, Clone, Copy)]
pub struct CalibrationInput<'a> {
    /// Leaf of each row.
    pub leaves: &'a [u32],
    /// Pattern of each row.
    pub patterns: &'a [u32],
    /// Auxiliary values of each pattern, one pattern after the other.
    pub auxiliary: &'a [f64],
    /// Length of an auxiliary vector.
    pub auxiliaries: usize,
    /// Weights before calibration.
    pub base: &'a [f64],
    /// Weights after it.
    pub weights: &'a [f64],
}

/// A calibration as the variance needs it: sums over patterns, never over rows.
#[derive(Debug, Clone)]
pub struct Calibration {
    auxiliary: Vec<f64>,
    auxiliaries: usize,
    /// Pseudo-inverse of the sum of base weight times x x'.
    inverse: Vec<f64>,
    /// Sum of final weights by (leaf, pattern), in the order of leaves.
    by_leaf: Vec<(u32, u32, f64)>,
}

impl Calibration {
    /// Collapses the rows. `None` when the decomposition of the auxiliary variables fails, as with values that are not
    /// finite.
    pub fn new(input: &CalibrationInput<'_>) -> Option<Calibration> {
        let q = input.auxiliaries;
        let patterns = input.auxiliary.len() / q.max(1);
        let mut base = vec![0.0; patterns];
        for (&pattern, &weight) in input.patterns.iter().zip(input.base) {
            base[pattern as usize] += weight;
        }
        let mut gram = vec![0.0; q * q];
        for (x, &d) in input.auxiliary.chunks_exact(q).zip(&base) {
            for a in 0..q {
                for b in 0..q {
                    gram[a * q + b] += d * x[a] * x[b];
                }
            }
        }
        let inverse = pseudo_inverse(&gram, q)?;
        let sums = Moments::of(input.leaves, input.patterns, input.weights, &[]);
        let mut by_leaf: Vec<(u32, u32, f64)> =
            sums.slots().map(|slot| (slot.unit, slot.cell, slot.weight)).collect();
        by_leaf.sort_by_key(|&(leaf, pattern, _)| (leaf, pattern));
        Some(Calibration { auxiliary: input.auxiliary.to_vec(), auxiliaries: q, inverse, by_leaf })
    }

    /// Replaces the leaf totals of *w z* by those of *w e*, where *e* is the residual of *z* on the auxiliary values with
    /// base weights. `cross` has for each estimate the sums of base weight times z by pattern: (pattern, sum).
    ///
    /// Source: Deville and Särndal (1992), JASA 87, result 5; residuals with base weights as in R's survey package.
    #[must_use]
    pub fn residuals(&self, linearised: &Linearised, cross: &[Vec<(u32, f64)>]) -> Linearised {
        let k = linearised.estimates;
        let fitted: Vec<Vec<f64>> = cross.iter().map(|sums| self.fitted(sums)).collect();
        let mut residual = Linearised { estimates: k, ..Linearised::default() };
        let mut known = linearised.leaves.iter().zip(linearised.totals.chunks_exact(k.max(1))).peekable();
        let mut at = 0;
        while at < self.by_leaf.len() || known.peek().is_some() {
            let next_known = known.peek().map_or(u32::MAX, |(leaf, _)| **leaf);
            let leaf = self.by_leaf.get(at).map_or(u32::MAX, |&(leaf, _, _)| leaf).min(next_known);
            let start = residual.totals.len();
            residual.leaves.push(leaf);
            if next_known == leaf {
                residual.totals.extend(known.next().map_or(&[][..], |(_, totals)| totals));
            } else {
                residual.totals.extend(std::iter::repeat_n(0.0, k));
            }
            while let Some(&(_, pattern, weight)) = self.by_leaf.get(at).filter(|entry| entry.0 == leaf) {
                for (total, fitted) in residual.totals[start..].iter_mut().zip(&fitted) {
                    *total -= weight * fitted[pattern as usize];
                }
                at += 1;
            }
        }
        residual
    }

    /// x'B of every pattern, B being the regression of z on x.
    fn fitted(&self, sums: &[(u32, f64)]) -> Vec<f64> {
        let q = self.auxiliaries;
        let x = |pattern: u32| &self.auxiliary[pattern as usize * q..(pattern as usize + 1) * q];
        let mut right = vec![0.0; q];
        for &(pattern, sum) in sums {
            for (r, value) in right.iter_mut().zip(x(pattern)) {
                *r += value * sum;
            }
        }
        let slope = times(&self.inverse, &right);
        self.auxiliary.chunks_exact(q).map(|x| x.iter().zip(&slope).map(|(x, b)| x * b).sum()).collect()
    }
}
