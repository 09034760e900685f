//! What can be wrong with a design in two phases.

use std::fmt;

use crate::variance::{DesignError, SinglePsu};

/// A design in two phases that cannot be used. Rows are counted from 0 among those of the first phase.
#[derive(Debug, Clone, PartialEq)]
pub enum TwoPhaseError {
    /// The first phase is wrong by itself.
    First(DesignError),
    /// The second phase is wrong by itself; its rows are counted from 0 among the selected ones.
    Second(DesignError),
    /// A column has another length than the first phase has rows.
    Length {
        /// Rows of the first phase.
        rows: usize,
        /// Values in the column.
        found: usize,
    },
    /// No row is in the second phase.
    Nobody,
    /// A stratum of the second phase has no selected unit: it is not represented.
    EmptyStratum {
        /// The first row of such a stratum.
        row: usize,
    },
    /// A second-phase probability is outside (0, 1].
    Probability {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// The simple method is for first phases of one stage in which every row is a unit.
    NotSimple,
    /// A rule for single units that has no meaning for pairs of units of two phases.
    Rule {
        /// The rule.
        single: SinglePsu,
    },
    /// The residuals are of other estimates than the linearised values.
    Estimates {
        /// Estimates of the linearised values.
        expected: usize,
        /// Estimates of the residuals.
        found: usize,
    },
}

impl fmt::Display for TwoPhaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TwoPhaseError::First(error) => write!(f, "first phase: {error}"),
            TwoPhaseError::Second(error) => write!(f, "second phase: {error}"),
            TwoPhaseError::Length { rows, found } => {
                write!(f, "a column has {found} values for the {rows} rows of the first phase")
            }
            TwoPhaseError::Nobody => write!(f, "no row is in the second phase"),
            TwoPhaseError::EmptyStratum { row } => {
                write!(f, "row {row}: no unit of its stratum is in the second phase")
            }
            TwoPhaseError::Probability { row, value } => {
                write!(f, "row {row}: {value} is not a probability of the second phase")
            }
            TwoPhaseError::NotSimple => {
                write!(f, "the simple method needs a first phase of one stage whose units are the rows")
            }
            TwoPhaseError::Rule { single } => {
                write!(f, "the rule {single:?} for single units cannot be used with two phases")
            }
            TwoPhaseError::Estimates { expected, found } => {
                write!(f, "there are residuals of {found} estimates for {expected}")
            }
        }
    }
}

impl std::error::Error for TwoPhaseError {}
