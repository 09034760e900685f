//! The figures of a set of tables and the sums that tie them.

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::{Disclosure, Table};

use super::lines::{Columns, Lines, Mark};
use crate::ReleaseRules;
use crate::people::Respondents;

/// What readers know of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is shown.
    Open,
    /// Everybody knows that it is nobody: a group without a respondent, or categories that exclude each other.
    Nobody,
    /// It must not be known.
    Primary,
    /// It is hidden for the sake of others.
    Complementary,
    /// No table has it, but it ties some that are in tables.
    Unpublished,
}

/// One count of people. Where several tables have it, it is one figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub(super) count: f64,
    pub(super) state: State,
    small: bool,
    /// Hiding a cell of everyone's row costs readers more than one of a group, and a base takes all its row with it.
    pub(super) rank: u8,
}

impl Figure {
    pub(super) fn is_hidden(&self) -> bool {
        !matches!(self.state, State::Open | State::Nobody)
    }
}

/// `Σ left = Σ right`, as indices of figures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
}

impl Sum {
    pub(super) fn figures(&self) -> impl Iterator<Item = usize> + '_ {
        self.left.iter().chain(&self.right).copied()
    }
}

/// All figures with the sums between them.
#[derive(Debug, Default)]
pub(super) struct System {
    pub(super) figures: Vec<Figure>,
    pub(super) sums: Vec<Sum>,
    /// The sums that each figure is in.
    pub(super) sums_of: Vec<Vec<usize>>,
    index: BTreeMap<Vec<Mark>, usize>,
    /// The cells that stand over each base, and the bases under each cell.
    over: BTreeMap<usize, BTreeSet<usize>>,
    under: BTreeMap<usize, BTreeSet<usize>>,
    /// The questions that each base is the base of.
    askers: BTreeMap<usize, BTreeSet<usize>>,
    /// For each sum the family of figures that it belongs to; none for sums of bases alone.
    family: Vec<Option<usize>>,
    /// The same for each figure; none for bases that several families share.
    family_of: Vec<Option<usize>>,
    /// Figures of each table: for each row the cells, then the base.
    tables: Vec<Vec<usize>>,
}

/// For the people who have some marks: the axes that tables divide them by.
type Divided = BTreeMap<Vec<Mark>, BTreeSet<usize>>;

impl System {
    pub(super) fn of(tables: &[Table], people: &Respondents, rules: &ReleaseRules) -> System {
        let lines = Lines::of(tables, people);
        let mut system = System::default();
        let mut divided = Divided::new();
        for (table, &question) in tables.iter().zip(&people.asked) {
            system.register(&lines, &mut divided, table, question, rules);
        }
        system.bridge(&lines, &mut divided);
        let mut sums = BTreeSet::new();
        for (within, axes) in &divided {
            for &axis in axes {
                system.whole(&lines, within, axis, &mut sums);
                for (&other, ties) in lines.ties[axis].range(axis..).filter(|(other, _)| axes.contains(other))
                {
                    for tie in ties {
                        let left = system.classes(&lines, within, axis, &tie.left);
                        let right = system.classes(&lines, within, other, &tie.right);
                        system.add(left, right, &mut sums);
                    }
                }
            }
        }
        system.sums = sums.into_iter().collect();
        system.sums_of = vec![Vec::new(); system.figures.len()];
        for (at, sum) in system.sums.iter().enumerate() {
            for figure in sum.figures() {
                system.sums_of[figure].push(at);
            }
        }
        system.families();
        system
    }

    /// Whether a sum is solved together with a figure. The same bases stand under all questions of a report: were what is over
    /// one of them solved together with all that is over it elsewhere, nothing could be solved for itself. What is tied by
    /// nothing but bases is solved separately, each time with the bases.
    pub(super) fn belongs(&self, sum: usize, figure: usize) -> bool {
        self.family[sum].is_none() || self.family[sum] == self.family_of[figure]
    }

