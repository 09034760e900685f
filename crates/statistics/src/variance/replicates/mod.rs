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
//! | [`jk2()`] | any | 2, or 3 where allowed | used |
//! | [`delete_a_group()`] | any | 2 or more | used |
//! | [`sdr()`] | any | 2 or more, in order of selection | used |
//! | [`bootstrap()`] | any | 2 or more | used |
//! | [`preston()`] | any | 2 or more at every stage | used, at every stage |
//! | [`canty_davison()`] | any | 2 or more | used |
//! | [`generalised_bootstrap()`], [`generalised_replication()`] | any [`QuadraticForm`] | 2 or more | used, at every stage |
//! | [`poisson()`] | — | independent units | their probabilities |
//!
//! A file that brings its own replicate weights is a [`ReadyReplicates`].
//!
//! Where weights are adjusted for nonresponse or calibrated, [`Carried`] makes the adjustment again in every replicate, and where they are calibrated to estimates of
//! another survey, [`EstimatedControls`] gives each replicate its own.

mod bootstrap;
mod brr;
mod canty_davison;
mod carry;
mod controls;
mod covariance;
mod delete_a_group;
mod error;
mod fay;
mod generalised;
mod jk1;
mod jk2;
mod jkn;
#[cfg(test)]
mod of_totals;
mod parallel;
mod poisson;
mod preston;
mod psus;
mod ready;
mod rescale;
mod rule;
mod sdr;

pub use bootstrap::{BOOTSTRAP_STREAM, bootstrap};
pub use brr::{Hadamard, brr};
pub use canty_davison::{CANTY_DAVISON_STREAM, COPIES_STREAM, CopiesScaling, canty_davison};
pub use carry::{Carried, CarryError, Groups};
pub use controls::{CONTROLS_STREAM, ControlsError, EstimatedControls, Matching};
pub use covariance::{
    Centre, ReplicateEstimates, UnitSums, ValueCounts, replicate, replicate_quantiles,
    replicate_quantiles_by, replicate_statistics, replicate_woodruff,
};
pub use delete_a_group::{GROUPS_STREAM, Grouping, delete_a_group};
pub use error::ReplicatesError;
pub use fay::fay;
pub use generalised::{
    Chain, GENERALISED_STREAM, Indefinite, QuadraticForm, generalised_bootstrap, generalised_replication,
};
pub use jk1::jk1;
pub use jk2::{Dropped, PAIRS_STREAM, Triples, jk2};
pub use jkn::jkn;
pub use poisson::{POISSON_STREAM, poisson};
pub use preston::{PRESTON_STREAM, preston};
pub use psus::Psus;
pub use ready::{
    ReadyColumns, ReadyContent, ReadyError, ReadyInput, ReadyMethod, ReadyReplicates, ReadyRows, ReadyWarning,
};
pub use rule::{Deletion, Jackknife, ReplicateUnit, ReplicateWarning, Replicates, Replication};
pub use sdr::{SdrParams, sdr};
