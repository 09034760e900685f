//! The design effect of unequal weights for a variable that goes with them.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::kish_design_effect;

/// Spencer's design effect with what it is made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpencerDesignEffect {
    /// The design effect of a total.
    pub value: f64,
    /// Kish's, which knows no variable.
    pub kish: f64,
    /// Weighted correlation of the variable with the inverse of the weights; 0 for equal weights.
    pub correlation: f64,
    /// Intercept of the weighted regression of the variable on the inverse of the weights, in units of the variable.
    pub intercept: f64,
}

/// Spencer's design effect over the rows with a positive weight and a value; `None` for fewer than two of them, a variable that
/// does not vary, or columns of different lengths.
pub fn spencer_design_effect(weights: &[f64], values: &[f64]) -> Option<SpencerDesignEffect> {
    if weights.len() != values.len() {
        return None;
    }
    let rows: Vec<(f64, f64)> = weights
        .iter()
        .zip(values)
        .filter(|(weight, value)| **weight > 0.0 && !value.is_nan())
        .map(|(&weight, &value)| (weight, value))
        .collect();
    let total: f64 = rows.iter().map(|row| row.0).sum();
    let mean = rows.iter().map(|(w, y)| w * y).sum::<f64>() / total;
    // The weighted mean of 1 / w is n / Σ w.
    let inverse = rows.len() as f64 / total;
    let (mut squares, mut spread, mut product) = (0.0, 0.0, 0.0);
    for (w, y) in &rows {
        let (y, p) = (y - mean, 1.0 / w - inverse);
        squares += w * y * y / total;
        spread += w * p * p / total;
        product += w * y * p / total;
    }
    if rows.len() < 2 || squares <= 0.0 || !squares.is_finite() {
        return None;
    }
    let used: Vec<f64> = rows.iter().map(|row| row.0).collect();
    let kish = kish_design_effect(&used);
    let varies = spread > f64::EPSILON * inverse * inverse;
    let correlation = if varies { product / (squares * spread).sqrt() } else { 0.0 };
    let intercept = if varies { mean - product / spread * inverse } else { mean };
    let value = (1.0 - correlation * correlation) * kish + intercept * intercept / squares * (kish - 1.0);
    Some(SpencerDesignEffect { value, kish, correlation, intercept })
}
