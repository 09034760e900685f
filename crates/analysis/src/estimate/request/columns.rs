//! Which columns of the file describe the design.

use std::path::PathBuf;

use sounding_statistics::variance::pps::{Form, PpsMethod};
use sounding_statistics::variance::replicates::{ReadyContent, ReadyMethod};

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
    /// Replicate weights that the file brings, in the place of everything but `weights`.
    pub replicates: Option<ReplicateColumns>,
}

impl DesignColumns {
    /// All columns that it names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let probabilities = self.unequal.iter().flat_map(|unequal| &unequal.probabilities);
        let replicates = self.replicates.iter().flat_map(|replicates| &replicates.columns);
        (self.weights.iter().chain(&self.strata).chain(&self.psu).chain(&self.fpc))
            .chain(probabilities)
            .chain(replicates)
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
    /// Degrees of freedom that the file's documentation gives.
    pub df: Option<usize>,
}

/// The method that replicate weights were made by, as the statistics name it.
pub type ReplicateMethod = ReadyMethod;
