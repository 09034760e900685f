//! `sounding estimate FILE`: figures with their standard errors from any CSV or Parquet file.

use clap::{Args, ValueEnum};
use sounding_analysis::estimate::{
    Function, IntervalMethod, Measure, QuantileInterval, QuantileRule, estimate,
};

pub(crate) mod engine;

use engine::Engine;

use super::{design::Design, pair};
use crate::failure::Failure;
use crate::terminal::{Form, Results};

/// Estimate means, totals, proportions, ratios, quantiles and cross-tables with their standard errors.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    design: Design,
    /// Where sums are made: embedded (from the rows), grouped (by sampling unit and domain, on this machine, from Parquet or a folder
    /// of Parquet files), or by groups on a cluster: ballista://host:port.
    #[arg(long, default_value = "embedded", value_name = "ENGINE")]
    engine: Engine,
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
    /// A smooth function of total(y), mean(y), ratio(y, x) and count, with + - * / ^, exp, log and sqrt.
    #[arg(long, value_name = "EXPRESSION", value_parser = function)]
    function: Vec<Function>,
    /// Quantile of a variable, such as the median income@0.5.
    #[arg(long, value_name = "Y@P", value_parser = quantile)]
    quantile: Vec<(String, f64)>,
    /// Variance of a variable in the population.
    #[arg(long, value_name = "Y")]
    variance: Vec<String>,
    /// Standard deviation of a variable in the population.
    #[arg(long, value_name = "Y")]
    sd: Vec<String>,
    /// Covariance of two variables in the population.
    #[arg(long, value_name = "X*Y", value_parser = cross)]
    covariance: Vec<(String, String)>,
    /// Correlation of two variables in the population.
    #[arg(long, value_name = "X*Y", value_parser = cross)]
    correlation: Vec<(String, String)>,
    /// Cross-table of two variables, with a Rao-Scott test.
    #[arg(long, value_name = "A*B", value_parser = cross)]
    table: Vec<(String, String)>,
    /// Variables whose crossing makes the domains.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    by: Vec<String>,
    /// Variable whose categories are waves in their order: the change from each wave to the next is estimated too.
    #[arg(long, value_name = "WAVE")]
    wave: Option<String>,
    /// Interval of proportions.
    #[arg(long, value_enum, default_value = "logit", value_name = "METHOD")]
    ci: Interval,
    /// How quantiles are read off the distribution, by the names of R's survey package.
    #[arg(long, value_enum, default_value = "math", value_name = "RULE")]
    quantile_rule: Rule,
    /// Interval of quantiles.
    #[arg(long, value_enum, default_value = "mean", value_name = "METHOD")]
    quantile_ci: QuantileCi,
    #[command(flatten)]
    form: Form,
}

