//! What can be found out about a hidden figure from the open ones: its smallest and largest possible value.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

use super::DUST;
use super::system::{Figure, State, Sum, System};

/// Hidden figures that are taken to be unknown, the nearest ones; the others stand at their value, which only narrows the range.
/// Most figures are seen to be safe with few of them. What is tied to more than the last number is not solved to the end.
const NEAR: [usize; 3] = [60, 480, 3840];

/// What hiding a base or a figure of everyone's row costs readers more than another.
const DEAR: f64 = 1e3;

/// What an attacker finds out about a hidden figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finds {
    /// Its values can differ by what is needed.
    Little,
    /// They differ by less.
    Much,
    /// It can have one value only.
    All,
    /// Too much is tied to it to say.
    Unsolved,
}

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

    /// By how much the values that are known to be possible for a figure differ.
    fn known(&self, figure: usize) -> f64 {
        self.seen[figure].1 - self.seen[figure].0
    }

    /// What an attacker finds out about a hidden figure, with at most [`NEAR`]`[steps - 1]` of the others unknown. A problem that the
    /// solver cannot finish counts as solved by the attacker.
    pub(super) fn look(&mut self, system: &System, figure: usize, needed: f64, steps: usize) -> Finds {
        if self.known(figure) >= needed {
            return Finds::Little;
        }
        for size in &NEAR[..steps] {
            let tied = Tied::to(system, figure, *size, Figure::is_hidden);
            let (reached, spread) = self.reaches(system, &tied, needed);
            if reached {
                return Finds::Little;
            }
            if tied.all {
                return if spread < DUST { Finds::All } else { Finds::Much };
            }
        }
        Finds::Unsolved
    }

    fn reaches(&mut self, system: &System, tied: &Tied, needed: f64) -> (bool, f64) {
        let mut found = [None, None];
        for (end, direction) in
            [OptimizationDirection::Maximize, OptimizationDirection::Minimize].into_iter().enumerate()
        {
            found[end] = self.extreme(system, tied, direction);
            if self.known(tied.figures[0]) >= needed - DUST {
                return (true, needed);
            }
        }
        let [Some(most), Some(least)] = found else { return (false, 0.0) };
        (false, (most - least).max(0.0))
    }

    /// The open figures whose hiding makes a hidden one safe at the least cost, among the nearest `size`: the change of the
    /// figures that keeps all sums, lets this one grow by what is needed, and touches as little as possible that is shown.
    /// Bases and everyone's row are touched only where `dear`.
    pub(super) fn rescue(
        &mut self,
        system: &System,
        figure: usize,
        needed: f64,
        size: usize,
        dear: bool,
    ) -> Option<Vec<usize>> {
        let tied = Tied::to(system, figure, size, |own| {
            own.is_hidden() || (own.state == State::Open && (dear || own.rank == 0))
        });
        self.rescue_among(system, &tied, needed)
    }

    fn rescue_among(&mut self, system: &System, tied: &Tied, needed: f64) -> Option<Vec<usize>> {
        let figure = tied.figures[0];
        let grow = needed - (system.figures[figure].count - self.seen[figure].0);
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut changes: BTreeMap<usize, (Variable, Option<Variable>)> = BTreeMap::new();
        for &at in &tied.figures {
            let own = &system.figures[at];
            let change = if at == figure {
                (problem.add_var(0.0, (grow, grow)), None)
            } else if system.is_hidden(at) {
                (problem.add_var(0.0, (-own.count, f64::INFINITY)), None)
            } else {
                let cost = (own.count + needed) * if own.rank > 0 { DEAR } else { 1.0 };
                let less = problem.add_var(cost, (0.0, own.count));
                (problem.add_var(cost, (0.0, f64::INFINITY)), Some(less))
            };
            changes.insert(at, change);
        }
        equations(
            system,
            &tied.sums,
            |at| changes.contains_key(&at),
            |terms, _| {
                let mut signed = Vec::new();
                for (at, sign) in terms {
                    let (more, less) = changes[at];
                    signed.push((more, *sign));
                    signed.extend(less.map(|less| (less, -sign)));
                }
                problem.add_constraint(signed.as_slice(), ComparisonOp::Eq, 0.0);
            },
        );
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let mut hide = Vec::new();
        for (&at, &(more, less)) in &changes {
            let change = solution[more] - less.map_or(0.0, |less| solution[less]);
            if change.abs() > DUST && !system.is_hidden(at) {
                hide.push(at);
            }
            self.see(at, system.figures[at].count + change);
        }
        Some(hide)
    }

    fn see(&mut self, figure: usize, value: f64) {
        let seen = &mut self.seen[figure];
        *seen = (seen.0.min(value), seen.1.max(value));
    }

    /// The largest or smallest value of the first of the tied figures.
    fn extreme(&mut self, system: &System, tied: &Tied, direction: OptimizationDirection) -> Option<f64> {
        let mut problem = Problem::new(direction);
        let variables: BTreeMap<usize, Variable> = tied
            .figures
            .iter()
            .enumerate()
            .map(|(at, &figure)| {
                (figure, problem.add_var(f64::from(u8::from(at == 0)), (0.0, f64::INFINITY)))
            })
            .collect();
        equations(
            system,
            &tied.sums,
            |at| variables.contains_key(&at),
            |terms, known| {
                let terms: Vec<(Variable, f64)> =
                    terms.iter().map(|(at, sign)| (variables[at], *sign)).collect();
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, -known);
            },
        );
        match problem.solve() {
            Ok(outcome) => {
                let solution = outcome.into_solution().ok()?;
                for (&figure, &variable) in &variables {
                    self.see(figure, solution[variable]);
                }
                Some(solution.objective())
            }
            Err(Error::Unbounded) => {
                self.see(tied.figures[0], f64::INFINITY);
                Some(f64::INFINITY)
            }
            Err(_) => None,
        }
    }
}

