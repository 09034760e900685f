//! Balanced sampling by the cube method.
#![doc = include_str!("method.md")]

mod error;
mod flight;
#[cfg(test)]
mod tests;

pub use error::CubeError;

use super::Sample;
use super::unequal::CERTAIN;
use crate::numerics::Stream;
use flight::{Equations, Sizes, decided, fly};

/// What a sample is balanced on, one value a unit of the population.
#[derive(Debug, Clone, Copy)]
pub struct CubeInput<'a> {
    /// Inclusion probabilities. Their sum, in every stratum, need not be whole: then the number of sampled units is one of the two whole
    /// numbers beside it, as far as rounding can be kept.
    pub probabilities: &'a [f64],
    /// Balancing variables, the most important first: those behind are given up first when no sample is balanced on all. The number of
    /// sampled units comes before them and need not be among them.
    pub balancing: &'a [&'a [f64]],
    /// Strata: each is balanced by itself as far as it goes, and then all together.
    pub strata: Option<&'a [u32]>,
    /// In which order units are taken.
    pub order: CubeOrder,
}

/// In which order the flight takes the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CubeOrder {
    /// As they are listed: neighbours are rarely drawn together.
    Listed,
    /// Shuffled: as much chance as the balance allows.
    Random,
}

/// A balanced sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Balanced {
    /// The sample.
    pub sample: Sample,
    /// How well the sample meets the number of sampled units that is expected.
    pub size: Balance,
    /// How well it meets each balancing variable.
    pub balance: Vec<Balance>,
    /// Units that were undecided when no sample could be balanced on all variables any longer.
    pub landed: usize,
}

/// A known total and what the sample makes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Total of the units that can be drawn.
    pub total: f64,
    /// Its Horvitz-Thompson estimate.
    pub estimate: f64,
}

impl Balance {
    /// The estimate's deviation in relation to the total; NaN where that is zero and the deviation too.
    pub fn deviation(&self) -> f64 {
        (self.estimate - self.total) / self.total.abs()
    }
}

/// Draws a sample with given inclusion probabilities whose Horvitz-Thompson estimates of the balancing variables are, as far as
/// possible, their totals.
pub fn cube(input: &CubeInput<'_>, stream: &mut Stream) -> Result<Balanced, CubeError> {
    let mut p = check(input)?;
    let mut units: Vec<usize> = (0..p.len()).filter(|unit| !decided(p[*unit])).collect();
    if input.order == CubeOrder::Random {
        stream.shuffle(&mut units);
    }
    let probabilities = p.clone();
    let landed = walk(input, &units, &mut p, &mut || stream.uniform());
    let drawn: Vec<usize> = (0..p.len()).filter(|unit| p[*unit] == 1.0).collect();
    let balance = |value: &dyn Fn(usize) -> f64| Balance {
        total: (0..p.len()).filter(|unit| probabilities[*unit] > 0.0).map(value).sum(),
        estimate: drawn.iter().map(|&unit| value(unit) / probabilities[unit]).sum(),
    };
    let size = balance(&|unit| probabilities[unit]);
    let balance = input.balancing.iter().map(|column| balance(&|unit| column[unit])).collect();
    Ok(Balanced { sample: Sample::of(drawn, probabilities), size, balance, landed })
}

/// The probabilities, those that are zero or one but for rounding being so.
fn check(input: &CubeInput<'_>) -> Result<Vec<f64>, CubeError> {
    let given = input.probabilities;
    if let Some(unit) = given.iter().position(|p| !(0.0..=2.0 - CERTAIN).contains(p)) {
        return Err(CubeError::Probability { unit, value: given[unit] });
    }
    let units = given.len();
    if let Some(found) = input.strata.map(<[u32]>::len).filter(|found| *found != units) {
        return Err(CubeError::Length { variable: None, units, found });
    }
    for (variable, column) in input.balancing.iter().enumerate() {
        if column.len() != units {
            return Err(CubeError::Length { variable: Some(variable), units, found: column.len() });
        }
        if let Some(unit) = (0..units).find(|&unit| given[unit] > 0.0 && !column[unit].is_finite()) {
            return Err(CubeError::Value { variable, unit, value: column[unit] });
        }
    }
    if given.iter().all(|p| *p == 0.0) {
        return Err(CubeError::Nobody);
    }
    let whole = |&p: &f64| if p >= CERTAIN { 1.0 } else { p };
    Ok(given.iter().map(whole).collect())
}

/// Decides on all units, in the order given. Returns how many were undecided at the end of the flight.
fn walk(input: &CubeInput<'_>, units: &[usize], p: &mut [f64], uniform: &mut impl FnMut() -> f64) -> usize {
    let width = input.balancing.len();
    let rows = rows(input, p, units);
    let sizes = input.strata.map_or(Sizes::Whole, Sizes::Strata);
    let all = Equations { rows: &rows, width, used: width, sizes };
    if let Some(strata) = input.strata {
        // Stable: the order inside a stratum is kept.
        let mut by_stratum = units.to_vec();
        by_stratum.sort_by_key(|&unit| strata[unit]);
        for stratum in by_stratum.chunk_by(|a, b| strata[*a] == strata[*b]) {
            fly(Equations { sizes: Sizes::Whole, ..all }, stratum.iter().copied(), p, uniform);
        }
    }
    fly(all, units.iter().copied(), p, uniform);
    let landed = units.iter().filter(|unit| !decided(p[**unit])).count();
    for used in (0..width).rev() {
        fly(Equations { used, ..all }, units.iter().copied(), p, uniform);
    }
    for sizes in [Sizes::Whole, Sizes::None] {
        fly(Equations { used: 0, sizes, ..all }, units.iter().copied(), p, uniform);
    }
    landed
}

/// Values over probabilities of the units, every column in units of its largest.
fn rows(input: &CubeInput<'_>, p: &[f64], units: &[usize]) -> Vec<f64> {
    let width = input.balancing.len();
    let mut rows = vec![0.0; p.len() * width];
    for (column, values) in input.balancing.iter().enumerate() {
        let largest = units.iter().map(|&unit| (values[unit] / p[unit]).abs()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { largest } else { 1.0 };
        for &unit in units {
            rows[unit * width + column] = values[unit] / p[unit] / scale;
        }
    }
    rows
}
