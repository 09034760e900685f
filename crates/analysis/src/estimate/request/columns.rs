//! Which columns of the file describe the design.

use std::path::PathBuf;

use sounding_statistics::variance::pps::{Form, PpsMethod};
use sounding_statistics::variance::replicates::{ReadyContent, ReadyMethod};
use sounding_statistics::variance::two_phase::PhaseMethod;

/// Columns that describe the design.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DesignColumns {
    /// Weights; without them they follow from `fpc` or from the probabilities, and without any every row weighs one.
    pub weights: Option<String>,
    /// Strata of the first stage.
    pub strata: Option<String>,
    /// Sampling units, one column for each stage, nested in the strata.
    pub psu: Vec<String>,
    /// Population counts or sampling fractions, one column for each stage.
    pub fpc: Vec<String>,
    /// Unequal probabilities without replacement, in the place of `fpc`.
    pub unequal: Option<UnequalColumns>,
    /// The second of two phases, of which the columns above are the first.
    pub second: Option<SecondPhaseColumns>,
    /// Several frames from which the rows were drawn.
    pub frames: Option<FrameColumns>,
    /// Replicate weights that the file brings, in the place of everything but `weights`.
    pub replicates: Option<ReplicateColumns>,
}

impl DesignColumns {
    /// All columns that it names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let probabilities = self.unequal.iter().flat_map(|unequal| &unequal.probabilities);
        let replicates = self.replicates.iter().flat_map(|replicates| &replicates.columns);
        let second = self.second.iter().flat_map(|second| {
            second.strata.iter().chain(&second.psu).chain(&second.probabilities).chain([&second.selected])
        });
        let frames = self.frames.iter().flat_map(|frames| frames.members.iter().chain([&frames.frame]));
        (self.weights.iter().chain(&self.strata).chain(&self.psu).chain(&self.fpc))
            .chain(probabilities)
            .chain(replicates)
            .chain(second)
            .chain(frames)
            .map(String::as_str)
    }
}

/// Units that were drawn with unequal probabilities without replacement.
#[derive(Debug, Clone, PartialEq)]
pub struct UnequalColumns {
    /// Inclusion probabilities, one column for each stage, given the stages before.
    pub probabilities: Vec<String>,
    /// How they enter the variance.
    pub method: PpsMethod,
    /// The quadratic form, where the method has two.
    pub form: Form,
    /// For [`PpsMethod::Joint`]: a CSV or Parquet file with the columns `a`, `b` and `p`: two first-stage units and their joint
    /// probability. Pairs that it leaves out are independent.
    pub joint: Option<PathBuf>,
}

/// A second phase: rows of the first phase's sample that were asked more.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondPhaseColumns {
    /// 1 for rows in the second phase, 0 for the others.
    pub selected: String,
    /// Strata of the second phase, known for all rows.
    pub strata: Option<String>,
    /// Sampling units of the second phase, one column for each stage.
    pub psu: Vec<String>,
    /// Probabilities of rows that were included independently, in the place of strata and units.
    pub probabilities: Option<String>,
    /// How the first phase's part of the variance is estimated.
    pub method: PhaseMethod,
}

/// Samples from frames that overlap. The sampling units of different frames are different ones.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameColumns {
    /// The frame from which a row was drawn.
    pub frame: String,
    /// For each frame, in the order of their labels, 1 where the row's unit belongs to it and 0 where not.
    pub members: Vec<String>,
    /// The share of the overlap that rows of the first of two frames stand for; without it every frame of a unit counts the same.
    pub share: Option<f64>,
}

/// Replicate weights as columns of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicateColumns {
    /// One column for each replicate.
    pub columns: Vec<String>,
    /// Whether they are weights or what the weight is multiplied by.
    pub content: ReadyContent,
    /// The method that they were made by.
    pub method: ReplicateMethod,
    /// The factor common to all replicates, where the method leaves it open.
    pub scale: Option<f64>,
    /// The factor of each replicate, where the method leaves it open.
    pub rscales: Vec<f64>,
    /// Whether deviations are taken from the estimate and not from the mean of the replicates, as R's `mse = TRUE`.
    pub around_estimate: bool,
    /// Degrees of freedom that the file's documentation gives.
    pub df: Option<usize>,
}

/// The method that replicate weights were made by, as the statistics name it.
pub type ReplicateMethod = ReadyMethod;
