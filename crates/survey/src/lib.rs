//! The nouns of a survey: what a study is about, who was asked with what outcome, what the variables mean, and the
//! tables of results that every later room passes on. Plain data with the few rules that belong to the noun itself.
//!
//! ```
//! use sounding_survey::{Language, Text};
//!
//! let title = Text::new("Khảo sát dịch vụ công", "Survey of public services");
//! assert_eq!(title.get(Language::Vi), "Khảo sát dịch vụ công");
//! ```
//!
//! This crate does not know files, formats, the clock, randomness, statistics or anything above it.

mod analysis;
mod codebook;
mod disposition;
mod finding;
mod language;
mod nearest;
mod results;
mod table;

pub use analysis::{
    Analysis, AnalysisMethod, AnalysisPart, AnalysisRow, Distribution, Measured, PartKind, StatisticValue,
    Subject, Withheld,
};
pub use codebook::{Category, CategoryRole, Codebook, Variable, VariableKind};
pub use disposition::{Disposition, Eligibility, OutcomeRates, OutcomeTally};
pub use finding::{Finding, Place, Severity};
pub use language::{Language, Text};
pub use nearest::nearest;
pub use results::{
    BalanceSummary, Benchmark, MarginCategory, MarginSummary, Provenance, ProvenanceFile, Results,
    SampleStageSummary, SampleSummary, StepSummary, StratumSummary, WeightingSummary,
};
pub use table::{
    Cell, ChartKind, Column, Disclosure, Estimate, Group, Millionths, Reliability, Statistic, Table,
    TableRole, TestResult,
};
