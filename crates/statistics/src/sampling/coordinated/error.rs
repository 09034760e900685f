//! What can be wrong with permanent random numbers.

use super::SamplingError;
use std::fmt;

/// A coordinated sample that cannot be drawn. Units are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum CoordinationError {
    /// There is not one number for each unit.
    Length {
        /// Units of the population.
        units: usize,
        /// Numbers.
        found: usize,
    },
    /// A number is outside [0, 1).
    Number {
        /// The first such unit.
        unit: usize,
        /// What was found.
        value: f64,
    },
    /// The start is outside [0, 1).
    Start {
        /// What was found.
        value: f64,
    },
    /// Two units have the same key, and so would always be drawn alike.
    Key {
        /// The first unit with the key.
        first: usize,
        /// Another.
        second: usize,
    },
    /// What is wrong with any sample.
    Sampling(SamplingError),
}

impl fmt::Display for CoordinationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CoordinationError::Length { units, found } => {
                write!(f, "there are {found} permanent numbers for {units} units")
            }
            CoordinationError::Number { unit, value } => {
                write!(f, "unit {unit}: the permanent number {value} is not at least 0 and below 1")
            }
            CoordinationError::Start { value } => {
                write!(f, "the start {value} is not at least 0 and below 1")
            }
            CoordinationError::Key { first, second } => {
                write!(f, "units {first} and {second} have the same key")
            }
            CoordinationError::Sampling(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CoordinationError {}
