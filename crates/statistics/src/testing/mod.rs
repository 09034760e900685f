//! Tests of hypotheses under the design. Every test gives an [`Outcome`]: the statistic, what it is compared with, the probability, and
//! the estimate with its interval where there is one.
//!
//! | module | hypothesis |
//! |---|---|
//! | [`t`] | a mean, share, difference or other combination of estimates has a given value |
//! | [`groups`] | an estimate is the same in several groups, together and pair by pair |
//! | [`rank`] | the values of a variable have the same distribution in all groups |
//! | [`table`] | the factors of a table of two are independent |
//! | [`goodness`] | the categories of a variable have given shares |
//! | [`correlation`] | two variables are uncorrelated |
//!
//! [`adjust`] is for several tests at once; [`quadratic_form`] has the distributions that chi-squared statistics have under a design.
//!
//! Tests take estimates with their covariance ([`Joint`](crate::estimation::contrast::Joint)), whether these came from
//! linearisation or, by [`of_replicates`], from replicates.

pub mod adjust;
pub mod correlation;
pub mod goodness;
pub mod groups;
pub mod quadratic_form;
pub mod rank;
pub mod t;
pub mod table;

mod chi_squared;
mod error;
mod joint;
mod outcome;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use chi_squared::ChiSquaredStatistic;
pub use error::TestingError;
pub use joint::of_replicates;
pub use outcome::{Effect, Outcome, Reference, Side, TestKind};
