//! Variances under the design: the tree of sampling units and Taylor linearisation over it.
#![doc = include_str!("method.md")]

pub mod balanced;
pub mod pps;
pub mod replicates;
pub mod single;
pub mod two_phase;

mod calibration;
mod design;
mod error;
mod linearised;
#[cfg(test)]
mod tests;

pub(crate) use calibration::SparseAuxiliary;
pub use calibration::{Calibration, CalibrationInput};
pub use design::{Design, DesignInput};
pub use error::DesignError;
pub use linearised::Linearised;
pub use single::SinglePsu;
