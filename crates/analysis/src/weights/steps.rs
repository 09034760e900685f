//! The weighting steps over any units: rows, or the distinct patterns that rows collapse to in each replicate.

use sounding_statistics::weighting::WeightingError;
use sounding_statistics::weighting::calibrate::{CalibrationError, NarrowestBounds};
use sounding_statistics::weighting::classes::nonresponse_classes;
use sounding_statistics::weighting::poststratify::poststratify;
use sounding_statistics::weighting::propensity::{propensities, propensity_classes};
use sounding_statistics::weighting::rake::{Margin, RakingParams, rake};
use sounding_statistics::weighting::trim::{TrimParams, trim};

use super::controls::Moved;
use super::model::Calibrating;

/// One step with the codes of every unit.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Nonrespondents' weight to the respondents of their class.
    Classes { codes: Vec<u32>, minimum: u64 },
    /// The same in classes of equal response propensity, from categorical predictors with so many categories.
    Propensity { predictors: Vec<(Vec<u32>, u32)>, classes: u32 },
    /// To one known distribution.
    Poststratify { margin: Known },
    /// To several, in turn.
    Rake { margins: Vec<Known> },
    /// To several margins and totals of numbers, at once.
    Calibrate(Box<Calibrating>),
    /// Extreme weights within bounds, the margins kept.
    Trim { lower: f64, upper: f64, margins: Vec<Known> },
}

/// A known margin with the category of every unit.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) codes: Vec<u32>,
    pub(crate) totals: Vec<f64>,
    /// Standard errors of the totals, 0 where they are known.
    pub(crate) errors: Vec<f64>,
    /// The number of every unit, where the totals are of a number.
    pub(crate) values: Option<Vec<f64>>,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum StepError {
    /// In the words of the simple steps.
    Weighting(WeightingError),
    /// A calibration, with the narrowest bounds that can meet the totals where its own cannot.
    Calibration { error: CalibrationError, bounds: Option<NarrowestBounds> },
}

impl From<WeightingError> for StepError {
    fn from(error: WeightingError) -> StepError {
        StepError::Weighting(error)
    }
}

/// What all steps made of the start weights.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    pub(crate) weights: Vec<f64>,
    /// Weights of respondents before the first calibration.
    pub(crate) before: Vec<f64>,
    pub(crate) reports: Vec<Report>,
}

/// What one step did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    pub(crate) rows: u64,
    pub(crate) total: f64,
    pub(crate) factors: [f64; 2],
    pub(crate) iterations: Option<u64>,
    pub(crate) largest_deviation: Option<f64>,
    pub(crate) trimmed: Option<u64>,
    /// Classes with few respondents, and how many they have.
    pub(crate) small: Vec<(u32, u64)>,
}

impl Step {
    /// The margins of a calibration or a trimming.
    pub(crate) fn margins(&self) -> &[Known] {
        match self {
            Step::Poststratify { margin } => std::slice::from_ref(margin),
            Step::Rake { margins } | Step::Trim { margins, .. } => margins,
            Step::Calibrate(own) => &own.margins,
            Step::Classes { .. } | Step::Propensity { .. } => &[],
        }
    }

    /// Whether the step meets known totals (trimming keeps those that were met before it).
    pub(crate) fn is_calibration(&self) -> bool {
        matches!(self, Step::Poststratify { .. } | Step::Rake { .. } | Step::Calibrate(_))
    }

    /// Every code column that the step looks at.
    pub(crate) fn columns(&self) -> Vec<&[u32]> {
        match self {
            Step::Classes { codes, .. } => vec![codes],
            Step::Propensity { predictors, .. } => {
                predictors.iter().map(|(codes, _)| codes.as_slice()).collect()
            }
            _ => {
                let mut columns: Vec<&[u32]> =
                    self.margins().iter().map(|margin| margin.codes.as_slice()).collect();
                if let Step::Calibrate(own) = self {
                    columns.extend(own.distinct.iter().map(Vec::as_slice));
                }
                columns
            }
        }
    }

    /// The same step over the units at `rows`.
    pub(crate) fn take(&self, rows: &[usize]) -> Step {
        let pick = |codes: &[u32]| -> Vec<u32> { rows.iter().map(|&row| codes[row]).collect() };
        let known = |margin: &Known| Known {
            name: margin.name.clone(),
            codes: pick(&margin.codes),
            totals: margin.totals.clone(),
            errors: margin.errors.clone(),
            values: margin.values.as_ref().map(|values| rows.iter().map(|&row| values[row]).collect()),
        };
        let all = |margins: &[Known]| margins.iter().map(known).collect();
        match self {
            Step::Classes { codes, minimum } => Step::Classes { codes: pick(codes), minimum: *minimum },
            Step::Propensity { predictors, classes } => Step::Propensity {
                predictors: predictors.iter().map(|(codes, size)| (pick(codes), *size)).collect(),
                classes: *classes,
            },
            Step::Poststratify { margin } => Step::Poststratify { margin: known(margin) },
            Step::Rake { margins } => Step::Rake { margins: all(margins) },
            Step::Calibrate(own) => Step::Calibrate(Box::new(own.take(rows, all(&own.margins)))),
            Step::Trim { lower, upper, margins } => {
                Step::Trim { lower: *lower, upper: *upper, margins: all(margins) }
            }
        }
    }

