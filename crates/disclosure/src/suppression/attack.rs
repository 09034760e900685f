//! What can be found out about a hidden cell from the open ones: its smallest and largest possible value.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};
use sounding_survey::Disclosure;

use super::system::System;

/// The sums as an attacker sees them: hidden cells are unknown, open ones are numbers.
pub(super) struct Attack {
    /// For each sum: hidden cells with their signs, and what they come to.
    equations: Vec<(Vec<(usize, f64)>, f64)>,
    /// Block of each cell: cells tied through hidden cells are solved together.
    block: Vec<usize>,
    hidden: Vec<usize>,
}

impl Attack {
    pub(super) fn new(system: &System) -> Attack {
        let open = |cell: usize| system.cells[cell].state == Disclosure::Open;
        let hidden: Vec<usize> = (0..system.cells.len()).filter(|&cell| !open(cell)).collect();
        let mut block: Vec<usize> = (0..system.cells.len()).collect();
        let mut equations = Vec::new();
        for sum in &system.sums {
            let signed = sum.parts.iter().map(|&part| (part, 1.0)).chain([(sum.whole, -1.0)]);
            let (mut unknown, mut known) = (Vec::new(), 0.0);
            for (cell, sign) in signed {
                if open(cell) {
                    known += sign * system.cells[cell].count;
                } else {
                    unknown.push((cell, sign));
                }
            }
            if let Some(&(first, _)) = unknown.first() {
                for &(cell, _) in &unknown {
                    let (a, b) = (root(&block, first), root(&block, cell));
                    block[a.max(b)] = a.min(b);
                }
                equations.push((unknown, -known));
            }
        }
        let block = (0..block.len()).map(|cell| root(&block, cell)).collect();
        Attack { equations, block, hidden }
    }

    /// The values that the hidden `cell` can have, as (smallest, largest); the largest is infinite where nothing ties it.
    /// A problem that the solver cannot finish counts as solved by the attacker: the range is then empty.
    pub(super) fn range(&self, cell: usize) -> (f64, f64) {
        let least = self.extreme(cell, OptimizationDirection::Minimize);
        let most = self.extreme(cell, OptimizationDirection::Maximize);
        match (least, most) {
            (Some(least), Some(most)) => (least, most),
            _ => (0.0, 0.0),
        }
    }

    fn extreme(&self, target: usize, direction: OptimizationDirection) -> Option<f64> {
        let mut problem = Problem::new(direction);
        let block = self.block[target];
        let variables: Vec<(usize, Variable)> = self
            .hidden
            .iter()
            .filter(|&&cell| self.block[cell] == block)
            .map(|&cell| (cell, problem.add_var(f64::from(u8::from(cell == target)), (0.0, f64::INFINITY))))
            .collect();
        let variable = |cell: usize| {
            variables.binary_search_by_key(&cell, |(known, _)| *known).map(|at| variables[at].1)
        };
        for (unknown, value) in self.equations.iter().filter(|(unknown, _)| self.block[unknown[0].0] == block)
        {
            let terms: Vec<(Variable, f64)> =
                unknown.iter().filter_map(|&(cell, sign)| Some((variable(cell).ok()?, sign))).collect();
            problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, *value);
        }
        match problem.solve() {
            Ok(outcome) => outcome.into_solution().ok().map(|solution| solution.objective()),
            Err(Error::Unbounded) => Some(f64::INFINITY),
            Err(_) => None,
        }
    }
}

fn root(block: &[usize], mut cell: usize) -> usize {
    while block[cell] != cell {
        cell = block[cell];
    }
    cell
}
