//! Which choices are on offer, in which order and under which labels.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::interview::compile::{Choices, DataType, FormNode, Labels, Media, Order, ProgramId, Search};

use super::cells::Cell;
use super::{Interview, Node, Scene};

/// A choice on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Code as stored.
    pub code: String,
    /// What people read, in the language of the moment.
    pub label: String,
    /// Pictures and sounds that go with it.
    pub media: Media,
}

impl Interview {
    /// The items on offer for a question that chooses, in their order; a table that is searched has its rows.
    fn items(&self, choices: &Choices, cell: Cell) -> Vec<Node> {
        let form = &self.form;
        let given = match choices.nodes {
            Some(program) => self.with(|scene, environment| {
                let compiled = &form.programs[program as usize].compiled;
                compiled.nodes(scene, environment, Node::Cell(cell)).unwrap_or_default()
            }),
            None => choices
                .root
                .map_or_else(Vec::new, |root| form.stock.children(root).map(Node::Stock).collect()),
        };
        if choices.order == Order::Drawn { self.shuffled(given, cell) } else { given }
    }

    /// The items in an order that belongs to this interview and question.
    fn shuffled(&self, mut items: Vec<Node>, cell: Cell) -> Vec<Node> {
        let path = self.path(cell);
        for last in (1..items.len()).rev() {
            let drawn = self.drawn_for(&format!("{path}#{last}"));
            items.swap(last, (drawn % (last as u64 + 1)) as usize);
        }
        items
    }

    /// The codes on offer.
    pub(crate) fn codes(&self, cell: Cell) -> Vec<String> {
        let form = Arc::clone(&self.form);
        let Some(choices) = form.binds[self.node(cell) as usize].choices else { return Vec::new() };
        let choices = &form.choices[choices as usize];
        if let Some(search) = &choices.search {
            return self.searched(choices, search, cell).into_iter().map(|offer| offer.code).collect();
        }
        let items = self.items(choices, cell);
        self.with(|scene, _| {
            items.iter().map(|item| scene.code_of(choices.value, *item).into_owned()).collect()
        })
    }

    /// Whether every code is on offer. One code among thousands is looked up, not searched, where there is no condition.
    pub(crate) fn are_offered<'a>(&self, cell: Cell, codes: impl Iterator<Item = &'a str>) -> bool {
        let form = &self.form;
        let Some(choices) = form.binds[self.node(cell) as usize].choices else { return true };
        let choices = &form.choices[choices as usize];
        if let (None, None, Labels::List(list)) = (choices.nodes, &choices.search, choices.labels) {
            return codes
                .into_iter()
                .all(|code| form.place_of(list, code).is_some() || self.is_added_other(choices, code));
        }
        let offered: BTreeSet<String> = self.codes(cell).into_iter().collect();
        codes.into_iter().all(|code| offered.contains(code))
    }

    /// "Other", where the author asked for it and the list has none.
    fn is_added_other(&self, choices: &Choices, code: &str) -> bool {
        let (Some(root), "other") = (choices.root, code) else { return false };
        let children = self.form.stock.children(root);
        let last = children.end.checked_sub(1).filter(|last| children.contains(last));
        last.is_some_and(|last| {
            self.form
                .stock
                .child(last, choices.value)
                .is_some_and(|code| self.form.stock.text(code) == "other")
        })
    }

    /// The choices on offer with their labels.
    pub(crate) fn offers(&self, cell: Cell) -> Vec<Offer> {
        let form = Arc::clone(&self.form);
        let Some(choices) = form.binds[self.node(cell) as usize].choices else { return Vec::new() };
        let choices = &form.choices[choices as usize];
        if let Some(search) = &choices.search {
            return self.searched(choices, search, cell);
        }
        let items = self.items(choices, cell);
        self.with(|scene, _| {
            items
                .iter()
                .map(|item| {
                    let code = scene.code_of(choices.value, *item).into_owned();
                    let label = scene.label_of_item(choices.labels, *item, &code).unwrap_or_default();
                    let media = media_of(scene, choices.labels, *item);
                    Offer { code, label, media }
                })
                .collect()
        })
    }

    /// The rows that a search finds, with the choices of the list that are choices themselves.
    fn searched(&self, choices: &Choices, search: &Search, cell: Cell) -> Vec<Offer> {
        let text = search.text.and_then(|program| self.atom(program, cell).ok());
        let filter =
            search.filter.and_then(|(column, program)| Some((column, self.atom(program, cell).ok()?)));
        let items = self.items(choices, cell);
        let stock = &self.form.stock;
        self.with(|scene, environment| {
            let wanted = text.map(|text| text.to_text(environment).to_lowercase()).unwrap_or_default();
            let filter = filter.map(|(column, value)| (column, value.to_text(environment).into_owned()));
            let cell_text = |row: u32, column| stock.child(row, column).map_or("", |child| stock.text(child));
            let found = |row: u32| {
                let kept = filter.as_ref().is_none_or(|(column, value)| cell_text(row, *column) == value);
                kept && search.finds(&wanted, |column| cell_text(row, column))
            };
            let mut offers = Vec::new();
            for item in &items {
                let code = scene.code_of(choices.value, *item).into_owned();
                if code.trim().parse::<f64>().is_ok() {
                    let label = scene.label_of_item(choices.labels, *item, &code).unwrap_or_default();
                    let media = media_of(scene, choices.labels, *item);
                    offers.push(Offer { code, label, media });
                }
            }
            for (code, labels) in &search.rows {
                let mut seen = BTreeSet::new();
                for row in stock.children(search.table).filter(|row| found(*row)) {
                    let code = cell_text(row, *code).to_owned();
                    let label: Vec<&str> = labels.iter().map(|column| cell_text(row, *column)).collect();
                    if seen.insert(code.clone()) {
                        offers.push(Offer { code, label: label.join(", "), media: Media::default() });
                    }
                }
            }
            offers
        })
    }

    /// Whether an element chooses from what is always the same, so that its default can be held against it at once.
    pub(crate) fn is_chosen_once(&self, node: FormNode) -> bool {
        let form = &self.form;
        let Some(choices) = form.binds[node as usize].choices else { return false };
        let choices = &form.choices[choices as usize];
        let follows = |program: ProgramId| !form.programs[program as usize].on.is_empty();
        choices.search.is_none() && !choices.nodes.is_some_and(follows)
    }

    /// Takes codes away that are no longer on offer.
    pub(crate) fn keep_offered(&mut self, cell: Cell) {
        let text = self.cells.get(cell).text.clone();
        if text.is_empty() {
            return;
        }
        let form = Arc::clone(&self.form);
        let several = form.tree.leaf(self.node(cell)).is_some_and(|leaf| leaf.data_type == DataType::Codes);
        let offered: BTreeSet<String> = self.codes(cell).into_iter().collect();
        let kept = if several {
            text.split_whitespace().filter(|code| offered.contains(*code)).collect::<Vec<_>>().join(" ")
        } else if offered.contains(&text) {
            return;
        } else {
            String::new()
        };
        self.write(cell, kept, None);
    }
}

fn media_of(scene: &Scene<'_>, labels: Labels, item: Node) -> Media {
    let (Labels::List(list), Node::Stock(item)) = (labels, item) else { return Media::default() };
    let form = scene.form;
    let Some(parent) = form.stock.parent(item) else { return Media::default() };
    let place = (item - form.stock.children(parent).start) as usize;
    let choice = form.questionnaire.lists[list as usize].choices.get(place);
    let words = choice.and_then(|choice| choice.label.get(&form.languages[scene.language]));
    words.map(crate::interview::compile::media).unwrap_or_default()
}
