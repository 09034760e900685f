//! The single door between answers and numbers: it reads the answers, computes variables, and hands plain slices to
//! the statistics. The query engine lives here and nowhere else.

pub mod estimate;

mod data;
mod fault;

pub use data::{Column, Frame, MISSING, Reading, Source, Text};
pub use fault::Faults;
