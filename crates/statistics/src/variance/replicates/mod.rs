//! Replicate variance: the estimate is made again from the sample with some primary sampling units (PSUs) left out or
//! weighted up, and the spread of these replicates is the variance.
//!
//! A replicate is a multiplier for every *PSU*, never for a row. The sums of [`UnitSums`] are made once, and R
//! replicates then cost O(PSUs x R) whatever the number of rows.
//!
//! | method | strata | PSUs in a stratum | fraction sampled |
//! |---|---|---|---|
//! | [`jk1()`] | one | 2 or more | used |
//! | [`jkn()`] | any | 2 or more | used |
//! | [`brr()`], [`fay()`] | any | exactly 2 | not used; a warning says so |
//! | [`bootstrap()`] | any | 2 or more | used |
//!
//! A file that brings its own replicate weights is a [`ReadyReplicates`].
//!
//! Where weights are adjusted for nonresponse or calibrated, [`Carried`] makes the adjustment again in every replicate.

mod bootstrap;
mod brr;
mod carry;
mod covariance;
mod error;
mod fay;
mod jk1;
mod jkn;
mod parallel;
mod psus;
mod ready;
mod rule;

pub use bootstrap::{BOOTSTRAP_STREAM, bootstrap};
pub use brr::{Hadamard, brr};
pub use carry::{Carried, CarryError, Groups};
pub use covariance::{
    Centre, ReplicateEstimates, UnitSums, ValueCounts, replicate, replicate_quantiles,
    replicate_quantiles_by, replicate_statistics, replicate_woodruff,
};
pub use error::ReplicatesError;
pub use fay::fay;
pub use jk1::jk1;
pub use jkn::jkn;
pub use psus::Psus;
pub use ready::{
    ReadyColumns, ReadyContent, ReadyError, ReadyInput, ReadyMethod, ReadyReplicates, ReadyRows, ReadyWarning,
};
pub use rule::{Deletion, Jackknife, ReplicateWarning, Replicates, Replication};
