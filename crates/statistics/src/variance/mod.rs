//! Variances of estimates under the design.

pub mod replicates;
