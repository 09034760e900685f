//! Frame and sampling: how people were drawn, stage by stage, and how the sample was spread over the strata.

use sounding_study::{AllocationMethod, FrameSample, Selection};
use sounding_survey::SampleSummary;

use super::{cells, columns};
use crate::compose::Composer;
use crate::document::{Block, Grid, GridRow, RowKind};
use crate::locale::NOTHING;

/// The sampling of any study: drawn here, drawn elsewhere, or not known.
pub(super) fn blocks(composer: &Composer<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let design = composer.definition.sample.as_ref();
    if let Some(design) = design {
        let description = design.description.get(composer.language);
        if !description.is_empty() {
            blocks.push(Block::Paragraph(description.to_owned()));
        }
        let frame = &*composer.definition.files.frame;
        blocks.push(Block::Paragraph(composer.with("sample-frame", &[("file", frame)])));
    }
    if let Some(sample) = &composer.results.sample {
        blocks.push(Block::Grid(stages(composer, sample)));
        blocks.push(Block::Paragraph(composer.counted("sample-drawn", sample.drawn)));
        blocks.extend(balance(composer, sample).map(Block::Grid));
    }
    if let Some(design) = design {
        blocks.push(Block::Paragraph(allocation(composer, design)));
        blocks.extend(numbers(composer, design).into_iter().map(Block::Paragraph));
        blocks.extend(rotation(composer, design).map(Block::Paragraph));
    }
    if let Some(sample) = &composer.results.sample
        && sample.strata.len() > 1
    {
        blocks.push(Block::Grid(strata(composer, sample)));
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(elsewhere(composer)));
    }
    blocks
}

/// What the answers say of a sample that was drawn elsewhere.
fn elsewhere(composer: &Composer<'_>) -> String {
    let Some(own) = &composer.definition.design else { return composer.say("sample-unknown") };
    let mut parts = Vec::new();
    if own.weights.is_some() {
        parts.push(composer.say("sample-own-weights"));
    }
    if let Some(replicates) = &own.replicates {
        let count = composer.results.replicates.unwrap_or(replicates.columns.len() as u64);
        parts.push(composer.counted("sample-own-replicates", count));
    }
    if own.strata.is_some() {
        parts.push(composer.say("sample-own-strata"));
    }
    if !own.psu.is_empty() {
        parts.push(composer.counted("sample-own-stages", own.psu.len() as u64));
    }
    if !own.fpc.is_empty() {
        parts.push(composer.say("sample-own-corrections"));
    }
    if !own.probabilities.is_empty() {
        parts.push(composer.say("sample-own-probabilities"));
    }
    if own.second.is_some() {
        parts.push(composer.say("sample-own-phases"));
    }
    if let Some(frames) = &own.frames {
        parts.push(composer.counted("sample-own-frames", frames.members.len() as u64));
    }
    if parts.is_empty() {
        return composer.say("sample-unknown");
    }
    composer.with("sample-own", &[("parts", &parts.join("; "))])
}

fn stages(composer: &Composer<'_>, sample: &SampleSummary) -> Grid {
    let locale = composer.locale;
    let sized = sample.stages.iter().any(|stage| stage.size.is_some());
    let certain = sample.stages.iter().any(|stage| stage.certainty > 0);
    let mut heads = vec![
        ("sample-stage", false),
        ("sample-unit", false),
        ("sample-method", false),
        ("sample-frame-units", true),
        ("sample-units-drawn", true),
    ];
    if certain {
        heads.push(("sample-certainty", true));
    }
    if sized {
        heads.push(("sample-size", false));
    }
    let row = |(number, stage): (usize, &sounding_survey::SampleStageSummary)| {
        let mut texts = vec![
            locale.count(number as u64 + 1),
            unit(composer, &stage.unit),
            method(composer, &stage.method),
            locale.count(stage.frame_units),
            locale.count(stage.drawn),
        ];
        if certain {
            texts.push(locale.count(stage.certainty));
        }
        if sized {
            texts.push(stage.size.as_ref().map_or(NOTHING.to_owned(), |size| unit(composer, size)));
        }
        GridRow { kind: RowKind::Body, cells: cells(texts) }
    };
    let notes = if sample.stages.len() > 1 { vec![composer.say("sample-stages-note")] } else { Vec::new() };
    Grid {
        caption: composer.say("sample-stages"),
        columns: columns(composer, &heads),
        rows: sample.stages.iter().enumerate().map(row).collect(),
        notes,
    }
}

