//! Regression models: generalised linear, of ordered categories, of hazards.

use std::borrow::Cow;

use sounding_statistics::models::formula::{Formula, MatrixError, ModelMatrix, Response, Variable};
use sounding_statistics::models::glm::{Family, Glm, GlmInput, glm};
use sounding_statistics::models::hypothesis::{likelihood_ratio, score, wald, working_wald};
use sounding_statistics::models::information::aic;
use sounding_statistics::models::ordinal::{OrdinalInput, ordinal};
use sounding_statistics::models::replicates::{
    ReplicateWeights, cox_replicates, glm_replicates, ordinal_replicates,
};
use sounding_statistics::models::small_sample::{SmallSampleInput, small_sample};
use sounding_statistics::models::survival::Times;
use sounding_statistics::models::survival::cox::{CoxInput, cox};
use sounding_statistics::models::{ModelError, Rows};
use sounding_statistics::testing::quadratic_form::TailMethod;
use sounding_statistics::testing::{Outcome, TestKind};
use sounding_statistics::variance::replicates::ReplicateEstimates;

use super::fit::{Fit, Place};
use super::{ModelKind, ModelRequest, Term, TermTest};
use crate::estimate::replicates::{Replicated, Weighted};
use crate::fault::Faults;

mod margins;

/// The variables of a model as columns.
struct Columns<'a> {
    matrix: ModelMatrix<'a>,
    offset: Option<Vec<f64>>,
    weights: Vec<f64>,
    /// Replicates' unit of each row.
    units: Vec<u32>,
}

/// The model of the request in one domain, with what was noticed.
pub(super) fn fit(place: &Place<'_>, request: &ModelRequest) -> Result<(Fit, Vec<String>), Faults> {
    let matrix_fault = |error: MatrixError| place.matrix_fault(&error);
    let rows = place.sampled.prepared.weights.len();
    let find = |name: &str| place.find(name);
    let constant = matches!(request.kind, ModelKind::Glm(_));
    // Thresholds and baseline hazards take the part of a constant, and categories are coded as beside one.
    let formula = Formula { intercept: request.formula.intercept || !constant, ..request.formula.clone() };
    let mut matrix = ModelMatrix::new(&formula, rows, find).map_err(matrix_fault)?;
    if !constant {
        let kept: Vec<usize> = (0..matrix.terms.len()).filter(|&column| matrix.terms[column] > 0).collect();
        matrix.names = kept.iter().map(|&column| matrix.names[column].clone()).collect();
        matrix.columns = kept.iter().map(|&column| matrix.columns[column].clone()).collect();
        matrix.terms = kept.iter().map(|&column| matrix.terms[column]).collect();
    }
    let mut notes: Vec<String> = (matrix.unused.iter())
        .map(|(name, label)| format!("\"{name}\" has no row with \"{label}\": it has no coefficient"))
        .collect();
    let mut offset: Option<Vec<f64>> = None;
    for variable in &formula.offsets {
        let values = variable.numbers(rows, find).map_err(matrix_fault)?;
        offset = Some(match offset {
            Some(sum) => sum.iter().zip(values.iter()).map(|(a, b)| a + b).collect(),
            None => values.into_owned(),
        });
    }
    let units = match place.sampled.replicated {
        Some(replicated) => replicated.units_of_rows(),
        None => Vec::new(),
    };
    let columns = Columns { matrix, offset, weights: place.weights(), units };
    let (mut fit, left_out) = match request.kind {
        ModelKind::Glm(family) => generalised(place, request, &formula, &columns, family)?,
        ModelKind::Ordinal(_) => ordered(place, request, &formula, &columns)?,
        ModelKind::Cox(_) | ModelKind::Loglinear => hazards(place, request, &formula, &columns)?,
    };
    if left_out > 0 {
        notes.push(format!(
            "{left_out} rows lack a value of the model and were left out; their units stay in the design"
        ));
    }
    if fit.df <= 0.0 {
        notes.push("the design leaves no degrees of freedom for t and F".to_owned());
        fit.terms.clear();
    }
    Ok((fit, notes))
}

