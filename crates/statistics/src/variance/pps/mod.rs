//! Unequal probabilities without replacement: variances from joint inclusion probabilities, exact or approximated.
#![doc = include_str!("method.md")]

mod approximation;
mod covariance;
mod design;
mod error;
mod joint;
#[cfg(test)]
mod tests;

pub use approximation::{Approximation, Form};
pub use covariance::{FirstStage, PpsVariance};
pub use design::{PpsDesign, PpsInput};
pub use error::PpsError;
pub use joint::JointProbabilities;
pub(super) use joint::add;
