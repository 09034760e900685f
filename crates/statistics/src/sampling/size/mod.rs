//! How large a sample must be.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::SamplingError;
use crate::numerics::normal_quantile;

/// What is asked of an estimate, and what is expected of the design and of the people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half the width of the confidence interval, in the unit of the estimate.
    pub margin: f64,
    /// Level of the interval, such as 0.95.
    pub level: f64,
    /// Design effect: the variance over that of a simple random sample of the same size.
    pub deff: f64,
    /// Units in the population; none where it is so large that it does not matter.
    pub population: Option<u64>,
    /// Share of the invited who will answer.
    pub response: f64,
}

/// Sizes that reach a precision, each rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Size of a simple random sample with the same precision.
    pub effective: u64,
    /// Interviews to complete.
    pub completed: u64,
    /// Units to invite.
    pub invited: u64,
}

/// The size for a proportion near `p`; 0.5 is the safe choice.
pub fn proportion(p: f64, precision: &Precision) -> Result<Size, SamplingError> {
    check("proportion", p, p > 0.0 && p < 1.0, "between 0 and 1")?;
    // The variance in a finite population has N - 1 in its denominator.
    let correction = precision.population.map_or(1.0, |n| n as f64 / (n as f64 - 1.0).max(1.0));
    size(p * (1.0 - p) * correction, precision)
}

/// The size for a mean of a variable with standard deviation `sd` in the population.
pub fn mean(sd: f64, precision: &Precision) -> Result<Size, SamplingError> {
    check("standard deviation", sd, sd > 0.0 && sd.is_finite(), "above 0")?;
    size(sd * sd, precision)
}

fn size(variance: f64, precision: &Precision) -> Result<Size, SamplingError> {
    let Precision { margin, level, deff, population, response } = *precision;
    check("margin", margin, margin > 0.0 && margin.is_finite(), "above 0")?;
    check("level", level, level > 0.0 && level < 1.0, "between 0 and 1")?;
    check("design effect", deff, deff > 0.0 && deff.is_finite(), "above 0")?;
    check("response", response, response > 0.0 && response <= 1.0, "above 0 and at most 1")?;
    if population == Some(0) {
        return Err(SamplingError::Parameter { name: "population", value: 0.0, range: "at least 1" });
    }
    let z = normal_quantile(f64::midpoint(1.0, level));
    let infinite = z * z * variance / (margin * margin);
    let finite = |n: f64| population.map_or(n, |units| n / (1.0 + n / units as f64));
    let completed = finite(deff * infinite);
    let size = Size {
        effective: up(finite(infinite)),
        completed: up(completed),
        invited: up(up(completed) as f64 / response),
    };
    match population {
        Some(population) if size.invited > population => {
            Err(SamplingError::Unreachable { invited: size.invited, population })
        }
        _ => Ok(size),
    }
}

/// Rounds up, but not for what rounding added to a whole number.
fn up(n: f64) -> u64 {
    (n * (1.0 - 1e-12)).ceil() as u64
}

fn check(name: &'static str, value: f64, holds: bool, range: &'static str) -> Result<(), SamplingError> {
    if holds { Ok(()) } else { Err(SamplingError::Parameter { name, value, range }) }
}