    fn apply(
        &self,
        weights: &[f64],
        responded: &[bool],
        moved: &Moved<'_>,
    ) -> Result<(Vec<f64>, Report), StepError> {
        let mut report = Report::default();
        let factors = match self {
            Step::Classes { codes, minimum } => {
                let adjusted = nonresponse_classes(weights, codes, responded, *minimum)?;
                report.small = adjusted.small;
                adjusted.factors
            }
            Step::Propensity { predictors, classes } => {
                let (design, count) = dummies(predictors, weights.len());
                let fitted = propensities(weights, &design, count, responded)?;
                report.iterations = Some(fitted.iterations);
                let codes = propensity_classes(weights, &fitted.propensities, *classes);
                let adjusted = nonresponse_classes(weights, &codes, responded, 0)?;
                adjusted.factors
            }
            Step::Poststratify { margin } => {
                report.largest_deviation = Some(0.0);
                poststratify(weights, &Margin { codes: &margin.codes, totals: &moved.totals(margin) })?
            }
            Step::Rake { margins } => {
                let totals: Vec<_> = margins.iter().map(|margin| moved.totals(margin)).collect();
                let margins: Vec<Margin<'_>> = margins
                    .iter()
                    .zip(&totals)
                    .map(|(margin, totals)| Margin { codes: &margin.codes, totals })
                    .collect();
                let raked = rake(weights, &margins, &RakingParams::default())?;
                report.iterations = Some(raked.iterations);
                report.largest_deviation = Some(raked.largest_deviation);
                raked.factors
            }
            Step::Calibrate(own) => {
                let found = own.calibrate(weights, moved)?;
                let parts = &found.parts;
                report.iterations = parts.iter().map(|part| part.iterations).max();
                report.largest_deviation = parts.iter().map(|part| part.largest_deviation).reduce(f64::max);
                found.factors
            }
            Step::Trim { lower, upper, margins } => {
                let margins: Vec<Margin<'_>> = margins.iter().map(Known::margin).collect();
                let params = TrimParams { lower: *lower, upper: *upper, ..TrimParams::default() };
                let trimmed = trim(weights, &margins, &params)?;
                report.iterations = Some(trimmed.iterations);
                report.largest_deviation = Some(trimmed.largest_deviation);
                report.trimmed = Some(trimmed.trimmed);
                trimmed.factors
            }
        };
        let next: Vec<f64> = weights.iter().zip(&factors).map(|(weight, factor)| weight * factor).collect();
        let used = factors.iter().zip(&next).filter(|(_, weight)| **weight > 0.0).map(|(factor, _)| *factor);
        report.factors = used.fold([f64::INFINITY, 0.0], |[low, high], f| [low.min(f), high.max(f)]);
        report.rows = next.iter().filter(|weight| **weight > 0.0).count() as u64;
        report.total = next.iter().sum();
        Ok((next, report))
    }
}

impl Known {
    pub(crate) fn margin(&self) -> Margin<'_> {
        Margin { codes: &self.codes, totals: &self.totals }
    }

    /// What weights make of each total.
    pub(crate) fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let Some(values) = &self.values else { return self.margin().sums(weights) };
        let products: Vec<f64> = weights.iter().zip(values).map(|(weight, value)| weight * value).collect();
        self.margin().sums(&products)
    }
}

/// All steps in order, or the number of the step that failed. Whoever did not answer weighs nothing once the adjustment for
/// nonresponse is done, or from the start where there is none. `moved` are the totals that are not those of the file.
pub(crate) fn apply(
    start: &[f64],
    responded: &[bool],
    steps: &[Step],
    moved: &Moved<'_>,
) -> Result<Applied, (usize, StepError)> {
    let adjusts = |step: &Step| matches!(step, Step::Classes { .. } | Step::Propensity { .. });
    let answered = |weights: &[f64]| -> Vec<f64> {
        weights.iter().zip(responded).map(|(weight, &yes)| if yes { *weight } else { 0.0 }).collect()
    };
    let mut weights = if steps.iter().any(adjusts) { start.to_vec() } else { answered(start) };
    let mut before = None;
    let mut reports = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        if step.is_calibration() {
            weights = answered(&weights);
            if let Step::Calibrate(own) = step
                && let Some(ratios) = &own.ratios
            {
                weights.iter_mut().zip(ratios).for_each(|(weight, ratio)| *weight *= ratio);
            }
            before.get_or_insert_with(|| weights.clone());
        }
        let (next, report) = step.apply(&weights, responded, moved).map_err(|error| (at, error))?;
        weights = next;
        reports.push(report);
    }
    let weights = answered(&weights);
    Ok(Applied { before: before.unwrap_or_else(|| weights.clone()), weights, reports })
}

/// An intercept and one 0/1 value for each category but the first.
fn dummies(predictors: &[(Vec<u32>, u32)], rows: usize) -> (Vec<f64>, usize) {
    let count = 1 + predictors.iter().map(|(_, size)| size.saturating_sub(1) as usize).sum::<usize>();
    let mut design = vec![0.0; rows * count];
    for (row, values) in design.chunks_exact_mut(count).enumerate() {
        values[0] = 1.0;
        let mut first = 0;
        for (codes, size) in predictors {
            if codes[row] > 0 {
                values[first + codes[row] as usize] = 1.0;
            }
            first += size.saturating_sub(1) as usize;
        }
    }
    (design, count)
}
