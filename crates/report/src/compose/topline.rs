//! Toplines: every question in its full wording, with everyone's answers.

use sounding_survey::{Statistic, Table, TableRole};

use super::cell::Rounding;
use super::{Composer, anchor, tables};
use crate::document::{Block, Grid, GridCell, GridColumn, GridRow, RowKind, Section};
use crate::locale::NOTHING;

/// The section; `None` where no question was asked for.
pub(super) fn section(composer: &Composer<'_>) -> Option<Section> {
    let mut blocks = Vec::new();
    for (number, table) in composer.tables(TableRole::Topline).enumerate() {
        let id = anchor("topline", number + 1, &table.id);
        blocks.push(Block::Heading { id, text: composer.short(table).to_owned() });
        blocks.extend(tables::opening(composer, table));
        if !table.groups.is_empty() {
            blocks.push(Block::Grid(grid(composer, table)));
        }
    }
    let title = composer.say("tables-topline");
    (!blocks.is_empty()).then_some(Section { id: "topline".into(), title, blocks })
}

fn grid(composer: &Composer<'_>, table: &Table) -> Grid {
    let figures = composer.figures(table);
    let known = !table.benchmarks.is_empty();
    let head = |key: &str, numeric: bool| GridColumn { head: composer.say(key), numeric };
    let first = if table.statistic == Statistic::Percent { "tables-answer" } else { "tables-measure" };
    let level = composer.level();
    let figure =
        if table.statistic == Statistic::Percent { "tables-head-percent" } else { "tables-head-figure" };
    let mut columns = vec![
        head(first, false),
        GridColumn { head: composer.with(figure, &[("level", &level)]), numeric: true },
    ];
    if known {
        columns.push(head("tables-benchmark", true));
    }
    let row = |kind: RowKind, at: usize| {
        let mut cells = vec![GridCell::words(tables::column(composer, table, at)), figures.cell(0, at)];
        if known {
            let own = table.benchmarks.iter().filter(|known| known.column == table.columns[at].code);
            let values: Vec<String> = own.map(|known| figures.value(known.value, Rounding::Table)).collect();
            let text = if values.is_empty() { NOTHING.to_owned() } else { values.join("; ") };
            cells.push(GridCell::words(text));
        }
        GridRow { kind, cells }
    };
    let (answers, apart) = tables::columns(table);
    let mut rows: Vec<GridRow> = answers.into_iter().map(|at| row(RowKind::Body, at)).collect();
    rows.extend(apart.into_iter().map(|at| row(RowKind::Apart, at)));
    let mut notes = vec![tables::base(composer, table)];
    notes.extend(tables::notes(composer, table, &rows));
    notes.extend(sources(composer, table));
    Grid { caption: String::new(), columns, rows, notes }
}

/// Where the known figures are known from, each source once.
fn sources(composer: &Composer<'_>, table: &Table) -> Option<String> {
    let mut sources: Vec<&str> = Vec::new();
    for source in table.benchmarks.iter().map(|known| known.source.get(composer.language)) {
        if !source.is_empty() && !sources.contains(&source) {
            sources.push(source);
        }
    }
    (!sources.is_empty()).then(|| composer.with("tables-source", &[("source", &sources.join("; "))]))
}
