//! A column as categories: a code for each row, and labels in ascending order.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};

use crate::coder::{Coder, text_hash};

/// The code of a row without a value.
pub(crate) const MISSING: u32 = u32::MAX;

/// Codes 0, 1, … into labels in ascending order: numbers by value, then words by code point.
#[derive(Debug)]
pub(crate) struct Categories {
    /// Code of each row, or [`MISSING`].
    pub(crate) codes: Vec<u32>,
    labels: Labels,
}

/// Distinct values, kept as they are until somebody asks for a label.
#[derive(Debug)]
enum Labels {
    Whole(Vec<i128>),
    Real(Vec<f64>),
    Text(Vec<String>),
}

impl Categories {
    /// Codes the parts of a column. Whole numbers are kept apart to the last digit, so that long identifiers are safe; booleans
    /// are 0 and 1; dates are written `YYYY-MM-DD`.
    pub(crate) fn of(kind: &DataType, parts: &[ArrayRef]) -> Result<Categories, ArrowError> {
        match kind {
            DataType::UInt64 => {
                whole(parts, |part| Ok(part.clone()), |part| part.as_primitive::<UInt64Type>())
            }
            kind if kind.is_integer() || *kind == DataType::Boolean => {
                let longest = |part: &ArrayRef| cast(part, &DataType::Int64);
                whole(parts, longest, |part| part.as_primitive::<Int64Type>())
            }
            kind if kind.is_numeric() || *kind == DataType::Null => real(parts),
            DataType::Dictionary(_, _) => dictionary(parts),
            _ => texts(parts),
        }
    }

    /// Number of categories.
    pub(crate) fn len(&self) -> usize {
        match &self.labels {
            Labels::Whole(labels) => labels.len(),
            Labels::Real(labels) => labels.len(),
            Labels::Text(labels) => labels.len(),
        }
    }

    /// The label of a category.
    pub(crate) fn label(&self, code: usize) -> String {
        match &self.labels {
            Labels::Whole(labels) => labels[code].to_string(),
            Labels::Real(labels) => labels[code].to_string(),
            Labels::Text(labels) => labels[code].clone(),
        }
    }

    /// The label of a row.
    pub(crate) fn of_row(&self, row: usize) -> Option<String> {
        (self.codes[row] != MISSING).then(|| self.label(self.codes[row] as usize))
    }
}

fn whole<T: ArrowPrimitiveType<Native: Into<i128>>>(
    parts: &[ArrayRef],
    longest: impl Fn(&ArrayRef) -> Result<ArrayRef, ArrowError>,
    typed: impl Fn(&ArrayRef) -> &PrimitiveArray<T>,
) -> Result<Categories, ArrowError> {
    let mut coder: Coder<i128> = Coder::new();
    let mut codes = Vec::new();
    for part in parts {
        let part = longest(part)?;
        for value in typed(&part) {
            codes.push(value.map_or(MISSING, |value| {
                let value: i128 = value.into();
                coder.code(value as u64, |known| *known == value, || value)
            }));
        }
    }
    let (codes, labels) = ranked(codes, coder.into_keys(), Ord::cmp);
    Ok(Categories { codes, labels: Labels::Whole(labels) })
}

fn real(parts: &[ArrayRef]) -> Result<Categories, ArrowError> {
    let mut coder: Coder<f64> = Coder::new();
    let mut codes = Vec::new();
    for part in parts {
        let part = cast(part, &DataType::Float64)?;
        for value in part.as_primitive::<Float64Type>() {
            // A sum with zero makes both zeros one.
            codes.push(value.filter(|value| !value.is_nan()).map_or(MISSING, |value| {
                let value = value + 0.0;
                coder.code(value.to_bits(), |known| *known == value, || value)
            }));
        }
    }
    let (codes, labels) = ranked(codes, coder.into_keys(), f64::total_cmp);
    Ok(Categories { codes, labels: Labels::Real(labels) })
}

fn texts(parts: &[ArrayRef]) -> Result<Categories, ArrowError> {
    let mut coder = Coder::new();
    let mut codes = Vec::new();
    for part in parts {
        match part.data_type() {
            DataType::Utf8 => push(&mut coder, &mut codes, part.as_string::<i32>().iter()),
            DataType::LargeUtf8 => push(&mut coder, &mut codes, part.as_string::<i64>().iter()),
            DataType::Utf8View => push(&mut coder, &mut codes, part.as_string_view().iter()),
            _ => {
                let part = cast(part, &DataType::LargeUtf8)?;
                push(&mut coder, &mut codes, part.as_string::<i64>().iter());
            }
        }
    }
    let (codes, labels) = ranked(codes, coder.into_keys(), by_number_then_word);
    Ok(Categories { codes, labels: Labels::Text(labels) })
}

/// Categories that are dictionaries already: their values are coded, and the rows follow. Values that no row has are no
/// categories.
fn dictionary(parts: &[ArrayRef]) -> Result<Categories, ArrowError> {
    let mut coder = Coder::new();
    let mut codes = Vec::new();
    for part in parts {
        let wanted = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::LargeUtf8));
        let part = cast(part, &wanted)?;
        let part = part.as_dictionary::<Int32Type>();
        let values = part.values().as_string::<i64>();
        let mut known = vec![MISSING; values.len()];
        for key in part.keys() {
            let Some(key) = key.map(|key| key as usize).filter(|key| values.is_valid(*key)) else {
                codes.push(MISSING);
                continue;
            };
            if known[key] == MISSING {
                known[key] = text_code(&mut coder, values.value(key));
            }
            codes.push(known[key]);
        }
    }
    let (codes, labels) = ranked(codes, coder.into_keys(), by_number_then_word);
    Ok(Categories { codes, labels: Labels::Text(labels) })
}

fn push<'a>(coder: &mut Coder<String>, codes: &mut Vec<u32>, values: impl Iterator<Item = Option<&'a str>>) {
    let mut last: Option<(&str, u32)> = None;
    for value in values {
        let Some(text) = value else {
            codes.push(MISSING);
            continue;
        };
        let code = match last {
            Some((known, code)) if known == text => code,
            _ => text_code(coder, text),
        };
        last = Some((text, code));
        codes.push(code);
    }
}

fn text_code(coder: &mut Coder<String>, text: &str) -> u32 {
    coder.code(text_hash(text), |known| known == text, || text.to_owned())
}

/// The codes again, in the order of the labels.
fn ranked<K>(mut codes: Vec<u32>, labels: Vec<K>, order: impl Fn(&K, &K) -> Ordering) -> (Vec<u32>, Vec<K>) {
    let mut labels: Vec<(u32, K)> = (0..).zip(labels).collect();
    labels.sort_by(|(_, a), (_, b)| order(a, b));
    let mut rank = vec![0; labels.len()];
    for (position, (code, _)) in (0..).zip(&labels) {
        rank[*code as usize] = position;
    }
    for code in &mut codes {
        if *code != MISSING {
            *code = rank[*code as usize];
        }
    }
    (codes, labels.into_iter().map(|(_, label)| label).collect())
}

/// Numbers by value, then words by code point: `2 < 10 < a`.
fn by_number_then_word(a: &String, b: &String) -> Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    }
}
