//! What can be wrong with a balanced sample.

use std::fmt;

/// A balanced sample that cannot be drawn. Units and columns are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum CubeError {
    /// An inclusion probability is outside 0 to 1.
    Probability {
        /// The first such unit.
        unit: usize,
        /// What was found.
        value: f64,
    },
    /// No unit has a probability above zero.
    Nobody,
    /// A column has another length than the probabilities.
    Length {
        /// The balancing variable; `None` for the strata.
        variable: Option<usize>,
        /// Units of the population.
        units: usize,
        /// Values in the column.
        found: usize,
    },
    /// A unit that can be drawn has a value of a balancing variable that is not finite.
    Value {
        /// The variable.
        variable: usize,
        /// The first such unit.
        unit: usize,
        /// What was found.
        value: f64,
    },
    /// So many units are undecided after the flight that a linear program cannot go through all their samples.
    Program {
        /// Undecided units.
        undecided: usize,
        /// The most samples that are gone through.
        most: usize,
    },
    /// A landing by a linear program was asked for with strata.
    ProgramStrata,
    /// Products of the balancing variables are beyond what numbers hold.
    Metric,
}

impl fmt::Display for CubeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CubeError::Probability { unit, value } => {
                write!(f, "unit {unit}: {value} is not a probability of inclusion")
            }
            CubeError::Nobody => write!(f, "no unit has a probability of inclusion above zero"),
            CubeError::Length { variable: Some(variable), units, found } => {
                write!(f, "balancing variable {variable} has {found} values for {units} units")
            }
            CubeError::Length { variable: None, units, found } => {
                write!(f, "the strata have {found} values for {units} units")
            }
            CubeError::Value { variable, unit, value } => {
                write!(f, "unit {unit}: balancing variable {variable} is {value}")
            }
            CubeError::Program { undecided, most } => {
                write!(
                    f,
                    "{undecided} units are undecided after the flight and have more than {most} samples: land by giving up variables"
                )
            }
            CubeError::ProgramStrata => {
                write!(f, "strata land by giving up variables, not by a linear program")
            }
            CubeError::Metric => write!(f, "the balancing variables are too large to be multiplied"),
        }
    }
}

impl std::error::Error for CubeError {}
