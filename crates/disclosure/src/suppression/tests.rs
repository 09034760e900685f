//! Suppression against an attacker who is not the one inside: brute force over whole counts, and elimination by hand.

use sounding_survey::{
    CategoryRole, Cell, ChartKind, Column, Disclosure, Group, Reliability, Statistic, Table, TableRole, Text,
};

use super::*;

/// A table of counts by one breakdown `g`: everyone first, then one row for each slice.
pub(crate) fn table(rows: &[&[u64]]) -> Table {
    let columns = rows[0].len();
    let everyone: Vec<u64> = (0..columns).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
    let mut groups = vec![group(None, &[], everyone.iter().sum())];
    let mut cells: Vec<Cell> = everyone.iter().map(|&count| cell(count)).collect();
    for (at, row) in rows.iter().enumerate() {
        groups.push(group(Some(0), &[&at.to_string()], row.iter().sum()));
        cells.extend(row.iter().map(|&count| cell(count)));
    }
    Table {
        id: "t".into(),
        role: TableRole::Breakdown,
        variable: "q".into(),
        question: Text::same("q"),
        short: Text::default(),
        universe: None,
        statistic: Statistic::Percent,
        ordered: false,
        multiple: false,
        chart: ChartKind::None,
        breakdowns: vec!["g".into()],
        breakdown_labels: vec![Text::same("g")],
        groups,
        columns: (0..columns)
            .map(|at| Column {
                code: at.to_string(),
                label: Text::same("c"),
                role: CategoryRole::Substantive,
            })
            .collect(),
        cells,
        tests: Vec::new(),
        benchmarks: Vec::new(),
        level: 0.95,
    }
}

fn group(breakdown: Option<usize>, codes: &[&str], base: u64) -> Group {
    let codes: Vec<String> = codes.iter().map(|&code| code.to_owned()).collect();
    Group { breakdown, label: Text::same(codes.join("*")), codes, base, effective_base: base as f64 }
}

fn cell(count: u64) -> Cell {
    Cell { count, estimate: None, disclosure: Disclosure::Open, reliability: Reliability::Reliable }
}

/// Protects tables of which nothing else is at hand.
fn alone(tables: &mut [Table], rules: &ReleaseRules) -> Suppressed {
    let people = Respondents::unknown(tables);
    protect(tables, &people, rules)
}

fn hidden(table: &Table) -> Vec<(usize, usize)> {
    let width = table.columns.len();
    (0..table.cells.len())
        .filter(|&at| table.cells[at].disclosure != Disclosure::Open)
        .map(|at| (at / width, at % width))
        .collect()
}

#[test]
fn a_table_of_large_cells_is_open() {
    let mut tables = [table(&[&[40, 50], &[60, 70]])];
    let suppressed = alone(&mut tables, &ReleaseRules::default());
    assert_eq!((suppressed.primary, suppressed.complementary, suppressed.cells), (0, 0, 6));
}

#[test]
fn one_small_cell_takes_three_others_with_it() {
    let mut tables = [table(&[&[5, 50, 40], &[60, 70, 80], &[90, 95, 99]])];
    let suppressed = alone(&mut tables, &ReleaseRules::default());
    assert_eq!(suppressed.primary, 1);
    // A rectangle: every row and every column with a hidden cell has at least two.
    assert_eq!(suppressed.complementary, 3);
    assert_eq!(tables[0].cell(1, 0).disclosure, Disclosure::Primary);
    for line in [1, 2] {
        assert_eq!(hidden(&tables[0]).iter().filter(|(row, _)| *row == line).count(), 2);
    }
}

#[test]
fn two_hidden_zeros_do_not_protect_each_other() {
    // 0 + 0 = 0 is solved at once, so a third cell must go.
    let mut tables = [table(&[&[0, 0, 80], &[60, 70, 80], &[90, 95, 99]])];
    alone(&mut tables, &ReleaseRules::default());
    assert_eq!(hidden(&tables[0]).iter().filter(|(row, _)| *row == 1).count(), 3);
}

#[test]
fn a_group_under_the_base_shows_no_percentage_and_cannot_be_subtracted() {
    let mut tables = [table(&[&[12, 14], &[60, 70], &[90, 95]])];
    alone(&mut tables, &ReleaseRules::default());
    let hidden = hidden(&tables[0]);
    assert!(hidden.contains(&(1, 0)) && hidden.contains(&(1, 1)));
    for column in 0..2 {
        assert!(
            hidden.iter().filter(|(row, at)| *row > 0 && *at == column).count() >= 2,
            "column {column} can be subtracted"
        );
    }
}

