//! Regression models of the table's columns: a formula, the fit, and what is wrong in the words of the table.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use sounding_statistics::estimation::Context;
use sounding_statistics::models::formula::{Column, Formula, MatrixError, ModelMatrix, Response};
use sounding_statistics::models::glm::{BinomialLink, Family, GammaLink, Glm, GlmInput, glm};
use sounding_statistics::models::hypothesis::wald;
use sounding_statistics::models::{ModelError, Rows};
use sounding_statistics::numerics::{student_t_quantile, student_t_two_sided};

use crate::categories::MISSING;
use crate::fault::Faults;
use crate::sample::Sample;
use crate::table::Numbers;

/// A fitted model with the names of its coefficients.
#[derive(Debug)]
pub(crate) struct Fitted {
    pub(crate) names: Vec<String>,
    pub(crate) glm: Glm,
    pub(crate) coefficients: Vec<Coefficient>,
    /// One for each term of the formula.
    pub(crate) tests: Vec<TermTest>,
    pub(crate) warnings: Vec<String>,
}

/// Wald's test that all coefficients of a term are zero, as F.
#[derive(Debug, Clone)]
pub(crate) struct TermTest {
    pub(crate) term: String,
    pub(crate) f: f64,
    pub(crate) df1: f64,
    pub(crate) df2: f64,
    pub(crate) p_value: f64,
}

/// One coefficient, on the scale of the linear predictor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coefficient {
    pub(crate) estimate: f64,
    pub(crate) se: f64,
    pub(crate) t: f64,
    pub(crate) p_value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// A family by the name that R gives it, with its link; the logarithm where a gamma model names none, as on the command line.
pub(crate) fn family(name: &str, link: Option<&str>) -> Result<Family, Faults> {
    let wrong = || {
        let expected =
            "the family's own link, or logit, probit or cloglog for shares, log or inverse for gamma";
        Faults::argument("link", expected, link.unwrap_or_default())
    };
    let share = || match link {
        None | Some("logit") => Ok(BinomialLink::Logit),
        Some("probit") => Ok(BinomialLink::Probit),
        Some("cloglog") => Ok(BinomialLink::Cloglog),
        Some(_) => Err(wrong()),
    };
    let own = |family: Family, name: &str| {
        if link.is_none_or(|link| link == name) { Ok(family) } else { Err(wrong()) }
    };
    match name {
        "gaussian" => own(Family::Gaussian, "identity"),
        "binomial" => share().map(Family::Binomial),
        "quasibinomial" => share().map(Family::Quasibinomial),
        "poisson" => own(Family::Poisson, "log"),
        "quasipoisson" => own(Family::Quasipoisson, "log"),
        "gamma" => match link {
            None | Some("log") => Ok(Family::Gamma(GammaLink::Log)),
            Some("inverse") => Ok(Family::Gamma(GammaLink::Inverse)),
            Some(_) => Err(wrong()),
        },
        _ => {
            let expected = "gaussian, binomial, quasibinomial, poisson, quasipoisson or gamma";
            Err(Faults::argument("family", expected, name))
        }
    }
}

/// A variable of the formula, read.
enum Variable {
    Numbers(Numbers),
    Categories { codes: Vec<u32>, labels: Vec<String> },
}

/// Fits a model to the rows inside the mask.
pub(crate) fn fit(
    sample: &Sample,
    formula: &str,
    family: Family,
    mask: Option<&[bool]>,
    level: f64,
) -> Result<Fitted, Faults> {
    if sample.replicated.is_some() {
        return Err(Faults::one(
            "E-PY-002",
            "replicates",
            "models have linearised variances, and this design has replicates",
            "make the design again without replicates",
        ));
    }
    let rows = sample.table.rows;
    let formula = read(formula)?;
    let weights: Numbers = match mask {
        None => sample.weights.clone(),
        Some(mask) => {
            let inside = sample.weights.iter().zip(mask);
            inside.map(|(weight, inside)| if *inside { *weight } else { 0.0 }).collect::<Vec<f64>>().into()
        }
    };
    let variables = variables(sample, &formula, &weights)?;
    let find = |name: &str| {
        variables.get(name).map(|variable| match variable {
            Variable::Numbers(numbers) => Column::Numeric(numbers),
            Variable::Categories { codes, labels } => Column::Categories { codes, labels },
        })
    };
    let Some(Response::Variable(explained)) = &formula.response else {
        let remedy = "write what is explained, a tilde and what explains it: y ~ a + b";
        return Err(Faults::one("E-MODEL-001", "formula", "the formula has no response", remedy));
    };
    let response = explained.numbers(rows, find).map_err(|error| unfit(&error))?;
    let mut offset: Option<Vec<f64>> = None;
    for part in &formula.offsets {
        let part = part.numbers(rows, find).map_err(|error| unfit(&error))?;
        let sum = offset.get_or_insert_with(|| vec![0.0; rows]);
        sum.iter_mut().zip(part.iter()).for_each(|(sum, part)| *sum += part);
    }
    let matrix = ModelMatrix::new(&formula, rows, find).map_err(|error| unfit(&error))?;
    let columns = matrix.slices();
    let input = GlmInput {
        response: &response,
        columns: &columns,
        offset: offset.as_deref(),
        rows: Rows { weights: &weights, leaves: &sample.leaves, calibration: None },
    };
    let context = Context { design: &sample.design, single: sample.single, calibration: None };
    let glm = glm(&context, &input, family)
        .map_err(|error| fault(&error, sample, &explained.label, &matrix.names))?;
    let df = glm.degrees_of_freedom;
    let t_quantile = student_t_quantile(f64::midpoint(1.0, level), df);
    let coefficients = (0..columns.len())
        .map(|at| {
            let (estimate, se) = (glm.coefficients[at], glm.standard_error(at));
            let (t, half) = (estimate / se, t_quantile * se);
            let p_value = student_t_two_sided(t, df);
            Coefficient { estimate, se, t, p_value, low: estimate - half, high: estimate + half }
        })
        .collect();
    let mut warnings = Vec::new();
    if glm.left_out > 0 {
        warnings.push(format!(
            "{} rows have no value of a variable of the model; they count as outside the domain, and their units stay in the design",
            glm.left_out
        ));
    }
    let mut tests = Vec::new();
    for (number, term) in formula.labels().into_iter().enumerate() {
        match wald(&glm.coefficients, &glm.covariance, &matrix.columns_of(number), None, df) {
            Ok(test) => tests.push(TermTest {
                term,
                f: test.f.statistic,
                df1: test.f.numerator,
                df2: test.f.denominator,
                p_value: test.f.p,
            }),
            Err(reason) => warnings.push(format!("{term} was not tested: {reason}")),
        }
    }
    Ok(Fitted { names: matrix.names, glm, coefficients, tests, warnings })
}