impl Columns<'_> {
    fn rows<'r>(&'r self, place: &'r Place<'_>) -> Rows<'r> {
        let sampled = place.sampled;
        Rows {
            weights: &self.weights,
            leaves: &sampled.prepared.leaves,
            calibration: sampled.calibration_rows(),
        }
    }

    fn replicate_weights<'r>(
        &'r self,
        replicated: &Replicated<'_>,
        replication: &'r Weighted<'r>,
    ) -> ReplicateWeights<'r, Weighted<'r>> {
        let (centre, threads) = replicated.manner();
        ReplicateWeights { replication, units: &self.units, base: &self.weights, centre, threads }
    }

    fn numbers<'v>(&self, place: &'v Place<'_>, variable: &Variable) -> Result<Cow<'v, [f64]>, Faults> {
        variable
            .numbers(self.weights.len(), |name| place.find(name))
            .map_err(|error| place.matrix_fault(&error))
    }
}

/// Puts the replicates' estimate of uncertainty in the place of the linearised one.
fn replace(fit: &mut Fit, place: &Place<'_>, found: &ReplicateEstimates, parameters: usize) {
    let k = fit.estimates.len();
    fit.covariance = (0..k * k).map(|at| found.covariance(at / k, at % k)).collect();
    if let Some(replicated) = place.sampled.replicated {
        fit.df = replicated.df() as f64 + 1.0 - parameters as f64;
    }
}

/// Wald's tests of the terms of a formula.
fn walds(fit: &Fit, formula: &Formula, matrix: &ModelMatrix<'_>) -> Vec<Term> {
    let tested = |(number, name): (usize, String)| {
        let columns = matrix.columns_of(number);
        let test = wald(&fit.estimates, &fit.covariance, &columns, None, fit.df).ok()?;
        Some(Term { name, outcome: Outcome::of_wald(TestKind::Wald, &test) })
    };
    formula.labels().into_iter().enumerate().filter_map(tested).collect()
}

fn response(formula: &Formula) -> Option<&Variable> {
    match &formula.response {
        Some(Response::Variable(variable)) => Some(variable),
        _ => None,
    }
}

fn no_response() -> Faults {
    Faults::one(
        "E-MODEL-001",
        sounding_survey::Place::default(),
        "the left side of the formula does not fit the model",
        "write Surv(time, status) for cox, and a variable for all others",
    )
}

