//! The Python package `sounding`: design-based estimates from tables that pandas, Polars or Arrow own.
//!
//! A table comes through the Arrow C stream without being copied, becomes a design, and answers questions with the same
//! rules, words and codes of error as `sounding estimate`. The Python side (`python/sounding`) holds the documentation and turns
//! its arguments into those of this module, which is private to it.
//!
//! This crate does not know files, SQL, the query engine, or how anything is shown.

mod answer;
mod categories;
mod coder;
mod crosstab;
mod design;
mod domains;
mod fault;
mod measures;
mod model;
mod native_model;
mod options;
mod question;
mod replicates;
mod sample;
mod settings;
mod table;
mod unequal;

/// What the Python side calls.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::design::{NativeAnswer, NativeDesign};
    #[pymodule_export]
    use crate::native_model::NativeModel;
}
