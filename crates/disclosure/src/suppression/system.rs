//! The cells of one question and the sums that tie them.

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::{Disclosure, Statistic, Table};

use crate::ReleaseRules;

/// A group of people: its variables and codes in order of variable; empty for everyone.
type Key = Vec<(String, String)>;

/// One figure that is published or hidden.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) count: f64,
    pub(super) state: Disclosure,
    /// Hiding a cell of everyone's row costs readers more than one of a group.
    rank: u8,
}

/// `whole = Σ parts`, as indices of cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sum {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

impl Sum {
    fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().copied().chain([self.whole])
    }
}

/// All cells of a question with the sums between them.
#[derive(Debug, Default)]
pub(super) struct System {
    pub(super) cells: Vec<Cell>,
    pub(super) sums: Vec<Sum>,
    index: BTreeMap<(Key, usize), usize>,
    columns: usize,
}

impl System {
    /// Registers the cells of all `tables`, which have the same columns; the base of a group is one more column.
    pub(super) fn of(tables: &[&Table], rules: &ReleaseRules) -> System {
        let columns = tables.first().map_or(0, |table| table.columns.len());
        let mut system = System { columns, ..System::default() };
        let mut partitions: BTreeSet<Vec<Key>> = BTreeSet::new();
        for table in tables {
            let mut members: BTreeMap<Option<usize>, Vec<Key>> = BTreeMap::new();
            for (row, group) in table.groups.iter().enumerate() {
                let key = key(table, row);
                members.entry(group.breakdown).or_default().push(key.clone());
                let percent = table.statistic == Statistic::Percent;
                let thin = percent && group.base < rules.minimum_base;
                for column in 0..columns {
                    let count = table.cell(row, column).count;
                    system.register(&key, column, count, thin || count < rules.minimum_cell);
                }
                system.register(&key, columns, group.base, group.base < rules.minimum_cell);
            }
            partitions.extend(
                members.into_iter().filter(|(breakdown, _)| breakdown.is_some()).map(|(_, keys)| keys),
            );
        }
        let single = tables.iter().all(|table| table.statistic == Statistic::Percent && !table.multiple);
        system.tie(&partitions, single);
        system
    }

    /// Indices of the cells that must not be known.
    pub(super) fn primary(&self) -> impl Iterator<Item = usize> + '_ {
        self.cells.iter().enumerate().filter(|(_, cell)| cell.state == Disclosure::Primary).map(|(at, _)| at)
    }

    /// The open cell whose hiding should protect `cell`. A sum with one hidden cell gives it away, so a partner is looked
    /// for in such sums first, among them one that leaves no new sum with one hidden cell, then the smallest; everyone's
    /// row and the bases come last. Ties go to the earlier cell.
    pub(super) fn partner(&self, cell: usize) -> Option<usize> {
        let tied = self.tied(cell);
        let telling: Vec<&Sum> = tied.iter().copied().filter(|sum| self.hidden_in(sum) == 1).collect();
        let choice = |sums: &[&Sum]| {
            let open = sums
                .iter()
                .flat_map(|sum| sum.cells())
                .filter(|&other| self.cells[other].state == Disclosure::Open);
            open.min_by(|&a, &b| self.cost(a).total_cmp(&self.cost(b)).then(a.cmp(&b)))
        };
        choice(&telling).or_else(|| choice(&tied))
    }

    /// Sums that reach the cell through hidden cells.
    fn tied(&self, cell: usize) -> Vec<&Sum> {
        let mut reached = BTreeSet::from([cell]);
        loop {
            let tied: Vec<&Sum> =
                self.sums.iter().filter(|sum| sum.cells().any(|at| reached.contains(&at))).collect();
            let before = reached.len();
            let hidden = tied
                .iter()
                .flat_map(|sum| sum.cells())
                .filter(|&at| self.cells[at].state != Disclosure::Open);
            reached.extend(hidden);
            if reached.len() == before {
                return tied;
            }
        }
    }

    fn hidden_in(&self, sum: &Sum) -> usize {
        sum.cells().filter(|&at| self.cells[at].state != Disclosure::Open).count()
    }

    /// Hides an open cell.
    pub(super) fn hide(&mut self, cell: usize) {
        self.cells[cell].state = Disclosure::Complementary;
    }

    /// Writes what was decided into a table. A group whose base is hidden shows nothing at all.
    pub(super) fn apply(&self, table: &mut Table) {
        let width = table.columns.len();
        for row in 0..table.groups.len() {
            let key = key(table, row);
            let base = self.state(&key, self.columns);
            for column in 0..width {
                let state = self.state(&key, column);
                table.cells[row * width + column].disclosure =
                    if state == Disclosure::Open && base != Disclosure::Open {
                        Disclosure::Complementary
                    } else {
                        state
                    };
            }
        }
    }

    fn state(&self, key: &Key, column: usize) -> Disclosure {
        self.index.get(&(key.clone(), column)).map_or(Disclosure::Primary, |&at| self.cells[at].state)
    }

    fn register(&mut self, key: &Key, column: usize, count: u64, primary: bool) {
        let next = self.cells.len();
        let at = *self.index.entry((key.clone(), column)).or_insert(next);
        if at == next {
            let state = if primary { Disclosure::Primary } else { Disclosure::Open };
            let rank = u8::from(key.is_empty()) + u8::from(column == self.columns);
            self.cells.push(Cell { count: count as f64, state, rank });
        }
    }

    /// Hiding is dear in everyone's row and in the column of bases, where it starts a sum with one hidden cell, and the
    /// more people it hides.
    fn cost(&self, cell: usize) -> f64 {
        let starts = self
            .sums
            .iter()
            .filter(|sum| sum.cells().any(|at| at == cell) && self.hidden_in(sum) == 0)
            .count();
        let cell = &self.cells[cell];
        cell.count + starts as f64 * 1e6 + f64::from(cell.rank) * 1e9
    }

    fn tie(&mut self, partitions: &BTreeSet<Vec<Key>>, single: bool) {
        let keys: BTreeSet<Key> = self.index.keys().map(|(key, _)| key.clone()).collect();
        if single {
            for key in &keys {
                let parts: Vec<usize> =
                    (0..self.columns).map(|column| self.index[&(key.clone(), column)]).collect();
                self.add(self.index[&(key.clone(), self.columns)], parts);
            }
        }
        for partition in partitions {
            // Everyone, and each part of a crossing, is the sum of the groups inside it.
            for whole in &keys {
                let inside: Vec<&Key> = partition
                    .iter()
                    .filter(|part| part.len() > whole.len() && whole.iter().all(|at| part.contains(at)))
                    .collect();
                if inside.is_empty() {
                    continue;
                }
                for column in 0..=self.columns {
                    let parts = inside.iter().map(|part| self.index[&((*part).clone(), column)]).collect();
                    self.add(self.index[&(whole.clone(), column)], parts);
                }
            }
        }
    }

    /// Adds the sum where it holds. Where people without a code are left out the parts fall short of the whole, and the
    /// difference is one more unknown that no page shows.
    fn add(&mut self, whole: usize, parts: Vec<usize>) {
        let sum: f64 = parts.iter().map(|&part| self.cells[part].count).sum();
        if sum == self.cells[whole].count {
            self.sums.push(Sum { whole, parts });
        }
    }
}

fn key(table: &Table, row: usize) -> Key {
    let group = &table.groups[row];
    let Some(breakdown) = group.breakdown else { return Vec::new() };
    let mut key: Key =
        table.breakdowns[breakdown].split('*').map(str::to_owned).zip(group.codes.iter().cloned()).collect();
    key.sort();
    key
}
