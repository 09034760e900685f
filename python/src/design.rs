//! The two classes that the Python side holds: a design with its table, and an answer.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use pyo3_arrow::PyTable;
use sounding_statistics::estimation::proportion::IntervalMethod;
use sounding_statistics::estimation::quantile::QuantileInterval;

use crate::answer::{Answer, Association};
use crate::domains::Domains;
use crate::fault::Faults;
use crate::measures::{Estimator, Measure};
use crate::model;
use crate::native_model::NativeModel;
use crate::options::Options;
use crate::question::{mask, measures};
use crate::replicates::Replicated;
use crate::sample::Sample;
use crate::settings;
use crate::table::Table;

/// A table with its design.
#[pyclass(frozen, module = "sounding._native")]
#[derive(Debug)]
pub(crate) struct NativeDesign {
    sample: Sample,
}

#[pymethods]
impl NativeDesign {
    #[new]
    #[pyo3(signature = (table, options, joint))]
    fn new(
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        options: Options,
        joint: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<NativeDesign> {
        let table = read(table)?;
        let joint = joint.map(read).transpose()?;
        let (names, single, variance, mse) = options.settled(&table, joint)?;
        let sample = py.detach(|| Sample::new(table, names, single, variance, mse))?;
        Ok(NativeDesign { sample })
    }

    /// Estimates every measure in every domain.
    #[expect(clippy::too_many_arguments, reason = "the Python side names them")]
    #[expect(clippy::needless_pass_by_value, reason = "lists of Python become vectors")]
    fn estimate(
        &self,
        py: Python<'_>,
        kind: &str,
        variables: Vec<Vec<String>>,
        probabilities: Vec<f64>,
        by: Vec<String>,
        r#where: Option<&Bound<'_, PyAny>>,
        level: f64,
        ci: &str,
        rule: &str,
    ) -> PyResult<NativeAnswer> {
        let measures = measures(kind, &variables, &probabilities)?;
        let level = settings::between("level", level)?;
        let (ci, quantile_ci) = match kind {
            "quantile" => (IntervalMethod::Logit, settings::quantile_interval(ci)?),
            _ => (settings::interval(ci)?, QuantileInterval::Mean),
        };
        let quantiles = (settings::quantile_rule(rule)?, quantile_ci);
        let inside = r#where.map(|given| mask(&self.sample.table, given)).transpose()?;
        let answer = py.detach(|| {
            let sample = &self.sample;
            sample.table.require(by.iter().map(String::as_str))?;
            let domains = Domains::new(&sample.table, &by, inside.as_deref())?;
            let category = match measures.first() {
                Some(Measure::Proportion(_)) => vec!["category".to_owned()],
                Some(Measure::Table(a, b)) => vec![a.clone(), b.clone()],
                _ => Vec::new(),
            };
            let mut answer = Answer { category, ..Answer::default() };
            let mut faults = Vec::new();
            let estimator = Estimator { sample, domains: &domains, level, ci, quantiles };
            for measure in &measures {
                if let Err(more) = estimator.measure(measure, &mut answer) {
                    faults.extend(more.0);
                }
            }
            faults.dedup();
            answer.by = by;
            if faults.is_empty() { Ok(answer) } else { Err(Faults(faults)) }
        })?;
        Ok(NativeAnswer { answer, level, variance: self.sample.variance.clone() })
    }

    /// Fits a generalised linear model.
    #[pyo3(signature = (formula, family, link, r#where, level))]
    fn glm(
        &self,
        py: Python<'_>,
        formula: &str,
        family: &str,
        link: Option<&str>,
        r#where: Option<&Bound<'_, PyAny>>,
        level: f64,
    ) -> PyResult<NativeModel> {
        let family = model::family(family, link)?;
        let level = settings::between("level", level)?;
        let inside = r#where.map(|given| mask(&self.sample.table, given)).transpose()?;
        let fitted = py.detach(|| model::fit(&self.sample, formula, family, inside.as_deref(), level))?;
        Ok(NativeModel { fitted })
    }

    /// The design as it was understood.
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let (sample, facts) = (&self.sample, PyDict::new(py));
        facts.set_item("rows", sample.table.rows)?;
        facts.set_item("strata", sample.design.strata())?;
        facts.set_item("psus", sample.design.psus())?;
        let replicated = sample.replicated.as_ref();
        let own = sample.design.degrees_of_freedom() as usize;
        facts.set_item("df", replicated.and_then(Replicated::own_df).unwrap_or(own))?;
        facts.set_item("population", sample.weights.iter().sum::<f64>())?;
        facts.set_item("replicates", replicated.map_or(0, Replicated::count))?;
        facts.set_item("variance", &sample.variance)?;
        Ok(facts)
    }

