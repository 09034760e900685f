//! Regression models fitted with weights, with covariances that come from the design.
//!
//! | module | models | what |
//! |---|---|---|
//! | [`glm`] | generalised linear | gaussian, binomial, Poisson, gamma and quasi families |
//! | [`hypothesis`] | generalised linear; any for Wald | Wald, likelihood-ratio and score tests |
//! | [`information`] | generalised linear | AIC and BIC under the design |
//!
//! Coefficients solve the weighted estimating equations; their covariance comes from the totals of the scores in the sampling
//! units, so that it holds whether or not the model is right.

pub mod glm;
pub mod hypothesis;
pub mod information;

mod cholesky;
mod error;
mod rows;

pub use error::ModelError;
pub use rows::{CalibrationRows, Rows};
