//! Two phases as a design, so that every estimator and model follows their variance.

use super::{PhaseMethod, TwoPhase, TwoPhaseError};
use crate::variance::design::Level;
use crate::variance::{Design, DesignError, Linearised, SinglePsu};

/// A design in two phases with the method of its variance.
#[derive(Debug, Clone)]
pub(in crate::variance) struct Phases {
    pub(in crate::variance) design: TwoPhase,
    method: PhaseMethod,
}

impl TwoPhase {
    /// The design whose linearised variances are those of the two phases; `leaves`, as [`TwoPhase::new`] gave them, are numbered
    /// anew. Nothing but linearisation knows two phases: replicates of this design are those of the first.
    ///
    /// An error where the rule for single units has no meaning in two phases, or the method none for this first phase.
    pub fn into_design(
        mut self,
        leaves: &mut [u32],
        method: PhaseMethod,
        single: SinglePsu,
    ) -> Result<Design, TwoPhaseError> {
        // Units of a parent are neighbours in a design.
        let psu_of_first = self.first.psu_of_leaves();
        let psu = |leaf: usize| psu_of_first[self.leaves[leaf].0 as usize];
        let mut order: Vec<usize> = (0..self.leaves.len()).collect();
        order.sort_by_key(|&leaf| psu(leaf));
        let parents: Vec<u32> = order.iter().map(|&leaf| psu(leaf)).collect();
        let mut place = vec![0; order.len()];
        for (new, &leaf) in (0..).zip(&order) {
            place[leaf] = new;
        }
        for leaf in leaves.iter_mut() {
            *leaf = place[*leaf as usize];
        }
        self.leaves = order.iter().map(|&leaf| self.leaves[leaf]).collect();
        self.leaf_probabilities = order.iter().map(|&leaf| self.leaf_probabilities[leaf]).collect();

        let nothing = Linearised { estimates: 1, ..Linearised::default() };
        let tried = self.covariance(&nothing, None, method, single);
        if let Err(error @ (TwoPhaseError::NotSimple | TwoPhaseError::Rule { .. })) = tried {
            return Err(error);
        }
        let strata_rows = self.first.row_of_strata().to_vec();
        let Some(first) = self.first.levels.first() else { return Err(TwoPhaseError::Nobody) };
        let psus = first.parent.len();
        let mut start = vec![0u32; psus + 1];
        for &psu in &parents {
            start[psu as usize + 1] += 1;
        }
        for at in 1..=psus {
            start[at] += start[at - 1];
        }
        let mut rows = vec![0; psus];
        for (&row, &leaf) in self.rows().iter().zip(leaves.iter()).rev() {
            rows[parents[leaf as usize] as usize] = row;
        }
        let below =
            Level { start, parent: parents, fraction: vec![0.0; psus], above: vec![0.0; psus], row: rows };
        let levels = vec![first.clone(), below];
        Ok(Design::of_phases(levels, strata_rows, Phases { design: self, method }))
    }
}

impl Phases {
    pub(in crate::variance) fn covariance(
        &self,
        linearised: &Linearised,
        single: SinglePsu,
    ) -> Result<Vec<f64>, DesignError> {
        match self.design.covariance(linearised, None, self.method, single) {
            Ok(found) => Ok(found.total()),
            Err(TwoPhaseError::First(error) | TwoPhaseError::Second(error)) => Err(error),
            // Whatever else can be wrong was found when the design was made.
            Err(_) => {
                let k = linearised.estimates;
                Ok(vec![f64::NAN; k * k])
            }
        }
    }
}