/// Writes each sum as an equation in the `free` figures, with what the others come to. The same equation often follows from
/// several tables and is written once.
fn equations(
    system: &System,
    sums: &[usize],
    free: impl Fn(usize) -> bool,
    mut write: impl FnMut(&BTreeMap<usize, f64>, f64),
) {
    let mut written = BTreeSet::new();
    for &sum in sums {
        let Sum { left, right } = &system.sums[sum];
        let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
        let mut known = 0.0;
        for (figure, sign) in left.iter().map(|&at| (at, 1.0)).chain(right.iter().map(|&at| (at, -1.0))) {
            if free(figure) {
                *terms.entry(figure).or_default() += sign;
            } else {
                known += sign * system.figures[figure].count;
            }
        }
        terms.retain(|_, sign| *sign != 0.0);
        let first = terms.values().next().copied().unwrap_or_default();
        let key: Vec<(usize, bool)> = terms.iter().map(|(&at, sign)| (at, *sign == first)).collect();
        if !terms.is_empty() && written.insert(key) {
            write(&terms, known);
        }
    }
}

/// The figures that are tied to one through others of the same kind, the nearest first, with the sums that tie them.
pub(super) struct Tied {
    pub(super) figures: Vec<usize>,
    pub(super) sums: Vec<usize>,
    /// Whether there are no more.
    all: bool,
}

impl Tied {
    /// At most `size` figures that are `free`.
    pub(super) fn to(system: &System, figure: usize, size: usize, free: impl Fn(&Figure) -> bool) -> Tied {
        let mut figures = vec![figure];
        let (mut reached, mut used) = (BTreeSet::from([figure]), BTreeSet::new());
        let mut next = 0;
        while next < figures.len() && figures.len() <= size {
            for &sum in &system.sums_of[figures[next]] {
                if system.belongs(sum, figure) && used.insert(sum) {
                    let others = system.sums[sum].figures().filter(|&at| free(&system.figures[at]));
                    figures.extend(others.filter(|&at| reached.insert(at)));
                }
            }
            next += 1;
        }
        let all = figures.len() <= size;
        figures.truncate(size);
        let mut used = BTreeSet::new();
        let sums = figures.iter().flat_map(|&at| &system.sums_of[at]).copied();
        let sums = sums.filter(|&sum| system.belongs(sum, figure) && used.insert(sum)).collect();
        Tied { figures, sums, all }
    }
}
