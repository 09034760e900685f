//! Precision: margins of error with and without the design, design effects by question, how intervals and tests were made.

use sounding_study::{
    Interval, OwnDesign, OwnReplicates, PhaseMethod, ReplicateType, Selection, SinglePsu, VarianceMethod,
};
use sounding_survey::{Estimate, Statistic, Table, TableRole};

use super::{cells, columns, facts};
use crate::compose::{Composer, front};
use crate::document::{Block, Grid, GridRow, RowKind};
use crate::locale::NOTHING;

/// Precision of a study.
pub(super) fn blocks(composer: &Composer<'_>) -> Vec<Block> {
    let mut blocks = margins_of_error(composer);
    let rows: Vec<GridRow> =
        composer.tables(TableRole::Topline).filter_map(|table| row(composer, table)).collect();
    if !rows.is_empty() {
        let heads = [
            ("precision-question", false),
            ("precision-base", true),
            ("precision-deff", true),
            ("precision-half-width", true),
        ];
        blocks.push(Block::Grid(Grid {
            caption: composer.say("precision-by-question"),
            columns: columns(composer, &heads),
            rows,
            notes: vec![composer.with("precision-note", &[("level", &composer.level())])],
        }));
    }
    blocks.push(Block::List(methods(composer)));
    blocks.push(Block::Paragraph(composer.say("precision-rounding")));
    blocks
}

fn margins_of_error(composer: &Composer<'_>) -> Vec<Block> {
    let Some(weighting) = &composer.results.weighting else { return Vec::new() };
    let points = |margin: f64| {
        if margin.is_finite() && margin > 0.0 { front::points(composer, margin) } else { String::new() }
    };
    let deff = weighting.typical_deff;
    let deff = if deff > 0.0 { composer.locale.number(deff, 2) } else { String::new() };
    let mut blocks = facts(
        composer,
        [
            ("precision-margin", points(weighting.margin_of_error)),
            ("precision-margin-simple", points(weighting.margin_of_error_srs)),
            ("precision-typical", deff),
        ],
    );
    if !blocks.is_empty() {
        blocks.push(Block::Note(composer.say("precision-explained")));
    }
    blocks
}

/// Base, median design effect and widest half interval of a question's percentages that may be seen.
fn row(composer: &Composer<'_>, table: &Table) -> Option<GridRow> {
    if table.statistic != Statistic::Percent || table.groups.is_empty() {
        return None;
    }
    let locale = composer.locale;
    let figures = composer.figures(table);
    let seen: Vec<Estimate> =
        (0..table.columns.len()).filter_map(|column| figures.estimate(0, column)).collect();
    if seen.is_empty() {
        return None;
    }
    let mut deffs: Vec<f64> =
        seen.iter().filter_map(|own| own.deff).filter(|deff| deff.is_finite()).collect();
    deffs.sort_by(f64::total_cmp);
    let deff = deffs.get(deffs.len() / 2).map_or(NOTHING.to_owned(), |deff| locale.number(*deff, 2));
    let widths = seen.iter().filter_map(|own| figures.ends(own)).map(|(low, high)| (high - low) / 2.0);
    let widest = widths.fold(0.0, f64::max);
    let widest = if widest > 0.0 { front::points(composer, widest) } else { NOTHING.to_owned() };
    let mut texts = cells(vec![composer.short(table).to_owned()]);
    texts.push(figures.base_cell(0));
    texts.extend(cells(vec![deff, widest]));
    Some(GridRow { kind: RowKind::Body, cells: texts })
}

/// What the design of the answers says of the variance by itself: replicate weights that came with them, or how linearisation
/// went where it is not that of strata and units.
fn of_design(composer: &Composer<'_>, own: &OwnDesign) -> Option<String> {
    if let Some(replicates) = &own.replicates {
        return Some(ready(composer, replicates));
    }
    let taylor = composer.definition.variance.method == VarianceMethod::Taylor;
    let key = match own.second.as_ref().map(|second| second.method) {
        Some(PhaseMethod::Full) => "precision-phases",
        Some(PhaseMethod::Simple) => "precision-phases-simple",
        None if !own.probabilities.is_empty() => "precision-unequal",
        None => return None,
    };
    taylor.then(|| composer.say(key))
}

/// Replicate weights that came with the answers.
fn ready(composer: &Composer<'_>, own: &OwnReplicates) -> String {
    let locale = composer.locale;
    let method = match own.method {
        ReplicateType::Jk1 => composer.say("precision-ready-jk1"),
        ReplicateType::Jkn => composer.say("precision-ready-jkn"),
        ReplicateType::Jk2 => composer.say("precision-ready-jk2"),
        ReplicateType::Brr => composer.say("precision-ready-brr"),
        ReplicateType::Fay { rho } => {
            composer.with("precision-ready-fay", &[("rho", &locale.number(rho, 2))])
        }
        ReplicateType::Bootstrap { average } if average != 1.0 => {
            let decimals = if average.fract() == 0.0 { 0 } else { 2 };
            composer.with("precision-ready-bootstrap-mean", &[("mean", &locale.number(average, decimals))])
        }
        ReplicateType::Bootstrap { .. } => composer.say("precision-ready-bootstrap"),
        ReplicateType::SuccessiveDifference => composer.say("precision-ready-sdr"),
        ReplicateType::Other => composer.say("precision-ready-other"),
    };
    let count = locale.count(composer.results.replicates.unwrap_or(own.columns.len() as u64));
    let key = if own.mse { "precision-ready-mse" } else { "precision-ready" };
    composer.with(key, &[("replicates", &count), ("method", &method)])
}

