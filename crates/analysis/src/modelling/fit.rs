//! A fitted model before it is shown, and the faults of models in the names of the file.

use sounding_statistics::models::ModelError;
use sounding_statistics::models::formula::{Column as ModelColumn, MatrixError};
use sounding_statistics::models::imputation::{Combined, Completed, combine};
use sounding_statistics::numerics::{student_t_quantile, student_t_two_sided};
use sounding_survey::Place as FilePlace;

use super::{Coefficient, Model, Term};
use crate::data::{Column, Source};
use crate::estimate::Sampled;
use crate::fault::Faults;

/// A domain of a sample.
pub(super) struct Place<'a> {
    pub(super) sampled: &'a Sampled<'a>,
    pub(super) cell: u32,
}

/// A model with its covariance.
pub(super) struct Fit {
    pub(super) names: Vec<String>,
    pub(super) estimates: Vec<f64>,
    /// Row by row.
    pub(super) covariance: Vec<f64>,
    pub(super) df: f64,
    /// Degrees of freedom of each coefficient, where they differ.
    pub(super) own_df: Vec<f64>,
    pub(super) terms: Vec<Term>,
    pub(super) margins: Vec<Coefficient>,
    pub(super) rows: u64,
    pub(super) facts: Vec<(&'static str, f64)>,
}

impl Place<'_> {
    /// The sample's weights in the domain, 0 outside.
    pub(super) fn weights(&self) -> Vec<f64> {
        let prepared = self.sampled.prepared;
        let inside = |(cell, weight): (&u32, &f64)| if *cell == self.cell { *weight } else { 0.0 };
        prepared.cells.iter().zip(&prepared.weights).map(inside).collect()
    }

    /// A variable as models take it.
    pub(super) fn find(&self, name: &str) -> Option<ModelColumn<'_>> {
        Some(match self.sampled.prepared.frame.column(name)? {
            Column::Number(values) => ModelColumn::Numeric(values),
            Column::Text(text) => ModelColumn::Categories { codes: &text.codes, labels: &text.labels },
        })
    }

    pub(super) fn matrix_fault(&self, error: &MatrixError) -> Faults {
        let name = match error {
            MatrixError::Unknown { name, .. }
            | MatrixError::Length { name, .. }
            | MatrixError::NotNumeric { name }
            | MatrixError::Reference { name, .. }
            | MatrixError::OneCategory { name }
            | MatrixError::Code { name, .. } => name.as_str(),
            MatrixError::Columns { term, .. } => term.as_str(),
        };
        Faults::one(
            "E-MODEL-001",
            self.file().column(name),
            error.to_string(),
            "look at the formula: factor(x) makes categories of numbers, factor(x, ref = \"b\") names the one to compare with",
        )
    }

    /// Why a model was not fitted; `names` are those of its columns.
    pub(super) fn model_fault(&self, error: &ModelError, names: &[String]) -> Faults {
        let name = |column: usize| names.get(column).cloned().unwrap_or_default();
        let line = |row: usize| self.file().line(row as u64 + 2);
        let (place, message, remedy) = match error {
            ModelError::Design(error) => return self.sampled.fault(error),
            ModelError::Collinear { column } => (
                self.file(),
                format!("\"{}\" is a combination of the columns before it", name(*column)),
                "leave one of the variables out",
            ),
            ModelError::Separation { column } => (
                self.file(),
                format!(
                    "\"{}\" decides the response of some rows: its coefficient has no finite estimate",
                    name(*column)
                ),
                "join categories, or leave the variable out",
            ),
            ModelError::Response { row, value } => (
                line(*row),
                format!("the model cannot have the response {value}"),
                "choose another family, or code the response as the family needs it: 0 and 1 for binomial, counts for poisson",
            ),
            ModelError::Interval { row, .. } => {
                (line(*row), error.to_string(), "every observation starts before it ends")
            }
            ModelError::Infinite { row, column } => (
                line(*row),
                format!("\"{}\" is infinite", column.map_or_else(|| "the offset".to_owned(), name)),
                "look at the transformation: the logarithm of zero is infinite",
            ),
            ModelError::Replicate { replicate, cause } => (
                self.file(),
                format!("in replicate {}: {cause}", replicate + 1),
                "use a simpler model, or Taylor linearisation",
            ),
            _ => (self.file(), error.to_string(), "look at the variables of the model and at the condition"),
        };
        Faults::one("E-MODEL-002", place, message, remedy)
    }

    fn file(&self) -> FilePlace {
        FilePlace::file(self.sampled.source.path().display().to_string())
    }
}

impl Fit {
    pub(super) fn model(self, domain: Vec<String>, level: f64) -> Model {
        let k = self.names.len();
        let coefficient = |(at, name): (usize, &String)| {
            let se = self.covariance[at * (k + 1)].max(0.0).sqrt();
            coefficient(
                name.clone(),
                self.estimates[at],
                se,
                self.own_df.get(at).copied().unwrap_or(self.df),
                level,
            )
        };
        Model {
            domain,
            coefficients: self.names.iter().enumerate().map(coefficient).collect(),
            terms: self.terms,
            margins: self.margins,
            rows: self.rows,
            facts: self.facts,
        }
    }
}

/// A coefficient with its t test and interval.
pub(super) fn coefficient(name: String, value: f64, se: f64, df: f64, level: f64) -> Coefficient {
    let half = student_t_quantile(f64::midpoint(1.0, level), df) * se;
    let t = if se > 0.0 { value / se } else { f64::NAN };
    let p = if t.is_nan() || df <= 0.0 { f64::NAN } else { student_t_two_sided(t, df) };
    Coefficient { name, value, se, low: value - half, high: value + half, t, df, p, missing: None }
}

/// The models of completed data sets as one.
pub(super) fn combined(
    source: &Source,
    fits: &[&Fit],
    domain: Vec<String>,
    level: f64,
) -> Result<Model, Faults> {
    let place = || FilePlace::file(source.path().display().to_string());
    let first = fits[0];
    if let Some(other) = fits.iter().find(|fit| fit.names != first.names) {
        return Err(Faults::one(
            "E-MODEL-003",
            place(),
            format!(
                "the completed data sets have different coefficients: {} in one, {} in another",
                first.names.join(", "),
                other.names.join(", ")
            ),
            "let every completed data set have the same categories",
        ));
    }
    let completed: Vec<Completed<'_>> =
        fits.iter().map(|fit| Completed { estimates: &fit.estimates, covariance: &fit.covariance }).collect();
    let combined: Combined = combine(&completed, Some(first.df)).map_err(|error| {
        Faults::one("E-MODEL-003", place(), error.to_string(), "look at the models of the single data sets")
    })?;
    let coefficient = |(at, name): (usize, &String)| Coefficient {
        missing: Some(combined.missing_information[at]),
        ..coefficient(
            name.clone(),
            combined.estimates[at],
            combined.standard_error(at),
            combined.degrees_of_freedom[at],
            level,
        )
    };
    Ok(Model {
        domain,
        coefficients: first.names.iter().enumerate().map(coefficient).collect(),
        terms: Vec::new(),
        margins: Vec::new(),
        rows: first.rows,
        facts: vec![("data_sets", fits.len() as f64)],
    })
}
