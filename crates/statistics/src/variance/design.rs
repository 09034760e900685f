//! The tree of sampling units: strata, primary units inside them, units of later stages inside those.

use std::sync::Arc;

use super::DesignError;
use super::pps::{PpsDesign, PpsError, PpsInput, PpsRule, Unequal};
use super::two_phase::Phases;
use crate::numerics::ordered_pairs;

/// The design of a sample as columns, one value a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct DesignInput<'a> {
    /// Number of rows.
    pub rows: usize,
    /// Stratum of the first stage; `None` for one stratum.
    pub strata: Option<&'a [u32]>,
    /// Label of the sampling unit at each stage, nested in the stage before; none means that every row is a unit.
    pub stages: &'a [&'a [u32]],
    /// Population counts (or sampling fractions, where all of a stage are at most 1), one column for each stage.
    pub fpc: &'a [&'a [f64]],
}

/// Sampling units in the order of the tree, so that the units of a parent are neighbours at every level.
///
/// Stages after the first contribute to the variance only through the sampling fraction of the stage before: without
/// finite population corrections there is one level, whatever the number of stages.
#[derive(Debug, Clone)]
pub struct Design {
    pub(super) levels: Vec<Level>,
    /// A row of each stratum.
    strata_rows: Vec<usize>,
    /// What takes the place of the levels in a variance.
    pub(super) special: Option<Special>,
}

/// A design whose variance does not follow from its levels.
#[derive(Debug, Clone)]
pub(super) enum Special {
    /// Unequal probabilities without replacement.
    Unequal(Arc<Unequal>),
    /// Two phases; the levels are those of the first.
    Phases(Arc<Phases>),
}

/// The units of one stage.
#[derive(Debug, Clone)]
pub(super) struct Level {
    /// First unit of each parent (a stratum at the first stage, else a unit of the stage before), and the end.
    pub(super) start: Vec<u32>,
    /// Parent of each unit.
    pub(super) parent: Vec<u32>,
    /// Sampling fraction in each parent; 0 without a correction.
    pub(super) fraction: Vec<f64>,
    /// Product of the sampling fractions above each parent.
    pub(super) above: Vec<f64>,
    /// A row of each parent.
    pub(super) row: Vec<usize>,
}

impl Level {
    pub(super) fn sampled(&self, parent: usize) -> usize {
        (self.start[parent + 1] - self.start[parent]) as usize
    }
}

impl Design {
    /// Builds the tree. Returns it with the deepest unit (leaf) of every row.
    pub fn new(input: &DesignInput<'_>) -> Result<(Design, Vec<u32>), DesignError> {
        let rows = input.rows;
        let lengths = input
            .strata
            .iter()
            .map(|column| column.len())
            .chain(input.stages.iter().map(|column| column.len()));
        for found in lengths.chain(input.fpc.iter().map(|column| column.len())) {
            if found != rows {
                return Err(DesignError::Length { rows, found });
            }
        }
        let own: Vec<u32>;
        let each_row: [&[u32]; 1];
        let stages = if input.stages.is_empty() {
            own = (0..rows as u32).collect();
            each_row = [&own];
            &each_row[..]
        } else {
            // A stage counts when every stage before it has a correction.
            &input.stages[..input.stages.len().min(input.fpc.len().max(1))]
        };
        let zero;
        let strata = if let Some(strata) = input.strata {
            strata
        } else {
            zero = vec![0; rows];
            &zero
        };
        let (mut parents, strata_rows) = dense(strata);
        let mut parent_rows = strata_rows.clone();
        let mut above = vec![1.0; strata_rows.len()];
        let mut levels = Vec::with_capacity(stages.len());
        for (stage, labels) in stages.iter().enumerate() {
            let (units, unit_parents, unit_rows) = nested(&parents, labels);
            let mut start = vec![0u32; parent_rows.len() + 1];
            for &parent in &unit_parents {
                start[parent as usize + 1] += 1;
            }
            for at in 1..start.len() {
                start[at] += start[at - 1];
            }
            let sampled: Vec<usize> = start.windows(2).map(|pair| (pair[1] - pair[0]) as usize).collect();
            let fraction = match input.fpc.get(stage) {
                Some(fpc) => fractions(fpc, &parents, &parent_rows, &sampled, stage + 1)?,
                None => vec![0.0; parent_rows.len()],
            };
            let next_above = unit_parents.iter().map(|&p| above[p as usize] * fraction[p as usize]).collect();
            levels.push(Level { start, parent: unit_parents, fraction, above, row: parent_rows });
            above = next_above;
            parents = units;
            parent_rows = unit_rows;
        }
        Ok((Design { levels, strata_rows, special: None }, parents))
    }

