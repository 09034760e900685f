//! The quadratic form of a rule, stage by stage, for replicates that are made from it.

use super::approximation::Centring;
use super::covariance::check_mean_square;
use super::{Approximation, FirstStage, PpsDesign, PpsError, PpsVariance};
use crate::variance::SinglePsu;

/// One stage: the unit of the stage for every leaf, and the form of its units' totals as blocks.
#[derive(Debug)]
pub(in crate::variance) struct StageBlocks {
    pub(in crate::variance) of: Vec<u32>,
    pub(in crate::variance) units: usize,
    pub(in crate::variance) blocks: Vec<Block>,
}

/// A form over some units of a stage.
#[derive(Debug)]
pub(in crate::variance) enum Block {
    /// Σ r² (y − Σ α y)².
    Centred {
        /// The units.
        members: Vec<u32>,
        /// α of each.
        centre: Vec<f64>,
        /// r of each.
        roots: Vec<f64>,
    },
    /// A matrix, row by row.
    Matrix {
        /// The units.
        members: Vec<u32>,
        /// The entries.
        values: Vec<f64>,
    },
}

impl PpsDesign {
    /// The stages of a rule, from the first. Single units that are not certain are refused, or have no block (remove, certainty).
    pub(in crate::variance) fn blocks(
        &self,
        variance: &PpsVariance<'_>,
    ) -> Result<Vec<StageBlocks>, PpsError> {
        let mut of: Vec<u32> = (0..self.leaves() as u32).collect();
        let mut stages = Vec::with_capacity(self.levels.len());
        for (stage, level) in self.levels.iter().enumerate().rev() {
            let units = level.parent.len();
            let approximation = match variance.first {
                FirstStage::Joint(joint, form) if stage == 0 => {
                    let mut probabilities = vec![0.0; units];
                    let mut members = vec![0; units];
                    for (unit, &place) in self.place.iter().enumerate() {
                        probabilities[place as usize] = level.probability[unit];
                        members[place as usize] = unit as u32;
                    }
                    joint.check(&probabilities)?;
                    let blocks = vec![Block::Matrix { members, values: joint.matrix(form) }];
                    stages.push(StageBlocks { of, units, blocks });
                    break;
                }
                FirstStage::Approximate(first) if stage == 0 => first,
                _ => variance.later,
            };
            if variance.single == SinglePsu::Fail && !level.lonely().is_empty() {
                return Err(PpsError::SinglePsu { stage: stage + 1, rows: level.lonely() });
            }
            let given = match approximation {
                Approximation::HartleyRao { mean_square: Some(given), .. } => {
                    check_mean_square(given, self.strata())?;
                    if stage == 0 { Some(given) } else { None }
                }
                _ => None,
            };
            let mut blocks = Vec::new();
            for parent in 0..level.row.len() {
                let members: Vec<u32> = level
                    .units(parent)
                    .filter(|&unit| !level.certain(unit))
                    .map(|unit| unit as u32)
                    .collect();
                if members.len() < 2 {
                    continue;
                }
                let p: Vec<f64> = members.iter().map(|&unit| level.probability[unit as usize]).collect();
                let scale = level.above[parent];
                blocks.push(if let Some(Centring { weights, factor }) = approximation.centring(&p) {
                    let roots = p.iter().map(|p| (scale * factor * (1.0 - p)).sqrt()).collect();
                    Block::Centred { members, centre: weights, roots }
                } else {
                    let n = members.len();
                    // The form of all units at once: each is an estimate of its own.
                    let identity: Vec<f64> =
                        (0..n * n).map(|at| f64::from(u8::from(at % (n + 1) == 0))).collect();
                    let mut values = vec![0.0; n * n];
                    approximation.add(&mut values, &identity, &p, n, scale, given.map(|given| given[parent]));
                    Block::Matrix { members, values }
                });
            }
            let above = of.iter().map(|&unit| level.parent[unit as usize]).collect();
            stages.push(StageBlocks { of, units, blocks });
            of = above;
        }
        stages.reverse();
        Ok(stages)
    }
}
