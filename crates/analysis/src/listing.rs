//! Results as columns, for people's tables as for programs: one shape for every form in which they are written.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use datafusion::parquet::arrow::ArrowWriter;
use sounding_survey::Place;

use crate::fault::Faults;

/// Named columns of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// What its rows are, in the plural: `figures`, `tests`, `coefficients`.
    pub name: &'static str,
    /// The columns.
    pub fields: Vec<Field>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Values,
    /// How people's tables show it.
    pub shown: Shown,
}

/// The values of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Texts; an empty one is nothing.
    Text(Vec<String>),
    /// Counts.
    Count(Vec<u64>),
    /// Numbers; NaN is nothing.
    Number(Vec<f64>),
}

/// How people's tables show a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plain,
    /// With the decimals that leave four significant digits of the row's standard error, the column `se`.
    Scaled,
    /// With so many decimals.
    Fixed(usize),
    /// As a probability: four decimals, and what is less is said to be less.
    Probability,
    /// With the next column, as the ends of an interval.
    Interval,
    /// Not at all: it is the end of an interval, or for programs only.
    Not,
}

impl Listing {
    /// A listing without columns.
    pub fn new(name: &'static str) -> Listing {
        Listing { name, fields: Vec::new() }
    }

    /// Adds a column of texts.
    #[must_use]
    pub fn texts(self, name: impl Into<String>, values: impl IntoIterator<Item = String>) -> Listing {
        self.with(name, Values::Text(values.into_iter().collect()), Shown::Plain)
    }

    /// Adds a column of counts.
    #[must_use]
    pub fn counts(self, name: impl Into<String>, values: impl IntoIterator<Item = u64>) -> Listing {
        self.with(name, Values::Count(values.into_iter().collect()), Shown::Plain)
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn numbers(
        self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = f64>,
        shown: Shown,
    ) -> Listing {
        self.with(name, Values::Number(values.into_iter().collect()), shown)
    }

    /// Adds a column for each variable of the domains. One that has the name of a column of the listing itself stands as `by.name`.
    #[must_use]
    pub fn domains<'a>(mut self, by: &[String], rows: impl Iterator<Item = &'a [String]>) -> Listing {
        let rows: Vec<&[String]> = rows.collect();
        for (at, name) in by.iter().enumerate() {
            let taken = self.fields.iter().any(|field| field.name == *name);
            let name = if taken { format!("by.{name}") } else { name.clone() };
            self = self.texts(name, rows.iter().map(|domain| domain[at].clone()));
        }
        self
    }

    fn with(mut self, name: impl Into<String>, values: Values, shown: Shown) -> Listing {
        let name = name.into();
        // The earlier of two columns of one name is a domain's.
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            field.name = format!("by.{name}");
        }
        self.fields.push(Field { name, values, shown });
        self
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.fields.first().map_or(0, |field| field.values.len())
    }

    /// The listing as CSV with a header, numbers in the shortest form that reads back as the same.
    pub fn csv(&self) -> String {
        let head: Vec<String> = self.fields.iter().map(|field| quoted(&field.name)).collect();
        let mut lines = vec![head.join(",")];
        for row in 0..self.rows() {
            let cells: Vec<String> = self.fields.iter().map(|field| field.values.written(row)).collect();
            lines.push(cells.join(","));
        }
        lines.join("\n")
    }

    /// The listing as a Parquet file.
    pub fn parquet(&self) -> Result<Vec<u8>, Faults> {
        let broken = |cause: &dyn std::fmt::Display| {
            Faults::one(
                "E-DATA-014",
                Place::default(),
                format!("the result cannot be written as Parquet: {cause}"),
                "ask for CSV or JSON",
            )
        };
        let columns = self.fields.iter().map(|field| (field.name.as_str(), field.values.array(), true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns).map_err(|cause| broken(&cause))?;
        let mut bytes = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut bytes, batch.schema(), None).map_err(|cause| broken(&cause))?;
        writer.write(&batch).map_err(|cause| broken(&cause))?;
        writer.close().map_err(|cause| broken(&cause))?;
        Ok(bytes)
    }
}

impl Values {
    /// Number of values.
    pub fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Count(values) => values.len(),
            Values::Number(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn written(&self, row: usize) -> String {
        match self {
            Values::Text(values) => quoted(&values[row]),
            Values::Count(values) => values[row].to_string(),
            Values::Number(values) if values[row].is_finite() => values[row].to_string(),
            Values::Number(_) => String::new(),
        }
    }

    fn array(&self) -> ArrayRef {
        match self {
            Values::Text(values) => Arc::new(StringArray::from_iter_values(values)),
            Values::Count(values) => Arc::new(UInt64Array::from_iter_values(values.iter().copied())),
            Values::Number(values) => Arc::new(
                values.iter().map(|value| value.is_finite().then_some(*value)).collect::<Float64Array>(),
            ),
        }
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, Reading, Source};

    fn listing() -> Listing {
        Listing::new("figures")
            .texts("miền", ["Bắc, Trung".to_owned(), "\"Nam\"".to_owned()])
            .counts("n", [3, 4])
            .numbers("se", [0.1, f64::NAN], Shown::Scaled)
    }

    #[test]
    fn csv_quotes_what_needs_it_and_leaves_nothing_empty() {
        assert_eq!(listing().csv(), "miền,n,se\n\"Bắc, Trung\",3,0.1\n\"\"\"Nam\"\"\",4,");
    }

    #[test]
    fn variables_of_domains_keep_apart_from_the_columns() {
        let (by, row) =
            (["n".to_owned(), "measure".to_owned(), "region".to_owned()], ["1", "2", "3"].map(str::to_owned));
        let listing = Listing::new("figures")
            .texts("measure", ["mean(y)".to_owned()])
            .domains(&by, std::iter::once(row.as_slice()))
            .counts("n", [7]);
        let names: Vec<&str> = listing.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["measure", "by.n", "by.measure", "region", "n"]);
    }

    #[test]
    fn a_parquet_file_reads_back_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("figures.parquet");
        std::fs::write(&path, listing().parquet().unwrap()).unwrap();
        let source = Source::open(&path, Reading::default()).unwrap();
        let frame = source.frame(["miền", "n", "se"]).unwrap();
        assert_eq!(frame.column("miền").unwrap().label(1).as_deref(), Some("\"Nam\""));
        assert_eq!(frame.column("n"), Some(&Column::Number(vec![3.0, 4.0])));
        let Some(Column::Number(se)) = frame.column("se") else { panic!("se is a number") };
        assert!(se[0] == 0.1 && se[1].is_nan());
    }
}
