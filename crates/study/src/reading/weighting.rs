//! The weighting steps of `study.toml`.

use super::walk::{Section, Walk};
use crate::definition::{Calibration, Distance, WeightingStep};

const STEPS: [(&str, u8); 6] = [
    ("nonresponse-classes", 0),
    ("nonresponse-propensity", 1),
    ("poststratify", 2),
    ("rake", 3),
    ("calibrate", 4),
    ("trim", 5),
];

/// One step.
pub(super) fn weighting(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<WeightingStep> {
    section.require(walk, "step");
    let step = match section.choice(walk, "step", &STEPS)? {
        0 => {
            section.require(walk, "by");
            WeightingStep::NonresponseClasses {
                by: section.strings(walk, "by"),
                minimum: section.count(walk, "minimum").unwrap_or(20),
            }
        }
        1 => {
            section.require(walk, "predictors");
            WeightingStep::NonresponsePropensity {
                predictors: section.strings(walk, "predictors"),
                classes: section.count(walk, "classes").unwrap_or(5),
            }
        }
        2 => {
            section.require(walk, "margins");
            WeightingStep::Poststratify { margins: section.strings(walk, "margins") }
        }
        3 => {
            section.require(walk, "margins");
            WeightingStep::Rake { margins: section.strings(walk, "margins") }
        }
        4 => WeightingStep::Calibrate(calibration(section, walk)),
        _ => WeightingStep::Trim {
            lower: section
                .number_in(walk, "lower", "a number from 0 to under 1", |x| (0.0..1.0).contains(&x))
                .unwrap_or(0.0),
            upper: section.number_in(walk, "upper", "a number above 1", |x| x > 1.0).unwrap_or(f64::INFINITY),
        },
    };
    section.finish(walk);
    Some(step)
}

fn calibration(section: &Section<'_>, walk: &mut Walk<'_>) -> Calibration {
    if !section.has("totals") {
        section.require(walk, "margins");
    }
    let distances = [
        ("linear", Distance::Linear),
        ("raking", Distance::Raking),
        ("logit", Distance::Logit),
        ("truncated", Distance::Truncated),
    ];
    let distance = section.choice(walk, "distance", &distances).unwrap_or_default();
    if distance.has_bounds() {
        section.require(walk, "bounds");
    } else if section.has("bounds") {
        walk.error(
            "E-STUDY-057",
            section.at(),
            &section.path("bounds"),
            "the distance has no bounds: its factors would not stay between them",
            "take distance = \"truncated\" or \"logit\", or leave the bounds out",
        );
    }
    let partition = section.string(walk, "partition");
    let within = |names: Vec<String>| -> Vec<String> {
        let name = |name: String| partition.as_ref().map_or(name.clone(), |part| format!("{part}*{name}"));
        names.into_iter().map(name).collect()
    };
    Calibration {
        distance,
        bounds: section.pair(walk, "bounds"),
        margins: within(section.strings(walk, "margins")),
        totals: within(section.strings(walk, "totals")),
        start: section.string(walk, "start"),
        variance: section.string(walk, "variance"),
        partition,
    }
}
