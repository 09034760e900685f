//! Answers as columns: reading CSV and Parquet, computing variables in SQL, and handing out plain numbers and codes.

mod csv;
mod frame;
mod source;

#[cfg(test)]
mod tests;

pub use frame::{Column, Frame, MISSING, Text};
pub use source::{Reading, Source, session_settings};
