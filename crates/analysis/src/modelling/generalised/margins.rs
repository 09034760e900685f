//! Predictive margins of categories, and average effects of numbers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sounding_statistics::models::formula::{Column, Formula, ModelMatrix, Transform};
use sounding_statistics::models::glm::{Glm, GlmInput, glm_coefficients};
use sounding_statistics::models::margins::{Margins, Slope, average_effects, margins_at, predictive_margins};
use sounding_statistics::models::replicates::refit;
use sounding_survey::Place as FilePlace;

use super::Columns;
use crate::fault::Faults;
use crate::modelling::fit::{Place, coefficient};
use crate::modelling::{Coefficient, ModelRequest};

/// A step for the derivative of a transformed variable, relative to its size: what balances rounding and curvature.
const STEP: f64 = 1e-5;

/// Averages over the population for each variable asked for.
pub(super) fn margins(
    place: &Place<'_>,
    request: &ModelRequest,
    formula: &Formula,
    columns: &Columns<'_>,
    input: &GlmInput<'_>,
    fitted: &Glm,
) -> Result<Vec<Coefficient>, Faults> {
    let mut all = Vec::new();
    for name in &request.margins {
        let used = formula.variables.iter().filter(|variable| variable.name == *name);
        let transforms: Vec<&Transform> = used.map(|variable| &variable.transform).collect();
        if transforms.is_empty() {
            return Err(Faults::one(
                "E-MODEL-001",
                FilePlace::file(place.sampled.source.path().display().to_string()).column(name),
                format!("\"{name}\" is no variable of the model"),
                "name a variable that the formula has in --margins",
            ));
        }
        let factor = transforms.iter().any(|transform| matches!(transform, Transform::Factor { .. }));
        let text = place.sampled.prepared.frame.column(name).map(crate::data::Column::categories);
        match (place.find(name), text) {
            (Some(Column::Numeric(values)), _) if !factor => {
                all.extend(effects(
                    place,
                    request,
                    formula,
                    columns,
                    input,
                    fitted,
                    name,
                    values,
                    &transforms,
                )?);
            }
            (_, Some(text)) => {
                all.extend(categories(place, request, formula, columns, input, fitted, name, &text)?);
            }
            _ => {}
        }
    }
    Ok(all)
}

/// The mean response if everybody were in each category.
#[expect(clippy::too_many_arguments, reason = "the model, and which of its variables")]
fn categories(
    place: &Place<'_>,
    request: &ModelRequest,
    formula: &Formula,
    columns: &Columns<'_>,
    input: &GlmInput<'_>,
    fitted: &Glm,
    name: &str,
    text: &crate::data::Text,
) -> Result<Vec<Coefficient>, Faults> {
    let mut occurring: Vec<u32> = text.codes.iter().copied().filter(|code| *code != u32::MAX).collect();
    occurring.sort_unstable();
    occurring.dedup();
    let rows = input.response.len();
    let fault = |error| place.model_fault(&error, &columns.matrix.names);
    let mut settings: Vec<Vec<Vec<f64>>> = Vec::new();
    for &category in &occurring {
        // Rows after the last keep every category in the model, so that the columns are those of the fit.
        let own: Vec<u32> = std::iter::repeat_n(category, rows).chain(occurring.iter().copied()).collect();
        let mut extended = extend(place, formula, occurring.len());
        extended.insert(name.to_owned(), Extended::Codes(own, text.labels.clone()));
        let matrix = ModelMatrix::new(formula, rows + occurring.len(), |wanted| {
            extended.get(wanted).map(Extended::column)
        })
        .map_err(|error| place.matrix_fault(&error))?;
        settings.push(matrix.columns.iter().map(|column| column[..rows].to_vec()).collect());
    }
    let slices: Vec<Vec<&[f64]>> =
        settings.iter().map(|setting| setting.iter().map(Vec::as_slice).collect()).collect();
    let given: Vec<&[&[f64]]> = slices.iter().map(Vec::as_slice).collect();
    let mut found = predictive_margins(&place.sampled.context(), input, fitted, &given).map_err(fault)?;
    if let Some(replicated) = place.sampled.replicated {
        let replication = replicated.replication();
        let weights = columns.replicate_weights(replicated, &replication);
        let replicates = refit(&weights, |own, _| {
            let mut input = *input;
            input.rows.weights = own;
            let coefficients = glm_coefficients(&input, fitted.family, Some(&fitted.coefficients))?;
            margins_at(&input, fitted.family, &coefficients, &given)
        })
        .map_err(fault)?;
        let k = found.estimates.len();
        found.covariance = (0..k * k).map(|at| replicates.covariance(at / k, at % k)).collect();
        found.degrees_of_freedom = replicated.df() as f64;
    }
    let named = |at: usize| format!("{name}={}", text.labels[occurring[at] as usize]);
    Ok(shown(&found, named, request.base.level))
}

