//! Tests and models on their way from the numbers to a page: plain rows, each with what was asked and what was found.

use crate::Text;

/// An analysis of a study.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// What its files are called.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// What was done.
    pub method: AnalysisMethod,
    /// The formula of a model, as the study file has it.
    pub formula: Option<String>,
    /// What a model explains, and of an answer with categories the one whose probability it is.
    pub response: Option<(Text, Option<Text>)>,
    /// Who it is about, where that is not every respondent.
    pub universe: Option<Text>,
    /// The tables of its results; none where it is withheld.
    pub parts: Vec<AnalysisPart>,
    /// Variables with the category that others are compared with.
    pub references: Vec<(Text, Text)>,
    /// Figures about the whole by name, such as `aic`.
    pub facts: Vec<(&'static str, f64)>,
    /// Why nothing of it is shown.
    pub withheld: Option<Withheld>,
    /// Points and tests that are left out to protect respondents.
    pub left_out: u64,
    /// Tests and domains of which nothing could be computed; the data files say why.
    pub impossible: u64,
    /// Level of its intervals.
    pub level: f64,
}

/// What an analysis does.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum AnalysisMethod {
    /// Tests of hypotheses.
    #[default]
    Test,
    /// A model, by the names of its family and link in the study file; no link where the family has one only.
    Model {
        /// The family.
        family: &'static str,
        /// The link.
        link: Option<&'static str>,
    },
    /// Curves of survival, by the name of the estimator.
    Survival(&'static str),
    /// Changes between waves of the variable named.
    Change(Text),
    /// A variance function, by the name of its model.
    VarianceFunction(&'static str),
}

/// Why an analysis is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// A group or cell that it compares has too few respondents.
    SmallCell,
    /// Figures that the tables hide could be computed from it.
    Linked,
    /// A model has nearly as many coefficients as respondents.
    TooFewRows,
}

impl Withheld {
    /// The word that stands in data files.
    pub fn word(self) -> &'static str {
        match self {
            Withheld::SmallCell => "small-cell",
            Withheld::Linked => "linked",
            Withheld::TooFewRows => "too-few-rows",
        }
    }
}

/// A table of results.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisPart {
    /// What its rows are.
    pub kind: PartKind,
    /// The rows; those of one domain stand together.
    pub rows: Vec<AnalysisRow>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Tests of hypotheses.
    Tests,
    /// Coefficients of a model.
    Coefficients,
    /// Tests of the terms of a model.
    Terms,
    /// Predictive margins and average effects.
    Margins,
    /// Points of curves; `at` is the time.
    Curves,
    /// Quantiles of times; `at` is the share.
    Quantiles,
    /// Figures of waves and the changes between them.
    Changes,
    /// Coefficients of a variance function.
    CurveCoefficients,
    /// Standard errors that it predicts; `at` is the estimate.
    Predictions,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnalysisRow {
    /// The domain; empty for everyone.
    pub domain: Text,
    /// What it is about.
    pub subject: Subject,
    /// Of two groups, the one that the other is taken from, and that other.
    pub pair: Option<[Text; 2]>,
    /// Respondents.
    pub n: Option<u64>,
    /// A time, share or estimate at which something was read off.
    pub at: Option<f64>,
    /// The estimate, where there is one.
    pub estimate: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<[f64; 2]>,
    /// exp of estimate and ends, where asked for.
    pub exp: Option<[f64; 3]>,
    /// The test statistic.
    pub test: Option<StatisticValue>,
    /// Its probability.
    pub p: Option<f64>,
    /// The probability adjusted for the number of tests.
    pub adjusted: Option<f64>,
}

/// A test statistic.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticValue {
    /// The test by its name in the data files, such as `rao-scott-f`.
    pub test: &'static str,
    /// The distribution that it is compared with.
    pub distribution: Distribution,
    /// Its value.
    pub value: f64,
}

/// A distribution of reference with its degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// Student's t.
    T(f64),
    /// F.
    F(f64, f64),
    /// Chi-squared, or a sum of such.
    ChiSquared(f64),
}

/// What a row is about; all texts are labels.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Subject {
    /// Nothing but its domain.
    #[default]
    Nothing,
    /// Words of the study: a term, a category.
    Words(Text),
    /// The mean of a variable has a value.
    Mean(Text, f64),
    /// The mean of a variable is the same in the groups of another.
    Groups(Text, Text),
    /// Two variables have the same mean.
    Paired(Text, Text),
    /// A variable has the same distribution in the groups of another.
    Rank(Text, Text),
    /// Two variables are independent.
    Table(Text, Text),
    /// A variable has given shares.
    Fit(Text),
    /// Two variables are uncorrelated.
    Correlation(Text, Text),
    /// One group less another.
    Difference(Text, Text),
    /// The average effect of a number.
    Effect(Text),
    /// The constant of a model.
    Constant,
    /// The threshold between two answers.
    Threshold(Text, Text),
    /// A figure of a wave.
    Wave(Measured, Text),
    /// A change from one wave to another, relative or not.
    Change {
        /// What changes.
        of: Measured,
        /// From where.
        from: Text,
        /// To where.
        to: Text,
        /// Whether it is relative to the first.
        relative: bool,
    },
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// Mean of a variable.
    Mean(Text),
    /// Total of a variable.
    Total(Text),
    /// Ratio of two totals.
    Ratio(Text, Text),
    /// A function of totals by its text.
    Function(String),
}
