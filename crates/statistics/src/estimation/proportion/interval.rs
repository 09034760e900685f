//! Intervals of a proportion, from its estimate and standard error.

use crate::estimation::{Estimate, Interval};
use crate::numerics::{beta_quantile, normal_quantile, student_t_quantile};

/// How the interval of a proportion is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Symmetric on the scale of proportions.
    Wald,
    /// Symmetric on the logit scale.
    Logit,
    /// Wilson's score interval with the effective number of rows.
    Wilson,
    /// Clopper and Pearson's with the effective number of rows (Korn and Graubard 1998).
    KornGraubard,
}

/// The interval of a proportion at `level`. `rows` is the number of rows of the whole sample, `df` the degrees of freedom
/// used for Student's t.
///
/// A proportion of exactly 0 or 1 has no standard error: Wald's and the logit interval then shrink to a point, while
/// Wilson's and Korn and Graubard's take the rows of the domain as the effective number.
pub fn interval(estimate: &Estimate, method: IntervalMethod, level: f64, rows: u64, df: f64) -> Interval {
    let p = estimate.value;
    let t = student_t_quantile(f64::midpoint(1.0, level), df);
    match method {
        IntervalMethod::Wald => Interval { low: p - t * estimate.se, high: p + t * estimate.se },
        IntervalMethod::Logit => {
            if estimate.se == 0.0 {
                return Interval { low: p, high: p };
            }
            let (centre, half) = ((p / (1.0 - p)).ln(), t * estimate.se / (p * (1.0 - p)));
            let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
            Interval { low: back(centre - half), high: back(centre + half) }
        }
        IntervalMethod::Wilson => {
            let n = effective(estimate, level, rows, df);
            let z = normal_quantile(f64::midpoint(1.0, level));
            let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
            let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
            Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
        }
        IntervalMethod::KornGraubard => {
            let n = effective(estimate, level, rows, df);
            let alpha = 1.0 - level;
            Interval {
                low: beta_quantile(alpha / 2.0, n * p, n * (1.0 - p) + 1.0),
                high: beta_quantile(1.0 - alpha / 2.0, n * p + 1.0, n * (1.0 - p)),
            }
        }
    }
}

/// p (1 − p) / variance, times the squared ratio of the t quantiles on n − 1 and on the design's degrees of freedom.
fn effective(estimate: &Estimate, level: f64, rows: u64, df: f64) -> f64 {
    let p = estimate.value;
    if estimate.se == 0.0 {
        return estimate.rows as f64;
    }
    let upper = f64::midpoint(1.0, level);
    let adjust = student_t_quantile(upper, rows as f64 - 1.0) / student_t_quantile(upper, df);
    p * (1.0 - p) / (estimate.se * estimate.se) * adjust * adjust
}
