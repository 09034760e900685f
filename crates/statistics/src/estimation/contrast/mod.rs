#![doc = include_str!("method.md")]

mod joint;

pub use joint::{Joint, joint};

use crate::numerics::{student_t_quantile, student_t_two_sided};
use std::fmt;

#[cfg(test)]
mod tests;

/// A linear combination of estimates, with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The combination.
    pub estimate: f64,
    /// Its variance.
    pub variance: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of the t distribution.
    pub degrees_of_freedom: f64,
    /// Lower and upper end of the interval.
    pub interval: [f64; 2],
    /// Estimate over standard error; NaN if the standard error is zero.
    pub t: f64,
    /// Two-sided probability of a t at least as far from zero; NaN with t.
    pub p: f64,
}

/// Why a contrast cannot be made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ContrastError {
    /// There is not one coefficient for each estimate.
    Coefficients {
        /// Estimates.
        estimates: usize,
        /// Coefficients.
        coefficients: usize,
    },
    /// An estimate with a coefficient other than zero is undefined, or a covariance that it needs.
    Undefined {
        /// The estimate's number.
        estimate: usize,
    },
    /// The variance is negative beyond rounding: the covariances do not belong together, as those of joint probabilities or of a few shared
    /// units may not.
    Negative {
        /// The variance.
        variance: f64,
    },
    /// Degrees of freedom are not positive.
    DegreesOfFreedom {
        /// What was given.
        degrees_of_freedom: f64,
    },
    /// The confidence level is not between 0 and 1.
    Level {
        /// What was given.
        level: f64,
    },
}

/// How far below zero a variance may be, in relation to its terms, and still be zero.
const ROUNDING: f64 = 1e-9;

/// The combination of `estimates` with `coefficients`. `covariance(a, b)` is asked for pairs with coefficients other
/// than zero only, once for each pair. `level` is the interval's, 0.95 say.
pub fn contrast(
    estimates: &[f64],
    coefficients: &[f64],
    covariance: impl Fn(usize, usize) -> f64,
    degrees_of_freedom: f64,
    level: f64,
) -> Result<Contrast, ContrastError> {
    if estimates.len() != coefficients.len() {
        let (estimates, coefficients) = (estimates.len(), coefficients.len());
        return Err(ContrastError::Coefficients { estimates, coefficients });
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(ContrastError::Level { level });
    }
    if degrees_of_freedom.is_nan() || degrees_of_freedom <= 0.0 {
        return Err(ContrastError::DegreesOfFreedom { degrees_of_freedom });
    }
    let used: Vec<usize> = (0..estimates.len()).filter(|&a| coefficients[a] != 0.0).collect();
    let (mut estimate, mut variance, mut size) = (0.0, 0.0, 0.0);
    for (i, &a) in used.iter().enumerate() {
        estimate += coefficients[a] * estimates[a];
        for &b in &used[..=i] {
            let pair = coefficients[a] * coefficients[b] * covariance(a, b);
            variance += if a == b { pair } else { 2.0 * pair };
            size += pair.abs();
        }
        if !estimate.is_finite() || !variance.is_finite() {
            return Err(ContrastError::Undefined { estimate: a });
        }
    }
    if variance < -ROUNDING * size {
        return Err(ContrastError::Negative { variance });
    }
    // Perfectly correlated estimates may give a negative rounding error.
    let variance: f64 = variance.max(0.0);
    let standard_error = variance.sqrt();
    let half = standard_error * student_t_quantile(f64::midpoint(1.0, level), degrees_of_freedom);
    let t = if standard_error > 0.0 { estimate / standard_error } else { f64::NAN };
    let p = if t.is_nan() { f64::NAN } else { student_t_two_sided(t, degrees_of_freedom) };
    let interval = [estimate - half, estimate + half];
    Ok(Contrast { estimate, variance, standard_error, degrees_of_freedom, interval, t, p })
}

/// The first estimate less the second.
pub fn difference(
    estimates: [f64; 2],
    variances: [f64; 2],
    covariance: f64,
    degrees_of_freedom: f64,
    level: f64,
) -> Result<Contrast, ContrastError> {
    let of_pair = |a: usize, b: usize| if a == b { variances[a] } else { covariance };
    contrast(&estimates, &[1.0, -1.0], of_pair, degrees_of_freedom, level)
}

impl fmt::Display for ContrastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Coefficients { estimates, coefficients } => {
                write!(f, "expected a coefficient for each of {estimates} estimates, found {coefficients}")
            }
            Self::Undefined { estimate } => {
                write!(f, "estimate {estimate} or its variance is undefined, and the contrast needs it")
            }
            Self::Negative { variance } => write!(f, "the variance of the contrast is {variance}"),
            Self::DegreesOfFreedom { degrees_of_freedom } => {
                write!(f, "expected positive degrees of freedom, found {degrees_of_freedom}")
            }
            Self::Level { level } => write!(f, "expected a confidence level between 0 and 1, found {level}"),
        }
    }
}

impl std::error::Error for ContrastError {}
