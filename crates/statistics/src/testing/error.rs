//! Why a hypothesis cannot be tested.

use crate::models::ModelError;
use crate::tabulation::RaoScottError;
use crate::variance::DesignError;
use std::fmt;

/// A test that cannot be made. Estimates, groups, categories and rows are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum TestingError {
    /// An estimate, its variance, or a covariance that the test needs is undefined: a domain without rows, a mean over a weight of
    /// zero, or a replicate in which the domain is empty.
    Undefined {
        /// The estimate.
        estimate: usize,
    },
    /// The estimate does not vary under the design, so that nothing can be said of how far it is from the hypothesis.
    NoVariance,
    /// An estimate depends on those before it: the covariance of what is tested has no inverse.
    Singular {
        /// Position among the tested estimates.
        position: usize,
    },
    /// The design leaves no degrees of freedom for the test.
    DegreesOfFreedom {
        /// What is left.
        degrees_of_freedom: f64,
    },
    /// The confidence level is not between 0 and 1.
    Level {
        /// What was given.
        level: f64,
    },
    /// A number that says what is tested (a hypothetical value or share, a coefficient) is not one that can be.
    Hypothesis {
        /// Its position.
        position: usize,
        /// What was given.
        value: f64,
    },
    /// There are more or fewer numbers than estimates, or a column has another length than the others.
    Length {
        /// What is needed.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// A category whose given share is zero has respondents: the hypothesis is false, whatever the sample.
    Impossible {
        /// The category.
        category: usize,
    },
    /// Fewer than two groups or categories.
    TooFew {
        /// How many.
        found: usize,
    },
    /// A group without rows.
    EmptyGroup {
        /// The group.
        group: u32,
    },
    /// A weight is negative or not finite, or a value is infinite.
    Row {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// The function that scores ranks gave a number that is not finite.
    Score {
        /// The place in the distribution, between 0 and 1.
        place: f64,
    },
    /// A table that cannot be tested.
    Table(RaoScottError),
    /// The variance cannot be estimated under the design.
    Design(DesignError),
}

impl fmt::Display for TestingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined { estimate } => {
                write!(f, "estimate {estimate} or its variance is undefined, and the test needs it")
            }
            Self::NoVariance => write!(f, "the design leaves no sampling error in what is tested"),
            Self::Singular { position } => write!(f, "tested estimate {position} depends on those before it"),
            Self::DegreesOfFreedom { degrees_of_freedom } => {
                write!(f, "the design leaves {degrees_of_freedom} degrees of freedom for the test")
            }
            Self::Level { level } => write!(f, "expected a confidence level between 0 and 1, found {level}"),
            Self::Hypothesis { position, value } => {
                write!(f, "{value} (number {position}) cannot be part of a hypothesis")
            }
            Self::Length { expected, found } => write!(f, "expected {expected} numbers, found {found}"),
            Self::Impossible { category } => {
                write!(f, "category {category} has respondents, and its given share is zero")
            }
            Self::TooFew { found } => write!(f, "a test needs two groups or categories, found {found}"),
            Self::EmptyGroup { group } => write!(f, "group {group} has no rows"),
            Self::Row { row, value } => write!(f, "row {row}: {value} is no weight or value to test"),
            Self::Score { place } => {
                write!(f, "the score at {place} of the distribution is not a finite number")
            }
            Self::Table(cause) => cause.fmt(f),
            Self::Design(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for TestingError {}

impl From<DesignError> for TestingError {
    fn from(cause: DesignError) -> TestingError {
        TestingError::Design(cause)
    }
}

impl From<RaoScottError> for TestingError {
    fn from(cause: RaoScottError) -> TestingError {
        TestingError::Table(cause)
    }
}

impl From<ModelError> for TestingError {
    /// What a Wald test of estimates can meet; the rest concerns rows and columns of a model.
    fn from(cause: ModelError) -> TestingError {
        match cause {
            ModelError::Singular { position } => TestingError::Singular { position },
            ModelError::Entries { expected, found } | ModelError::Length { rows: expected, found } => {
                TestingError::Length { expected, found }
            }
            ModelError::DegreesOfFreedom { degrees_of_freedom } => {
                TestingError::DegreesOfFreedom { degrees_of_freedom }
            }
            ModelError::Design(cause) => TestingError::Design(cause),
            _ => TestingError::NoVariance,
        }
    }
}
