//! The ways through an interview: which screens there are, in which order, and what keeps one from going on.

use crate::expression::Moment;
use crate::interview::{Answered, BlockNumber, Cell, EventKind, FormNode, Interview, NOTHING, Refused, Role};

/// What a screen is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// One question, by path.
    Question(String),
    /// A group of questions shown together, by path; as a table where all have the same choices.
    Group {
        /// Of the group.
        path: String,
        /// Whether the questions are rows of a table.
        table: bool,
    },
    /// Whether there is one more of a repeat, by path without number.
    Prompt(String),
    /// The end, with what is missing.
    End,
}

/// Where an interview is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Question(Cell),
    Group(Cell),
    /// The element around the repeat, and the repeat.
    Prompt(Cell, FormNode),
    End,
}

/// Something that keeps an interview from its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The question.
    pub path: String,
    /// What is asked, in the language of the moment.
    pub label: Option<String>,
    /// Why.
    pub why: Why,
    /// What the author says to it, in the language of the moment.
    pub message: Option<String>,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is required and not there.
    Required,
    /// It breaks its condition.
    Breaks,
    /// It is unusual and was not confirmed.
    Doubtful,
}

/// Steps that a search for the next screen takes at most: more screens than any interview has.
const NOWHERE: usize = usize::MAX;

impl Interview {
    /// Everything that is missing or doubtful, in order.
    pub fn missing(&self) -> Vec<Missing> {
        self.cells_in_order().into_iter().filter_map(|cell| self.missing_in(cell)).collect()
    }

    pub(crate) fn missing_in(&self, cell: Cell) -> Option<Missing> {
        let content = self.cells.get(cell);
        if !content.relevant || !self.has_control(content.form) {
            return None;
        }
        let leaf = self.form.tree.leaf(content.form)?;
        if !leaf.question.kind.is_asked() {
            return None;
        }
        let words = &self.form.words[content.form as usize];
        let (why, message) = if content.text.is_empty() {
            if !self.is_required(cell) || self.is_read_only(cell) {
                return None;
            }
            (Why::Required, self.with(|scene, _| scene.filled(words.required.get(self.language), cell)))
        } else {
            match self.verdict(cell) {
                Answered::Good => return None,
                Answered::Breaks(message) => (Why::Breaks, message),
                Answered::Doubtful(message) => (Why::Doubtful, message),
            }
        };
        let label = self.with(|scene, _| scene.filled(words.label.get(self.language), cell));
        Some(Missing { path: self.path(cell), label, why, message })
    }

    /// What is missing on a screen.
    pub(crate) fn missing_at(&self, at: At) -> Vec<Missing> {
        self.cells_at(at).into_iter().filter_map(|cell| self.missing_in(cell)).collect()
    }

    /// The questions on a screen.
    pub(crate) fn cells_at(&self, at: At) -> Vec<Cell> {
        match at {
            At::Question(cell) => vec![cell],
            At::Group(cell) => self.questions_in(cell),
            At::Prompt(..) | At::End => Vec::new(),
        }
    }

    /// The questions of a group that are asked, in order.
    fn questions_in(&self, group: Cell) -> Vec<Cell> {
        let mut found = Vec::new();
        let mut waiting = vec![group];
        let mut children = Vec::new();
        while let Some(cell) = waiting.pop() {
            let content = self.cells.get(cell);
            if !content.relevant {
                continue;
            }
            if self.form.tree.leaf(content.form).is_some() {
                if self.has_control(content.form) {
                    found.push(cell);
                }
                continue;
            }
            children.clear();
            self.cells.each_child(&self.form.tree, cell, &mut |child| children.push(child));
            waiting.extend(children.iter().rev());
        }
        found
    }

    /// Paths of the questions on a screen.
    pub(crate) fn questions_at(&self, at: At) -> Vec<String> {
        self.cells_at(at).into_iter().map(|cell| self.path(cell)).collect()
    }

    /// All screens in order, the end excepted.
    pub(crate) fn stops(&self) -> Vec<At> {
        let mut stops = Vec::new();
        self.stops_in(0, &mut stops);
        stops
    }

    fn stops_in(&self, cell: Cell, stops: &mut Vec<At>) {
        let content = self.cells.get(cell);
        let tree = &self.form.tree;
        if !content.relevant || (content.form != 0 && !self.has_control(content.form)) {
            return;
        }
        if tree.leaf(content.form).is_some() {
            stops.push(At::Question(cell));
            return;
        }
        if self.is_together(content.form) {
            if !self.questions_in(cell).is_empty() {
                stops.push(At::Group(cell));
            }
            return;
        }
        // Definitions are no deeper than their limit.
        for child in &tree.get(content.form).children {
            self.cells.each_of(tree, cell, *child, &mut |inner| self.stops_in(inner, stops));
            if matches!(tree.get(*child).role, Role::Repeat { .. }) && self.may_add(cell, *child) {
                stops.push(At::Prompt(cell, *child));
            }
        }
    }

    /// Whether the questions of a group are shown together.
    fn is_together(&self, node: FormNode) -> bool {
        let appearance = self.form.tree.get(node).node.appearance.as_deref().unwrap_or_default();
        appearance.split_whitespace().any(|word| word == "field-list")
    }

