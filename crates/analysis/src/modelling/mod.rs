//! Regression models on any file: what is asked, and what was fitted.

mod fit;
mod generalised;
mod loglinear;
mod report;
mod survival;
#[cfg(test)]
mod tests;

pub use sounding_statistics::models::formula::Formula;
pub use sounding_statistics::models::glm::{BinomialLink, Family, GammaLink};
pub use sounding_statistics::models::ordinal::OrdinalLink;
pub use sounding_statistics::models::small_sample::SmallSampleMethod;
pub use sounding_statistics::models::survival::cox::Ties;
pub(crate) use survival::curves;
pub use survival::{CurveAnswer, CurveRequest, Point, SurvivalEstimator, survival_curves};

use sounding_statistics::testing::Outcome;
use sounding_survey::{Finding, Place};

use crate::data::{Column, Source};
use crate::estimate::{DesignFacts, Prepared, Request, Sampled, VarianceMethod, derive, with_design};
use crate::fault::Faults;

/// Which model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ModelKind {
    /// Generalised linear.
    Glm(Family),
    /// Of ordered categories.
    Ordinal(OrdinalLink),
    /// Of hazards; the formula's left side is `Surv(time, status)`.
    Cox(Ties),
    /// Of the shares of a table; the formula has no left side.
    Loglinear,
}

/// How terms are tested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TermTest {
    /// Wald's with the design's covariance, as F.
    #[default]
    Wald,
    /// Wald's with the model's covariance, its distribution being the design's.
    WorkingWald,
    /// The likelihood ratio, likewise.
    LikelihoodRatio,
    /// The score test.
    Score,
}

/// What is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelRequest {
    /// Design, domains, condition and level. Its measures are not used; `by` fits the model in each domain.
    pub base: Request,
    /// Response and terms.
    pub formula: Formula,
    /// The model.
    pub kind: ModelKind,
    /// How terms are tested.
    pub term_test: TermTest,
    /// Variables of which predictive margins (categories) and average effects (numbers) are wanted.
    pub margins: Vec<String>,
    /// A smaller log-linear model to test against.
    pub against: Option<Formula>,
    /// Small-sample variance and degrees of freedom of a linear model (Bell and McCaffrey), in the place of the usual ones.
    pub small_sample: Option<SmallSampleMethod>,
    /// Column that numbers the completed data sets of a multiple imputation.
    pub imputation: Option<String>,
}

/// A coefficient or an average.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// Its name, as R has it.
    pub name: String,
    /// Estimate, on the scale of the linear predictor (of the response, for averages).
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Ends of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Estimate over standard error.
    pub t: f64,
    /// Degrees of freedom of t.
    pub df: f64,
    /// Two-sided probability.
    pub p: f64,
    /// Share of its information that is missing, for multiple imputation.
    pub missing: Option<f64>,
}

/// A tested term.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its variables joined by colons.
    pub name: String,
    /// What the test says.
    pub outcome: Outcome,
}

/// A model fitted in one domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The domain: a label for each variable of `by`.
    pub domain: Vec<String>,
    /// Coefficients, thresholds included.
    pub coefficients: Vec<Coefficient>,
    /// Tests of the terms.
    pub terms: Vec<Term>,
    /// Predictive margins and average effects.
    pub margins: Vec<Coefficient>,
    /// Rows used.
    pub rows: u64,
    /// What else is known of the fit: name and number.
    pub facts: Vec<(&'static str, f64)>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelAnswer {
    /// One model for each domain.
    pub models: Vec<Model>,
    /// What the design looked like.
    pub design: DesignFacts,
    /// What was noticed on the way.
    pub warnings: Vec<String>,
}

/// Fits the model in every domain, and to every completed data set where there are several.
pub fn model(source: &mut Source, request: &ModelRequest) -> Result<ModelAnswer, Faults> {
    check(request)?;
    derive(source, &request.base)?;
    let Some(column) = &request.imputation else {
        let (fits, mut answer) = fits(source, request)?;
        for (domain, fit) in fits {
            answer.models.push(fit.model(domain, request.base.level));
        }
        return Ok(answer);
    };
    let sets = source.frame([column.as_str()])?;
    let labels = sets.column(column).map(|column| column.categories().labels).unwrap_or_default();
    let texts = matches!(sets.column(column), Some(Column::Text(_)));
    let quoted = format!("\"{}\"", column.replace('"', "\"\""));
    let mut completed: Vec<Fits> = Vec::new();
    let mut whole: Option<ModelAnswer> = None;
    for label in &labels {
        let value = if texts { format!("'{}'", label.replace('\'', "''")) } else { label.clone() };
        let own = source.keep(column, &format!("{quoted} = {value}"))?;
        let (fits, answer) = fits(&own, request)?;
        completed.push(fits);
        let answer = match whole.take() {
            Some(mut first) => {
                first.warnings.extend(answer.warnings);
                first.warnings.dedup();
                first
            }
            None => answer,
        };
        whole = Some(answer);
    }
    let Some(mut answer) = whole.filter(|_| completed.len() > 1) else {
        return Err(imputations(source, column, labels.len()));
    };
    for (at, (domain, _)) in completed[0].iter().enumerate() {
        let same: Vec<&fit::Fit> =
            completed.iter().filter_map(|fits| fits.get(at)).map(|(_, fit)| fit).collect();
        answer.models.push(fit::combined(source, &same, domain.clone(), request.base.level)?);
    }
    answer
        .warnings
        .push(format!("estimates of {} completed data sets were combined by Rubin's rules", labels.len()));
    Ok(answer)
}

