//! A simulated national study with a known truth.
