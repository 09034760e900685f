//! Columns in memory, as the statistics take them: numbers with NaN for missing, texts as codes into sorted labels.

use std::collections::BTreeMap;

use super::labels::Labels;

/// The code of a missing text.
pub const MISSING: u32 = u32::MAX;

/// Named columns of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// Number of rows.
    pub rows: usize,
    columns: BTreeMap<String, Column>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers; NaN is missing.
    Number(Vec<f64>),
    /// Texts.
    Text(Text),
}

/// A column of texts: for each row the index of its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Index into `labels`, or [`MISSING`].
    pub codes: Vec<u32>,
    /// Distinct labels in ascending order, numbers by value before words.
    pub labels: Vec<String>,
}

impl Frame {
    /// A frame of `rows` rows and no columns.
    pub fn new(rows: usize) -> Frame {
        Frame { rows, columns: BTreeMap::new() }
    }

    /// Adds or replaces a column.
    ///
    /// # Panics
    /// If its length is not the frame's.
    pub fn insert(&mut self, name: impl Into<String>, column: Column) {
        let length = match &column {
            Column::Number(values) => values.len(),
            Column::Text(text) => text.codes.len(),
        };
        assert_eq!(length, self.rows, "every column has one value a row");
        self.columns.insert(name.into(), column);
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// Names in ascending order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// The rows at `indices`, in that order.
    #[must_use]
    pub fn take(&self, indices: &[usize]) -> Frame {
        let columns =
            self.columns.iter().map(|(name, column)| (name.clone(), column.take(indices))).collect();
        Frame { rows: indices.len(), columns }
    }
}

impl Column {
    /// The column as categories: texts as they are, numbers written in the shortest way that reads back.
    pub fn categories(&self) -> Text {
        match self {
            Column::Text(text) => text.clone(),
            Column::Number(values) => Text::of_numbers(values),
        }
    }

    /// The row's value as text; `None` when missing.
    pub fn label(&self, row: usize) -> Option<String> {
        match self {
            Column::Number(values) => (!values[row].is_nan()).then(|| values[row].to_string()),
            Column::Text(text) => text.label(row).map(str::to_owned),
        }
    }

    fn take(&self, indices: &[usize]) -> Column {
        match self {
            Column::Number(values) => Column::Number(indices.iter().map(|&i| values[i]).collect()),
            Column::Text(text) => Column::Text(Text {
                codes: indices.iter().map(|&i| text.codes[i]).collect(),
                labels: text.labels.clone(),
            }),
        }
    }
}

impl Text {
    /// Codes the texts; labels come out sorted.
    pub fn of<S: AsRef<str>>(values: impl IntoIterator<Item = Option<S>>) -> Text {
        let values = values.into_iter();
        let mut coder = Coder::with_capacity(values.size_hint().0);
        for value in values {
            coder.push(value.as_ref().map(AsRef::as_ref));
        }
        coder.finish()
    }

    /// The row's label; `None` when missing.
    pub fn label(&self, row: usize) -> Option<&str> {
        self.labels.get(self.codes[row] as usize).map(String::as_str)
    }

    /// Codes of the values in the order of `labels`, for a caller that brings its own order; rows whose label is not
    /// among them become [`MISSING`].
    pub fn codes_in<S: AsRef<str>>(&self, labels: &[S]) -> Vec<u32> {
        let map: Vec<u32> = self
            .labels
            .iter()
            .map(|label| {
                labels.iter().position(|known| known.as_ref() == label).map_or(MISSING, |at| at as u32)
            })
            .collect();
        self.codes.iter().map(|&code| map.get(code as usize).copied().unwrap_or(MISSING)).collect()
    }

