//! Why replicate weights of a file cannot be used, and what was noticed about those that can.

use std::fmt;

/// Replicate weights that cannot be used. Rows and replicates are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadyError {
    /// A replicate column has another length than the weights.
    Length {
        /// The column, or none where one slice holds all of them.
        replicate: Option<usize>,
        /// Values expected.
        expected: usize,
        /// Values found.
        found: usize,
    },
    /// Fewer than two replicate columns.
    TooFew {
        /// Columns found.
        replicates: usize,
    },
    /// A full-sample weight is negative or not finite.
    Weight {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// A replicate weight is not finite.
    ReplicateWeight {
        /// Its column.
        replicate: usize,
        /// Its row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// The scale is not a positive finite number.
    Scale {
        /// The scale.
        value: f64,
    },
    /// There is not one factor for each replicate.
    Factors {
        /// Which factors: "rscales" or "corrections".
        which: &'static str,
        /// Number of replicates.
        expected: usize,
        /// Factors found.
        found: usize,
    },
    /// A replicate's factor is outside its range: rscales are finite and not negative, corrections from 0 to 1.
    Factor {
        /// Which factors: "rscales" or "corrections".
        which: &'static str,
        /// The replicate.
        replicate: usize,
        /// What was found.
        value: f64,
    },
    /// No replicate has a positive factor.
    NoFactor,
    /// Fay's coefficient is outside [0, 1).
    Rho {
        /// The coefficient.
        rho: f64,
    },
    /// The number of bootstrap samples averaged in a replicate is not positive.
    Average {
        /// The number.
        average: f64,
    },
    /// JKn replicates that are full weights need an rscale each: it cannot be told from them.
    RscalesMissing,
    /// Replicates of no named method need a scale or rscales.
    ScaleMissing,
    /// The method has no finite population correction.
    CorrectionNotUsed,
}

/// What was noticed about replicate weights that can be used.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadyWarning {
    /// A scale was given, and the method has one of its own.
    ScaleNotUsed,
    /// Rscales were given, and the method has its own.
    RscalesNotUsed,
    /// The scale was not given and follows from the number of replicates or from the multipliers.
    ScaleDerived {
        /// The scale taken.
        scale: f64,
    },
    /// The rscales were not given and follow from the multipliers.
    RscalesDerived,
    /// Full weights were announced, and the columns look like multipliers.
    LooksLikeMultipliers {
        /// Mean of the replicate columns.
        replicate_mean: f64,
        /// Mean of the full-sample weights.
        weight_mean: f64,
    },
    /// Multipliers were announced, and the columns look like full weights.
    LooksLikeWeights {
        /// Mean of the replicate columns.
        replicate_mean: f64,
        /// Mean of the full-sample weights.
        weight_mean: f64,
    },
    /// Replicate weights are negative, as some methods make them; quantiles of such a replicate are the first value at
    /// which the distribution function reaches the probability.
    Negative {
        /// How many values.
        values: usize,
    },
}

impl fmt::Display for ReadyWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ScaleNotUsed => {
                f.write_str("the scale is not used: the method of the replicates has its own")
            }
            Self::RscalesNotUsed => {
                f.write_str("the rscales are not used: the method of the replicates has its own")
            }
            Self::ScaleDerived { scale } => {
                write!(f, "no scale was given; {scale} follows from the replicates")
            }
            Self::RscalesDerived => f.write_str("no rscales were given; they follow from the multipliers"),
            Self::LooksLikeMultipliers { replicate_mean, weight_mean } => write!(
                f,
                "the replicate columns look like multipliers: their mean is {replicate_mean:.4}, that of the weights {weight_mean:.4}"
            ),
            Self::LooksLikeWeights { replicate_mean, weight_mean } => write!(
                f,
                "the replicate columns look like weights: their mean is {replicate_mean:.4}, that of the weights {weight_mean:.4}"
            ),
            Self::Negative { values } => write!(f, "{values} replicate weights are negative"),
        }
    }
}

impl fmt::Display for ReadyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { replicate: Some(r), expected, found } => {
                write!(f, "replicate column {r} has {found} values for {expected} rows")
            }
            Self::Length { replicate: None, expected, found } => {
                write!(f, "expected {expected} replicate weights, found {found}")
            }
            Self::TooFew { replicates } => write!(f, "expected at least two replicates, found {replicates}"),
            Self::Weight { row, value } => write!(f, "row {row}: {value} is not a weight"),
            Self::ReplicateWeight { replicate, row, value } => {
                write!(f, "row {row}: {value} is not a weight (replicate {replicate})")
            }
            Self::Scale { value } => write!(f, "expected a positive scale, found {value}"),
            Self::Factors { which, expected, found } => {
                write!(f, "expected {expected} {which}, one for each replicate, found {found}")
            }
            Self::Factor { which, replicate, value } => {
                write!(f, "{value} is not usable among the {which} (replicate {replicate})")
            }
            Self::NoFactor => {
                write!(f, "no replicate has a positive factor: there is no variance to estimate")
            }
            Self::Rho { rho } => write!(f, "expected Fay's coefficient in [0, 1), found {rho}"),
            Self::Average { average } => {
                write!(f, "expected a positive number of averaged bootstrap samples, found {average}")
            }
            Self::RscalesMissing => write!(f, "JKn replicates that are full weights need rscales"),
            Self::ScaleMissing => write!(f, "replicates of no named method need a scale or rscales"),
            Self::CorrectionNotUsed => write!(f, "the method has no finite population correction"),
        }
    }
}

impl std::error::Error for ReadyError {}
