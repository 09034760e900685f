//! A table as it lies in a sheet. Answers of everyone lie in rows, as in the report; groups lie in rows with the answers side by
//! side. What may be seen of a figure is the rule of `disclosure`; a figure that may not be seen is never here.

use sounding_disclosure::{Shown, shown, shown_base};
use sounding_survey::{CategoryRole, Language, Statistic, Table};

use crate::compose::tables::measured;
use crate::document::RowKind;
use crate::interval::ends;
use crate::locale::{Locale, decimals_of};
use crate::words::Words;

/// A table in a sheet.
pub(super) struct Layout {
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Row>,
}

/// The head of a column, or of several under one head.
pub(super) struct Head {
    pub(super) text: String,
    /// The columns under it; none where it is one itself.
    pub(super) parts: Vec<String>,
    /// Whether it is an answer that is none.
    pub(super) apart: bool,
}

pub(super) struct Row {
    pub(super) kind: RowKind,
    pub(super) values: Vec<Value>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Words(String),
    /// Respondents.
    Count(u64),
    /// What they are worth.
    Worth(f64),
    /// An estimate, and whether it can be relied on.
    Estimate(f64, bool),
    /// An end of its interval.
    End(f64, bool),
    /// A figure known from outside.
    Known(f64),
    Confidential,
    /// There is no figure.
    Nothing,
    Empty,
}

/// What a table is laid out with.
pub(super) struct Setting<'a> {
    pub(super) table: &'a Table,
    pub(super) language: Language,
    pub(super) words: &'a Words,
    pub(super) minimum: u64,
}

