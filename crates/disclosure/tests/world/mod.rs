//! A small world whose people can be counted one kind at a time, and an attacker who knows how its variables were derived.
//! The attacker shares nothing with the program: he writes every figure as a sum over all kinds of people that could be.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem};
use sounding_disclosure::{Answered, Grouped, NOWHERE, ReleaseRules, Respondents, protect, shown_base};
use sounding_survey::{
    CategoryRole, Cell, ChartKind, Column, Disclosure, Group, Reliability, Statistic, Table, TableRole, Text,
};

/// The category of a kind of people.
type Rule = Box<dyn Fn(&[usize]) -> Option<usize>>;

/// A variable: its number of categories, and the category of each kind of people.
pub(crate) struct Variable {
    pub(crate) size: usize,
    pub(crate) of: Rule,
}

/// Kinds of people are the combinations of some basic variables; everything else is derived from them.
pub(crate) struct World {
    pub(crate) kinds: Vec<Vec<usize>>,
    /// How many there are of each kind.
    pub(crate) counts: Vec<u64>,
    pub(crate) variables: BTreeMap<&'static str, Variable>,
}

/// A table: a variable by others, among those for whom a third one has a category. With several answers the categories of the
/// variable are all that can be named together, in binary.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) variable: &'a str,
    pub(crate) by: &'a [&'a str],
    pub(crate) among: Option<&'a str>,
    pub(crate) multiple: bool,
}

pub(crate) const fn asked<'a>(variable: &'a str, by: &'a [&'a str]) -> Asked<'a> {
    Asked { variable, by, among: None, multiple: false }
}

impl World {
    pub(crate) fn new(sizes: &[usize], mut count: impl FnMut(&[usize]) -> u64) -> World {
        let mut kinds = vec![Vec::new()];
        for &size in sizes {
            let longer = |kind: &Vec<usize>| -> Vec<Vec<usize>> {
                (0..size).map(|at| kind.iter().copied().chain([at]).collect()).collect()
            };
            kinds = kinds.iter().flat_map(longer).collect();
        }
        let counts = kinds.iter().map(|kind| count(kind)).collect();
        World { kinds, counts, variables: BTreeMap::new() }
    }

    pub(crate) fn variable(
        mut self,
        name: &'static str,
        size: usize,
        of: impl Fn(&[usize]) -> Option<usize> + 'static,
    ) -> World {
        self.variables.insert(name, Variable { size, of: Box::new(of) });
        self
    }

    /// The categories of a variable or a crossing, and the one of each kind.
    fn divide(&self, name: &str) -> (Vec<Vec<String>>, Vec<Option<usize>>) {
        let mut codes = vec![Vec::new()];
        let mut of = vec![Some(0); self.kinds.len()];
        for part in name.split('*') {
            let variable = &self.variables[part];
            codes = codes
                .iter()
                .flat_map(|before: &Vec<String>| {
                    let longer = |at: usize| before.iter().cloned().chain([format!("{part}{at}")]).collect();
                    (0..variable.size).map(longer).collect::<Vec<_>>()
                })
                .collect();
            for (of, kind) in of.iter_mut().zip(&self.kinds) {
                *of = of.zip((variable.of)(kind)).map(|(before, own)| before * variable.size + own);
            }
        }
        (codes, of)
    }

    /// The kinds in the base of a table.
    fn base(&self, asked: &Asked<'_>) -> Vec<bool> {
        let own = &self.variables[asked.variable];
        let among = asked.among.map(|name| &self.variables[name]);
        let inside = |kind: &Vec<usize>| {
            (own.of)(kind).is_some() && among.is_none_or(|among| (among.of)(kind).is_some())
        };
        self.kinds.iter().map(inside).collect()
    }

    fn count(&self, inside: impl Fn(usize) -> bool) -> u64 {
        (0..self.kinds.len()).filter(|&kind| inside(kind)).map(|kind| self.counts[kind]).sum()
    }

    /// One entry for each person.
    fn spread<T: Clone>(&self, of: impl Fn(usize) -> T) -> Vec<T> {
        (0..self.kinds.len())
            .flat_map(|kind| std::iter::repeat_n(of(kind), self.counts[kind] as usize))
            .collect()
    }

