//! The landing by a linear program: the design over all samples of what is left that keeps every probability and is least out of balance.

use super::CubeError;
use crate::numerics::{pseudo_inverse, times};
use crate::sampling::unequal::locate;

/// More samples of what is left than this are not gone through.
const SAMPLES: usize = 20_000;

/// How far a probability may be from its equation, and a reduced cost below zero, before it counts.
const ZERO: f64 = 1e-11;

/// A design over the samples of the undecided units.
#[derive(Debug, Clone)]
pub(super) struct Landing {
    /// The samples: which of the undecided units each takes.
    pub(super) samples: Vec<Vec<bool>>,
    /// The probability of each.
    pub(super) probabilities: Vec<f64>,
    /// The expected cost of the one that is drawn.
    pub(super) cost: f64,
}

impl Landing {
    /// `p` are the probabilities of the undecided units after the flight, `rows` their equations (`width` values each), and `gram` the sum of
    /// products of the equations of all units. The cost of a sample is its deviation d from balance in the metric d' gram⁻¹ d.
    pub(super) fn of(p: &[f64], rows: &[f64], width: usize, gram: &[f64]) -> Result<Landing, CubeError> {
        let sum: f64 = p.iter().sum();
        let whole = (sum - sum.round()).abs() < 1e-9;
        let sizes =
            if whole { vec![sum.round() as usize] } else { vec![sum.floor() as usize, sum.ceil() as usize] };
        let count = sizes.iter().map(|size| choose(p.len(), *size)).sum::<f64>();
        if count > SAMPLES as f64 {
            return Err(CubeError::Program { undecided: p.len(), most: SAMPLES });
        }
        let samples: Vec<Vec<bool>> = sizes.iter().flat_map(|size| subsets(p.len(), *size)).collect();
        // Positive semi-definite: products of finite values.
        let inverse = pseudo_inverse(gram, width).ok_or(CubeError::Metric)?;
        let cost = |sample: &Vec<bool>| {
            let mut deviation = vec![0.0; width];
            for (unit, row) in rows.chunks_exact(width.max(1)).enumerate() {
                let step = f64::from(u8::from(sample[unit])) - p[unit];
                deviation.iter_mut().zip(row).for_each(|(sum, value)| *sum += step * value);
            }
            times(&inverse, &deviation).iter().zip(&deviation).map(|(a, b)| a * b).sum::<f64>()
        };
        let costs: Vec<f64> = samples.iter().map(cost).collect();
        // Where all samples have the same size the probabilities add up to one by themselves.
        let equations = p.len() + usize::from(!whole);
        let mut right = p.to_vec();
        right.resize(equations, 1.0);
        let entry = |equation: usize, sample: usize| {
            if equation < p.len() { f64::from(u8::from(samples[sample][equation])) } else { 1.0 }
        };
        let probabilities = Simplex::new(&right, costs.len(), entry).solve(&costs);
        let cost = probabilities.iter().zip(&costs).map(|(p, cost)| p * cost).sum();
        Ok(Landing { samples, probabilities, cost })
    }

    /// The sample at a uniform number.
    pub(super) fn draw(&self, u: f64) -> &[bool] {
        let whole: f64 = self.probabilities.iter().sum();
        &self.samples[locate(self.probabilities.iter().copied(), u * whole)]
    }
}

/// The number of subsets of `n` of `of` things.
fn choose(of: usize, n: usize) -> f64 {
    (0..n).map(|k| (of - k) as f64 / (k + 1) as f64).product()
}

/// All subsets of `size` of `units` things, in lexicographic order of the units that they take.
fn subsets(units: usize, size: usize) -> Vec<Vec<bool>> {
    let mut taken: Vec<usize> = (0..size).collect();
    let mut all = Vec::new();
    loop {
        let mut sample = vec![false; units];
        for &unit in &taken {
            sample[unit] = true;
        }
        all.push(sample);
        let Some(at) = (0..size).rev().find(|at| taken[*at] < units - size + at) else { return all };
        taken[at] += 1;
        for later in at + 1..size {
            taken[later] = taken[later - 1] + 1;
        }
    }
}

