//! Drawing samples: which units of a population are selected, with the inclusion probability of every unit.
//!
//! | method | probabilities | size | notes |
//! |---|---|---|---|
//! | [`srs()`] | equal | fixed | every set of n units is equally likely |
//! | [`srswr()`] | equal | hits fixed | with replacement: a unit may be hit more than once |
//! | [`systematic()`] | equal | fixed | the order of the population is an implicit stratification |
//! | [`pps_systematic()`] | any | fixed | as above; many pairs are never drawn together |
//! | [`brewer()`], [`sampford()`], [`tille()`] | any | fixed | every pair can be drawn together |
//! | [`pivotal()`] | any | fixed | neighbours are rarely drawn together |
//! | [`poisson()`], [`bernoulli()`] | any, equal | random | units are independent |
//! | [`coordinated`] | any | fixed or random | units keep their random number: samples share many units or few |
//! | [`cube()`] | any | fixed | balanced on known totals, inside strata too |
//!
//! [`inclusion_probabilities()`] makes the probabilities of the last three rows from sizes, [`allocation`] divides a sample
//! among strata, and [`size`] finds how large it must be. A stratified design calls a method once for each stratum, a
//! design in stages once for each unit of the stage before; [`multistage::overall`] multiplies the probabilities.
//!
//! [`rotation`] plans which part of a panel is asked in which wave.
//!
//! The order in which a method takes numbers from the [`Stream`](crate::numerics::Stream) is part of its page: it is the
//! public contract that lets a sample be drawn again.

pub mod allocation;
pub mod coordinated;
pub mod multistage;
pub mod rotation;
pub mod size;

mod brewer;
mod cube;
mod error;
mod inclusion;
mod pivotal;
mod poisson;
mod pps_systematic;
mod sampford;
mod sample;
mod srs;
mod srswr;
mod systematic;
mod tille;
mod unequal;

#[cfg(test)]
mod frequencies;

pub use brewer::brewer;
pub use cube::{Balance, Balanced, CubeError, CubeInput, CubeLanding, CubeOrder, cube};
pub use error::SamplingError;
pub use inclusion::{Inclusion, inclusion_probabilities};
pub use pivotal::pivotal;
pub use poisson::{bernoulli, poisson};
pub use pps_systematic::pps_systematic;
pub use sampford::sampford;
pub use sample::{Drawn, Sample};
pub use srs::srs;
pub use srswr::srswr;
pub use systematic::systematic;
pub use tille::tille;
