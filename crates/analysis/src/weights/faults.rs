//! What made a step fail, in the names of the study.

use sounding_statistics::weighting::WeightingError;
use sounding_statistics::weighting::calibrate::{
    CalibrationError, Constraint, Distance, NarrowestBounds, PartError, UnmetConstraint,
};
use sounding_survey::{Finding, Place};

use super::model::Calibrating;
use super::steps::{Step, StepError};
use crate::answers::Answers;
use crate::fault::Faults;

/// At most so many constraints of a part are named.
const NAMED: usize = 10;

/// What made a step fail, in the names of the study.
pub(crate) fn fault(answers: &Answers<'_>, steps: &[Step], at: usize, error: &StepError) -> Faults {
    match error {
        StepError::Weighting(error) => simple(answers, steps, at, error).into(),
        StepError::Calibration { error, bounds } => calibration(answers, steps, at, error, *bounds),
    }
}

fn simple(answers: &Answers<'_>, steps: &[Step], at: usize, error: &WeightingError) -> Finding {
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
    match error {
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
        WeightingError::Separation => Finding::error(
            "E-WGT-009",
            place,
            "a predictor tells respondents from nonrespondents exactly, so that no propensity can be estimated",
            "leave that predictor out, or join its categories",
        ),
        WeightingError::Infeasible { .. }
        | WeightingError::Bounds { .. }
        | WeightingError::Length { .. }
        | WeightingError::Weight { .. } => {
            Finding::error("E-WGT-010", place, error.to_string(), "correct the step")
        }
    }
}

/// Each part that failed is a finding.
fn calibration(
    answers: &Answers<'_>,
    steps: &[Step],
    at: usize,
    error: &CalibrationError,
    bounds: Option<NarrowestBounds>,
) -> Faults {
    let place = || Place::file("study.toml").column(format!("weighting[{at}]"));
    let (CalibrationError::Parts(parts), Step::Calibrate(own)) = (error, &steps[at]) else {
        return match error {
            CalibrationError::Input(error) => simple(answers, steps, at, error).into(),
            error => Finding::error("E-WGT-010", place(), error.to_string(), "correct the step").into(),
        };
    };
    let name = |part: u32, constraint: Constraint| line(answers, own, part, constraint);
    let off = |part: u32, unmet: &[UnmetConstraint]| {
        let each =
            |one: &UnmetConstraint| format!("{} (off by {:.2e})", name(part, one.constraint), one.deviation);
        unmet.iter().take(NAMED).map(each).collect::<Vec<_>>().join(", ")
    };
    let findings = parts.iter().map(|part| match part {
        PartError::Empty { part, constraints } => {
            let named: Vec<String> = constraints.iter().take(NAMED).map(|one| name(*part, *one)).collect();
            Finding::error(
                "E-WGT-003",
                place(),
                format!("nobody answered in a category that has a population: {}", named.join(", ")),
                "join the category with a similar one, in the derived variable and in the margins",
            )
        }
        PartError::Contrary { part, constraints } => Finding::error(
            "E-WGT-017",
            place(),
            format!(
                "totals follow from the others, which ask for something else: {}",
                off(*part, constraints)
            ),
            "correct these totals, or leave them out",
        ),
        PartError::OutOfReach { part, constraints } => Finding::error(
            "E-WGT-008",
            place(),
            format!("the totals cannot be met together: {}", off(*part, constraints)),
            remedy(own.distance, bounds),
        ),
    });
    Faults(findings.collect())
}

/// What bounds would do.
fn remedy(distance: Distance, bounds: Option<NarrowestBounds>) -> String {
    let Some(NarrowestBounds { lower, upper }) = bounds else {
        return "widen the bounds, or leave out the margin at fault".into();
    };
    // Rounded outwards, so that what is written can be met; 1 stays between them.
    let low = (((lower - 1e-6) * 1e3).floor() / 1e3).min(0.999);
    let high = (((upper + 1e-6) * 1e3).ceil() / 1e3).max(1.001);
    match distance {
        Distance::Truncated { .. } => {
            format!("write bounds = [{low:.3}, {high:.3}], about the narrowest that can, or wider ones")
        }
        Distance::Logit { .. } if low >= 0.0 => {
            format!("take wider bounds than [{low:.3}, {high:.3}], which are about the narrowest that can")
        }
        _ => format!(
            "only bounds as wide as [{low:.3}, {high:.3}] can: take distance = \"truncated\" with them, or leave out the margin at fault"
        ),
    }
}

fn line(answers: &Answers<'_>, own: &Calibrating, part: u32, constraint: Constraint) -> String {
    let (margin, line) = own.line(part, constraint);
    let name = own.margins.get(margin).map_or("", |margin| margin.name.as_str());
    let known = answers.study.margins.margins.get(name);
    let code = known.and_then(|known| known.categories.get(line)).map_or("", |(code, _)| code);
    if code.is_empty() { name.to_owned() } else { format!("{name} = {code}") }
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
