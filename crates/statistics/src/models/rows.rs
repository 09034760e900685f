//! What a model needs of each row beside its variables, and the sums of its scores by sampling unit.

use super::ModelError;
use crate::estimation::Context;
use crate::variance::Linearised;

/// Weight and place of each row in the design.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// Weights. A row with a weight of zero is outside the domain: its unit stays in the design.
    pub weights: &'a [f64],
    /// Leaf of each row in the design.
    pub leaves: &'a [u32],
    /// Patterns and base weights, where the context has a calibration.
    pub calibration: Option<CalibrationRows<'a>>,
}

/// Each row's place in a calibration.
#[derive(Debug, Clone, Copy)]
pub struct CalibrationRows<'a> {
    /// Pattern of auxiliary values.
    pub patterns: &'a [u32],
    /// Weight before calibration.
    pub base: &'a [f64],
}

impl Rows<'_> {
    /// Checks the lengths and the weights.
    pub(super) fn check(&self) -> Result<(), ModelError> {
        let rows = self.weights.len();
        let calibration = self.calibration.iter().flat_map(|c| [c.patterns.len(), c.base.len()]);
        for found in [self.leaves.len()].into_iter().chain(calibration) {
            if found != rows {
                return Err(ModelError::Length { rows, found });
            }
        }
        match self.weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
            Some(row) => Err(ModelError::Weight { row, value: self.weights[row] }),
            None => Ok(()),
        }
    }

    /// Checks that a variable has one value a row.
    pub(super) fn check_length(&self, found: usize) -> Result<(), ModelError> {
        let rows = self.weights.len();
        if found == rows { Ok(()) } else { Err(ModelError::Length { rows, found }) }
    }
}

/// Sums of weighted scores: by leaf with the weights, and by calibration pattern with the base weights.
#[derive(Debug, Clone)]
pub(super) struct ScoreTotals {
    linearised: Linearised,
    by_pattern: Vec<f64>,
}

impl ScoreTotals {
    /// Sums the scores of the rows in their order. `score` fills one row's (unweighted) vector of length `width`, or says that
    /// the row is left out.
    pub(super) fn of(
        rows: &Rows<'_>,
        width: usize,
        mut score: impl FnMut(usize, &mut [f64]) -> bool,
    ) -> Self {
        let end = rows.leaves.iter().max().map_or(0, |&leaf| leaf as usize + 1);
        let patterns = rows.calibration.and_then(|c| c.patterns.iter().max().map(|&p| p as usize + 1));
        let mut by_leaf = vec![0.0; end * width];
        let mut by_pattern = vec![0.0; patterns.unwrap_or(0) * width];
        let mut present = vec![false; end];
        let mut own = vec![0.0; width];
        for (row, (&weight, &leaf)) in rows.weights.iter().zip(rows.leaves).enumerate() {
            if weight <= 0.0 || !score(row, &mut own) {
                continue;
            }
            let leaf = leaf as usize;
            present[leaf] = true;
            for (total, value) in by_leaf[leaf * width..(leaf + 1) * width].iter_mut().zip(&own) {
                *total += weight * value;
            }
            if let Some(calibration) = rows.calibration {
                let at = calibration.patterns[row] as usize * width;
                for (total, value) in by_pattern[at..at + width].iter_mut().zip(&own) {
                    *total += calibration.base[row] * value;
                }
            }
        }
        let leaves: Vec<u32> = (0..end as u32).filter(|&leaf| present[leaf as usize]).collect();
        let totals = if leaves.len() == end {
            by_leaf
        } else {
            let of = |&leaf: &u32| &by_leaf[leaf as usize * width..(leaf as usize + 1) * width];
            leaves.iter().flat_map(of).copied().collect()
        };
        ScoreTotals { linearised: Linearised { leaves, totals, estimates: width }, by_pattern }
    }

