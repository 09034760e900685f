//! Gathers the divisions of all tables and lays them over each other.

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::{Statistic, Table};

use super::lines::{Axis, Columns, Lines, Mark};
use super::links::{Codes, Division, Tie, ties};
use crate::people::{Answered, NOWHERE, Respondents};

#[derive(Default)]
pub(super) struct Builder<'a> {
    lines: Lines,
    divisions: Vec<Option<Division<'a>>>,
    marks: usize,
    /// The axis of each mark.
    home: BTreeMap<Mark, usize>,
    values: BTreeMap<String, Mark>,
    bases: BTreeSet<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn lines(mut self, tables: &[Table], people: &'a Respondents) -> Lines {
        self.elementary(tables, people);
        self.crossings(tables, people);
        for (question, answered) in people.questions.iter().enumerate() {
            let about = tables.iter().zip(&people.asked).find(|(_, asked)| **asked == question);
            let asked = about.map(|(table, _)| self.question(table, answered));
            self.lines.questions.push(asked);
        }
        self.finish()
    }

    fn mark(&mut self) -> Mark {
        self.marks += 1;
        self.marks - 1
    }

    /// An axis with one mark for each category; the same division of the same people is the same axis.
    fn axis(&mut self, codes: Option<Codes<'a>>, classes: usize) -> usize {
        let division = codes.map(|codes| Division::new(codes, classes));
        if let Some(own) = &division {
            let same = |other: &Option<Division<'_>>| other.as_ref().is_some_and(|other| own.same(other));
            let known = (0..self.divisions.len()).find(|&at| {
                same(&self.divisions[at]) && self.lines.axes[at].classes.iter().all(|c| c.len() == 1)
            });
            if let Some(known) = known {
                return known;
            }
        }
        let classes: Vec<Vec<Mark>> = (0..classes).map(|_| vec![self.mark()]).collect();
        self.home.extend(classes.iter().map(|class| (class[0], self.lines.axes.len())));
        self.push(Axis { classes, base: None, sums: false }, division)
    }

    fn push(&mut self, axis: Axis, division: Option<Division<'a>>) -> usize {
        self.lines.axes.push(axis);
        self.divisions.push(division);
        self.lines.axes.len() - 1
    }

    /// The variables of the breakdowns, those that are only part of a crossing included.
    fn elementary(&mut self, tables: &[Table], people: &'a Respondents) {
        let mut codes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (name, groups) in &people.groups {
            if !name.contains('*') {
                codes.insert(name, groups.codes.clone());
            }
        }
        for (name, group) in groups_of(tables) {
            // The code of a single variable may have a star in it.
            let own = if name.contains('*') { group.to_vec() } else { vec![group.join("*")] };
            for (part, code) in name.split('*').zip(own) {
                let known = codes.entry(part).or_default();
                if !known.contains(&code) {
                    known.push(code);
                }
            }
        }
        for (name, codes) in codes {
            let members = people.groups.get(name).map(|groups| Codes::Of(&groups.members));
            let axis = self.axis(members, codes.len());
            self.lines.axes[axis].sums = true;
            let classes = codes.into_iter().enumerate().map(|(at, code)| (vec![code], at)).collect();
            self.lines.groups.insert(name.to_owned(), (axis, classes));
        }
    }

    fn crossings(&mut self, tables: &[Table], people: &'a Respondents) {
        let mut codes: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
        for (name, groups) in people.groups.iter().filter(|(name, _)| name.contains('*')) {
            let split = |code: &String| code.split('*').map(str::to_owned).collect();
            codes.insert(name, groups.codes.iter().map(split).collect());
        }
        for (name, group) in groups_of(tables).filter(|(name, _)| name.contains('*')) {
            let known = codes.entry(name).or_default();
            if !known.iter().any(|other| other == group) {
                known.push(group.to_vec());
            }
        }
        for (name, codes) in codes {
            let parts: Vec<&str> = name.split('*').collect();
            let marks = |codes: &Vec<String>| -> Option<Vec<Mark>> {
                let mark = |(part, code): (&&str, &String)| {
                    let (axis, classes) = self.lines.groups.get(*part)?;
                    Some(self.lines.axes[*axis].classes[*classes.get(std::slice::from_ref(code))?][0])
                };
                parts.iter().zip(codes).map(mark).collect()
            };
            // A crossing that no table uses, and whose parts are not known, is of no use here.
            let Some(classes) = codes.iter().map(marks).collect::<Option<Vec<Vec<Mark>>>>() else { continue };
            let members = people.groups.get(name).map(|groups| Codes::Of(&groups.members));
            let division = members.map(|codes| Division::new(codes, classes.len()));
            let axis = self.push(Axis { classes, base: None, sums: true }, division);
            let classes = codes.into_iter().enumerate().map(|(at, code)| (code, at)).collect();
            self.lines.groups.insert(name.to_owned(), (axis, classes));
        }
    }

    fn question(&mut self, table: &Table, answered: &'a Answered) -> (Mark, Columns) {
        let everybody = match answered {
            Answered::Unknown => None,
            Answered::One(codes) => Some(Codes::Any(codes)),
            Answered::Many { answered, .. } | Answered::Number(answered) => Some(Codes::Flagged(answered)),
        };
        let base = self.axis(everybody, 1);
        self.bases.insert(base);
        let mark = self.lines.axes[base].classes[0][0];
        let width = table.columns.len();
        let columns = if table.statistic != Statistic::Percent {
            let next = self.marks;
            // Few people beyond a quantile say nothing against the mean of the same variable.
            let name = match table.statistic {
                Statistic::Quantile(p) => format!("{}@{}", table.variable, p.value()),
                _ => table.variable.clone(),
            };
            let value = *self.values.entry(name).or_insert(next);
            self.marks = self.marks.max(value + 1);
            Columns::Value(value)
        } else if table.multiple {
            let column = |at: usize| match answered {
                Answered::Many { named, .. } => named.get(at).map(|named| Codes::Flagged(named)),
                _ => None,
            };
            Columns::Many((0..width).map(|at| self.axis(column(at), 1)).collect())
        } else {
            let codes = if let Answered::One(codes) = answered { Some(Codes::Of(codes)) } else { None };
            let axis = self.axis(codes, width);
            let own = &mut self.lines.axes[axis];
            own.sums = true;
            own.base = Some(mark);
            Columns::One(axis)
        };
        (mark, columns)
    }

    fn finish(mut self) -> Lines {
        self.tie();
        let single = |lines: &Lines, axis: usize, class: usize| match lines.axes[axis].classes[class][..] {
            [mark] => Some(mark),
            _ => None,
        };
        let lines = &mut self.lines;
        lines.same = (0..self.marks).collect();
        let all = |lines: &Lines| -> Vec<(usize, usize, Tie)> {
            let of = |(left, tied): (usize, &BTreeMap<usize, Vec<Tie>>)| -> Vec<(usize, usize, Tie)> {
                tied.iter()
                    .flat_map(|(&right, ties)| ties.iter().map(move |tie| (left, right, tie.clone())))
                    .collect()
            };
            lines.ties.iter().enumerate().flat_map(of).collect()
        };
        for (left, right, tie) in all(lines) {
            if let ([a], [b], false, false) = (&tie.left[..], &tie.right[..], tie.short_left, tie.short_right)
                && let (Some(a), Some(b)) = (single(lines, left, *a), single(lines, right, *b))
            {
                let (a, b) = (lines.same[a], lines.same[b]);
                for mark in &mut lines.same {
                    if *mark == a.max(b) {
                        *mark = a.min(b);
                    }
                }
            }
        }
        lines.follows = vec![BTreeSet::new(); self.marks];
        lines.axes_of = vec![BTreeSet::new(); self.marks];
        lines.wholes = vec![Vec::new(); self.marks];
        for (left, right, tie) in all(lines) {
            let [whole] = tie.right[..] else { continue };
            let Some(whole) = single(lines, right, whole).filter(|_| !tie.short_right) else { continue };
            let whole = lines.same[whole];
            let parts: Vec<Mark> = tie
                .left
                .iter()
                .filter_map(|&part| single(lines, left, part))
                .map(|part| lines.same[part])
                .collect();
            for &part in &parts {
                lines.follows[part].insert(whole);
                if !tie.short_left && parts.len() == tie.left.len() && part != whole {
                    lines.wholes[part].push((whole, parts.clone()));
                }
            }
        }
        let columns = lines.questions.iter().flatten().flat_map(|(base, columns)| {
            let axes = match columns {
                Columns::One(axis) => vec![*axis],
                Columns::Many(axes) => axes.clone(),
                Columns::Value(_) => Vec::new(),
            };
            axes.into_iter().map(|axis| (*base, axis))
        });
        for (base, axis) in columns {
            for mark in lines.axes[axis].classes.iter().flatten() {
                lines.follows[lines.same[*mark]].insert(lines.same[base]);
            }
        }
        for (mark, follows) in lines.follows.iter_mut().enumerate() {
            follows.remove(&mark);
        }
        for (at, axis) in lines.axes.iter().enumerate() {
            for class in axis.classes.iter().filter(|class| class.len() == 1) {
                lines.axes_of[lines.same[class[0]]].insert(at);
            }
        }
        self.everyone();
        self.lines
    }

    /// Lays every division over every other.
    fn tie(&mut self) {
        let size = self.lines.axes.len();
        self.lines.ties = vec![BTreeMap::new(); size];
        for left in 0..size {
            for right in left + 1..size {
                let found = match (&self.divisions[left], &self.divisions[right]) {
                    _ if self.nested(left, right) => self.parts(left, right),
                    _ if self.nested(right, left) => {
                        self.parts(right, left).iter().map(Tie::turned).collect()
                    }
                    (Some(a), Some(b)) => ties(a, b),
                    _ => continue,
                };
                if !found.is_empty() {
                    self.lines.ties[right].insert(left, found.iter().map(Tie::turned).collect());
                    self.lines.ties[left].insert(right, found);
                }
            }
        }
    }

    /// Whether `left` is a crossing of which `right` is a part.
    fn nested(&self, left: usize, right: usize) -> bool {
        let first = |axis: usize| self.lines.axes[axis].classes.first().map_or(&[][..], Vec::as_slice);
        let axes =
            |axis: usize| -> BTreeSet<usize> { first(axis).iter().map(|mark| self.home[mark]).collect() };
        first(left).len() > first(right).len() && axes(right).is_subset(&axes(left))
    }

    fn parts(&self, crossing: usize, part: usize) -> Vec<Tie> {
        let inside = |class: &Vec<Mark>| -> Vec<usize> {
            let classes = &self.lines.axes[crossing].classes;
            (0..classes.len()).filter(|&at| class.iter().all(|mark| classes[at].contains(mark))).collect()
        };
        let classes = self.lines.axes[part].classes.iter().enumerate();
        classes
            .map(|(at, class)| Tie {
                left: inside(class),
                right: vec![at],
                short_left: true,
                short_right: false,
            })
            .filter(|tie| !tie.left.is_empty())
            .collect()
    }

    /// Finds the marks of all who are in the base of any table.
    fn everyone(&mut self) {
        let bases: Vec<&Division<'_>> =
            self.bases.iter().filter_map(|&axis| self.divisions[axis].as_ref()).collect();
        let rows = bases.first().map_or(0, |base| base.codes.len());
        let kept: Vec<usize> =
            (0..rows).filter(|&row| bases.iter().any(|base| base.codes.at(row) != NOWHERE)).collect();
        // A base that is not known may be anybody's.
        if kept.is_empty() || bases.len() < self.bases.len() {
            return;
        }
        for (axis, division) in self.lines.axes.iter().zip(&self.divisions) {
            let Some(division) = division else { continue };
            for (class, size) in division.sizes.iter().enumerate() {
                let all = *size >= kept.len() as u64
                    && kept.iter().all(|&row| division.codes.at(row) == class as u32);
                if let ([mark], true) = (&axis.classes[class][..], all) {
                    self.lines.everyone.insert(self.lines.same[*mark]);
                }
            }
        }
    }
}

/// The breakdown and the codes of every group of every table.
fn groups_of(tables: &[Table]) -> impl Iterator<Item = (&str, &[String])> {
    tables.iter().flat_map(|table| {
        table.groups.iter().filter_map(|group| {
            let name = &table.breakdowns[group.breakdown?];
            Some((name.as_str(), &group.codes[..]))
        })
    })
}
