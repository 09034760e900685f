//! What can be found out about a hidden figure from the open ones: its smallest and largest possible value.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

use super::system::{Sum, System};

/// Hidden figures that are taken to be unknown at first, the nearest ones; the others stand at their value, which only
/// narrows the range. Most figures are seen to be safe like this, without solving for all that is tied to them.
const NEAR: usize = 60;

/// What an attacker is known to be unable to exclude.
#[derive(Debug)]
pub(super) struct Attack {
    /// For each figure the smallest and largest value that it has in some tables which agree with all that is shown. Hiding more
    /// never makes such a table impossible.
    seen: Vec<(f64, f64)>,
}

impl Attack {
    pub(super) fn new(system: &System) -> Attack {
        Attack { seen: system.figures.iter().map(|figure| (figure.count, figure.count)).collect() }
    }

    /// Whether a hidden figure can have values that differ by at least `needed`; if not, by how much they can.
    /// A problem that the solver cannot finish counts as solved by the attacker.
    pub(super) fn spread(&mut self, system: &System, figure: usize, needed: f64) -> f64 {
        let known = |attack: &Attack| attack.seen[figure].1 - attack.seen[figure].0;
        if known(self) >= needed {
            return known(self);
        }
        let tied = Tied::to(system, figure);
        let mut size = NEAR;
        loop {
            let all = tied.figures.len() <= size;
            let free = &tied.figures[..size.min(tied.figures.len())];
            let mut found = [Some(0.0), Some(0.0)];
            for (end, direction) in
                [OptimizationDirection::Maximize, OptimizationDirection::Minimize].into_iter().enumerate()
            {
                found[end] = self.extreme(system, free, &tied.sums, direction);
                // Whole numbers come back with a little dust on them.
                if known(self) >= needed - 1e-6 {
                    return needed;
                }
            }
            if all {
                return if let [Some(most), Some(least)] = found { (most - least).max(0.0) } else { 0.0 };
            }
            size *= 8;
        }
    }

    /// The largest or smallest value of the first of the `free` figures.
    fn extreme(
        &mut self,
        system: &System,
        free: &[usize],
        sums: &[usize],
        direction: OptimizationDirection,
    ) -> Option<f64> {
        let mut problem = Problem::new(direction);
        let variables: BTreeMap<usize, Variable> = free
            .iter()
            .enumerate()
            .map(|(at, &figure)| {
                (figure, problem.add_var(f64::from(u8::from(at == 0)), (0.0, f64::INFINITY)))
            })
            .collect();
        let mut stated = BTreeSet::new();
        for &sum in sums {
            let Sum { left, right } = &system.sums[sum];
            let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
            let mut known = 0.0;
            let signed = left.iter().map(|&at| (at, 1.0)).chain(right.iter().map(|&at| (at, -1.0)));
            for (figure, sign) in signed {
                if variables.contains_key(&figure) {
                    *terms.entry(figure).or_default() += sign;
                } else {
                    known += sign * system.figures[figure].count;
                }
            }
            terms.retain(|_, sign| *sign != 0.0);
            let first = terms.values().next().copied().unwrap_or_default();
            // The same equation often follows from several tables.
            let key: Vec<(usize, bool)> = terms.iter().map(|(&at, sign)| (at, *sign == first)).collect();
            if !terms.is_empty() && stated.insert(key) {
                let terms: Vec<(Variable, f64)> =
                    terms.into_iter().map(|(figure, sign)| (variables[&figure], sign)).collect();
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, -known);
            }
        }
        match problem.solve() {
            Ok(outcome) => {
                let solution = outcome.into_solution().ok()?;
                for (&figure, &variable) in &variables {
                    let value = solution[variable];
                    let seen = &mut self.seen[figure];
                    *seen = (seen.0.min(value), seen.1.max(value));
                }
                Some(solution.objective())
            }
            Err(Error::Unbounded) => {
                self.seen[free[0]].1 = f64::INFINITY;
                Some(f64::INFINITY)
            }
            Err(_) => None,
        }
    }
}

/// The hidden figures that are tied to one, the nearest first, with the sums that tie them.
pub(super) struct Tied {
    pub(super) figures: Vec<usize>,
    pub(super) sums: Vec<usize>,
}

impl Tied {
    pub(super) fn to(system: &System, figure: usize) -> Tied {
        let mut figures = vec![figure];
        let mut sums = Vec::new();
        let (mut reached, mut used) = (BTreeSet::from([figure]), BTreeSet::new());
        let mut next = 0;
        while let Some(&from) = figures.get(next) {
            next += 1;
            for &sum in &system.sums_of[from] {
                if used.insert(sum) {
                    sums.push(sum);
                    let hidden = system.sums[sum].figures().filter(|&at| system.is_hidden(at));
                    figures.extend(hidden.filter(|&at| reached.insert(at)).collect::<Vec<_>>());
                }
            }
        }
        Tied { figures, sums }
    }
}
