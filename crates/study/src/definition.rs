//! What `study.toml` says, as plain data. Field names are its keys; docs/study-format.md explains them.

pub(crate) mod analyses;
mod design;
mod tables;

use std::collections::BTreeMap;

pub use design::{
    OwnDesign, OwnReplicates, PhaseMethod, Pps, PpsForm, ReplicateType, SecondPhase, SeveralFrames,
};
use sounding_survey::{Language, Text};

pub use tables::{ChartChoice, Statistic, TableRequest};

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Definition {
    /// `[study]`
    pub about: About,
    /// `[files]`
    pub files: Files,
    /// `[sample]`
    pub sample: Option<FrameSample>,
    /// `[answers]`
    pub answers: AnswersFile,
    /// `[design]`
    pub design: Option<OwnDesign>,
    /// `[variance]`
    pub variance: Variance,
    /// `[[derive]]`
    pub derive: Vec<Derived>,
    /// `[variables.NAME]`
    pub variables: BTreeMap<String, VariableNotes>,
    /// `[[weighting]]`
    pub weighting: Vec<WeightingStep>,
    /// `[[tables]]`
    pub tables: Vec<TableRequest>,
    /// `[[analyses]]`
    pub analyses: Vec<analyses::AnalysisRequest>,
    /// `[[benchmarks]]`
    pub benchmarks: Vec<Benchmark>,
    /// `[release]`
    pub release: Release,
    /// `[report]`
    pub report: Report,
}

/// What the study is.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct About {
    pub id: String,
    pub title: Text,
    pub sponsor: Text,
    pub conductor: Text,
    pub purpose: Text,
    pub population: Text,
    pub contact: Text,
    pub limitations: Text,
    pub mode: Option<Mode>,
    pub fieldwork: Option<Fieldwork>,
    pub simulated: bool,
    pub seed: Option<u64>,
}

/// How people were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Mode {
    FaceToFace,
    Telephone,
    Web,
    Paper,
    Mixed,
}

/// First and last day, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Fieldwork {
    pub start: String,
    pub end: String,
}

/// Names of the files beside `study.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Files {
    pub questionnaire: String,
    pub frame: String,
    pub margins: String,
    pub answers: String,
}

impl Default for Files {
    fn default() -> Files {
        Files {
            questionnaire: "questionnaire.xlsx".into(),
            frame: "frame.csv".into(),
            margins: "margins.csv".into(),
            answers: "answers.csv".into(),
        }
    }
}

/// How the sample is drawn from the frame.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct FrameSample {
    pub description: Text,
    pub strata: Vec<String>,
    pub allocation: Allocation,
    pub permanent: Permanent,
    pub rotation: Option<Rotation>,
    pub stages: Vec<Stage>,
}

/// The random numbers that units keep from sample to sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Permanent {
    /// `permanent_key`
    pub key: Option<String>,
    /// `permanent_start`
    pub start: Option<f64>,
    /// `permanent_seed`
    pub seed: Option<u64>,
}

/// Which part of the sample is asked in which wave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Waves in and waves out by turns.
    pub pattern: Vec<u64>,
    /// Waves planned.
    pub waves: u64,
}

/// How many first-stage units each stratum gets.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Allocation {
    pub method: AllocationMethod,
    pub total: u64,
    pub minimum: u64,
    pub size: Option<String>,
    pub power: Option<f64>,
    pub sd: Option<String>,
    pub cost: Option<String>,
    pub sizes: BTreeMap<String, u64>,
}

/// The rule of the allocation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum AllocationMethod {
    #[default]
    Proportional,
    Equal,
    Neyman,
    Power,
    Optimal,
    Fixed,
}

/// One stage of selection.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Stage {
    pub unit: String,
    pub method: Selection,
    pub size: Option<String>,
    pub balance: Vec<String>,
    pub take: Option<u64>,
    pub count: Option<String>,
}

