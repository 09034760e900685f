//! Unequal probabilities without replacement: variances from joint inclusion probabilities, exact or approximated.
#![doc = include_str!("method.md")]

mod approximation;
mod blocks;
mod covariance;
mod design;
mod error;
mod joint;
mod rule;
#[cfg(test)]
mod tests;

pub use approximation::{Approximation, Form};
pub(in crate::variance) use blocks::Block;
pub use covariance::{FirstStage, PpsVariance};
pub use design::{PpsDesign, PpsInput};
pub use error::PpsError;
pub use joint::JointProbabilities;
pub use rule::{PpsMethod, PpsRule};

pub(super) use joint::add;
pub(in crate::variance) use rule::Unequal;
