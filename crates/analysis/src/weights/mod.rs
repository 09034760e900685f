//! From the weights of the design to the final ones, step by step as the study asks, each step with its account.

mod file;
mod prepare;
mod steps;
#[cfg(test)]
mod tests;

pub(crate) use steps::{Applied, Step, apply};

use sounding_statistics::variance::{Calibration, CalibrationInput};
use sounding_statistics::weighting::{Patterns, WeightingError, kish_design_effect};
use sounding_survey::{
    Finding, Language, MarginCategory, MarginSummary, Place, StepSummary, Text as Words, WeightingSummary,
};

use crate::answers::Answers;
use crate::fault::Faults;
use steps::{Known, auxiliary};

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
    /// Calibration pattern of each row, and weights before the calibration, where there was one.
    pub(crate) patterns: Option<(Vec<u32>, Vec<f64>)>,
    pub(crate) calibration: Option<Calibration>,
}

/// Weights the answers. A step that cannot be done is an error that names the variable and categories at fault; no weight
/// is ever adjusted halfway.
pub fn weigh(answers: &Answers<'_>) -> Result<Weighted, Faults> {
    let steps = prepare::steps(answers)?;
    let applied = apply(&answers.start, &answers.responded, &steps)
        .map_err(|(at, error)| fault(answers, &steps, at, &error))?;
    let (mut patterns, mut calibration) = (None, None);
    if let Some(step) = steps.iter().rev().find(|step| step.is_calibration()) {
        let margins = step.margins();
        let columns: Vec<&[u32]> = margins.iter().map(|margin| margin.codes.as_slice()).collect();
        let collapsed = Patterns::collapse(&columns, answers.rows());
        let (values, totals) = auxiliary(margins, &collapsed.rows);
        calibration = Calibration::new(&CalibrationInput {
            leaves: &answers.leaves,
            patterns: &collapsed.of_rows,
            auxiliary: &values,
            auxiliaries: totals.len(),
            base: &applied.before,
            weights: &applied.weights,
        });
        patterns = Some((collapsed.of_rows, applied.before.clone()));
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
    let summary = summary(answers, &steps, &applied);
    Ok(Weighted { weights: applied.weights, summary, warnings, steps, patterns, calibration })
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
            variables: variables.to_vec(),
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
    let before = margin.margin().sums(&applied.before);
    let after = margin.margin().sums(&applied.weights);
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
            label: words(
                names
                    .iter()
                    .zip(code.split('*'))
                    .map(|(name, part)| category_label(answers, name, part))
                    .collect(),
            ),
            respondents: respondents[at],
            population: *population,
            before: before[at],
            after: after[at],
        })
        .collect();
    MarginSummary { variable: margin.name.clone(), label, categories }
}

fn category_label(answers: &Answers<'_>, variable: &str, code: &str) -> Words {
    let categories = answers.codebook().variable(variable).map_or(&[][..], |variable| variable.categories());
    let found = categories.iter().find(|category| category.code == code);
    found.map_or_else(|| Words::same(code), |category| category.label.clone())
}

/// What made a step fail, in the names of the study.
pub(crate) fn fault(answers: &Answers<'_>, steps: &[Step], at: usize, error: &WeightingError) -> Faults {
    let place = Place::file("study.toml").column(format!("weighting[{at}]"));
    let step = &steps[at];
    let margin = |index: usize| step.margins().get(index).map_or("", |margin| margin.name.as_str());
    let category = |index: usize, code: u32| -> String {
        let known = answers.study.margins.margins.get(margin(index));
        known
            .and_then(|known| known.categories.get(code as usize))
            .map_or(String::new(), |(code, _)| code.clone())
    };
    let list = |pairs: &[(usize, u32)]| -> String {
        let shown: Vec<String> = pairs
            .iter()
            .map(|&(index, code)| format!("{} = {}", margin(index), category(index, code)))
            .collect();
        shown.join(", ")
    };
    let finding = match error {
        WeightingError::EmptyCategories { categories } => Finding::error(
            "E-WGT-003",
            place,
            format!("nobody answered in a category that has a population: {}", list(categories)),
            "join the category with a similar one, in the derived variable and in the margins",
        ),
        WeightingError::NoTotal { categories } => Finding::error(
            "E-WGT-004",
            place,
            format!("people answered in a category whose population is 0: {}", list(categories)),
            "correct the total",
        ),
        WeightingError::NotConverged { iterations, margin: index, category: code, deviation } => {
            Finding::error(
                "E-WGT-005",
                place,
                match code {
                    Some(code) => format!(
                        "after {iterations} rounds the margin \"{}\" is still off by {deviation:.2e} in \"{}\"",
                        margin(*index),
                        category(*index, *code)
                    ),
                    None => format!("after {iterations} rounds a total is still off by {deviation:.2e}"),
                },
                "join small categories, widen the bounds, or take margins that agree with each other",
            )
        }
        WeightingError::NoRespondents { classes } => Finding::error(
            "E-WGT-006",
            place,
            format!(
                "{} nonresponse classes have cases and no respondent: {}",
                classes.len(),
                class_names(answers, at, classes)
            ),
            "use fewer variables, or join their categories",
        ),
        WeightingError::SumsDiffer { sums } => Finding::error(
            "E-WGT-007",
            place,
            format!("the margins sum to different populations: {sums:?}"),
            "margins of one step describe the same population: correct the totals",
        ),
        WeightingError::Infeasible { constraint, deviation } => Finding::error(
            "E-WGT-008",
            place,
            format!(
                "the totals cannot be met together: \"{}\" is off by {deviation:.2e} at best",
                constraint_name(answers, step, *constraint)
            ),
            "widen the bounds, or leave out the margin at fault",
        ),
        WeightingError::Separation => Finding::error(
            "E-WGT-009",
            place,
            "a predictor tells respondents from nonrespondents exactly, so that no propensity can be estimated",
            "leave that predictor out, or join its categories",
        ),
        WeightingError::Bounds { .. } | WeightingError::Length { .. } | WeightingError::Weight { .. } => {
            Finding::error("E-WGT-010", place, error.to_string(), "correct the step")
        }
    };
    finding.into()
}

fn class_names(answers: &Answers<'_>, at: usize, classes: &[u32]) -> String {
    let Some(sounding_study::WeightingStep::NonresponseClasses { by, .. }) =
        answers.study.definition.weighting.get(at)
    else {
        return classes.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    };
    let coded = answers.coding().categories(&by.join("*"), &mut Vec::new());
    let name = |&class: &u32| {
        coded.categories.get(class as usize).map_or(String::new(), |category| category.code.clone())
    };
    classes.iter().take(10).map(name).collect::<Vec<_>>().join(", ")
}

fn constraint_name(answers: &Answers<'_>, step: &Step, constraint: usize) -> String {
    let mut rest = constraint;
    for margin in step.margins() {
        if rest < margin.totals.len() {
            let known = answers.study.margins.margins.get(&margin.name);
            let code = known.and_then(|known| known.categories.get(rest)).map_or("", |(code, _)| code);
            return format!("{} = {code}", margin.name);
        }
        rest -= margin.totals.len();
    }
    String::new()
}