/// How units are selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum Selection {
    Srs,
    SrsWithReplacement,
    Systematic,
    PpsSystematic,
    Brewer,
    Sampford,
    Tille,
    Pivotal,
    Poisson,
    Cube,
    SrsPermanent,
    PoissonPermanent,
    Pareto,
    SequentialPoisson,
}

impl Selection {
    /// The name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Selection::Srs => "srs",
            Selection::SrsWithReplacement => "srswr",
            Selection::Systematic => "systematic",
            Selection::PpsSystematic => "pps-systematic",
            Selection::Brewer => "brewer",
            Selection::Sampford => "sampford",
            Selection::Tille => "tille",
            Selection::Pivotal => "pivotal",
            Selection::Poisson => "poisson",
            Selection::Cube => "cube",
            Selection::SrsPermanent => "srs-permanent",
            Selection::PoissonPermanent => "poisson-permanent",
            Selection::Pareto => "pareto",
            Selection::SequentialPoisson => "sequential-poisson",
        }
    }

    /// Whether it needs a measure of size.
    pub fn by_size(self) -> bool {
        !matches!(
            self,
            Selection::Srs
                | Selection::SrsWithReplacement
                | Selection::Systematic
                | Selection::SrsPermanent
                | Selection::Cube
        )
    }

    /// Whether it draws by the permanent random numbers of the units.
    pub fn permanent(self) -> bool {
        matches!(
            self,
            Selection::SrsPermanent
                | Selection::PoissonPermanent
                | Selection::Pareto
                | Selection::SequentialPoisson
        )
    }

    /// Whether chance decides how many units are drawn.
    pub fn random_size(self) -> bool {
        matches!(self, Selection::Poisson | Selection::PoissonPermanent)
    }
}

/// What the columns of the answers are.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct AnswersFile {
    pub id: Option<String>,
    pub link: Option<String>,
    pub disposition: Option<String>,
    pub eligibility: Eligibility,
    pub missing: Vec<String>,
}

/// How the eligibility of unknown cases is estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Eligibility {
    /// By the cases whose eligibility is known.
    #[default]
    Proportional,
    /// A number from 0 to 1.
    Given(f64),
}

/// How variances and intervals are made.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Variance {
    pub method: VarianceMethod,
    pub replicates: u64,
    pub rho: f64,
    pub single_psu: SinglePsu,
    pub collapse_by: Option<String>,
    pub order: Option<String>,
    pub ci: Interval,
    pub level: f64,
}

impl Default for Variance {
    fn default() -> Variance {
        Variance {
            method: VarianceMethod::Taylor,
            replicates: 200,
            rho: 0.5,
            single_psu: SinglePsu::Fail,
            collapse_by: None,
            order: None,
            ci: Interval::Logit,
            level: 0.95,
        }
    }
}

/// Method of variance estimation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum VarianceMethod {
    Taylor,
    Jk1,
    Jkn,
    Brr,
    Fay,
    Jk2,
    Groups,
    Sdr,
    Bootstrap,
    Preston,
    CantyDavison,
    Poisson,
    Generalised,
}

/// What a stratum with one unit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum SinglePsu {
    Fail,
    Remove,
    Certainty,
    Adjust,
    Average,
    AdjustDomain,
    AverageDomain,
    Collapse,
}

/// Interval of a proportion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum Interval {
    Wald,
    Logit,
    Wilson,
    KornGraubard,
    Arcsine,
    Likelihood,
}

/// A variable computed from others.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Derived {
    pub name: String,
    pub sql: String,
    pub label: Text,
    pub ordered: bool,
    pub categories: Vec<CategoryText>,
}

/// A category with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CategoryText {
    pub code: String,
    pub label: Text,
}

/// Additions to a variable of the questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct VariableNotes {
    pub short: Text,
    pub ordered: Option<bool>,
    pub dont_know: Vec<String>,
    pub refused: Vec<String>,
    pub not_applicable: Vec<String>,
}

