//! Survey statistics as pure functions over slices: drawing samples, making weights, and estimating with the
//! uncertainty that the design gives. Every estimator is a function of *moments*: sums of a few expressions grouped by
//! sampling unit and domain cell; variances and replicates are computed from those sums, never from the rows again.
//!
//! ## Determinism
//! - Sums are made in a fixed order that depends on the input's order only: never on threads or maps.
//! - Work is parallel over groups or replicates, each of which is summed by one thread.
//! - Randomness comes from [`numerics::Stream`]: ChaCha20, seeded by the caller, one numbered stream for each purpose.
//!   The mapping of seed and stream to draws is a public contract: a change to it is a breaking change.
//!
//! This crate does not know files, formats, names of variables, the clock, or any other crate of the program.

pub mod estimation;
pub mod models;
pub mod moments;
pub mod numerics;
pub mod sampling;
pub mod tabulation;
pub mod testing;
pub mod variance;
pub mod weighting;

#[cfg(test)]
mod reference;
