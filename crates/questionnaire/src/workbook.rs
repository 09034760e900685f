//! A workbook as sheets of text cells, opened with care: it may be broken, or made to be.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use sounding_survey::{Finding, Place};

/// A questionnaire is a small file; what inflates to more than this is not one.
const LARGEST_INFLATED: u64 = 64 << 20;
/// Rows and columns read of a sheet; XLSForm's own tools stop far below.
const LAST_ROW: u32 = 100_000;
const LAST_COLUMN: u32 = 1_000;

/// One sheet: the head of each column, and the filled cells of each row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Columns by head, with their index.
    pub(crate) head: Vec<(String, u32)>,
    /// Row number (from 1) and its cells by column index; rows without text are not there.
    pub(crate) rows: Vec<(u64, BTreeMap<u32, String>)>,
}

impl Sheet {
    /// The text under a head in a row.
    pub(crate) fn get<'a>(&self, row: &'a BTreeMap<u32, String>, head: &str) -> Option<&'a str> {
        let (_, column) = self.head.iter().find(|(name, _)| name == head)?;
        row.get(column).map(String::as_str)
    }
}

/// The named sheets that the workbook has.
pub(crate) fn open(bytes: &[u8], file: &str, wanted: &[&str]) -> Result<Vec<Sheet>, Finding> {
    let broken = |cause: &dyn std::fmt::Display| {
        Finding::error(
            "E-FORM-001",
            Place::file(file),
            format!("the file is not an XLSX workbook that can be read: {cause}"),
            "save it again as .xlsx in a spreadsheet program",
        )
    };
    inflate(bytes, file, &broken)?;
    let mut workbook: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| broken(&cause))?;
    let names: Vec<String> = workbook.sheet_names();
    let mut sheets = Vec::new();
    for name in names.iter().filter(|name| wanted.contains(&name.trim().to_lowercase().as_str())) {
        let mut sheet = Sheet { name: name.trim().to_lowercase(), ..Sheet::default() };
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|cause| broken(&cause))?;
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        while let Some(cell) = cells.next_cell().map_err(|cause| broken(&cause))? {
            let (row, column) = cell.get_position();
            let text = text(cell.get_value());
            if row < LAST_ROW && column < LAST_COLUMN && !text.is_empty() {
                rows.entry(row).or_default().insert(column, text);
            }
        }
        let mut rows = rows.into_iter();
        if let Some((_, head)) = rows.next() {
            sheet.head = head.into_iter().map(|(column, name)| (normal(&name), column)).collect();
        }
        sheet.rows = rows.map(|(row, cells)| (u64::from(row) + 1, cells)).collect();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Inflates every part with a limit on what comes out, whatever the directory of the archive says.
fn inflate(
    bytes: &[u8],
    file: &str,
    broken: &dyn Fn(&dyn std::fmt::Display) -> Finding,
) -> Result<(), Finding> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|cause| broken(&cause))?;
    let mut left = LARGEST_INFLATED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|cause| broken(&cause))?;
        let inflated =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|cause| broken(&cause))?;
        if inflated > left {
            return Err(Finding::error(
                "E-FORM-002",
                Place::file(file),
                format!(
                    "the workbook unpacks to more than {} MiB, which no questionnaire does",
                    LARGEST_INFLATED >> 20
                ),
                "save the questionnaire in a new workbook without pictures and unused rows",
            ));
        }
        left -= inflated;
    }
    Ok(())
}

/// What a person sees in the cell: whole numbers without a decimal point.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Heads are compared without regard to case and with `::` as the one mark before a language.
fn normal(head: &str) -> String {
    let head = head.trim();
    match head.split_once("::").or_else(|| head.split_once(':')) {
        Some((name, language)) => {
            format!(
                "{}::{}",
                name.trim().to_lowercase(),
                language.trim_start_matches(':').trim().to_lowercase()
            )
        }
        None => head.to_lowercase().replace(' ', "_"),
    }
}

/// The reference of a cell as spreadsheets write it: `C7`.
pub(crate) fn reference(sheet: &Sheet, head: &str, row: u64) -> String {
    match sheet.head.iter().find(|(name, _)| name == head) {
        Some((_, column)) => {
            let mut letters = String::new();
            let mut rest = *column + 1;
            while rest > 0 {
                letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
                rest = (rest - 1) / 26;
            }
            format!("{letters}{row} ({head})")
        }
        None => head.to_owned(),
    }
}
