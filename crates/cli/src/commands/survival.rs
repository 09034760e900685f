//! `sounding survival FILE`: curves of survival under the design of a file, their quantiles, and the test of their equality.

use clap::{Args, ValueEnum};
use sounding_analysis::modelling::{CurveRequest, SurvivalEstimator, survival_curves};

use crate::design::Design;
use crate::failure::Failure;
use crate::terminal::{Form, Results};

/// Estimate curves of survival (Kaplan-Meier) by groups, their quantiles, and test whether they are equal (log-rank).
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    design: Design,
    /// Column with the time at which the observation ends.
    #[arg(long, value_name = "T")]
    time: String,
    /// Column with 1 where it ends with the event and 0 where it is censored.
    #[arg(long, value_name = "D")]
    status: String,
    /// Column with the time at which the observation starts, where entry is delayed.
    #[arg(long, value_name = "T0")]
    start: Option<String>,
    /// A curve for each crossing of these variables.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    by: Vec<String>,
    /// How survival follows from the events.
    #[arg(long, value_enum, default_value = "kaplan-meier", value_name = "METHOD")]
    estimator: Estimator,
    /// Times to show instead of every time with an event.
    #[arg(long, value_name = "T1,T2", value_delimiter = ',')]
    at: Vec<f64>,
    /// Shares of which the times are shown.
    #[arg(long, value_name = "P", value_delimiter = ',', default_value = "0.5", value_parser = share)]
    quantiles: Vec<f64>,
    /// Weight of early differences in the test: 0 for log-rank, 1 for Peto and Peto.
    #[arg(long, default_value_t = 0.0)]
    rho: f64,
    /// Weight of late differences in the test.
    #[arg(long, default_value_t = 0.0)]
    gamma: f64,
    #[command(flatten)]
    form: Form,
}

const EXAMPLES: &str = "\
Examples:
  sounding survival people.csv --weights w --strata region --psu commune --time months --status left --by sex --at 6,12,24
  sounding survival people.csv --weights w --time months --status left --quantiles 0.25,0.5,0.75 --json";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Estimator {
    KaplanMeier,
    NelsonAalen,
}

/// Opens the file, estimates, prints.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut source = arguments.design.open()?;
    let mut base = arguments.design.request(&source)?;
    base.by = arguments.by;
    let request = CurveRequest {
        base,
        time: arguments.time,
        status: arguments.status,
        start: arguments.start,
        estimator: match arguments.estimator {
            Estimator::KaplanMeier => SurvivalEstimator::KaplanMeier,
            Estimator::NelsonAalen => SurvivalEstimator::NelsonAalen,
        },
        at: arguments.at,
        quantiles: arguments.quantiles,
        rho: arguments.rho,
        gamma: arguments.gamma,
    };
    let answer = survival_curves(&mut source, &request)?;
    let by = &request.base.by;
    let results = Results {
        listings: vec![answer.curves(by), answer.times(by), answer.test_listing()],
        remarks: Vec::new(),
        warnings: answer.warnings,
        design: Some(answer.design),
        level: request.base.level,
    };
    results.give(&arguments.form)
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("expected a number between 0 and 1, such as 0.5".to_owned()),
    }
}
