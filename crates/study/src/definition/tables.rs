//! What `[[tables]]` says.

use sounding_survey::Text;

/// Tables asked for.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct TableRequest {
    pub questions: Vec<String>,
    pub by: Vec<String>,
    pub filter: Option<String>,
    pub universe: Text,
    pub statistic: Statistic,
    /// Of a quantile, the share at or below it.
    pub p: Option<f64>,
    /// In the place of questions: a smooth function of totals.
    pub function: Option<String>,
    /// What a function is called.
    pub title: Text,
    pub chart: ChartChoice,
    pub key: bool,
}

/// What is estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Statistic {
    #[default]
    Percent,
    Mean,
    Total,
    Median,
    Quantile,
    Sd,
    Variance,
}

/// Which chart is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ChartChoice {
    #[default]
    Auto,
    None,
    Bars,
    Stacked,
    Diverging,
    Dots,
    Trend,
}
