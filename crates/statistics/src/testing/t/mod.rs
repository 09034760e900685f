//! Tests that an estimate, a difference or another combination of estimates has a given value.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::outcome::positive;
use super::{Outcome, TestKind, TestingError};
use crate::estimation::Estimate;
use crate::estimation::contrast::Joint;

/// Tests that estimate number `estimate` has the value `null`, on the degrees of freedom of `joint`.
pub fn one_sample(joint: &Joint, estimate: usize, null: f64, level: f64) -> Result<Outcome, TestingError> {
    let mut coefficients = vec![0.0; joint.estimates.len()];
    *coefficients
        .get_mut(estimate)
        .ok_or(TestingError::Length { expected: estimate + 1, found: joint.estimates.len() })? = 1.0;
    of_contrast(TestKind::OneSampleT, joint, &coefficients, null, joint.degrees_of_freedom, level)
}

/// Tests that the first of two estimates from the same rows exceeds the second by `null`, on the degrees of freedom of `joint`.
pub fn paired(joint: &Joint, pair: [usize; 2], null: f64, level: f64) -> Result<Outcome, TestingError> {
    let coefficients = difference(joint, pair)?;
    of_contrast(TestKind::PairedT, joint, &coefficients, null, joint.degrees_of_freedom, level)
}

/// Tests that the first of the estimates of two groups exceeds the second by `null`, on one degree of freedom less than those
/// of `joint`, which has the rows of both groups.
pub fn two_groups(joint: &Joint, pair: [usize; 2], null: f64, level: f64) -> Result<Outcome, TestingError> {
    let coefficients = difference(joint, pair)?;
    of_contrast(TestKind::TwoSampleT, joint, &coefficients, null, joint.degrees_of_freedom - 1.0, level)
}

/// Tests that the first of two estimates from samples that have nothing in common (two waves with fresh samples, two countries) exceeds
/// the second by `null`, with Welch's degrees of freedom.
pub fn independent(pair: [&Estimate; 2], null: f64, level: f64) -> Result<Outcome, TestingError> {
    let variances = pair.map(|estimate| estimate.se * estimate.se);
    for (number, estimate) in pair.into_iter().enumerate() {
        if !(estimate.value.is_finite() && variances[number].is_finite()) {
            return Err(TestingError::Undefined { estimate: number });
        }
        positive(estimate.df)?;
    }
    let variance = variances[0] + variances[1];
    if variance <= 0.0 {
        return Err(TestingError::NoVariance);
    }
    let parts = pair.iter().zip(variances).map(|(estimate, own)| (own / variance).powi(2) / estimate.df);
    let degrees_of_freedom = 1.0 / parts.sum::<f64>();
    let difference = pair[0].value - pair[1].value;
    Outcome::of_estimate(TestKind::IndependentT, difference, variance, null, degrees_of_freedom, level)
}

/// Tests that the combination of the estimates of `groups` groups (1 if all are from the same rows) with `coefficients` has the
/// value `null`. Each group after the first takes a degree of freedom.
pub fn contrast(
    joint: &Joint,
    coefficients: &[f64],
    groups: usize,
    null: f64,
    level: f64,
) -> Result<Outcome, TestingError> {
    let degrees_of_freedom = joint.degrees_of_freedom - (groups.max(1) - 1) as f64;
    of_contrast(TestKind::ContrastT, joint, coefficients, null, degrees_of_freedom, level)
}

/// Coefficients 1 and −1 of a pair.
fn difference(joint: &Joint, pair: [usize; 2]) -> Result<Vec<f64>, TestingError> {
    let mut coefficients = vec![0.0; joint.estimates.len()];
    for (estimate, sign) in pair.into_iter().zip([1.0, -1.0]) {
        let found = coefficients.len();
        *coefficients.get_mut(estimate).ok_or(TestingError::Length { expected: estimate + 1, found })? +=
            sign;
    }
    Ok(coefficients)
}

fn of_contrast(
    test: TestKind,
    joint: &Joint,
    coefficients: &[f64],
    null: f64,
    degrees_of_freedom: f64,
    level: f64,
) -> Result<Outcome, TestingError> {
    let k = joint.estimates.len();
    if coefficients.len() != k {
        return Err(TestingError::Length { expected: k, found: coefficients.len() });
    }
    if joint.covariance.len() != k * k {
        return Err(TestingError::Length { expected: k * k, found: joint.covariance.len() });
    }
    if let Some(position) = coefficients.iter().position(|c| !c.is_finite()) {
        return Err(TestingError::Hypothesis { position, value: coefficients[position] });
    }
    positive(degrees_of_freedom)?;
    let used: Vec<usize> = (0..k).filter(|&a| coefficients[a] != 0.0).collect();
    let (mut estimate, mut variance) = (0.0, 0.0);
    // What rounding is measured by: the terms that may cancel.
    let (mut scale, mut size): (f64, f64) = (0.0, 0.0);
    for &a in &used {
        estimate += coefficients[a] * joint.estimates[a];
        scale += (coefficients[a] * joint.estimates[a]).abs();
        for &b in &used {
            let product = coefficients[a] * coefficients[b] * joint.covariance(a, b);
            variance += product;
            size += product.abs();
        }
        if !(estimate.is_finite() && variance.is_finite()) {
            return Err(TestingError::Undefined { estimate: a });
        }
    }
    if variance <= (ROUNDING * size).max((ROUNDING * scale).powi(2)) {
        return Err(TestingError::NoVariance);
    }
    Outcome::of_estimate(test, estimate, variance, null, degrees_of_freedom, level)
}

/// A variance under this share of the terms that it is the sum of is rounding, and so is a standard error under this share of the
/// estimates.
const ROUNDING: f64 = 1e-13;
