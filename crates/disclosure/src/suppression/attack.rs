//! What can be found out about a hidden figure from the open ones: its smallest and largest possible value.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

use super::DUST;
use super::system::{Figure, State, Sum, System};

/// Hidden figures that are taken to be unknown at first, the nearest ones; the others stand at their value, which only
/// narrows the range. Most figures are seen to be safe like this, without solving for all that is tied to them.
const NEAR: usize = 60;

/// Figures, hidden or open, among which partners are looked for, and whether bases and everyone's row are among them: one attempt after
/// the other.
const AROUND: [(usize, bool); 3] = [(200, false), (800, false), (6400, true)];

/// What hiding a base or a figure of everyone's row costs readers more than another.
const DEAR: f64 = 1e3;

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

    /// Whether a hidden figure is seen at once to have values that differ by at least `needed`.
    pub(super) fn is_safe(&mut self, system: &System, figure: usize, needed: f64) -> bool {
        self.known(figure) >= needed || {
            let tied = Tied::to(system, figure, NEAR, Figure::is_hidden);
            self.reaches(system, &tied, needed).0
        }
    }

    /// By how much the values of a hidden figure can differ, up to `needed`. A problem that the solver cannot finish counts as
    /// solved by the attacker.
    pub(super) fn spread(&mut self, system: &System, figure: usize, needed: f64) -> f64 {
        if self.known(figure) >= needed {
            return needed;
        }
        let mut size = NEAR;
        loop {
            let tied = Tied::to(system, figure, size, Figure::is_hidden);
            let (reached, spread) = self.reaches(system, &tied, needed);
            if reached || tied.all {
                return spread;
            }
            size *= 8;
        }
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

    /// The open figures whose hiding makes a hidden one safe at the least cost, among those nearby: the change of the figures
    /// that keeps all sums, lets this one grow by what is needed, and touches as little as possible that is shown.
    pub(super) fn rescue(&mut self, system: &System, figure: usize, needed: f64) -> Option<Vec<usize>> {
        let mut all = (false, false);
        AROUND.into_iter().find_map(|(size, dear)| {
            if all == (true, dear) {
                return None;
            }
            let tied = Tied::to(system, figure, size, |own| {
                own.is_hidden() || (own.state == State::Open && (dear || own.rank == 0))
            });
            all = (tied.all, dear);
            self.rescue_among(system, &tied, needed)
        })
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
        let mut sums = Vec::new();
        let (mut reached, mut used) = (BTreeSet::from([figure]), BTreeSet::new());
        let mut next = 0;
        while let Some(&from) = figures.get(next) {
            next += 1;
            for &sum in &system.sums_of[from] {
                if used.insert(sum) {
                    sums.push(sum);
                    let others = system.sums[sum].figures().filter(|&at| free(&system.figures[at]));
                    figures.extend(others.filter(|&at| reached.insert(at)).collect::<Vec<_>>());
                }
            }
        }
        let all = figures.len() <= size;
        figures.truncate(size);
        Tied { figures, sums, all }
    }
}