/// The mean derivative of the response by a variable.
#[expect(clippy::too_many_arguments, reason = "the model, and which of its variables")]
fn effects(
    place: &Place<'_>,
    request: &ModelRequest,
    formula: &Formula,
    columns: &Columns<'_>,
    input: &GlmInput<'_>,
    fitted: &Glm,
    name: &str,
    values: &[f64],
    transforms: &[&Transform],
) -> Result<Vec<Coefficient>, Faults> {
    let rows = input.response.len();
    let at = |shifted: &[f64]| -> Result<Vec<Vec<f64>>, Faults> {
        let find =
            |wanted: &str| if wanted == name { Some(Column::Numeric(shifted)) } else { place.find(wanted) };
        let matrix = ModelMatrix::new(formula, rows, find).map_err(|error| place.matrix_fault(&error))?;
        Ok(matrix.columns.into_iter().map(Cow::into_owned).collect())
    };
    // Columns are linear in a variable that is taken as it is; otherwise the derivative is a central difference.
    let linear = transforms.len() == 1 && *transforms[0] == Transform::None;
    let steps: Vec<f64> =
        values.iter().map(|value| if linear { 0.5 } else { STEP * value.abs().max(STEP) }).collect();
    let moved = |sign: f64| -> Vec<f64> {
        values.iter().zip(&steps).map(|(value, step)| value + sign * step).collect()
    };
    let (above, below) = (at(&moved(1.0))?, at(&moved(-1.0))?);
    let slopes: Vec<Vec<f64>> = above
        .iter()
        .zip(&below)
        .map(|(above, below)| {
            let slope = |row: usize| (above[row] - below[row]) / (2.0 * steps[row]);
            (0..rows).map(slope).collect()
        })
        .collect();
    let given: Vec<Slope<'_>> = slopes
        .iter()
        .enumerate()
        .filter(|(_, slope)| slope.iter().any(|value| *value != 0.0))
        .map(|(column, slope)| Slope { column, by: Some(slope) })
        .collect();
    let fault = |error| place.model_fault(&error, &columns.matrix.names);
    let effects = [given.as_slice()];
    let mut found = average_effects(&place.sampled.context(), input, fitted, &effects).map_err(fault)?;
    if let Some(replicated) = place.sampled.replicated {
        let replication = replicated.replication();
        let weights = columns.replicate_weights(replicated, &replication);
        // The difference of two margins over a small step: the columns of the model may be curved in the variable.
        let size = values
            .iter()
            .filter(|value| value.is_finite())
            .fold(0.0, |size: f64, value| size.max(value.abs()));
        let step = STEP * if size > 0.0 { size } else { 1.0 };
        let shifted = |sign: f64| at(&values.iter().map(|value| value + sign * step).collect::<Vec<f64>>());
        let settings = [shifted(1.0)?, shifted(-1.0)?];
        let slices: Vec<Vec<&[f64]>> =
            settings.iter().map(|setting| setting.iter().map(Vec::as_slice).collect()).collect();
        let given: Vec<&[&[f64]]> = slices.iter().map(Vec::as_slice).collect();
        let replicates = refit(&weights, |own, _| {
            let mut input = *input;
            input.rows.weights = own;
            let coefficients = glm_coefficients(&input, fitted.family, Some(&fitted.coefficients))?;
            let ends = margins_at(&input, fitted.family, &coefficients, &given)?;
            Ok(vec![(ends[0] - ends[1]) / (2.0 * step)])
        })
        .map_err(fault)?;
        found.covariance = vec![replicates.covariance(0, 0)];
        found.degrees_of_freedom = replicated.df() as f64;
    }
    Ok(shown(&found, |_| format!("d/d({name})"), request.base.level))
}

fn shown(found: &Margins, name: impl Fn(usize) -> String, level: f64) -> Vec<Coefficient> {
    let one = |at: usize| {
        coefficient(name(at), found.estimates[at], found.standard_error(at), found.degrees_of_freedom, level)
    };
    (0..found.estimates.len()).map(one).collect()
}

/// A variable with more rows.
enum Extended {
    Numbers(Vec<f64>),
    Codes(Vec<u32>, Vec<String>),
}

impl Extended {
    fn column(&self) -> Column<'_> {
        match self {
            Extended::Numbers(values) => Column::Numeric(values),
            Extended::Codes(codes, labels) => Column::Categories { codes, labels },
        }
    }
}

/// The variables of a formula with so many more rows, each like the first.
fn extend(place: &Place<'_>, formula: &Formula, more: usize) -> BTreeMap<String, Extended> {
    let mut all = BTreeMap::new();
    for variable in &formula.variables {
        let extended = match place.find(&variable.name) {
            Some(Column::Numeric(values)) => {
                let first = values.first().copied().unwrap_or(f64::NAN);
                Extended::Numbers(values.iter().copied().chain(std::iter::repeat_n(first, more)).collect())
            }
            Some(Column::Categories { codes, labels }) => {
                let first = codes.first().copied().unwrap_or(u32::MAX);
                let codes = codes.iter().copied().chain(std::iter::repeat_n(first, more)).collect();
                Extended::Codes(codes, labels.to_vec())
            }
            None => continue,
        };
        all.insert(variable.name.clone(), extended);
    }
    all
}
