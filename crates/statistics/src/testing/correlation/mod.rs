//! Tests of a correlation.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::{Effect, Outcome, Reference, TestKind, TestingError, outcome::positive};
use crate::estimation::{Estimate, Interval};
use crate::numerics::student_t_quantile;

/// Tests that a correlation, estimated by [`spread`](fn@crate::estimation::spread::spread) or from replicates, has the value `null`.
pub fn correlation_test(correlation: &Estimate, null: f64, level: f64) -> Result<Outcome, TestingError> {
    let (r, degrees_of_freedom) = (correlation.value, correlation.df - 1.0);
    if !(null > -1.0 && null < 1.0) {
        return Err(TestingError::Hypothesis { position: 0, value: null });
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(TestingError::Level { level });
    }
    if !(r.is_finite() && correlation.se.is_finite()) {
        return Err(TestingError::Undefined { estimate: 0 });
    }
    positive(degrees_of_freedom)?;
    let se = correlation.se / (1.0 - r * r);
    if se <= 0.0 || !se.is_finite() {
        return Err(TestingError::NoVariance);
    }
    let (z, half) = (r.atanh(), se * student_t_quantile(f64::midpoint(1.0, level), degrees_of_freedom));
    let interval = Interval { low: (z - half).tanh(), high: (z + half).tanh() };
    let effect = Effect { estimate: r, null, standard_error: correlation.se, interval, level };
    let reference = Reference::StudentT { degrees_of_freedom };
    let outcome = Outcome::new(TestKind::Correlation, (z - null.atanh()) / se, reference);
    Ok(Outcome { effect: Some(effect), ..outcome })
}
