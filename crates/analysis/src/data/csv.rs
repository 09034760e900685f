//! Reading a CSV file into columns: the whole file is looked at before a column is called numeric, and everything that
//! is wrong with it is reported with its line.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::arrow::record_batch::RecordBatch;
use sounding_survey::{Finding, Place};

use super::source::Reading;
use crate::fault::Faults;

/// Text files beyond this size are refused: they belong in Parquet, which is read column by column.
const LARGEST: u64 = 1 << 30;

/// At most so many faults of one kind are listed.
const LISTED: usize = 20;

/// Reads the file: columns in which every value is a number become `Float64`, the others `Utf8`.
pub(super) fn read(path: &Path, reading: &Reading) -> Result<RecordBatch, Faults> {
    let file = path.display().to_string();
    let content = load(path, &file)?;
    let header = header(&content, &file)?;
    let numeric = numeric_columns(&content, &file, &header, reading)?;
    let rows = bytecount(&content);
    let mut columns: Vec<Builder> = numeric
        .iter()
        .map(|&numeric| if numeric { Builder::numbers(rows) } else { Builder::texts() })
        .collect();
    let mut reader = reader(&content);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).unwrap_or(false) {
        for (column, value) in columns.iter_mut().zip(&record) {
            column.push(if reading.is_missing(value) { None } else { Some(value) });
        }
    }
    let fields: Vec<Field> = header
        .iter()
        .zip(&numeric)
        .map(|(name, &numeric)| {
            Field::new(name, if numeric { DataType::Float64 } else { DataType::Utf8 }, true)
        })
        .collect();
    let arrays: Vec<ArrayRef> = columns.into_iter().map(Builder::finish).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(|cause| {
        Faults::one(
            "E-DATA-001",
            Place::file(file),
            format!("the file cannot be read: {cause}"),
            "check that it is a CSV file",
        )
    })
}

/// Values of a column that are not numbers, with their lines: at most twenty.
pub(super) fn not_numbers(path: &Path, column: &str, reading: &Reading) -> Vec<(u64, String)> {
    let file = path.display().to_string();
    let Ok(content) = load(path, &file) else { return Vec::new() };
    let mut reader = reader(&content);
    let Some(at) = reader.headers().ok().and_then(|header| header.iter().position(|name| name == column))
    else {
        return Vec::new();
    };
    reader
        .records()
        .flatten()
        .filter_map(|record| {
            let value = record.get(at).unwrap_or("");
            let line = record.position().map_or(0, csv::Position::line);
            (!reading.is_missing(value) && number(value).is_none()).then(|| (line, value.to_owned()))
        })
        .take(LISTED)
        .collect()
}

fn load(path: &Path, file: &str) -> Result<String, Faults> {
    let unreadable = |cause: std::io::Error| {
        Faults::one(
            "E-DATA-001",
            Place::file(file),
            format!("the file cannot be read: {cause}"),
            "check the path and the permissions",
        )
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(Faults::one(
            "E-DATA-002",
            Place::file(file),
            format!("the file has {} MiB, and a CSV file may have {} MiB", size >> 20, LARGEST >> 20),
            "save it as Parquet, which is read column by column and has no such limit",
        ));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Faults::one(
            "E-DATA-003",
            Place::file(file),
            "the file is empty",
            "write a header line with the names of the columns, and a line for each row",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].split(|&byte| byte == b'\n').count() as u64;
        Faults::one(
            "E-DATA-004",
            Place::file(file).line(line),
            "the text is not UTF-8",
            "save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")",
        )
    })
}

fn reader(content: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).from_reader(content.as_bytes())
}

fn header(content: &str, file: &str) -> Result<Vec<String>, Faults> {
    let mut reader = reader(content);
    let names: Vec<String> =
        reader.headers().map(|header| header.iter().map(str::to_owned).collect()).unwrap_or_default();
    let place = || Place::file(file).line(1);
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (i, name) in names.iter().enumerate() {
        if name.trim().is_empty() {
            faults.push(Finding::error(
                "E-DATA-005",
                place().column(format!("column {}", i + 1)),
                "the column has no name",
                "give every column a name in the first line",
            ));
        } else if !seen.insert(name) {
            faults.push(Finding::error(
                "E-DATA-006",
                place().column(name),
                format!("two columns are named \"{name}\""),
                "give every column a name of its own",
            ));
        }
    }
    if names.len() == 1 && names[0].contains([';', '\t']) {
        faults.push(Finding::error(
            "E-DATA-007",
            place(),
            "the columns are separated by semicolons or tabs, and commas were expected",
            "save the file with commas between the columns and points in the numbers",
        ));
    }
    if faults.is_empty() { Ok(names) } else { Err(Faults(faults)) }
}

fn numeric_columns(
    content: &str,
    file: &str,
    header: &[String],
    reading: &Reading,
) -> Result<Vec<bool>, Faults> {
    let mut numeric: Vec<bool> = header.iter().map(|name| !reading.text.contains(name)).collect();
    let mut filled = vec![false; header.len()];
    let mut faults = Vec::new();
    let mut reader = reader(content);
    let mut record = csv::StringRecord::new();
    let mut rows = 0u64;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(cause) => {
                faults.push(Finding::error(
                    "E-DATA-001",
                    Place::file(file),
                    cause.to_string(),
                    "mend the line",
                ));
                break;
            }
        }
        rows += 1;
        if record.len() != header.len() && faults.len() < LISTED {
            faults.push(Finding::error(
                "E-DATA-008",
                Place::file(file).line(record.position().map_or(0, csv::Position::line)),
                format!("expected {} fields, found {}", header.len(), record.len()),
                "put quotation marks around texts that have commas in them, and leave empty fields for missing values",
            ));
        }
        for ((numeric, filled), value) in numeric.iter_mut().zip(&mut filled).zip(&record) {
            if *numeric && !reading.is_missing(value) {
                *filled = true;
                *numeric = is_quantity(value);
            }
        }
    }
    if rows == 0 && faults.is_empty() {
        faults.push(Finding::error(
            "E-DATA-003",
            Place::file(file),
            "the file has a header and no rows",
            "write a line for each row",
        ));
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    // A column without a single value is neither; numbers with nothing in them serve every use.
    Ok(numeric)
}

/// A number and not a code that only looks like one: `01` and `007` keep their zeros.
fn is_quantity(value: &str) -> bool {
    let digits = value.trim().trim_start_matches(['-', '+']);
    let coded = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
    !coded && number(value).is_some()
}

/// A finite decimal number written with a point; words such as `nan` are not numbers here.
fn number(value: &str) -> Option<f64> {
    let value = value.trim();
    if !value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return None;
    }
    value.parse().ok().filter(|number: &f64| number.is_finite())
}

fn bytecount(content: &str) -> usize {
    content.bytes().filter(|&byte| byte == b'\n').count()
}

enum Builder {
    Numbers(Vec<Option<f64>>),
    Texts(Vec<Option<String>>),
}

impl Builder {
    fn numbers(rows: usize) -> Builder {
        Builder::Numbers(Vec::with_capacity(rows))
    }

    fn texts() -> Builder {
        Builder::Texts(Vec::new())
    }

    fn push(&mut self, value: Option<&str>) {
        match self {
            Builder::Numbers(values) => values.push(value.and_then(number)),
            Builder::Texts(values) => values.push(value.map(str::to_owned)),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Builder::Numbers(values) => Arc::new(Float64Array::from(values)),
            Builder::Texts(values) => Arc::new(StringArray::from(values)),
        }
    }
}