/// How well a balanced sample meets the totals of the frame.
fn balance(composer: &Composer<'_>, sample: &SampleSummary) -> Option<Grid> {
    let locale = composer.locale;
    let balanced: Vec<_> =
        sample.stages.iter().flat_map(|stage| stage.balance.iter().map(|own| (&stage.unit, own))).collect();
    let row = |&(unit_name, own): &(&String, &sounding_survey::BalanceSummary)| {
        let decimals = if own.total.fract() == 0.0 { 0 } else { 2 };
        let difference = (own.estimate - own.total) / own.total.abs();
        let difference =
            if difference.is_finite() { locale.percent(difference, 2) } else { NOTHING.to_owned() };
        let texts = vec![
            unit(composer, unit_name),
            unit(composer, &own.column),
            locale.number(own.total, decimals),
            locale.number(own.estimate, decimals),
            difference,
        ];
        GridRow { kind: RowKind::Body, cells: cells(texts) }
    };
    let heads = [
        ("sample-unit", false),
        ("sample-balanced-on", false),
        ("sample-balance-total", true),
        ("sample-balance-estimate", true),
        ("sample-balance-difference", true),
    ];
    (!balanced.is_empty()).then(|| Grid {
        caption: composer.say("sample-balance"),
        columns: columns(composer, &heads),
        rows: balanced.iter().map(row).collect(),
        notes: Vec::new(),
    })
}

/// The random numbers that units keep, and what their order means for the probabilities.
fn numbers(composer: &Composer<'_>, design: &FrameSample) -> Vec<String> {
    let any = |wanted: fn(Selection) -> bool| design.stages.iter().any(|stage| wanted(stage.method));
    let mut texts = Vec::new();
    if any(Selection::permanent) {
        let seed = design.permanent.seed.or(composer.definition.about.seed).unwrap_or(0).to_string();
        let start = design.permanent.start.unwrap_or(0.0);
        // As many decimals as the study file gives.
        let decimals = start.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let start = composer.locale.number(start, decimals);
        texts.push(composer.with("sample-numbers", &[("seed", &seed), ("start", &start)]));
    }
    if any(|method| matches!(method, Selection::Pareto | Selection::SequentialPoisson)) {
        texts.push(composer.say("sample-nearly"));
    }
    texts
}

/// Which part of the sample is asked when.
fn rotation(composer: &Composer<'_>, design: &FrameSample) -> Option<String> {
    let plan = design.rotation.as_ref()?;
    let runs: Vec<String> = plan.pattern.iter().map(u64::to_string).collect();
    let mut text = composer.with(
        "sample-rotation",
        &[("waves", &composer.locale.count(plan.waves)), ("pattern", &runs.join("-"))],
    );
    if let Some(sample) = composer.results.sample.as_ref().filter(|sample| sample.rotation_groups > 0) {
        text.push(' ');
        text.push_str(&composer.counted("sample-rotation-groups", sample.rotation_groups));
    }
    Some(text)
}