/// What the variance takes the first stage for, where it was drawn otherwise and the answers are linked to the sample.
fn first_stage(composer: &Composer<'_>) -> Option<String> {
    composer.definition.answers.link.as_ref()?;
    let method = composer.definition.sample.as_ref()?.stages.first()?.method;
    match method {
        Selection::Poisson | Selection::PoissonPermanent => Some(composer.say("precision-poisson")),
        Selection::Cube => Some(composer.say("precision-cube")),
        _ => None,
    }
}

fn methods(composer: &Composer<'_>) -> Vec<String> {
    let variance = &composer.definition.variance;
    let locale = composer.locale;
    let replicates = locale.count(variance.replicates);
    let own = composer.definition.design.as_ref();
    let mut points = vec![match variance.method {
        _ if let Some(words) = own.and_then(|own| of_design(composer, own)) => words,
        VarianceMethod::Taylor => composer.say("precision-taylor"),
        VarianceMethod::Jk1 => composer.say("precision-jk1"),
        VarianceMethod::Jkn => composer.say("precision-jkn"),
        VarianceMethod::Brr => composer.say("precision-brr"),
        VarianceMethod::Fay => composer.with("precision-fay", &[("rho", &locale.number(variance.rho, 2))]),
        VarianceMethod::Jk2 => composer.say("precision-jk2"),
        VarianceMethod::Groups => composer.with("precision-groups", &[("groups", &replicates)]),
        VarianceMethod::Sdr => composer.say("precision-sdr"),
        VarianceMethod::Preston => composer.with("precision-preston", &[("replicates", &replicates)]),
        VarianceMethod::CantyDavison => {
            composer.with("precision-canty-davison", &[("replicates", &replicates)])
        }
        VarianceMethod::Poisson => {
            composer.with("precision-poisson-bootstrap", &[("replicates", &replicates)])
        }
        VarianceMethod::Generalised => composer.with("precision-generalised", &[("replicates", &replicates)]),
        VarianceMethod::Bootstrap => composer.with("precision-bootstrap", &[("replicates", &replicates)]),
    }];
    let margins = composer.results.weighting.iter().flat_map(|weighting| &weighting.margins);
    if margins.flat_map(|margin| &margin.categories).any(|own| own.error > 0.0) {
        points.push(composer.say(match variance.method {
            VarianceMethod::Taylor => "precision-controls-known",
            _ => "precision-controls-carried",
        }));
    }
    points.extend(first_stage(composer));
    if let Some(frames) = own.and_then(|own| own.frames.as_ref()) {
        let count = locale.count(frames.members.len() as u64);
        points.push(composer.with("precision-frames", &[("frames", &count)]));
    }
    match variance.single_psu {
        // Nothing happened that a reader must know: the program would have stopped.
        SinglePsu::Fail => {}
        SinglePsu::Remove => points.push(composer.say("precision-single-remove")),
        SinglePsu::Certainty => points.push(composer.say("precision-single-certainty")),
        SinglePsu::Adjust => points.push(composer.say("precision-single-adjust")),
        SinglePsu::Average => points.push(composer.say("precision-single-average")),
        SinglePsu::AdjustDomain => points.push(composer.say("precision-single-adjust-domain")),
        SinglePsu::AverageDomain => points.push(composer.say("precision-single-average-domain")),
        SinglePsu::Collapse => points.push(composer.say("precision-single-collapse")),
    }
    let interval = composer.say(match variance.ci {
        Interval::Wald => "precision-wald",
        Interval::Logit => "precision-logit",
        Interval::Wilson => "precision-wilson",
        Interval::KornGraubard => "precision-korn-graubard",
        Interval::Arcsine => "precision-arcsine",
        Interval::Likelihood => "precision-likelihood",
    });
    let ready = own.is_some_and(|own| own.replicates.is_some());
    let key = if ready { "precision-interval-ready" } else { "precision-interval" };
    points.push(composer.with(key, &[("level", &composer.level()), ("method", &interval)]));
    let has = |statistic: Statistic| composer.results.tables.iter().any(|table| table.statistic == statistic);
    let by_t = [
        Statistic::Mean,
        Statistic::Total,
        Statistic::Ratio,
        Statistic::Deviation,
        Statistic::Variance,
        Statistic::Function,
    ];
    if by_t.into_iter().any(has) {
        let key = if ready { "precision-other-intervals-ready" } else { "precision-other-intervals" };
        points.push(composer.say(key));
    }
    let quantiles = |table: &Table| matches!(table.statistic, Statistic::Median | Statistic::Quantile(_));
    if composer.results.tables.iter().any(quantiles) {
        let replicates = ready || variance.method != VarianceMethod::Taylor;
        let key = if replicates { "precision-quantiles-replicates" } else { "precision-woodruff" };
        points.push(composer.say(key));
    }
    if composer.results.tables.iter().any(|table| !table.tests.is_empty()) {
        points.push(composer.say("precision-tests"));
    }
    points
}
