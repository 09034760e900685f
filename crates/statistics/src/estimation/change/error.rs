//! What can be wrong with two waves.

use std::fmt;

use crate::variance::{DesignError, SinglePsu};

/// Two waves whose change cannot be estimated. Waves are 0 and 1, rows are counted from 0 within the wave.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeError {
    /// The design of a wave cannot be used.
    Design {
        /// The wave.
        wave: usize,
        /// What is wrong with it.
        error: DesignError,
    },
    /// A column of a wave has another length than its rows.
    Length {
        /// The wave.
        wave: usize,
        /// Rows.
        rows: usize,
        /// Values in the column.
        found: usize,
    },
    /// The waves have different numbers of estimates, or an estimate has no linearised values.
    Estimates {
        /// Expected.
        expected: usize,
        /// Found.
        found: usize,
    },
    /// A primary unit of the design has two identities, or two primary units have the same.
    Identity {
        /// The wave.
        wave: usize,
        /// The row where it shows.
        row: usize,
    },
    /// Primary units of one stratum were in different strata in the other wave.
    Moved {
        /// A row of it in the later wave.
        row: usize,
    },
    /// A rule for single units that has no meaning for a covariance of two designs.
    Rule {
        /// The rule.
        single: SinglePsu,
    },
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChangeError::Design { wave, error } => write!(f, "wave {wave}: {error}"),
            ChangeError::Length { wave, rows, found } => {
                write!(f, "wave {wave}: a column has {found} values for {rows} rows")
            }
            ChangeError::Estimates { expected, found } => {
                write!(f, "expected {expected} estimates, found {found}")
            }
            ChangeError::Identity { wave, row } => {
                write!(
                    f,
                    "wave {wave}, row {row}: sampling units and their identities are not the same partition"
                )
            }
            ChangeError::Moved { row } => {
                write!(
                    f,
                    "row {row} of the later wave: its sampling unit changed strata and others of these strata did not"
                )
            }
            ChangeError::Rule { single } => {
                write!(f, "the rule {single:?} for single units cannot be used with two designs")
            }
        }
    }
}

impl std::error::Error for ChangeError {}
