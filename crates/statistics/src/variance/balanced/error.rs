//! What can be wrong with the units of a balanced sample.

use std::fmt;

/// A balanced sample that has no variance estimate. Units and variables are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum BalancedError {
    /// A column has another length than the probabilities, or a linearised value is of a unit beyond them.
    Length {
        /// Sampled units.
        units: usize,
        /// Values in the column.
        found: usize,
    },
    /// A probability is outside (0, 1].
    Probability {
        /// The first such unit.
        unit: usize,
        /// What was found.
        value: f64,
    },
    /// A balancing variable is not finite.
    Value {
        /// The variable.
        variable: usize,
        /// The first such unit.
        unit: usize,
        /// What was found.
        value: f64,
    },
    /// There are not more units than strata and variables.
    Units {
        /// Units that are not certain.
        units: usize,
        /// Strata and linearly independent variables.
        variables: usize,
    },
    /// The regression on the balancing variables failed, as with values beyond what numbers hold.
    Regression,
}

impl fmt::Display for BalancedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BalancedError::Length { units, found } => {
                write!(f, "a column has {found} values for {units} sampled units")
            }
            BalancedError::Probability { unit, value } => {
                write!(f, "unit {unit}: {value} is not a probability of inclusion")
            }
            BalancedError::Value { variable, unit, value } => {
                write!(f, "unit {unit}: balancing variable {variable} is {value}")
            }
            BalancedError::Units { units, variables } => {
                write!(f, "{units} units leave nothing after {variables} strata and balancing variables")
            }
            BalancedError::Regression => write!(f, "the regression on the balancing variables failed"),
        }
    }
}

impl std::error::Error for BalancedError {}
