//! Generalised variance functions: standard errors read off a curve through those of many estimates.
#![doc = include_str!("method.md")]

mod error;
#[cfg(test)]
mod tests;

pub use error::VarianceFunctionError;

use crate::numerics::{Orthonormal, dot};

/// The curve. V² is the relative variance of an estimate X, S its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarianceModel {
    /// V² = a + b / X.
    Inverse,
    /// V² = a + b / X + c / X².
    InverseSquare,
    /// log V² = a + b log X.
    Log,
    /// S = a + b X + c X².
    StandardError,
    /// S / X = a + b / X + c / X².
    Coefficient,
}

/// The weights of the estimates in the fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VarianceFit<'a> {
    /// All count the same.
    Equal,
    /// Given for each.
    Given(&'a [f64]),
    /// 1 over the square of the observed relative variance; for models of V².
    Observed,
    /// 1 over the square of the fitted relative variance, fitted again until the coefficients stand still; for models of V².
    Fitted,
}

/// A fitted curve.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceFunction {
    /// The model.
    pub model: VarianceModel,
    /// Coefficients a, b and, where the model has it, c.
    pub coefficients: Vec<f64>,
    /// Their standard errors in the regression; NaN without points to spare.
    pub standard_errors: Vec<f64>,
    /// Residual standard deviation, of what the model explains and with its weights; NaN without points to spare.
    pub sigma: f64,
    /// Weighted share of the variance about the mean that the curve explains.
    pub r_squared: f64,
    /// What each estimate has beyond the curve, on the scale of what the model explains.
    pub residuals: Vec<f64>,
    /// Smallest and largest estimate that were fitted.
    pub range: (f64, f64),
    /// Fits made: more than one for fitted weights.
    pub iterations: u32,
}

/// A column that keeps less than this share of itself beside those before it is collinear.
const COLLINEAR: f64 = 1e-9;
/// The largest relative change of a coefficient that counts as standing still.
const STILL: f64 = 1e-12;
/// Fits before giving up.
const FITS: u32 = 1_000;

/// Fits a curve to estimates and their standard errors.
pub fn variance_function(
    estimates: &[f64],
    standard_errors: &[f64],
    model: VarianceModel,
    fit: VarianceFit<'_>,
) -> Result<VarianceFunction, VarianceFunctionError> {
    check(estimates, standard_errors, model, fit)?;
    let columns: Vec<Vec<f64>> = (0..model.coefficients())
        .map(|column| estimates.iter().map(|&x| model.terms(x)[column]).collect())
        .collect();
    let points = || estimates.iter().zip(standard_errors);
    let explained: Vec<f64> = points().map(|(&x, &s)| model.explained(x, s)).collect();
    let mut weights: Vec<f64> = match fit {
        VarianceFit::Equal => vec![1.0; estimates.len()],
        VarianceFit::Given(weights) => weights.to_vec(),
        VarianceFit::Observed | VarianceFit::Fitted => explained.iter().map(|v| 1.0 / (v * v)).collect(),
    };
    let mut iterations = 1;
    let mut line = Line::fit(&columns, &explained, &weights)?;
    if fit == VarianceFit::Fitted {
        loop {
            let fitted: Vec<f64> = explained.iter().zip(&line.residuals).map(|(v, e)| v - e).collect();
            weights = fitted.iter().map(|v| 1.0 / (v * v)).collect();
            if weights.iter().any(|weight| !weight.is_finite()) {
                return Err(VarianceFunctionError::NotConverged { fits: iterations });
            }
            let next = Line::fit(&columns, &explained, &weights)?;
            iterations += 1;
            let pairs = line.coefficients.iter().zip(&next.coefficients);
            let still = pairs.clone().all(|(old, new)| (new - old).abs() <= STILL * new.abs());
            line = next;
            if still {
                break;
            }
            if iterations == FITS {
                return Err(VarianceFunctionError::NotConverged { fits: iterations });
            }
        }
    }
    let total: f64 = weights.iter().sum();
    let mean = dot(&weights, &explained) / total;
    let about: f64 = weights.iter().zip(&explained).map(|(w, y)| w * (y - mean) * (y - mean)).sum();
    let left: f64 = weights.iter().zip(&line.residuals).map(|(w, e)| w * e * e).sum();
    let spare = weights.iter().filter(|weight| **weight > 0.0).count() as f64 - columns.len() as f64;
    let sigma = if spare > 0.0 { (left / spare).sqrt() } else { f64::NAN };
    Ok(VarianceFunction {
        model,
        standard_errors: line.spreads.iter().map(|spread| sigma * spread).collect(),
        coefficients: line.coefficients,
        sigma,
        r_squared: 1.0 - left / about,
        residuals: line.residuals,
        range: (
            estimates.iter().copied().fold(f64::INFINITY, f64::min),
            estimates.iter().copied().fold(0.0, f64::max),
        ),
        iterations,
    })
}

impl VarianceFunction {
    /// The standard error of an estimate; `None` where the curve gives none, as for a negative relative variance.
    pub fn standard_error(&self, estimate: f64) -> Option<f64> {
        if !(estimate.is_finite() && estimate > 0.0) {
            return None;
        }
        let value = dot(&self.model.terms(estimate)[..self.coefficients.len()], &self.coefficients);
        let se = match self.model {
            VarianceModel::Inverse | VarianceModel::InverseSquare => estimate * value.sqrt(),
            VarianceModel::Log => estimate * (value / 2.0).exp(),
            VarianceModel::StandardError => value,
            VarianceModel::Coefficient => value * estimate,
        };
        (se >= 0.0).then_some(se)
    }

