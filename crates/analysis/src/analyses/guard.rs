//! Whether an analysis may leave. What it compares are counts of respondents like those of a table: they must not be small, and with
//! them open no figure that the tables hide may be found out. The tables come first: an analysis that would give one of their hidden
//! figures away, or be hidden itself, is withheld as a whole.

use sounding_disclosure::{ReleaseRules, protect};
use sounding_survey::{
    CategoryRole, ChartKind, Column, Disclosure, Statistic, Table, TableRole, Text as Words, Withheld,
};

use crate::answers::Answers;
use crate::tables::{Breakdown, People, everyone, group, open_cell};

/// Counts that an analysis is made from: respondents of a base, and these by the crossing of some variables.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// Who is in the base, a flag for each row.
    pub(super) base: Vec<bool>,
    /// The variables that are crossed.
    pub(super) by: Vec<String>,
}

/// The tables as they were protected, with the counts of the analyses that were let through.
pub(crate) struct Guard<'a> {
    answers: &'a Answers<'a>,
    rules: ReleaseRules,
    people: People,
    tables: Vec<Table>,
    asked: usize,
}

impl<'a> Guard<'a> {
    /// `tables` are protected already, and `people` are those behind them.
    pub(crate) fn new(
        answers: &'a Answers<'a>,
        rules: ReleaseRules,
        people: People,
        tables: &[Table],
    ) -> Guard<'a> {
        Guard { answers, rules, people, tables: tables.to_vec(), asked: 0 }
    }

    /// Respondents that a cell must have.
    pub(super) fn minimum(&self) -> u64 {
        self.rules.minimum_cell
    }

    /// Lets an analysis through that is made from these counts, or says why not.
    pub(super) fn admit(&mut self, counts: Vec<Counts>) -> Option<Withheld> {
        let mut people = self.people.clone();
        let mut tables = self.tables.clone();
        for one in counts {
            self.asked += 1;
            let table = self.table(&one, &mut people);
            if table.groups.iter().any(|group| group.base > 0 && group.base < self.rules.minimum_cell) {
                return Some(Withheld::SmallCell);
            }
            people.count(&one.base);
            tables.push(table);
        }
        if self.tables.iter().flat_map(|table| &table.cells).any(|cell| cell.disclosure != Disclosure::Open) {
            protect(&mut tables, people.known(), &self.rules);
            let before = self.tables.iter().flat_map(|table| &table.cells).map(|cell| cell.disclosure);
            let after = tables.iter().flat_map(|table| &table.cells).map(|cell| cell.disclosure);
            let expected = before.chain(std::iter::repeat(Disclosure::Open));
            if after.zip(expected).any(|(after, expected)| after != expected) {
                return Some(Withheld::Linked);
            }
        }
        self.people = people;
        self.tables = tables;
        None
    }

    fn table(&self, counts: &Counts, people: &mut People) -> Table {
        let mut breakdowns = vec![everyone(self.answers.rows())];
        let name = counts.by.join("*");
        if !counts.by.is_empty() {
            // What is wrong with the answers was said when they were read.
            let breakdown = Breakdown::new(self.answers, &name, &mut Vec::new());
            people.divide(self.answers, &name, &breakdown);
            breakdowns.push(breakdown);
        }
        let label = Words::default();
        let mut table = Table {
            id: String::new(),
            role: TableRole::Breakdown,
            variable: format!("sounding: counts {}", self.asked),
            question: label.clone(),
            short: label.clone(),
            universe: None,
            statistic: Statistic::Mean,
            ordered: false,
            multiple: false,
            chart: ChartKind::None,
            breakdowns: if counts.by.is_empty() { Vec::new() } else { vec![name] },
            breakdown_labels: Vec::new(),
            groups: Vec::new(),
            columns: vec![Column { code: String::new(), label, role: CategoryRole::Substantive }],
            cells: Vec::new(),
            tests: Vec::new(),
            benchmarks: Vec::new(),
            level: 0.95,
        };
        for (at, breakdown) in breakdowns.iter().enumerate() {
            let mut bases = vec![0u64; breakdown.groups.len()];
            for (row, (&code, &inside)) in breakdown.codes.iter().zip(&counts.base).enumerate() {
                if inside
                    && people.is_kept(row)
                    && let Some(base) = bases.get_mut(code as usize)
                {
                    *base += 1;
                }
            }
            for ((codes, label), base) in breakdown.groups.iter().zip(bases) {
                let at = at.checked_sub(1);
                table.groups.push(group(at, codes.clone(), label.clone(), base, base as f64));
                table.cells.push(open_cell(base, None));
            }
        }
        table
    }
}
