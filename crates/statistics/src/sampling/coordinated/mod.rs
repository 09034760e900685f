//! Coordinated samples: every unit keeps its random number for life, and each sample takes a range of the numbers.
#![doc = include_str!("method.md")]

mod error;
mod numbers;
mod overlap;
#[cfg(test)]
mod tests;

pub use error::CoordinationError;
pub use numbers::{PermanentNumbers, key_of};
pub use overlap::{Overlap, expected_overlap};

use super::sample::check_size;
use super::unequal::Split;
use super::{Sample, SamplingError, poisson};

/// The permanent numbers of the units of a population and where a sample begins among them.
#[derive(Debug, Clone, Copy)]
pub struct Coordination<'a> {
    /// The number of each unit, in [0, 1): see [`PermanentNumbers`].
    pub numbers: &'a [f64],
    /// Where the sample begins, in [0, 1). Equal starts make samples that share as many units as they can, distant ones samples that
    /// share few.
    pub start: f64,
}

impl Coordination<'_> {
    /// Each number's distance from the start, going upwards and around from one to zero.
    fn distances(&self, units: usize) -> Result<Vec<f64>, CoordinationError> {
        if self.numbers.len() != units {
            return Err(CoordinationError::Length { units, found: self.numbers.len() });
        }
        if !(0.0..1.0).contains(&self.start) {
            return Err(CoordinationError::Start { value: self.start });
        }
        if let Some(unit) = self.numbers.iter().position(|number| !(0.0..1.0).contains(number)) {
            return Err(CoordinationError::Number { unit, value: self.numbers[unit] });
        }
        Ok(self.numbers.iter().map(|number| distance(*number, self.start)).collect())
    }
}

/// From `start` upwards to `number`, around the circle of length one.
fn distance(number: f64, start: f64) -> f64 {
    if number >= start { number - start } else { number - start + 1.0 }
}

/// The `n` units that follow the start: a simple random sample.
pub fn sequential_srs(
    coordination: &Coordination<'_>,
    population: usize,
    n: usize,
) -> Result<Sample, CoordinationError> {
    check_size(population, n)?;
    let chosen = smallest(&coordination.distances(population)?, n);
    Ok(Sample::of(chosen, vec![n as f64 / population as f64; population]))
}

/// Each unit whose number follows the start by less than its probability: a Poisson sample, or with equal probabilities a Bernoulli
/// sample. The sample may be empty.
pub fn sequential_ranges(coordination: &Coordination<'_>, p: &[f64]) -> Result<Sample, CoordinationError> {
    let p = poisson::whole(p)?;
    let distances = coordination.distances(p.len())?;
    let chosen = (0..p.len()).filter(|&unit| distances[unit] < p[unit]).collect();
    Ok(Sample::of(chosen, p))
}

/// Pareto sampling: as many units as the probabilities add up to, with nearly these probabilities of inclusion.
pub fn pareto(coordination: &Coordination<'_>, p: &[f64]) -> Result<Sample, CoordinationError> {
    ordered(coordination, p, |u, p| u * (1.0 - p) / ((1.0 - u) * p))
}

/// Sequential Poisson sampling: as many units as the probabilities add up to, with roughly these probabilities of inclusion.
pub fn sequential_poisson(coordination: &Coordination<'_>, p: &[f64]) -> Result<Sample, CoordinationError> {
    ordered(coordination, p, |u, p| u / p)
}

/// Order sampling: the certain units, and those of the others with the smallest ranks.
fn ordered(
    coordination: &Coordination<'_>,
    p: &[f64],
    rank: impl Fn(f64, f64) -> f64,
) -> Result<Sample, CoordinationError> {
    let split = Split::of(p)?;
    let distances = coordination.distances(p.len())?;
    let ranks: Vec<f64> =
        split.units.iter().zip(&split.p).map(|(&unit, &p)| rank(distances[unit], p)).collect();
    let chosen = smallest(&ranks, split.n);
    Ok(split.sample(chosen))
}

/// The positions of the `n` smallest values; of equals the first.
fn smallest(values: &[f64], n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    order.truncate(n);
    order
}

impl From<SamplingError> for CoordinationError {
    fn from(error: SamplingError) -> CoordinationError {
        CoordinationError::Sampling(error)
    }
}