    /// Whether an estimate is within the range of those that were fitted.
    pub fn covers(&self, estimate: f64) -> bool {
        (self.range.0..=self.range.1).contains(&estimate)
    }
}

impl VarianceModel {
    fn coefficients(self) -> usize {
        match self {
            VarianceModel::Inverse | VarianceModel::Log => 2,
            VarianceModel::InverseSquare | VarianceModel::StandardError | VarianceModel::Coefficient => 3,
        }
    }

    /// What the coefficients multiply.
    fn terms(self, x: f64) -> [f64; 3] {
        match self {
            VarianceModel::Inverse | VarianceModel::InverseSquare | VarianceModel::Coefficient => {
                [1.0, 1.0 / x, 1.0 / (x * x)]
            }
            VarianceModel::Log => [1.0, x.ln(), 0.0],
            VarianceModel::StandardError => [1.0, x, x * x],
        }
    }

    /// What the curve explains.
    fn explained(self, x: f64, s: f64) -> f64 {
        match self {
            VarianceModel::Inverse | VarianceModel::InverseSquare => (s / x) * (s / x),
            VarianceModel::Log => 2.0 * (s / x).ln(),
            VarianceModel::StandardError => s,
            VarianceModel::Coefficient => s / x,
        }
    }
}

/// A weighted regression.
struct Line {
    coefficients: Vec<f64>,
    /// Standard errors of the coefficients for a residual standard deviation of 1.
    spreads: Vec<f64>,
    residuals: Vec<f64>,
}

impl Line {
    fn fit(columns: &[Vec<f64>], y: &[f64], weights: &[f64]) -> Result<Line, VarianceFunctionError> {
        let weigh =
            |column: &[f64]| -> Vec<f64> { column.iter().zip(weights).map(|(x, w)| x * w.sqrt()).collect() };
        let weighted: Vec<Vec<f64>> = columns.iter().map(|column| weigh(column)).collect();
        let found = Orthonormal::of(&weighted, COLLINEAR);
        let p = columns.len();
        if found.q.len() < p {
            return Err(VarianceFunctionError::Collinear);
        }
        // R b = Q'y, R being upper triangular: r[column][row].
        let right = weigh(y);
        let back = |right: &[f64]| -> Vec<f64> {
            let mut b = right.to_vec();
            for row in (0..p).rev() {
                let known: f64 = (row + 1..p).map(|column| found.r[column][row] * b[column]).sum();
                b[row] = (b[row] - known) / found.r[row][row];
            }
            b
        };
        let coefficients = back(&found.q.iter().map(|direction| dot(direction, &right)).collect::<Vec<_>>());
        let inverse: Vec<Vec<f64>> = (0..p)
            .map(|at| back(&(0..p).map(|row| f64::from(u8::from(row == at))).collect::<Vec<_>>()))
            .collect();
        let spreads =
            (0..p).map(|row| inverse.iter().map(|column| column[row] * column[row]).sum::<f64>().sqrt());
        let residuals = (0..y.len()).map(|at| {
            y[at] - columns.iter().zip(&coefficients).map(|(column, b)| column[at] * b).sum::<f64>()
        });
        Ok(Line { spreads: spreads.collect(), residuals: residuals.collect(), coefficients })
    }
}

fn check(
    estimates: &[f64],
    standard_errors: &[f64],
    model: VarianceModel,
    fit: VarianceFit<'_>,
) -> Result<(), VarianceFunctionError> {
    let points = estimates.len();
    let given = if let VarianceFit::Given(weights) = fit { weights.len() } else { points };
    if let Some(found) = [standard_errors.len(), given].into_iter().find(|&found| found != points) {
        return Err(VarianceFunctionError::Length { points, found });
    }
    if points < model.coefficients() {
        return Err(VarianceFunctionError::TooFew { points, needed: model.coefficients() });
    }
    let relative = matches!(model, VarianceModel::Inverse | VarianceModel::InverseSquare);
    if matches!(fit, VarianceFit::Observed | VarianceFit::Fitted) && !relative {
        return Err(VarianceFunctionError::Weighting);
    }
    if let Some(point) = estimates.iter().position(|x| !x.is_finite() || *x <= 0.0) {
        return Err(VarianceFunctionError::Estimate { point, value: estimates[point] });
    }
    let zero = model == VarianceModel::Log || matches!(fit, VarianceFit::Observed | VarianceFit::Fitted);
    let wrong = |s: &f64| !s.is_finite() || *s < 0.0 || (zero && *s == 0.0);
    if let Some(point) = standard_errors.iter().position(wrong) {
        return Err(VarianceFunctionError::StandardError { point, value: standard_errors[point] });
    }
    if let VarianceFit::Given(weights) = fit
        && let Some(point) = weights.iter().position(|w| !w.is_finite() || *w < 0.0)
    {
        return Err(VarianceFunctionError::Weight { point, value: weights[point] });
    }
    Ok(())
}
