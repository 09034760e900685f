#![doc = include_str!("method.md")]

use super::rule::{ReplicateUnit, ReplicateWarning, Rule};
use super::{Replicates, ReplicatesError};
use crate::numerics::Stream;
use crate::variance::linearised::CENSUS;
use crate::variance::{Design, SinglePsu};

#[cfg(test)]
mod tests;

/// Replicate `r` draws from stream `PRESTON_STREAM + r` of the seed.
pub const PRESTON_STREAM: u64 = 2 << 32;

/// `replicates` multistage rescaled bootstrap replicates from `seed`. Their units are the *leaves* of the design. `single` is the rule for single units
/// that were not certain, at any stage: an error, or nothing (remove, certainty).
pub fn preston(
    design: &Design,
    single: SinglePsu,
    replicates: usize,
    seed: u64,
) -> Result<Replicates, ReplicatesError> {
    if replicates < 2 {
        return Err(ReplicatesError::TooFew { replicates });
    }
    let nothing = matches!(single, SinglePsu::Remove | SinglePsu::Certainty);
    if !nothing && single != SinglePsu::Fail {
        return Err(ReplicatesError::SingleRule { rule: single });
    }
    let (mut singles, mut degrees) = (Vec::new(), 0);
    let mut stages = Vec::with_capacity(design.levels.len());
    for (at, level) in design.levels.iter().enumerate() {
        let mut parts = Vec::with_capacity(level.row.len());
        let (mut alone, mut varying) = (Vec::new(), 0);
        for parent in 0..level.row.len() {
            let (n, fraction) = (level.sampled(parent), level.fraction[parent]);
            let certain = 1.0 - fraction < CENSUS;
            if n == 1 && !certain {
                alone.push(parent);
            }
            parts.push((n > 1 && !certain).then(|| Half::new(n, level.above[parent] * (1.0 - fraction))));
            varying += if n > 1 && !certain { n - 1 } else { 0 };
        }
        if !alone.is_empty() && !nothing {
            let rows = alone.iter().map(|&parent| level.row[parent]).collect();
            let error = ReplicatesError::SingleUnit { stage: at + 1, rows };
            return Err(if at == 0 { ReplicatesError::SinglePsu { strata: alone } } else { error });
        }
        if at == 0 {
            singles = alone;
        }
        // Where all of the first stage was taken, the second is what varies.
        degrees = if degrees == 0 { varying } else { degrees };
        stages.push(Stage { start: level.start.clone(), parts });
    }
    if degrees == 0 {
        return Err(ReplicatesError::Census);
    }
    let rule = Rule::Multistage(Tree { seed, stages });
    let (scale, rscales) = (1.0 / (replicates as f64 - 1.0), vec![1.0; replicates]);
    let mut made = Replicates::new(design.leaves(), scale, rscales, degrees, rule);
    made.unit = ReplicateUnit::Leaf;
    if !singles.is_empty() {
        made.warnings.push(ReplicateWarning::SinglePsu { strata: singles });
    }
    Ok(made)
}

/// The stages of the design, and how each draws.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    seed: u64,
    stages: Vec<Stage>,
}

#[derive(Debug, Clone)]
struct Stage {
    /// First unit of each parent, and the end.
    start: Vec<u32>,
    /// How half of a parent's units are drawn; none where all stay and nothing varies.
    parts: Vec<Option<Half>>,
}

/// What becomes of the units of one parent.
#[derive(Debug, Clone, Copy)]
struct Half {
    /// How many are drawn.
    drawn: u32,
    /// What a drawn unit adds to its multiplier, and what another one does.
    inside: f64,
    outside: f64,
    /// What the terms of later stages are multiplied by inside a drawn unit.
    boost: f64,
}

impl Half {
    /// Of `n` units, whose share of the variance is `share`.
    fn new(n: usize, share: f64) -> Half {
        let (size, drawn) = (n as f64, (n / 2) as f64);
        let lambda = (drawn * share / (size - drawn)).sqrt();
        let inside = lambda * (size / drawn) - lambda;
        Half { drawn: (n / 2) as u32, inside, outside: -lambda, boost: (size / drawn).sqrt() }
    }
}

impl Tree {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        self.walk(replicate, out, |_, _| {});
    }

    /// Writes the multipliers, and tells the stage and number of every unit that is drawn.
    fn walk(&self, replicate: usize, out: &mut [f64], mut drawn: impl FnMut(usize, usize)) {
        let mut stream = Stream::new(self.seed, PRESTON_STREAM + replicate as u64);
        let strata = self.stages.first().map_or(0, |stage| stage.parts.len());
        // Of each parent: the multiplier so far, and what its own terms are multiplied by (zero if it was not drawn).
        let (mut sums, mut boosts) = (vec![1.0; strata], vec![1.0; strata]);
        let mut pool = Vec::new();
        for (at, stage) in self.stages.iter().enumerate() {
            let units = stage.start.last().map_or(0, |&end| end as usize);
            let (mut next_sums, mut next_boosts) = (vec![0.0; units], vec![0.0; units]);
            for (parent, part) in stage.parts.iter().enumerate() {
                let range = stage.start[parent] as usize..stage.start[parent + 1] as usize;
                let (sum, boost) = (sums[parent], boosts[parent]);
                let Some(half) = part.filter(|_| boost > 0.0) else {
                    next_sums[range.clone()].fill(sum);
                    next_boosts[range].fill(boost);
                    continue;
                };
                next_sums[range.clone()].fill(sum + boost * half.outside);
                pool.clear();
                pool.extend(range);
                for place in 0..half.drawn as usize {
                    let other = place + stream.below((pool.len() - place) as u64) as usize;
                    pool.swap(place, other);
                    next_sums[pool[place]] = sum + boost * half.inside;
                    next_boosts[pool[place]] = boost * half.boost;
                    drawn(at, pool[place]);
                }
            }
            (sums, boosts) = (next_sums, next_boosts);
        }
        out.copy_from_slice(&sums);
    }
}
