//! A form as sheets of text cells, whatever file it came in. Sheets are opened with care: a file may be broken, or made to be.

pub(crate) mod csv;
pub(crate) mod markdown;
pub(crate) mod xlsx;

use std::collections::BTreeMap;

use sounding_survey::nearest;

use crate::Fault;
use crate::xlsform::reading::Reading;

/// Sheets that XLSForm knows.
pub(crate) const KNOWN: [&str; 6] = ["survey", "choices", "settings", "entities", "external_choices", "osm"];

/// What is read of a sheet at most; no questionnaire comes near.
pub(crate) const LAST_ROW: u64 = 100_000;
/// Columns read of a sheet at most.
pub(crate) const LAST_COLUMN: u32 = 1_000;
/// Characters of a cell at most: what a workbook can hold.
pub(crate) const LONGEST_CELL: usize = 32_767;
/// Filled cells of a form at most.
const MOST_CELLS: usize = 4_000_000;
/// Empty columns and rows after which a sheet has ended, as XLSForm's own tools count.
const COLUMN_GAP: u32 = 20;
const ROW_GAP: u64 = 60;

/// A sheet as it stands in the file: rows by number from 1, cells by column from 0; empty cells are not there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    pub(crate) title: String,
    pub(crate) rows: BTreeMap<u64, Vec<(u32, String)>>,
}

/// One sheet: heads and the filled cells of each row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Its name in small letters: `survey`.
    pub(crate) name: String,
    /// Columns with their heads as written, without spaces around.
    pub(crate) heads: Vec<(u32, String)>,
    /// Rows with at least one cell under a head.
    pub(crate) rows: Vec<Row>,
}

/// The filled cells of a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// Counted from 1, the head being 1.
    pub(crate) number: u64,
    /// By column, in order.
    pub(crate) cells: Vec<(u32, String)>,
}

/// All sheets of a form that XLSForm knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    /// Names of all sheets as written.
    pub(crate) titles: Vec<String>,
    /// The known ones.
    pub(crate) sheets: Vec<Sheet>,
}

impl Book {
    /// The sheet of that name.
    pub(crate) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    /// A sheet that XLSForm does not know and whose name is nearly `name`. A leading underscore says that it is meant so.
    pub(crate) fn misspelt(&self, name: &str) -> Option<&str> {
        let unknown = self
            .titles
            .iter()
            .map(String::as_str)
            .filter(|title| !title.starts_with('_') && !KNOWN.contains(&title.to_lowercase().as_str()));
        nearest(name, unknown)
    }

    /// Takes the sheets that XLSForm knows. A single sheet of any other name is the survey.
    pub(crate) fn new(grids: Vec<Grid>, reading: &mut Reading) -> Book {
        let mut book =
            Book { titles: grids.iter().map(|grid| grid.title.clone()).collect(), ..Book::default() };
        let alone = grids.len() == 1;
        let mut cells = 0;
        for grid in grids {
            let mut name = grid.title.to_lowercase();
            if !KNOWN.contains(&name.as_str()) {
                if !alone {
                    continue;
                }
                "survey".clone_into(&mut name);
            }
            cells += grid.rows.values().map(Vec::len).sum::<usize>();
            if cells > MOST_CELLS {
                let place = reading.sheet_place(&name);
                reading.push(Fault::error("E-FORM-022", place).with("limit", MOST_CELLS.to_string()));
                break;
            }
            book.sheets.push(sheet(name, grid, reading));
        }
        book
    }
}

fn sheet(name: String, mut grid: Grid, reading: &mut Reading) -> Sheet {
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut last = None;
    let mut twice = Vec::new();
    for (column, head) in grid.rows.remove(&1).unwrap_or_default() {
        let gap = last.map_or(column, |last: u32| column - last - 1);
        if gap > COLUMN_GAP {
            break;
        }
        last = Some(column);
        let head = single_spaces(head.trim());
        if let Some((other, _)) = sheet.heads.iter().find(|(_, known)| *known == head) {
            let place = reading.place(&sheet.name, 1).column(format!("{}1", letters(column)));
            let fault = Fault::error("E-FORM-019", place).with("head", head.clone());
            reading.push(fault.with("other", format!("{}1", letters(*other))));
            twice.push(column);
            continue;
        }
        sheet.heads.push((column, head));
    }
    let mut before = 1;
    for (number, mut cells) in grid.rows {
        if number - before > ROW_GAP + 1 {
            let place = reading.place(&sheet.name, number);
            reading.push(Fault::warning("W-FORM-003", place).with("rows", (number - before - 1).to_string()));
            break;
        }
        let known = |column: &u32| sheet.heads.binary_search_by_key(column, |head| head.0).is_ok();
        let headless = cells.iter().find(|(column, _)| !known(column) && !twice.contains(column));
        if let (Some((column, text)), false) = (headless, sheet.heads.is_empty()) {
            let place = reading.place(&sheet.name, number).column(format!("{}{number}", letters(*column)));
            reading.push(Fault::warning("W-FORM-004", place).with("text", start_of(text)));
        }
        cells.retain(|(column, _)| known(column));
        if !cells.is_empty() {
            before = number;
            sheet.rows.push(Row { number, cells });
        }
    }
    sheet
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

/// Every run of spaces as one space.
pub(crate) fn single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        if one != ' ' || !out.ends_with(' ') {
            out.push(one);
        }
    }
    out
}

/// The first words of a text, for a message.
pub(crate) fn start_of(text: &str) -> String {
    let mut start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

/// What is left of a text that a cell can hold.
pub(crate) fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST_CELL).map_or(text, |(at, _)| &text[..at])
}
