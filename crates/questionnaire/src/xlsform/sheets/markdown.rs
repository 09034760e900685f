//! Tables of Markdown as sheets: how examples are written in manuals and tests.
//!
//! ```text
//! | survey |         |      |       |
//! |        | type    | name | label |
//! |        | integer | age  | Age   |
//! ```

use super::{Grid, LAST_COLUMN, LAST_ROW, cut};

/// Sheets in order. Lines that are no row of a table, comments after `#`, and rulings are passed over.
pub(crate) fn grids(text: &str) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let Some(cells) = cells(line) else { continue };
        let mut cells = cells.into_iter();
        let title = cells.next().unwrap_or_default();
        if !title.is_empty() {
            match grids.iter_mut().find(|grid| grid.title == title) {
                // A sheet that comes again takes the place of what it was.
                Some(grid) => grid.rows.clear(),
                None => grids.push(Grid { title: title.clone(), ..Grid::default() }),
            }
            if let Some(at) = grids.iter().position(|grid| grid.title == title) {
                let grid = grids.remove(at);
                grids.push(grid);
            }
        }
        let Some(grid) = grids.last_mut() else { continue };
        let row: Vec<(u32, String)> =
            (0..LAST_COLUMN).zip(cells).filter(|(_, text)| !text.is_empty()).collect();
        let number = grid.rows.len() as u64 + 1;
        if !row.is_empty() && number <= LAST_ROW {
            grid.rows.insert(number, row);
        }
    }
    grids
}

/// The cells between the first and the last bar of a line; `\|` is a bar in a cell.
fn cells(line: &str) -> Option<Vec<String>> {
    if line.trim_start().starts_with('#') {
        return None;
    }
    let inner = line.trim_start().strip_prefix('|')?;
    let end = inner.rfind('|')?;
    // What stands after the last bar must be a comment or nothing.
    let rest = inner[end + 1..].trim();
    if !(rest.is_empty() || rest.starts_with('#')) {
        return None;
    }
    let inner = &inner[..end];
    if !inner.is_empty() && inner.chars().all(|one| matches!(one, '|' | '-')) {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for one in inner.chars() {
        match (one, cells.last_mut()) {
            ('|', Some(cell)) if escaped => {
                cell.pop();
                cell.push('|');
            }
            ('|', _) => cells.push(String::new()),
            (_, Some(cell)) => cell.push(one),
            (_, None) => {}
        }
        escaped = one == '\\';
    }
    Some(cells.iter().map(|cell| cut(cell.trim()).to_owned()).collect())
}

/// Whether a text looks like such a table.
pub(crate) fn looks_so(text: &str) -> bool {
    text.chars().take(5_000).filter(|one| *one == '|').count() >= 5
}
