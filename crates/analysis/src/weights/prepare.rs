//! From the steps of study.toml to codes for every row.

use sounding_statistics::weighting::calibrate::Distance;
use sounding_study::{Distance as StudyDistance, WeightingStep};
use sounding_survey::{Finding, Place};

use super::steps::{Known, Step};
use crate::answers::{Answers, Coded};
use crate::data::MISSING;
use crate::fault::Faults;

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// All steps, or everything that is missing for them.
pub(super) fn steps(answers: &Answers<'_>) -> Result<Vec<Step>, Faults> {
    let mut faults = Vec::new();
    let mut steps: Vec<Step> = Vec::new();
    // Until nonresponse is adjusted for, everyone who was to be asked needs the variable; afterwards only those who answered.
    let everyone: Vec<bool> = answers.start.iter().map(|weight| *weight > 0.0).collect();
    let asked: Vec<bool> =
        everyone.iter().zip(&answers.responded).map(|(&in_it, &yes)| in_it && yes).collect();
    for (at, step) in answers.study.definition.weighting.iter().enumerate() {
        let known = |names: &[String], faults: &mut Vec<Finding>| -> Vec<Known> {
            names.iter().map(|name| margin(answers, name, &asked, faults)).collect()
        };
        steps.push(match step {
            WeightingStep::NonresponseClasses { by, minimum } => Step::Classes {
                codes: coded(answers, &by.join("*"), &everyone, &mut faults).codes,
                minimum: *minimum,
            },
            WeightingStep::NonresponsePropensity { predictors, classes } => Step::Propensity {
                predictors: predictors
                    .iter()
                    .map(|name| {
                        let coded = coded(answers, name, &everyone, &mut faults);
                        occurring(&coded, &everyone)
                    })
                    .collect(),
                classes: *classes as u32,
            },
            WeightingStep::Poststratify { margins } => {
                let mut margins = known(margins, &mut faults);
                if margins.len() != 1 {
                    faults.push(Finding::error(
                        "E-WGT-011",
                        Place::file("study.toml").column(format!("weighting[{at}].margins")),
                        format!("post-stratification takes one margin, found {}", margins.len()),
                        "cross the variables (`a*b`), or rake to several margins",
                    ));
                    continue;
                }
                Step::Poststratify { margin: margins.swap_remove(0) }
            }
            WeightingStep::Rake { margins } => Step::Rake { margins: known(margins, &mut faults) },
            WeightingStep::Calibrate { distance, bounds, margins } => Step::Calibrate {
                distance: match (distance, bounds) {
                    (StudyDistance::Linear, _) => Distance::Linear,
                    (StudyDistance::Logit, Some((lower, upper))) => {
                        Distance::Logit { lower: *lower, upper: *upper }
                    }
                    // The reader of study.toml requires the bounds of the logit distance.
                    (StudyDistance::Raking, _) | (StudyDistance::Logit, None) => Distance::Raking,
                },
                margins: known(margins, &mut faults),
            },
            WeightingStep::Trim { lower, upper } => Step::Trim {
                lower: *lower,
                upper: *upper,
                margins: steps
                    .iter()
                    .rev()
                    .find(|step| step.is_calibration())
                    .map_or(Vec::new(), |step| step.margins().to_vec()),
            },
        });
    }
    if faults.is_empty() { Ok(steps) } else { Err(Faults(faults)) }
}

/// Codes of a variable or crossing; rows that do not need it have code 0 and, by then, no weight.
fn coded(answers: &Answers<'_>, name: &str, needs: &[bool], faults: &mut Vec<Finding>) -> Coded {
    let mut coded = answers.coding().categories(name, faults);
    let mut missing = 0;
    for (row, code) in coded.codes.iter_mut().enumerate() {
        if *code != MISSING {
            continue;
        }
        *code = 0;
        if needs[row] {
            missing += 1;
            if missing <= LISTED {
                faults.push(Finding::error(
                    "E-WGT-001",
                    Place::file(&answers.file).line(row as u64 + 2).column(name),
                    format!("the row has no value of \"{name}\", which the weights need"),
                    "fill it from the frame or the interview, or derive a category for those who did not say",
                ));
            }
        }
    }
    coded
}

fn margin(answers: &Answers<'_>, name: &str, needs: &[bool], faults: &mut Vec<Finding>) -> Known {
    let coded = coded(answers, name, needs, faults);
    let margin = answers.study.margins.margins.get(name);
    let known: &[(String, f64)] = margin.map_or(&[], |margin| &margin.categories);
    let map: Vec<Option<u32>> = coded
        .categories
        .iter()
        .map(|category| known.iter().position(|(code, _)| *code == category.code).map(|at| at as u32))
        .collect();
    let mut unknown = vec![0u64; coded.categories.len()];
    let codes = coded
        .codes
        .iter()
        .enumerate()
        .map(|(row, &code)| {
            if let Some(code) = map.get(code as usize).copied().flatten() {
                code
            } else {
                if let (true, Some(count)) = (needs[row], unknown.get_mut(code as usize)) {
                    *count += 1;
                }
                0
            }
        })
        .collect();
    for (category, count) in coded.categories.iter().zip(unknown).filter(|(_, count)| *count > 0) {
        faults.push(Finding::error(
            "E-WGT-002",
            Place::file(&answers.study.definition.files.margins).column(name),
            format!(
                "{count} people answered \"{}\", and the margin \"{name}\" has no total for it",
                category.code
            ),
            "add a line for the category, or derive a variable whose categories have totals",
        ));
    }
    Known { name: name.to_owned(), codes, totals: known.iter().map(|(_, total)| *total).collect() }
}

/// Codes over the categories that occur, so that no predictor is a column of zeros.
fn occurring(coded: &Coded, rows: &[bool]) -> (Vec<u32>, u32) {
    let mut seen = vec![false; coded.categories.len()];
    for (&code, &inside) in coded.codes.iter().zip(rows) {
        if inside && let Some(seen) = seen.get_mut(code as usize) {
            *seen = true;
        }
    }
    let mut next = 0;
    let map: Vec<u32> = seen
        .iter()
        .map(|&seen| {
            next += u32::from(seen);
            if seen { next - 1 } else { 0 }
        })
        .collect();
    (coded.codes.iter().map(|&code| map.get(code as usize).copied().unwrap_or(0)).collect(), next)
}
