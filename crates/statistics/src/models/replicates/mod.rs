//! Models fitted again to the weights of every replicate.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::ModelError;
use super::glm::{Family, GlmInput, glm_coefficients};
use super::ordinal::{OrdinalInput, OrdinalLink, ordinal_parameters};
use super::survival::cox::{CoxInput, Ties, cox_coefficients};
use crate::variance::replicates::{Centre, ReplicateEstimates, Replication};
use std::num::NonZeroUsize;

/// How the rows follow the replicates.
#[derive(Debug, Clone, Copy)]
pub struct ReplicateWeights<'a, R> {
    /// The replicates.
    pub replication: &'a R,
    /// The replication's unit of each row: its primary unit, its group of adjusted rows, or the row itself where a file brings its own
    /// weights.
    pub units: &'a [u32],
    /// Weight of each row before its unit's factor: the design's weight, or 1 where the factors are the weights. 0 outside a domain.
    pub base: &'a [f64],
    /// What the replicates' deviations are taken from.
    pub centre: Centre,
    /// Replicates are shared out among so many threads; the result is the same for any number.
    pub threads: NonZeroUsize,
}

/// The estimates of `fit` with all replicates. `fit` gets the weights of all rows and the full sample's estimates to begin with (none for
/// the full sample itself); what it returns may depend on them only, and has the same length every time.
pub fn refit<R: Replication>(
    weights: &ReplicateWeights<'_, R>,
    fit: impl Fn(&[f64], Option<&[f64]>) -> Result<Vec<f64>, ModelError> + Sync,
) -> Result<ReplicateEstimates, ModelError> {
    let (rows, replication) = (weights.base.len(), weights.replication);
    if weights.units.len() != rows {
        return Err(ModelError::Length { rows, found: weights.units.len() });
    }
    let units = replication.units();
    if let Some(row) = weights.units.iter().position(|&unit| unit as usize >= units) {
        return Err(ModelError::Coefficient {
            coefficient: weights.units[row] as usize,
            coefficients: units,
        });
    }
    let spread = |factors: &[f64], own: &mut [f64]| {
        for ((own, base), &unit) in own.iter_mut().zip(weights.base).zip(weights.units) {
            *own = base * factors[unit as usize];
        }
    };
    let (mut factors, mut own) = (vec![0.0; units], vec![0.0; rows]);
    replication.full(&mut factors);
    spread(&factors, &mut own);
    let estimates = fit(&own, None)?;
    drop((factors, own));
    let scales = replication.scales();
    let of = |replicates: std::ops::Range<usize>| -> Result<Vec<f64>, ModelError> {
        let (mut factors, mut own) = (vec![0.0; units], vec![0.0; rows]);
        let mut all = Vec::with_capacity(replicates.len() * estimates.len());
        for replicate in replicates {
            // A replicate whose scale is zero is none.
            if scales[replicate] <= 0.0 {
                all.extend_from_slice(&estimates);
                continue;
            }
            replication.factors(replicate, &mut factors);
            spread(&factors, &mut own);
            let found = fit(&own, Some(&estimates))
                .map_err(|cause| ModelError::Replicate { replicate, cause: Box::new(cause) })?;
            if found.len() != estimates.len() {
                return Err(ModelError::Entries { expected: estimates.len(), found: found.len() });
            }
            all.extend(found);
        }
        Ok(all)
    };
    let count = scales.len();
    let each = count.div_ceil(weights.threads.get()).max(1);
    let starts: Vec<usize> = (0..count).step_by(each).collect();
    let parts: Vec<Result<Vec<f64>, ModelError>> = if starts.len() < 2 {
        starts.iter().map(|&first| of(first..(first + each).min(count))).collect()
    } else {
        std::thread::scope(|scope| {
            let of = &of;
            let running: Vec<_> = starts
                .iter()
                .map(|&first| scope.spawn(move || of(first..(first + each).min(count))))
                .collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    };
    let mut replicates = Vec::with_capacity(count * estimates.len());
    for part in parts {
        replicates.extend(part?);
    }
    Ok(ReplicateEstimates::new(replication, estimates, replicates, weights.centre))
}

/// Coefficients of a generalised linear model with replicates. The weights of `input` are not read.
///
/// Degrees of freedom of t and F: those of the replicates plus one less coefficients. Source: `svyglm` of R's survey package on
/// replicate weights.
pub fn glm_replicates<R: Replication>(
    weights: &ReplicateWeights<'_, R>,
    input: &GlmInput<'_>,
    family: Family,
) -> Result<ReplicateEstimates, ModelError> {
    refit(weights, |own, start| {
        let mut input = *input;
        input.rows.weights = own;
        glm_coefficients(&input, family, start)
    })
}

/// Coefficients and thresholds of a model of ordered categories with replicates. The weights of `input` are not read.
pub fn ordinal_replicates<R: Replication>(
    weights: &ReplicateWeights<'_, R>,
    input: &OrdinalInput<'_>,
    link: OrdinalLink,
) -> Result<ReplicateEstimates, ModelError> {
    refit(weights, |own, start| {
        let mut input = *input;
        input.rows.weights = own;
        ordinal_parameters(&input, link, start)
    })
}

/// Coefficients of a model of hazards with replicates. The weights of `input` are not read.
pub fn cox_replicates<R: Replication>(
    weights: &ReplicateWeights<'_, R>,
    input: &CoxInput<'_>,
    ties: Ties,
) -> Result<ReplicateEstimates, ModelError> {
    refit(weights, |own, start| {
        let mut input = *input;
        input.rows.weights = own;
        cox_coefficients(&input, ties, start)
    })
}
