//! Calibration to known totals: linear, raking, bounded logit or truncated linear distance; whole vectors or a model of terms.
#![doc = include_str!("method.md")]

mod bounds;
mod distance;
mod error;
mod groups;
mod model;
mod newton;
mod residual;
mod rows;
mod terms;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_model;

pub use bounds::{NarrowestBounds, narrowest_bounds};
pub use distance::Distance;
pub use error::{CalibrationError, Constraint, PartError, UnmetConstraint};
pub use model::{CalibratedModel, CalibratedPart, calibrate_model};
pub use residual::{ModelCalibration, model_calibration};
pub use terms::{CalibrationModel, Partition, Term};

use super::WeightingError;
use newton::{Unsolved, solve};
use rows::Whole;

/// What to calibrate, and when to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationParams {
    /// The distance.
    pub distance: Distance,
    /// Largest relative deviation from a total that counts as met.
    pub tolerance: f64,
    /// Newton steps before giving up.
    pub max_iterations: u64,
}

/// Auxiliary values and their known totals.
#[derive(Debug, Clone, Copy)]
pub struct Auxiliary<'a> {
    /// The auxiliary vector of each row (or pattern), one row after the other.
    pub values: &'a [f64],
    /// Population total of each auxiliary variable; its length is that of a vector.
    pub totals: &'a [f64],
}

/// The result of calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// Factor of each row.
    pub factors: Vec<f64>,
    /// Newton steps.
    pub iterations: u64,
    /// Largest relative deviation from a total that is left.
    pub largest_deviation: f64,
}

/// Finds factors as near to 1 as the distance says that meet every total.
pub fn calibrate(
    start: &[f64],
    auxiliary: &Auxiliary<'_>,
    params: &CalibrationParams,
) -> Result<Calibrated, WeightingError> {
    let length = auxiliary.totals.len();
    if auxiliary.values.len() != start.len() * length {
        return Err(WeightingError::Length { rows: start.len() * length, found: auxiliary.values.len() });
    }
    if let Some((lower, upper)) = params.distance.wrong_bounds() {
        return Err(WeightingError::Bounds { lower, upper });
    }
    let rows = Whole { start, values: auxiliary.values, length };
    match solve(&rows, auxiliary.totals, params) {
        Ok(solved) => Ok(Calibrated {
            factors: rows.factors(&solved.lambda, params.distance),
            iterations: solved.iterations,
            largest_deviation: solved.deviation,
        }),
        Err(Unsolved::Empty(constraints)) => Err(WeightingError::Infeasible {
            constraint: constraints.first().map_or(0, |&first| first as usize),
            deviation: 1.0,
        }),
        Err(Unsolved::Unmet { constraints, .. }) => {
            let mut worst = (0, 0.0);
            for (constraint, deviation) in constraints {
                if deviation > worst.1 || deviation.is_nan() {
                    worst = (constraint as usize, deviation);
                }
            }
            Err(WeightingError::Infeasible { constraint: worst.0, deviation: worst.1 })
        }
    }
}
