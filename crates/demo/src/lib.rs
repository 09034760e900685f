//! A simulated national study with a known truth: a population in Vietnam's real communes, a study of it, its fieldwork, and
//! what the study's estimates are worth beside the truth. Nothing in it says anything about real people.
//!
//! ```
//! let units = sounding_demo::units();
//! assert_eq!(units.len(), 3_321);
//! ```
//!
//! This crate does not know files, the clock, or how samples and estimates are made: its study is run like any other.

mod compare;
mod fieldwork;
mod model;
mod page;
mod population;
mod questionnaire;
mod study;
#[cfg(test)]
mod tests;
mod units;
mod words;

pub use compare::{Comparison, Line, Truth};
pub use page::how_close;
pub use units::{Unit, units};

/// The simulated world of one seed.
#[derive(Debug, Clone)]
pub struct Demo {
    seed: u64,
    population: population::Population,
    counts: population::Counts,
}

impl Demo {
    /// Makes the world; the same seed makes the same world.
    pub fn new(seed: u64) -> Demo {
        let population = population::Population::new(seed);
        let counts = population.count();
        Demo { seed, population, counts }
    }

    /// Number of simulated adults.
    pub fn adults(&self) -> u64 {
        self.counts.total()
    }
}