fn generalised(
    place: &Place<'_>,
    request: &ModelRequest,
    formula: &Formula,
    columns: &Columns<'_>,
    family: Family,
) -> Result<(Fit, u64), Faults> {
    let variable = response(formula).ok_or_else(no_response)?;
    // Of two categories the first is 0 and the second 1, as in R.
    let values: Cow<'_, [f64]> = match columns.numbers(place, variable) {
        Ok(values) => values,
        Err(faults) => {
            let found = variable.categories(columns.weights.len(), |name| place.find(name));
            match found {
                Ok((codes, labels)) if labels.len() == 2 && matches!(family, Family::Binomial(_)) => codes
                    .iter()
                    .map(|&code| if code == u32::MAX { f64::NAN } else { f64::from(code) })
                    .collect(),
                _ => return Err(faults),
            }
        }
    };
    let slices = columns.matrix.slices();
    let input = GlmInput {
        response: &values,
        columns: &slices,
        offset: columns.offset.as_deref(),
        rows: columns.rows(place),
    };
    let names = &columns.matrix.names;
    let fault = |error: ModelError| place.model_fault(&error, names);
    let context = place.sampled.context();
    let fitted = glm(&context, &input, family).map_err(fault)?;
    let p = names.len();
    let mut fit = Fit {
        names: names.clone(),
        estimates: fitted.coefficients.clone(),
        covariance: fitted.covariance.clone(),
        df: fitted.degrees_of_freedom,
        own_df: Vec::new(),
        terms: Vec::new(),
        margins: Vec::new(),
        rows: fitted.rows,
        facts: vec![("dispersion", fitted.dispersion), ("deviance", fitted.deviance)],
    };
    if let Some(replicated) = place.sampled.replicated {
        let replication = replicated.replication();
        let weights = columns.replicate_weights(replicated, &replication);
        let found = glm_replicates(&weights, &input, family).map_err(fault)?;
        replace(&mut fit, place, &found, p);
    }
    if let Some(method) = request.small_sample {
        if input.offset.is_some() {
            return Err(Faults::one(
                "E-MODEL-001",
                sounding_survey::Place::default(),
                "small-sample degrees of freedom are of models without an offset",
                "leave offset() or --small-sample out",
            ));
        }
        let weights = &columns.weights;
        let small =
            SmallSampleInput { response: &values, columns: &slices, weights, leaves: input.rows.leaves };
        let found = small_sample(&place.sampled.prepared.design, &small, method).map_err(fault)?;
        fit.covariance = found.covariance;
        fit.own_df = found.degrees_of_freedom;
    }
    fit.terms = match request.term_test {
        TermTest::Wald => walds(&fit, formula, &columns.matrix),
        _ if fit.df <= 0.0 => Vec::new(),
        test => working(place, &input, &fitted, formula, &columns.matrix, test).map_err(fault)?,
    };
    let null: Vec<usize> = (0..p).filter(|&column| columns.matrix.terms[column] == 0).collect();
    if let Ok(found) = aic(&context, &input, &fitted, &null) {
        fit.facts.extend([("aic", found.aic), ("effective_parameters", found.effective)]);
    }
    fit.margins = margins::margins(place, request, formula, columns, &input, &fitted)?;
    Ok((fit, fitted.left_out))
}

/// Tests of the terms of a generalised linear model with the model's own statistics.
fn working(
    place: &Place<'_>,
    input: &GlmInput<'_>,
    fitted: &Glm,
    formula: &Formula,
    matrix: &ModelMatrix<'_>,
    test: TermTest,
) -> Result<Vec<Term>, ModelError> {
    let context = place.sampled.context();
    let mut terms = Vec::new();
    for (number, name) in formula.labels().into_iter().enumerate() {
        let tested = matrix.columns_of(number);
        let outcome = if test == TermTest::WorkingWald {
            Outcome::of_ratio(TestKind::WorkingWald, &working_wald(fitted, &tested)?, TailMethod::Exact)
        } else {
            let kept: Vec<usize> = (0..input.columns.len()).filter(|at| !tested.contains(at)).collect();
            let of = |order: &[usize]| -> Vec<&[f64]> { order.iter().map(|&at| input.columns[at]).collect() };
            let smaller = of(&kept);
            if smaller.is_empty() {
                continue;
            }
            let reduced = glm(&context, &GlmInput { columns: &smaller, ..*input }, fitted.family)?;
            if test == TermTest::LikelihoodRatio {
                let ratio = likelihood_ratio(fitted, &reduced, &tested)?;
                Outcome::of_ratio(TestKind::LikelihoodRatio, &ratio, TailMethod::Exact)
            } else {
                let whole = of(&[kept.as_slice(), tested.as_slice()].concat());
                let found = score(&context, &GlmInput { columns: &whole, ..*input }, &reduced)?;
                Outcome::of_wald(TestKind::Score, &found.design)
            }
        };
        terms.push(Term { name, outcome });
    }
    Ok(terms)
}