#[test]
fn a_crossing_is_protected_together_with_its_parts() {
    // Counts of column 0 by a (rows) and b: one crossing cell is small.
    let counts = [[[6, 40], [50, 60]], [[70, 80], [90, 85]]];
    let mut whole = table(&[&[0, 0]]);
    whole.breakdowns = vec!["a".into(), "b".into(), "a*b".into()];
    whole.breakdown_labels = vec![Text::same("a"), Text::same("b"), Text::same("a*b")];
    whole.groups.clear();
    whole.cells.clear();
    let mut push = |breakdown: Option<usize>, codes: &[&str], pick: &dyn Fn(usize, usize) -> bool| {
        let count = |column: usize| -> u64 {
            (0..2)
                .flat_map(|a| (0..2).map(move |b| (a, b)))
                .filter(|&(a, b)| pick(a, b))
                .map(|(a, b)| counts[a][b][column])
                .sum()
        };
        whole.groups.push(group(breakdown, codes, count(0) + count(1)));
        whole.cells.extend([cell(count(0)), cell(count(1))]);
    };
    push(None, &[], &|_, _| true);
    let names = ["x", "y"];
    for i in 0..2 {
        push(Some(0), &[names[i]], &|a, _| a == i);
    }
    for i in 0..2 {
        push(Some(1), &[names[i]], &|_, b| b == i);
    }
    for i in 0..2 {
        for j in 0..2 {
            push(Some(2), &[names[i], names[j]], &|a, b| a == i && b == j);
        }
    }
    let mut tables = [whole];
    alone(&mut tables, &ReleaseRules::default());
    let hidden = hidden(&tables[0]);
    assert!(hidden.contains(&(5, 0)));
    // Both the group's other answer and another group of each part must be hidden with it.
    assert!(hidden.iter().filter(|(row, column)| *row >= 5 && *column == 0).count() >= 2);
    assert!(hidden.iter().filter(|(row, _)| *row == 5).count() >= 2);
}

#[test]
fn the_same_question_in_two_tables_gets_one_decision() {
    let mut tables = [table(&[&[5, 50], &[60, 70], &[80, 90]]), table(&[&[5, 50], &[60, 70], &[80, 90]])];
    tables[1].id = "u".into();
    alone(&mut tables, &ReleaseRules::default());
    assert_eq!(hidden(&tables[0]), hidden(&tables[1]));
}

#[test]
fn a_base_under_the_minimum_hides_the_whole_group() {
    let mut tables = [table(&[&[4, 3], &[60, 70], &[80, 90]])];
    alone(&mut tables, &ReleaseRules::default());
    assert!(hidden(&tables[0]).contains(&(1, 0)) && hidden(&tables[0]).contains(&(1, 1)));
}

/// Every hidden primary cell of a small random table has, by enumeration of all whole-number tables with the same open
/// cells, values that differ by at least the minimum.
#[test]
fn no_primary_cell_can_be_pinned_down_by_enumeration() {
    let rules = ReleaseRules { minimum_cell: 2, minimum_base: 1, maximum_width: 0.3 };
    let mut state = 12_345u64;
    let mut next = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for _ in 0..60 {
        let rows: Vec<Vec<u64>> = (0..3).map(|_| (0..3).map(|_| next(6)).collect()).collect();
        let slices: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
        let mut tables = [table(&slices)];
        alone(&mut tables, &rules);
        let table = &tables[0];
        let inner_hidden: Vec<(usize, usize)> =
            hidden(table).into_iter().filter(|(row, _)| *row > 0).collect();
        if inner_hidden.len() > 7 {
            continue;
        }
        let mut ranges = vec![(u64::MAX, 0u64); inner_hidden.len()];
        enumerate(table, &inner_hidden, &mut ranges);
        for (&(row, column), &(least, most)) in inner_hidden.iter().zip(&ranges) {
            // A group without anybody is shown to be one: its base of 0 says all of it.
            let somebody = table.groups[row].base > 0;
            if somebody && table.cell(row, column).disclosure == Disclosure::Primary {
                assert!(most > least, "{rows:?}: cell {row},{column} can only be {least}");
            }
        }
    }
}

/// Tries every filling of the hidden inner cells with 0..=20 that keeps the open sums.
fn enumerate(table: &Table, cells: &[(usize, usize)], ranges: &mut [(u64, u64)]) {
    let width = table.columns.len();
    let mut values: Vec<u64> = table.cells.iter().map(|cell| cell.count).collect();
    fill(table, cells, 0, &mut values, &mut |values| {
        let base_open = |row: usize| table.groups[row].base != 1;
        let rows_hold = (1..table.groups.len()).all(|row| {
            !base_open(row)
                || values[row * width..(row + 1) * width].iter().sum::<u64>() == table.groups[row].base
        });
        let columns_hold = (0..width).all(|column| {
            table.cell(0, column).disclosure != Disclosure::Open
                || (1..table.groups.len()).map(|row| values[row * width + column]).sum::<u64>()
                    == table.cell(0, column).count
        });
        if rows_hold && columns_hold {
            for (range, &(row, column)) in ranges.iter_mut().zip(cells) {
                let value = values[row * width + column];
                *range = (range.0.min(value), range.1.max(value));
            }
        }
    });
}

fn fill(
    table: &Table,
    cells: &[(usize, usize)],
    at: usize,
    values: &mut Vec<u64>,
    check: &mut dyn FnMut(&[u64]),
) {
    let Some(&(row, column)) = cells.get(at) else {
        check(values);
        return;
    };
    let width = table.columns.len();
    for value in 0..=7 {
        values[row * width + column] = value;
        fill(table, cells, at + 1, values, check);
    }
    values[row * width + column] = table.cell(row, column).count;
}
