//! What can be wrong with a model.

use crate::variance::DesignError;
use std::fmt;

/// A model that cannot be fitted or tested. Rows and columns are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum ModelError {
    /// A variable has another length than the weights.
    Length {
        /// Rows of the weights.
        rows: usize,
        /// Values of the variable.
        found: usize,
    },
    /// A model without columns or coefficients has nothing to estimate.
    Empty,
    /// No row has a positive weight and all values present.
    NoRows,
    /// A weight is negative or not finite.
    Weight {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// A predictor or an offset is infinite. (NaN is a missing value: it leaves the row out.)
    Infinite {
        /// The column; `None` for the offset.
        column: Option<usize>,
        /// The first such row.
        row: usize,
    },
    /// A response that the family cannot have.
    Response {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// An observation that does not start before it ends, or ends never; or times that should ascend and do not.
    Interval {
        /// The first such row.
        row: usize,
        /// Its start, or the time before.
        start: f64,
        /// Its end, or the time after.
        time: f64,
    },
    /// No row has the event.
    NoEvents,
    /// A category of the response that no row has.
    Category {
        /// The category.
        category: usize,
    },
    /// Too few completed data sets, or without estimates: two at least.
    Imputations {
        /// What was given.
        found: usize,
    },
    /// The fit to a replicate's weights failed.
    Replicate {
        /// The replicate, counted from 0.
        replicate: usize,
        /// Why.
        cause: Box<ModelError>,
    },
    /// A column is a linear combination of those before it.
    Collinear {
        /// The column.
        column: usize,
    },
    /// The predictors decide the response of some rows: a coefficient has no finite estimate.
    Separation {
        /// The column that moves the linear predictor most on the way to infinity.
        column: usize,
    },
    /// The iterations did not settle.
    NotConverged {
        /// How many were made.
        iterations: u32,
    },
    /// A coefficient of the model that does not exist was named.
    Coefficient {
        /// Its number.
        coefficient: usize,
        /// Coefficients of the model.
        coefficients: usize,
    },
    /// A matrix or vector of the caller has the wrong number of entries.
    Entries {
        /// What is needed.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// The covariance of the tested coefficients is singular: a coefficient is named twice, or the design has too few units
    /// for as many.
    Singular {
        /// Position of the first that depends on those before it.
        position: usize,
    },
    /// Two models are not nested in each other or were not fitted to the same rows.
    NotNested,
    /// The family has no likelihood without its dispersion.
    NoLikelihood,
    /// The design leaves no degrees of freedom.
    DegreesOfFreedom {
        /// What is left.
        degrees_of_freedom: f64,
    },
    /// The variance cannot be estimated under the design.
    Design(DesignError),
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { rows, found } => write!(f, "a variable has {found} values for {rows} rows"),
            Self::Empty => write!(f, "the model has nothing to estimate"),
            Self::NoRows => write!(f, "no row has a positive weight and all values of the model"),
            Self::Weight { row, value } => {
                write!(f, "row {row}: the weight {value} is negative or not finite")
            }
            Self::Infinite { column: Some(column), row } => {
                write!(f, "row {row}: column {column} is infinite")
            }
            Self::Infinite { column: None, row } => write!(f, "row {row}: the offset is infinite"),
            Self::Response { row, value } => {
                write!(f, "row {row}: the model's family cannot have a response of {value}")
            }
            Self::Interval { row, start, time } => {
                write!(f, "row {row}: the time {time} does not follow {start}")
            }
            Self::NoEvents => write!(f, "no row has the event"),
            Self::Category { category } => write!(f, "no row of the model has the category {category}"),
            Self::Imputations { found } => {
                write!(f, "two completed data sets with estimates are needed, there are {found}")
            }
            Self::Replicate { replicate, cause } => write!(f, "replicate {replicate}: {cause}"),
            Self::Collinear { column } => {
                write!(f, "column {column} is a linear combination of the columns before it")
            }
            Self::Separation { column } => {
                write!(f, "the predictors decide the response, column {column} most: no finite estimate")
            }
            Self::NotConverged { iterations } => {
                write!(f, "the fit did not settle in {iterations} iterations")
            }
            Self::Coefficient { coefficient, coefficients } => {
                write!(f, "coefficient {coefficient} was named, and the model has {coefficients}")
            }
            Self::Entries { expected, found } => write!(f, "expected {expected} entries, found {found}"),
            Self::Singular { position } => {
                write!(f, "tested coefficient {position} depends on those before it")
            }
            Self::NotNested => write!(f, "the models are not nested, or have different rows"),
            Self::NoLikelihood => write!(f, "the model's family has no likelihood without its dispersion"),
            Self::DegreesOfFreedom { degrees_of_freedom } => {
                write!(f, "the design leaves {degrees_of_freedom} degrees of freedom")
            }
            Self::Design(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for ModelError {}

impl From<DesignError> for ModelError {
    fn from(cause: DesignError) -> ModelError {
        ModelError::Design(cause)
    }
}