fn allocation(composer: &Composer<'_>, design: &FrameSample) -> String {
    let allocation = &design.allocation;
    let rule = composer.say(match allocation.method {
        AllocationMethod::Proportional => "sample-proportional",
        AllocationMethod::Equal => "sample-equal",
        AllocationMethod::Neyman => "sample-neyman",
        AllocationMethod::Power => "sample-power",
        AllocationMethod::Optimal => "sample-optimal",
        AllocationMethod::Fixed => "sample-fixed",
    });
    if design.strata.is_empty() {
        return composer.say("sample-unstratified");
    }
    let names: Vec<String> = design.strata.iter().map(|name| composer.labels.variable(name)).collect();
    let mut text = composer.with("sample-stratified", &[("strata", &names.join(" × ")), ("rule", &rule)]);
    // Fixed sizes ask for no minimum.
    if allocation.minimum > 1 && allocation.method != AllocationMethod::Fixed {
        text.push(' ');
        text.push_str(&composer.counted("sample-minimum", allocation.minimum));
    }
    text
}

fn strata(composer: &Composer<'_>, sample: &SampleSummary) -> Grid {
    let locale = composer.locale;
    let names = composer.definition.sample.as_ref().map_or(&[][..], |design| &design.strata);
    let row = |kind: RowKind, label: String, frame: u64, drawn: u64| GridRow {
        kind,
        cells: cells(vec![label, locale.count(frame), locale.count(drawn)]),
    };
    let mut rows: Vec<GridRow> = sample
        .strata
        .iter()
        .map(|stratum| {
            row(
                RowKind::Body,
                stratum_label(composer, names, &stratum.label),
                stratum.frame_units,
                stratum.drawn,
            )
        })
        .collect();
    let sum = |part: fn(&sounding_survey::StratumSummary) -> u64| sample.strata.iter().map(part).sum();
    rows.push(row(
        RowKind::Total,
        composer.say("sample-all-strata"),
        sum(|stratum| stratum.frame_units),
        sum(|stratum| stratum.drawn),
    ));
    let heads = [("sample-stratum", false), ("sample-frame-units", true), ("sample-units-drawn", true)];
    let first = sample.stages.first().map_or(String::new(), |stage| unit(composer, &stage.unit));
    let notes = if first.is_empty() {
        Vec::new()
    } else {
        vec![composer.with("sample-strata-note", &[("unit", &first)])]
    };
    Grid { caption: composer.say("sample-strata"), columns: columns(composer, &heads), rows, notes }
}

/// `north/urban` in the words of the variables that the strata are made of.
fn stratum_label(composer: &Composer<'_>, names: &[String], label: &str) -> String {
    let parts: Vec<&str> = label.split('/').collect();
    if parts.len() != names.len() {
        return label.to_owned();
    }
    let words = names.iter().zip(parts).map(|(name, code)| composer.labels.category(name, code));
    words.collect::<Vec<_>>().join(" × ")
}

/// The trade's word for a unit; a study's own name stays as it is.
fn unit(composer: &Composer<'_>, name: &str) -> String {
    composer.say(match name {
        "province" => "sample-unit-province",
        "district" => "sample-unit-district",
        "commune" => "sample-unit-commune",
        "ward" => "sample-unit-ward",
        "village" => "sample-unit-village",
        "group" => "sample-unit-group",
        "area" => "sample-unit-area",
        "household" => "sample-unit-household",
        "person" => "sample-unit-person",
        "adults" => "sample-unit-adults",
        "persons" | "people" | "population" => "sample-unit-people",
        "households" => "sample-unit-households",
        "school" => "sample-unit-school",
        _ => return name.to_owned(),
    })
}

/// A method of selection in words.
fn method(composer: &Composer<'_>, name: &str) -> String {
    composer.say(match name {
        "srs" => "sample-srs",
        "srswr" => "sample-with-replacement",
        "systematic" => "sample-systematic",
        "pps-systematic" => "sample-pps",
        "brewer" => "sample-brewer",
        "sampford" => "sample-sampford",
        "tille" => "sample-tille",
        "pivotal" => "sample-pivotal",
        "poisson" => "sample-poisson",
        "cube" => "sample-cube",
        "srs-permanent" => "sample-srs-permanent",
        "poisson-permanent" => "sample-poisson-permanent",
        "pareto" => "sample-pareto",
        "sequential-poisson" => "sample-sequential-poisson",
        _ => return name.to_owned(),
    })
}
