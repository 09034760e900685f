//! Calibration to a model of terms, part by part.

use super::CalibrationParams;
use super::error::{CalibrationError, Constraint, PartError, UnmetConstraint};
use super::groups::Groups;
use super::newton::{Unsolved, solve};
use super::terms::CalibrationModel;
use crate::numerics::in_blocks;
use crate::weighting::WeightingError;

/// The result of calibration to a model.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedModel {
    /// Factor of each row.
    pub factors: Vec<f64>,
    /// What was found in each part.
    pub parts: Vec<CalibratedPart>,
    /// Distinct vectors, or clusters, that the rows were collapsed to.
    pub groups: usize,
}

/// The diagnosis of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedPart {
    /// Newton steps.
    pub iterations: u64,
    /// Largest relative deviation from a total that is left.
    pub largest_deviation: f64,
    /// Constraints that the others imply, as the last category of a second margin; empty where no step was needed.
    pub implied: Vec<Constraint>,
    /// Smallest factor of a positive weight; 1 without one.
    pub lowest: f64,
    /// Largest factor of a positive weight; 1 without one.
    pub highest: f64,
}

/// Finds factors as near to 1 as the distance says that meet every total of every part. Rows of equal vectors are collapsed, and
/// constraints that never meet in a row leave zeros in the system: thousands of them on a million rows are no burden.
pub fn calibrate_model(
    start: &[f64],
    model: &CalibrationModel<'_>,
    params: &CalibrationParams,
) -> Result<CalibratedModel, CalibrationError> {
    if let Some((lower, upper)) = params.distance.wrong_bounds() {
        return Err(WeightingError::Bounds { lower, upper }.into());
    }
    model.check(start)?;
    let groups = Groups::new(start, model)?;
    let solved = in_blocks(model.parts(), 1, |range| {
        let part = range.start;
        let solved = solve(&groups.part(part), &model.totals(part), params);
        solved.map(|solved| {
            let factors = groups.part(part).factors(&solved.lambda, params.distance);
            (solved, factors)
        })
    });
    let mut factors = vec![1.0; groups.len()];
    let (mut parts, mut wrong) = (Vec::new(), Vec::new());
    for (part, solved) in solved.into_iter().enumerate() {
        match solved {
            Ok((solved, own)) => {
                let mut ends: Option<(f64, f64)> = None;
                for (&group, &factor) in groups.parts[part].iter().zip(&own) {
                    factors[group as usize] = factor;
                    if groups.weights[group as usize] > 0.0 {
                        let (low, high) = ends.unwrap_or((factor, factor));
                        ends = Some((low.min(factor), high.max(factor)));
                    }
                }
                let (lowest, highest) = ends.unwrap_or((1.0, 1.0));
                parts.push(CalibratedPart {
                    iterations: solved.iterations,
                    largest_deviation: solved.deviation,
                    implied: solved.implied.iter().map(|&number| model.constraint(number)).collect(),
                    lowest,
                    highest,
                });
            }
            Err(unsolved) => wrong.push(part_error(part as u32, unsolved, model)),
        }
    }
    if !wrong.is_empty() {
        return Err(CalibrationError::Parts(wrong));
    }
    let count = groups.len();
    let factors = match &groups.of_rows {
        Some(of_rows) => of_rows.iter().map(|&group| factors[group as usize]).collect(),
        None => factors,
    };
    Ok(CalibratedModel { factors, parts, groups: count })
}

pub(super) fn part_error(part: u32, unsolved: Unsolved, model: &CalibrationModel<'_>) -> PartError {
    match unsolved {
        Unsolved::Empty(numbers) => {
            let constraints = numbers.into_iter().map(|number| model.constraint(number)).collect();
            PartError::Empty { part, constraints }
        }
        Unsolved::Unmet { constraints, contrary } => {
            let of =
                |(number, deviation)| UnmetConstraint { constraint: model.constraint(number), deviation };
            let constraints = constraints.into_iter().map(of).collect();
            if contrary {
                PartError::Contrary { part, constraints }
            } else {
                PartError::OutOfReach { part, constraints }
            }
        }
    }
}
