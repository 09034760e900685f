//! `sounding estimate FILE`: figures with their standard errors from any CSV or Parquet file.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sounding_analysis::Reading;
use sounding_analysis::estimate::{
    DesignColumns, IntervalMethod, Measure, Request, SinglePsuRule, VarianceMethod, estimate,
};

use crate::failure::Failure;
use crate::terminal::{note, say};

pub(crate) mod engine;
mod output;

use engine::Engine;

/// Estimate means, totals, proportions, ratios, quantiles and cross-tables with their standard errors.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// CSV or Parquet file with one row for each respondent; with --engine also a folder of Parquet files.
    file: PathBuf,
    /// Where sums are made: embedded (from the rows), grouped (by sampling unit and domain, on this machine, from Parquet), or by
    /// groups on a cluster: ballista://host:port.
    #[arg(long, default_value = "embedded", value_name = "ENGINE")]
    engine: Engine,
    /// Column of weights. Without it they follow from --fpc.
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
    /// Mean of a variable.
    #[arg(long, value_name = "Y")]
    mean: Vec<String>,
    /// Total of a variable.
    #[arg(long, value_name = "Y")]
    total: Vec<String>,
    /// Share of each category of a variable.
    #[arg(long, value_name = "Y")]
    proportion: Vec<String>,
    /// Ratio of two totals.
    #[arg(long, value_name = "Y/X", value_parser = ratio)]
    ratio: Vec<(String, String)>,
    /// Quantile of a variable, such as the median income@0.5.
    #[arg(long, value_name = "Y@P", value_parser = quantile)]
    quantile: Vec<(String, f64)>,
    /// Cross-table of two variables, with a Rao-Scott test.
    #[arg(long, value_name = "A*B", value_parser = cross)]
    table: Vec<(String, String)>,
    /// Variables whose crossing makes the domains.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    by: Vec<String>,
    /// Domain of study, in SQL. Rows outside stay in the design.
    #[arg(long = "where", value_name = "SQL")]
    filter: Option<String>,
    /// A variable computed in SQL; may be repeated.
    #[arg(long, value_name = "NAME=SQL", value_parser = derived)]
    derive: Vec<(String, String)>,
    /// Interval of proportions.
    #[arg(long, value_enum, default_value = "logit", value_name = "METHOD")]
    ci: Interval,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95, value_parser = level)]
    level: f64,
    /// Variance by replicates instead of linearisation: jk1, jkn, brr, fay:RHO, bootstrap:R.
    #[arg(long, value_name = "TYPE:R")]
    replicates: Option<VarianceMethod>,
    /// What a stratum with a single sampling unit does.
    #[arg(long, value_enum, default_value = "fail", value_name = "RULE")]
    single_psu: SinglePsu,
    /// Seed of random replicates.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A text that means no value, besides the empty field; may be repeated.
    #[arg(long, value_name = "TEXT")]
    missing: Vec<String>,
    /// Print JSON with numbers in full precision.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print CSV with numbers in full precision.
    #[arg(long)]
    csv: bool,
}

const EXAMPLES: &str = "\
Examples:
  sounding estimate schools.csv --weights pw --strata stype --fpc fpc --mean api00
  sounding estimate schools.csv --psu dnum,snum --fpc fpc1,fpc2 --total enroll --by stype
  sounding estimate schools.csv --weights pw --psu dnum --ratio api.stu/enroll --where \"enroll > 500\"
  sounding estimate schools.csv --weights pw --quantile api00@0.5 --replicates bootstrap:200
  sounding estimate people.parquet --weights w --strata region --proportion vote --ci korn-graubard --json";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Interval {
    Wald,
    Logit,
    Wilson,
    KornGraubard,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SinglePsu {
    Fail,
    Remove,
    Certainty,
    Adjust,
    Average,
}

/// Opens the file, estimates, prints.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let form = match (arguments.json, arguments.csv) {
        (true, _) => output::Form::Json,
        (_, true) => output::Form::Csv,
        _ => output::Form::Table,
    };
    let reading = Reading { missing: arguments.missing.iter().cloned().collect(), ..Reading::default() };
    let mut source = arguments.engine.open(&arguments.file, reading)?;
    let request = request(arguments);
    let answer = estimate(&mut source, &request)?;
    for warning in &answer.warnings {
        note(&format!("note: {warning}"));
    }
    say(output::write(&answer, &request, form).trim_end());
    Ok(())
}

fn request(arguments: Arguments) -> Request {
    let measures = (arguments.mean.into_iter().map(Measure::Mean))
        .chain(arguments.total.into_iter().map(Measure::Total))
        .chain(arguments.proportion.into_iter().map(Measure::Proportion))
        .chain(arguments.ratio.into_iter().map(|(y, x)| Measure::Ratio(y, x)))
        .chain(arguments.quantile.into_iter().map(|(y, p)| Measure::Quantile(y, p)))
        .chain(arguments.table.into_iter().map(|(a, b)| Measure::Table(a, b)))
        .collect();
    Request {
        design: DesignColumns {
            weights: arguments.weights,
            strata: arguments.strata,
            psu: arguments.psu,
            fpc: arguments.fpc,
        },
        measures,
        by: arguments.by,
        filter: arguments.filter,
        derive: arguments.derive,
        variance: arguments.replicates.unwrap_or(VarianceMethod::Taylor),
        single_psu: match arguments.single_psu {
            SinglePsu::Fail => SinglePsuRule::Fail,
            SinglePsu::Remove => SinglePsuRule::Remove,
            SinglePsu::Certainty => SinglePsuRule::Certainty,
            SinglePsu::Adjust => SinglePsuRule::Adjust,
            SinglePsu::Average => SinglePsuRule::Average,
        },
        interval: match arguments.ci {
            Interval::Wald => IntervalMethod::Wald,
            Interval::Logit => IntervalMethod::Logit,
            Interval::Wilson => IntervalMethod::Wilson,
            Interval::KornGraubard => IntervalMethod::KornGraubard,
        },
        level: arguments.level,
        seed: arguments.seed,
    }
}

fn pair(text: &str, mark: char, form: &str) -> Result<(String, String), String> {
    match text.split_once(mark) {
        Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => {
            Ok((a.trim().to_owned(), b.trim().to_owned()))
        }
        _ => Err(format!("expected {form}")),
    }
}

fn ratio(text: &str) -> Result<(String, String), String> {
    pair(text, '/', "two columns with a stroke between them: Y/X")
}

fn cross(text: &str) -> Result<(String, String), String> {
    pair(text, '*', "two columns with a star between them: A*B")
}

fn derived(text: &str) -> Result<(String, String), String> {
    pair(text, '=', "a name and an expression: NAME=SQL")
}

fn quantile(text: &str) -> Result<(String, f64), String> {
    let expected = "a column and a probability between 0 and 1: income@0.5";
    let (name, p) = pair(text, '@', expected)?;
    match p.parse::<f64>() {
        Ok(p) if p > 0.0 && p < 1.0 => Ok((name, p)),
        _ => Err(format!("expected {expected}")),
    }
}

fn level(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        _ => Err("expected a number between 0 and 1, such as 0.95".to_owned()),
    }
}
