//! A file of answers, opened once, with variables computed in SQL.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int32Type};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::Column as ColumnName;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::Expr;
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use sounding_survey::{Finding, Place, nearest};
use tokio::runtime::{Builder, Runtime};

mod groups;

pub use groups::session_settings;

use self::groups::Engine;
use super::csv;
use super::frame::{Coder, Column, Frame};
use crate::fault::Faults;

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Columns that are texts whatever they look like: codes such as `01`, identifiers.
    pub text: BTreeSet<String>,
    /// Texts that mean no value, besides the empty field.
    pub missing: BTreeSet<String>,
}

impl Reading {
    pub(super) fn is_missing(&self, value: &str) -> bool {
        value.is_empty() || self.missing.contains(value)
    }
}

/// A file of answers and the variables derived from it.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    reading: Reading,
    runtime: Runtime,
    data: DataFrame,
    engine: Engine,
}

impl Source {
    /// Opens a CSV or Parquet file, told apart by the ending of its name.
    pub fn open(path: &Path, reading: Reading) -> Result<Source, Faults> {
        let file = path.display().to_string();
        let unreadable = |cause: &dyn std::fmt::Display| {
            Faults::one(
                "E-DATA-001",
                Place::file(&file),
                format!("the file cannot be read: {cause}"),
                "check the path, the permissions and the format",
            )
        };
        let runtime = Builder::new_current_thread().build().map_err(|cause| unreadable(&cause))?;
        let context = context();
        let data = match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => {
                let batch = csv::read(path, &reading)?;
                context.read_batch(batch).map_err(|cause| unreadable(&cause))?
            }
            Some("parquet") => {
                std::fs::File::open(path).map_err(|cause| unreadable(&cause))?;
                let read = context.read_parquet(file.as_str(), ParquetReadOptions::default());
                runtime.block_on(read).map_err(|cause| {
                    let cause = innermost(&cause);
                    Faults::one(
                        "E-DATA-009",
                        Place::file(&file),
                        format!("the file is not readable as Parquet: {cause}"),
                        "write the file again, or give a CSV file",
                    )
                })?
            }
            _ => {
                return Err(Faults::one(
                    "E-DATA-010",
                    Place::file(&file),
                    "the name of the file ends neither in .csv nor in .parquet",
                    "give a CSV or Parquet file with its usual ending",
                ));
            }
        };
        Ok(Source { path: path.to_path_buf(), reading, runtime, data, engine: Engine::Rows })
    }

    /// Names of all columns, derived ones last.
    pub fn names(&self) -> Vec<String> {
        self.data.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Whether there is a column of that name.
    pub fn has(&self, name: &str) -> bool {
        self.data.schema().fields().iter().any(|field| field.name() == name)
    }

    /// Adds a variable computed by an SQL expression over the columns, earlier derived ones included.
    pub fn derive(&mut self, name: &str, sql: &str) -> Result<(), Faults> {
        let expression = self.expression(name, sql)?;
        self.data = self
            .data
            .clone()
            .with_column(name, expression)
            .map_err(|cause| self.sql_fault(name, sql, &cause))?;
        Ok(())
    }

    /// A fault that says which of `names` are not columns, with the nearest ones there are.
    pub fn require<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<(), Faults> {
        let known = self.names();
        let faults: Vec<Finding> = names
            .into_iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter(|name| !self.has(name))
            .map(|name| {
                let remedy = match nearest(name, known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("the columns are: {}", listed(&known)),
                };
                Finding::error(
                    "E-DATA-011",
                    Place::file(self.path.display().to_string()),
                    format!("there is no column \"{name}\""),
                    remedy,
                )
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
    }

    /// The named columns, in memory.
    pub fn frame<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<Frame, Faults> {
        let names: Vec<&str> = names.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        self.require(names.iter().copied())?;
        let columns: Vec<Expr> =
            names.iter().map(|name| Expr::Column(ColumnName::from_name(*name))).collect();
        let broken = |cause: &DataFusionError| {
            Faults::one(
                "E-DATA-012",
                Place::file(self.path.display().to_string()),
                format!("the values cannot be read: {}", innermost(cause)),
                "check the expression, and that the file is whole",
            )
        };
        let selected = if columns.is_empty() {
            self.data.clone()
        } else {
            self.data.clone().select(columns).map_err(|cause| broken(&cause))?
        };
        let batches = self.runtime.block_on(selected.collect()).map_err(|cause| broken(&cause))?;
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        let mut frame = Frame::new(rows);
        for (at, name) in names.iter().enumerate() {
            let parts: Vec<&ArrayRef> = batches.iter().map(|batch| batch.column(at)).collect();
            frame.insert(*name, column(&parts).map_err(|cause| broken(&cause.into()))?);
        }
        Ok(frame)
    }

    /// The numbers of a column of `frame`, or a fault that lists the values that are not numbers.
    pub fn numbers<'a>(&self, frame: &'a Frame, name: &str) -> Result<&'a [f64], Faults> {
        match frame.column(name) {
            Some(Column::Number(values)) => Ok(values),
            _ => Err(self.not_numbers(name)),
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn not_numbers(&self, name: &str) -> Faults {
        let place = Place::file(self.path.display().to_string()).column(name);
        let found = csv::not_numbers(&self.path, name, &self.reading);
        if found.is_empty() {
            return Faults::one(
                "E-DATA-013",
                place,
                format!("\"{name}\" is a text, and numbers are needed"),
                "name another column, or use it as categories",
            );
        }
        Faults(
            found
                .into_iter()
                .map(|(line, value)| {
                    Finding::error(
                        "E-DATA-013",
                        place.clone().line(line),
                        format!("expected a number, found \"{value}\""),
                        "write the number in digits with a decimal point, leave the field empty, or name the text with --missing",
                    )
                })
                .collect(),
        )
    }

    fn expression(&self, name: &str, sql: &str) -> Result<Expr, Faults> {
        self.data.parse_sql_expr(sql).map_err(|cause| self.sql_fault(name, sql, &cause))
    }

    fn sql_fault(&self, name: &str, sql: &str, cause: &DataFusionError) -> Faults {
        Faults::one(
            "E-SQL-001",
            Place::file(self.path.display().to_string()).column(name),
            format!("the expression \"{sql}\" cannot be computed: {}", innermost(cause)),
            "write it as SQL over the columns; names with dots or spaces stand in double quotation marks, texts in single ones",
        )
    }
}

fn context() -> SessionContext {
    // One partition keeps the rows in the file's order, which the order of sums depends on; names keep their case.
    let mut config = SessionConfig::new().with_target_partitions(1).with_batch_size(65_536);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    config.options_mut().execution.parquet.schema_force_view_types = false;
    SessionContext::new_with_config(config)
}

/// Numbers of any width, booleans and decimals become `f64`; texts become codes; dates are written `YYYY-MM-DD`.
fn column(parts: &[&ArrayRef]) -> Result<Column, datafusion::arrow::error::ArrowError> {
    let Some(first) = parts.first() else { return Ok(Column::Number(Vec::new())) };
    let kind = first.data_type();
    if kind.is_numeric() || matches!(kind, DataType::Boolean | DataType::Null) {
        let mut values = Vec::with_capacity(parts.iter().map(datafusion::arrow::array::Array::len).sum());
        for part in parts {
            let numbers = cast(part, &DataType::Float64)?;
            push_numbers(&mut values, numbers.as_primitive::<Float64Type>());
        }
        return Ok(Column::Number(values));
    }
    let mut coder = Coder::default();
    for part in parts {
        push_texts(&mut coder, part)?;
    }
    Ok(Column::Text(coder.finish()))
}

fn push_numbers(values: &mut Vec<f64>, numbers: &Float64Array) {
    if numbers.null_count() == 0 {
        values.extend_from_slice(numbers.values());
    } else {
        values.extend(numbers.iter().map(|value| value.unwrap_or(f64::NAN)));
    }
}

fn push_texts(coder: &mut Coder, part: &ArrayRef) -> Result<(), datafusion::arrow::error::ArrowError> {
    if let DataType::Dictionary(_, _) = part.data_type() {
        let part = cast(part, &DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)))?;
        let dictionary = part.as_dictionary::<Int32Type>();
        let labels = dictionary.values().as_string::<i32>();
        let codes: Vec<u32> =
            labels.iter().map(|label| label.map_or(super::MISSING, |label| coder.code(label))).collect();
        for key in dictionary.keys() {
            coder.push_code(key.map_or(super::MISSING, |key| codes[key as usize]));
        }
        return Ok(());
    }
    let texts = cast(part, &DataType::Utf8)?;
    for value in texts.as_string::<i32>() {
        coder.push(value);
    }
    Ok(())
}

fn innermost(cause: &DataFusionError) -> String {
    cause.strip_backtrace().lines().next().unwrap_or_default().to_owned()
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 30;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let rest = names.len().saturating_sub(SHOWN);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}
