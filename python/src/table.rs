//! The columns of a table that another library owns, borrowed through the Arrow C stream; each is read when it is named.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::ScalarBuffer;
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, SchemaRef};
use sounding_survey::nearest;

use crate::categories::Categories;
use crate::fault::{Faults, finding};

/// Numbers with NaN for missing. A column of 64-bit floats in one piece is used where it lies; any other is copied once.
pub(crate) type Numbers = ScalarBuffer<f64>;

/// Columns by name, all of one length.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rows: usize,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    numbers: Mutex<BTreeMap<usize, Numbers>>,
    categories: Mutex<BTreeMap<usize, Arc<Categories>>>,
}

impl Table {
    pub(crate) fn new(batches: Vec<RecordBatch>, schema: SchemaRef) -> Table {
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        Table { rows, schema, batches, numbers: Mutex::default(), categories: Mutex::default() }
    }

    /// A fault that says which of `names` are not columns, with the nearest ones there are.
    pub(crate) fn require<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<(), Faults> {
        let mut faults: Vec<_> = names.into_iter().filter_map(|name| self.position(name).err()).collect();
        faults.sort_by(|a, b| a.0.cmp(&b.0));
        faults.dedup();
        let found: Vec<_> = faults.into_iter().flat_map(|fault| fault.0).collect();
        if found.is_empty() { Ok(()) } else { Err(Faults(found)) }
    }

    /// The columns that names stand for, those with a star at the end for all that begin so, in the table's order.
    pub(crate) fn starred(&self, names: &[String]) -> Result<Vec<String>, Faults> {
        let mut columns = Vec::new();
        for name in names {
            let Some(begin) = name.strip_suffix('*') else {
                columns.push(name.clone());
                continue;
            };
            let before = columns.len();
            let known = self.schema.fields().iter().map(|field| field.name());
            columns.extend(known.filter(|column| column.starts_with(begin) && *column != begin).cloned());
            if columns.len() == before {
                // Said as for any other column that is not there.
                self.position(name)?;
            }
        }
        Ok(columns)
    }

    /// Whether a column has numbers; booleans are numbers.
    pub(crate) fn is_number(&self, name: &str) -> Result<bool, Faults> {
        let kind = self.schema.field(self.position(name)?).data_type();
        Ok(kind.is_numeric() || matches!(kind, DataType::Boolean | DataType::Null))
    }

    /// The numbers of a column; booleans are 0 and 1.
    pub(crate) fn numbers(&self, name: &str) -> Result<Numbers, Faults> {
        let at = self.position(name)?;
        if !self.is_number(name)? {
            return Err(Faults::one(
                "E-DATA-013",
                name,
                format!("\"{name}\" is a text, and numbers are needed"),
                "name another column, or use it as categories",
            ));
        }
        let mut known = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(numbers) = known.get(&at) {
            return Ok(numbers.clone());
        }
        let numbers = read(&self.parts(at)).map_err(|cause| unreadable(name, &cause))?;
        known.insert(at, numbers.clone());
        Ok(numbers)
    }

    /// A column as categories.
    pub(crate) fn categories(&self, name: &str) -> Result<Arc<Categories>, Faults> {
        let at = self.position(name)?;
        let mut known = self.categories.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(categories) = known.get(&at) {
            return Ok(categories.clone());
        }
        let kind = self.schema.field(at).data_type();
        let made = Categories::of(kind, &self.parts(at)).map_err(|cause| unreadable(name, &cause))?;
        let categories = Arc::new(made);
        known.insert(at, categories.clone());
        Ok(categories)
    }

    /// A boolean column; a row without a value is not in the domain.
    pub(crate) fn mask(&self, name: &str) -> Result<Vec<bool>, Faults> {
        let at = self.position(name)?;
        if *self.schema.field(at).data_type() != DataType::Boolean {
            return Err(Faults::one(
                "E-PY-003",
                "where",
                format!("\"{name}\" is not a column of true and false"),
                "compute the condition first, and give it as a mask or add it to the table as a boolean column",
            ));
        }
        Ok(truths(&self.parts(at)))
    }

    fn parts(&self, at: usize) -> Vec<ArrayRef> {
        self.batches.iter().map(|batch| batch.column(at).clone()).collect()
    }

    fn position(&self, name: &str) -> Result<usize, Faults> {
        let mut found = self.schema.fields().iter().enumerate().filter(|(_, field)| field.name() == name);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Ok(at),
            (Some(_), Some(_)) => Err(Faults::one(
                "E-DATA-006",
                name,
                format!("two columns have the name \"{name}\""),
                "give every column a name of its own",
            )),
            (None, _) => {
                let known: Vec<&str> =
                    self.schema.fields().iter().map(|field| field.name().as_str()).collect();
                let remedy = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("the columns are: {}", listed(&known)),
                };
                Err(Faults(vec![finding(
                    "E-DATA-011",
                    name,
                    format!("there is no column \"{name}\""),
                    remedy,
                )]))
            }
        }
    }
}

/// Truths of boolean parts; missing is false.
pub(crate) fn truths(parts: &[ArrayRef]) -> Vec<bool> {
    parts.iter().flat_map(|part| part.as_boolean().iter().map(|value| value.unwrap_or(false))).collect()
}

fn read(parts: &[ArrayRef]) -> Result<Numbers, ArrowError> {
    if let [part] = parts
        && let Some(own) = part.as_primitive_opt::<Float64Type>()
        && own.null_count() == 0
    {
        return Ok(own.values().clone());
    }
    let mut values = Vec::with_capacity(parts.iter().map(Array::len).sum());
    for part in parts {
        let part = cast(part, &DataType::Float64)?;
        let part = part.as_primitive::<Float64Type>();
        if part.null_count() == 0 {
            values.extend_from_slice(part.values());
        } else {
            values.extend(part.iter().map(|value| value.unwrap_or(f64::NAN)));
        }
    }
    Ok(values.into())
}

fn unreadable(name: &str, cause: &ArrowError) -> Faults {
    Faults::one(
        "E-DATA-012",
        name,
        format!("the values cannot be read: {cause}"),
        "convert the column to numbers or texts",
    )
}

fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 30;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    let rest = names.len().saturating_sub(SHOWN);
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}