const EXAMPLES: &str = "\
Examples:
  sounding estimate schools.csv --weights pw --strata stype --fpc fpc --mean api00
  sounding estimate schools.csv --psu dnum,snum --fpc fpc1,fpc2 --total enroll --by stype
  sounding estimate schools.csv --weights pw --psu dnum --ratio api.stu/enroll --where \"enroll > 500\"
  sounding estimate schools.csv --weights pw --function \"mean(api00)/mean(api99) - 1\"
  sounding estimate schools.csv --weights pw --quantile api00@0.5 --replicates bootstrap:200
  sounding estimate counties.csv --probabilities p --pps joint --joint pairs.csv --total votes
  sounding estimate acs.parquet --weights PWGTP --rep-weights \"PWGTP*\" --rep-type sdr --mean AGEP
  sounding estimate people.parquet --weights w --strata region --proportion vote --ci korn-graubard --output votes.parquet";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Interval {
    /// Symmetric.
    #[value(alias = "mean")]
    Wald,
    /// Symmetric on the logit scale.
    #[value(alias = "xlogit")]
    Logit,
    /// Wilson's score interval.
    Wilson,
    /// Clopper and Pearson's with the effective number of rows.
    #[value(alias = "beta")]
    KornGraubard,
    /// Symmetric on the arcsine scale.
    #[value(alias = "arcsine")]
    Asin,
    /// By the binomial likelihood ratio.
    Likelihood,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rule {
    #[value(alias = "hf1")]
    Math,
    #[value(alias = "hf2")]
    School,
    Hf3,
    Hf4,
    Hf5,
    Hf6,
    Hf7,
    Hf8,
    Hf9,
    Shahvaish,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum QuantileCi {
    Mean,
    Beta,
    Xlogit,
    Asin,
    Score,
}

/// Opens the file, estimates, prints.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let form = arguments.form.clone();
    let mut source = arguments.engine.open(arguments.design.file(), arguments.design.reading())?;
    let measures = arguments.measures();
    let mut request = arguments.design.request(&source)?;
    request.measures = measures;
    request.by = arguments.by;
    request.wave = arguments.wave;
    request.interval = match arguments.ci {
        Interval::Wald => IntervalMethod::Wald,
        Interval::Logit => IntervalMethod::Logit,
        Interval::Wilson => IntervalMethod::Wilson,
        Interval::KornGraubard => IntervalMethod::KornGraubard,
        Interval::Asin => IntervalMethod::Arcsine,
        Interval::Likelihood => IntervalMethod::Likelihood,
    };
    request.quantile_rule = match arguments.quantile_rule {
        Rule::Math => QuantileRule::Math,
        Rule::School => QuantileRule::School,
        Rule::Hf3 => QuantileRule::Hf3,
        Rule::Hf4 => QuantileRule::Hf4,
        Rule::Hf5 => QuantileRule::Hf5,
        Rule::Hf6 => QuantileRule::Hf6,
        Rule::Hf7 => QuantileRule::Hf7,
        Rule::Hf8 => QuantileRule::Hf8,
        Rule::Hf9 => QuantileRule::Hf9,
        Rule::Shahvaish => QuantileRule::ShahVaish,
    };
    request.quantile_interval = match arguments.quantile_ci {
        QuantileCi::Mean => QuantileInterval::Mean,
        QuantileCi::Beta => QuantileInterval::Beta,
        QuantileCi::Xlogit => QuantileInterval::Xlogit,
        QuantileCi::Asin => QuantileInterval::Asin,
        QuantileCi::Score => QuantileInterval::Score,
    };
    let answer = estimate(&mut source, &request)?;
    let by: Vec<String> = request.by.iter().chain(&request.wave).cloned().collect();
    let results = Results {
        listings: vec![answer.figures(&by), answer.tests(&by)],
        remarks: Vec::new(),
        warnings: answer.warnings,
        design: answer.design,
        level: request.level,
    };
    results.give(&form)
}

impl Arguments {
    fn measures(&self) -> Vec<Measure> {
        let one = |names: &[String], make: fn(String) -> Measure| -> Vec<Measure> {
            names.iter().cloned().map(make).collect()
        };
        let two = |pairs: &[(String, String)], make: fn(String, String) -> Measure| -> Vec<Measure> {
            pairs.iter().cloned().map(|(a, b)| make(a, b)).collect()
        };
        [
            one(&self.mean, Measure::Mean),
            one(&self.total, Measure::Total),
            one(&self.proportion, Measure::Proportion),
            two(&self.ratio, Measure::Ratio),
            self.function.iter().cloned().map(Measure::Function).collect(),
            self.quantile.iter().cloned().map(|(y, p)| Measure::Quantile(y, p)).collect(),
            one(&self.variance, Measure::Variance),
            one(&self.sd, Measure::Deviation),
            two(&self.covariance, Measure::Covariance),
            two(&self.correlation, Measure::Correlation),
            two(&self.table, Measure::Table),
        ]
        .concat()
    }
}

fn ratio(text: &str) -> Result<(String, String), String> {
    pair(text, '/', "two columns with a stroke between them: Y/X")
}

fn cross(text: &str) -> Result<(String, String), String> {
    pair(text, '*', "two columns with a star between them: A*B")
}

fn function(text: &str) -> Result<Function, String> {
    Function::parse(text).map_err(|error| error.to_string())
}

fn quantile(text: &str) -> Result<(String, f64), String> {
    let expected = "a column and a probability between 0 and 1: income@0.5";
    let (name, p) = pair(text, '@', expected)?;
    match p.parse::<f64>() {
        Ok(p) if p > 0.0 && p < 1.0 => Ok((name, p)),
        _ => Err(format!("expected {expected}")),
    }
}