    fn families(&mut self) {
        let cells: BTreeSet<usize> = self.over.values().flatten().copied().collect();
        let shared = |at: usize| {
            !cells.contains(&at) && self.askers.get(&at).is_some_and(|questions| questions.len() > 1)
        };
        let mut family: Vec<usize> = (0..self.figures.len()).collect();
        let root = |family: &[usize], mut at: usize| {
            while family[at] != at {
                at = family[at];
            }
            at
        };
        for sum in &self.sums {
            let mut own = sum.figures().filter(|&at| !shared(at));
            let Some(first) = own.next() else { continue };
            for other in own {
                let (a, b) = (root(&family, first), root(&family, other));
                family[a.max(b)] = a.min(b);
            }
        }
        self.family_of =
            (0..family.len()).map(|at| if shared(at) { None } else { Some(root(&family, at)) }).collect();
        let of = |sum: &Sum| sum.figures().find_map(|at| self.family_of[at]);
        self.family = self.sums.iter().map(of).collect();
    }

    pub(super) fn is_hidden(&self, figure: usize) -> bool {
        self.figures[figure].is_hidden()
    }

    pub(super) fn hidden_in(&self, sum: &Sum) -> usize {
        sum.figures().filter(|&at| self.is_hidden(at)).count()
    }

    /// The hidden figures that follow from sums with one unknown, and from those that follow, and so on.
    pub(super) fn plain(&self) -> Vec<bool> {
        let mut plain = vec![false; self.figures.len()];
        let mut next: Vec<usize> = (0..self.sums.len()).collect();
        while let Some(sum) = next.pop() {
            let mut unknown = self.sums[sum].figures().filter(|&at| self.is_hidden(at) && !plain[at]);
            if let (Some(figure), None) = (unknown.next(), unknown.next()) {
                plain[figure] = true;
                next.extend(&self.sums_of[figure]);
            }
        }
        plain
    }

    /// Hides an open figure. A group whose base is hidden shows nothing at all.
    pub(super) fn hide(&mut self, figure: usize) {
        self.figures[figure].state = State::Complementary;
        for &cell in self.over.get(&figure).into_iter().flatten() {
            if self.figures[cell].state == State::Open {
                self.figures[cell].state = State::Complementary;
            }
        }
    }

    /// Whether a figure could be shown without its base.
    pub(super) fn may_open(&self, figure: usize) -> bool {
        self.under.get(&figure).into_iter().flatten().all(|&base| !self.is_hidden(base))
    }

    /// Hiding is dear where it starts a sum with one hidden figure, and the more people it hides.
    pub(super) fn cost(&self, figure: usize) -> f64 {
        let starts = self.sums_of[figure].iter().filter(|&&sum| self.hidden_in(&self.sums[sum]) == 0).count();
        self.figures[figure].count + starts as f64 * 1e6
    }

    /// Writes what was decided into the tables.
    pub(super) fn apply(&self, tables: &mut [Table]) {
        for (table, figures) in tables.iter_mut().zip(&self.tables) {
            let width = table.columns.len();
            for (row, figures) in figures.chunks(width + 1).enumerate() {
                let hidden_base = self.is_hidden(figures[width]);
                for (cell, &figure) in table.cells[row * width..].iter_mut().zip(&figures[..width]) {
                    let figure = &self.figures[figure];
                    cell.disclosure = match figure.state {
                        State::Nobody if figure.small => Disclosure::Primary,
                        State::Open | State::Nobody if hidden_base => Disclosure::Complementary,
                        State::Open | State::Nobody => Disclosure::Open,
                        State::Primary => Disclosure::Primary,
                        State::Complementary | State::Unpublished => Disclosure::Complementary,
                    };
                }
            }
        }
    }

