//! Intervals of a proportion, from its estimate and standard error.

use crate::estimation::{Estimate, Interval};
use crate::numerics::{beta_quantile, normal_quantile, student_t_quantile};

/// How the interval of a proportion is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Symmetric on the scale of proportions.
    Wald,
    /// Symmetric on the logit scale: R's `xlogit`, and its `logit` to the digits of that one's iterations.
    Logit,
    /// Wilson's score interval with the effective number of rows.
    Wilson,
    /// Clopper and Pearson's with the effective number of rows (Korn and Graubard 1998).
    KornGraubard,
    /// Symmetric on the scale of the arcsine of the square root, and never beyond 0 or 1.
    Arcsine,
    /// The proportions whose binomial likelihood ratio with the effective number of rows is not over t².
    Likelihood,
}

/// The interval of a proportion at `level`. `rows` is the number of rows of the whole sample, `df` the degrees of freedom
/// used for Student's t.
///
/// A proportion of exactly 0 or 1 has no standard error: Wald's and the logit interval then shrink to a point, while the
/// others take the rows of the domain as the effective number.
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
        IntervalMethod::Arcsine => {
            // The standard error of the angle is √v / (2 √(p (1 − p))).
            let (centre, half) = (p.sqrt().asin(), t / (2.0 * unadjusted(estimate).sqrt()));
            let back = |angle: f64| angle.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2);
            if half.is_nan() {
                return Interval { low: f64::NAN, high: f64::NAN };
            }
            Interval { low: back(centre - half), high: back(centre + half) }
        }
        IntervalMethod::Likelihood => likelihood(p, unadjusted(estimate), t * t),
    }
}

/// The rows of a simple random sample with replacement that would have the estimate's variance.
fn unadjusted(estimate: &Estimate) -> f64 {
    if estimate.se == 0.0 {
        return estimate.rows as f64;
    }
    estimate.value * (1.0 - estimate.value) / (estimate.se * estimate.se)
}

/// The two ends at which 2 n (p log(p / q) + (1 − p) log((1 − p) / (1 − q))) reaches `limit`.
fn likelihood(p: f64, n: f64, limit: f64) -> Interval {
    if !(limit.is_finite() && n.is_finite() && (0.0..=1.0).contains(&p)) {
        return Interval { low: f64::NAN, high: f64::NAN };
    }
    let term = |share: f64, other: f64| if share > 0.0 { share * (share / other).ln() } else { 0.0 };
    let beyond = |q: f64| 2.0 * n * (term(p, q) + term(1.0 - p, 1.0 - q)) > limit;
    // The ratio grows away from p: halving down to neighbouring numbers.
    let end = |mut outside: f64| {
        if !beyond(outside) {
            return outside;
        }
        let mut inside = p;
        loop {
            let middle = f64::midpoint(inside, outside);
            if middle == inside || middle == outside {
                return middle;
            }
            if beyond(middle) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
    };
    Interval { low: end(0.0), high: end(1.0) }
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