    fn of_numbers(values: &[f64]) -> Text {
        let mut coder = NumberCoder::default();
        let mut codes: Vec<u32> = values.iter().map(|value| coder.code(*value)).collect();
        let (rank, labels) = coder.sorted();
        for code in codes.iter_mut().filter(|code| **code != MISSING) {
            *code = rank[*code as usize];
        }
        Text { codes, labels }
    }
}

/// Codes numbers in order of first appearance.
#[derive(Debug)]
pub(crate) struct NumberCoder {
    distinct: BTreeMap<u64, u32>,
    found: Vec<f64>,
    last: (u64, u32),
}

impl Default for NumberCoder {
    fn default() -> NumberCoder {
        NumberCoder { distinct: BTreeMap::new(), found: Vec::new(), last: (f64::NAN.to_bits(), MISSING) }
    }
}

impl NumberCoder {
    /// The code of a number; [`MISSING`] for NaN. Both zeros are one number.
    pub(crate) fn code(&mut self, value: f64) -> u32 {
        if value.is_nan() {
            return MISSING;
        }
        let bits = (value + 0.0).to_bits();
        // Runs of equal values are the rule in sorted files: the last value answers most rows.
        if bits != self.last.0 {
            let next = self.found.len() as u32;
            let code = *self.distinct.entry(bits).or_insert(next);
            if code == next {
                self.found.push(value + 0.0);
            }
            self.last = (bits, code);
        }
        self.last.1
    }

    /// For each code its place among the numbers, and these as texts in ascending order.
    pub(crate) fn sorted(&self) -> (Vec<u32>, Vec<String>) {
        let mut order: Vec<usize> = (0..self.found.len()).collect();
        order.sort_by(|&a, &b| self.found[a].total_cmp(&self.found[b]));
        let mut rank = vec![0; order.len()];
        for (position, &code) in order.iter().enumerate() {
            rank[code] = position as u32;
        }
        (rank, order.iter().map(|&code| self.found[code].to_string()).collect())
    }
}

/// Codes texts as they come.
#[derive(Debug, Default)]
pub(crate) struct Coder {
    labels: Labels,
    codes: Vec<u32>,
    last: u32,
}

impl Coder {
    /// A coder that has room for so many rows.
    pub(crate) fn with_capacity(rows: usize) -> Coder {
        Coder { codes: Vec::with_capacity(rows), ..Coder::default() }
    }

    pub(crate) fn push(&mut self, value: Option<&str>) {
        let code = match value {
            None => MISSING,
            Some(value) => self.code(value),
        };
        self.codes.push(code);
    }

    /// The code of a label, for callers that push many rows of it.
    pub(crate) fn code(&mut self, value: &str) -> u32 {
        // Runs of equal values are the rule in sorted files.
        if self.labels.label(self.last) != Some(value) {
            self.last = self.labels.code(value);
        }
        self.last
    }

    pub(crate) fn push_code(&mut self, code: u32) {
        self.codes.push(code);
    }

    /// The codes of the rows so far.
    pub(super) fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Forgets the rows and keeps the labels.
    pub(super) fn clear(&mut self) {
        self.codes.clear();
    }

    /// For each code its place among the sorted labels, and these.
    pub(super) fn sorted(&self) -> (Vec<u32>, Vec<String>) {
        self.labels.sorted()
    }

    pub(crate) fn finish(mut self) -> Text {
        let (rank, labels) = self.labels.sorted();
        for code in &mut self.codes {
            if *code != MISSING {
                *code = rank[*code as usize];
            }
        }
        Text { codes: self.codes, labels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_with_numbers_first_and_missing_kept() {
        let text = Text::of([Some("b"), None, Some("10"), Some("2"), Some("b")]);
        assert_eq!(text.labels, ["2", "10", "b"]);
        assert_eq!(text.codes, [2, MISSING, 1, 0, 2]);
        assert_eq!(text.label(1), None);
    }

    #[test]
    fn numbers_become_categories_by_value() {
        let text = Column::Number(vec![3.0, f64::NAN, -1.0, 3.0, 0.5, -0.0, 0.0]).categories();
        assert_eq!(text.labels, ["-1", "0", "0.5", "3"]);
        assert_eq!(text.codes, [3, MISSING, 0, 3, 2, 1, 1]);
    }

    #[test]
    fn codes_follow_a_given_order() {
        let text = Text::of([Some("a"), Some("c"), Some("b")]);
        assert_eq!(text.codes_in(&["c", "a"]), [1, 0, MISSING]);
    }

    #[test]
    fn taking_rows_keeps_labels() {
        let mut frame = Frame::new(3);
        frame.insert("x", Column::Text(Text::of([Some("a"), Some("b"), Some("c")])));
        let taken = frame.take(&[2, 0]);
        assert_eq!(taken.column("x").unwrap().label(0).as_deref(), Some("c"));
        assert_eq!(taken.rows, 2);
    }
}
