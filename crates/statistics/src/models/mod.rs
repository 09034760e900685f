//! Regression models fitted with weights, with covariances that come from the design.
//!
//! | module | models | what |
//! |---|---|---|
//! | [`glm`] | generalised linear | gaussian, binomial, Poisson, gamma and quasi families |
//! | [`small_sample`] | linear | variances and degrees of freedom for few sampling units |
//! | [`hypothesis`] | generalised linear; any for Wald | Wald, likelihood-ratio and score tests |
//!
//! Coefficients solve the weighted estimating equations; their covariance comes from the totals of the scores in the sampling
//! units, so that it holds whether or not the model is right.

pub mod glm;
pub mod hypothesis;
pub mod small_sample;

mod cholesky;
mod error;
mod rows;

pub use error::ModelError;
pub use rows::{CalibrationRows, Rows};
