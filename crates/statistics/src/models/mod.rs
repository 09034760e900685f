//! Regression models fitted with weights, with covariances that come from the design.
//!
//! | module | models | what |
//! |---|---|---|
//! | [`glm`] | generalised linear | gaussian, binomial, Poisson, gamma and quasi families |
//! | [`hypothesis`] | generalised linear; any for Wald | Wald, likelihood-ratio and score tests |
//!
//! Coefficients solve the weighted estimating equations; their covariance comes from the totals of the scores in the sampling
//! units, so that it holds whether or not the model is right.

pub mod glm;
pub mod hypothesis;

mod cholesky;
mod error;
mod rows;

pub use error::ModelError;
pub use rows::{CalibrationRows, Rows};