/// One step of weighting.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub enum WeightingStep {
    NonresponseClasses { by: Vec<String>, minimum: u64 },
    NonresponsePropensity { predictors: Vec<String>, classes: u64 },
    Poststratify { margins: Vec<String> },
    Rake { margins: Vec<String> },
    Calibrate(Calibration),
    Trim { lower: f64, upper: f64 },
}

impl WeightingStep {
    /// The name in the file.
    pub fn name(&self) -> &'static str {
        match self {
            WeightingStep::NonresponseClasses { .. } => "nonresponse-classes",
            WeightingStep::NonresponsePropensity { .. } => "nonresponse-propensity",
            WeightingStep::Poststratify { .. } => "poststratify",
            WeightingStep::Rake { .. } => "rake",
            WeightingStep::Calibrate(_) => "calibrate",
            WeightingStep::Trim { .. } => "trim",
        }
    }

    /// The margins that it meets, as `margins.csv` names them.
    pub fn margins(&self) -> &[String] {
        match self {
            WeightingStep::Poststratify { margins }
            | WeightingStep::Rake { margins }
            | WeightingStep::Calibrate(Calibration { margins, .. }) => margins,
            _ => &[],
        }
    }

    /// The totals of numbers that it meets, as `margins.csv` names them.
    pub fn totals(&self) -> &[String] {
        self.calibration().map_or(&[], |own| &own.totals)
    }

    /// The calibration, where it is one.
    pub fn calibration(&self) -> Option<&Calibration> {
        match self {
            WeightingStep::Calibrate(own) => Some(own),
            _ => None,
        }
    }
}

/// A calibration to several margins and totals at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration {
    /// The distance.
    pub distance: Distance,
    /// Bounds of the factors.
    pub bounds: Option<(f64, f64)>,
    /// The variable (or crossing) inside whose categories everything is met.
    pub partition: Option<String>,
    /// Margins as `margins.csv` names them: with the partition before the name, `partition*margin`.
    pub margins: Vec<String>,
    /// Totals of numeric variables, named in the same way.
    pub totals: Vec<String>,
    /// The column of weights to start from.
    pub start: Option<String>,
    /// The column of variances of the working model.
    pub variance: Option<String>,
}

impl Calibration {
    /// How many variables the partition crosses; 0 without one.
    pub fn partition_width(&self) -> usize {
        self.partition.as_ref().map_or(0, |name| name.split('*').count())
    }

    /// The numeric variable of a total: its name without the partition.
    pub fn number<'a>(&self, total: &'a str) -> &'a str {
        let mut parts = total.splitn(self.partition_width() + 1, '*');
        parts.nth(self.partition_width()).unwrap_or(total)
    }

    /// Whether it has what only a calibration has: parts, totals of numbers, weights to start from or variances.
    pub fn is_more_than_margins(&self) -> bool {
        self.partition.is_some() || !self.totals.is_empty() || self.start.is_some() || self.variance.is_some()
    }
}

/// Distance of a calibration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum Distance {
    Linear,
    #[default]
    Raking,
    Logit,
    Truncated,
}

impl Distance {
    /// Whether its factors stay between bounds.
    pub fn has_bounds(self) -> bool {
        matches!(self, Distance::Logit | Distance::Truncated)
    }
}

/// A figure known from outside.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Benchmark {
    pub question: String,
    pub category: String,
    pub value: f64,
    pub source: Text,
}

/// What may leave.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Release {
    pub minimum_cell: u64,
    pub minimum_base: u64,
    pub maximum_width: f64,
}

impl Default for Release {
    fn default() -> Release {
        Release { minimum_cell: 10, minimum_base: 30, maximum_width: 0.30 }
    }
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct Report {
    pub languages: Vec<Language>,
    pub formats: Vec<ReportFormat>,
}

impl Default for Report {
    fn default() -> Report {
        use ReportFormat::{Csv, Html, Pdf, Xlsx};
        Report { languages: Language::ALL.to_vec(), formats: vec![Html, Pdf, Xlsx, Csv] }
    }
}

/// A format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ReportFormat {
    Html,
    Pdf,
    Xlsx,
    Csv,
}