    fn register(
        &mut self,
        lines: &Lines,
        divided: &mut Divided,
        table: &Table,
        question: usize,
        rules: &ReleaseRules,
    ) {
        let (base_mark, columns) = lines.question(question);
        let width = table.columns.len();
        let mut own = Vec::new();
        for (row, group) in table.groups.iter().enumerate() {
            // The marks of the group, and each way to see them as people divided by an axis.
            let mut key = Vec::new();
            let mut axes = Vec::new();
            if let Some(breakdown) = group.breakdown {
                let name = &table.breakdowns[breakdown];
                let (axis, class) = lines.group(name, &group.codes);
                key.clone_from(&lines.axes[axis].classes[class]);
                axes.push((axis, Vec::new()));
                if key.len() > 1 {
                    for (at, part) in name.split('*').enumerate().take(key.len()) {
                        let mut rest = key.clone();
                        rest.remove(at);
                        axes.push((lines.part(part), rest));
                    }
                }
            }
            let mut figure = |marks: &[Mark], count: u64, hide: bool, nobody: bool, rank: u8| {
                for (axis, rest) in &axes {
                    let within: Vec<Mark> = marks.iter().chain(rest).copied().collect();
                    divided.entry(lines.written(&within)).or_default().insert(*axis);
                }
                let marks: Vec<Mark> = marks.iter().chain(&key).copied().collect();
                let nobody = nobody || (count == 0 && lines.impossible(&marks));
                let at = self.figure(lines.written(&marks), count);
                let known = &mut self.figures[at];
                known.small |= hide;
                known.rank = known.rank.max(rank);
                known.state = match (known.state, nobody) {
                    (State::Nobody, _) | (_, true) => State::Nobody,
                    _ if known.small => State::Primary,
                    _ => State::Open,
                };
                at
            };
            let thin =
                table.statistic == sounding_survey::Statistic::Percent && group.base < rules.minimum_base;
            let everyone = u8::from(group.breakdown.is_none());
            let nobody = group.base == 0;
            let base =
                figure(&[base_mark], group.base, group.base < rules.minimum_cell, nobody, everyone + 1);
            let mut cells = Vec::new();
            for column in 0..width {
                let marks = match columns {
                    Columns::One(axis) => lines.axes[*axis].classes[column].clone(),
                    Columns::Many(axes) => lines.axes[axes[column]].classes[0].clone(),
                    Columns::Value(value) => vec![*value, base_mark],
                };
                let count = table.cell(row, column).count;
                cells.push(figure(&marks, count, thin || count < rules.minimum_cell, nobody, everyone));
            }
            self.askers.entry(base).or_default().insert(question);
            let key = lines.written(&key);
            match columns {
                Columns::One(axis) => _ = divided.entry(key.clone()).or_default().insert(*axis),
                Columns::Many(axes) => divided.entry(key.clone()).or_default().extend(axes),
                Columns::Value(_) => {}
            }
            divided.entry(key).or_default().extend(lines.axes_with(base_mark));
            for &cell in cells.iter().filter(|&&cell| cell != base) {
                self.over.entry(base).or_default().insert(cell);
                self.under.entry(cell).or_default().insert(base);
            }
            own.extend(cells.into_iter().chain([base]));
        }
        self.tables.push(own);
    }

    fn figure(&mut self, marks: Vec<Mark>, count: u64) -> usize {
        let next = self.figures.len();
        let at = *self.index.entry(marks).or_insert(next);
        if at == next {
            self.figures.push(Figure { count: count as f64, state: State::Open, small: false, rank: 0 });
        }
        at
    }

