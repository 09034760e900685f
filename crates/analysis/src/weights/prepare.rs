//! From the steps of study.toml to codes for every row.

use sounding_statistics::weighting::calibrate::Distance;
use sounding_study::{Calibration, Distance as StudyDistance, WeightingStep};
use sounding_survey::{Finding, Place};

use super::combined;
use super::model::{Calibrating, Parts};
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
            WeightingStep::Calibrate(own) => {
                Step::Calibrate(Box::new(calibrating(answers, own, &asked, &mut faults)))
            }
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
    combined::check(answers, &mut faults);
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

/// A calibration with everything that the study asks of it.
fn calibrating(
    answers: &Answers<'_>,
    asked: &Calibration,
    needs: &[bool],
    faults: &mut Vec<Finding>,
) -> Calibrating {
    let (lower, upper) = asked.bounds.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let distance = match asked.distance {
        StudyDistance::Linear => Distance::Linear,
        StudyDistance::Raking => Distance::Raking,
        StudyDistance::Logit => Distance::Logit { lower, upper },
        StudyDistance::Truncated => Distance::Truncated { lower, upper },
    };
    let mut own = Calibrating::of_margins(
        distance,
        asked.margins.iter().map(|name| margin(answers, name, needs, faults)).collect(),
    );
    for name in &asked.totals {
        let values = numbers(answers, asked.number(name), needs, false, faults);
        own.distinct.push(distinct(&values));
        let mut known = match &asked.partition {
            Some(partition) => margin_of(answers, name, partition, needs, faults),
            None => known(answers, name, vec![0; answers.rows()]),
        };
        known.values = Some(values);
        own.margins.push(known);
    }
    if asked.partition.is_some() {
        let names = asked.margins.iter().chain(&asked.totals);
        let lines: Vec<Vec<&str>> = names.map(|name| lines(answers, name)).collect();
        own.parts = Some(Parts::new(&lines, asked.partition_width()));
    }
    if let Some(name) = &asked.variance {
        let values = numbers(answers, name, needs, true, faults);
        own.distinct.push(distinct(&values));
        own.variances = Some(values);
    }
    if let Some(name) = &asked.start {
        let mut ratios = numbers(answers, name, needs, true, faults);
        for ((ratio, weight), &needed) in ratios.iter_mut().zip(&answers.start).zip(needs) {
            if needed {
                *ratio /= weight;
            }
        }
        own.distinct.push(distinct(&ratios));
        own.ratios = Some(ratios);
    }
    own
}

/// The numbers of a column; rows that do not need one have 0, or 1 where all are to be positive.
fn numbers(
    answers: &Answers<'_>,
    name: &str,
    needs: &[bool],
    positive: bool,
    faults: &mut Vec<Finding>,
) -> Vec<f64> {
    let other = if positive { 1.0 } else { 0.0 };
    let values = match answers.numbers(name) {
        Ok(values) => values,
        Err(more) => {
            faults.extend(more.0);
            return vec![other; answers.rows()];
        }
    };
    let mut wrong = 0;
    let mut each = |row: usize, value: f64| {
        if !needs[row] {
            return other;
        }
        let usable = value.is_finite() && (value > 0.0 || !positive);
        wrong += usize::from(!usable);
        if !usable && wrong <= LISTED {
            let place = Place::file(&answers.file).line(row as u64 + 2).column(name);
            faults.push(if value.is_finite() {
                Finding::error(
                    "E-WGT-012",
                    place,
                    format!("\"{name}\" is {value}, and weights to start from and variances are over zero"),
                    "correct the value, or leave the row out of those who answered",
                )
            } else {
                Finding::error(
                    "E-WGT-001",
                    place,
                    format!("the row has no value of \"{name}\", which the weights need"),
                    "fill it, or derive a number for those who did not say",
                )
            });
        }
        if usable { value } else { other }
    };
    values.iter().enumerate().map(|(row, &value)| each(row, value)).collect()
}

/// A code for each distinct number.
fn distinct(values: &[f64]) -> Vec<u32> {
    let bits = |value: &f64| (value + 0.0).to_bits();
    let mut sorted: Vec<u64> = values.iter().map(bits).collect();
    sorted.sort_unstable();
    sorted.dedup();
    values.iter().map(|value| sorted.partition_point(|own| *own < bits(value)) as u32).collect()
}

fn lines<'a>(answers: &'a Answers<'_>, name: &str) -> Vec<&'a str> {
    let margin = answers.study.margins.margins.get(name);
    margin.iter().flat_map(|own| &own.categories).map(|(code, _)| code.as_str()).collect()
}

fn known(answers: &Answers<'_>, name: &str, codes: Vec<u32>) -> Known {
    let margin = answers.study.margins.margins.get(name);
    let totals: Vec<f64> = margin.iter().flat_map(|own| &own.categories).map(|(_, total)| *total).collect();
    let errors = (0..totals.len()).map(|at| margin.map_or(0.0, |own| own.error(at))).collect();
    Known { name: name.to_owned(), codes, totals, errors, values: None }
}

fn margin(answers: &Answers<'_>, name: &str, needs: &[bool], faults: &mut Vec<Finding>) -> Known {
    margin_of(answers, name, name, needs, faults)
}

/// The margin called `name` in the file, by the categories of `by`.
fn margin_of(
    answers: &Answers<'_>,
    name: &str,
    by: &str,
    needs: &[bool],
    faults: &mut Vec<Finding>,
) -> Known {
    let coded = coded(answers, by, needs, faults);
    let lines = lines(answers, name);
    let map: Vec<Option<u32>> = coded
        .categories
        .iter()
        .map(|category| lines.iter().position(|code| *code == category.code).map(|at| at as u32))
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
    known(answers, name, codes)
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
