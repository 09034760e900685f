//! An element of the record as it stands: what traces, submissions and screens are made of.

use crate::interview::compile::{FormNode, Role, Said};

use super::cells::Cell;
use super::{Interview, Offer};

/// An element of the record as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// `/data/roster[2]/age`
    pub path: String,
    /// The value as kept; `None` for groups and repeats.
    pub value: Option<String>,
    /// Whether it and all around it are asked.
    pub relevant: bool,
    /// Whether an answer is required.
    pub required: bool,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// Whether the value meets its condition.
    pub valid: bool,
    /// Whether it breaks a condition that can be confirmed, and was not confirmed.
    pub doubtful: bool,
    /// What is asked, in the language of the moment.
    pub label: Option<String>,
    /// What is said beside it.
    pub hint: Option<String>,
    /// What is said where the value is not valid.
    pub constraint_message: Option<String>,
    /// What is on offer; `None` where nothing is chosen.
    pub offers: Option<Vec<Offer>>,
}

impl Interview {
    /// The value of a question, given by path, or by name outside repeats.
    pub fn value(&self, question: &str) -> Option<&str> {
        self.find_named(question).map(|cell| self.cells.get(cell).text.as_str())
    }

    /// Whether a question is asked.
    pub fn is_asked(&self, question: &str) -> bool {
        self.find_named(question).is_some_and(|cell| self.cells.get(cell).relevant)
    }

    /// How many instances a repeat has, given by path without number, or by name.
    pub fn instances(&self, repeat: &str) -> usize {
        if repeat.starts_with('/') {
            let found = self.find_repeat(repeat);
            return found
                .map_or(0, |(cell, repeat)| self.cells.instances(&self.form.tree, cell, repeat).len());
        }
        let Some(node) = self.form.by_name.get(repeat).and_then(|found| found.first()) else { return 0 };
        let mut count = 0;
        self.cells.each_in_block(&self.form.tree, 0, *node, &mut |_| count += 1);
        count
    }

    /// Every element of the record in order, without the root.
    pub fn elements(&self) -> Vec<Element> {
        self.cells_in_order().into_iter().skip(1).map(|cell| self.element(cell)).collect()
    }

    /// Every cell in the order of the document.
    pub(crate) fn cells_in_order(&self) -> Vec<Cell> {
        let mut order = Vec::new();
        let mut waiting: Vec<Cell> = vec![0];
        let mut children = Vec::new();
        while let Some(cell) = waiting.pop() {
            order.push(cell);
            children.clear();
            self.cells.each_child(&self.form.tree, cell, &mut |child| children.push(child));
            waiting.extend(children.iter().rev());
        }
        order
    }

    pub(crate) fn element(&self, cell: Cell) -> Element {
        let content = self.cells.get(cell);
        let node = content.form;
        let template = self.form.tree.get(node);
        let bind = &self.form.binds[node as usize];
        let words = &self.form.words[node as usize];
        let leaf = super::answer::is_leaf(&template.role);
        let shown = self.has_control(node);
        let valid = !leaf || self.is_valid(cell);
        let said = |said: &[Said]| self.with(|scene, _| scene.filled(said.get(self.language), cell));
        Element {
            path: self.path(cell),
            value: leaf.then(|| content.text.clone()),
            relevant: content.relevant,
            required: leaf && self.is_required(cell),
            read_only: leaf && self.is_read_only(cell),
            valid,
            doubtful: leaf && self.is_doubtful(cell),
            label: if shown { said(&words.label) } else { None },
            hint: if shown { said(&words.hint) } else { None },
            constraint_message: if valid { None } else { said(&words.constraint) },
            offers: bind.choices.map(|_| self.offers(cell)),
        }
    }

    /// Whether an interface shows it.
    pub(crate) fn has_control(&self, node: FormNode) -> bool {
        match &self.form.tree.get(node).role {
            Role::Leaf(leaf) => {
                use crate::definition::Kind;
                !matches!(leaf.question.kind, Kind::Calculate | Kind::Hidden | Kind::Metadata(_))
            }
            Role::Group { shown } => *shown,
            Role::Repeat { .. } => true,
            Role::Root => false,
        }
    }
}
