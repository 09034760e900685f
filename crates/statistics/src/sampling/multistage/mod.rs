//! Selection in stages.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::SamplingError;

/// The probability of a unit of the last stage, from those of its ancestors and itself, first stage first.
pub fn overall(stages: &[f64]) -> Result<f64, SamplingError> {
    if let Some(at) = stages.iter().position(|p| !(p.is_finite() && *p > 0.0)) {
        return Err(SamplingError::Probability { at, value: stages[at] });
    }
    Ok(stages.iter().product())
}
