//! What can be wrong with a plan for a sample.

use std::fmt;

/// A sample that cannot be drawn, allocated or planned. Units and strata are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum SamplingError {
    /// The sample is empty, or larger than the population that it is drawn from.
    Size {
        /// Units asked for.
        n: usize,
        /// Units that can be drawn: those whose size is not zero, where there are sizes.
        population: usize,
    },
    /// A measure of size is negative or not finite.
    Measure {
        /// The first such unit or stratum.
        at: usize,
        /// What was found.
        value: f64,
    },
    /// An inclusion probability is outside 0 to 1 (zero is also refused where a unit was drawn).
    Probability {
        /// The first such unit or stage.
        at: usize,
        /// What was found.
        value: f64,
    },
    /// Inclusion probabilities do not add up to a whole number of units, which a sample of fixed size needs.
    NotWhole {
        /// Their sum.
        sum: f64,
    },
    /// Every try of a rejective method held a unit twice.
    Rejected {
        /// Tries made.
        tries: u64,
    },
    /// A column of the strata has another length than their numbers of units.
    Length {
        /// Strata.
        strata: usize,
        /// Values in the column.
        found: usize,
    },
    /// Fewer units are to be allocated than the minimum of every stratum adds up to, or more than the strata have.
    Total {
        /// Units to allocate.
        total: u64,
        /// The least that is possible.
        least: u64,
        /// The most that is possible.
        most: u64,
    },
    /// The strata that still have units have a share of zero.
    NoShare {
        /// Units that found no place.
        left: u64,
    },
    /// A parameter of a plan is outside its range.
    Parameter {
        /// Which.
        name: &'static str,
        /// What was found.
        value: f64,
        /// Where it must lie.
        range: &'static str,
    },
    /// The precision asked for needs more units than the population has, at the expected response.
    Unreachable {
        /// Units that must be invited.
        invited: u64,
        /// Units in the population.
        population: u64,
    },
}

impl fmt::Display for SamplingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SamplingError::Size { n, population } => {
                write!(f, "a sample of {n} units cannot be drawn from {population}")
            }
            SamplingError::Measure { at, value } => {
                write!(f, "number {at}: the size {value} is negative or not a number")
            }
            SamplingError::Probability { at, value } => {
                write!(f, "number {at}: {value} is not a probability of inclusion")
            }
            SamplingError::NotWhole { sum } => {
                write!(f, "inclusion probabilities add up to {sum}, which is not a whole number of units")
            }
            SamplingError::Rejected { tries } => {
                write!(
                    f,
                    "none of {tries} tries gave distinct units: draw this sample by another method than Sampford's"
                )
            }
            SamplingError::Length { strata, found } => {
                write!(f, "a column has {found} values for {strata} strata")
            }
            SamplingError::Total { total, least, most } => {
                write!(f, "{total} units cannot be allocated: the strata take between {least} and {most}")
            }
            SamplingError::NoShare { left } => {
                write!(f, "{left} units find no place: the strata that still have units have a share of zero")
            }
            SamplingError::Parameter { name, value, range } => {
                write!(f, "{name} is {value} and must be {range}")
            }
            SamplingError::Unreachable { invited, population } => {
                write!(f, "{invited} units must be invited, and the population has {population}")
            }
        }
    }
}

impl std::error::Error for SamplingError {}
