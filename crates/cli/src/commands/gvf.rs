//! `sounding gvf FILE`: a curve through the standard errors of published figures.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sounding_analysis::{CurveFit, CurveOfVariance, Reading, Source, VarianceModel, curve_of_variance};

use crate::failure::Failure;
use crate::terminal::{Form, Results};

/// Fit a generalised variance function to figures with standard errors, and read standard errors off it.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// CSV or Parquet file of figures, such as `sounding estimate --output` writes.
    file: PathBuf,
    /// Column of the estimates, all above zero.
    #[arg(long, value_name = "COLUMN", default_value = "estimate")]
    estimate: String,
    /// Column of their standard errors.
    #[arg(long, value_name = "COLUMN", default_value = "se")]
    se: String,
    /// The model, for an estimate X with standard error S and V = S / X.
    #[arg(long, value_enum, default_value = "inverse", value_name = "MODEL")]
    model: Model,
    /// The weights of the figures; observed and fitted are for models of V².
    #[arg(long, value_enum, value_name = "FIT")]
    fit: Option<Fit>,
    /// Estimates of which the standard error is wanted.
    #[arg(long, value_name = "X1,X2", value_delimiter = ',')]
    at: Vec<f64>,
    #[command(flatten)]
    form: Form,
}

const EXAMPLES: &str = "\
Examples:
  sounding estimate people.parquet --weights w --psu commune --total unemployed --by province --output totals.csv
  sounding gvf totals.csv --at 5000,20000,100000";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Model {
    /// V² = a + b / X.
    Inverse,
    /// V² = a + b / X + c / X².
    InverseSquare,
    /// log V² = a + b log X.
    Log,
    /// S = a + b X + c X².
    StandardError,
    /// V = a + b / X + c / X².
    Coefficient,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Fit {
    /// All count the same.
    Equal,
    /// By the observed relative variance.
    Observed,
    /// By the fitted relative variance, until nothing changes.
    Fitted,
}

/// Opens the file, fits, prints.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let source = Source::open(&arguments.file, Reading::default())?;
    let model = match arguments.model {
        Model::Inverse => VarianceModel::Inverse,
        Model::InverseSquare => VarianceModel::InverseSquare,
        Model::Log => VarianceModel::Log,
        Model::StandardError => VarianceModel::StandardError,
        Model::Coefficient => VarianceModel::Coefficient,
    };
    let relative = matches!(model, VarianceModel::Inverse | VarianceModel::InverseSquare);
    let fit = match arguments.fit {
        None if relative => CurveFit::Fitted,
        None | Some(Fit::Equal) => CurveFit::Equal,
        Some(Fit::Observed) => CurveFit::Observed,
        Some(Fit::Fitted) => CurveFit::Fitted,
    };
    let request = CurveOfVariance {
        estimate: arguments.estimate.clone(),
        se: arguments.se.clone(),
        model,
        fit,
        at: arguments.at.clone(),
    };
    let curve = curve_of_variance(&source, &request)?;
    let results = Results {
        remarks: vec![format!(
            "{} figures; the curve explains {:.1}% of the variance of what it models; residual standard deviation {:.4}",
            curve.figures,
            100.0 * curve.r_squared,
            curve.sigma
        )],
        listings: vec![curve.coefficients, curve.predictions],
        warnings: curve.warnings,
        design: None,
        level: 0.95,
    };
    results.give(&arguments.form)
}