impl Setting<'_> {
    /// The layout that suits the table.
    pub(super) fn layout(&self) -> Layout {
        if self.is_topline() { self.answers() } else { self.groups() }
    }

    /// Whether there is nobody but everyone.
    pub(super) fn is_topline(&self) -> bool {
        self.table.groups.len() == 1 && self.table.groups[0].breakdown.is_none()
    }

    /// Respondents of a group, where they may be known.
    pub(super) fn base(&self, group: usize) -> Option<u64> {
        shown_base(self.table, group, self.minimum)
    }

    /// What the figures are.
    pub(super) fn statistic(&self) -> String {
        measured(self.words, Locale::new(self.language), self.table.statistic)
    }

    /// Decimals of figures that are no shares.
    pub(super) fn decimals(&self) -> usize {
        let columns = self.table.columns.len();
        let seen = |at| shown(self.table, at / columns, at % columns).figure();
        let figures = (0..self.table.groups.len() * columns).filter_map(seen);
        let largest = figures.map(|estimate| estimate.value.abs()).fold(0.0, f64::max);
        decimals_of(self.table.statistic, largest)
    }

    /// What a column is called: its answer, or the statistic.
    pub(super) fn answer(&self, column: usize) -> String {
        if self.table.statistic == Statistic::Percent {
            self.table.columns[column].label.get(self.language).to_owned()
        } else {
            self.statistic()
        }
    }

    /// The columns that answer the question, then those that do not.
    fn columns(&self) -> Vec<usize> {
        let mut columns: Vec<usize> = (0..self.table.columns.len()).collect();
        columns.sort_by_key(|&at| self.is_apart(at));
        columns
    }

    fn is_apart(&self, column: usize) -> bool {
        self.table.columns[column].role != CategoryRole::Substantive
    }

    fn parts(&self) -> Vec<String> {
        ["workbook-estimate", "workbook-low", "workbook-high"].map(|key| self.words.say(key)).to_vec()
    }

    fn answers(&self) -> Layout {
        let first =
            if self.table.statistic == Statistic::Percent { "tables-answer" } else { "tables-measure" };
        let mut heads =
            vec![self.head(first), Head { text: self.statistic(), parts: self.parts(), apart: false }];
        let known = !self.table.benchmarks.is_empty();
        if known {
            heads.extend([self.head("tables-benchmark"), self.head("workbook-source")]);
        }
        let width = if known { 6 } else { 4 };
        let mut rows = Vec::new();
        for column in self.columns() {
            let kind = if self.is_apart(column) { RowKind::Apart } else { RowKind::Body };
            let mut values = vec![Value::Words(self.answer(column))];
            values.extend(self.figure(0, column));
            let code = &self.table.columns[column].code;
            let mut known = self.table.benchmarks.iter().filter(|known| known.column == *code).map(|known| {
                [Value::Known(known.value), Value::Words(known.source.get(self.language).to_owned())]
            });
            values.extend(known.next().into_iter().flatten());
            rows.push(Row { kind, values });
            // A second known figure of one answer has a row of its own.
            rows.extend(known.map(|known| {
                let values = std::iter::repeat_n(Value::Empty, 4).chain(known).collect();
                Row { kind, values }
            }));
        }
        for (key, value) in ["tables-n", "workbook-effective"].into_iter().zip(self.bases(0)) {
            rows.push(Row { kind: RowKind::Body, values: vec![Value::Words(self.words.say(key)), value] });
        }
        for row in &mut rows {
            row.values.resize(width, Value::Empty);
        }
        Layout { heads, rows }
    }

    fn groups(&self) -> Layout {
        let mut heads =
            vec![self.head("tables-group"), self.head("tables-n"), self.head("workbook-effective")];
        let columns = self.columns();
        heads.extend(columns.iter().map(|&column| Head {
            text: self.answer(column),
            parts: self.parts(),
            apart: self.is_apart(column),
        }));
        let width = 3 + 3 * columns.len();
        let mut rows = Vec::new();
        let mut current = None;
        for (at, group) in self.table.groups.iter().enumerate() {
            if let (Some(breakdown), true) = (group.breakdown, group.breakdown != current) {
                let label = self.table.breakdown_labels.get(breakdown);
                let label = label.map_or("", |label| label.get(self.language));
                let mut values = vec![Value::Words(label.to_owned())];
                values.resize(width, Value::Empty);
                rows.push(Row { kind: RowKind::Section, values });
            }
            current = group.breakdown;
            let label = group.label.get(self.language);
            let everyone = label.is_empty() && group.breakdown.is_none();
            let label = if everyone { self.words.say("tables-everyone") } else { label.to_owned() };
            let kind = if group.breakdown.is_none() { RowKind::Total } else { RowKind::Body };
            let mut values = vec![Value::Words(label)];
            values.extend(self.bases(at));
            values.extend(columns.iter().flat_map(|&column| self.figure(at, column)));
            rows.push(Row { kind, values });
        }
        Layout { heads, rows }
    }

    fn head(&self, key: &str) -> Head {
        Head { text: self.words.say(key), parts: Vec::new(), apart: false }
    }

    /// Respondents and what they are worth; the second would give the first away.
    fn bases(&self, group: usize) -> [Value; 2] {
        match self.base(group) {
            None => [Value::Confidential, Value::Confidential],
            Some(base) => {
                let worth = self.table.groups[group].effective_base;
                [Value::Count(base), if worth.is_finite() { Value::Worth(worth) } else { Value::Nothing }]
            }
        }
    }

    /// Estimate and the ends of its interval.
    fn figure(&self, group: usize, column: usize) -> [Value; 3] {
        match shown(self.table, group, column) {
            Shown::Hidden => [const { Value::Confidential }; 3],
            Shown::Nothing => [const { Value::Nothing }; 3],
            Shown::Figure(estimate, reliable) => {
                let (low, high) = ends(self.table.statistic, &estimate)
                    .map_or((Value::Nothing, Value::Nothing), |(low, high)| {
                        (Value::End(low, reliable), Value::End(high, reliable))
                    });
                [Value::Estimate(estimate.value, reliable), low, high]
            }
        }
    }
}
