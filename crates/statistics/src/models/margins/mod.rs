//! What a model predicts for the population: predictive margins and average marginal effects.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::ModelError;
use super::cholesky::sandwich;
use super::glm::{Family, Glm, GlmInput, linear_predictor};
use super::rows::ScoreTotals;
use crate::estimation::Context;

/// Averages over the population of what a model predicts.
#[derive(Debug, Clone, PartialEq)]
pub struct Margins {
    /// The averages, one for each setting or effect.
    pub estimates: Vec<f64>,
    /// Their covariance under the design, row by row: coefficients and population estimated from one sample.
    pub covariance: Vec<f64>,
    /// The part of it that the coefficients would have over a population without error: what effects on known people have.
    pub from_coefficients: Vec<f64>,
    /// The part of it that the population would have with known coefficients.
    pub from_population: Vec<f64>,
    /// Primary units less strata, among the rows of the model.
    pub degrees_of_freedom: f64,
}

impl Margins {
    /// The standard error of an average; NaN if there is no such average.
    pub fn standard_error(&self, estimate: usize) -> f64 {
        let k = self.estimates.len();
        if estimate < k { self.covariance[estimate * (k + 1)].sqrt() } else { f64::NAN }
    }

    /// One average less another, with its standard error: for categories, the average effect of the one against the other.
    ///
    /// # Panics
    /// If there is no such average.
    pub fn difference(&self, a: usize, b: usize) -> (f64, f64) {
        let k = self.estimates.len();
        let v = |i: usize, j: usize| self.covariance[i * k + j];
        (self.estimates[a] - self.estimates[b], (v(a, a) + v(b, b) - 2.0 * v(a, b)).max(0.0).sqrt())
    }
}

/// The derivative of a column of the model by a variable: 1 for the variable itself, other columns for interactions and powers.
#[derive(Debug, Clone, Copy)]
pub struct Slope<'a> {
    /// The column.
    pub column: usize,
    /// Its derivative, one value a row; `None` for 1.
    pub by: Option<&'a [f64]>,
}

/// Predictive margins: the mean response if everybody had the columns of a setting. `settings` are whole sets of columns, in the order of the
/// model's; `input` is what the model was fitted to.
///
/// Source: Graubard and Korn (1999), *Biometrics* 55; `svypredmeans` of R's survey package.
pub fn predictive_margins(
    context: &Context<'_>,
    input: &GlmInput<'_>,
    model: &Glm,
    settings: &[&[&[f64]]],
) -> Result<Margins, ModelError> {
    let p = check(input, model)?;
    for setting in settings {
        if setting.len() != p {
            return Err(ModelError::Entries { expected: p, found: setting.len() });
        }
        for column in *setting {
            input.rows.check_length(column.len())?;
        }
    }
    let family = model.family;
    margins(context, input, model, settings.len(), |row, which, gradient| {
        let setting = GlmInput { columns: settings[which], ..*input };
        let eta = linear_predictor(&setting, &model.coefficients, row);
        let slope = family.slope(eta);
        for (value, column) in gradient.iter_mut().zip(settings[which]) {
            *value = slope * column[row];
        }
        family.mean(eta)
    })
}

/// Predictive margins alone, at any coefficients: what replicates need, each with the coefficients that its weights give.
pub fn margins_at(
    input: &GlmInput<'_>,
    family: Family,
    coefficients: &[f64],
    settings: &[&[&[f64]]],
) -> Result<Vec<f64>, ModelError> {
    input.rows.check()?;
    let p = coefficients.len();
    for columns in settings.iter().copied().chain([input.columns]) {
        if columns.len() != p {
            return Err(ModelError::Entries { expected: p, found: columns.len() });
        }
        for column in columns {
            input.rows.check_length(column.len())?;
        }
    }
    for found in input.offset.map(<[f64]>::len).into_iter().chain([input.response.len()]) {
        input.rows.check_length(found)?;
    }
    let mut sums = vec![0.0; settings.len()];
    let mut weight = 0.0;
    for row in (0..input.response.len()).filter(|&row| complete(input, row)) {
        let own = input.rows.weights[row];
        weight += own;
        for (sum, columns) in sums.iter_mut().zip(settings) {
            let setting = GlmInput { columns, ..*input };
            *sum += own * family.mean(linear_predictor(&setting, coefficients, row));
        }
    }
    Ok(sums.into_iter().map(|sum| sum / weight).collect())
}