/// The models of a request, without imputation, in a sample.
pub(crate) fn modelled(
    sampled: &Sampled<'_>,
    request: &ModelRequest,
    warnings: Vec<String>,
) -> Result<ModelAnswer, Faults> {
    check(request)?;
    let (fits, mut answer) = fitted(sampled, request, warnings)?;
    for (domain, fit) in fits {
        answer.models.push(fit.model(domain, request.base.level));
    }
    Ok(answer)
}

/// What does not go together in a request.
fn check(request: &ModelRequest) -> Result<(), Faults> {
    let mut faults: Vec<Finding> = Vec::new();
    let mut fault = |message: &str, remedy: &str| {
        faults.push(Finding::error("E-MODEL-001", Place::default(), message, remedy));
    };
    let loglinear = request.kind == ModelKind::Loglinear;
    if loglinear && request.formula.response.is_some() {
        fault("a log-linear model has no response", "write the formula without a left side: ~ a * b");
    }
    if !loglinear && request.formula.response.is_none() {
        fault("the formula has no response", "write the response before the tilde: y ~ x");
    }
    if request.against.is_some() && !loglinear {
        fault(
            "only log-linear models are tested against another formula",
            "use --term-test for terms of other models",
        );
    }
    if !request.margins.is_empty() && !matches!(request.kind, ModelKind::Glm(_)) {
        fault("margins are made of generalised linear models only", "leave --margins out");
    }
    let linear =
        request.kind == ModelKind::Glm(Family::Gaussian) && request.base.variance == VarianceMethod::Taylor;
    if request.small_sample.is_some() && !linear {
        fault(
            "small-sample degrees of freedom are those of linear models by linearisation",
            "fit --family gaussian without --replicates, or leave --small-sample out",
        );
    }
    if request.imputation.is_some() && (loglinear || !request.margins.is_empty()) {
        fault(
            "multiple imputation combines coefficients of regression models",
            "leave --margins out, and fit no log-linear model",
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
}

fn imputations(source: &Source, column: &str, found: usize) -> Faults {
    Faults::one(
        "E-MODEL-003",
        Place::file(source.path().display().to_string()).column(column),
        format!("{found} completed data set is too few to combine: two at least"),
        "stack the completed data sets in one file, and number them in this column",
    )
}

/// Each domain with its model.
type Fits = Vec<(Vec<String>, fit::Fit)>;

/// The model in every domain.
fn fits(source: &Source, request: &ModelRequest) -> Result<(Fits, ModelAnswer), Faults> {
    let mut names = request.formula.names();
    names.extend(request.against.iter().flat_map(Formula::names));
    let prepared = Prepared::new(source, &request.base, &names)?;
    with_design(source, &request.base, &prepared, |sampled, warnings| fitted(sampled, request, warnings))
}

/// The model in every domain of a sample.
fn fitted(
    sampled: &Sampled<'_>,
    request: &ModelRequest,
    warnings: Vec<String>,
) -> Result<(Fits, ModelAnswer), Faults> {
    let prepared = sampled.prepared;
    let mut answer = ModelAnswer { models: Vec::new(), design: sampled.facts(), warnings };
    let mut fits = Vec::new();
    for cell in 0..prepared.domains.len() as u32 {
        let domain = prepared.domains[cell as usize].clone();
        let place = fit::Place { sampled, cell };
        let fitted = match request.kind {
            ModelKind::Loglinear => loglinear::fit(&place, request),
            _ => generalised::fit(&place, request),
        };
        match fitted {
            Ok((fit, warnings)) => {
                answer.warnings.extend(warnings);
                fits.push((domain, fit));
            }
            // In one domain of several a model that cannot be fitted does not stop the others.
            Err(faults) if prepared.domains.len() > 1 => {
                for finding in faults.0 {
                    answer.warnings.push(format!("no model in {}: {}", domain.join(", "), finding.message));
                }
            }
            Err(faults) => return Err(faults),
        }
    }
    answer.warnings.dedup();
    Ok((fits, answer))
}
