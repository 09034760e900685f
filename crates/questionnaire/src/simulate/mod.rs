//! Pretesting without people: simulated respondents that obey the conditions on answers walk through the form.

mod chance;
mod distribution;
mod pattern;
mod propose;

pub use chance::Bits;
pub use distribution::{Answer, Distributions};
