//! What the document and the results become: files that people open and programs read. One file or folder for each format; a
//! renderer adds nothing to the document and leaves nothing of it out. What may be shown of a figure is decided in
//! `sounding_disclosure` alone.

mod csv;
mod error;
pub(crate) mod html;
pub(crate) mod pdf;
#[cfg(test)]
mod samples;
mod xlsx;

pub use csv::csv;
pub use error::RenderError;
pub use html::html;
pub use pdf::{Print, pdf};
pub use xlsx::xlsx;
