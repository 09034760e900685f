//! Pretesting without people: simulated respondents walk through the form and give random answers that obey the conditions on them.
#![doc = include_str!("simulate.md")]

mod chance;
mod distribution;
mod pattern;
mod plan;
mod propose;
mod report;
mod respondent;
#[cfg(test)]
mod tests;

pub use chance::Bits;
pub use distribution::{Answer, Distributions};
pub use plan::Plan;
pub use report::{DeadEnd, Reach, Report, Spread, Unsolved, simulate};
pub use respondent::{Ended, Stuck, Walked};
