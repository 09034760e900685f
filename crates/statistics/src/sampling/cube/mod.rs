//! Balanced sampling by the cube method.
#![doc = include_str!("method.md")]

mod error;
mod flight;
mod program;
#[cfg(test)]
mod tests;

pub use error::CubeError;

use super::Sample;
use super::unequal::CERTAIN;
use crate::numerics::Stream;
use flight::{Equations, Sizes, decided, fly};
use program::Landing;

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
    /// How the units are decided on that the flight leaves.
    pub landing: CubeLanding,
}

/// How the units are decided on that the flight leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CubeLanding {
    /// Balancing variables are given up, the last one first.
    #[default]
    GiveUp,
    /// A linear program finds the design over all samples of what is left that is least out of balance on average. For few variables (with
    /// more than about 16 an error says so) and no strata.
    Program,
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
    /// What the landing's linear program made smallest, where one was solved: the expected square of the relative imbalance, measured
    /// by the sum of squares of the equations.
    pub cost: Option<f64>,
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
    let (landed, cost) = walk(input, &units, &mut p, &mut || stream.uniform())?;
    let drawn: Vec<usize> = (0..p.len()).filter(|unit| p[*unit] == 1.0).collect();
    let balance = |value: &dyn Fn(usize) -> f64| Balance {
        total: (0..p.len()).filter(|unit| probabilities[*unit] > 0.0).map(value).sum(),
        estimate: drawn.iter().map(|&unit| value(unit) / probabilities[unit]).sum(),
    };
    let size = balance(&|unit| probabilities[unit]);
    let balance = input.balancing.iter().map(|column| balance(&|unit| column[unit])).collect();
    Ok(Balanced { sample: Sample::of(drawn, probabilities), size, balance, landed, cost })
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
    if input.landing == CubeLanding::Program && input.strata.is_some() {
        return Err(CubeError::ProgramStrata);
    }
    let whole = |&p: &f64| if p >= CERTAIN { 1.0 } else { p };
    Ok(given.iter().map(whole).collect())
}

/// Decides on all units, in the order given. Returns how many were undecided at the end of the flight, and the cost of a
/// landing by a program.
fn walk(
    input: &CubeInput<'_>,
    units: &[usize],
    p: &mut [f64],
    uniform: &mut impl FnMut() -> f64,
) -> Result<(usize, Option<f64>), CubeError> {
    let width = input.balancing.len();
    let rows = rows(input, p, units);
    let sizes = input.strata.map_or(Sizes::Whole, Sizes::Strata);
    let all = Equations { rows: &rows, width, used: width, sizes };
    // Stable: the order inside a stratum is kept.
    let mut ordered = units.to_vec();
    if let Some(strata) = input.strata {
        ordered.sort_by_key(|&unit| strata[unit]);
        for stratum in ordered.chunk_by(|a, b| strata[*a] == strata[*b]) {
            fly(Equations { sizes: Sizes::Whole, ..all }, stratum.iter().copied(), p, uniform);
        }
    }
    fly(all, ordered.iter().copied(), p, uniform);
    let landed = units.iter().filter(|unit| !decided(p[**unit])).count();
    if input.landing == CubeLanding::Program && landed > 0 {
        let (left, landing) = land(input, units, p)?;
        for (&unit, &taken) in left.iter().zip(landing.draw(uniform())) {
            p[unit] = if taken { 1.0 } else { 0.0 };
        }
        return Ok((landed, Some(landing.cost)));
    }
    for used in (0..width).rev() {
        fly(Equations { used, ..all }, ordered.iter().copied(), p, uniform);
    }
    for sizes in [Sizes::Whole, Sizes::None] {
        fly(Equations { used: 0, sizes, ..all }, units.iter().copied(), p, uniform);
    }
    Ok((landed, None))
}

/// The design over the samples of the undecided units, and these units. Balance is measured over all units that can be drawn.
fn land(input: &CubeInput<'_>, units: &[usize], p: &[f64]) -> Result<(Vec<usize>, Landing), CubeError> {
    let given = check(input)?;
    let drawable: Vec<usize> = (0..p.len()).filter(|unit| given[*unit] > 0.0).collect();
    let values = rows(input, &given, &drawable);
    let (q, width) = (input.balancing.len(), input.balancing.len() + 1);
    // The number of sampled units, then the variables.
    let equations = |unit: usize| -> Vec<f64> {
        [1.0].into_iter().chain(values[unit * q..(unit + 1) * q].iter().copied()).collect()
    };
    let mut gram = vec![0.0; width * width];
    for &unit in &drawable {
        let row = equations(unit);
        for (at, sum) in gram.iter_mut().enumerate() {
            *sum += row[at / width] * row[at % width];
        }
    }
    let left: Vec<usize> = units.iter().copied().filter(|unit| !decided(p[*unit])).collect();
    let own: Vec<f64> = left.iter().map(|unit| p[*unit]).collect();
    let left_rows: Vec<f64> = left.iter().flat_map(|unit| equations(*unit)).collect();
    let landing = Landing::of(&own, &left_rows, width, &gram)?;
    Ok((left, landing))
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
