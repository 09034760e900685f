//! A question as Python asks it: the measures by their names, the domain, the level.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use pyo3_arrow::input::AnyArray;
use sounding_statistics::estimation::function::Function;
use sounding_statistics::estimation::spread::Spread;

use crate::fault::Faults;
use crate::measures::Measure;
use crate::settings::between;
use crate::table::{Table, truths};

/// Measures of one kind: one for each list of variables, and for each probability where the kind takes them.
pub(crate) fn measures(
    kind: &str,
    variables: &[Vec<String>],
    probabilities: &[f64],
) -> Result<Vec<Measure>, Faults> {
    let mut measures = Vec::new();
    for names in variables {
        match (kind, names.as_slice()) {
            ("mean", [y]) => measures.push(Measure::Mean(y.clone())),
            ("total", [y]) => measures.push(Measure::Total(y.clone())),
            ("proportion", [y]) => measures.push(Measure::Proportion(y.clone())),
            ("ratio", [y, x]) => measures.push(Measure::Ratio(y.clone(), x.clone())),
            ("table", [a, b]) => measures.push(Measure::Table(a.clone(), b.clone())),
            ("quantile", [y]) => {
                for &p in probabilities {
                    measures.push(Measure::Quantile(y.clone(), between("p", p)?));
                }
            }
            ("variance", [_]) => measures.push(spread(Spread::Variance { expression: 0 }, names)),
            ("sd", [_]) => measures.push(spread(Spread::Deviation { expression: 0 }, names)),
            ("covariance", [_, _]) => measures.push(spread(Spread::Covariance { x: 0, y: 1 }, names)),
            ("correlation", [_, _]) => measures.push(spread(Spread::Correlation { x: 0, y: 1 }, names)),
            ("function", [text]) => measures.push(Measure::Function(Arc::new(function(text)?))),
            _ => return Err(Faults::argument("measure", "a measure with its variables", kind)),
        }
    }
    if measures.is_empty() {
        return Err(Faults::one(
            "E-EST-001",
            "",
            "nothing to estimate was asked for",
            "name at least one variable, such as mean(\"y\")",
        ));
    }
    Ok(measures)
}

fn spread(kind: Spread, names: &[String]) -> Measure {
    Measure::Spread(kind, names.to_vec())
}

fn function(text: &str) -> Result<Function, Faults> {
    Function::parse(text).map_err(|error| {
        let message = error.to_string();
        let remedy = error.remedy();
        let message = message.strip_suffix(&format!("; {remedy}")).unwrap_or(&message).to_owned();
        Faults::one("E-PY-005", text, message, remedy)
    })
}

/// The rows inside the domain: a boolean column by name, an Arrow array, or a byte for each row.
pub(crate) fn mask(table: &Table, mask: &Bound<'_, PyAny>) -> PyResult<Vec<bool>> {
    let found = if let Ok(name) = mask.extract::<String>() {
        table.mask(&name)?
    } else if let Ok(bytes) = mask.cast::<PyBytes>() {
        bytes.as_bytes().iter().map(|byte| *byte != 0).collect()
    } else {
        let (parts, field) = mask.extract::<AnyArray>()?.into_chunked_array()?.into_inner();
        if *field.data_type() != arrow_schema::DataType::Boolean {
            return Err(wrong(format!(
                "expected true and false, found values of type {}",
                field.data_type()
            )));
        }
        truths(&parts)
    };
    if found.len() == table.rows {
        Ok(found)
    } else {
        Err(wrong(format!("the mask has {} values for {} rows", found.len(), table.rows)))
    }
}

fn wrong(message: String) -> PyErr {
    let remedy =
        "give the name of a boolean column, or one true or false for each row in the order of the table";
    Faults::one("E-PY-003", "where", message, remedy).into()
}
