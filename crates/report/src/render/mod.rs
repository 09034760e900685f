//! What the document and the results become: files that people open and programs read. One file or folder for each format. What
//! may be shown of a figure is decided in `sounding_disclosure` alone.

mod csv;
mod ends;
#[cfg(test)]
mod samples;

pub use csv::csv;
