//! Columns that grow by batches of a file.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int32Type};
use datafusion::arrow::error::ArrowError;

use super::frame::{Coder, Column, MISSING, NumberCoder};

/// A column. Numbers of any width, booleans and decimals become `f64`; texts become codes in order of appearance; dates are
/// written `YYYY-MM-DD`.
#[derive(Debug)]
pub(crate) enum Growing {
    Number(Vec<f64>, NumberCoder),
    Text(Coder),
}

impl Growing {
    pub(super) fn new(kind: &DataType) -> Growing {
        if kind.is_numeric() || matches!(kind, DataType::Boolean | DataType::Null) {
            Growing::Number(Vec::new(), NumberCoder::default())
        } else {
            Growing::Text(Coder::default())
        }
    }

    pub(super) fn push(&mut self, part: &ArrayRef) -> Result<(), ArrowError> {
        match self {
            Growing::Number(values, _) => {
                push_numbers(values, cast(part, &DataType::Float64)?.as_primitive::<Float64Type>());
                Ok(())
            }
            Growing::Text(coder) => push_texts(coder, part),
        }
    }

    pub(super) fn finish(self) -> Column {
        match self {
            Growing::Number(values, _) => Column::Number(values),
            Growing::Text(coder) => Column::Text(coder.finish()),
        }
    }

    /// The numbers, where it is a column of numbers.
    pub(crate) fn numbers(&self) -> Option<&[f64]> {
        match self {
            Growing::Number(values, _) => Some(values),
            Growing::Text(_) => None,
        }
    }

    /// Codes of the categories in order of appearance, the rows that were cleared included.
    pub(crate) fn codes(&mut self) -> Vec<u32> {
        match self {
            Growing::Number(values, coder) => values.iter().map(|value| coder.code(*value)).collect(),
            Growing::Text(coder) => coder.codes().to_vec(),
        }
    }

    /// For each code its place among the sorted labels, and these.
    pub(crate) fn sorted(&self) -> (Vec<u32>, Vec<String>) {
        match self {
            Growing::Number(_, coder) => coder.sorted(),
            Growing::Text(coder) => coder.sorted(),
        }
    }

    /// Lets the rows go; their codes stay known.
    pub(crate) fn clear(&mut self) {
        match self {
            Growing::Number(values, _) => values.clear(),
            Growing::Text(coder) => coder.clear(),
        }
    }
}

fn push_numbers(values: &mut Vec<f64>, numbers: &Float64Array) {
    if numbers.null_count() == 0 {
        values.extend_from_slice(numbers.values());
    } else {
        values.extend(numbers.iter().map(|value| value.unwrap_or(f64::NAN)));
    }
}

fn push_texts(coder: &mut Coder, part: &ArrayRef) -> Result<(), ArrowError> {
    if let DataType::Dictionary(_, _) = part.data_type() {
        let part = cast(part, &DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)))?;
        let dictionary = part.as_dictionary::<Int32Type>();
        let labels = dictionary.values().as_string::<i32>();
        let codes: Vec<u32> =
            labels.iter().map(|label| label.map_or(MISSING, |label| coder.code(label))).collect();
        for key in dictionary.keys() {
            coder.push_code(key.map_or(MISSING, |key| codes[key as usize]));
        }
        return Ok(());
    }
    let texts = cast(part, &DataType::Utf8)?;
    for value in texts.as_string::<i32>() {
        coder.push(value);
    }
    Ok(())
}
