//! Answers as columns: reading CSV and Parquet, computing variables in SQL, and handing out plain numbers and codes.

mod csv;
mod direct;
mod frame;
mod growing;
mod labels;
mod parquet;
mod source;

#[cfg(test)]
mod tests;

pub use frame::{Column, Frame, MISSING, Text};
pub(crate) use growing::Growing;
pub use parquet::write_parquet;
pub use source::{Reading, Source, session_settings};
