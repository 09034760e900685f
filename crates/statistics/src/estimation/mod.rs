//! Estimates by domain cell, each with the linearised values that its variance is made from.

pub mod change;
pub mod contrast;
pub mod frames;
pub mod function;
pub mod mean;
pub mod proportion;
pub mod quantile;
pub mod ratio;
pub mod spread;
pub mod total;
pub mod variance_function;

mod context;
mod estimate;
mod linearisation;
pub(crate) mod statistic;

pub use context::Context;
pub use estimate::{Estimate, Interval};
pub use linearisation::{LinearisedStatistics, linearise_statistics};
pub use statistic::Statistic;
