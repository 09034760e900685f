//! The trees of both phases over the rows of the second.

use super::TwoPhaseError;
use crate::numerics::pair_codes;
use crate::variance::design::nested;
use crate::variance::{Design, DesignInput};

/// A design in two phases as columns, one value for each row of the first phase's sample.
#[derive(Debug, Clone, Copy)]
pub struct TwoPhaseInput<'a> {
    /// The first phase.
    pub first: DesignInput<'a>,
    /// Whether each row is in the second phase.
    pub selected: &'a [bool],
    /// How the second phase was drawn.
    pub second: SecondPhase<'a>,
}

/// How the second phase was drawn from the first phase's sample.
#[derive(Debug, Clone, Copy)]
pub enum SecondPhase<'a> {
    /// By simple random sampling in strata, in stages where there are any. The fractions are counted from the rows.
    Stages {
        /// Stratum of each row; `None` for one stratum.
        strata: Option<&'a [u32]>,
        /// Label of the unit of each row at each stage, nested in the stage before; none means that rows are drawn.
        stages: &'a [&'a [u32]],
    },
    /// Row by row, independently, with these probabilities: Poisson sampling, or response that is modelled.
    Independent(&'a [f64]),
}

/// A design in two phases. Its leaves are the distinct pairs of units of the two phases, in the order of their first rows.
#[derive(Debug, Clone)]
pub struct TwoPhase {
    pub(super) first: Design,
    pub(super) second: Second,
    /// Rows of the first phase that are in the second.
    rows: Vec<usize>,
    /// Second-phase probability of each selected row.
    probabilities: Vec<f64>,
    /// Leaf of each phase of each crossed leaf.
    pub(super) leaves: Vec<(u32, u32)>,
    /// Second-phase probability of each crossed leaf.
    pub(super) leaf_probabilities: Vec<f64>,
    /// Whether every row of the first phase is a unit of its own.
    pub(super) elements: bool,
}

/// The second phase of a design.
#[derive(Debug, Clone)]
pub(super) enum Second {
    Stages(Design),
    /// Probability of each selected row, which is its leaf.
    Independent(Vec<f64>),
}

impl TwoPhase {
    /// Builds both trees. Returns them with the leaf of every selected row, in the order of the rows.
    pub fn new(input: &TwoPhaseInput<'_>) -> Result<(TwoPhase, Vec<u32>), TwoPhaseError> {
        let rows = input.first.rows;
        let check = |found: usize| {
            if found == rows { Ok(()) } else { Err(TwoPhaseError::Length { rows, found }) }
        };
        check(input.selected.len())?;
        let (first, first_leaves) = Design::new(&input.first).map_err(TwoPhaseError::First)?;
        let elements = input.first.fpc.len() < 2 && first.psus() == rows;
        let selected: Vec<usize> = (0..rows).filter(|&row| input.selected[row]).collect();
        if selected.is_empty() {
            return Err(TwoPhaseError::Nobody);
        }
        let (second, second_leaves, probabilities) = match input.second {
            SecondPhase::Stages { strata, stages } => {
                for column in strata.iter().chain(stages) {
                    check(column.len())?;
                }
                let (design, leaves) = staged(strata, stages, rows, &selected)?;
                let probabilities = design.weights(&leaves).iter().map(|weight| 1.0 / weight).collect();
                (Second::Stages(design), leaves, probabilities)
            }
            SecondPhase::Independent(p) => {
                check(p.len())?;
                if let Some(row) = p.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
                    return Err(TwoPhaseError::Probability { row, value: p[row] });
                }
                let own: Vec<f64> = selected.iter().map(|&row| p[row]).collect();
                (Second::Independent(own.clone()), (0..selected.len() as u32).collect(), own)
            }
        };
        let one: Vec<u32> = selected.iter().map(|&row| first_leaves[row]).collect();
        let (codes, leaves) = pair_codes(&one, &second_leaves);
        let mut leaf_probabilities = vec![0.0; leaves.len()];
        for (&code, &p) in codes.iter().zip(&probabilities) {
            leaf_probabilities[code as usize] = p;
        }
        let design =
            TwoPhase { first, second, rows: selected, probabilities, leaves, leaf_probabilities, elements };
        Ok((design, codes))
    }

    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.leaves.len()
    }

    /// The rows of the first phase that are in the second, in order.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The second-phase probability of each selected row, given the first phase.
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// The weights of the selected rows, from the first phase's weights of all its rows.
    ///
    /// # Panics
    /// If there are fewer weights than rows.
    pub fn weights(&self, first: &[f64]) -> Vec<f64> {
        self.rows.iter().zip(&self.probabilities).map(|(&row, p)| first[row] / p).collect()
    }

    /// Primary units less strata of the second phase, or of the first where that has fewer.
    pub fn degrees_of_freedom(&self) -> f64 {
        let second = match &self.second {
            Second::Stages(design) => design.degrees_of_freedom(),
            Second::Independent(p) => p.len() as f64 - 1.0,
        };
        second.min(self.first.degrees_of_freedom())
    }
}

/// The second phase's tree over the selected rows, with the counts of the first phase's rows as populations.
fn staged(
    strata: Option<&[u32]>,
    stages: &[&[u32]],
    rows: usize,
    selected: &[usize],
) -> Result<(Design, Vec<u32>), TwoPhaseError> {
    let each_row: Vec<u32> = (0..rows as u32).collect();
    let own: [&[u32]; 1] = [&each_row];
    let stages = if stages.is_empty() { &own[..] } else { stages };
    let zeros = vec![0; rows];
    let strata = strata.unwrap_or(&zeros);
    let (mut parents, _, parent_rows) = nested(&zeros, strata);
    let mut present = vec![false; parent_rows.len()];
    for &row in selected {
        present[parents[row] as usize] = true;
    }
    if let Some(row) = parent_rows.iter().zip(&present).filter(|(_, here)| !**here).map(|(row, _)| *row).min()
    {
        return Err(TwoPhaseError::EmptyStratum { row });
    }
    let mut counts: Vec<Vec<f64>> = Vec::new();
    for labels in stages {
        let (units, unit_parents, _) = nested(&parents, labels);
        let mut children = vec![0.0; parents.iter().max().map_or(0, |last| *last as usize + 1)];
        for &parent in &unit_parents {
            children[parent as usize] += 1.0;
        }
        counts.push(selected.iter().map(|&row| children[parents[row] as usize]).collect());
        parents = units;
    }
    let of_selected = |column: &[u32]| -> Vec<u32> { selected.iter().map(|&row| column[row]).collect() };
    let strata = of_selected(strata);
    let stages: Vec<Vec<u32>> = stages.iter().map(|labels| of_selected(labels)).collect();
    let stages: Vec<&[u32]> = stages.iter().map(Vec::as_slice).collect();
    let fpc: Vec<&[f64]> = counts.iter().map(Vec::as_slice).collect();
    let input = DesignInput { rows: selected.len(), strata: Some(&strata), stages: &stages, fpc: &fpc };
    Design::new(&input).map_err(TwoPhaseError::Second)
}
