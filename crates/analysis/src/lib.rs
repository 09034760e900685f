//! The single door between answers and numbers: it reads the answers, computes variables, and hands plain slices to
//! the statistics. The query engine lives here and nowhere else.
//!
//! A study goes through in this order: [`sample`] draws whom to ask, [`Answers`] joins what they said to the design,
//! [`weigh`] makes the weights, and [`tabulate`] the protected tables. A single file goes through [`estimate`].
//!
//! This crate does not know how anything is shown, the clock, or where outputs are kept.

pub mod estimate;
pub mod modelling;
pub mod sample;
pub mod testing;

mod analyses;
mod answers;
mod data;
mod fault;
mod listing;
mod requests;
mod tables;
#[cfg(test)]
mod trial;
mod variance_function;
mod weights;

pub use analyses::Analysed;
pub use answers::Answers;
pub use data::{Column, Frame, MISSING, Reading, Source, Text, session_settings, write_parquet};
pub use fault::Faults;
pub use listing::{Field, Listing, Shown, Values};
pub use requests::check_requests;
pub use tables::{Evaluated, evaluate, tabulate};
pub use variance_function::{CurveFit, CurveOfVariance, FittedCurve, VarianceModel, curve_of_variance};
pub use weights::{Weighted, weigh};
