//! An estimate with what must be known of it.

use crate::numerics::student_t_quantile;

/// A figure with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate, in the units of the variable.
    pub value: f64,
    /// Its standard error, in the same units.
    pub se: f64,
    /// Primary units less strata, where the domain occurs.
    pub df: f64,
    /// Variance over that of a simple random sample without replacement of as many rows; `None` where that is zero or the
    /// weights do not sum to more than the rows.
    pub deff: Option<f64>,
    /// Rows in the domain.
    pub rows: u64,
    /// Sum of their weights.
    pub weight: f64,
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// The symmetric interval with Student's t on the estimate's degrees of freedom; NaN when there are none.
    pub fn interval(&self, level: f64) -> Interval {
        let half = student_t_quantile(f64::midpoint(1.0, level), self.df) * self.se;
        Interval { low: self.value - half, high: self.value + half }
    }
}
