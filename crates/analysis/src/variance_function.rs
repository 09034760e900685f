//! Generalised variance functions: a curve through the standard errors of published figures, for those that were not computed.

pub use sounding_statistics::estimation::variance_function::VarianceModel;

use sounding_statistics::estimation::variance_function::{VarianceFit, variance_function};
use sounding_survey::{Finding, Place};

use crate::data::Source;
use crate::fault::Faults;
use crate::listing::{Listing, Shown};

/// The weights of the figures in the fit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CurveFit {
    /// All count the same.
    Equal,
    /// 1 over the square of the observed relative variance.
    Observed,
    /// 1 over the square of the fitted relative variance, until nothing changes.
    #[default]
    Fitted,
}

/// What is fitted, and where it is read off.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveOfVariance {
    /// Column of the estimates, all above zero.
    pub estimate: String,
    /// Column of their standard errors.
    pub se: String,
    /// The model.
    pub model: VarianceModel,
    /// The weights.
    pub fit: CurveFit,
    /// Estimates of which the standard error is wanted.
    pub at: Vec<f64>,
}

/// A fitted curve.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedCurve {
    /// Coefficients with their standard errors.
    pub coefficients: Listing,
    /// Standard errors read off the curve.
    pub predictions: Listing,
    /// The coefficients with their standard errors as numbers.
    pub values: Vec<(f64, f64)>,
    /// The standard errors read off, as numbers; NaN where the curve has none.
    pub predicted: Vec<f64>,
    /// What was noticed.
    pub warnings: Vec<String>,
    /// Figures that were fitted.
    pub figures: u64,
    /// Residual standard deviation, of what the model explains.
    pub sigma: f64,
    /// Weighted share of the variance about the mean that the curve explains.
    pub r_squared: f64,
}

/// Fits a curve to a file of figures, such as `sounding estimate --output` writes; rows without a standard error are left out.
pub fn curve_of_variance(source: &Source, request: &CurveOfVariance) -> Result<FittedCurve, Faults> {
    let frame = source.frame([request.estimate.as_str(), request.se.as_str()])?;
    let (estimates, errors) =
        (source.numbers(&frame, &request.estimate)?, source.numbers(&frame, &request.se)?);
    let used: Vec<usize> = (0..frame.rows)
        .filter(|&row| estimates[row].is_finite() && errors[row].is_finite() && errors[row] > 0.0)
        .collect();
    let figures: Vec<(f64, f64)> = used.iter().map(|&row| (estimates[row], errors[row])).collect();
    let place = Place::file(source.path().display().to_string()).column(&request.estimate);
    let mut fitted = fitted_curve(&figures, request, place)?;
    if used.len() < frame.rows {
        let left_out = frame.rows - used.len();
        fitted.warnings.insert(0, format!("{left_out} rows have no standard error and were left out"));
    }
    Ok(fitted)
}

/// Fits a curve to estimates and their standard errors; `place` is where they are from.
pub(crate) fn fitted_curve(
    figures: &[(f64, f64)],
    request: &CurveOfVariance,
    place: Place,
) -> Result<FittedCurve, Faults> {
    let (estimates, errors): (Vec<f64>, Vec<f64>) = figures.iter().copied().unzip();
    let fit = match request.fit {
        CurveFit::Equal => VarianceFit::Equal,
        CurveFit::Observed => VarianceFit::Observed,
        CurveFit::Fitted => VarianceFit::Fitted,
    };
    let curve = variance_function(&estimates, &errors, request.model, fit).map_err(|error| {
        Faults::from(Finding::error(
            "E-GVF-001",
            place,
            format!("no curve can be fitted to the standard errors: {error}"),
            "give figures of one kind, all above zero, more of them than the model has coefficients; or another --model or --fit",
        ))
    })?;
    let mut warnings = Vec::new();
    let predicted: Vec<Option<f64>> = request.at.iter().map(|&x| curve.standard_error(x)).collect();
    for (x, predicted) in request.at.iter().zip(&predicted) {
        if predicted.is_none() {
            warnings.push(format!("the curve has no standard error at {x}"));
        } else if !curve.covers(*x) {
            warnings.push(format!(
                "{x} is beyond the figures that were fitted ({} to {})",
                curve.range.0, curve.range.1
            ));
        }
    }
    let names = ["a", "b", "c"].map(str::to_owned);
    let coefficients = Listing::new("coefficients")
        .texts("coefficient", names.into_iter().take(curve.coefficients.len()))
        .numbers("estimate", curve.coefficients.iter().copied(), Shown::Scaled)
        .numbers("se", curve.standard_errors.iter().copied(), Shown::Scaled);
    let errors: Vec<f64> = predicted.iter().map(|se| se.unwrap_or(f64::NAN)).collect();
    let predictions = Listing::new("predictions")
        .numbers("estimate", request.at.iter().copied(), Shown::Plain)
        .numbers("se", errors.iter().copied(), Shown::Scaled)
        .numbers("cv", errors.iter().zip(&request.at).map(|(se, x)| se / x), Shown::Fixed(4));
    let values = curve.coefficients.iter().copied().zip(curve.standard_errors.iter().copied()).collect();
    Ok(FittedCurve {
        coefficients,
        predictions,
        values,
        predicted: errors,
        warnings,
        figures: figures.len() as u64,
        sigma: curve.sigma,
        r_squared: curve.r_squared,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Reading;

    fn fitted(rows: &str, model: VarianceModel) -> Result<FittedCurve, Faults> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("figures.csv");
        std::fs::write(&path, rows).unwrap();
        let (estimate, se) = ("estimate".to_owned(), "se".to_owned());
        let request = CurveOfVariance { estimate, se, model, fit: CurveFit::Equal, at: vec![200.0, 5000.0] };
        curve_of_variance(&Source::open(&path, Reading::default()).unwrap(), &request)
    }

    #[test]
    fn figures_on_a_curve_give_it_back() {
        // V² = 0.0001 + 4 / X.
        let se = |x: f64| x * (1e-4 + 4.0 / x).sqrt();
        let rows: Vec<String> =
            [100.0, 250.0, 400.0, 900.0].iter().map(|&x| format!("{x},{}", se(x))).collect();
        let found =
            fitted(&format!("estimate,se\n{}\n7,\n", rows.join("\n")), VarianceModel::Inverse).unwrap();
        let crate::listing::Values::Number(predicted) = &found.predictions.fields[1].values else {
            panic!("numbers")
        };
        assert!((predicted[0] / se(200.0) - 1.0).abs() < 1e-9);
        assert_eq!(found.figures, 4);
        assert_eq!(found.warnings.len(), 2, "a row without a standard error, and a figure beyond the range");
    }

    #[test]
    fn too_few_figures_are_refused() {
        assert_eq!(fitted("estimate,se\n1,1\n", VarianceModel::Inverse).unwrap_err().0[0].code, "E-GVF-001");
    }
}
