//! From the weights of the design to the final ones, step by step as the study asks, each step with its account.

mod combined;
mod controls;
mod faults;
mod file;
mod model;
mod prepare;
mod steps;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_calibration;

pub(crate) use controls::{Control, Moved, controls};
pub(crate) use faults::fault;
pub(crate) use steps::{Applied, Step, apply};

use sounding_statistics::variance::Calibration;
use sounding_statistics::weighting::calibrate::{Distance, model_calibration};
use sounding_statistics::weighting::kish_design_effect;
use sounding_study::VarianceMethod;
use sounding_survey::{
    Language, MarginCategory, MarginSummary, StepSummary, Text as Words, WeightingSummary,
};

use crate::answers::Answers;
use crate::fault::Faults;
use model::Calibrating;
use steps::{Known, StepError};

/// The weights of a study's answers.
#[derive(Debug)]
pub struct Weighted {
    /// Final weight of each row; 0 for whoever did not answer.
    pub weights: Vec<f64>,
    /// How they came about.
    pub summary: WeightingSummary,
    /// What was noticed.
    pub warnings: Vec<Words>,
    pub(crate) steps: Vec<Step>,
    /// Calibration pattern of each row, and its weight in the regression on the totals, where there was a calibration.
    pub(crate) patterns: Option<(Vec<u32>, Vec<f64>)>,
    pub(crate) calibration: Option<Calibration>,
}

/// Weights the answers. A step that cannot be done is an error that names the variable and categories at fault; no weight
/// is ever adjusted halfway.
pub fn weigh(answers: &Answers<'_>) -> Result<Weighted, Faults> {
    let steps = prepare::steps(answers)?;
    let applied = apply(&answers.start, &answers.responded, &steps, &Moved::default())
        .map_err(|(at, error)| fault(answers, &steps, at, &error))?;
    let (mut patterns, mut calibration) = (None, None);
    if let Some(at) = steps.iter().rposition(Step::is_calibration) {
        let plain = || Calibrating::of_margins(Distance::Raking, steps[at].margins().to_vec());
        let own = match &steps[at] {
            Step::Calibrate(own) => std::borrow::Cow::Borrowed(own.as_ref()),
            _ => std::borrow::Cow::Owned(plain()),
        };
        let found = own.model(&Moved::default(), |model| {
            model_calibration(&answers.leaves, &applied.before, &applied.weights, model)
        });
        let found = found
            .map_err(|error| fault(answers, &steps, at, &StepError::Calibration { error, bounds: None }))?;
        patterns = Some((found.patterns, found.base));
        calibration = Some(found.calibration);
    }
    let mut warnings = Vec::new();
    for (step, report) in steps.iter().zip(&applied.reports) {
        if let (Step::Classes { minimum, .. }, false) = (step, report.small.is_empty()) {
            let (count, fewest) =
                (report.small.len(), report.small.iter().map(|(_, count)| *count).min().unwrap_or(0));
            warnings.push(Words::new(
                format!("{count} lớp điều chỉnh không trả lời có dưới {minimum} người trả lời (ít nhất: {fewest})."),
                format!("{count} nonresponse classes have fewer than {minimum} respondents (the fewest: {fewest})."),
            ));
        }
    }
    warnings.extend(taken_as_known(answers, &steps));
    warnings.extend(negative(&applied.weights));
    let summary = summary(answers, &steps, &applied);
    Ok(Weighted { weights: applied.weights, summary, warnings, steps, patterns, calibration })
}

/// Says that linearisation takes totals that are estimates as known.
fn taken_as_known(answers: &Answers<'_>, steps: &[Step]) -> Option<Words> {
    let count = controls(steps).len();
    let taylor = answers.study.definition.variance.method == VarianceMethod::Taylor;
    (taylor && count > 0).then(|| {
        Words::new(
            format!("{count} tổng dân số dùng để hiệu chỉnh là số ước lượng nhưng được coi như đã biết chắc: sai số của chúng không có trong phương sai. Hãy chọn một phương pháp lặp mẫu trong [variance] để tính đến chúng."),
            format!("{count} totals that the weights meet are estimates and are taken as known: their errors are not in the variances. Choose a method with replicates in [variance] to have them there."),
        )
    })
}

