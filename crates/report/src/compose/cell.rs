//! How the report writes what may be shown of a figure, and to how many places. What may be shown is the rule of `disclosure`.
//!
//! - Percentages have one decimal in tables and none in findings; the percentage is rounded once, from the estimate itself.
//! - What is above nothing is never rounded to nothing, and what is below everything never to everything.
//! - Means, medians, ratios and totals have as many decimals as the largest figure of their table calls for.
//! - A confidential cell shows nothing.

use sounding_disclosure::{Shown, shown, shown_base};
use sounding_survey::{Estimate, Statistic, Table};

use crate::document::{GridCell, Mark};
use crate::interval::ends;
use crate::locale::{Locale, NOTHING, decimals_of};

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// In a sentence.
    Finding,
    /// In a table.
    Table,
}

/// A table's figures as people see them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures<'a> {
    table: &'a Table,
    locale: Locale,
    minimum: u64,
    decimals: usize,
}

impl<'a> Figures<'a> {
    /// The figures of `table`; counts under `minimum` respondents are not shown.
    pub(crate) fn new(table: &'a Table, locale: Locale, minimum: u64) -> Figures<'a> {
        let mut figures = Figures { table, locale, minimum, decimals: 1 };
        if table.statistic != Statistic::Percent {
            figures.decimals = decimals_of(table.statistic, figures.largest());
        }
        figures
    }

    /// What may be seen of a cell.
    pub(crate) fn shown(&self, group: usize, column: usize) -> Shown {
        shown(self.table, group, column)
    }

    /// The estimate where it may be seen.
    pub(crate) fn estimate(&self, group: usize, column: usize) -> Option<Estimate> {
        self.shown(group, column).figure()
    }

    /// The cell of a table: the figure, its interval under it, and its mark.
    pub(crate) fn cell(&self, group: usize, column: usize) -> GridCell {
        match self.shown(group, column) {
            Shown::Figure(estimate, reliable) => GridCell {
                text: self.value(estimate.value, Rounding::Table),
                detail: self.interval(&estimate),
                mark: (!reliable).then_some(Mark::Unreliable),
            },
            Shown::Hidden => confidential(),
            Shown::Nothing => GridCell::words(NOTHING),
        }
    }

    /// A figure in the statistic's units.
    pub(crate) fn value(&self, value: f64, rounding: Rounding) -> String {
        match (self.table.statistic, rounding) {
            (Statistic::Percent, Rounding::Finding) => share(self.locale, value, 0),
            (Statistic::Percent, Rounding::Table) => share(self.locale, value, 1),
            _ => self.locale.number(value, self.decimals),
        }
    }

    /// The two ends of an interval as they are written in a table; `None` where there is no interval.
    pub(crate) fn interval(&self, estimate: &Estimate) -> Option<String> {
        let (low, high) = self.ends(estimate)?;
        let unit = if self.table.statistic == Statistic::Percent { 100.0 } else { 1.0 };
        let (low, high) = (low * unit, high * unit);
        Some(if low < 0.0 {
            // Next to a minus sign the dash needs room.
            let end = |value: f64| self.locale.number(value, self.decimals);
            format!("{} – {}", end(low), end(high))
        } else {
            self.locale.range(low, high, self.decimals)
        })
    }

    /// The two ends of an interval, where there is one.
    pub(crate) fn ends(&self, estimate: &Estimate) -> Option<(f64, f64)> {
        ends(self.table.statistic, estimate)
    }

    /// Respondents in the base of a group, unweighted; `None` where they may not be known.
    pub(crate) fn base(&self, group: usize) -> Option<u64> {
        shown_base(self.table, group, self.minimum)
    }

    /// The cell of a base.
    pub(crate) fn base_cell(&self, group: usize) -> GridCell {
        self.base(group).map_or_else(confidential, |base| GridCell::words(self.locale.count(base)))
    }

    fn largest(&self) -> f64 {
        (0..self.table.groups.len())
            .flat_map(|group| (0..self.table.columns.len()).map(move |column| (group, column)))
            .filter_map(|(group, column)| self.estimate(group, column))
            .map(|estimate| estimate.value.abs())
            .fold(0.0, f64::max)
    }
}

/// A proportion as a percentage. What is not nothing is never `0%`, and what is not everything never `100%`.
pub(crate) fn share(locale: Locale, proportion: f64, places: usize) -> String {
    let text = locale.percent(proportion, places);
    let step = 0.1_f64.powi(i32::try_from(places).unwrap_or(0)) / 100.0;
    if proportion > 0.0 && text == locale.percent(0.0, places) {
        format!("<{}", locale.percent(step, places))
    } else if proportion < 1.0 && text == locale.percent(1.0, places) {
        format!(">{}", locale.percent(1.0 - step, places))
    } else {
        text
    }
}

/// A cell that does not leave.
pub(crate) fn confidential() -> GridCell {
    GridCell { mark: Some(Mark::Confidential), ..GridCell::default() }
}

/// Whether the respondents of each category of a margin may be known. Margins cross each other, so that sums of one can give away
/// a count of another: where one count is small, none of its margin is shown.
pub(crate) fn counts_may_be_known(counts: &[u64], minimum: u64) -> bool {
    counts.iter().all(|&count| count == 0 || count >= minimum)
}

#[cfg(test)]
mod tests {
    use sounding_survey::{
        CategoryRole, Cell, ChartKind, Column, Disclosure, Group, Language, Reliability, TableRole, Text,
    };

    use super::*;

