//! The sampling frame: `frame.csv`, one row for each listed unit of the last listed stage.

use std::collections::BTreeMap;

use sounding_survey::{Finding, Place};

/// Columns of text by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// Number of rows.
    pub rows: usize,
    /// The columns.
    pub columns: BTreeMap<String, Vec<String>>,
}

impl Frame {
    /// A column as numbers, or every value that is not a number of zero or more (at most twenty).
    pub fn numbers(&self, name: &str, file: &str) -> Result<Vec<f64>, Vec<Finding>> {
        let empty = Vec::new();
        let values = self.columns.get(name).unwrap_or(&empty);
        let mut findings = Vec::new();
        let mut numbers = Vec::with_capacity(values.len());
        for (row, value) in values.iter().enumerate() {
            match value.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0) {
                Some(number) => numbers.push(number),
                None if findings.len() < 20 => findings.push(Finding::error(
                    "E-STUDY-031",
                    Place::file(file).line(row as u64 + 2).column(name),
                    format!("expected a number of zero or more, found \"{value}\""),
                    "write the number in digits with a decimal point",
                )),
                None => {}
            }
        }
        if findings.is_empty() { Ok(numbers) } else { Err(findings) }
    }
}

/// Reads the text of a frame file, with every fault of its shape.
pub(crate) fn read(text: &str, file: &str) -> (Frame, Vec<Finding>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> =
        reader.headers().map(|head| head.iter().map(str::to_owned).collect()).unwrap_or_default();
    let mut findings = Vec::new();
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); heads.len()];
    for record in reader.records().flatten() {
        if record.len() != heads.len() && findings.len() < 20 {
            let line = record.position().map_or(0, csv::Position::line);
            let message = format!("expected {} fields, found {}", heads.len(), record.len());
            findings.push(Finding::error(
                "E-STUDY-030",
                Place::file(file).line(line),
                message,
                "give every line the fields of the header",
            ));
        }
        for (column, value) in columns.iter_mut().zip(record.iter().chain(std::iter::repeat(""))) {
            column.push(value.trim().to_owned());
        }
    }
    let rows = columns.first().map_or(0, Vec::len);
    if rows == 0 {
        findings.push(Finding::error(
            "E-STUDY-032",
            Place::file(file),
            "the frame lists no units",
            "write a line for each unit",
        ));
    }
    (Frame { rows, columns: heads.into_iter().zip(columns).collect() }, findings)
}