/// Says that some weights are negative, and therefore in no table.
fn negative(weights: &[f64]) -> Option<Words> {
    let count = weights.iter().filter(|weight| **weight < 0.0).count();
    (count > 0).then(|| {
        Words::new(
            format!("{count} quyền số âm: những người đó không có trong các bảng. Khoảng cách “truncated” với giới hạn dưới bằng 0 tránh được điều này."),
            format!("{count} weights are negative, and these people are in no table. The distance “truncated” with a lower bound of 0 has none."),
        )
    })
}

fn summary(answers: &Answers<'_>, steps: &[Step], applied: &Applied) -> WeightingSummary {
    let definition = &answers.study.definition;
    let rows = answers.base.iter().filter(|weight| **weight > 0.0).count() as u64;
    let mut summaries = vec![StepSummary {
        method: "base".into(),
        rows,
        total: answers.base.iter().sum(),
        factors: [1.0, 1.0],
        ..StepSummary::default()
    }];
    for (asked, report) in definition.weighting.iter().zip(&applied.reports) {
        use sounding_study::WeightingStep::{NonresponseClasses, NonresponsePropensity};
        let variables = match asked {
            NonresponseClasses { by, .. } => by,
            NonresponsePropensity { predictors, .. } => predictors,
            _ => asked.margins(),
        };
        summaries.push(StepSummary {
            method: asked.name().to_owned(),
            variables: variables.iter().chain(asked.totals()).cloned().collect(),
            rows: report.rows,
            total: report.total,
            factors: report.factors,
            iterations: report.iterations,
            largest_deviation: report.largest_deviation,
            trimmed: report.trimmed,
        });
    }
    let mut margins: Vec<MarginSummary> = Vec::new();
    for margin in steps.iter().filter(|step| step.is_calibration()).flat_map(Step::margins) {
        if margins.iter().all(|known| known.variable != margin.name) {
            margins.push(margin_summary(answers, margin, applied));
        }
    }
    let mut positive: Vec<f64> = applied.weights.iter().copied().filter(|weight| *weight > 0.0).collect();
    positive.sort_by(f64::total_cmp);
    let total: f64 = applied.weights.iter().sum();
    let mean = total / positive.len() as f64;
    let at = |share: f64| positive[((positive.len() - 1) as f64 * share) as usize] / mean;
    let spread = if positive.is_empty() { [0.0; 3] } else { [at(0.0), at(0.5), at(1.0)] };
    WeightingSummary {
        steps: summaries,
        margins,
        total,
        spread,
        kish_deff: kish_design_effect(&applied.weights),
        ..WeightingSummary::default()
    }
}

fn margin_summary(answers: &Answers<'_>, margin: &Known, applied: &Applied) -> MarginSummary {
    let study = answers.study;
    let before = margin.sums(&applied.before);
    let after = margin.sums(&applied.weights);
    let mut respondents = vec![0u64; margin.totals.len()];
    for (row, &code) in margin.codes.iter().enumerate() {
        respondents[code as usize] += u64::from(applied.weights[row] > 0.0);
    }
    let names: Vec<&str> = margin.name.split('*').collect();
    let words = |parts: Vec<Words>| {
        let joined = |language: Language, by: &str| {
            parts.iter().map(|part| part.get(language).to_owned()).collect::<Vec<_>>().join(by)
        };
        Words::new(joined(Language::Vi, " × "), joined(Language::En, " × "))
    };
    let label = words(
        names
            .iter()
            .map(|name| {
                study.codebook.variable(name).map_or_else(|| Words::same(*name), |v| v.short_label().clone())
            })
            .collect(),
    );
    let known = study.margins.margins.get(&margin.name);
    let categories = known
        .iter()
        .flat_map(|known| &known.categories)
        .enumerate()
        .map(|(at, (code, population))| MarginCategory {
            code: code.clone(),
            label: if code.is_empty() {
                Words::new("Tổng", "Total")
            } else {
                let parts = names.iter().zip(code.split('*'));
                words(parts.map(|(name, part)| category_label(answers, name, part)).collect())
            },
            respondents: respondents[at],
            population: *population,
            error: margin.errors.get(at).copied().unwrap_or(0.0),
            before: before[at],
            after: after[at],
        })
        .collect();
    MarginSummary { variable: margin.name.clone(), label, number: margin.values.is_some(), categories }
}

fn category_label(answers: &Answers<'_>, variable: &str, code: &str) -> Words {
    let categories = answers.codebook().variable(variable).map_or(&[][..], |variable| variable.categories());
    let found = categories.iter().find(|category| category.code == code);
    found.map_or_else(|| Words::same(code), |category| category.label.clone())
}
