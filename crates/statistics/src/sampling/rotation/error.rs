//! What can be wrong with a rotation.

use std::fmt;

/// A rotation that is impossible. Units, runs and waves are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RotationError {
    /// A pattern does not begin and end with waves in which units are asked: it needs an odd number of runs.
    Runs {
        /// Runs given.
        runs: usize,
    },
    /// A run of the pattern has no wave.
    Empty {
        /// The first such run.
        run: usize,
    },
    /// No wave is planned.
    NoWaves,
    /// With so few groups, one would have to enter again before it has left.
    TooFewGroups {
        /// Groups.
        groups: usize,
        /// Groups that the pattern needs at least.
        needed: usize,
    },
    /// There is no group, or there are fewer units than groups.
    Units {
        /// Units.
        units: usize,
        /// Groups to fill.
        groups: usize,
    },
    /// A column has another length than the units.
    Length {
        /// Units.
        units: usize,
        /// Values in the column.
        found: usize,
    },
    /// A wave is not planned.
    Wave {
        /// The wave.
        wave: usize,
        /// Waves planned.
        waves: usize,
    },
}

impl fmt::Display for RotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RotationError::Runs { runs } => {
                write!(
                    f,
                    "a rotation pattern has waves in and waves out by turns and ends with waves in: {runs} numbers cannot be that"
                )
            }
            RotationError::Empty { run } => write!(f, "number {run} of the rotation pattern is zero"),
            RotationError::NoWaves => write!(f, "no wave is planned"),
            RotationError::TooFewGroups { groups, needed } => {
                write!(f, "the rotation pattern needs {needed} groups, and there are {groups}")
            }
            RotationError::Units { units, groups } => {
                write!(f, "{units} units cannot fill {groups} rotation groups")
            }
            RotationError::Length { units, found } => {
                write!(f, "the strata have {found} values for {units} units")
            }
            RotationError::Wave { wave, waves } => {
                write!(f, "wave {wave} is not among the {waves} that are planned")
            }
        }
    }
}

impl std::error::Error for RotationError {}