/// A dense simplex tableau for equations with right sides above zero. Columns are the variables, then one artificial variable for each
/// equation, then the right side.
struct Simplex {
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
    variables: usize,
}

impl Simplex {
    fn new(right: &[f64], variables: usize, entry: impl Fn(usize, usize) -> f64) -> Simplex {
        let equations = right.len();
        let row = |equation: usize| {
            let mut row: Vec<f64> = (0..variables).map(|variable| entry(equation, variable)).collect();
            row.extend((0..equations).map(|other| if other == equation { 1.0 } else { 0.0 }));
            row.push(right[equation]);
            row
        };
        Simplex {
            rows: (0..equations).map(row).collect(),
            basis: (variables..variables + equations).collect(),
            variables,
        }
    }

    /// The variables of least cost.
    fn solve(mut self, costs: &[f64]) -> Vec<f64> {
        let artificial = self.rows.len();
        let mut first = vec![0.0; self.variables];
        first.resize(self.variables + artificial, 1.0);
        self.minimise(&first, self.variables + artificial);
        // An artificial variable that is still in the basis is zero: a variable takes its place.
        for row in 0..self.rows.len() {
            if self.basis[row] >= self.variables {
                let found = (0..self.variables).find(|column| self.rows[row][*column].abs() > 1e-9);
                if let Some(column) = found {
                    self.pivot(row, column);
                }
            }
        }
        let mut second = costs.to_vec();
        second.resize(self.variables + artificial, 0.0);
        self.minimise(&second, self.variables);
        let mut solution = vec![0.0; self.variables];
        for (row, &variable) in self.rows.iter().zip(&self.basis) {
            if variable < self.variables {
                solution[variable] = row[row.len() - 1].max(0.0);
            }
        }
        solution
    }

    /// Brings in the column that gains most, and after many steps the first that gains, so that no round repeats for ever.
    fn minimise(&mut self, costs: &[f64], columns: usize) {
        let largest = costs.iter().fold(0.0f64, |most, cost| most.max(cost.abs()));
        let end = self.rows[0].len() - 1;
        for step in 0.. {
            let mut reduced = costs[..columns].to_vec();
            for (row, &variable) in self.rows.iter().zip(&self.basis) {
                if costs[variable] != 0.0 {
                    reduced.iter_mut().zip(row).for_each(|(value, entry)| *value -= costs[variable] * entry);
                }
            }
            let gains = |column: &usize| reduced[*column] < -ZERO * largest;
            let entering = if step < 50 * self.rows.len() {
                let best = |a: usize, b: usize| if reduced[b] < reduced[a] { b } else { a };
                (0..columns).reduce(best).filter(gains)
            } else {
                (0..columns).find(gains)
            };
            let Some(column) = entering else { return };
            let mut leaving: Option<(usize, f64)> = None;
            for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row[column] > 1e-9) {
                let length = row[end] / row[column];
                let shorter = leaving.is_none_or(|(best, least)| {
                    length < least - ZERO || length < least + ZERO && self.basis[at] < self.basis[best]
                });
                if shorter {
                    leaving = Some((at, length));
                }
            }
            // Probabilities are bounded: a gaining column always has a row that stops it.
            let Some((row, _)) = leaving else { return };
            self.pivot(row, column);
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let scale = self.rows[row][column];
        self.rows[row].iter_mut().for_each(|value| *value /= scale);
        let own = self.rows[row].clone();
        for (at, other) in self.rows.iter_mut().enumerate() {
            let factor = other[column];
            if at != row && factor != 0.0 {
                other.iter_mut().zip(&own).for_each(|(value, entry)| *value -= factor * entry);
            }
        }
        self.basis[row] = column;
    }
}
