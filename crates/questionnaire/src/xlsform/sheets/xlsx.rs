//! Workbooks.

use std::io::{Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::{Grid, KNOWN, LAST_COLUMN, LAST_ROW, cut};

/// A questionnaire is a small file; what inflates to more than this is not one.
pub(crate) const LARGEST_INFLATED: u64 = 64 << 20;

/// Why a workbook was not read.
pub(crate) enum Refusal {
    /// It cannot be read.
    Broken(String),
    /// It unpacks to too much.
    TooLarge,
}

impl Refusal {
    fn broken(cause: &dyn std::fmt::Display) -> Refusal {
        Refusal::Broken(cause.to_string())
    }
}

/// A cell that holds an error of the spreadsheet: sheet, row, column and the error.
pub(crate) type CellError = (String, u64, u32, String);

/// The sheets that XLSForm knows with their cells, others by name only; and cells that hold errors.
pub(crate) fn grids(bytes: &[u8]) -> Result<(Vec<Grid>, Vec<CellError>), Refusal> {
    inflate(bytes)?;
    let mut workbook: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|cause| Refusal::broken(&cause))?;
    let names: Vec<String> = workbook.sheet_names();
    let alone = names.len() == 1;
    let mut grids = Vec::new();
    let mut errors = Vec::new();
    for name in names {
        let mut grid = Grid { title: name.clone(), ..Grid::default() };
        if alone || KNOWN.contains(&name.to_lowercase().as_str()) {
            let mut cells =
                workbook.worksheet_cells_reader(&name).map_err(|cause| Refusal::broken(&cause))?;
            while let Some(cell) = cells.next_cell().map_err(|cause| Refusal::broken(&cause))? {
                let (row, column) = cell.get_position();
                let number = u64::from(row) + 1;
                if number > LAST_ROW || column >= LAST_COLUMN {
                    continue;
                }
                if let DataRef::Error(error) = cell.get_value() {
                    errors.push((name.clone(), number, column, error.to_string()));
                }
                let text = text(cell.get_value());
                if !text.is_empty() {
                    grid.rows.entry(number).or_default().push((column, text));
                }
            }
            // Files of other programs may have their cells in any order.
            for row in grid.rows.values_mut() {
                row.sort_by_key(|(column, _)| *column);
                row.dedup_by_key(|(column, _)| *column);
            }
        }
        grids.push(grid);
    }
    Ok((grids, errors))
}

/// Inflates every part with a limit on what comes out, whatever the directory of the archive says.
fn inflate(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|cause| Refusal::broken(&cause))?;
    let mut left = LARGEST_INFLATED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|cause| Refusal::broken(&cause))?;
        let inflated = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|cause| Refusal::broken(&cause))?;
        if inflated > left {
            return Err(Refusal::TooLarge);
        }
        left -= inflated;
    }
    Ok(())
}

/// The text of a cell as XLSForm's own tools take it: whole numbers without a decimal point, dates as
/// `2026-07-01 00:00:00`, times as `12:30:00`, spaces that do not break as spaces.
fn text(value: &DataRef<'_>) -> String {
    let words = |text: &str| {
        let text = cut(text.trim());
        if text.contains('\u{a0}') { text.replace('\u{a0}', " ") } else { text.to_owned() }
    };
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => date_text(*date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn number_text(number: f64) -> String {
    let small = number.abs() < 1e-4 && number != 0.0;
    if !small {
        return number.to_string();
    }
    let text = format!("{number:e}");
    match text.split_once("e-") {
        Some((digits, exponent)) => format!("{digits}e-{exponent:0>2}"),
        None => text,
    }
}

fn date_text(date: ExcelDateTime) -> String {
    let value = date.as_f64();
    if date.is_duration() {
        let seconds = (value * 86_400.0).round().max(0.0) as u64;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let days = hours / 24;
        let clock = format!("{}:{minutes:02}:{seconds:02}", hours % 24);
        return match days {
            0 => clock,
            1 => format!("1 day, {clock}"),
            _ => format!("{days} days, {clock}"),
        };
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let fraction = if milli > 0 { format!(".{:06}", u32::from(milli) * 1000) } else { String::new() };
    let clock = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if (0.0..1.0).contains(&value) { clock } else { format!("{year:04}-{month:02}-{day:02} {clock}") }
}

#[cfg(test)]
mod tests {
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    use super::*;

    #[test]
    fn numbers_and_dates_are_the_texts_that_xlsform_expects() {
        assert_eq!(number_text(3.0), "3");
        assert_eq!(number_text(0.5), "0.5");
        assert_eq!(number_text(0.000_012), "1.2e-05");
        let date = |value| date_text(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(date(46_204.0), "2026-07-01 00:00:00");
        assert_eq!(date(46_204.5), "2026-07-01 12:00:00");
        assert_eq!(date(0.25), "06:00:00");
        let duration = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(date_text(duration), "1 day, 12:00:00");
    }
}
