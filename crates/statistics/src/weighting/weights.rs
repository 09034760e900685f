//! Weights that are numbers one can weight with.

use super::WeightingError;

/// Finite weights, none of them negative.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// Takes the weights, or names the first that is not one.
    pub fn new(weights: Vec<f64>) -> Result<Weights, WeightingError> {
        match weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            Some(row) => Err(WeightingError::Weight { row, value: weights[row] }),
            None => Ok(Weights(weights)),
        }
    }

    /// The numbers.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }

    /// Their sum.
    pub fn total(&self) -> f64 {
        self.0.iter().sum()
    }

    /// The weights times a factor for each row.
    ///
    /// # Panics
    /// If there is not one factor a row.
    pub fn times(&self, factors: &[f64]) -> Result<Weights, WeightingError> {
        assert_eq!(factors.len(), self.0.len(), "one factor a row");
        Weights::new(self.0.iter().zip(factors).map(|(weight, factor)| weight * factor).collect())
    }

    /// The numbers, by value.
    pub fn into_inner(self) -> Vec<f64> {
        self.0
    }
}

/// Kish's design effect of unequal weighting: n Σ w² / (Σ w)² over the positive weights. Kish (1965), *Survey Sampling*,
/// section 11.7; it equals 1 + cv².
pub fn kish_design_effect(weights: &[f64]) -> f64 {
    let positive = weights.iter().filter(|weight| **weight > 0.0);
    let (n, sum, squares) =
        positive.fold((0.0, 0.0, 0.0), |(n, sum, squares), w| (n + 1.0, sum + w, squares + w * w));
    n * squares / (sum * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_weight_is_named() {
        assert_eq!(Weights::new(vec![1.0, -0.5]), Err(WeightingError::Weight { row: 1, value: -0.5 }));
        assert!(Weights::new(vec![1.0, f64::NAN]).is_err());
        assert_eq!(Weights::new(vec![1.0, 0.0]).unwrap().total(), 1.0);
    }

    #[test]
    fn equal_weights_have_no_design_effect() {
        assert_eq!(kish_design_effect(&[2.0, 2.0, 0.0, 2.0]), 1.0);
        // cv² of 1 and 3 is (1/2)².
        assert!((kish_design_effect(&[1.0, 3.0]) - 1.25).abs() < 1e-15);
    }
}