fn ordered(
    place: &Place<'_>,
    request: &ModelRequest,
    formula: &Formula,
    columns: &Columns<'_>,
) -> Result<(Fit, u64), Faults> {
    let ModelKind::Ordinal(link) = request.kind else { return Err(no_response()) };
    let variable = response(formula).ok_or_else(no_response)?;
    let (codes, labels) = variable
        .categories(columns.weights.len(), |name| place.find(name))
        .map_err(|error| place.matrix_fault(&error))?;
    let slices = columns.matrix.slices();
    let input = OrdinalInput {
        response: &codes,
        categories: labels.len() as u32,
        columns: &slices,
        offset: columns.offset.as_deref(),
        rows: columns.rows(place),
    };
    let mut names = columns.matrix.names.clone();
    let fault = |error: ModelError| place.model_fault(&error, &columns.matrix.names);
    let fitted = ordinal(&place.sampled.context(), &input, link).map_err(fault)?;
    names.extend(labels.windows(2).map(|pair| format!("{}|{}", pair[0], pair[1])));
    let mut fit = Fit {
        names,
        estimates: fitted.parameters.clone(),
        covariance: fitted.covariance.clone(),
        df: fitted.degrees_of_freedom,
        own_df: Vec::new(),
        terms: Vec::new(),
        margins: Vec::new(),
        rows: fitted.rows,
        facts: vec![("deviance", fitted.deviance)],
    };
    if let Some(replicated) = place.sampled.replicated {
        let replication = replicated.replication();
        let weights = columns.replicate_weights(replicated, &replication);
        let found = ordinal_replicates(&weights, &input, link).map_err(fault)?;
        replace(&mut fit, place, &found, fitted.predictors + 1);
    }
    fit.terms = walds(&fit, formula, &columns.matrix);
    Ok((fit, fitted.left_out))
}

fn hazards(
    place: &Place<'_>,
    request: &ModelRequest,
    formula: &Formula,
    columns: &Columns<'_>,
) -> Result<(Fit, u64), Faults> {
    let ModelKind::Cox(ties) = request.kind else { return Err(no_response()) };
    let Some(Response::Survival { start, time, status }) = &formula.response else {
        return Err(no_response());
    };
    let start = start.as_ref().map(|start| columns.numbers(place, start)).transpose()?;
    let (time, event) = (columns.numbers(place, time)?, columns.numbers(place, status)?);
    let mut strata: Option<Vec<u32>> = None;
    for variable in &formula.strata {
        let (codes, labels) = variable
            .categories(columns.weights.len(), |name| place.find(name))
            .map_err(|error| place.matrix_fault(&error))?;
        let size = labels.len() as u32;
        let crossed =
            |(a, b): (&u32, &u32)| if *a == u32::MAX || *b == u32::MAX { u32::MAX } else { a * size + b };
        strata = Some(match strata {
            Some(before) => before.iter().zip(&codes).map(crossed).collect(),
            None => codes,
        });
    }
    let slices = columns.matrix.slices();
    let input = CoxInput {
        times: Times { start: start.as_deref(), time: &time, event: &event },
        columns: &slices,
        offset: columns.offset.as_deref(),
        strata: strata.as_deref(),
        rows: columns.rows(place),
    };
    let names = columns.matrix.names.clone();
    let fault = |error: ModelError| place.model_fault(&error, &columns.matrix.names);
    let fitted = cox(&place.sampled.context(), &input, ties).map_err(fault)?;
    let p = names.len();
    let mut fit = Fit {
        names,
        estimates: fitted.coefficients.clone(),
        covariance: fitted.covariance.clone(),
        df: fitted.degrees_of_freedom,
        own_df: Vec::new(),
        terms: Vec::new(),
        margins: Vec::new(),
        rows: fitted.rows,
        facts: vec![("events", fitted.events as f64)],
    };
    if let Some(replicated) = place.sampled.replicated {
        let replication = replicated.replication();
        let weights = columns.replicate_weights(replicated, &replication);
        let found = cox_replicates(&weights, &input, ties).map_err(fault)?;
        replace(&mut fit, place, &found, p);
    }
    fit.terms = walds(&fit, formula, &columns.matrix);
    Ok((fit, fitted.left_out))
}
