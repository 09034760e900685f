//! What calibration does to the variance: linearised values are replaced by residuals.

use super::Linearised;
use crate::moments::Moments;
use crate::numerics::{Layout, pseudo_inverse, times};

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
    auxiliary: Auxiliary,
    /// Sum of final weights by (leaf, pattern), in the order of leaves.
    by_leaf: Vec<(u32, u32, f64)>,
}

/// The auxiliary vectors of the patterns, and the system of the regression on them.
#[derive(Debug, Clone)]
enum Auxiliary {
    Whole {
        values: Vec<f64>,
        length: usize,
        /// Pseudo-inverse of the sum of base weight times x x'.
        inverse: Vec<f64>,
    },
    Sparse(SparseAuxiliary),
}

/// Vectors without their zeros.
#[derive(Debug, Clone)]
pub(crate) struct SparseAuxiliary {
    /// First entry of each pattern, and the end.
    pub(crate) starts: Vec<usize>,
    /// Auxiliary variable and value.
    pub(crate) entries: Vec<(u32, f64)>,
    /// Where the entries of the system stand.
    pub(crate) layout: Layout,
    /// The factors of the sum of base weight times x x'.
    pub(crate) factors: Vec<f64>,
    /// Number of auxiliary variables.
    pub(crate) size: usize,
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
        let auxiliary = Auxiliary::Whole { values: input.auxiliary.to_vec(), length: q, inverse };
        Some(Calibration { auxiliary, by_leaf: by_leaf(input.leaves, input.patterns, input.weights) })
    }

    /// Of vectors without their zeros; weights after calibration.
    pub(crate) fn sparse(
        auxiliary: SparseAuxiliary,
        leaves: &[u32],
        patterns: &[u32],
        weights: &[f64],
    ) -> Calibration {
        let auxiliary = Auxiliary::Sparse(auxiliary);
        Calibration { auxiliary, by_leaf: by_leaf(leaves, patterns, weights) }
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
        match &self.auxiliary {
            Auxiliary::Whole { values, length, inverse } => {
                let q = *length;
                let x = |pattern: u32| &values[pattern as usize * q..(pattern as usize + 1) * q];
                let mut right = vec![0.0; q];
                for &(pattern, sum) in sums {
                    for (r, value) in right.iter_mut().zip(x(pattern)) {
                        *r += value * sum;
                    }
                }
                let slope = times(inverse, &right);
                values.chunks_exact(q).map(|x| x.iter().zip(&slope).map(|(x, b)| x * b).sum()).collect()
            }
            Auxiliary::Sparse(sparse) => sparse.fitted(sums),
        }
    }
}

impl SparseAuxiliary {
    fn fitted(&self, sums: &[(u32, f64)]) -> Vec<f64> {
        let x = |pattern: usize| &self.entries[self.starts[pattern]..self.starts[pattern + 1]];
        let mut right = vec![0.0; self.size];
        for &(pattern, sum) in sums {
            for &(at, value) in x(pattern as usize) {
                right[at as usize] += value * sum;
            }
        }
        let slope = self.layout.solve(&self.factors, &right);
        let of = |pattern| x(pattern).iter().map(|&(at, value)| value * slope[at as usize]).sum();
        (0..self.starts.len() - 1).map(of).collect()
    }
}

/// Sums of weights by (leaf, pattern), in the order of leaves.
fn by_leaf(leaves: &[u32], patterns: &[u32], weights: &[f64]) -> Vec<(u32, u32, f64)> {
    let sums = Moments::of(leaves, patterns, weights, &[]);
    let mut by_leaf: Vec<(u32, u32, f64)> =
        sums.slots().map(|slot| (slot.unit, slot.cell, slot.weight)).collect();
    by_leaf.sort_by_key(|&(leaf, pattern, _)| (leaf, pattern));
    by_leaf
}
