//! What can be wrong with a design of unequal probabilities.

use std::fmt;

/// A design or a table of joint probabilities that cannot be used. Rows and units are counted from 0, stages from 1; units in the
/// order of their first rows.
#[derive(Debug, Clone, PartialEq)]
pub enum PpsError {
    /// A column has another length than the others.
    Length {
        /// Rows of the file.
        rows: usize,
        /// Values in the column.
        found: usize,
    },
    /// There is not one column of probabilities for each stage.
    Stages {
        /// Stages.
        stages: usize,
        /// Columns of probabilities.
        probabilities: usize,
    },
    /// A probability is not above zero and at most one.
    Probability {
        /// Stage.
        stage: usize,
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// Rows of one unit have different probabilities.
    ProbabilityVaries {
        /// Stage.
        stage: usize,
        /// A row that differs from the first of its unit.
        row: usize,
    },
    /// The mean square of the probabilities is not given for each stratum, or one of them is not a number of 0 to 1.
    MeanSquare {
        /// Strata of the first stage.
        strata: usize,
        /// The stratum at fault; the number of values where there are too few or too many.
        at: usize,
    },
    /// Joint probabilities are for another number of units than the design has.
    Units {
        /// First-stage units of the design.
        units: usize,
        /// Units of the table.
        found: usize,
    },
    /// A joint probability is missing, named twice, unequal to its mirror image, or not above zero and at most the smaller of the two
    /// units' probabilities.
    Joint {
        /// One unit.
        a: usize,
        /// The other.
        b: usize,
        /// What was found.
        value: f64,
    },
    /// The joint probability of a unit with itself is not the probability of the design.
    Diagonal {
        /// The unit.
        unit: usize,
        /// In the table.
        joint: f64,
        /// In the design.
        probability: f64,
    },
    /// Strata (or units of the stage before) with a single unit that is not certain, and no rule was named for them, or none is left
    /// to average.
    SinglePsu {
        /// Stage.
        stage: usize,
        /// A row of each.
        rows: Vec<usize>,
    },
}

impl fmt::Display for PpsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PpsError::Length { rows, found } => write!(f, "a column has {found} values for {rows} rows"),
            PpsError::Stages { stages, probabilities } => {
                write!(f, "there are {probabilities} columns of probabilities for {stages} stages")
            }
            PpsError::Probability { stage, row, value } => {
                write!(f, "row {row}: {value} is not a probability of inclusion (stage {stage})")
            }
            PpsError::ProbabilityVaries { stage, row } => {
                write!(f, "row {row}: the probability of stage {stage} differs within a unit")
            }
            PpsError::MeanSquare { strata, at } => {
                write!(
                    f,
                    "mean squares of probabilities: {strata} strata need a number of 0 to 1 each (at {at})"
                )
            }
            PpsError::Units { units, found } => {
                write!(f, "joint probabilities of {found} units for a design of {units}")
            }
            PpsError::Joint { a, b, value } => {
                write!(f, "units {a} and {b}: {value} cannot be their joint probability of inclusion")
            }
            PpsError::Diagonal { unit, joint, probability } => write!(
                f,
                "unit {unit}: the table of joint probabilities has {joint} and the design {probability}"
            ),
            PpsError::SinglePsu { stage, rows } => {
                write!(f, "{} strata have a single sampling unit at stage {stage}", rows.len())
            }
        }
    }
}

impl std::error::Error for PpsError {}