    /// Which kinds are in each row of a table, and in each of its columns.
    fn membership(&self, asked: &Asked<'_>) -> (Vec<Vec<bool>>, Vec<Vec<bool>>) {
        let base = self.base(asked);
        let mut rows = vec![base.clone()];
        for name in asked.by {
            let (codes, of) = self.divide(name);
            let row =
                |group: usize| (0..base.len()).map(|kind| base[kind] && of[kind] == Some(group)).collect();
            rows.extend((0..codes.len()).map(row));
        }
        let columns = (0..self.columns(asked)).map(|at| self.column(asked, at)).collect();
        (rows, columns)
    }

    fn columns(&self, asked: &Asked<'_>) -> usize {
        let size = self.variables[asked.variable].size;
        if asked.multiple { size.ilog2() as usize } else { size }
    }

    fn column(&self, asked: &Asked<'_>, column: usize) -> Vec<bool> {
        let (_, of) = self.divide(asked.variable);
        let named = |at: usize| if asked.multiple { at >> column & 1 == 1 } else { at == column };
        of.iter().map(|of| of.is_some_and(named)).collect()
    }

    fn table(&self, asked: &Asked<'_>) -> Table {
        let (rows, columns) = self.membership(asked);
        let mut keys = vec![(None, Vec::new())];
        for (at, name) in asked.by.iter().enumerate() {
            keys.extend(self.divide(name).0.into_iter().map(|codes| (Some(at), codes)));
        }
        let mut groups = Vec::new();
        let mut cells = Vec::new();
        for (row, (breakdown, codes)) in rows.iter().zip(keys) {
            let base = self.count(|kind| row[kind]);
            let label = Text::same(codes.join("*"));
            groups.push(Group { breakdown, codes, label, base, effective_base: base as f64 });
            cells.extend(columns.iter().map(|column| Cell {
                count: self.count(|kind| row[kind] && column[kind]),
                estimate: None,
                disclosure: Disclosure::Open,
                reliability: Reliability::Reliable,
            }));
        }
        let column = |at: usize| Column {
            code: at.to_string(),
            label: Text::same("c"),
            role: CategoryRole::Substantive,
        };
        Table {
            id: asked.variable.into(),
            role: TableRole::Breakdown,
            variable: asked.variable.into(),
            question: Text::same("q"),
            short: Text::default(),
            universe: asked.among.map(Text::same),
            level: 0.95,
            statistic: Statistic::Percent,
            ordered: false,
            multiple: asked.multiple,
            chart: ChartKind::None,
            breakdowns: asked.by.iter().map(|&name| name.to_owned()).collect(),
            breakdown_labels: asked.by.iter().map(|&name| Text::same(name)).collect(),
            groups,
            columns: (0..columns.len()).map(column).collect(),
            cells,
            tests: Vec::new(),
            benchmarks: Vec::new(),
        }
    }

