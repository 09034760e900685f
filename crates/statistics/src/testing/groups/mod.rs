//! Tests that an estimate is the same in several groups, together and pair by pair.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::adjust::{Adjustment, adjust};
use super::chi_squared::wald_of;
use super::{Outcome, TestKind, TestingError, t};
use crate::estimation::contrast::Joint;

/// The difference of two groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The groups: the first less the second.
    pub groups: [usize; 2],
    /// The test of this pair by itself, or why there is none: a group without rows leaves the other pairs as they are.
    pub outcome: Result<Outcome, TestingError>,
    /// Its probability, adjusted for the number of pairs that have one; NaN without one.
    pub adjusted: f64,
}

/// Tests that the estimates of all groups have the same expectation. `joint` has one estimate for each group.
pub fn equal(joint: &Joint) -> Result<Outcome, TestingError> {
    let k = joint.estimates.len();
    if k < 2 {
        return Err(TestingError::TooFew { found: k });
    }
    if joint.covariance.len() != k * k {
        return Err(TestingError::Length { expected: k * k, found: joint.covariance.len() });
    }
    let undefined = |at: &usize| {
        !joint.estimates[*at].is_finite() || (0..k).any(|other| !joint.covariance(*at, other).is_finite())
    };
    if let Some(estimate) = (0..k).find(undefined) {
        return Err(TestingError::Undefined { estimate });
    }
    let away: Vec<f64> = joint.estimates[1..].iter().map(|estimate| estimate - joint.estimates[0]).collect();
    let pairs = (1..k).flat_map(|a| (1..k).map(move |b| (a, b)));
    let covariance: Vec<f64> = pairs
        .map(|(a, b)| {
            joint.covariance(a, b) - joint.covariance(a, 0) - joint.covariance(0, b) + joint.covariance(0, 0)
        })
        .collect();
    let denominator = joint.degrees_of_freedom - (k - 1) as f64;
    Ok(Outcome { test: TestKind::EqualGroups, ..wald_of(&away, &covariance, denominator, false)? })
}

/// Tests every pair of groups, in the order (1, 0), (2, 0), (2, 1), …, with probabilities adjusted for their number.
pub fn pairwise(joint: &Joint, level: f64, adjustment: Adjustment) -> Result<Vec<Pair>, TestingError> {
    let k = joint.estimates.len();
    if k < 2 {
        return Err(TestingError::TooFew { found: k });
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(TestingError::Level { level });
    }
    let mut pairs = Vec::with_capacity(k * (k - 1) / 2);
    for a in 1..k {
        for b in 0..a {
            let mut coefficients = vec![0.0; k];
            (coefficients[a], coefficients[b]) = (1.0, -1.0);
            let outcome = t::contrast(joint, &coefficients, k, 0.0, level);
            pairs.push(Pair { groups: [a, b], outcome, adjusted: f64::NAN });
        }
    }
    let p: Vec<f64> =
        pairs.iter().map(|pair| pair.outcome.as_ref().map_or(f64::NAN, |outcome| outcome.p)).collect();
    for (pair, adjusted) in pairs.iter_mut().zip(adjust(&p, adjustment)) {
        pair.adjusted = adjusted;
    }
    Ok(pairs)
}
