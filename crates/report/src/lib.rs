//! Reports: first a document as plain data, composed from results in one language, then renderers that turn it into a web
//! page, a PDF, a workbook and a data file. The same charts serve page and print.
//!
//! This crate does not know answers, estimators, files, or the clock: the same results give the same bytes.

mod charts;
mod compose;
mod document;
mod form;
mod interval;
mod locale;
mod render;
mod theme;
mod words;

pub use charts::figure;
pub use compose::compose;
pub use document::{Block, Document, Figure, Grid, GridCell, GridColumn, GridRow, Mark, RowKind, Section};
pub use form::{form_html, form_html_both, form_pdf, render_graph};
pub use locale::Locale;
pub use render::{Print, RenderError, csv, html, pdf, xlsx};
