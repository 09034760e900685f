//! Weighting: every step in words, then its diagnostics, then the spread of the final weights.

use sounding_study::{Calibration, Distance, WeightingStep};
use sounding_survey::{StepSummary, WeightingSummary};

use super::{cells, columns, facts, margins};
use crate::compose::Composer;
use crate::document::{Block, Grid, GridRow, RowKind};
use crate::locale::NOTHING;

/// Weighting of a study, or the sentence that there was none.
pub(super) fn blocks(composer: &Composer<'_>) -> Vec<Block> {
    let Some(weighting) = &composer.results.weighting else {
        return vec![Block::Paragraph(composer.say("weighting-none"))];
    };
    let steps: Vec<String> =
        weighting.steps.iter().enumerate().map(|(at, step)| words(composer, at, step)).collect();
    let mut blocks = Vec::new();
    if !steps.is_empty() {
        blocks.push(Block::Paragraph(composer.say("weighting-intro")));
        blocks.push(Block::List(steps));
        blocks.push(Block::Grid(diagnostics(composer, weighting)));
    }
    blocks.extend(spread(composer, weighting));
    blocks.extend(margins::blocks(composer, weighting));
    blocks
}

/// What a step did. The base is the first; each of the others is one of the study's.
fn words(composer: &Composer<'_>, at: usize, step: &StepSummary) -> String {
    let names: Vec<String> = step.variables.iter().map(|name| composer.labels.variable(name)).collect();
    // Labels have commas of their own.
    let names = names.join("; ");
    let asked = at.checked_sub(1).and_then(|at| composer.definition.weighting.get(at));
    let asked = asked.filter(|asked| asked.name() == step.method);
    let locale = composer.locale;
    let number = |value: f64| locale.number(value, 2);
    match (step.method.as_str(), asked) {
        ("base", _) => base(composer),
        ("nonresponse-classes", Some(WeightingStep::NonresponseClasses { minimum, .. })) => composer.with(
            "weighting-classes-minimum",
            &[("variables", &names), ("minimum", &locale.count(*minimum))],
        ),
        ("nonresponse-classes", _) => composer.with("weighting-classes", &[("variables", &names)]),
        ("nonresponse-propensity", Some(WeightingStep::NonresponsePropensity { classes, .. })) => composer
            .with(
                "weighting-propensity-classes",
                &[("variables", &names), ("classes", &locale.count(*classes))],
            ),
        ("nonresponse-propensity", _) => composer.with("weighting-propensity", &[("variables", &names)]),
        ("poststratify", _) => composer.with("weighting-poststratify", &[("variables", &names)]),
        ("rake", _) => composer.with("weighting-rake", &[("variables", &names)]),
        ("calibrate", Some(WeightingStep::Calibrate(own))) => calibration(composer, own),
        ("calibrate", _) => composer.with("weighting-calibrate", &[("variables", &names)]),
        ("trim", Some(WeightingStep::Trim { lower, upper })) => {
            composer.with("weighting-trim-bounds", &[("low", &number(*lower)), ("high", &number(*upper))])
        }
        ("trim", _) => composer.say("weighting-trim"),
        (other, _) => composer.with("weighting-other", &[("method", other), ("variables", &names)]),
    }
}

/// A calibration: what it meets and where, how far weights change, what it starts from.
fn calibration(composer: &Composer<'_>, own: &Calibration) -> String {
    let label = |name: &String| composer.labels.variable(own.number(name));
    let names = own.margins.iter().chain(&own.totals).map(label).collect::<Vec<_>>().join("; ");
    let distance = composer.say(match own.distance {
        Distance::Linear => "weighting-linear",
        Distance::Raking => "weighting-raking",
        Distance::Logit => "weighting-logit",
        Distance::Truncated => "weighting-truncated",
    });
    let mut sentences = vec![
        composer.with("weighting-calibrate-distance", &[("variables", &names), ("distance", &distance)]),
    ];
    if let Some(partition) = &own.partition {
        let partition = composer.labels.variable(partition);
        sentences.push(composer.with("weighting-partition", &[("partition", &partition)]));
    }
    if let Some((low, high)) = own.bounds {
        let number = |value: f64| composer.locale.number(value, 2);
        sentences.push(composer.with("weighting-bounds", &[("low", &number(low)), ("high", &number(high))]));
    }
    if let Some(start) = &own.start {
        sentences.push(composer.with("weighting-start", &[("column", start)]));
    }
    if let Some(variance) = &own.variance {
        let variance = composer.labels.variable(variance);
        sentences.push(composer.with("weighting-variance", &[("column", &variance)]));
    }
    sentences.join(" ")
}

