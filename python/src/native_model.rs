//! The class that the Python side holds of a fitted model.

use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};

use crate::design::stream;
use crate::model::Fitted;

/// A fitted model.
#[pyclass(frozen, module = "sounding._native")]
#[derive(Debug)]
pub(crate) struct NativeModel {
    pub(crate) fitted: Fitted,
}

#[pymethods]
impl NativeModel {
    /// The coefficients as an Arrow C stream.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        stream(py, self.fitted.batch(), requested_schema)
    }

    /// The coefficients, a dictionary for each.
    fn coefficients<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for (name, coefficient) in self.fitted.names.iter().zip(&self.fitted.coefficients) {
            let row = PyDict::new(py);
            row.set_item("term", name)?;
            row.set_item("estimate", coefficient.estimate)?;
            row.set_item("se", coefficient.se)?;
            row.set_item("t", coefficient.t)?;
            row.set_item("p_value", coefficient.p_value)?;
            row.set_item("low", coefficient.low)?;
            row.set_item("high", coefficient.high)?;
            rows.append(row)?;
        }
        Ok(rows)
    }

    /// The tests of the terms, a dictionary for each.
    fn tests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for test in &self.fitted.tests {
            let row = PyDict::new(py);
            row.set_item("term", &test.term)?;
            row.set_item("f", test.f)?;
            row.set_item("df1", test.df1)?;
            row.set_item("df2", test.df2)?;
            row.set_item("p_value", test.p_value)?;
            rows.append(row)?;
        }
        Ok(rows)
    }

    /// The covariance of the coefficients, row by row.
    fn covariance(&self) -> Vec<Vec<f64>> {
        self.fitted.glm.covariance.chunks(self.fitted.names.len().max(1)).map(<[f64]>::to_vec).collect()
    }

    /// What must be known beside the coefficients.
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let (glm, facts) = (&self.fitted.glm, PyDict::new(py));
        facts.set_item("df", glm.degrees_of_freedom)?;
        facts.set_item("n", glm.rows)?;
        facts.set_item("dispersion", glm.dispersion)?;
        facts.set_item("deviance", glm.deviance)?;
        facts.set_item("iterations", glm.iterations)?;
        Ok(facts)
    }

    /// What was noticed on the way.
    fn warnings(&self) -> Vec<String> {
        self.fitted.warnings.clone()
    }
}
