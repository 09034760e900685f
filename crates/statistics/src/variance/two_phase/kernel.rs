//! What a pair of units weighs in the variance of a design in stages, as a sum over the nodes that the two have in common.

use super::TwoPhaseError;
use crate::variance::design::Level;
use crate::variance::linearised::CENSUS;
use crate::variance::{DesignError, SinglePsu};

/// Coefficients of the nodes of a tree: `nodes[d]` has those of depth *d*, strata first. The weight of a pair is the sum over their common
/// nodes: Δ_kl / π_kl.
pub(super) fn stages(levels: &[Level], single: SinglePsu) -> Result<Vec<Vec<f64>>, Fault> {
    let strata = levels.first().map_or(0, |level| level.row.len());
    let mut nodes = vec![vec![0.0; strata]];
    for (stage, level) in levels.iter().enumerate() {
        let mut units = vec![0.0; level.parent.len()];
        let mut lonely = Vec::new();
        for parent in 0..level.row.len() {
            let (sampled, fraction) = (level.sampled(parent), level.fraction[parent]);
            if 1.0 - fraction < CENSUS {
                continue;
            }
            let scale = level.above[parent] * (1.0 - fraction);
            let own = level.start[parent] as usize..level.start[parent + 1] as usize;
            if sampled > 1 {
                let others = sampled as f64 - 1.0;
                nodes[stage][parent] -= scale / others;
                units[own].fill(scale * sampled as f64 / others);
            } else {
                match single {
                    SinglePsu::Fail => lonely.push(level.row[parent]),
                    SinglePsu::Remove | SinglePsu::Certainty => {}
                    SinglePsu::Adjust => units[own].fill(scale),
                    SinglePsu::Average | SinglePsu::AdjustDomain | SinglePsu::AverageDomain => {
                        return Err(Fault::Rule(single));
                    }
                }
            }
        }
        if !lonely.is_empty() {
            return Err(Fault::Design(DesignError::SinglePsu { stage: stage + 1, rows: lonely }));
        }
        nodes.push(units);
    }
    Ok(nodes)
}

/// Why a kernel cannot be made.
pub(super) enum Fault {
    Design(DesignError),
    Rule(SinglePsu),
}

impl Fault {
    pub(super) fn of_phase(self, wrap: impl Fn(DesignError) -> TwoPhaseError) -> TwoPhaseError {
        match self {
            Fault::Design(error) => wrap(error),
            Fault::Rule(single) => TwoPhaseError::Rule { single },
        }
    }
}
