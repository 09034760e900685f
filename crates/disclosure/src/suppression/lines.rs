//! The divisions that the tables of a report make of the respondents, and what their categories have to do with each other.
//!
//! Every figure counts the people of whom a few things hold: they gave an answer, they live in a region. Such a thing is a
//! *mark*. The same thing has one mark wherever it stands, in the columns of one table or the rows of another.

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::Table;

use super::gather::Builder;
use super::links::Tie;
use crate::people::Respondents;

/// One thing that holds of people.
pub(super) type Mark = usize;

/// A division of people: the columns of a table, or the groups of a breakdown.
#[derive(Debug)]
pub(super) struct Axis {
    /// The marks of each category: one, or of a crossing one for each part.
    pub(super) classes: Vec<Vec<Mark>>,
    /// Those whom the categories sum to, where that is a figure of its own.
    pub(super) base: Option<Mark>,
    /// Whether everybody is asked to be in one of the categories, so that they sum to something.
    pub(super) sums: bool,
}

/// How a question divides its base.
#[derive(Debug)]
pub(super) enum Columns {
    /// Into its columns.
    One(usize),
    /// Each column for itself.
    Many(Vec<usize>),
    /// Not at all: there is one figure of another kind than a count.
    Value(Mark),
}

/// All divisions of a set of tables.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) axes: Vec<Axis>,
    /// For each axis those that it is tied to.
    pub(super) ties: Vec<BTreeMap<usize, Vec<Tie>>>,
    /// For each question its base and its columns.
    pub(super) questions: Vec<Option<(Mark, Columns)>>,
    pub(super) groups: BTreeMap<String, (usize, BTreeMap<Vec<String>, usize>)>,
    /// The mark that stands for each: marks of the same people are one.
    pub(super) same: Vec<Mark>,
    /// For each mark those that follow from it.
    pub(super) follows: Vec<BTreeSet<Mark>>,
    /// Marks of everybody.
    pub(super) everyone: BTreeSet<Mark>,
    /// For each mark the axes that it is a category of.
    pub(super) axes_of: Vec<BTreeSet<usize>>,
    /// For each mark the marks that are made of it and others, with all that they are made of.
    pub(super) wholes: Vec<Vec<(Mark, Vec<Mark>)>>,
}

impl Lines {
    pub(super) fn of(tables: &[Table], people: &Respondents) -> Lines {
        Builder::default().lines(tables, people)
    }

    /// The base and the columns of a question that a table is about.
    pub(super) fn question(&self, question: usize) -> (Mark, &Columns) {
        let (base, columns) = self.questions[question].as_ref().expect("a table asks it");
        (*base, columns)
    }

    /// The axis of a breakdown, and its category for the codes of a group.
    pub(super) fn group(&self, breakdown: &str, codes: &[String]) -> (usize, usize) {
        let (axis, classes) = &self.groups[breakdown];
        let class = if breakdown.contains('*') { classes[codes] } else { classes[&[codes.join("*")][..]] };
        (*axis, class)
    }

    /// The axis of a part of a crossing.
    pub(super) fn part(&self, name: &str) -> usize {
        self.groups[name].0
    }

    /// The axes that a mark is a category of.
    pub(super) fn axes_with(&self, mark: Mark) -> &BTreeSet<usize> {
        &self.axes_of[self.same[mark]]
    }

    /// The marks that are exactly made of this and others, with all that they are made of.
    pub(super) fn wholes(&self, mark: Mark) -> &[(Mark, Vec<Mark>)] {
        &self.wholes[self.same[mark]]
    }

    /// The one way to write the marks of a group of people: nothing twice, nothing that follows from the rest.
    pub(super) fn written(&self, marks: &[Mark]) -> Vec<Mark> {
        let mut kept: Vec<Mark> =
            marks.iter().map(|&mark| self.same[mark]).filter(|mark| !self.everyone.contains(mark)).collect();
        kept.sort_unstable();
        kept.dedup();
        for mark in kept.clone() {
            if kept.iter().any(|&other| other != mark && self.follows[other].contains(&mark)) {
                kept.retain(|&other| other != mark);
            }
        }
        kept
    }

    /// Whether nobody can have all these marks: two of them are, or follow into, different categories of one axis.
    pub(super) fn impossible(&self, marks: &[Mark]) -> bool {
        let wide = |mark: Mark| -> Vec<Mark> {
            let mark = self.same[mark];
            self.follows[mark].iter().copied().chain([mark]).collect()
        };
        let apart = |a: Mark, b: Mark| a != b && !self.axes_of[a].is_disjoint(&self.axes_of[b]);
        marks.iter().enumerate().any(|(at, &left)| {
            marks[at + 1..].iter().any(|&right| {
                let right = wide(right);
                wide(left).iter().any(|&a| right.iter().any(|&b| apart(a, b)))
            })
        })
    }
}
