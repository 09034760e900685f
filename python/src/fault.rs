//! What stops an estimate: findings with code, place and remedy, all of them at once.

use pyo3::prelude::*;
use sounding_survey::{Finding, Place};

/// One or more findings that stop the work. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Faults(pub(crate) Vec<Finding>);

impl Faults {
    /// A single fault; `column` is the column, or the argument, that it is about.
    pub(crate) fn one(
        code: &'static str,
        column: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Faults {
        Faults(vec![finding(code, column, message, remedy)])
    }

    /// An argument that is not one of its choices.
    pub(crate) fn argument(name: &str, expected: &str, found: &str) -> Faults {
        Faults::one(
            "E-PY-002",
            name,
            format!("expected {expected}, found \"{found}\""),
            "write the argument as the documentation of the method shows",
        )
    }
}

/// A finding about a column.
pub(crate) fn finding(
    code: &'static str,
    column: &str,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Finding {
    Finding::error(code, Place { column: Some(column.to_owned()), ..Place::default() }, message, remedy)
}

impl From<Faults> for PyErr {
    fn from(faults: Faults) -> PyErr {
        let told: Vec<(&str, String, String, String)> = faults
            .0
            .into_iter()
            .map(|finding| (finding.code, finding.message, finding.place.to_string(), finding.remedy))
            .collect();
        Python::attach(|py| {
            let made = py
                .import("sounding._errors")
                .and_then(|module| module.getattr("SoundingError"))
                .and_then(|class| class.call_method1("of", (told,)));
            made.map_or_else(|error| error, PyErr::from_value)
        })
    }
}
