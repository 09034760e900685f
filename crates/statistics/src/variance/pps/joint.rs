//! Joint inclusion probabilities of sampled units, dense or sparse.

use super::{Form, PpsError};

/// How far the table's probability of a unit may be from the design's, relative to it: what printing with seven digits loses.
const DIAGONAL: f64 = 1e-6;

/// How far two mirror images may differ, or a joint probability exceed a unit's own, relative to it: rounding of the sums that made it.
const ROUNDING: f64 = 1e-9;

/// The joint probabilities of the sampled first-stage units, as what the variance needs of them: 1 − π_k π_l / π_kl.
#[derive(Debug, Clone, PartialEq)]
pub struct JointProbabilities {
    probabilities: Vec<f64>,
    /// Pairs k < l that are not independent, by k and then l, with 1 − π_k π_l / π_kl.
    pairs: Vec<(u32, u32, f64)>,
}

impl JointProbabilities {
    /// From a square matrix, row by row, whose diagonal are the units' own probabilities. Units are in the order of their first rows.
    pub fn dense(matrix: &[f64], units: usize) -> Result<JointProbabilities, PpsError> {
        if matrix.len() != units * units {
            return Err(PpsError::Units { units, found: matrix.len().isqrt() });
        }
        let probabilities: Vec<f64> = (0..units).map(|unit| matrix[unit * units + unit]).collect();
        let mut pairs = Vec::with_capacity(units * units.saturating_sub(1) / 2);
        for a in 0..units {
            for b in a + 1..units {
                let (value, mirror) = (matrix[a * units + b], matrix[b * units + a]);
                if (value - mirror).abs() > ROUNDING * value.abs() {
                    return Err(PpsError::Joint { a, b, value: mirror });
                }
                pairs.push((a as u32, b as u32, value));
            }
        }
        JointProbabilities::sparse(&probabilities, &pairs)
    }

    /// From the units' own probabilities and the pairs that are not independent, each named once. Pairs that are not named are: units
    /// of different strata, for one.
    pub fn sparse(probabilities: &[f64], pairs: &[(u32, u32, f64)]) -> Result<JointProbabilities, PpsError> {
        let units = probabilities.len();
        if let Some(unit) = probabilities.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
            return Err(PpsError::Joint { a: unit, b: unit, value: probabilities[unit] });
        }
        let mut checks = Vec::with_capacity(pairs.len());
        for &(a, b, value) in pairs {
            let (a, b) = (a.min(b), a.max(b));
            let found = b as usize + 1;
            if found > units {
                return Err(PpsError::Units { units, found });
            }
            let (p, q) = (probabilities[a as usize], probabilities[b as usize]);
            if a == b || !(value > 0.0 && value <= p.min(q) * (1.0 + ROUNDING)) {
                return Err(PpsError::Joint { a: a as usize, b: b as usize, value });
            }
            checks.push((a, b, 1.0 - p * q / value));
        }
        checks.sort_unstable_by_key(|&(a, b, _)| (a, b));
        if let Some(pair) = checks.windows(2).find(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
            let (a, b) = (pair[0].0, pair[0].1);
            let value = pairs.iter().find(|&&(c, d, _)| (c.min(d), c.max(d)) == (a, b)).map_or(0.0, |p| p.2);
            return Err(PpsError::Joint { a: a as usize, b: b as usize, value });
        }
        checks.retain(|&(_, _, check)| check != 0.0);
        Ok(JointProbabilities { probabilities: probabilities.to_vec(), pairs: checks })
    }

    /// Of units that were drawn independently of each other: Poisson sampling.
    pub fn independent(probabilities: &[f64]) -> Result<JointProbabilities, PpsError> {
        JointProbabilities::sparse(probabilities, &[])
    }

    /// The matrix of the quadratic form of the units' weighted totals, row by row.
    pub(in crate::variance) fn matrix(&self, form: Form) -> Vec<f64> {
        let n = self.probabilities.len();
        let mut matrix = vec![0.0; n * n];
        for (unit, p) in self.probabilities.iter().enumerate() {
            matrix[unit * n + unit] = if form == Form::HorvitzThompson { 1.0 - p } else { 0.0 };
        }
        for &(a, b, check) in &self.pairs {
            let (a, b) = (a as usize, b as usize);
            (matrix[a * n + b], matrix[b * n + a]) = (check, check);
            if form == Form::YatesGrundy {
                matrix[a * n + a] -= check;
                matrix[b * n + b] -= check;
            }
        }
        matrix
    }

    /// Refuses a table that does not belong to units with these probabilities, in the order of their first rows.
    pub(super) fn check(&self, design: &[f64]) -> Result<(), PpsError> {
        if design.len() != self.probabilities.len() {
            return Err(PpsError::Units { units: design.len(), found: self.probabilities.len() });
        }
        for (unit, (&joint, &probability)) in self.probabilities.iter().zip(design).enumerate() {
            if (joint - probability).abs() > DIAGONAL * probability {
                return Err(PpsError::Diagonal { unit, joint, probability });
            }
        }
        Ok(())
    }

    /// Adds the quadratic form of `k` estimates to a matrix. `x` has the units' totals, unit by unit, in the order of first rows.
    pub(super) fn add(&self, sum: &mut [f64], x: &[f64], k: usize, form: Form) {
        let of = |unit: u32| &x[unit as usize * k..(unit as usize + 1) * k];
        if form == Form::HorvitzThompson {
            for (unit, p) in self.probabilities.iter().enumerate() {
                let own = of(unit as u32);
                add(sum, k, |a, b| (1.0 - p) * own[a] * own[b]);
            }
        }
        for &(one, two, check) in &self.pairs {
            let (one, two) = (of(one), of(two));
            match form {
                Form::HorvitzThompson => add(sum, k, |a, b| check * (one[a] * two[b] + two[a] * one[b])),
                Form::YatesGrundy => {
                    add(sum, k, |a, b| -check * (one[a] - two[a]) * (one[b] - two[b]));
                }
            }
        }
    }
}

/// Adds a symmetric matrix of `k` rows.
pub(in crate::variance) fn add(sum: &mut [f64], k: usize, value: impl Fn(usize, usize) -> f64) {
    for a in 0..k {
        for b in 0..=a {
            let value = value(a, b);
            sum[a * k + b] += value;
            if a != b {
                sum[b * k + a] += value;
            }
        }
    }
}