    /// The people of the world, as the tables divide them.
    fn people(&self, tables: &[Asked<'_>]) -> Respondents {
        let code = |of: Option<usize>| of.map_or(NOWHERE, |at| at as u32);
        let mut people = Respondents { asked: (0..tables.len()).collect(), ..Respondents::default() };
        for asked in tables {
            let (base, (_, of)) = (self.base(asked), self.divide(asked.variable));
            people.questions.push(if asked.multiple {
                let named = |at: usize| {
                    let column = self.column(asked, at);
                    self.spread(|kind| base[kind] && column[kind])
                };
                Answered::Many {
                    answered: self.spread(|kind| base[kind]),
                    named: (0..self.columns(asked)).map(named).collect(),
                }
            } else {
                Answered::One(self.spread(|kind| code(of[kind].filter(|_| base[kind]))))
            });
            for name in asked.by.iter().flat_map(|name| name.split('*').chain([*name])) {
                let (codes, of) = self.divide(name);
                let codes = codes.iter().map(|codes| codes.join("*")).collect();
                let members = self.spread(|kind| code(of[kind]));
                people.groups.insert(name.to_owned(), Grouped { codes, members });
            }
        }
        people
    }

    /// The tables, protected together, and with nothing but the tables to go by.
    pub(crate) fn protected(&self, asked: &[Asked<'_>], rules: &ReleaseRules) -> [Vec<Table>; 2] {
        let tables: Vec<Table> = asked.iter().map(|asked| self.table(asked)).collect();
        let people = self.people(asked);
        [people, Respondents::unknown(&tables)].map(|people| {
            let mut tables = tables.clone();
            protect(&mut tables, &people, rules);
            tables
        })
    }

    /// Hidden cells whose count follows from the shown ones, and those that can only have one whole number: each as table,
    /// row and column.
    pub(crate) fn attack(&self, asked: &[Asked<'_>], tables: &[Table], rules: &ReleaseRules) -> Found {
        let mut known = Vec::new();
        let mut wanted = Vec::new();
        for (at, (asked, table)) in asked.iter().zip(tables).enumerate() {
            let (rows, columns) = self.membership(asked);
            for (row, inside) in rows.iter().enumerate() {
                if shown_base(table, row, rules.minimum_cell).is_some() {
                    known.push(inside.clone());
                }
                for (column, of) in columns.iter().enumerate() {
                    let cell: Vec<bool> = inside.iter().zip(of).map(|(&a, &b)| a && b).collect();
                    // A group without anybody is shown to be one, and an answer that nobody gave has nobody to protect.
                    let somebody = |kinds: &[bool]| self.count(|kind| kinds[kind]) > 0;
                    let answer: Vec<bool> = rows[0].iter().zip(of).map(|(&a, &b)| a && b).collect();
                    if table.cell(row, column).disclosure == Disclosure::Open {
                        known.push(cell);
                    } else if cell.contains(&true) && somebody(inside) && somebody(&answer) {
                        wanted.push(((at, row, column), cell));
                    }
                }
            }
        }
        let mut span = Span::default();
        for kinds in &known {
            span.add(kinds);
        }
        let linear = wanted.iter().filter(|(_, cell)| span.holds(cell)).map(|(place, _)| *place).collect();
        let bounded = wanted
            .iter()
            .filter(|(_, cell)| {
                let end = |direction| self.extreme(&known, cell, direction);
                end(OptimizationDirection::Maximize) - end(OptimizationDirection::Minimize) < 1.0 - 1e-6
            })
            .map(|(place, _)| *place)
            .collect();
        Found { hidden: wanted.len(), linear, bounded }
    }

    fn extreme(&self, known: &[Vec<bool>], cell: &[bool], direction: OptimizationDirection) -> f64 {
        let mut problem = Problem::new(direction);
        let kinds: Vec<_> = cell
            .iter()
            .map(|&inside| problem.add_var(f64::from(u8::from(inside)), (0.0, f64::INFINITY)))
            .collect();
        for inside in known {
            let terms: Vec<_> = kinds
                .iter()
                .zip(inside)
                .filter(|(_, inside)| **inside)
                .map(|(&kind, _)| (kind, 1.0))
                .collect();
            if !terms.is_empty() {
                let count = self.count(|kind| inside[kind]);
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, count as f64);
            }
        }
        match problem.solve() {
            Ok(outcome) => outcome.into_solution().unwrap().objective(),
            Err(microlp::Error::Unbounded) => f64::INFINITY,
            Err(error) => panic!("{error}"),
        }
    }
}

/// What an attacker found out.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) hidden: usize,
    pub(crate) linear: Vec<(usize, usize, usize)>,
    pub(crate) bounded: Vec<(usize, usize, usize)>,
}

/// All that can be written as sums and differences of some figures, by Gaussian elimination modulo a prime.
#[derive(Default)]
struct Span {
    /// Rows with a leading 1, by the place of it.
    rows: BTreeMap<usize, Vec<u64>>,
}

const PRIME: u64 = (1 << 61) - 1;

impl Span {
    fn reduced(&self, kinds: &[bool]) -> Vec<u64> {
        let mut row: Vec<u64> = kinds.iter().map(|&inside| u64::from(inside)).collect();
        for (&lead, known) in &self.rows {
            let factor = row[lead];
            if factor != 0 {
                for (value, own) in row.iter_mut().zip(known) {
                    *value = (*value + PRIME - product(factor, *own)) % PRIME;
                }
            }
        }
        row
    }

    fn add(&mut self, kinds: &[bool]) {
        let row = self.reduced(kinds);
        if let Some(lead) = row.iter().position(|&value| value != 0) {
            let inverse = power(row[lead], PRIME - 2);
            self.rows.insert(lead, row.iter().map(|&value| product(value, inverse)).collect());
        }
    }

    fn holds(&self, kinds: &[bool]) -> bool {
        self.reduced(kinds).iter().all(|&value| value == 0)
    }
}

fn product(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = product(result, base);
        }
        base = product(base, base);
        exponent >>= 1;
    }
    result
}
