//! The places of rows in the weighted distribution of a variable.

use crate::moments::OUTSIDE;
use crate::testing::TestingError;

/// The middle of each row's step in the weighted distribution of the values of all groups: between 0 and 1, the same for equal
/// values. NaN for a row that has no value, no weight, or the group [`OUTSIDE`].
///
/// # Panics
/// If the columns differ in length.
pub fn places(values: &[f64], groups: &[u32], weights: &[f64]) -> Result<Vec<f64>, TestingError> {
    scored(values, groups, weights, |place| place)
}

/// The same with a function of the place, which is called once for each distinct value.
pub(super) fn scored(
    values: &[f64],
    groups: &[u32],
    weights: &[f64],
    score: impl Fn(f64) -> f64,
) -> Result<Vec<f64>, TestingError> {
    assert!(groups.len() == values.len() && weights.len() == values.len(), "columns have one value a row");
    if let Some(row) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(TestingError::Row { row, value: weights[row] });
    }
    let mut order: Vec<usize> = (0..values.len())
        .filter(|&row| groups[row] != OUTSIDE && weights[row] > 0.0 && !values[row].is_nan())
        .collect();
    // Stable, and −0 is 0: rows of one value are summed in the order of the file.
    order.sort_by(|&a, &b| (values[a] + 0.0).total_cmp(&(values[b] + 0.0)));
    let steps = || order.chunk_by(|&a, &b| values[a] == values[b]);
    let weight = |step: &[usize]| -> f64 { step.iter().map(|&row| weights[row]).sum() };
    let whole: f64 = steps().map(weight).sum();
    let mut scores = vec![f64::NAN; values.len()];
    let mut below = 0.0;
    for step in steps() {
        let own = weight(step);
        let place = (below + own / 2.0) / whole;
        let score = score(place);
        if !score.is_finite() {
            return Err(TestingError::Score { place });
        }
        for &row in step {
            scores[row] = score;
        }
        below += own;
    }
    Ok(scores)
}