    /// Whether the questions of a group are rows of a table.
    fn is_table(&self, group: Cell) -> bool {
        self.questions_in(group).into_iter().any(|cell| {
            let appearance =
                self.form.tree.get(self.node(cell)).node.appearance.as_deref().unwrap_or_default();
            appearance.split_whitespace().any(|word| word == "list-nolabel")
        })
    }

    /// The screen after one; of a screen that is gone, the first one after its place.
    pub(crate) fn stop_after(&self, at: At) -> At {
        let stops = self.stops();
        if let Some(place) = stops.iter().position(|stop| *stop == at) {
            return stops.get(place + 1).copied().unwrap_or(At::End);
        }
        let order = self.places();
        let place = self.place(at, &order);
        stops.into_iter().find(|stop| self.place(*stop, &order) > place).unwrap_or(At::End)
    }

    /// The screen before one.
    pub(crate) fn stop_before(&self, at: At) -> Option<At> {
        let stops = self.stops();
        if let Some(place) = stops.iter().position(|stop| *stop == at) {
            return place.checked_sub(1).map(|place| stops[place]);
        }
        let order = self.places();
        let place = self.place(at, &order);
        stops.into_iter().rev().find(|stop| self.place(*stop, &order) < place)
    }

    /// For each cell its place in the order of the document.
    fn places(&self) -> Vec<usize> {
        let mut places = Vec::new();
        for (place, cell) in self.cells_in_order().into_iter().enumerate() {
            let cell = cell as usize;
            if places.len() <= cell {
                places.resize(cell + 1, NOWHERE);
            }
            places[cell] = place;
        }
        places
    }

    /// Place of a screen; the offer of a repeat stands after all its instances.
    fn place(&self, at: At, order: &[usize]) -> (usize, bool) {
        let of = |cell: Cell| order.get(cell as usize).copied().unwrap_or(NOWHERE);
        match at {
            At::Question(cell) | At::Group(cell) => (of(cell), false),
            At::End => (NOWHERE, true),
            At::Prompt(around, repeat) => {
                let instances = self.cells.instances(&self.form.tree, around, repeat);
                let last = instances.last().map(|block| self.last_cell(*block));
                (last.map_or_else(|| of(around), of), true)
            }
        }
    }

    /// The last cell in a block and the blocks in it, in the order of the document.
    fn last_cell(&self, block: BlockNumber) -> Cell {
        let mut cell = self.cells.block(block).base;
        loop {
            let mut last = NOTHING;
            self.cells.each_child(&self.form.tree, cell, &mut |child| last = child);
            if last == NOTHING {
                return cell;
            }
            cell = last;
        }
    }

    /// The screen on which a question is.
    pub(crate) fn stop_of(&self, question: &str) -> Result<At, Refused> {
        let cell = self.find_named(question).ok_or(Refused::NotThere)?;
        let shows = |stop: &At| {
            self.cells_at(*stop).contains(&cell) || matches!(stop, At::Group(group) if *group == cell)
        };
        let stops = self.stops();
        if let Some(found) = stops.iter().copied().find(shows) {
            return Ok(found);
        }
        // A group or an instance means its first screen.
        let path = self.path(cell);
        self.first_stop_in(&path).ok_or(Refused::NotOffered)
    }

    /// The first screen of what is in an element.
    pub(crate) fn first_stop_in(&self, path: &str) -> Option<At> {
        let cell = self.find(path)?;
        let mut stops = Vec::new();
        self.stops_in(cell, &mut stops);
        stops.first().copied().filter(|_| self.cells.get(cell).relevant)
    }

    /// The screen before an instance of a repeat.
    pub(crate) fn stop_before_instance(&self, instance: &str) -> Option<At> {
        let cell = self.find(instance)?;
        let order = self.places();
        let place = (order.get(cell as usize).copied()?, false);
        self.stops().into_iter().rev().find(|stop| self.place(*stop, &order) < place)
    }

    /// The path of what a screen shows; of a repeat without number.
    pub(crate) fn path_of(&self, at: At) -> Option<String> {
        match at {
            At::Question(cell) | At::Group(cell) => Some(self.path(cell)),
            At::Prompt(around, repeat) => {
                Some(format!("{}/{}", self.path(around), self.form.tree.get(repeat).name))
            }
            At::End => None,
        }
    }

    pub(crate) fn stop(&self, at: At) -> Stop {
        let path = || self.path_of(at).unwrap_or_default();
        match at {
            At::Question(_) => Stop::Question(path()),
            At::Group(cell) => Stop::Group { path: path(), table: self.is_table(cell) },
            At::Prompt(..) => Stop::Prompt(path()),
            At::End => Stop::End,
        }
    }

    /// Notes something that happened at one instant.
    pub(crate) fn note(&mut self, kind: EventKind, node: Option<String>, at: Moment) {
        self.log.add(kind, node, at.0);
    }

    /// Notes something that lasted, and the values before and after where they differ.
    pub(crate) fn note_span(
        &mut self,
        kind: EventKind,
        node: Option<String>,
        start: i64,
        end: i64,
        change: Option<(String, String)>,
    ) {
        let event = self.log.add(kind, node, start);
        event.end = Some(end);
        if let Some((old, new)) = change {
            (event.old, event.new) = (Some(old), Some(new));
        }
    }
}
