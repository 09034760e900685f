//! Tables by groups of people, and by points in time: groups in rows under the name of their breakdown, answers in columns.

use std::ops::Range;

use sounding_survey::{Table, TableRole, TestResult};

use super::{Composer, anchor, tables};
use crate::document::{Block, Grid, GridCell, GridColumn, GridRow, RowKind, Section};

/// Answers side by side at most; a question with more is shown in several tables of like width.
const ABREAST: usize = 6;

/// Groups up to this number stay in the order of the questionnaire; more are a list of names.
const FEW: usize = 8;

/// The section of breakdowns or of trends; `None` where there are none.
pub(super) fn section(composer: &Composer<'_>, role: TableRole) -> Option<Section> {
    let (id, title) = match role {
        TableRole::Trend => ("trends", "tables-trends"),
        _ => ("breakdowns", "tables-breakdowns"),
    };
    let mut blocks = Vec::new();
    for (number, table) in composer.tables(role).enumerate() {
        let anchor = anchor(id, number + 1, &table.id);
        blocks.push(Block::Heading { id: anchor, text: heading(composer, table) });
        blocks.extend(tables::opening(composer, table));
        blocks.extend(grids(composer, table));
    }
    (!blocks.is_empty()).then(|| Section { id: id.into(), title: composer.say(title), blocks })
}

fn heading(composer: &Composer<'_>, table: &Table) -> String {
    let by: Vec<String> =
        table.breakdown_labels.iter().map(|label| tables::inside(label.get(composer.language))).collect();
    let topic = composer.short(table);
    if by.is_empty() {
        return topic.to_owned();
    }
    composer.with("tables-by", &[("topic", topic), ("breakdowns", &by.join("; "))])
}

fn grids(composer: &Composer<'_>, table: &Table) -> Vec<Block> {
    let (mut columns, apart) = tables::columns(table);
    columns.extend(apart);
    let parts = parts(columns.len());
    let order = order(composer, table);
    let count = parts.len();
    let mut blocks = Vec::new();
    for (number, part) in parts.into_iter().enumerate() {
        let caption = if count > 1 {
            let (part, of) = (composer.locale.count(number as u64 + 1), composer.locale.count(count as u64));
            composer.with("tables-part", &[("part", &part), ("of", &of)])
        } else {
            String::new()
        };
        let rows = rows(composer, table, &columns[part.clone()], &order);
        // What holds of the whole table stands under its last part, the marks under each.
        let notes = if number + 1 == count {
            let mut notes = vec![
                tables::base(composer, table),
                tables::what(composer, table),
                composer.say("tables-weighted"),
            ];
            notes.extend(tables::notes(composer, table, &rows));
            notes.extend(table.tests.iter().map(|test| self::test(composer, table, test)));
            notes
        } else {
            tables::marks(composer, &rows)
        };
        blocks.push(Block::Grid(Grid {
            caption,
            columns: heads(composer, table, &columns[part]),
            rows,
            notes,
        }));
    }
    blocks
}

fn heads(composer: &Composer<'_>, table: &Table, columns: &[usize]) -> Vec<GridColumn> {
    let mut heads = vec![GridColumn { head: composer.say("tables-group"), numeric: false }];
    heads.extend(
        columns.iter().map(|&at| GridColumn { head: tables::column(composer, table, at), numeric: true }),
    );
    heads.push(GridColumn { head: composer.say("tables-n"), numeric: true });
    heads
}

fn rows(composer: &Composer<'_>, table: &Table, columns: &[usize], order: &[usize]) -> Vec<GridRow> {
    let figures = composer.figures(table);
    let mut rows = Vec::new();
    let mut current = None;
    for &group in order {
        let breakdown = table.groups[group].breakdown;
        if let (Some(at), true) = (breakdown, breakdown != current) {
            let label = table.breakdown_labels.get(at).map_or("", |label| label.get(composer.language));
            rows.push(GridRow { kind: RowKind::Section, cells: vec![GridCell::words(label)] });
        }
        current = breakdown;
        let mut cells = vec![GridCell::words(tables::group(composer, table, group))];
        cells.extend(columns.iter().map(|&column| figures.cell(group, column)));
        cells.push(figures.base_cell(group));
        let kind = if breakdown.is_none() { RowKind::Total } else { RowKind::Body };
        rows.push(GridRow { kind, cells });
    }
    rows
}

/// The groups in the order of their rows: as they come, but a long list of names by the language's collation.
fn order(composer: &Composer<'_>, table: &Table) -> Vec<usize> {
    let mut order: Vec<usize> = (0..table.groups.len()).collect();
    // Breakdowns follow each other in the table; each is one run.
    for run in
        order.chunk_by_mut(|&left, &right| table.groups[left].breakdown == table.groups[right].breakdown)
    {
        if are_names(composer, table, run) {
            run.sort_by(|&left, &right| {
                let label = |at: usize| table.groups[at].label.get(composer.language);
                composer.locale.compare(label(left), label(right))
            });
        }
    }
    order
}

/// Whether groups are names without an order of their own: more than a few, of one variable that the study does not call a scale,
/// none of them with a number in it, and not points in time.
fn are_names(composer: &Composer<'_>, table: &Table, run: &[usize]) -> bool {
    let Some(name) = run.first().and_then(|&at| table.groups[at].breakdown).map(|at| &table.breakdowns[at])
    else {
        return false;
    };
    let definition = composer.definition;
    let scale = definition.variables.get(name).and_then(|notes| notes.ordered).unwrap_or(false)
        || definition.derive.iter().any(|derived| derived.name == *name && derived.ordered);
    let numbered =
        |&at: &usize| table.groups[at].label.get(composer.language).chars().any(|sign| sign.is_ascii_digit());
    run.len() > FEW
        && table.role != TableRole::Trend
        && !scale
        && !name.contains('*')
        && !run.iter().any(numbered)
}

/// The columns in parts of like width.
fn parts(columns: usize) -> Vec<Range<usize>> {
    let count = columns.div_ceil(ABREAST).max(1);
    (0..count).map(|part| part * columns / count..(part + 1) * columns / count).collect()
}

/// A test in one line.
fn test(composer: &Composer<'_>, table: &Table, test: &TestResult) -> String {
    let locale = composer.locale;
    let label = table.breakdown_labels.get(test.breakdown).map_or("", |label| label.get(composer.language));
    let degrees =
        |value: f64| if value == f64::INFINITY { "∞".to_owned() } else { locale.number(value, 1) };
    let p = if test.p_value < 0.001 {
        format!("< {}", locale.number(0.001, 3))
    } else {
        format!("= {}", locale.number(test.p_value, 3))
    };
    composer.with(
        "tables-test",
        &[
            ("breakdown", &tables::inside(label)),
            ("df1", &degrees(test.df1)),
            ("df2", &degrees(test.df2)),
            ("statistic", &locale.number(test.statistic, 2)),
            ("p", &p),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_tables_are_parted_evenly() {
        let widths = |columns: usize| parts(columns).iter().map(ExactSizeIterator::len).collect::<Vec<_>>();
        assert_eq!(widths(6), [6]);
        assert_eq!(widths(7), [3, 4]);
        assert_eq!(widths(13), [4, 4, 5]);
        assert_eq!(widths(0), [0]);
        assert_eq!(parts(13)[1], 4..8);
    }
}
