//! Information criteria under a design: which of several models to keep.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::ModelError;
use super::cholesky::submatrix;
use super::glm::{Family, Glm, GlmInput, linear_predictor};
use super::hypothesis::{Mixture, check, wald};
use super::rows::ScoreTotals;
use crate::estimation::Context;

/// Akaike's criterion. Smaller is better; only differences between models of the same rows mean something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aic {
    /// The criterion.
    pub aic: f64,
    /// Effective number of parameters: the sum of generalised design effects, beyond those of the null model.
    pub effective: f64,
    /// Minus twice the log-likelihood, weights scaled to a mean of 1.
    pub minus_twice_log_likelihood: f64,
}

/// The Bayesian criterion of a model inside a maximal one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bic {
    /// The criterion.
    pub bic: f64,
    /// Coefficients of the model.
    pub parameters: usize,
    /// Rows over the geometric mean of the design effects of what is left out; `None` for the maximal model itself.
    pub effective_rows: Option<f64>,
}

/// The AIC of a model. `null` are the numbers of the coefficients that the null model has too (that of the constant, as a rule).
/// `input` is what the model was fitted to.
///
/// Source: Lumley and Scott (2015), *Journal of Survey Statistics and Methodology* 3.
pub fn aic(
    context: &Context<'_>,
    input: &GlmInput<'_>,
    model: &Glm,
    null: &[usize],
) -> Result<Aic, ModelError> {
    let p = model.coefficients.len();
    if let Some(&coefficient) = null.iter().find(|&&term| term >= p) {
        return Err(ModelError::Coefficient { coefficient, coefficients: p });
    }
    let minus_twice = minus_twice_log_likelihood(model)?;
    let terms: Vec<usize> = (0..p).filter(|term| !null.contains(term)).collect();
    let mut effective = if terms.is_empty() { 0.0 } else { effects(model, &terms)?.sum() };
    if model.family == Family::Gaussian {
        effective += effect_of_variance(context, input, model)?;
    }
    Ok(Aic { aic: minus_twice + 2.0 * effective, effective, minus_twice_log_likelihood: minus_twice })
}

/// The BIC of the model that `maximal` becomes without its coefficients `left_out` (none for `maximal` itself).
///
/// Source: Lumley and Scott (2015), as for [`aic`].
pub fn bic(maximal: &Glm, left_out: &[usize]) -> Result<Bic, ModelError> {
    let minus_twice = minus_twice_log_likelihood(maximal)?;
    let n = maximal.rows as f64;
    let parameters = maximal.coefficients.len() - left_out.len().min(maximal.coefficients.len());
    let base = minus_twice + parameters as f64 * n.ln();
    if left_out.is_empty() {
        return Ok(Bic { bic: base, parameters, effective_rows: None });
    }
    check(maximal.coefficients.len(), &maximal.covariance, left_out)?;
    let test = wald(&maximal.coefficients, &maximal.covariance, left_out, None, maximal.degrees_of_freedom)?;
    let logs: f64 = effects(maximal, left_out)?.design_effects.iter().map(|effect| effect.ln()).sum();
    let bic = base + test.chi_squared.statistic + logs;
    let effective_rows = Some(n / (logs / left_out.len() as f64).exp());
    Ok(Bic { bic, parameters, effective_rows })
}

/// Generalised design effects of some coefficients; a gaussian model's covariance has its variance in it.
fn effects(model: &Glm, terms: &[usize]) -> Result<Mixture, ModelError> {
    let p = model.coefficients.len();
    let variance = if model.family == Family::Gaussian { variance(model) } else { 1.0 };
    let simple: Vec<f64> =
        submatrix(&model.model_covariance, p, terms, terms).iter().map(|x| x * variance).collect();
    let design = submatrix(&model.covariance, p, terms, terms);
    Mixture::of(&simple, &design, terms.len(), model.degrees_of_freedom)
}

/// Of a gaussian model, by maximum likelihood.
fn variance(model: &Glm) -> f64 {
    model.deviance / model.rows as f64
}

fn minus_twice_log_likelihood(model: &Glm) -> Result<f64, ModelError> {
    match model.family {
        Family::Gaussian => {
            let n = model.rows as f64;
            Ok(n * variance(model).ln() + n + n * (2.0 * std::f64::consts::PI).ln())
        }
        Family::Gamma(_) => Err(ModelError::NoLikelihood),
        _ => Ok(model.deviance),
    }
}

/// The design effect of the estimated variance of a gaussian model.
fn effect_of_variance(context: &Context<'_>, input: &GlmInput<'_>, model: &Glm) -> Result<f64, ModelError> {
    input.rows.check()?;
    let s2 = variance(model);
    let totals = ScoreTotals::of(&input.rows, 1, |row, own| {
        let residual = input.response[row] - linear_predictor(input, &model.coefficients, row);
        own[0] = (residual * residual - s2) / model.weight;
        !residual.is_nan()
    });
    let of_variance = totals.covariance(context)?[0];
    Ok(of_variance * model.rows as f64 / (2.0 * s2 * s2))
}
