//! `[design]`: the design that answers bring themselves. docs/study-format.md explains the keys.

/// Columns of the answers that say how their rows were sampled.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys are described in docs/study-format.md")]
pub struct OwnDesign {
    pub weights: Option<String>,
    pub strata: Option<String>,
    pub psu: Vec<String>,
    pub fpc: Vec<String>,
    pub probabilities: Vec<String>,
    pub pps: Pps,
    pub pps_form: PpsForm,
    pub joint: Option<String>,
    pub replicates: Option<OwnReplicates>,
    pub second: Option<SecondPhase>,
    pub frames: Option<SeveralFrames>,
}

/// How units drawn with unequal probabilities without replacement enter the variance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum Pps {
    #[default]
    Brewer,
    Hajek,
    Deville,
    HartleyRao,
    Overton,
    Joint,
}

/// The quadratic form of a variance from joint probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum PpsForm {
    HorvitzThompson,
    #[default]
    YatesGrundy,
}

/// Replicate weights that came with the answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnReplicates {
    /// `rep_weights`: names of columns, or beginnings of names with a star.
    pub columns: Vec<String>,
    /// `rep_type`
    pub method: ReplicateType,
    /// `rep_multipliers`
    pub multipliers: bool,
    /// `rep_scale`
    pub scale: Option<f64>,
    /// `rep_rscales`; one number serves for all replicates.
    pub rscales: Vec<f64>,
    /// `rep_mse`
    pub mse: bool,
    /// `rep_df`
    pub df: Option<u64>,
}

/// The method that replicate weights were made by.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[expect(missing_docs, reason = "the names are the field's")]
pub enum ReplicateType {
    Jk1,
    Jkn,
    Jk2,
    Brr,
    Fay {
        rho: f64,
    },
    Bootstrap {
        average: f64,
    },
    SuccessiveDifference,
    #[default]
    Other,
}

impl ReplicateType {
    /// What its words in the file are, for messages.
    pub const WORDS: &str = "jk1, jkn, jk2, brr, fay:RHO, bootstrap, bootstrap:MEAN, sdr or other";

    /// The method of a word of the file: Fay's coefficient stands behind a colon, from 0 to under 1, and so does the number of
    /// samples that are averaged in a replicate of a mean bootstrap, over 0.
    pub fn parse(text: &str) -> Option<ReplicateType> {
        let (kind, number) = match text.split_once(':') {
            Some((kind, number)) => (kind, Some(number.trim().parse::<f64>().ok()?)),
            None => (text, None),
        };
        match (kind, number) {
            ("jk1", None) => Some(ReplicateType::Jk1),
            ("jkn", None) => Some(ReplicateType::Jkn),
            ("jk2", None) => Some(ReplicateType::Jk2),
            ("brr", None) => Some(ReplicateType::Brr),
            ("fay", Some(rho)) if (0.0..1.0).contains(&rho) => Some(ReplicateType::Fay { rho }),
            ("bootstrap", None) => Some(ReplicateType::Bootstrap { average: 1.0 }),
            ("bootstrap", Some(average)) if average.is_finite() && average > 0.0 => {
                Some(ReplicateType::Bootstrap { average })
            }
            ("sdr", None) => Some(ReplicateType::SuccessiveDifference),
            ("other", None) => Some(ReplicateType::Other),
            _ => None,
        }
    }
}

/// The second of two phases; the other columns of the design describe the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecondPhase {
    /// `phase2`: 1 for rows in the second phase, 0 for the others.
    pub selected: String,
    /// `phase2_strata`
    pub strata: Option<String>,
    /// `phase2_psu`
    pub psu: Vec<String>,
    /// `phase2_probabilities`
    pub probabilities: Option<String>,
    /// `phase2_method`
    pub method: PhaseMethod,
}

/// How the first phase's part of the variance is estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PhaseMethod {
    /// Without bias, from pairs of units in both phases.
    #[default]
    Full,
    /// As R's "simple".
    Simple,
}

/// Samples from frames that overlap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeveralFrames {
    /// `frame`: the frame from which a row was drawn.
    pub frame: String,
    /// `members`: for each frame, in the order of their labels, 1 where the row's unit belongs to it.
    pub members: Vec<String>,
    /// `frame_share`
    pub share: Option<f64>,
}
