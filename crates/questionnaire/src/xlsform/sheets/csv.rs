//! A form in one CSV file: the name of a sheet in the first column, its head and rows below from the second column on.
//!
//! ```text
//! survey
//! ,type,name,label
//! ,integer,age,Age
//! ```

use std::collections::BTreeMap;

use super::{Grid, LAST_COLUMN, LAST_ROW, cut};

/// Sheets in order. A sheet may come again with a head of its own; its columns join those of the same head.
pub(crate) fn grids(text: &str) -> Result<Vec<Grid>, ::csv::Error> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut grids: Vec<Grid> = Vec::new();
    let mut current: Option<usize> = None;
    // Columns of the part being read, as columns of its sheet; empty until its head was read.
    let mut columns: Vec<u32> = Vec::new();
    for record in reader.records() {
        let record = record?;
        let title = record.get(0).unwrap_or_default().trim();
        if !title.is_empty() {
            let known = grids.iter().position(|grid| grid.title.eq_ignore_ascii_case(title));
            current = known.or_else(|| {
                grids.push(Grid { title: title.to_owned(), ..Grid::default() });
                Some(grids.len() - 1)
            });
            columns.clear();
        }
        let Some(grid) = current.and_then(|at| grids.get_mut(at)) else { continue };
        let cells = record.iter().skip(1).take(LAST_COLUMN as usize).map(|text| cut(text.trim()));
        if cells.clone().all(str::is_empty) {
            continue;
        }
        if columns.is_empty() {
            columns = join(grid, cells);
            continue;
        }
        let mut row: BTreeMap<u32, String> = BTreeMap::new();
        for (column, text) in columns.iter().zip(cells).filter(|(_, text)| !text.is_empty()) {
            row.insert(*column, text.to_owned());
        }
        let number = grid.rows.last_key_value().map_or(2, |(last, _)| last + 1);
        if number <= LAST_ROW && !row.is_empty() {
            grid.rows.insert(number, row.into_iter().collect());
        }
    }
    Ok(grids)
}

/// Puts heads into the head of the sheet, those that it has where they are.
fn join<'a>(grid: &mut Grid, heads: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let first = !grid.rows.contains_key(&1);
    let known = grid.rows.entry(1).or_default();
    let mut columns = Vec::new();
    let mut next = known.last().map_or(0, |(column, _)| column + 1);
    for head in heads {
        if let Some((column, _)) = known.iter().find(|(_, name)| !first && name == head) {
            columns.push(*column);
            continue;
        }
        if !head.is_empty() {
            known.push((next, head.to_owned()));
        }
        columns.push(next);
        next += 1;
    }
    columns
}

/// Whether a text looks like such a file.
pub(crate) fn looks_so(text: &str) -> bool {
    text.chars().take(5_000).filter(|one| *one == ',').count() >= 4
}