    /// What was noticed when the design was made.
    fn warnings(&self) -> Vec<String> {
        self.sample.warnings.clone()
    }
}

/// Figures with what must be known beside them.
#[pyclass(frozen, module = "sounding._native")]
#[derive(Debug)]
pub(crate) struct NativeAnswer {
    answer: Answer,
    level: f64,
    variance: String,
}

#[pymethods]
impl NativeAnswer {
    /// The figures as an Arrow C stream.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let facts = [("level", self.level.to_string()), ("variance", self.variance.clone())];
        stream(py, self.answer.batch(&facts), requested_schema)
    }

    /// The figures, a dictionary for each.
    fn figures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for figure in &self.answer.figures {
            let row = PyDict::new(py);
            row.set_item("measure", &figure.measure)?;
            row.set_item("domain", named(py, &self.answer.by, &figure.domain)?)?;
            row.set_item("category", named(py, &self.answer.category, &figure.category)?)?;
            row.set_item("n", figure.n)?;
            row.set_item("estimate", figure.value)?;
            row.set_item("se", figure.se)?;
            row.set_item("low", figure.low)?;
            row.set_item("high", figure.high)?;
            row.set_item("df", figure.df)?;
            row.set_item("deff", figure.deff)?;
            rows.append(row)?;
        }
        Ok(rows)
    }

    /// The figures' labels as they stand in the columns of a table, with the names of the columns.
    fn labels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let (by, category) = self.answer.columns();
        for figure in &self.answer.figures {
            let row = named(py, &by, &figure.domain)?;
            row.update(named(py, &category, &figure.category)?.as_mapping())?;
            rows.append(row)?;
        }
        Ok(rows)
    }

    /// The tests of independence, a dictionary for each.
    fn tests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for Association { measure, domain, f, df1, df2, p_value, chi_squared } in &self.answer.tests {
            let row = PyDict::new(py);
            row.set_item("measure", measure)?;
            row.set_item("domain", named(py, &self.answer.by, domain)?)?;
            row.set_item("f", f)?;
            row.set_item("df1", df1)?;
            row.set_item("df2", df2)?;
            row.set_item("p_value", p_value)?;
            row.set_item("chi_squared", chi_squared)?;
            rows.append(row)?;
        }
        Ok(rows)
    }

    /// What was noticed on the way.
    fn warnings(&self) -> Vec<String> {
        self.answer.warnings.clone()
    }
}

/// A table as an Arrow C stream.
pub(crate) fn stream<'py>(
    py: Python<'py>,
    made: Result<RecordBatch, ArrowError>,
    requested_schema: Option<Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyAny>> {
    let batch = made.map_err(|cause| {
        let message = format!("the figures cannot be written as a table: {cause}");
        Faults::one("E-DATA-012", "", message, "take them one by one, and report this")
    })?;
    let schema = batch.schema();
    let table = Bound::new(py, PyTable::try_new(vec![batch], schema)?)?;
    table.call_method1("__arrow_c_stream__", (requested_schema,))
}

fn named<'py>(py: Python<'py>, names: &[String], labels: &[String]) -> PyResult<Bound<'py, PyDict>> {
    let pairs = PyDict::new(py);
    for (name, label) in names.iter().zip(labels) {
        pairs.set_item(name, label)?;
    }
    Ok(pairs)
}

/// A table of another library, borrowed.
fn read(given: &Bound<'_, PyAny>) -> PyResult<Table> {
    let (batches, schema) =
        given.extract::<PyTable>().map_err(|cause| unreadable(given, &cause))?.into_inner();
    Ok(Table::new(batches, schema))
}

fn unreadable(table: &Bound<'_, PyAny>, cause: &PyErr) -> PyErr {
    let kind = table.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    Faults::one(
        "E-PY-001",
        "",
        format!("a {kind} cannot be read as an Arrow table: {cause}"),
        "give a pandas, Polars or Arrow table (pandas needs pyarrow), or anything with __arrow_c_stream__",
    )
    .into()
}
