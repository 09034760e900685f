//! Key findings: of each key table the answer given most often, in whole percent, with its interval and its base.

use sounding_disclosure::Shown;
use sounding_survey::{Estimate, Statistic, Table, TableRole};

use super::cell::{Figures, Rounding};
use super::{Composer, tables};
use crate::document::{Block, Section};

/// Findings at most, where the study names no tables for them.
const UNASKED: usize = 5;

/// The section; `None` where nothing may be said.
pub(super) fn section(composer: &Composer<'_>) -> Option<Section> {
    let mut blocks: Vec<Block> =
        key_tables(composer).into_iter().filter_map(|table| finding(composer, table)).collect();
    if blocks.is_empty() {
        return None;
    }
    let level = composer.level();
    let aid = if composer.definition.variance.level == 0.95 { "findings-aid" } else { "findings-aid-level" };
    blocks.push(Block::Note(composer.with(aid, &[("level", &level)])));
    Some(Section { id: "findings".into(), title: composer.say("findings-title"), blocks })
}

fn key_tables<'a>(composer: &'a Composer<'_>) -> Vec<&'a Table> {
    let results = composer.results;
    if results.key_tables.is_empty() {
        return composer.tables(TableRole::Topline).take(UNASKED).collect();
    }
    results.key_tables.iter().filter_map(|id| results.tables.iter().find(|table| table.id == *id)).collect()
}

/// The largest answer of everyone's row, or the single statistic.
fn finding(composer: &Composer<'_>, table: &Table) -> Option<Block> {
    if table.groups.is_empty() {
        return None;
    }
    let figures = composer.figures(table);
    let mut seen: Vec<(usize, Estimate, bool)> = tables::columns(table)
        .0
        .into_iter()
        .filter_map(|column| match figures.shown(0, column) {
            Shown::Figure(estimate, reliable) => Some((column, estimate, reliable)),
            Shown::Hidden | Shown::Nothing => None,
        })
        .collect();
    // A stable sort: ties keep the questionnaire's order.
    seen.sort_by(|left, right| right.1.value.total_cmp(&left.1.value));
    let &(column, first, reliable) = seen.first()?;
    let second = seen.get(1).map(|&(column, estimate, _)| (column, estimate));
    Some(Block::Finding {
        figure: figures.value(first.value, Rounding::Finding),
        sentence: sentence(composer, table, &figures, column, second),
        detail: detail(composer, table, &figures, column, &first, second, reliable),
    })
}

fn sentence(
    composer: &Composer<'_>,
    table: &Table,
    figures: &Figures<'_>,
    column: usize,
    second: Option<(usize, Estimate)>,
) -> String {
    let topic = composer.short(table);
    let answer = table.columns[column].label.get(composer.language);
    let key = match table.statistic {
        Statistic::Percent => match (table.multiple, second) {
            (false, None) => "findings-only",
            (false, Some(_)) => "findings-most",
            (true, None) => "findings-named",
            (true, Some(_)) => "findings-named-most",
        },
        Statistic::Mean => "findings-mean",
        Statistic::Total => "findings-total",
        Statistic::Median => "findings-median",
        Statistic::Ratio => "findings-ratio",
        Statistic::Quantile(_) => "findings-quantile",
        Statistic::Deviation => "findings-deviation",
        Statistic::Variance => "findings-variance",
        Statistic::Function => "findings-function",
    };
    let (next, share) = second.map_or_else(Default::default, |(column, estimate)| {
        (table.columns[column].label.get(composer.language), figures.value(estimate.value, Rounding::Finding))
    });
    let p = match table.statistic {
        Statistic::Quantile(p) => composer.locale.level(p.value()),
        _ => String::new(),
    };
    composer.with(key, &[("topic", topic), ("answer", answer), ("next", next), ("share", &share), ("p", &p)])
}

/// Interval, whether the second answer's overlaps, known outside figure, base, reserve.
fn detail(
    composer: &Composer<'_>,
    table: &Table,
    figures: &Figures<'_>,
    column: usize,
    first: &Estimate,
    second: Option<(usize, Estimate)>,
    reliable: bool,
) -> String {
    let mut parts = Vec::new();
    let ends = figures.ends(first);
    if let Some((low, high)) = ends {
        let end = |value: f64| figures.value(value, Rounding::Finding);
        let values = [("level", &*composer.level()), ("low", &end(low)), ("high", &end(high))];
        parts.push(composer.with("findings-interval", &values));
    }
    let next = second.and_then(|(_, estimate)| figures.ends(&estimate));
    if let (Some((low, _)), Some((_, high)), Statistic::Percent) = (ends, next, table.statistic)
        && high >= low
    {
        parts.push(composer.say("findings-overlap"));
    }
    let code = &table.columns[column].code;
    for benchmark in table.benchmarks.iter().filter(|benchmark| benchmark.column == *code) {
        let value = figures.value(benchmark.value, Rounding::Table);
        let source = benchmark.source.get(composer.language);
        parts.push(composer.with("findings-benchmark", &[("value", &value), ("source", source)]));
    }
    parts.push(tables::base(composer, table));
    if !reliable {
        parts.push(composer.say("findings-unreliable"));
    }
    parts.join(" ")
}
