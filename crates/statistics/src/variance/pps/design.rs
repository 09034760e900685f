//! The tree of sampling units with the probability of each.

use super::PpsError;
use crate::variance::design::nested;
use crate::variance::linearised::CENSUS;

/// The design of a sample with unequal probabilities as columns, one value a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct PpsInput<'a> {
    /// Number of rows.
    pub rows: usize,
    /// Stratum of the first stage; `None` for one stratum.
    pub strata: Option<&'a [u32]>,
    /// Label of the sampling unit at each stage, nested in the stage before; none means that every row is a unit.
    pub stages: &'a [&'a [u32]],
    /// Inclusion probability of the unit at each stage, given those before.
    pub probabilities: &'a [&'a [f64]],
}

/// Sampling units in the order of the tree, each with its probability.
#[derive(Debug, Clone)]
pub struct PpsDesign {
    pub(in crate::variance) levels: Vec<Level>,
    /// First-stage units in the order of their first rows: the place of each.
    pub(super) place: Vec<u32>,
}

/// The units of one stage.
#[derive(Debug, Clone)]
pub(in crate::variance) struct Level {
    /// First unit of each parent (a stratum at the first stage, else a unit of the stage before), and the end.
    pub(in crate::variance) start: Vec<u32>,
    /// Parent of each unit.
    pub(in crate::variance) parent: Vec<u32>,
    /// Probability of each unit.
    pub(super) probability: Vec<f64>,
    /// Product of the probabilities above each parent.
    pub(super) above: Vec<f64>,
    /// A row of each parent.
    pub(in crate::variance) row: Vec<usize>,
}

impl Level {
    /// The units of a parent.
    pub(super) fn units(&self, parent: usize) -> std::ops::Range<usize> {
        self.start[parent] as usize..self.start[parent + 1] as usize
    }

    /// Whether a unit is in every sample.
    pub(super) fn certain(&self, unit: usize) -> bool {
        1.0 - self.probability[unit] < CENSUS
    }

    /// A row of every parent with a single unit that is not certain.
    pub(super) fn lonely(&self) -> Vec<usize> {
        (0..self.row.len())
            .filter(|&parent| self.units(parent).filter(|&unit| !self.certain(unit)).count() == 1)
            .map(|parent| self.row[parent])
            .collect()
    }
}

impl PpsDesign {
    /// Builds the tree. Returns it with the deepest unit (leaf) of every row.
    pub fn new(input: &PpsInput<'_>) -> Result<(PpsDesign, Vec<u32>), PpsError> {
        let rows = input.rows;
        let lengths = input.strata.iter().map(|column| column.len());
        let lengths = lengths.chain(input.stages.iter().map(|column| column.len()));
        for found in lengths.chain(input.probabilities.iter().map(|column| column.len())) {
            if found != rows {
                return Err(PpsError::Length { rows, found });
            }
        }
        let each_row: Vec<u32> = (0..rows as u32).collect();
        let own: [&[u32]; 1] = [&each_row];
        let stages = if input.stages.is_empty() { &own[..] } else { input.stages };
        if stages.len() != input.probabilities.len() {
            let probabilities = input.probabilities.len();
            return Err(PpsError::Stages { stages: stages.len(), probabilities });
        }
        let zeros = vec![0; rows];
        let strata = input.strata.unwrap_or(&zeros);
        let (mut parents, _, mut parent_rows) = nested(&zeros, strata);
        let mut above = vec![1.0; parent_rows.len()];
        let mut levels: Vec<Level> = Vec::with_capacity(stages.len());
        let mut place = Vec::new();
        for (stage, (labels, column)) in stages.iter().zip(input.probabilities).enumerate() {
            let (units, parent, unit_rows) = nested(&parents, labels);
            let probability = probabilities(column, &units, &unit_rows, stage + 1)?;
            let mut start = vec![0u32; parent_rows.len() + 1];
            for &p in &parent {
                start[p as usize + 1] += 1;
            }
            for at in 1..start.len() {
                start[at] += start[at - 1];
            }
            if stage == 0 {
                place = places(&unit_rows);
            }
            let next_above = parent.iter().zip(&probability).map(|(&p, pi)| above[p as usize] * pi).collect();
            levels.push(Level { start, parent, probability, above, row: parent_rows });
            above = next_above;
            parents = units;
            parent_rows = unit_rows;
        }
        Ok((PpsDesign { levels, place }, parents))
    }

    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.levels.last().map_or(0, |level| level.parent.len())
    }

    /// Number of first-stage units.
    pub fn psus(&self) -> usize {
        self.place.len()
    }

    /// Number of first-stage strata.
    pub fn strata(&self) -> usize {
        self.levels.first().map_or(0, |level| level.row.len())
    }

    /// Primary units less strata, where the leaves given have rows of the domain; certain units count, as in R.
    pub fn degrees_of_freedom(&self, leaves: impl Iterator<Item = u32>) -> f64 {
        let mut units: Vec<u32> = leaves.collect();
        for level in self.levels.iter().skip(1).rev() {
            for unit in &mut units {
                *unit = level.parent[*unit as usize];
            }
        }
        units.sort_unstable();
        units.dedup();
        let psus = units.len();
        let mut strata = units;
        if let Some(level) = self.levels.first() {
            for unit in &mut strata {
                *unit = level.parent[*unit as usize];
            }
        }
        strata.dedup();
        psus as f64 - strata.len() as f64
    }

    /// The weight of every row: one over the product of the probabilities of its units. `leaf` is the leaf of every row.
    pub fn weights(&self, leaf: &[u32]) -> Vec<f64> {
        let Some(last) = self.levels.last() else { return Vec::new() };
        let weight = |&unit: &u32| {
            let parent = last.parent[unit as usize] as usize;
            1.0 / (last.above[parent] * last.probability[unit as usize])
        };
        leaf.iter().map(weight).collect()
    }
}

/// The probability of each unit.
fn probabilities(
    column: &[f64],
    units: &[u32],
    unit_rows: &[usize],
    stage: usize,
) -> Result<Vec<f64>, PpsError> {
    if let Some(row) = column.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
        return Err(PpsError::Probability { stage, row, value: column[row] });
    }
    if let Some(row) = (0..column.len()).find(|&row| column[row] != column[unit_rows[units[row] as usize]]) {
        return Err(PpsError::ProbabilityVaries { stage, row });
    }
    Ok(unit_rows.iter().map(|&row| column[row]).collect())
}

/// The place of each unit among the units in the order of their first rows.
fn places(unit_rows: &[usize]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..unit_rows.len()).collect();
    order.sort_unstable_by_key(|&unit| unit_rows[unit]);
    let mut place = vec![0; unit_rows.len()];
    for (position, unit) in order.into_iter().enumerate() {
        place[unit] = position as u32;
    }
    place
}
