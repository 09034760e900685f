//! What the document and the results become: files that people open and programs read. One file or folder for each format. What
//! may be shown of a figure is decided in `sounding_disclosure` alone.

mod csv;
mod ends;
mod error;
#[cfg(test)]
mod samples;
mod xlsx;

pub use csv::csv;
pub use error::RenderError;
pub use xlsx::xlsx;
