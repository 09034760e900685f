//! What the variance must know of a calibration to a model.

use super::error::CalibrationError;
use super::groups::Groups;
use super::newton::IMPLIED;
use super::terms::CalibrationModel;
use crate::numerics::{Layout, Links};
use crate::variance::{Calibration, SparseAuxiliary};
use crate::weighting::WeightingError;

/// A calibration to a model as the variance takes it, with the columns that go with it.
#[derive(Debug, Clone)]
pub struct ModelCalibration {
    /// The calibration, for a context.
    pub calibration: Calibration,
    /// Pattern of each row.
    pub patterns: Vec<u32>,
    /// Weight of each row in the regression on the model: the start weight over the variance.
    pub base: Vec<f64>,
}

/// The calibration of rows with these leaves, weights before it and weights after it. As in calibration itself, zeros of the
/// system stay zeros: vectors are never written out whole.
pub fn model_calibration(
    leaves: &[u32],
    start: &[f64],
    weights: &[f64],
    model: &CalibrationModel<'_>,
) -> Result<ModelCalibration, CalibrationError> {
    model.check(start)?;
    for found in [leaves.len(), weights.len()] {
        if found != start.len() {
            return Err(WeightingError::Length { rows: start.len(), found }.into());
        }
    }
    let groups = Groups::new(start, model)?;
    let constraints = model.constraints();
    let size = constraints * model.parts();
    let (mut starts, mut entries, mut own) = (vec![0], Vec::new(), Vec::new());
    let mut part_of = vec![0_u32; groups.len()];
    for (part, members) in groups.parts.iter().enumerate() {
        for &group in members {
            part_of[group as usize] = (part * constraints) as u32;
        }
    }
    for group in 0..groups.len() as u32 {
        groups.entries(group, &mut own);
        entries.extend(own.iter().map(|&(at, value)| (part_of[group as usize] + at, value)));
        starts.push(entries.len());
    }
    let mut links = Links::new(size);
    (0..size).for_each(|at| links.mark(at, at));
    for pair in starts.windows(2) {
        let own = &entries[pair[0]..pair[1]];
        for (number, &(a, _)) in own.iter().enumerate() {
            for &(b, _) in &own[..number] {
                links.mark(a as usize, b as usize);
            }
        }
    }
    let layout = Layout::new(links);
    let mut factors = vec![0.0; layout.len()];
    for (group, pair) in starts.windows(2).enumerate() {
        let own = &entries[pair[0]..pair[1]];
        let weight = groups.weights[group] * groups.scale(group as u32);
        for (number, &(a, value)) in own.iter().enumerate() {
            for &(b, other) in &own[..=number] {
                factors[layout.at(a as usize, b as usize)] += weight * value * other;
            }
        }
    }
    layout.factor(&mut factors, IMPLIED);
    let patterns = groups.of_rows.clone().unwrap_or_else(|| (0..start.len() as u32).collect());
    let scaled = |(row, &weight): (usize, &f64)| weight * groups.scale(patterns[row]);
    let base = start.iter().enumerate().map(scaled).collect();
    let auxiliary = SparseAuxiliary { starts, entries, layout, factors, size };
    let calibration = Calibration::sparse(auxiliary, leaves, &patterns, weights);
    Ok(ModelCalibration { calibration, patterns, base })
}
