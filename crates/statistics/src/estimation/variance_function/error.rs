//! Why a variance function cannot be fitted. Points are the estimates, counted from 0.

use std::fmt;

/// What is wrong with the estimates, their standard errors or the fit.
#[derive(Debug, Clone, PartialEq)]
pub enum VarianceFunctionError {
    /// A list has another length than the estimates.
    Length {
        /// Estimates.
        points: usize,
        /// Entries found.
        found: usize,
    },
    /// Fewer estimates than coefficients.
    TooFew {
        /// Estimates.
        points: usize,
        /// Coefficients of the model.
        needed: usize,
    },
    /// An estimate that is not positive and finite.
    Estimate {
        /// The first such.
        point: usize,
        /// What was found.
        value: f64,
    },
    /// A standard error that is negative or not finite; or zero, where its logarithm or inverse is needed.
    StandardError {
        /// The first such.
        point: usize,
        /// What was found.
        value: f64,
    },
    /// A weight that is negative or not finite.
    Weight {
        /// The first such.
        point: usize,
        /// What was found.
        value: f64,
    },
    /// Weights by the relative variance are for models of it.
    Weighting,
    /// The estimates have too few distinct values for the model.
    Collinear,
    /// The fitted weights did not settle, or a fitted relative variance became zero.
    NotConverged {
        /// Fits made.
        fits: u32,
    },
}

impl fmt::Display for VarianceFunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { points, found } => write!(f, "a list has {found} entries for {points} estimates"),
            Self::TooFew { points, needed } => write!(f, "{points} estimates for {needed} coefficients"),
            Self::Estimate { point, value } => write!(f, "estimate {point} is {value}"),
            Self::StandardError { point, value } => {
                write!(f, "the standard error of estimate {point} is {value}")
            }
            Self::Weight { point, value } => write!(f, "the weight of estimate {point} is {value}"),
            Self::Weighting => f.write_str("weights by the relative variance are for models of it"),
            Self::Collinear => f.write_str("the estimates have too few distinct values for the model"),
            Self::NotConverged { fits } => write!(f, "the weights did not settle in {fits} fits"),
        }
    }
}

impl std::error::Error for VarianceFunctionError {}
