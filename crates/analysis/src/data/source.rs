//! A file of answers, opened once, with variables computed in SQL.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use datafusion::arrow::error::ArrowError;
use datafusion::common::Column as ColumnName;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::Expr;
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use sounding_survey::{Finding, Place, nearest};
use tokio::runtime::{Builder, Runtime};

mod groups;

pub use groups::session_settings;

use self::groups::Engine;
use super::frame::{Column, Frame};
use super::growing::Growing;
use super::{csv, direct};
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
    /// Names of computed variables.
    derived: BTreeSet<String>,
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
        Ok(Source {
            path: path.to_path_buf(),
            reading,
            runtime,
            data,
            derived: BTreeSet::new(),
            engine: Engine::Rows,
        })
    }

    /// Names of all columns, derived ones last.
    pub fn names(&self) -> Vec<String> {
        self.data.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Whether there is a column of that name.
    pub fn has(&self, name: &str) -> bool {
        self.data.schema().fields().iter().any(|field| field.name() == name)
    }

    /// The columns that names stand for, each once: a name with a star at its end stands for all columns that begin so and that
    /// `may` allows, in the file's order. A star that stands for none is said as any other column that is not there.
    pub fn starred(&self, names: &[String], may: impl Fn(&str) -> bool) -> Result<Vec<String>, Faults> {
        let known = self.names();
        let mut columns: Vec<String> = Vec::new();
        let mut none = Vec::new();
        for name in names {
            let meant: Vec<&String> = match name.strip_suffix('*') {
                Some(begin) => known
                    .iter()
                    .filter(|column| column.starts_with(begin) && *column != begin && may(column))
                    .collect(),
                None => vec![name],
            };
            if meant.is_empty() {
                none.push(name.as_str());
            }
            for column in meant {
                if !columns.contains(column) {
                    columns.push(column.clone());
                }
            }
        }
        self.require(none)?;
        Ok(columns)
    }

    /// The same file with only the rows for which a condition on `column` holds.
    pub fn keep(&self, column: &str, sql: &str) -> Result<Source, Faults> {
        let condition = self.expression(column, sql)?;
        let data =
            self.data.clone().filter(condition).map_err(|cause| self.sql_fault(column, sql, &cause))?;
        let runtime = Builder::new_current_thread().build().map_err(|cause| {
            Faults::one(
                "E-DATA-001",
                Place::file(self.path.display().to_string()),
                format!("the file cannot be read: {cause}"),
                "check the path, the permissions and the format",
            )
        })?;
        Ok(Source {
            path: self.path.clone(),
            reading: self.reading.clone(),
            runtime,
            data,
            // None is read past the condition.
            derived: self.names().into_iter().collect(),
            engine: self.engine.clone(),
        })
    }

    /// Adds a variable computed by an SQL expression over the columns, earlier derived ones included.
    pub fn derive(&mut self, name: &str, sql: &str) -> Result<(), Faults> {
        let expression = self.expression(name, sql)?;
        self.data = self
            .data
            .clone()
            .with_column(name, expression)
            .map_err(|cause| self.sql_fault(name, sql, &cause))?;
        self.derived.insert(name.to_owned());
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
        let mut rows = 0;
        let columns = self.batches(&names, |_, count| {
            rows += count;
            ControlFlow::Continue(())
        })?;
        let mut frame = Frame::new(rows);
        for (name, column) in names.iter().zip(columns) {
            frame.insert(*name, column.finish());
        }
        Ok(frame)
    }

    /// Reads the named columns batch by batch: the texts of the whole file are never in memory together. After each batch `each`
    /// gets the columns, in the order of the names, and the number of rows that were added; it may clear them, or stop.
    pub(crate) fn batches(
        &self,
        names: &[&str],
        mut each: impl FnMut(&mut [Growing], usize) -> ControlFlow<()>,
    ) -> Result<Vec<Growing>, Faults> {
        self.require(names.iter().copied())?;
        let broken = |cause: &DataFusionError| {
            Faults::one(
                "E-DATA-012",
                Place::file(self.path.display().to_string()),
                format!("the values cannot be read: {}", innermost(cause)),
                "check the expression, and that the file is whole",
            )
        };
        if self.is_direct(names) {
            return self.direct(names, each).map_err(|cause| broken(&cause.into()));
        }
        let columns: Vec<Expr> =
            names.iter().map(|name| Expr::Column(ColumnName::from_name(*name))).collect();
        let reading = async {
            let data = self.data.clone();
            let selected = if columns.is_empty() { data } else { data.select(columns)? };
            let mut batches = selected.execute_stream().await?;
            let fields = batches.schema();
            let mut growing: Vec<Growing> = fields
                .fields()
                .iter()
                .take(names.len())
                .map(|field| Growing::new(field.data_type()))
                .collect();
            while let Some(batch) = poll_fn(|context| batches.as_mut().poll_next(context)).await {
                let batch = batch?;
                for (column, part) in growing.iter_mut().zip(batch.columns()) {
                    column.push(part)?;
                }
                if each(&mut growing, batch.num_rows()).is_break() {
                    break;
                }
            }
            Ok::<_, DataFusionError>(growing)
        };
        self.runtime.block_on(reading).map_err(|cause| broken(&cause))
    }

    /// Whether the columns stand in a Parquet file as they are.
    fn is_direct(&self, names: &[&str]) -> bool {
        let schema = self.data.schema();
        let plain = |name: &&str| {
            let field = schema.fields().iter().find(|field| field.name() == *name);
            !self.derived.contains(*name) && field.is_some_and(|field| direct::is_plain(field.data_type()))
        };
        // The engine tells apart what columns with one name are; a folder is not one file.
        self.in_parts() && self.path.is_file() && !names.is_empty() && names.iter().all(plain)
    }

    fn direct(
        &self,
        names: &[&str],
        mut each: impl FnMut(&mut [Growing], usize) -> ControlFlow<()>,
    ) -> Result<Vec<Growing>, ArrowError> {
        let mut growing = Vec::new();
        let mut places = Vec::new();
        direct::read(&self.path, names, |schema, batch| {
            let Some(batch) = batch else {
                places = names.iter().map(|name| schema.index_of(name)).collect::<Result<_, _>>()?;
                growing = places.iter().map(|&at| Growing::new(schema.field(at).data_type())).collect();
                return Ok(ControlFlow::Continue(()));
            };
            for (column, &at) in growing.iter_mut().zip(&places) {
                column.push(batch.column(at))?;
            }
            Ok(each(&mut growing, batch.num_rows()))
        })?;
        Ok(growing)
    }

    /// Whether the file is read in parts, so that reading it again costs no memory.
    pub(crate) fn in_parts(&self) -> bool {
        self.path.extension().is_some_and(|ending| ending == "parquet")
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

fn innermost(cause: &DataFusionError) -> String {
    cause.strip_backtrace().lines().next().unwrap_or_default().to_owned()
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 30;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let rest = names.len().saturating_sub(SHOWN);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}
