//! Estimates with their uncertainty.

pub mod contrast;