/// Where the first weights come from, and what the phases and frames of the answers' own design make of them.
fn base(composer: &Composer<'_>) -> String {
    let definition = composer.definition;
    if definition.sample.is_some() {
        return composer.say("weighting-base-drawn");
    }
    let Some(own) = &definition.design else { return composer.say("weighting-base-equal") };
    let mut sentences = vec![composer.say(if own.weights.is_some() {
        "weighting-base-own"
    } else if !own.probabilities.is_empty() {
        "weighting-base-probabilities"
    } else if !own.fpc.is_empty() {
        "weighting-base-corrections"
    } else {
        "weighting-base-equal"
    })];
    if own.second.is_some() {
        sentences.push(composer.say("weighting-base-phases"));
    }
    if let Some(frames) = &own.frames {
        sentences.push(match (frames.share, frames.members.as_slice()) {
            (Some(share), [first, second]) => {
                // As whole percentages where they are.
                let whole = (share * 100.0 - (share * 100.0).round()).abs() < 1e-9;
                let percent = |share: f64| composer.locale.percent(share, usize::from(!whole));
                let values = [
                    ("a", &*composer.labels.variable(first)),
                    ("first", &*percent(share)),
                    ("b", &*composer.labels.variable(second)),
                    ("second", &*percent(1.0 - share)),
                ];
                composer.with("weighting-base-frame-share", &values)
            }
            _ => composer.say("weighting-base-frames"),
        });
    }
    sentences.join(" ")
}

fn short(method: &str) -> Option<&'static str> {
    Some(match method {
        "base" => "weighting-name-base",
        "nonresponse-classes" => "weighting-name-classes",
        "nonresponse-propensity" => "weighting-name-propensity",
        "poststratify" => "weighting-name-poststratify",
        "rake" => "weighting-name-rake",
        "calibrate" => "weighting-name-calibrate",
        "trim" => "weighting-name-trim",
        _ => return None,
    })
}

fn diagnostics(composer: &Composer<'_>, weighting: &WeightingSummary) -> Grid {
    let locale = composer.locale;
    let nothing = || NOTHING.to_owned();
    let row = |step: &StepSummary| {
        let [low, high] = step.factors;
        let name = short(&step.method).map_or_else(|| step.method.clone(), |key| composer.say(key));
        let texts = vec![
            name,
            locale.count(step.rows),
            locale.number(step.total, 0),
            if step.method == "base" { nothing() } else { locale.range(low, high, 2) },
            step.iterations.map_or_else(nothing, |count| locale.count(count)),
            step.largest_deviation.map_or_else(nothing, |deviation| small(composer, deviation)),
            step.trimmed.map_or_else(nothing, |count| locale.count(count)),
        ];
        GridRow { kind: RowKind::Body, cells: cells(texts) }
    };
    let heads = [
        ("weighting-step", false),
        ("weighting-rows", true),
        ("weighting-total", true),
        ("weighting-factors", true),
        ("weighting-iterations", true),
        ("weighting-deviation", true),
        ("weighting-trimmed", true),
    ];
    Grid {
        caption: composer.say("weighting-diagnostics"),
        columns: columns(composer, &heads),
        rows: weighting.steps.iter().map(row).collect(),
        notes: vec![composer.say("weighting-diagnostics-note")],
    }
}

/// A deviation that ought to be next to nothing.
fn small(composer: &Composer<'_>, deviation: f64) -> String {
    /// Below this share nobody needs the digits.
    const LEAST: f64 = 0.0001;
    let text = |value: f64| composer.locale.percent(value, 2);
    if deviation.abs() < LEAST { format!("<{}", text(LEAST)) } else { text(deviation) }
}

fn spread(composer: &Composer<'_>, weighting: &WeightingSummary) -> Vec<Block> {
    let locale = composer.locale;
    let number = |value: f64| if value > 0.0 { locale.number(value, 2) } else { String::new() };
    let [low, middle, high] = weighting.spread;
    facts(
        composer,
        [
            (
                "weighting-sum",
                if weighting.total > 0.0 { locale.number(weighting.total, 0) } else { String::new() },
            ),
            ("weighting-smallest", number(low)),
            ("weighting-median", number(middle)),
            ("weighting-largest", number(high)),
            ("weighting-kish", number(weighting.kish_deff)),
        ],
    )
}
