//! Why weights cannot be made. Margins, categories, classes and rows are indices that the caller turns into names.

use std::fmt;

/// Why an adjustment failed. Nothing is ever adjusted halfway.
#[derive(Debug, Clone, PartialEq)]
pub enum WeightingError {
    /// A weight is negative or not finite.
    Weight {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// A column has another length than the weights.
    Length {
        /// Rows expected.
        rows: usize,
        /// Values found.
        found: usize,
    },
    /// Classes that have cases and no respondents.
    NoRespondents {
        /// Their codes.
        classes: Vec<u32>,
    },
    /// Categories with a population total and no respondent.
    EmptyCategories {
        /// Margin and category of each.
        categories: Vec<(usize, u32)>,
    },
    /// Categories with respondents whose population total is missing, negative or not finite.
    NoTotal {
        /// Margin and category of each.
        categories: Vec<(usize, u32)>,
    },
    /// Margins that sum to different populations.
    SumsDiffer {
        /// The sum of each margin.
        sums: Vec<f64>,
    },
    /// The iterations ended before the margins were met.
    NotConverged {
        /// Iterations made.
        iterations: u64,
        /// The margin (or constraint) at fault.
        margin: usize,
        /// Its category, for margins of categories.
        category: Option<u32>,
        /// Its relative deviation.
        deviation: f64,
    },
    /// The known totals contradict each other or cannot be reached within the bounds.
    Infeasible {
        /// The constraint at fault.
        constraint: usize,
        /// Its relative deviation at the best that was found.
        deviation: f64,
    },
    /// The propensity model separates respondents from nonrespondents, so that its coefficients run away.
    Separation,
    /// Bounds that are out of order or do not enclose 1.
    Bounds {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
}

impl fmt::Display for WeightingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WeightingError::Weight { row, value } => write!(f, "row {row} has the weight {value}"),
            WeightingError::Length { rows, found } => {
                write!(f, "a column has {found} values for {rows} rows")
            }
            WeightingError::NoRespondents { classes } => write!(f, "classes {classes:?} have no respondents"),
            WeightingError::EmptyCategories { categories } => {
                write!(f, "no respondent in (margin, category) {categories:?}, which have a population")
            }
            WeightingError::NoTotal { categories } => {
                write!(f, "no population total for (margin, category) {categories:?}, which have respondents")
            }
            WeightingError::SumsDiffer { sums } => {
                write!(f, "the margins sum to different populations: {sums:?}")
            }
            WeightingError::NotConverged { iterations, margin, category, deviation } => {
                write!(f, "after {iterations} iterations margin {margin}")?;
                if let Some(category) = category {
                    write!(f, " category {category}")?;
                }
                write!(f, " is still off by {deviation:e}")
            }
            WeightingError::Infeasible { constraint, deviation } => {
                write!(f, "constraint {constraint} cannot be met: off by {deviation:e} at best")
            }
            WeightingError::Separation => {
                f.write_str("the response model separates respondents from nonrespondents")
            }
            WeightingError::Bounds { lower, upper } => {
                write!(f, "the bounds {lower} and {upper} do not enclose 1")
            }
        }
    }
}

impl std::error::Error for WeightingError {}
