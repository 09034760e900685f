//! What a chart may know of a table. Everything drawn, described or used for a scale passes through here, so that a figure that
//! is hidden has no way into a picture: neither by itself nor as what is missing to 100 %.

use sounding_disclosure::{Shown, hidden, shown};
use sounding_survey::{CategoryRole, Estimate, Language, Statistic, Table, Text};

use super::words::Words;
use crate::locale::{Locale, NOTHING, decimals_of};

/// A table as charts see it.
pub(crate) struct Reading<'a> {
    pub(crate) table: &'a Table,
    pub(crate) language: Language,
    pub(crate) locale: Locale,
    pub(crate) words: &'static Words,
    /// Decimals of a figure in the statistic's units; of percentages in points.
    decimals: usize,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(table: &'a Table, language: Language) -> Reading<'a> {
        let mut reading = Reading {
            table,
            language,
            locale: Locale::new(language),
            words: Words::of(language),
            decimals: 1,
        };
        if table.statistic != Statistic::Percent {
            let largest = reading.figures().map(|figure| figure.value.abs()).fold(0.0, f64::max);
            reading.decimals = decimals_of(table.statistic, largest);
        }
        reading
    }

    /// Whether the answers of a group sum to everyone in it.
    pub(crate) fn is_whole(&self) -> bool {
        self.table.statistic == Statistic::Percent && !self.table.multiple && self.table.columns.len() > 1
    }

    /// Words on the intervals, with their level.
    pub(crate) fn at_level(&self, words: &str) -> String {
        words.replace("{level}", &self.locale.level(self.table.level))
    }

    /// What may be seen of a cell.
    pub(crate) fn shown(&self, group: usize, column: usize) -> Shown {
        shown(self.table, group, column)
    }

    /// How many cells of a group are hidden.
    pub(crate) fn hidden(&self, group: usize) -> usize {
        hidden(self.table, group)
    }

    /// Every figure that may be seen.
    pub(crate) fn figures(&self) -> impl Iterator<Item = Estimate> {
        self.all().filter_map(Shown::figure)
    }

    /// Every cell as it may be seen.
    pub(crate) fn all(&self) -> impl Iterator<Item = Shown> {
        (0..self.table.groups.len())
            .flat_map(move |group| (0..self.table.columns.len()).map(move |column| self.shown(group, column)))
    }

    /// The columns that answer the question, and those that do not; each in the questionnaire's order.
    pub(crate) fn columns(&self) -> (Vec<usize>, Vec<usize>) {
        let role = |at: usize| self.table.columns[at].role;
        let of = |wanted: fn(CategoryRole) -> bool| {
            (0..self.table.columns.len()).filter(|&at| wanted(role(at))).collect()
        };
        (
            of(|role| role == CategoryRole::Substantive),
            of(|role| matches!(role, CategoryRole::DontKnow | CategoryRole::Refused)),
        )
    }

    /// Known outside figures of a column.
    pub(crate) fn benchmarks(&self, column: usize) -> Vec<f64> {
        let code = &self.table.columns[column].code;
        let own = self.table.benchmarks.iter().filter(|benchmark| benchmark.column == *code);
        own.map(|benchmark| benchmark.value).filter(|value| value.is_finite()).collect()
    }

    pub(crate) fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
    }

    pub(crate) fn column(&self, column: usize) -> &str {
        self.text(&self.table.columns[column].label)
    }

    pub(crate) fn group(&self, group: usize) -> &str {
        self.text(&self.table.groups[group].label)
    }

    /// A figure in full: `63,2%`, `7,41`.
    pub(crate) fn value(&self, value: f64) -> String {
        if self.table.statistic == Statistic::Percent {
            self.locale.percent(value, self.decimals)
        } else {
            self.locale.number(value, self.decimals)
        }
    }

    /// The two ends of an interval.
    pub(crate) fn interval(&self, estimate: &Estimate) -> String {
        let unit = self.unit();
        if !(estimate.low.is_finite() && estimate.high.is_finite()) {
            return NOTHING.to_owned();
        }
        let (low, high) = (unit * estimate.low, unit * estimate.high);
        if low.min(high) < 0.0 {
            // A dash beside a minus sign is misread.
            let end = |value: f64| self.locale.number(value, self.decimals);
            return format!("{} {} {}", end(low), self.words.to, end(high));
        }
        self.locale.range(low, high, self.decimals)
    }

    /// A percentage in whole points without its sign, for the inside of a bar.
    pub(crate) fn points(&self, value: f64) -> String {
        self.locale.number(100.0 * value, 0)
    }

    /// A number on an axis whose steps have that many decimals.
    pub(crate) fn tick(&self, value: f64, decimals: usize) -> String {
        if self.table.statistic == Statistic::Percent {
            self.locale.percent(value, decimals.saturating_sub(2))
        } else {
            self.locale.number(value, decimals)
        }
    }

    fn unit(&self) -> f64 {
        if self.table.statistic == Statistic::Percent { 100.0 } else { 1.0 }
    }

    /// The two ends of an interval where a picture can show them: a share is never under nothing or over everything.
    pub(crate) fn span(&self, estimate: &Estimate) -> Option<(f64, f64)> {
        let (mut low, mut high) = (estimate.low, estimate.high);
        if !(low.is_finite() && high.is_finite()) {
            return None;
        }
        if self.table.statistic == Statistic::Percent {
            (low, high) = (low.clamp(0.0, 1.0), high.clamp(0.0, 1.0));
        }
        Some((low, high))
    }
}