fn read(text: &str) -> Result<Formula, Faults> {
    let formula = Formula::parse(text).map_err(|error| {
        let remedy = "write what is explained, a tilde and what explains it: y ~ a + factor(b) + a:c";
        Faults::one("E-MODEL-001", "formula", error.to_string(), remedy)
    })?;
    if formula.strata.is_empty() {
        return Ok(formula);
    }
    let remedy = "write factor( ) for a variable of categories";
    Err(Faults::one("E-MODEL-001", "formula", "strata( ) belongs to models of survival", remedy))
}

/// The variables of a formula. Categories that only rows outside the domain have are as if they were not there.
fn variables(
    sample: &Sample,
    formula: &Formula,
    weights: &[f64],
) -> Result<BTreeMap<String, Variable>, Faults> {
    let table = &sample.table;
    table.require(formula.names())?;
    let mut variables = BTreeMap::new();
    for name in formula.names() {
        let variable = if table.is_number(name)? {
            Variable::Numbers(table.numbers(name)?)
        } else {
            let own = table.categories(name)?;
            let inside = own.codes.iter().zip(weights);
            let codes = inside.map(|(&code, weight)| if *weight > 0.0 { code } else { MISSING }).collect();
            Variable::Categories { codes, labels: (0..own.len()).map(|code| own.label(code)).collect() }
        };
        variables.insert(name.to_owned(), variable);
    }
    Ok(variables)
}

/// Terms that make no columns, in the words of the table.
fn unfit(error: &MatrixError) -> Faults {
    let (code, name, remedy) = match error {
        MatrixError::NotNumeric { name } => {
            ("E-DATA-013", name, "name a numeric column, or a condition: I(a == \"x\")")
        }
        MatrixError::Reference { name, .. } => ("E-MODEL-002", name, "name a category that somebody has"),
        MatrixError::OneCategory { name } => ("E-MODEL-002", name, "leave it out"),
        MatrixError::Columns { term, .. } => ("E-MODEL-002", term, "use variables with fewer categories"),
        MatrixError::Unknown { name, .. }
        | MatrixError::Length { name, .. }
        | MatrixError::Code { name, .. } => ("E-MODEL-002", name, "look at the variable"),
    };
    Faults::one(code, name, error.to_string(), remedy)
}

fn fault(error: &ModelError, sample: &Sample, response: &str, names: &[String]) -> Faults {
    let name = |column: usize| names.get(column).map_or("", String::as_str);
    let model =
        |place: &str, message: String, remedy: &str| Faults::one("E-MODEL-002", place, message, remedy);
    match error {
        ModelError::Design(cause) => sample.fault(cause),
        ModelError::Collinear { column } => model(
            name(*column),
            format!("{} is a linear combination of the predictors before it", name(*column)),
            "leave it out",
        ),
        ModelError::Separation { column } => model(
            name(*column),
            format!("the predictors decide the response, {} most: it has no finite estimate", name(*column)),
            "leave it out, or join its categories",
        ),
        ModelError::Infinite { column: Some(column), row } => model(
            name(*column),
            format!("row {row}: the value is infinite"),
            "give a number, or leave the value empty",
        ),
        ModelError::Response { .. } => {
            model(response, error.to_string(), "name another family, or look at the response")
        }
        _ => model(response, error.to_string(), "look at the variables of the model and at the design"),
    }
}

impl Fitted {
    /// The coefficients as an Arrow table. What is not defined is null.
    pub(crate) fn batch(&self) -> Result<RecordBatch, ArrowError> {
        let mut fields = vec![Field::new("term", DataType::Utf8, false)];
        let mut columns: Vec<ArrayRef> = vec![Arc::new(StringArray::from_iter_values(&self.names))];
        let mut numbers = |name: &str, value: fn(&Coefficient) -> f64| {
            fields.push(Field::new(name, DataType::Float64, true));
            let values = self.coefficients.iter().map(value).map(|value| (!value.is_nan()).then_some(value));
            columns.push(Arc::new(values.collect::<Float64Array>()));
        };
        numbers("estimate", |coefficient| coefficient.estimate);
        numbers("se", |coefficient| coefficient.se);
        numbers("t", |coefficient| coefficient.t);
        numbers("p_value", |coefficient| coefficient.p_value);
        numbers("low", |coefficient| coefficient.low);
        numbers("high", |coefficient| coefficient.high);
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }
}