    /// Adds figures that no table has where both divisions differ: an answer by province and a grouped answer by region meet
    /// in the grouped answer by province.
    fn bridge(&mut self, lines: &Lines, divided: &mut Divided) {
        let mut found: Vec<(Vec<Mark>, usize, Vec<usize>)> = Vec::new();
        for (within, axes) in divided.iter() {
            for (at, &mark) in within.iter().enumerate() {
                for (whole, parts) in lines.wholes(mark) {
                    let with = |other: Mark| {
                        let mut marks = within.clone();
                        marks[at] = other;
                        lines.written(&marks)
                    };
                    let wide = with(*whole);
                    let Some(known) = divided.get(&wide) else { continue };
                    for &axis in axes.iter().filter(|axis| !known.contains(axis)) {
                        if !known.iter().any(|other| lines.ties[axis].contains_key(other)) {
                            continue;
                        }
                        let counts = |class: &Vec<Mark>| -> Option<usize> {
                            let of = |&part: &Mark| {
                                let marks: Vec<Mark> = with(part).iter().chain(class).copied().collect();
                                let own = self.index.get(&lines.written(&marks))?;
                                Some(self.figures[*own].count as usize)
                            };
                            parts.iter().map(of).sum()
                        };
                        let counts: Option<Vec<usize>> =
                            lines.axes[axis].classes.iter().map(counts).collect();
                        if let Some(counts) = counts {
                            found.push((wide.clone(), axis, counts));
                        }
                    }
                }
            }
        }
        for (wide, axis, counts) in found {
            divided.entry(wide.clone()).or_default().insert(axis);
            for (class, count) in lines.axes[axis].classes.iter().zip(counts) {
                let marks: Vec<Mark> = wide.iter().chain(class).copied().collect();
                let before = self.figures.len();
                let at = self.figure(lines.written(&marks), count as u64);
                if at == before {
                    self.figures[at].state = State::Unpublished;
                }
                // The same figure seen the other way round.
                for (place, &mark) in wide.iter().enumerate() {
                    let mut rest: Vec<Mark> = wide.clone();
                    rest.remove(place);
                    rest.extend(class);
                    divided.entry(lines.written(&rest)).or_default().extend(lines.axes_with(mark));
                }
            }
        }
    }

    /// The figures of some categories of an axis among people with some marks, where there are all of them.
    fn classes(&self, lines: &Lines, within: &[Mark], axis: usize, classes: &[usize]) -> Option<Vec<usize>> {
        let figure = |&class: &usize| {
            let marks: Vec<Mark> = within.iter().chain(&lines.axes[axis].classes[class]).copied().collect();
            self.index.get(&lines.written(&marks)).copied()
        };
        classes.iter().map(figure).collect()
    }

    /// All categories of an axis sum to those whom it divides.
    fn whole(&self, lines: &Lines, within: &[Mark], axis: usize, sums: &mut BTreeSet<Sum>) {
        let own = &lines.axes[axis];
        if !own.sums {
            return;
        }
        let all: Vec<usize> = (0..own.classes.len()).collect();
        let Some(parts) = self.classes(lines, within, axis, &all) else { return };
        let based: Option<Vec<Mark>> = own.base.map(|base| within.iter().copied().chain([base]).collect());
        for whole in [Some(within.to_vec()), based].into_iter().flatten() {
            let whole = self.index.get(&lines.written(&whole)).map(|&at| vec![at]);
            self.add(Some(parts.clone()), whole, sums);
        }
    }

    /// Adds a sum where it holds. Where people without a code are left out the parts fall short of the whole, and the
    /// difference is one more unknown that no page shows.
    fn add(&self, left: Option<Vec<usize>>, right: Option<Vec<usize>>, sums: &mut BTreeSet<Sum>) {
        let (Some(mut left), Some(mut right)) = (left, right) else { return };
        let total = |side: &[usize]| -> f64 { side.iter().map(|&at| self.figures[at].count).sum() };
        if total(&left) != total(&right) {
            return;
        }
        for at in left.clone() {
            if let Some(place) = right.iter().position(|&other| other == at) {
                right.remove(place);
                let place = left.iter().position(|&other| other == at);
                place.map(|place| left.remove(place));
            }
        }
        if left.is_empty() && right.is_empty() {
            return;
        }
        left.sort_unstable();
        right.sort_unstable();
        sums.insert(if left <= right { Sum { left, right } } else { Sum { left: right, right: left } });
    }
}