/// Average marginal effects: the mean over the population of the derivative of the mean response by a variable. Each effect is the
/// columns that depend on its variable.
///
/// Source: Korn and Graubard (1999), *Analysis of Health Surveys*, 3.8; Bartus (2005), *Stata Journal* 5.
pub fn average_effects(
    context: &Context<'_>,
    input: &GlmInput<'_>,
    model: &Glm,
    effects: &[&[Slope<'_>]],
) -> Result<Margins, ModelError> {
    let p = check(input, model)?;
    for slope in effects.iter().copied().flatten() {
        if slope.column >= p {
            return Err(ModelError::Coefficient { coefficient: slope.column, coefficients: p });
        }
        input.rows.check_length(slope.by.map_or(input.response.len(), <[f64]>::len))?;
    }
    let family = model.family;
    margins(context, input, model, effects.len(), |row, which, gradient| {
        let eta = linear_predictor(input, &model.coefficients, row);
        let (slope, curvature) = (family.slope(eta), family.curvature(eta));
        let by = |slope: &Slope<'_>| slope.by.map_or(1.0, |by| by[row]);
        let along: f64 = effects[which].iter().map(|s| model.coefficients[s.column] * by(s)).sum();
        for (value, column) in gradient.iter_mut().zip(input.columns) {
            *value = curvature * along * column[row];
        }
        for own in effects[which] {
            gradient[own.column] += slope * by(own);
        }
        slope * along
    })
}

fn check(input: &GlmInput<'_>, model: &Glm) -> Result<usize, ModelError> {
    input.rows.check()?;
    let p = model.coefficients.len();
    if input.columns.len() != p {
        return Err(ModelError::Entries { expected: p, found: input.columns.len() });
    }
    let columns = input.columns.iter().map(|column| column.len());
    for found in columns.chain([input.response.len()]).chain(input.offset.map(<[f64]>::len)) {
        input.rows.check_length(found)?;
    }
    Ok(p)
}

/// Whether a row has a positive weight and all values of the model.
fn complete(input: &GlmInput<'_>, row: usize) -> bool {
    input.rows.weights[row] > 0.0
        && !input.response[row].is_nan()
        && input.offset.is_none_or(|offset| !offset[row].is_nan())
        && input.columns.iter().all(|column| !column[row].is_nan())
}

/// Averages of `each` (row, number, gradient by the coefficients) over the rows of the model.
fn margins(
    context: &Context<'_>,
    input: &GlmInput<'_>,
    model: &Glm,
    count: usize,
    each: impl Fn(usize, usize, &mut [f64]) -> f64,
) -> Result<Margins, ModelError> {
    if count == 0 {
        return Err(ModelError::Empty);
    }
    let p = model.coefficients.len();
    let rows: Vec<bool> = (0..input.response.len()).map(|row| complete(input, row)).collect();
    let (mut estimates, mut gradients) = (vec![0.0; count], vec![0.0; count * p]);
    let mut gradient = vec![0.0; p];
    let mut weight = 0.0;
    for row in (0..rows.len()).filter(|&row| rows[row]) {
        let own = input.rows.weights[row];
        weight += own;
        for which in 0..count {
            estimates[which] += own * each(row, which, &mut gradient);
            for (sum, value) in gradients[which * p..(which + 1) * p].iter_mut().zip(&gradient) {
                *sum += own * value;
            }
        }
    }
    if weight != model.weight {
        return Err(ModelError::NotNested);
    }
    for sum in estimates.iter_mut().chain(&mut gradients) {
        *sum /= weight;
    }
    // Of each average, what a row's score moves it by through the coefficients.
    let scale = model.rows as f64 / model.weight;
    let through: Vec<f64> = gradients
        .chunks_exact(p)
        .flat_map(|gradient| {
            (0..p).map(move |column| {
                let of = |k: usize| gradient[k] * model.model_covariance[k * p + column];
                scale * (0..p).map(of).sum::<f64>()
            })
        })
        .collect();
    let totals = |population: bool, coefficients: bool| {
        let mut unused = vec![0.0; p];
        ScoreTotals::of(&input.rows, count, |row, own| {
            if !rows[row] {
                return false;
            }
            let eta = linear_predictor(input, &model.coefficients, row);
            let score = model.family.point(input.response[row], eta).score;
            for which in 0..count {
                own[which] = 0.0;
                if population {
                    own[which] += (each(row, which, &mut unused) - estimates[which]) / weight;
                }
                if coefficients {
                    let through = &through[which * p..(which + 1) * p];
                    let along = through.iter().zip(input.columns).map(|(t, column)| t * column[row]);
                    own[which] += score * along.sum::<f64>();
                }
            }
            true
        })
    };
    let all = totals(true, true);
    let degrees_of_freedom = all.degrees_of_freedom(context);
    Ok(Margins {
        covariance: all.covariance(context)?,
        from_coefficients: sandwich(&gradients, &model.covariance, p),
        from_population: totals(true, false).covariance(context)?,
        estimates,
        degrees_of_freedom,
    })
}

impl Family {
    /// The second derivative of the mean by η.
    fn curvature(self, eta: f64) -> f64 {
        use crate::models::glm::BinomialLink::{Cloglog, Logit, Probit};
        use crate::models::glm::GammaLink::{Inverse, Log};
        match self {
            Family::Gaussian => 0.0,
            Family::Binomial(Logit) | Family::Quasibinomial(Logit) => {
                let (p, q, slope) = Logit.probability(eta);
                slope * (q - p)
            }
            Family::Binomial(Probit) | Family::Quasibinomial(Probit) => -eta * self.slope(eta),
            Family::Binomial(Cloglog) | Family::Quasibinomial(Cloglog) => {
                self.slope(eta) * (1.0 - eta.min(700.0).exp())
            }
            Family::Poisson | Family::Quasipoisson | Family::Gamma(Log) => eta.exp(),
            Family::Gamma(Inverse) => 2.0 / (eta * eta * eta),
        }
    }
}
