//! Regression models of the table's columns: the model matrix by name, the fit, and what is wrong in the words of the table.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use sounding_statistics::estimation::Context;
use sounding_statistics::models::glm::{BinomialLink, Family, GammaLink, Glm, GlmInput, glm};
use sounding_statistics::models::{ModelError, Rows};
use sounding_statistics::numerics::{student_t_quantile, student_t_two_sided};

use crate::categories::MISSING;
use crate::fault::Faults;
use crate::sample::Sample;
use crate::table::Numbers;

/// What a model is made of, by name.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) response: String,
    /// Numbers as they are, texts as their categories without the first.
    pub(crate) predictors: Vec<String>,
    pub(crate) offset: Option<String>,
    pub(crate) intercept: bool,
}

/// A fitted model with the names of its coefficients.
#[derive(Debug)]
pub(crate) struct Fitted {
    pub(crate) names: Vec<String>,
    pub(crate) glm: Glm,
    pub(crate) coefficients: Vec<Coefficient>,
    pub(crate) warnings: Vec<String>,
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

/// A family by the name that R gives it, with its link.
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
            None | Some("inverse") => Ok(Family::Gamma(GammaLink::Inverse)),
            Some("log") => Ok(Family::Gamma(GammaLink::Log)),
            Some(_) => Err(wrong()),
        },
        _ => {
            let expected = "gaussian, binomial, quasibinomial, poisson, quasipoisson or gamma";
            Err(Faults::argument("family", expected, name))
        }
    }
}

/// Fits a model to the rows inside the mask.
pub(crate) fn fit(
    sample: &Sample,
    terms: &Terms,
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
    let table = &sample.table;
    let named = terms.predictors.iter().chain([&terms.response]).chain(&terms.offset);
    table.require(named.map(String::as_str))?;
    let weights: Numbers = match mask {
        None => sample.weights.clone(),
        Some(mask) => {
            let inside = sample.weights.iter().zip(mask);
            inside.map(|(weight, inside)| if *inside { *weight } else { 0.0 }).collect::<Vec<f64>>().into()
        }
    };
    let response = table.numbers(&terms.response)?;
    let offset = terms.offset.as_ref().map(|name| table.numbers(name)).transpose()?;
    let (names, columns) = matrix(sample, terms, &weights)?;
    let columns: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    let input = GlmInput {
        response: &response,
        columns: &columns,
        offset: offset.as_deref(),
        rows: Rows { weights: &weights, leaves: &sample.leaves, calibration: None },
    };
    let context = Context { design: &sample.design, single: sample.single, calibration: None };
    let glm = glm(&context, &input, family).map_err(|error| fault(&error, sample, terms, &names))?;
    let df = glm.degrees_of_freedom;
    let t_quantile = student_t_quantile(f64::midpoint(1.0, level), df);
    let coefficients = (0..names.len())
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
    Ok(Fitted { names, glm, coefficients, warnings })
}

/// The columns of the model matrix with their names.
fn matrix(sample: &Sample, terms: &Terms, weights: &[f64]) -> Result<(Vec<String>, Vec<Numbers>), Faults> {
    let table = &sample.table;
    let (mut names, mut columns) = (Vec::new(), Vec::new());
    if terms.intercept {
        names.push("(intercept)".to_owned());
        columns.push(Numbers::from(vec![1.0; table.rows]));
    }
    for name in &terms.predictors {
        if table.is_number(name)? {
            names.push(name.clone());
            columns.push(table.numbers(name)?);
            continue;
        }
        let categories = table.categories(name)?;
        // Only categories that somebody of the domain has; the first of them is what the others are compared with.
        let mut occurs = vec![false; categories.len()];
        for (&code, weight) in categories.codes.iter().zip(weights) {
            if code != MISSING && *weight > 0.0 {
                occurs[code as usize] = true;
            }
        }
        for category in (0..categories.len()).filter(|&category| occurs[category]).skip(1) {
            names.push(format!("{name}={}", categories.label(category)));
            let value = |&code: &u32| match code {
                MISSING => f64::NAN,
                code => f64::from(u8::from(code as usize == category)),
            };
            columns.push(categories.codes.iter().map(value).collect::<Vec<f64>>().into());
        }
    }
    Ok((names, columns))
}

fn fault(error: &ModelError, sample: &Sample, terms: &Terms, names: &[String]) -> Faults {
    let name = |column: usize| names.get(column).map_or("", String::as_str);
    let model = |place: &str, message: String, remedy: &str| Faults::one("E-PY-007", place, message, remedy);
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
            model(&terms.response, error.to_string(), "name another family, or look at the response")
        }
        _ => {
            model(&terms.response, error.to_string(), "look at the variables of the model and at the design")
        }
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
