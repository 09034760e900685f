//! The arguments that say how a file's rows were sampled: the same for every command that computes from a file.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use sounding_analysis::estimate::{
    DesignColumns, Form, FrameColumns, PhaseMethod, PpsMethod, ReadyContent, ReplicateColumns,
    ReplicateMethod, Request, SecondPhaseColumns, SinglePsuRule, UnequalColumns, VarianceMethod,
};
use sounding_analysis::{Reading, Source};

use crate::failure::Failure;

/// The file and its design.
#[derive(Args, Debug)]
pub(crate) struct Design {
    /// CSV or Parquet file with one row for each respondent.
    file: PathBuf,
    /// Column of weights. Without it they follow from --fpc or --probabilities.
    #[arg(long, value_name = "W")]
    weights: Option<String>,
    /// Column of first-stage strata.
    #[arg(long, value_name = "S")]
    strata: Option<String>,
    /// Columns of sampling units, one for each stage; labels are nested in the strata.
    #[arg(long, value_name = "STAGE1,STAGE2", value_delimiter = ',')]
    psu: Vec<String>,
    /// Columns of population counts or sampling fractions, one for each stage.
    #[arg(long, value_name = "F1,F2", value_delimiter = ',')]
    fpc: Vec<String>,
    /// Columns of inclusion probabilities, one for each stage, of units drawn with unequal probabilities without replacement.
    #[arg(long, value_name = "P1,P2", value_delimiter = ',', conflicts_with = "fpc")]
    probabilities: Vec<String>,
    /// How unequal probabilities enter the variance.
    #[arg(long, value_enum, default_value = "brewer", value_name = "METHOD", requires = "probabilities")]
    pps: Pps,
    /// The quadratic form of --pps hartley-rao, overton and joint.
    #[arg(long, value_enum, default_value = "yates-grundy", value_name = "FORM", requires = "probabilities")]
    pps_form: PpsForm,
    /// File of joint probabilities with the columns a, b (first-stage units) and p, for --pps joint.
    #[arg(long, value_name = "FILE", required_if_eq("pps", "joint"))]
    joint: Option<PathBuf>,
    /// Column that is 1 for rows in the second of two phases; the columns above describe the first.
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["probabilities", "replicates", "rep_weights"])]
    phase2: Option<String>,
    /// Column of strata of the second phase.
    #[arg(long, value_name = "S", requires = "phase2")]
    phase2_strata: Option<String>,
    /// Columns of sampling units of the second phase, one for each stage; without it rows were drawn.
    #[arg(long, value_name = "STAGE1,STAGE2", value_delimiter = ',', requires = "phase2")]
    phase2_psu: Vec<String>,
    /// Column of probabilities of rows that came into the second phase independently.
    #[arg(long, value_name = "P", requires = "phase2", conflicts_with_all = ["phase2_strata", "phase2_psu"])]
    phase2_probabilities: Option<String>,
    /// How the first phase's part of the variance is estimated.
    #[arg(long, value_enum, default_value = "full", value_name = "METHOD", requires = "phase2")]
    phase2_method: Phase,
    /// Column of the frame from which a row was drawn, where there are several.
    #[arg(long, value_name = "FRAME", requires = "members")]
    frame: Option<String>,
    /// For each frame, in the order of their labels, a column that is 1 where the row's unit belongs to it.
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "frame")]
    members: Vec<String>,
    /// Share of the overlap that the first of two frames stands for; without it every frame of a unit counts the same.
    #[arg(long, value_name = "SHARE", requires = "frame")]
    frame_share: Option<f64>,
    /// Columns of replicate weights that the file brings; a * stands for an ending.
    #[arg(
        long, value_name = "R1,R2|REP*", value_delimiter = ',', requires = "rep_type",
        conflicts_with_all = ["strata", "psu", "fpc", "probabilities", "replicates"]
    )]
    rep_weights: Vec<String>,
    /// The method that they were made by: jk1, jkn, jk2, brr, fay:RHO, bootstrap, bootstrap:MEAN, sdr, other.
    #[arg(long, value_name = "TYPE", value_parser = replicate_type, requires = "rep_weights")]
    rep_type: Option<ReplicateMethod>,
    /// The columns are what the weight is multiplied by, not weights.
    #[arg(long, requires = "rep_weights")]
    rep_multipliers: bool,
    /// The factor of the variance common to all replicates.
    #[arg(long, value_name = "SCALE", requires = "rep_weights")]
    rep_scale: Option<f64>,
    /// The factor of each replicate; one serves for all.
    #[arg(long, value_name = "R1,R2", value_delimiter = ',', requires = "rep_weights")]
    rep_rscales: Vec<f64>,
    /// Take deviations from the estimate instead of the mean of the replicates.
    #[arg(long, requires = "rep_weights")]
    rep_mse: bool,
    /// Degrees of freedom that the file's documentation gives.
    #[arg(long, value_name = "DF", requires = "rep_weights")]
    rep_df: Option<usize>,
    /// Domain of study, in SQL. Rows outside stay in the design.
    #[arg(long = "where", value_name = "SQL")]
    filter: Option<String>,
    /// A variable computed in SQL; may be repeated.
    #[arg(long, value_name = "NAME=SQL", value_parser = derived)]
    derive: Vec<(String, String)>,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95, value_parser = level)]
    level: f64,
    /// Variance by replicates instead of linearisation: jk1, jkn, jk2, brr, fay:RHO, groups:G, sdr:R, bootstrap:R (Rao and Wu), preston:R, canty-davison:R, poisson:R, generalised:R.
    #[arg(long, value_name = "TYPE:R")]
    replicates: Option<VarianceMethod>,
    /// What a stratum with a single sampling unit does.
    #[arg(long, value_enum, default_value = "fail", value_name = "RULE")]
    single_psu: SinglePsu,
    /// A numeric column that says which strata are alike, for --single-psu collapse.
    #[arg(long, value_name = "COLUMN")]
    collapse_by: Option<String>,
    /// A numeric column with the place of each sampling unit in the order of selection, for sdr; without it that of the file.
    #[arg(long, value_name = "COLUMN")]
    order: Option<String>,
    /// Seed of random replicates.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A text that means no value, besides the empty field; may be repeated.
    #[arg(long, value_name = "TEXT")]
    missing: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SinglePsu {
    Fail,
    Remove,
    Certainty,
    Adjust,
    Average,
    AdjustDomain,
    AverageDomain,
    Collapse,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pps {
    Brewer,
    Hajek,
    Deville,
    HartleyRao,
    Overton,
    Joint,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Phase {
    /// Without bias, from pairs of units in both phases.
    Full,
    /// As R's "simple".
    #[value(alias = "approx")]
    Simple,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PpsForm {
    HorvitzThompson,
    YatesGrundy,
}

impl Design {
    /// Opens the file.
    pub(crate) fn open(&self) -> Result<Source, Failure> {
        Ok(Source::open(&self.file, self.reading())?)
    }

    /// The file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// How it is read.
    pub(crate) fn reading(&self) -> Reading {
        Reading { missing: self.missing.iter().cloned().collect(), ..Reading::default() }
    }

    /// A request for nothing yet, under this design.
    pub(crate) fn request(self, source: &Source) -> Result<Request, Failure> {
        let replicates = match self.rep_type {
            Some(method) => {
                let columns = source.starred(&self.rep_weights, |_| true)?;
                let content =
                    if self.rep_multipliers { ReadyContent::Multipliers } else { ReadyContent::Weights };
                let (scale, df, around_estimate) = (self.rep_scale, self.rep_df, self.rep_mse);
                let rscales = self.rep_rscales;
                let own = ReplicateColumns { columns, content, method, scale, rscales, around_estimate, df };
                Some(own.spread())
            }
            None => None,
        };
        let unequal = (!self.probabilities.is_empty()).then(|| UnequalColumns {
            probabilities: self.probabilities,
            method: self.pps.into(),
            form: match self.pps_form {
                PpsForm::HorvitzThompson => Form::HorvitzThompson,
                PpsForm::YatesGrundy => Form::YatesGrundy,
            },
            joint: self.joint,
        });
        let method = match self.phase2_method {
            Phase::Full => PhaseMethod::Full,
            Phase::Simple => PhaseMethod::Simple,
        };
        let second = self.phase2.map(|selected| SecondPhaseColumns {
            selected,
            strata: self.phase2_strata,
            psu: self.phase2_psu,
            probabilities: self.phase2_probabilities,
            method,
        });
        let frames =
            self.frame.map(|frame| FrameColumns { frame, members: self.members, share: self.frame_share });
        Ok(Request {
            design: DesignColumns {
                weights: self.weights,
                strata: self.strata,
                psu: self.psu,
                fpc: self.fpc,
                unequal,
                second,
                frames,
                replicates,
            },
            filter: self.filter,
            derive: self.derive,
            variance: self.replicates.unwrap_or(VarianceMethod::Taylor),
            single_psu: self.single_psu.into(),
            collapse_by: self.collapse_by,
            order: self.order,
            level: self.level,
            seed: self.seed,
            ..Request::default()
        })
    }
}

impl From<SinglePsu> for SinglePsuRule {
    fn from(rule: SinglePsu) -> SinglePsuRule {
        match rule {
            SinglePsu::Fail => SinglePsuRule::Fail,
            SinglePsu::Remove => SinglePsuRule::Remove,
            SinglePsu::Certainty => SinglePsuRule::Certainty,
            SinglePsu::Adjust => SinglePsuRule::Adjust,
            SinglePsu::Average => SinglePsuRule::Average,
            SinglePsu::AdjustDomain => SinglePsuRule::AdjustDomain,
            SinglePsu::AverageDomain => SinglePsuRule::AverageDomain,
            SinglePsu::Collapse => SinglePsuRule::Collapse,
        }
    }
}

impl From<Pps> for PpsMethod {
    fn from(method: Pps) -> PpsMethod {
        match method {
            Pps::Brewer => PpsMethod::Brewer,
            Pps::Hajek => PpsMethod::Hajek,
            Pps::Deville => PpsMethod::Deville,
            Pps::HartleyRao => PpsMethod::HartleyRao,
            Pps::Overton => PpsMethod::Overton,
            Pps::Joint => PpsMethod::Joint,
        }
    }
}

fn replicate_type(text: &str) -> Result<ReplicateMethod, String> {
    let wrong = || "expected jk1, jkn, jk2, brr, fay:RHO, bootstrap, bootstrap:MEAN, sdr or other".to_owned();
    let (kind, number) = match text.split_once(':') {
        Some((kind, number)) => (kind, Some(number.parse::<f64>().map_err(|_| wrong())?)),
        None => (text, None),
    };
    match (kind, number) {
        ("jk1", None) => Ok(ReplicateMethod::Jk1),
        ("jkn", None) => Ok(ReplicateMethod::Jkn),
        ("jk2", None) => Ok(ReplicateMethod::Jk2),
        ("brr", None) => Ok(ReplicateMethod::Brr),
        ("fay", Some(rho)) => Ok(ReplicateMethod::Fay { rho }),
        ("bootstrap", average) => Ok(ReplicateMethod::Bootstrap { average: average.unwrap_or(1.0) }),
        ("sdr", None) => Ok(ReplicateMethod::SuccessiveDifference),
        ("other", None) => Ok(ReplicateMethod::Other),
        _ => Err(wrong()),
    }
}

fn derived(text: &str) -> Result<(String, String), String> {
    crate::commands::pair(text, '=', "a name and an expression: NAME=SQL")
}

fn level(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        _ => Err("expected a number between 0 and 1, such as 0.95".to_owned()),
    }
}