    const VI: fn() -> Locale = || Locale::new(Language::Vi);

    fn cell(value: f64, disclosure: Disclosure) -> Cell {
        let estimate = Estimate { value, se: 0.01, low: value - 0.02, high: value + 0.02, deff: None };
        Cell { count: 50, estimate: Some(estimate), disclosure, reliability: Reliability::Reliable }
    }

    /// One group with the cells given.
    fn table(statistic: Statistic, base: u64, cells: Vec<Cell>) -> Table {
        let column = |at: usize| Column {
            code: at.to_string(),
            label: Text::default(),
            role: CategoryRole::Substantive,
        };
        Table {
            id: "t".into(),
            role: TableRole::Topline,
            variable: "q".into(),
            question: Text::default(),
            short: Text::default(),
            universe: None,
            statistic,
            ordered: false,
            multiple: false,
            chart: ChartKind::None,
            breakdowns: Vec::new(),
            breakdown_labels: Vec::new(),
            groups: vec![Group {
                breakdown: None,
                codes: Vec::new(),
                label: Text::default(),
                base,
                effective_base: base as f64,
            }],
            columns: (0..cells.len()).map(column).collect(),
            cells,
            tests: Vec::new(),
            benchmarks: Vec::new(),
            level: 0.95,
        }
    }

    #[test]
    fn percentages_are_whole_in_sentences_and_have_one_decimal_in_tables() {
        let table = table(Statistic::Percent, 100, vec![cell(0.6349, Disclosure::Open)]);
        let figures = Figures::new(&table, VI(), 10);
        // Rounded once: 63.49 is 63, though 63.5 would be 64.
        assert_eq!(figures.value(0.6349, Rounding::Finding), "63%");
        assert_eq!(figures.value(0.6349, Rounding::Table), "63,5%");
    }

    #[test]
    fn little_is_not_nothing_and_nearly_all_is_not_all() {
        assert_eq!(share(VI(), 0.0004, 1), "<0,1%");
        assert_eq!(share(VI(), 0.0, 1), "0,0%");
        assert_eq!(share(VI(), 0.9997, 1), ">99,9%");
        assert_eq!(share(VI(), 1.0, 1), "100,0%");
        assert_eq!((share(VI(), 0.004, 0), share(VI(), 0.996, 0)), ("<1%".into(), ">99%".into()));
        assert_eq!(share(VI(), 0.006, 0), "1%");
    }

    #[test]
    fn other_figures_have_decimals_by_their_size() {
        for (largest, text) in [(2.346, "2,35"), (23.46, "23,5"), (23_456.7, "23.457")] {
            let table = table(Statistic::Mean, 100, vec![cell(largest, Disclosure::Open)]);
            assert_eq!(Figures::new(&table, VI(), 10).cell(0, 0).text, text);
        }
        let table = table(Statistic::Mean, 100, vec![cell(-0.01, Disclosure::Open)]);
        assert_eq!(Figures::new(&table, VI(), 10).cell(0, 0).detail.unwrap(), "−0,03 – 0,01");
    }

    #[test]
    fn a_rate_of_change_keeps_its_decimals() {
        let table = table(Statistic::Function, 100, vec![cell(0.0342, Disclosure::Open)]);
        assert_eq!(Figures::new(&table, VI(), 10).cell(0, 0).text, "0,0342");
    }

    #[test]
    fn an_interval_of_a_share_stays_between_nothing_and_everything() {
        let table = table(Statistic::Percent, 100, vec![cell(0.01, Disclosure::Open)]);
        let figures = Figures::new(&table, VI(), 10);
        assert_eq!(figures.cell(0, 0).detail.unwrap(), "0,0–3,0");
        let point = Estimate { value: 0.5, se: 0.0, low: 0.5, high: 0.5, deff: None };
        assert_eq!(figures.interval(&point), None);
        assert_eq!(figures.interval(&Estimate { low: f64::NAN, ..point }), None);
    }

    #[test]
    fn what_one_hidden_figure_would_leave_is_hidden_too() {
        let cells = vec![cell(0.4, Disclosure::Open), cell(0.6, Disclosure::Primary)];
        let mut table = table(Statistic::Percent, 100, cells);
        assert_eq!(Figures::new(&table, VI(), 10).cell(0, 0), confidential());
        // Several answers a person do not sum to anything.
        table.multiple = true;
        assert_eq!(Figures::new(&table, VI(), 10).cell(0, 0).text, "40,0%");
        assert_eq!(Figures::new(&table, VI(), 10).cell(0, 1), confidential());
    }

    #[test]
    fn a_base_is_hidden_when_it_is_small_or_nothing_of_the_group_is_shown() {
        let open = |base: u64| table(Statistic::Percent, base, vec![cell(0.4, Disclosure::Open)]);
        assert_eq!(Figures::new(&open(9), VI(), 10).base_cell(0), confidential());
        assert_eq!(Figures::new(&open(1_000), VI(), 10).base_cell(0), GridCell::words("1.000"));
        assert_eq!(Figures::new(&open(0), VI(), 10).base_cell(0), GridCell::words("0"));
        let silent = table(Statistic::Percent, 25, vec![cell(0.4, Disclosure::Primary); 2]);
        assert_eq!(Figures::new(&silent, VI(), 10).base(0), None);
    }

    #[test]
    fn one_small_count_hides_those_of_its_margin() {
        assert!(!counts_may_be_known(&[500, 9, 40], 10));
        assert!(counts_may_be_known(&[500, 10, 0], 10));
    }
}
