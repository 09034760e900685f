//! Newton's method for the multipliers λ. The sums Σ d F(x'λ) are the slopes of a convex function of λ less the totals:
//! a step that does not lower it enough is halved, so that the method finds the solution wherever there is one.

use super::{CalibrationParams, Distance};
use crate::numerics::Layout;

/// Rows, patterns or clusters with a start weight and a vector of auxiliary values.
pub(super) trait Auxiliaries: Sync {
    /// Length of a vector.
    fn constraints(&self) -> usize;
    /// Where the entries of Σ x x' stand.
    fn layout(&self) -> Layout;
    /// The sums at λ. With a gram, Σ d F'(u) x x' is added to it, every F' taken as at least `floor`.
    fn pass(
        &self,
        lambda: &[f64],
        distance: Distance,
        gram: Option<(&Layout, &mut [f64])>,
        floor: f64,
    ) -> Sums;
}

/// Sums over all vectors.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// Σ d F(x'λ) x.
    pub(super) reached: Vec<f64>,
    /// Σ d ∫F.
    pub(super) integral: f64,
}

impl Sums {
    pub(super) fn zero(constraints: usize) -> Sums {
        Sums { reached: vec![0.0; constraints], integral: 0.0 }
    }

    pub(super) fn add(&mut self, other: &Sums) {
        self.reached.iter_mut().zip(&other.reached).for_each(|(sum, part)| *sum += part);
        self.integral += other.integral;
    }
}

/// Multipliers that meet every total.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub(super) lambda: Vec<f64>,
    pub(super) iterations: u64,
    pub(super) deviation: f64,
    /// Constraints that the others imply.
    pub(super) implied: Vec<u32>,
}

/// Why there are none.
#[derive(Debug, Clone)]
pub(super) enum Unsolved {
    /// Constraints with a total and nothing in the sample to make it from.
    Empty(Vec<u32>),
    /// Constraints that are still off, with their relative deviations. `contrary` if each is determined by the others, which
    /// ask for another total.
    Unmet { constraints: Vec<(u32, f64)>, contrary: bool },
}

/// A variable of the system that keeps less than this share of itself beside the others is implied by them.
pub(super) const IMPLIED: f64 = 1e-10;
/// Least slope, where the rows of a constraint are at their bounds and its own slope is gone.
const FLOOR: f64 = 1e-2;
/// Halvings of a step.
const HALVINGS: u32 = 40;
/// Share of the promised descent that a step must keep.
const DESCENT: f64 = 1e-4;

pub(super) fn solve(
    rows: &impl Auxiliaries,
    totals: &[f64],
    params: &CalibrationParams,
) -> Result<Solved, Unsolved> {
    let (q, distance) = (rows.constraints(), params.distance);
    let layout = rows.layout();
    let mut gram = vec![0.0; layout.len()];
    let mut lambda = vec![0.0; q];
    let mut sums = rows.pass(&lambda, distance, Some((&layout, &mut gram)), 0.0);
    let empty: Vec<u32> = (0..q)
        .filter(|&at| gram[layout.at(at, at)] == 0.0 && deviation(totals[at], 0.0) > params.tolerance)
        .map(|at| at as u32)
        .collect();
    if !empty.is_empty() {
        return Err(Unsolved::Empty(empty));
    }
    let mut implied: Option<Vec<u32>> = None;
    let mut current = true;
    for iteration in 0..=params.max_iterations {
        let worst = largest(totals, &sums.reached);
        if worst <= params.tolerance {
            let implied = implied.unwrap_or_default();
            return Ok(Solved { lambda, iterations: iteration, deviation: worst, implied });
        }
        if iteration == params.max_iterations {
            break;
        }
        if !current {
            gram.fill(0.0);
            rows.pass(&lambda, distance, Some((&layout, &mut gram)), 0.0);
        }
        let mut left_out = layout.factor(&mut gram, IMPLIED);
        let first = implied.get_or_insert_with(|| left_out.clone());
        if left_out.len() > first.len() {
            gram.fill(0.0);
            rows.pass(&lambda, distance, Some((&layout, &mut gram)), FLOOR);
            left_out = layout.factor(&mut gram, IMPLIED);
        }
        let missing: Vec<f64> = totals.iter().zip(&sums.reached).map(|(total, sum)| total - sum).collect();
        let step = layout.solve(&gram, &missing);
        let promised: f64 = step.iter().zip(&missing).map(|(step, miss)| step * miss).sum();
        let others_met = (0..q)
            .filter(|&at| left_out.binary_search(&(at as u32)).is_err())
            .all(|at| deviation(totals[at], sums.reached[at]) <= params.tolerance);
        if others_met {
            return Err(unmet(totals, &sums.reached, params.tolerance, true));
        }
        let level = sums.integral - product(&lambda, totals);
        let mut share = 1.0;
        let mut moved = false;
        for _ in 0..HALVINGS {
            let trial: Vec<f64> =
                lambda.iter().zip(&step).map(|(value, step)| value + share * step).collect();
            // Of the linear distance the first step is the last, but for rounding.
            let with_gram = distance != Distance::Linear && share == 1.0 && q <= 64;
            gram.fill(0.0);
            let wanted = with_gram.then_some((&layout, &mut gram[..]));
            let found = rows.pass(&trial, distance, wanted, 0.0);
            let lower = found.integral - product(&trial, totals) <= level - DESCENT * share * promised;
            if lower || largest(totals, &found.reached) < worst {
                (lambda, sums, current, moved) = (trial, found, with_gram, true);
                break;
            }
            share /= 2.0;
        }
        if !moved {
            break;
        }
    }
    Err(unmet(totals, &sums.reached, params.tolerance, false))
}

fn unmet(totals: &[f64], reached: &[f64], tolerance: f64, contrary: bool) -> Unsolved {
    let each = totals.iter().zip(reached).map(|(&total, &sum)| deviation(total, sum));
    let constraints = (0..).zip(each).filter(|(_, off)| *off > tolerance || off.is_nan()).collect();
    Unsolved::Unmet { constraints, contrary }
}

/// How far a sum is from its total, as a share of the total where that is over 1.
fn deviation(total: f64, sum: f64) -> f64 {
    (total - sum).abs() / total.abs().max(1.0)
}

fn largest(totals: &[f64], reached: &[f64]) -> f64 {
    let each = totals.iter().zip(reached).map(|(&total, &sum)| deviation(total, sum));
    each.fold(0.0, |most, own| if own > most || own.is_nan() { own } else { most })
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
