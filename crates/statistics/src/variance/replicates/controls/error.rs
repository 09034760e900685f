//! Why replicates of control totals cannot be made.

use std::fmt;

/// Estimated controls that cannot be carried into replicates.
#[derive(Debug, Clone, PartialEq)]
pub enum ControlsError {
    /// There are not as many totals, or entries of their covariance, as there should be.
    Length {
        /// Expected.
        expected: usize,
        /// Found.
        found: usize,
    },
    /// A total, a replicate of it or an entry of the covariance is not finite, or the covariance is not symmetric.
    Value {
        /// Row: the control, or the replicate of the other survey.
        row: usize,
        /// Column: the control.
        column: usize,
    },
    /// The covariance is not positive semi-definite.
    NotSemidefinite {
        /// The control at which it was seen.
        control: usize,
    },
    /// There are fewer replicates that count than controls or replicates of the other survey.
    TooFew {
        /// Replicates whose factor is above zero.
        replicates: usize,
        /// How many are needed.
        needed: usize,
        /// How many times [`crate::variance::replicates::Replicates::repeated`] has to repeat them.
        times: usize,
    },
    /// A matching that was given has another length, a replicate twice, one that does not exist or one that does not count.
    Matching {
        /// How many replicates are to be named.
        needed: usize,
        /// The first place at fault; none if the length is.
        place: Option<usize>,
    },
}

impl fmt::Display for ControlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => {
                write!(f, "expected {expected} figures of controls, found {found}")
            }
            Self::Value { row, column } => {
                write!(f, "row {row} of the controls' figures has no usable number for control {column}")
            }
            Self::NotSemidefinite { control } => {
                write!(
                    f,
                    "the covariance of the controls is none: it gives a negative variance, seen at control {control}"
                )
            }
            Self::TooFew { replicates, needed, times } => {
                write!(
                    f,
                    "{replicates} replicates are too few for {needed} of the controls: repeat each {times} times"
                )
            }
            Self::Matching { needed, place: None } => {
                write!(f, "expected a replicate for each of {needed} of the controls")
            }
            Self::Matching { place: Some(place), .. } => {
                write!(
                    f,
                    "place {place} of the matching names a replicate that is named before, does not exist or does not count"
                )
            }
        }
    }
}

impl std::error::Error for ControlsError {}
