//! Margins: respondents and shares before and after weighting, beside the known population.

use sounding_survey::{MarginCategory, MarginSummary, WeightingSummary};

use super::columns;
use crate::compose::{Composer, cell, tables};
use crate::document::{Block, Grid, GridCell, GridRow, RowKind};
use crate::locale::NOTHING;

/// A grid for each margin; a single total of a number has no composition to show.
pub(super) fn blocks(composer: &Composer<'_>, weighting: &WeightingSummary) -> Vec<Block> {
    let divides = |margin: &&MarginSummary| margin.categories.iter().any(|own| !own.code.is_empty());
    weighting.margins.iter().filter(divides).map(|margin| Block::Grid(grid(composer, margin))).collect()
}

fn grid(composer: &Composer<'_>, margin: &MarginSummary) -> Grid {
    let locale = composer.locale;
    let categories = &margin.categories;
    let sum = |part: fn(&MarginCategory) -> f64| categories.iter().map(part).sum::<f64>();
    let (before, after, population) =
        (sum(|own| own.before), sum(|own| own.after), sum(|own| own.population));
    let share = |part: f64, whole: f64| {
        GridCell::words(if whole > 0.0 { locale.percent(part / whole, 1) } else { NOTHING.to_owned() })
    };
    let respondents: Vec<u64> = categories.iter().map(|own| own.respondents).collect();
    // Where weights were equal before, the share before weighting is the count over all respondents.
    let known = cell::counts_may_be_known(&respondents, composer.definition.release.minimum_cell);
    let guarded = |cell: GridCell| if known { cell } else { cell::confidential() };
    let row = |own: &MarginCategory| GridRow {
        kind: RowKind::Body,
        cells: vec![
            GridCell::words(own.label.get(composer.language)),
            guarded(GridCell::words(locale.count(own.respondents))),
            guarded(share(own.before, before)),
            share(own.after, after),
            share(own.population, population),
            GridCell::words(locale.number(own.population, 0)),
        ],
    };
    let mut rows: Vec<GridRow> = categories.iter().map(row).collect();
    rows.push(GridRow {
        kind: RowKind::Total,
        cells: vec![
            GridCell::words(composer.say("weighting-all")),
            GridCell::words(locale.count(respondents.iter().sum())),
            share(before, before),
            share(after, after),
            share(population, population),
            GridCell::words(locale.number(population, 0)),
        ],
    });
    let (population, number) = if margin.number {
        ("weighting-share-of-total", "weighting-known-total")
    } else {
        ("weighting-population", "weighting-number")
    };
    let heads = [
        ("weighting-category", false),
        ("weighting-respondents", true),
        ("weighting-before", true),
        ("weighting-after", true),
        (population, true),
        (number, true),
    ];
    let notes = tables::marks(composer, &rows);
    let label = margin.label.get(composer.language);
    let label = if label.is_empty() { &margin.variable } else { label };
    let caption = composer.with("weighting-margin", &[("margin", label)]);
    Grid { caption, columns: columns(composer, &heads), rows, notes }
}
