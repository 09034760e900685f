//! The single door between answers and numbers: it reads the answers, computes variables, and hands plain slices to
//! the statistics. The query engine lives here and nowhere else.

mod data;
mod fault;

pub use fault::Faults;
