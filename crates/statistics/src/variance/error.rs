//! What can be wrong with a design.

use std::fmt;

/// A design that cannot be used. Rows are counted from 0 and stages from 1.
#[derive(Debug, Clone, PartialEq)]
pub enum DesignError {
    /// A column has another length than the others.
    Length {
        /// Rows of the file.
        rows: usize,
        /// Values in the column.
        found: usize,
    },
    /// A population count or sampling fraction is missing, not positive or not finite.
    Fpc {
        /// Stage.
        stage: usize,
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// Counts or fractions differ inside one stratum (or one unit of the stage before).
    FpcVaries {
        /// Stage.
        stage: usize,
        /// A row that differs from the first of its stratum.
        row: usize,
    },
    /// More units were sampled than the population has.
    FpcTooSmall {
        /// Stage.
        stage: usize,
        /// A row of the stratum.
        row: usize,
        /// Units in the sample.
        sampled: usize,
        /// Units in the population as given.
        population: f64,
    },
    /// Strata (or units of the stage before) with a single sampling unit, and no rule was named for them.
    SinglePsu {
        /// Stage.
        stage: usize,
        /// A row of each.
        rows: Vec<usize>,
    },
}

impl fmt::Display for DesignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DesignError::Length { rows, found } => write!(f, "a column has {found} values for {rows} rows"),
            DesignError::Fpc { stage, row, value } => {
                write!(
                    f,
                    "row {row}: {value} is neither a population count nor a sampling fraction (stage {stage})"
                )
            }
            DesignError::FpcVaries { stage, row } => {
                write!(
                    f,
                    "row {row}: the finite population correction of stage {stage} differs within a stratum"
                )
            }
            DesignError::FpcTooSmall { stage, row, sampled, population } => {
                write!(
                    f,
                    "row {row}: {sampled} units of stage {stage} were sampled from a population of {population}"
                )
            }
            DesignError::SinglePsu { stage, rows } => {
                write!(f, "{} strata have a single sampling unit at stage {stage}", rows.len())
            }
        }
    }
}

impl std::error::Error for DesignError {}
