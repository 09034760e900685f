//! What `[[analyses]]` says. The keys are the options of the commands on files; docs/study-format.md explains them.

use sounding_survey::Text;

/// An analysis asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisRequest {
    /// What its files are called.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// Variables whose crossing makes the domains.
    pub by: Vec<String>,
    /// `where`
    pub filter: Option<String>,
    /// The same in words.
    pub universe: Text,
    /// What is done.
    pub kind: AnalysisKind,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisKind {
    /// Tests of hypotheses.
    Test(TestAnalysis),
    /// A regression or log-linear model.
    Model(ModelAnalysis),
    /// Curves of survival.
    Survival(SurvivalAnalysis),
    /// Changes between waves.
    Change(ChangeAnalysis),
    /// A curve through the standard errors of the study's tables.
    VarianceFunction(CurveAnalysis),
}

/// `kind = "test"`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct TestAnalysis {
    pub hypotheses: Vec<StudyHypothesis>,
    pub statistic: TableStatistic,
    pub score: RankScore,
    pub alternative: Alternative,
    pub adjust: Option<Adjust>,
}

/// A hypothesis.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub enum StudyHypothesis {
    Mean { y: String, null: f64 },
    Groups { y: String, by: String },
    Paired { a: String, b: String },
    Rank { y: String, by: String },
    Table { a: String, b: String },
    Fit { y: String, shares: Vec<(String, f64)> },
    Correlation { x: String, y: String },
}

impl StudyHypothesis {
    /// Variables that must have categories, and variables that must be numbers.
    pub fn variables(&self) -> (Vec<&str>, Vec<&str>) {
        match self {
            StudyHypothesis::Mean { y, .. } => (vec![], vec![y]),
            StudyHypothesis::Groups { y, by } | StudyHypothesis::Rank { y, by } => (vec![by], vec![y]),
            StudyHypothesis::Table { a, b } => (vec![a, b], vec![]),
            StudyHypothesis::Fit { y, .. } => (vec![y], vec![]),
            StudyHypothesis::Paired { a, b } => (vec![], vec![a, b]),
            StudyHypothesis::Correlation { x, y } => (vec![], vec![x, y]),
        }
    }
}

/// Statistic of tables and given shares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum TableStatistic {
    #[default]
    F,
    FirstOrder,
    SecondOrder,
    Exact,
    Saddlepoint,
    Wald,
    AdjustedWald,
}

/// Score of rank tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum RankScore {
    #[default]
    Wilcoxon,
    VanDerWaerden,
    Median,
}

/// The side on which t tests look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Alternative {
    #[default]
    TwoSided,
    Less,
    Greater,
}

/// Adjustment for the number of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum Adjust {
    Bonferroni,
    Holm,
    Hochberg,
    BenjaminiHochberg,
    BenjaminiYekutieli,
}

/// `kind = "model"`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct ModelAnalysis {
    pub formula: String,
    pub family: ModelFamily,
    pub link: Option<ModelLink>,
    pub ties: ModelTies,
    pub term_test: ModelTermTest,
    pub margins: Vec<String>,
    pub against: Option<String>,
    pub small_sample: Option<SmallSample>,
    pub exp: bool,
}

/// Kind of the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum ModelFamily {
    #[default]
    Gaussian,
    Binomial,
    Quasibinomial,
    Poisson,
    Quasipoisson,
    Gamma,
    Ordinal,
    Cox,
    Loglinear,
}

impl ModelFamily {
    /// The links that it may have; the first is taken where none is named.
    pub fn links(self) -> &'static [ModelLink] {
        use ModelLink::{Cauchit, Cloglog, Inverse, Log, Logit, Loglog, Probit};
        match self {
            ModelFamily::Binomial | ModelFamily::Quasibinomial => &[Logit, Probit, Cloglog],
            ModelFamily::Gamma => &[Log, Inverse],
            ModelFamily::Ordinal => &[Logit, Probit, Cloglog, Loglog, Cauchit],
            _ => &[],
        }
    }
}

/// Link of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum ModelLink {
    Logit,
    Probit,
    Cloglog,
    Loglog,
    Cauchit,
    Log,
    Inverse,
}

/// How events at one time count in models of hazards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum ModelTies {
    #[default]
    Efron,
    Breslow,
}

/// Test of the terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum ModelTermTest {
    #[default]
    Wald,
    WorkingWald,
    LikelihoodRatio,
    Score,
}

/// Variance and degrees of freedom for few sampling units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum SmallSample {
    Linearised,
    Cr2,
}

/// `kind = "survival"`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct SurvivalAnalysis {
    pub time: String,
    pub status: String,
    pub start: Option<String>,
    pub estimator: SurvivalEstimator,
    pub at: Vec<f64>,
    pub quantiles: Vec<f64>,
    pub rho: f64,
    pub gamma: f64,
}

/// How survival follows from the events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum SurvivalEstimator {
    #[default]
    KaplanMeier,
    NelsonAalen,
}

/// `kind = "change"`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct ChangeAnalysis {
    pub wave: String,
    pub mean: Vec<String>,
    pub total: Vec<String>,
    pub ratio: Vec<(String, String)>,
    pub function: Vec<String>,
}

/// `kind = "variance-function"`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct CurveAnalysis {
    pub questions: Vec<String>,
    pub model: CurveModel,
    pub fit: Option<CurveFit>,
    pub at: Vec<f64>,
}

/// The model of a variance function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of `sounding gvf`")]
pub enum CurveModel {
    #[default]
    Inverse,
    InverseSquare,
    Log,
    StandardError,
    Coefficient,
}

/// The weights of the figures in the fit of a variance function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CurveFit {
    Equal,
    Observed,
    Fitted,
}
