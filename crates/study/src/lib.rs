//! A study is a folder: `study.toml` with the questionnaire, the frame, the known totals and the answers beside it. This crate
//! reads the folder and says everything that is wrong with it at once; nothing is guessed.
//!
//! ```
//! let (definition, findings) = sounding_study::read_definition("[study]\nid = \"x\"\ncolour = \"red\"\n", "study.toml");
//! assert!(findings.iter().any(|finding| finding.code == "E-STUDY-002"));
//! assert_eq!(definition.about.id, "x");
//! ```
//!
//! This crate does not know answers (they are read by the analysis), statistics, the clock, or how anything is shown.

mod check;
mod definition;
mod folder;
mod frame;
mod margins;
mod reading;

pub use definition::analyses::{
    Adjust, Alternative, AnalysisKind, AnalysisRequest, ChangeAnalysis, CurveAnalysis, CurveFit, CurveModel,
    ModelAnalysis, ModelFamily, ModelLink, ModelTermTest, ModelTies, RankScore, SmallSample, StudyHypothesis,
    SurvivalAnalysis, SurvivalEstimator, TableStatistic, TestAnalysis,
};
pub use definition::{
    About, Allocation, AllocationMethod, AnswersFile, Benchmark, Calibration, CategoryText, ChartChoice,
    Definition, Derived, Distance, Eligibility, Fieldwork, Files, FrameSample, Interval, Mode, OwnDesign,
    OwnReplicates, Permanent, PhaseMethod, Pps, PpsForm, Release, ReplicateType, Report, ReportFormat,
    Rotation, SecondPhase, Selection, SeveralFrames, SinglePsu, Stage, Statistic, TableRequest,
    VariableNotes, Variance, VarianceMethod, WeightingStep,
};
pub use folder::Study;
pub use frame::Frame;
pub use margins::{Margin, Margins};
pub use reading::read_definition;
