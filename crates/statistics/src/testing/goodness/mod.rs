//! Tests that the categories of a variable have given shares.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::chi_squared::{ChiSquaredStatistic, corrected, wald_of};
use super::{Outcome, TestingError, outcome::positive};
use crate::estimation::contrast::Joint;
use crate::models::hypothesis::Mixture;
use crate::tabulation::ROUNDING;

/// Tests that the shares of all categories of a domain, estimated with their covariance (linearised or from replicates), are in
/// the proportions of `given`. `respondents` is the number of rows of the domain.
pub fn goodness_of_fit(
    shares: &Joint,
    respondents: u64,
    given: &[f64],
    statistic: ChiSquaredStatistic,
) -> Result<Outcome, TestingError> {
    let all = shares.estimates.len();
    if given.len() != all {
        return Err(TestingError::Length { expected: all, found: given.len() });
    }
    if shares.covariance.len() != all * all {
        return Err(TestingError::Length { expected: all * all, found: shares.covariance.len() });
    }
    if let Some(position) = given.iter().position(|p| !p.is_finite() || *p < 0.0) {
        return Err(TestingError::Hypothesis { position, value: given[position] });
    }
    let undefined = |at: usize| {
        !shares.estimates[at].is_finite() || (0..all).any(|other| !shares.covariance(at, other).is_finite())
    };
    if let Some(estimate) = (0..all).find(|&at| undefined(at)) {
        return Err(TestingError::Undefined { estimate });
    }
    if let Some(category) = (0..all).find(|&at| given[at] == 0.0 && shares.estimates[at] > 0.0) {
        return Err(TestingError::Impossible { category });
    }
    let possible: Vec<usize> = (0..all).filter(|&at| given[at] > 0.0).collect();
    if possible.len() < 2 {
        return Err(TestingError::TooFew { found: possible.len() });
    }
    positive(shares.degrees_of_freedom)?;
    let sum: f64 = given.iter().sum();
    let expected = |at: usize| given[at] / sum;
    let free = &possible[..possible.len() - 1];
    let pairs = || free.iter().flat_map(|&a| free.iter().map(move |&b| (a, b)));
    let covariance: Vec<f64> = pairs().map(|(a, b)| shares.covariance(a, b)).collect();
    let nu = shares.degrees_of_freedom;
    let n = respondents as f64;
    // The variances that a simple random sample has under the hypothesis.
    let binomial = |at: usize| expected(at) * (1.0 - expected(at)) / n;
    if free.iter().all(|&at| shares.covariance(at, at) <= ROUNDING * binomial(at)) {
        return Err(TestingError::NoVariance);
    }
    let adjusted = statistic == ChiSquaredStatistic::AdjustedWald;
    if adjusted || statistic == ChiSquaredStatistic::Wald {
        let away: Vec<f64> = free.iter().map(|&at| shares.estimates[at] - expected(at)).collect();
        return wald_of(&away, &covariance, nu, adjusted);
    }
    let simple: Vec<f64> = pairs()
        .map(|(a, b)| (f64::from(u8::from(a == b)) * expected(a) - expected(a) * expected(b)) / n)
        .collect();
    let effects = Mixture::of(&simple, &covariance, free.len(), nu)?.design_effects;
    let pearson: f64 =
        possible.iter().map(|&at| n * (shares.estimates[at] - expected(at)).powi(2) / expected(at)).sum();
    corrected(statistic, pearson, &effects, nu).ok_or(TestingError::NoVariance)
}
