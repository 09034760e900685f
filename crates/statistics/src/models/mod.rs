//! Regression models fitted with weights, with covariances that come from the design.
//!
//! | module | models | what |
//! |---|---|---|
//! | [`formula`] | any | formulas as text, and the columns that they mean |
//! | [`glm`] | generalised linear | gaussian, binomial, Poisson, gamma and quasi families |
//! | [`small_sample`] | linear | variances and degrees of freedom for few sampling units |
//! | [`hypothesis`] | generalised linear; any for Wald | Wald, likelihood-ratio and score tests |
//! | [`information`] | generalised linear | AIC and BIC under the design |
//! | [`imputation`] | any | estimates of completed data sets made into one |
//! | [`loglinear`] | of shares in a table | log-linear models and tests of nested ones |
//! | [`margins`] | generalised linear | predictive margins, average marginal effects |
//! | [`ordinal`] | of ordered categories | proportional odds and its kin |
//! | [`replicates`] | any | fitted again to the weights of every replicate |
//! | [`survival`] | of times to an event | Kaplan-Meier, log-rank, Cox |
//!
//! Coefficients solve the weighted estimating equations; their covariance comes from the totals of the scores in the sampling
//! units, so that it holds whether or not the model is right.

pub mod formula;
pub mod glm;
pub mod hypothesis;
pub mod imputation;
pub mod information;
pub mod loglinear;
pub mod margins;
pub mod ordinal;
pub mod replicates;
pub mod small_sample;
pub mod survival;

mod cholesky;
mod error;
mod rows;

pub use error::ModelError;
pub use rows::{CalibrationRows, Rows};
