//! Tail probabilities of sums of chi-squared variables with different weights.
#![doc = include_str!("method.md")]

mod exact;
mod saddlepoint;
#[cfg(test)]
mod tests;

use crate::numerics::{chi_squared_upper_tail, f_upper_tail};

/// How a tail probability is computed. R's survey package has the same three under these names (`integration` for the
/// exact one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TailMethod {
    /// A chi-squared or F variable with the same mean and variance.
    Satterthwaite,
    /// Lugannani and Rice's approximation in the form of Barndorff-Nielsen; off by up to 8 % far out, where one weight alone decides.
    Saddlepoint,
    /// Numerical inversion to about twelve digits.
    #[default]
    Exact,
}

/// The probability that Σ a χ²₁ exceeds `x`, for independent variables with one degree of freedom and the given weights a.
/// Weights of zero add nothing. NaN if `x` or a weight is not finite, a weight is negative, or none is positive.
pub fn chi_squared_sum_upper_tail(x: f64, weights: &[f64], method: TailMethod) -> f64 {
    let Some(weights) = positive(x, weights) else { return f64::NAN };
    if x <= 0.0 {
        return 1.0;
    }
    let (sum, df) = moments(&weights);
    match method {
        TailMethod::Saddlepoint if vanishes(x, &weights) => 0.0,
        TailMethod::Saddlepoint => {
            let terms: Vec<(f64, f64)> = weights.iter().map(|a| (*a, 1.0)).collect();
            saddlepoint::upper_tail(x, &terms)
        }
        TailMethod::Exact if !equal(&weights) => exact::upper_tail(x, &weights),
        // Satterthwaite's figure is exact for equal weights.
        _ => chi_squared_upper_tail(x * df / sum, df),
    }
}

/// The probability that Σ a χ²₁ exceeds `x` times an independent χ² over its degrees of freedom `denominator`: what
/// [`chi_squared_sum_upper_tail`] becomes when the scale is estimated. `denominator` may be infinite.
pub fn f_sum_upper_tail(x: f64, weights: &[f64], denominator: f64, method: TailMethod) -> f64 {
    if denominator == f64::INFINITY {
        return chi_squared_sum_upper_tail(x, weights, method);
    }
    let Some(weights) = positive(x, weights).filter(|_| denominator > 0.0) else { return f64::NAN };
    if x <= 0.0 {
        return 1.0;
    }
    let (sum, df) = moments(&weights);
    match method {
        TailMethod::Saddlepoint => {
            let mut terms: Vec<(f64, f64)> = weights.iter().map(|a| (*a, 1.0)).collect();
            terms.push((-x / denominator, denominator));
            saddlepoint::upper_tail(0.0, &terms)
        }
        TailMethod::Exact if !equal(&weights) => exact::f_upper_tail(x, &weights, denominator),
        _ => f_upper_tail(x / sum, df, denominator),
    }
}

/// The positive weights, in order.
fn positive(x: f64, weights: &[f64]) -> Option<Vec<f64>> {
    let valid = x.is_finite() && weights.iter().all(|a| a.is_finite() && *a >= 0.0);
    let weights: Vec<f64> = weights.iter().copied().filter(|a| *a > 0.0).collect();
    (valid && !weights.is_empty()).then_some(weights)
}

/// The sum of the weights, and the degrees of freedom of a scaled chi-squared with the same mean and variance.
fn moments(weights: &[f64]) -> (f64, f64) {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|a| a * a).sum();
    (sum, sum * sum / squares)
}

/// Whether the tail is smaller than any number: by Chernoff's bound at a quarter of the largest weight's inverse,
/// ln P ≤ −x/4 − ½ Σ ln(1 − a/2) for weights of at most 1, and −½ ln(1 − a/2) ≤ 0.35 a.
fn vanishes(x: f64, weights: &[f64]) -> bool {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let (x, sum) = (x / largest, weights.iter().map(|a| a / largest).sum::<f64>());
    0.35 * sum - x / 4.0 < f64::MIN_POSITIVE.ln() - 40.0
}

fn equal(weights: &[f64]) -> bool {
    weights.iter().all(|a| *a == weights[0])
}
