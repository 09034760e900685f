//! Samples from several frames that overlap, such as landlines and mobiles.
#![doc = include_str!("method.md")]

mod dual;
mod error;
mod samples;
#[cfg(test)]
mod tests;
mod weights;

pub use dual::{DualEstimate, DualMethod, dual_cells, dual_estimate, dual_statistics};
pub use error::FramesError;
pub use samples::FrameSamples;
pub use weights::{FrameEstimator, FramesInput, PseudoMl, frame_weights, pseudo_ml};
