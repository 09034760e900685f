//! Steps that cannot stand beside each other: what they would make of the variance is not known.

use sounding_study::{VarianceMethod, WeightingStep};
use sounding_survey::{Finding, Place};

use crate::answers::Answers;

/// Every combination that is refused.
pub(super) fn check(answers: &Answers<'_>, faults: &mut Vec<Finding>) {
    let definition = &answers.study.definition;
    let steps = &definition.weighting;
    let place = |at: usize, key: &str| Place::file("study.toml").column(format!("weighting[{at}]{key}"));
    let meets = |step: &WeightingStep| !(step.margins().is_empty() && step.totals().is_empty());
    for (at, step) in steps.iter().enumerate() {
        let Some(own) = step.calibration() else { continue };
        let others = steps.iter().filter(|step| meets(step)).count() - usize::from(meets(step));
        if own.is_more_than_margins() && others > 0 {
            faults.push(Finding::error(
                "E-WGT-013",
                place(at, ""),
                "a calibration with parts, totals of numbers, weights to start from or variances stands beside another step that meets totals, and the variance of both together is not known",
                "name all margins and totals in this one step",
            ));
        }
        if own.start.is_some() && at > 0 {
            faults.push(Finding::error(
                "E-WGT-014",
                place(at, ".start"),
                "the weights to start from would throw away what the steps before made of the weights",
                "leave out start, or the steps before",
            ));
        }
        let trims = |step: &WeightingStep| matches!(step, WeightingStep::Trim { .. });
        if (own.variance.is_some() || !own.totals.is_empty()) && steps[at..].iter().any(trims) {
            faults.push(Finding::error(
                "E-WGT-015",
                place(at, ""),
                "trimming keeps margins only: the totals of numbers would not be met any more, and the variances not be used",
                "take distance = \"truncated\" with bounds in the place of the trimming",
            ));
        }
    }
    if definition.variance.method == VarianceMethod::Taylor {
        return;
    }
    for step in steps.iter().filter(|step| step.margins().len() > 1) {
        let estimated = |name: &&String| {
            let margin = answers.study.margins.margins.get(*name);
            margin.is_some_and(|margin| margin.errors.iter().any(|error| *error > 0.0))
        };
        if let Some(name) = step.margins().iter().find(estimated) {
            faults.push(Finding::error(
                "E-WGT-016",
                Place::file(&definition.files.margins).column(name.as_str()),
                format!("\"{name}\" has standard errors and is met together with other margins: each total has an error of its own, and the margins would not sum to one population any more"),
                "cross the margins into one, or give standard errors to totals of numbers only",
            ));
        }
    }
}
