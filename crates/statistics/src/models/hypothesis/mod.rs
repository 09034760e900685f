//! Tests of coefficients: Wald, likelihood ratio and score, each with the design in its distribution.
#![doc = include_str!("method.md")]

mod mixture;
mod score;
#[cfg(test)]
mod tests;

pub use mixture::Mixture;
pub use score::{ScoreTest, score};

use super::ModelError;
use super::cholesky::{Cholesky, submatrix};
use super::glm::Glm;
use crate::numerics::{chi_squared_upper_tail, f_upper_tail};
use crate::tabulation::{FTest, Test};

/// Under this share of a variance a tested coefficient counts as depending on the others.
const DEPENDENT: f64 = 1e-12;

/// A Wald test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    /// Against chi-squared, as if the covariance were known.
    pub chi_squared: Test,
    /// Over the number of coefficients against F; the one to report.
    pub f: FTest,
}

/// A likelihood-ratio or working Wald test: its statistic is under the null hypothesis a mixture of chi-squared variables.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioTest {
    /// The statistic.
    pub statistic: f64,
    /// Its distribution: generalised design effects, with the degrees of freedom of the variance.
    pub mixture: Mixture,
}

/// Tests that the coefficients numbered `terms` have the values `null` (zeros when there are none), given estimates with their
/// covariance and the degrees of freedom of the variance.
///
/// Source: `regTermTest(method = "Wald")` of R's survey package.
pub fn wald(
    coefficients: &[f64],
    covariance: &[f64],
    terms: &[usize],
    null: Option<&[f64]>,
    degrees_of_freedom: f64,
) -> Result<Wald, ModelError> {
    check(coefficients.len(), covariance, terms)?;
    let zeros = vec![0.0; terms.len()];
    let null = null.unwrap_or(&zeros);
    if null.len() != terms.len() {
        return Err(ModelError::Entries { expected: terms.len(), found: null.len() });
    }
    positive(degrees_of_freedom)?;
    let away: Vec<f64> = terms.iter().zip(null).map(|(&term, null)| coefficients[term] - null).collect();
    let tested = submatrix(covariance, coefficients.len(), terms, terms);
    let statistic = quadratic(&tested, &away)?;
    Ok(of_quadratic(statistic, terms.len(), degrees_of_freedom))
}

/// The working Wald test of coefficients of a generalised linear model: the statistic takes the model's covariance, its
/// distribution the design's.
pub fn working_wald(model: &Glm, terms: &[usize]) -> Result<RatioTest, ModelError> {
    let p = model.coefficients.len();
    check(p, &model.covariance, terms)?;
    let simple = submatrix(&model.model_covariance, p, terms, terms);
    let tested: Vec<f64> = terms.iter().map(|&term| model.coefficients[term]).collect();
    Ok(RatioTest { statistic: quadratic(&simple, &tested)?, mixture: design_effects(model, terms)? })
}

/// The working likelihood-ratio test of the coefficients `terms` of `model` against `reduced`, the same model without their
/// columns.
///
/// Source: `regTermTest(method = "LRT")` and `anova` of R's survey package.
pub fn likelihood_ratio(model: &Glm, reduced: &Glm, terms: &[usize]) -> Result<RatioTest, ModelError> {
    let p = model.coefficients.len();
    check(p, &model.covariance, terms)?;
    let nested = reduced.coefficients.len() + terms.len() == p
        && reduced.rows == model.rows
        && reduced.weight == model.weight
        && reduced.family == model.family;
    let statistic = reduced.deviance - model.deviance;
    // Rounding of two deviances may leave a nested model ahead by a trace.
    if !nested || statistic < -1e-9 * model.deviance.abs() {
        return Err(ModelError::NotNested);
    }
    Ok(RatioTest { statistic: statistic.max(0.0), mixture: design_effects(model, terms)? })
}

/// The mixture whose weights are the eigenvalues of the design's covariance over the model's.
fn design_effects(model: &Glm, terms: &[usize]) -> Result<Mixture, ModelError> {
    let p = model.coefficients.len();
    let simple = submatrix(&model.model_covariance, p, terms, terms);
    let design = submatrix(&model.covariance, p, terms, terms);
    Mixture::of(&simple, &design, terms.len(), model.degrees_of_freedom)
}

pub(in crate::models) fn check(
    coefficients: usize,
    covariance: &[f64],
    terms: &[usize],
) -> Result<(), ModelError> {
    if terms.is_empty() {
        return Err(ModelError::Empty);
    }
    if covariance.len() != coefficients * coefficients {
        return Err(ModelError::Entries { expected: coefficients * coefficients, found: covariance.len() });
    }
    match terms.iter().find(|term| **term >= coefficients) {
        Some(&coefficient) => Err(ModelError::Coefficient { coefficient, coefficients }),
        None => Ok(()),
    }
}

pub(in crate::models) fn positive(degrees_of_freedom: f64) -> Result<(), ModelError> {
    if degrees_of_freedom > 0.0 { Ok(()) } else { Err(ModelError::DegreesOfFreedom { degrees_of_freedom }) }
}

/// b' M⁻¹ b.
pub(in crate::models) fn quadratic(matrix: &[f64], b: &[f64]) -> Result<f64, ModelError> {
    let factor =
        Cholesky::new(matrix, b.len(), DEPENDENT).map_err(|position| ModelError::Singular { position })?;
    Ok(factor.forward(b).iter().map(|x| x * x).sum())
}

pub(in crate::models) fn of_quadratic(statistic: f64, count: usize, degrees_of_freedom: f64) -> Wald {
    let k = count as f64;
    Wald {
        chi_squared: Test { statistic, degrees_of_freedom: k, p: chi_squared_upper_tail(statistic, k) },
        f: FTest {
            statistic: statistic / k,
            numerator: k,
            denominator: degrees_of_freedom,
            p: f_upper_tail(statistic / k, k, degrees_of_freedom),
        },
    }
}
