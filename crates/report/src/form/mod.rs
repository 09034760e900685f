//! A questionnaire on paper: a readable form in print and as a page, with skips in words; and its routing as a picture.

mod answers;
mod compose;
mod graph;
mod html;
mod paper;
mod pdf;
#[cfg(test)]
mod tests;

pub use graph::render_graph;
pub use html::{form_html, form_html_both};
pub use pdf::form_pdf;
