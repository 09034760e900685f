//! Samples in two phases: a sample is drawn, something is learned about its units, and a sample of them is drawn with that.
#![doc = include_str!("method.md")]

mod covariance;
mod design;
mod error;
mod kernel;
mod rule;
#[cfg(test)]
mod tests;

pub use covariance::{PhaseMethod, TwoPhaseCovariance};
pub use design::{SecondPhase, TwoPhase, TwoPhaseInput};
pub use error::TwoPhaseError;

pub(in crate::variance) use rule::Phases;
