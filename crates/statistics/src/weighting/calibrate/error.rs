//! Why a model cannot be calibrated to. Terms, rows, parts and categories are numbers that the caller turns into names.

use crate::weighting::WeightingError;
use std::fmt;

/// A constraint: a term, and its category where it has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constraint {
    /// Number of the term.
    pub term: usize,
    /// Category, for terms of categories.
    pub category: Option<u32>,
}

/// A constraint that is not met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnmetConstraint {
    /// Which.
    pub constraint: Constraint,
    /// How far off, as a share of its total where that is over 1.
    pub deviation: f64,
}

/// Why a part of the population cannot be calibrated.
#[derive(Debug, Clone, PartialEq)]
pub enum PartError {
    /// Constraints with a total and nothing in the sample to make it from.
    Empty {
        /// The part.
        part: u32,
        /// The constraints.
        constraints: Vec<Constraint>,
    },
    /// Constraints that follow from the others (they are collinear in the sample), which ask for other totals.
    Contrary {
        /// The part.
        part: u32,
        /// The constraints, and how far the others leave them off.
        constraints: Vec<UnmetConstraint>,
    },
    /// Constraints that the distance and its bounds do not reach.
    OutOfReach {
        /// The part.
        part: u32,
        /// The constraints, and how far off they are at the best that was found.
        constraints: Vec<UnmetConstraint>,
    },
}

/// Why calibration to a model failed. Nothing is ever calibrated halfway.
#[derive(Debug, Clone, PartialEq)]
pub enum CalibrationError {
    /// A start weight, a length or bounds that cannot be used.
    Input(WeightingError),
    /// A code that is no category of its term.
    Code {
        /// The term.
        term: usize,
        /// The first such row.
        row: usize,
        /// What was found.
        code: u32,
    },
    /// A value that is missing or not finite.
    Value {
        /// The term.
        term: usize,
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// A term with another number of totals than its constraints in all parts.
    Totals {
        /// The term.
        term: usize,
        /// Totals needed.
        expected: usize,
        /// Totals given.
        found: usize,
    },
    /// A total that is missing or not finite.
    Total {
        /// The term.
        term: usize,
        /// Its place among the totals.
        at: usize,
        /// What was found.
        value: f64,
    },
    /// A row in no part.
    Part {
        /// The first such row.
        row: usize,
        /// Its code.
        code: u32,
    },
    /// A variance that is not positive and finite.
    Variance {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// A cluster in several parts.
    Cluster {
        /// A row of it that is in another part than the first.
        row: usize,
    },
    /// Parts that cannot be calibrated.
    Parts(Vec<PartError>),
    /// So many distinct vectors that the search for the narrowest bounds would not end in useful time.
    TooManyGroups {
        /// Distinct vectors of a part.
        groups: usize,
        /// The most that are taken.
        most: usize,
    },
    /// The linear programme for the narrowest bounds ended without a solution, though factors that meet the totals exist.
    NoBounds {
        /// The part.
        part: u32,
    },
}

impl From<WeightingError> for CalibrationError {
    fn from(error: WeightingError) -> CalibrationError {
        CalibrationError::Input(error)
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "term {}", self.term)?;
        self.category.map_or(Ok(()), |category| write!(f, " category {category}"))
    }
}

impl fmt::Display for PartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (part, what, constraints): (u32, &str, Vec<(Constraint, f64)>) = match self {
            PartError::Empty { part, constraints } => {
                let all = constraints.iter().map(|&constraint| (constraint, 1.0)).collect();
                (*part, "nothing in the sample for", all)
            }
            PartError::Contrary { part, constraints } => {
                let all = constraints.iter().map(|unmet| (unmet.constraint, unmet.deviation)).collect();
                (*part, "against the others", all)
            }
            PartError::OutOfReach { part, constraints } => {
                let all = constraints.iter().map(|unmet| (unmet.constraint, unmet.deviation)).collect();
                (*part, "out of reach", all)
            }
        };
        write!(f, "part {part}: {what}:")?;
        for (constraint, deviation) in constraints {
            write!(f, " {constraint} (off by {deviation:e})")?;
        }
        Ok(())
    }
}

impl fmt::Display for CalibrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalibrationError::Input(error) => error.fmt(f),
            CalibrationError::Code { term, row, code } => {
                write!(f, "row {row}: term {term} has no category {code}")
            }
            CalibrationError::Value { term, row, value } => {
                write!(f, "row {row}: term {term} has the value {value}")
            }
            CalibrationError::Totals { term, expected, found } => {
                write!(f, "term {term} has {found} totals, and needs {expected}")
            }
            CalibrationError::Total { term, at, value } => {
                write!(f, "total {at} of term {term} is {value}")
            }
            CalibrationError::Part { row, code } => write!(f, "row {row}: there is no part {code}"),
            CalibrationError::Variance { row, value } => write!(f, "row {row} has the variance {value}"),
            CalibrationError::Cluster { row } => {
                write!(f, "row {row} is in another part than the rest of its cluster")
            }
            CalibrationError::Parts(parts) => parts.iter().enumerate().try_for_each(|(at, part)| {
                let between = if at > 0 { "; " } else { "" };
                write!(f, "{between}{part}")
            }),
            CalibrationError::NoBounds { part } => write!(f, "part {part}: no narrowest bounds were found"),
            CalibrationError::TooManyGroups { groups, most } => {
                write!(f, "{groups} distinct vectors are more than {most}")
            }
        }
    }
}

impl std::error::Error for CalibrationError {}
