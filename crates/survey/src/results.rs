//! What a run of a study found, besides its tables: the sample, the weights, and what everything was made from.

pub use crate::table::Benchmark;
use crate::{Analysis, Codebook, OutcomeRates, Table, Text};

/// Everything that a report is written from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// Toplines, breakdowns and trends, in the order of the study file.
    pub tables: Vec<Table>,
    /// Tests and models, in the order of the study file.
    pub analyses: Vec<Analysis>,
    /// The variables of the study, for labels.
    pub codebook: Codebook,
    /// Ids of the tables that the key findings are taken from.
    pub key_tables: Vec<String>,
    /// Completed interviews in the analysis.
    pub respondents: u64,
    /// How the sample was drawn, where Sounding drew it.
    pub sample: Option<SampleSummary>,
    /// AAPOR outcomes, where dispositions were given.
    pub outcome: Option<OutcomeRates>,
    /// The weights and how they came about.
    pub weighting: Option<WeightingSummary>,
    /// How many replicate weights came with the answers.
    pub replicates: Option<u64>,
    /// What was noticed on the way: collapsed classes, singleton strata, and the like.
    pub warnings: Vec<Text>,
    /// Inputs, version and seed.
    pub provenance: Provenance,
}

/// How the sample was drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SampleSummary {
    /// One line for each stage, the first stage first.
    pub stages: Vec<SampleStageSummary>,
    /// Sizes by first-stage stratum, in order of label.
    pub strata: Vec<StratumSummary>,
    /// Units drawn at the last stage.
    pub drawn: u64,
    /// The seed that it was drawn with.
    pub seed: u64,
    /// Number of the ChaCha20 stream under that seed.
    pub stream: u64,
    /// Rotation groups that the units are in; 0 where the sample does not rotate.
    pub rotation_groups: u64,
}

/// One stage of selection.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SampleStageSummary {
    /// What a unit is: `commune`, `household`.
    pub unit: String,
    /// Method of selection by its name in the study file, such as `pps-systematic`.
    pub method: String,
    /// Units in the frame (in the selected units of the stage before).
    pub frame_units: u64,
    /// Units drawn.
    pub drawn: u64,
    /// Units drawn with certainty.
    pub certainty: u64,
    /// Measure of size, where the method uses one.
    pub size: Option<String>,
    /// What a balanced sample was balanced on, and how well.
    pub balance: Vec<BalanceSummary>,
}

/// A column of the frame that a sample was balanced on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BalanceSummary {
    /// The column.
    pub column: String,
    /// Its total over the units that could be drawn (in the selected units of the stage before).
    pub total: f64,
    /// What the sample makes of it.
    pub estimate: f64,
}

/// One stratum of the first stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StratumSummary {
    /// Its label.
    pub label: String,
    /// Units in the frame.
    pub frame_units: u64,
    /// Units drawn.
    pub drawn: u64,
}

/// How the weights came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeightingSummary {
    /// Each step in order.
    pub steps: Vec<StepSummary>,
    /// Margins that the final weights were made to meet.
    pub margins: Vec<MarginSummary>,
    /// Sum of the final weights.
    pub total: f64,
    /// Smallest, median and largest final weight relative to the mean weight.
    pub spread: [f64; 3],
    /// Kish's design effect of unequal weights, 1 + cv².
    pub kish_deff: f64,
    /// Largest margin of error in the report for a percentage near 50 % among everyone, as a proportion, at 95 %,
    /// with the design effect.
    pub margin_of_error: f64,
    /// The same for a simple random sample of the same size.
    pub margin_of_error_srs: f64,
    /// Design effect typical of the toplines (median over their cells).
    pub typical_deff: f64,
}

/// One weighting step and its diagnostics.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepSummary {
    /// Name of the method as in the study file: `base`, `nonresponse-classes`, `rake`, `trim`.
    pub method: String,
    /// What it worked on: variables or margins.
    pub variables: Vec<String>,
    /// Rows with a positive weight afterwards.
    pub rows: u64,
    /// Sum of weights afterwards.
    pub total: f64,
    /// Smallest and largest factor applied.
    pub factors: [f64; 2],
    /// Iterations, for iterative methods.
    pub iterations: Option<u64>,
    /// Largest relative deviation from a margin left, for calibrations.
    pub largest_deviation: Option<f64>,
    /// Weights changed, for trimming.
    pub trimmed: Option<u64>,
}

/// One calibration margin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MarginSummary {
    /// The variable, or crossing `a*b`.
    pub variable: String,
    /// What people read.
    pub label: Text,
    /// Whether its totals are those of a number, and not of people.
    pub number: bool,
    /// Its categories.
    pub categories: Vec<MarginCategory>,
}

/// One category of a margin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MarginCategory {
    /// Code, or codes of a crossing joined by `*`.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Respondents.
    pub respondents: u64,
    /// Known population total.
    pub population: f64,
    /// Its standard error, where it is an estimate; else 0.
    pub error: f64,
    /// Sum of weights before calibration.
    pub before: f64,
    /// Sum of the final weights.
    pub after: f64,
}

/// What a result was made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance {
    /// Program version.
    pub version: String,
    /// Seed of the study, where it has one.
    pub seed: Option<u64>,
    /// Inputs by name, in order.
    pub inputs: Vec<ProvenanceFile>,
}

/// One input file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProvenanceFile {
    /// Name relative to the study folder.
    pub name: String,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}