    /// Sums of the columns less their shifts times `weighted` (weight times score of each row), columns side by side on threads: a
    /// column is summed by one thread in the order of rows.
    pub(super) fn of_columns(
        rows: &Rows<'_>,
        columns: &[&[f64]],
        shift: &[f64],
        used: &[bool],
        weighted: &[f64],
        threads: usize,
    ) -> Self {
        let width = columns.len();
        let end = rows.leaves.iter().max().map_or(0, |&leaf| leaf as usize + 1);
        let patterns = rows.calibration.and_then(|c| c.patterns.iter().max().map(|&p| p as usize + 1));
        let mut present = vec![false; end];
        for (&leaf, &used) in rows.leaves.iter().zip(used) {
            present[leaf as usize] |= used;
        }
        let sums = |column: usize| -> (Vec<f64>, Vec<f64>) {
            let (values, shift) = (columns[column], shift[column]);
            let mut by_leaf = vec![0.0; end];
            let mut by_pattern = vec![0.0; patterns.unwrap_or(0)];
            let scored = weighted.iter().zip(used).zip(values);
            for (((&score, &used), &x), &leaf) in scored.clone().zip(rows.leaves) {
                if used {
                    by_leaf[leaf as usize] += score * (x - shift);
                }
            }
            if let Some(calibration) = rows.calibration {
                let weights = rows.weights.iter().zip(calibration.base).zip(calibration.patterns);
                for (((&score, &used), &x), ((weight, base), &pattern)) in scored.zip(weights) {
                    if used {
                        by_pattern[pattern as usize] += score / weight * base * (x - shift);
                    }
                }
            }
            (by_leaf, by_pattern)
        };
        let each = width.div_ceil(threads.clamp(1, width.max(1))).max(1);
        let starts = (0..width).step_by(each);
        let (by_leaf, by_pattern): (Vec<_>, Vec<_>) = if each >= width {
            (0..width).map(sums).unzip()
        } else {
            std::thread::scope(|scope| {
                let sums = &sums;
                let running: Vec<_> = starts
                    .map(|first| {
                        let range = first..(first + each).min(width);
                        scope.spawn(move || range.map(sums).collect::<Vec<_>>())
                    })
                    .collect();
                running
                    .into_iter()
                    .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .unzip()
            })
        };
        let leaves: Vec<u32> = (0..end as u32).filter(|&leaf| present[leaf as usize]).collect();
        // The columns of one leaf or pattern beside each other.
        let beside = |sums: &[Vec<f64>], at: usize| -> Vec<f64> { sums.iter().map(|own| own[at]).collect() };
        let totals = leaves.iter().flat_map(|&leaf| beside(&by_leaf, leaf as usize)).collect();
        let of_patterns = (0..patterns.unwrap_or(0)).flat_map(|at| beside(&by_pattern, at)).collect();
        let linearised = Linearised { leaves, totals, estimates: width };
        ScoreTotals { linearised, by_pattern: of_patterns }
    }

    /// The totals of `matrix` times the scores; `matrix` row by row.
    pub(super) fn mapped(&self, matrix: &[f64]) -> ScoreTotals {
        let width = self.linearised.estimates;
        let map = |totals: &[f64]| -> Vec<f64> {
            let times = |total: &[f64]| -> Vec<f64> {
                let row = |row: &[f64]| row.iter().zip(total).map(|(m, t)| m * t).sum::<f64>();
                matrix.chunks_exact(width).map(row).collect()
            };
            totals.chunks_exact(width).flat_map(times).collect()
        };
        let linearised = Linearised {
            leaves: self.linearised.leaves.clone(),
            totals: map(&self.linearised.totals),
            estimates: matrix.len() / width,
        };
        ScoreTotals { linearised, by_pattern: map(&self.by_pattern) }
    }

    /// The totals over all leaves.
    pub(super) fn sum(&self) -> Vec<f64> {
        let width = self.linearised.estimates;
        let of = |estimate: usize| self.linearised.totals.iter().skip(estimate).step_by(width).sum();
        (0..width).map(of).collect()
    }

    /// Primary units less strata among the rows of the model.
    pub(super) fn degrees_of_freedom(&self, context: &Context<'_>) -> f64 {
        context.degrees_of_freedom(self.linearised.leaves.iter().copied())
    }

    /// The covariance of the totals under the design.
    pub(super) fn covariance(self, context: &Context<'_>) -> Result<Vec<f64>, ModelError> {
        let width = self.linearised.estimates;
        let by_pattern = self.by_pattern;
        let cross = || {
            let of = |estimate: usize| {
                let sums = by_pattern.iter().skip(estimate).step_by(width);
                sums.enumerate().map(|(pattern, &sum)| (pattern as u32, sum)).collect()
            };
            (0..width).map(of).collect()
        };
        Ok(context.residuals(self.linearised, cross).covariance(context.design, context.single)?)
    }
}
