//! What may leave: which cells of a set of tables are hidden so that no small group of respondents can be seen, directly
//! or by subtraction, and which figures are shown with a warning because they cannot be relied on. Two separate marks.
//!
//! ```
//! use sounding_disclosure::ReleaseRules;
//!
//! assert_eq!(ReleaseRules::default().minimum_cell, 10);
//! ```
//!
//! This crate does not know where tables come from, how they are drawn, files, or the clock.

mod people;
mod reliability;
mod rules;
mod suppression;
mod visibility;
mod withholding;

pub use people::{Answered, Grouped, NOWHERE, Respondents};
pub use reliability::mark_reliability;
pub use rules::ReleaseRules;
pub use suppression::{Suppressed, protect};
pub use visibility::{Shown, hidden, shown, shown_base};
pub use withholding::withhold;
