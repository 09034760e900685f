//! Attached tables in CSV: the first row names the columns, each further row is an item.

use super::{Name, Names, Stock};

/// Adds the table as an instance. Commas or semicolons; a byte order mark is passed over; a row may be short.
pub(crate) fn attach(
    stock: &mut Stock,
    names: &mut Names,
    instance: &str,
    bytes: &[u8],
) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (columns, rows) = read(text)?;
    let columns: Vec<Name> = columns.iter().map(|column| names.intern(column)).collect();
    let rows: Vec<Vec<(Name, &str)>> = rows
        .iter()
        .map(|row| columns.iter().copied().zip(row.iter().map(String::as_str)).collect())
        .collect();
    stock.add_table(instance, names, rows.into_iter());
    Ok(())
}

/// Columns and rows of a text.
pub(crate) fn read(text: &str) -> Result<(Vec<String>, Vec<Vec<String>>), String> {
    let head = text.lines().next().unwrap_or_default();
    // What people export in countries of the decimal comma.
    let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|fault| fault.to_string())?;
    let columns: Vec<String> = head.iter().map(|column| column.trim().to_owned()).collect();
    if columns.iter().all(String::is_empty) {
        return Err("it has no columns".to_owned());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| fault.to_string())?;
        if record.len() > columns.len() {
            let line = record.position().map_or(0, csv::Position::line);
            return Err(format!("line {line} has more cells than there are columns"));
        }
        rows.push(record.iter().map(ToOwned::to_owned).collect());
    }
    Ok((columns, rows))
}
