//! A table of estimates on its way from the numbers to a page: what was estimated, for whom, how precisely, and what
//! may be shown of it.

use crate::{CategoryRole, Text};

/// A table: one row for each group of people, one column for each answer or statistic.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Stable identifier, unique in a report: `trust_by_region`.
    pub id: String,
    /// What part it plays in a report.
    pub role: TableRole,
    /// The variable estimated, by its codebook name.
    pub variable: String,
    /// The question's wording, in full.
    pub question: Text,
    /// A few words for it.
    pub short: Text,
    /// Who the base is, where that is not every respondent.
    pub universe: Option<Text>,
    /// What each figure is.
    pub statistic: Statistic,
    /// Whether the columns are an ordered scale.
    pub ordered: bool,
    /// Whether a person could give several answers, so that percentages do not sum to 100.
    pub multiple: bool,
    /// The chart that shows it.
    pub chart: ChartKind,
    /// The breakdown variables (codebook names), in the order in which their groups follow; a crossing is `a*b`.
    pub breakdowns: Vec<String>,
    /// Labels of the breakdowns, parallel to `breakdowns`.
    pub breakdown_labels: Vec<Text>,
    /// The rows: everyone first, then each breakdown's groups.
    pub groups: Vec<Group>,
    /// The columns.
    pub columns: Vec<Column>,
    /// One cell for each group and column, row by row.
    pub cells: Vec<Cell>,
    /// Tests of independence between the variable and each breakdown.
    pub tests: Vec<TestResult>,
    /// Known outside figures to show beside the estimates.
    pub benchmarks: Vec<Benchmark>,
    /// Level of the confidence intervals, such as 0.95.
    pub level: f64,
}

impl Table {
    /// The cell of a group (row) and a column.
    ///
    /// # Panics
    /// If either index is out of range.
    pub fn cell(&self, group: usize, column: usize) -> &Cell {
        &self.cells[group * self.columns.len() + column]
    }
}

/// The part that a table plays in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableRole {
    /// Everyone's answers to one question.
    Topline,
    /// The same by groups.
    Breakdown,
    /// Groups in the order of time.
    Trend,
}

/// What the figures of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statistic {
    /// Share of the group, stored as a proportion from 0 to 1.
    Percent,
    /// Mean, in the variable's units.
    Mean,
    /// Population total, in the variable's units.
    Total,
    /// Median, in the variable's units.
    Median,
    /// Ratio of two totals.
    Ratio,
    /// Quantile, in the variable's units.
    Quantile(Millionths),
    /// Standard deviation in the population, in the variable's units.
    Deviation,
    /// Variance in the population, in squared units of the variable.
    Variance,
    /// A smooth function of totals; the variable of the table is its text.
    Function,
}

/// A proportion in whole millionths, so that it can be compared and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millionths(u32);

impl Millionths {
    /// The proportion nearest to `value`, which lies from 0 to 1.
    pub fn of(value: f64) -> Millionths {
        Millionths((value.clamp(0.0, 1.0) * 1e6).round() as u32)
    }

    /// The proportion.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 1e6
    }
}

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartKind {
    /// Not drawn.
    None,
    /// Horizontal bars from zero.
    Bars,
    /// Bars that fill 100 %.
    Stacked,
    /// A scale with two sides around its middle.
    Diverging,
    /// A dot with its interval.
    Dots,
    /// A line with its band over ordered groups.
    Trend,
}

/// A row: a group of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Index into `Table::breakdowns`; `None` for everyone.
    pub breakdown: Option<usize>,
    /// The category codes that define it, one for each variable crossed.
    pub codes: Vec<String>,
    /// What people read.
    pub label: Text,
    /// Respondents in the base, unweighted.
    pub base: u64,
    /// Effective base: (sum of weights)² / sum of squared weights.
    pub effective_base: f64,
}

/// A column: an answer category, or the single statistic.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Category code; empty for a single statistic.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Whether the category answers the question.
    pub role: CategoryRole,
}

/// One figure with all that must be known before it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Respondents in the cell, unweighted; for a mean, total or median those with a value.
    pub count: u64,
    /// The figure; `None` when the group has no respondents.
    pub estimate: Option<Estimate>,
    /// Whether it may leave.
    pub disclosure: Disclosure,
    /// Whether it can be relied on.
    pub reliability: Reliability,
}

/// An estimate and its uncertainty, in the statistic's units (proportions from 0 to 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Lower end of the confidence interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Variance over that of a simple random sample of the same size, where defined.
    pub deff: Option<f64>,
}

/// Whether a figure may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disclosure {
    /// It may.
    Open,
    /// Hidden: too few respondents.
    Primary,
    /// Hidden because the hidden ones could be computed from it.
    Complementary,
}

/// Whether a figure can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// It can.
    Reliable,
    /// The base, or the effective base, is under the threshold.
    SmallBase,
    /// The interval is wider than the threshold.
    WideInterval,
}

/// A test of independence between a table's variable and one of its breakdowns.
#[derive(Debug, Clone, PartialEq)]
pub struct TestResult {
    /// Index into `Table::breakdowns`.
    pub breakdown: usize,
    /// Name of the method, such as `Rao-Scott F`.
    pub method: String,
    /// Test statistic.
    pub statistic: f64,
    /// Numerator degrees of freedom.
    pub df1: f64,
    /// Denominator degrees of freedom.
    pub df2: f64,
    /// p value.
    pub p_value: f64,
}

/// A figure known from outside the survey, shown beside an estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// Column code that it belongs to; empty for a single statistic.
    pub column: String,
    /// The known figure, in the statistic's units.
    pub value: f64,
    /// Where it is known from.
    pub source: Text,
}
