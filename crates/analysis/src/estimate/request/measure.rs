//! One thing to estimate.

use std::fmt;

use sounding_statistics::estimation::function::Function;

/// One thing to estimate. Variables are numeric unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// Mean of a variable.
    Mean(String),
    /// Total of a variable.
    Total(String),
    /// Share of every category of a variable.
    Proportion(String),
    /// Total of the first over total of the second.
    Ratio(String, String),
    /// Quantile of a variable, at a probability between 0 and 1.
    Quantile(String, f64),
    /// Cross-table of two variables with a Rao-Scott test.
    Table(String, String),
    /// Variance of a variable in the population, in its squared units.
    Variance(String),
    /// Standard deviation of a variable in the population.
    Deviation(String),
    /// Covariance of two variables in the population.
    Covariance(String, String),
    /// Pearson's correlation of two variables in the population.
    Correlation(String, String),
    /// A smooth function of totals, means and ratios.
    Function(Function),
}

impl Measure {
    /// Whether it says how variables spread.
    pub(crate) fn is_spread(&self) -> bool {
        matches!(
            self,
            Measure::Variance(_)
                | Measure::Deviation(_)
                | Measure::Covariance(_, _)
                | Measure::Correlation(_, _)
        )
    }

    /// The variables that it reads.
    pub fn variables(&self) -> Vec<&str> {
        match self {
            Measure::Mean(y)
            | Measure::Total(y)
            | Measure::Proportion(y)
            | Measure::Quantile(y, _)
            | Measure::Variance(y)
            | Measure::Deviation(y) => vec![y],
            Measure::Ratio(a, b)
            | Measure::Table(a, b)
            | Measure::Covariance(a, b)
            | Measure::Correlation(a, b) => vec![a, b],
            Measure::Function(function) => function.variables().iter().map(String::as_str).collect(),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Measure::Mean(y) => write!(f, "mean({y})"),
            Measure::Total(y) => write!(f, "total({y})"),
            Measure::Proportion(y) => write!(f, "proportion({y})"),
            Measure::Ratio(y, x) => write!(f, "ratio({y}/{x})"),
            Measure::Quantile(y, p) => write!(f, "quantile({y}@{p})"),
            Measure::Table(a, b) => write!(f, "table({a}*{b})"),
            Measure::Variance(y) => write!(f, "variance({y})"),
            Measure::Deviation(y) => write!(f, "sd({y})"),
            Measure::Covariance(x, y) => write!(f, "covariance({x}*{y})"),
            Measure::Correlation(x, y) => write!(f, "correlation({x}*{y})"),
            Measure::Function(function) => f.write_str(function.text()),
        }
    }
}