    /// A design whose units were drawn with unequal probabilities without replacement, with the deepest unit (leaf) of every
    /// row. Every linearised variance follows the rule; what knows no unequal probabilities, as replicates, sees the units as
    /// drawn with replacement.
    pub fn unequal(input: &PpsInput<'_>, rule: PpsRule) -> Result<(Design, Vec<u32>), PpsError> {
        let (tree, leaves) = PpsDesign::new(input)?;
        let levels = tree.levels.iter().enumerate().map(|(stage, level)| Level {
            start: level.start.clone(),
            parent: level.parent.clone(),
            fraction: vec![0.0; level.row.len()],
            above: vec![if stage == 0 { 1.0 } else { 0.0 }; level.row.len()],
            row: level.row.clone(),
        });
        let levels: Vec<Level> = levels.collect();
        let strata_rows = levels.first().map_or_else(Vec::new, |level| level.row.clone());
        Ok((
            Design {
                levels,
                strata_rows,
                special: Some(Special::Unequal(Arc::new(Unequal::new(tree, rule)?))),
            },
            leaves,
        ))
    }

    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.levels.last().map_or(0, |level| level.parent.len())
    }

    /// Number of first-stage strata.
    pub fn strata(&self) -> usize {
        self.strata_rows.len()
    }

    /// Number of first-stage units.
    pub fn psus(&self) -> usize {
        self.levels.first().map_or(0, |level| level.parent.len())
    }

    /// The levels of the first phase over leaves of both, for a variance in two phases. `strata_rows` are those of the first.
    pub(super) fn of_phases(levels: Vec<Level>, strata_rows: Vec<usize>, phases: Phases) -> Design {
        Design { levels, strata_rows, special: Some(Special::Phases(Arc::new(phases))) }
    }

    /// Primary units less strata; in two phases those of the phase that has fewer.
    pub fn degrees_of_freedom(&self) -> f64 {
        if let Some(Special::Phases(phases)) = &self.special {
            return phases.design.degrees_of_freedom();
        }
        self.psus() as f64 - self.strata() as f64
    }

    /// The first-stage unit of each leaf.
    pub fn psu_of_leaves(&self) -> Vec<u32> {
        let mut psu: Vec<u32> = (0..self.leaves() as u32).collect();
        for level in self.levels.iter().skip(1).rev() {
            for unit in &mut psu {
                *unit = level.parent[*unit as usize];
            }
        }
        psu
    }

    /// The first-stage unit of a leaf.
    pub(crate) fn psu_of_leaf(&self, leaf: u32) -> u32 {
        self.levels.iter().skip(1).rev().fold(leaf, |unit, level| level.parent[unit as usize])
    }

    /// The stratum of each first-stage unit.
    pub fn stratum_of_psus(&self) -> &[u32] {
        self.levels.first().map_or(&[], |level| &level.parent)
    }

    /// The first-stage sampling fraction of each stratum; 0 without a correction.
    pub fn fraction_of_strata(&self) -> &[f64] {
        self.levels.first().map_or(&[], |level| &level.fraction)
    }

    /// A row of each stratum, for naming it.
    pub fn row_of_strata(&self) -> &[usize] {
        &self.strata_rows
    }

    /// Weights that follow from the corrections alone: the product over stages of population over sampled units. The last
    /// listed stage is the one of the rows; `leaf` is the leaf of every row.
    pub fn weights(&self, leaf: &[u32]) -> Vec<f64> {
        if let Some(Special::Unequal(unequal)) = &self.special {
            return unequal.tree.weights(leaf);
        }
        let Some(last) = self.levels.last() else { return Vec::new() };
        leaf.iter()
            .map(|&unit| {
                let parent = last.parent[unit as usize] as usize;
                1.0 / (last.above[parent] * last.fraction[parent])
            })
            .collect()
    }
}

/// Codes 0, 1, … for labels in ascending order, with the first row of each.
fn dense(labels: &[u32]) -> (Vec<u32>, Vec<usize>) {
    let zeros = vec![0; labels.len()];
    let (codes, _, rows) = nested(&zeros, labels);
    (codes, rows)
}

/// Codes for (parent, label) in ascending order, with each one's parent and first row.
pub(super) fn nested(parents: &[u32], labels: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<usize>) {
    let (codes, pairs, rows) = ordered_pairs(parents, labels);
    (codes, pairs.into_iter().map(|pair| pair.0).collect(), rows)
}

/// Sampling fractions of the parents from a column of counts or fractions.
fn fractions(
    fpc: &[f64],
    parents: &[u32],
    parent_rows: &[usize],
    sampled: &[usize],
    stage: usize,
) -> Result<Vec<f64>, DesignError> {
    if let Some(row) = fpc.iter().position(|value| !value.is_finite() || *value <= 0.0) {
        return Err(DesignError::Fpc { stage, row, value: fpc[row] });
    }
    if let Some(row) = (0..fpc.len()).find(|&row| fpc[row] != fpc[parent_rows[parents[row] as usize]]) {
        return Err(DesignError::FpcVaries { stage, row });
    }
    // A population of one unit is a count as well as a fraction of one: both say that all of it was taken.
    let shares = fpc.iter().all(|value| *value <= 1.0);
    parent_rows
        .iter()
        .zip(sampled)
        .map(|(&row, &sampled)| {
            let value = fpc[row];
            let fraction = if shares { value } else { sampled as f64 / value };
            if fraction > 1.0 {
                return Err(DesignError::FpcTooSmall { stage, row, sampled, population: value });
            }
            Ok(fraction)
        })
        .collect()
}
