//! What expressions see of an interview: the record as a tree, the data beside it, the labels of the moment.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::definition::{Choice, Part};
use crate::expression::{self, Environment, Key, NameId, Names, World};
use crate::interview::compile::{
    DataType, Form, Labels, NOTHING, Piece, ProgramId, Role, Said, Text, UNTRANSLATED, text_in,
};
use crate::interview::stock::IndexKey;

use super::cells::{Cell, Cells};

/// What people read where the author asked for "other" and the list has none.
const OTHER_LABEL: &str = "Other";

/// Labels may insert labels; deeper than this they insert nothing.
const LABELS_LIMIT: u32 = 6;

/// What is around an interview and is given from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Minutes by which local time is ahead of universal time: 420 in Vietnam.
    pub offset_minutes: i32,
    /// Randomness of this interview alone: its identifier and every draw follow from it.
    pub seed: [u8; 32],
    /// What the client knows of itself and its user: `deviceid`, `username`, `email`, `phonenumber`.
    pub properties: BTreeMap<String, String>,
}

/// A node that an expression can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    /// The document of the record.
    Document,
    /// An element of the record.
    Cell(Cell),
    /// An element beside it.
    Stock(u32),
}

/// What expressions see.
pub(crate) struct Scene<'a> {
    pub(crate) form: &'a Form,
    pub(crate) cells: &'a Cells,
    pub(crate) language: usize,
    pub(crate) surroundings: &'a Surroundings,
    pub(crate) environment: Environment<'a>,
    /// How deep labels are inserted in labels at this moment.
    pub(crate) depth: std::cell::Cell<u32>,
}

impl Scene<'_> {
    /// A text with its values.
    pub(crate) fn filled(&self, said: Option<&Said>, cell: Cell) -> Option<String> {
        let pieces = said?.text.as_ref()?;
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(program) => out.push_str(&self.inserted(*program, cell)),
            }
        }
        Some(out)
    }

    /// The label of a choice of a list in the language of the moment.
    pub(crate) fn label_of(&self, choice: &Choice) -> Option<String> {
        let language = &self.form.languages[self.language];
        let message = match text_in(&choice.label, language, self.form.language_of_plain()) {
            Text::Written(message) => message,
            Text::Untranslated => return Some(UNTRANSLATED.to_owned()),
            Text::Nothing => return None,
        };
        let mut out = String::new();
        for part in &message.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(written) => {
                    if let Some(program) = self.form.choice_values.get(written) {
                        out.push_str(&self.inserted(*program, 0));
                    }
                }
            }
        }
        Some(out)
    }

    /// The label of the choice that is added to a list: it has one in the languages in which any of the others has one.
    fn label_of_other(&self, list: usize) -> String {
        let (language, plain) = (&self.form.languages[self.language], self.form.language_of_plain());
        let choices = &self.form.questionnaire.lists[list].choices;
        let mut said = choices.iter().map(|choice| text_in(&choice.label, language, plain));
        let written = said.clone().any(|said| matches!(said, Text::Written(_)));
        let elsewhere = said.any(|said| matches!(said, Text::Untranslated));
        if elsewhere && !written { UNTRANSLATED } else { OTHER_LABEL }.to_owned()
    }

    /// The label of an item of a list or table.
    pub(crate) fn label_of_item(&self, labels: Labels, item: Node, code: &str) -> Option<String> {
        match (labels, item) {
            (Labels::List(list), Node::Stock(item)) => {
                let list = list as usize;
                let choices = &self.form.questionnaire.lists[list].choices;
                let first = self.form.stock.parent(item).map(|root| self.form.stock.children(root).start)?;
                match choices.get((item - first) as usize) {
                    Some(choice) => self.label_of(choice),
                    None => Some(self.label_of_other(list)).filter(|_| code == "other"),
                }
            }
            (Labels::List(_), _) => None,
            (Labels::Child(name), item) => {
                let mut children = Vec::new();
                self.children(item, name, &mut children);
                children.first().map(|child| self.value(*child).0.into_owned())
            }
        }
    }

    fn inserted(&self, program: ProgramId, cell: Cell) -> String {
        if self.depth.get() >= LABELS_LIMIT {
            return String::new();
        }
        self.depth.set(self.depth.get() + 1);
        let compiled = &self.form.programs[program as usize].compiled;
        let text = compiled.text(self, &self.environment, Node::Cell(cell)).unwrap_or_default();
        self.depth.set(self.depth.get() - 1);
        text
    }

    /// A type as expressions know it.
    pub(crate) fn data_type(kind: DataType) -> expression::DataType {
        match kind {
            DataType::Integer => expression::DataType::Integer,
            DataType::Decimal => expression::DataType::Decimal,
            DataType::Boolean => expression::DataType::Boolean,
            DataType::Date => expression::DataType::Date,
            DataType::Time => expression::DataType::Time,
            DataType::DateTime => expression::DataType::DateTime,
            _ => expression::DataType::Text,
        }
    }
}

impl World for Scene<'_> {
    type Node = Node;

    fn names(&self) -> &Names {
        &self.form.names
    }

    fn primary(&self) -> Node {
        Node::Document
    }

    fn instance(&self, id: NameId) -> Option<Node> {
        self.form.stock.document(self.form.names.text(id)).map(Node::Stock)
    }

    fn is_primary(&self, node: Node) -> bool {
        !matches!(node, Node::Stock(_))
    }

    fn name(&self, node: Node) -> Option<NameId> {
        match node {
            Node::Document => None,
            Node::Cell(cell) => Some(self.form.name_of[self.cells.get(cell).form as usize]),
            Node::Stock(item) => {
                self.form.stock.parent(item)?;
                self.form.stock.name(item)
            }
        }
    }

    fn parent(&self, node: Node) -> Option<Node> {
        match node {
            Node::Document => None,
            Node::Cell(cell) => {
                Some(self.cells.parent(&self.form.tree, cell).map_or(Node::Document, Node::Cell))
            }
            Node::Stock(item) => self.form.stock.parent(item).map(Node::Stock),
        }
    }

    fn children(&self, node: Node, name: NameId, out: &mut Vec<Node>) {
        match node {
            Node::Document if self.form.name_of[0] == name => out.push(Node::Cell(0)),
            Node::Document => {}
            Node::Cell(cell) => {
                let children = &self.form.children[self.cells.get(cell).form as usize];
                let from = children.partition_point(|(known, _)| *known < name);
                for (_, child) in children[from..].iter().take_while(|(known, _)| *known == name) {
                    self.cells
                        .each_of(&self.form.tree, cell, *child, &mut |found| out.push(Node::Cell(found)));
                }
            }
            Node::Stock(item) => {
                let children = self.form.stock.children(item);
                out.extend(
                    children.filter(|child| self.form.stock.name(*child) == Some(name)).map(Node::Stock),
                );
            }
        }
    }

    fn all_children(&self, node: Node, out: &mut Vec<Node>) {
        match node {
            Node::Document => out.push(Node::Cell(0)),
            Node::Cell(cell) => {
                self.cells.each_child(&self.form.tree, cell, &mut |found| out.push(Node::Cell(found)));
            }
            Node::Stock(item) => out.extend(self.form.stock.children(item).map(Node::Stock)),
        }
    }

    fn position(&self, node: Node) -> usize {
        match node {
            Node::Document => 1,
            Node::Cell(cell) => {
                let content = self.cells.get(cell);
                let block = self.cells.block(content.block);
                if block.scope == content.form { block.position as usize + 1 } else { 1 }
            }
            Node::Stock(item) => {
                let stock = &self.form.stock;
                let Some(parent) = stock.parent(item) else { return 1 };
                let name = stock.name(item);
                let before = stock.children(parent).start..item;
                before.filter(|other| stock.name(*other) == name).count() + 1
            }
        }
    }

    fn value(&self, node: Node) -> (Cow<'_, str>, expression::DataType) {
        match node {
            Node::Document => ("".into(), expression::DataType::Text),
            Node::Cell(cell) => {
                let content = self.cells.get(cell);
                let kind = match &self.form.tree.get(content.form).role {
                    Role::Leaf(leaf) => content.computed.unwrap_or(Scene::data_type(leaf.data_type)),
                    _ => expression::DataType::Text,
                };
                (Cow::Borrowed(&content.text), kind)
            }
            Node::Stock(item) => (self.form.stock.text(item).into(), expression::DataType::Text),
        }
    }

    fn is_relevant(&self, node: Node) -> bool {
        match node {
            Node::Cell(cell) => self.cells.get(cell).relevant,
            Node::Document | Node::Stock(_) => true,
        }
    }

    fn lookup(&self, parent: Node, name: NameId, column: NameId, key: Key<'_>, out: &mut Vec<Node>) -> bool {
        let Node::Stock(parent) = parent else { return false };
        let Some(index) = self.form.indexes.get(&IndexKey { parent, item: name, child: column }) else {
            return false;
        };
        if !index.is_plain() {
            return false;
        }
        match key {
            Key::Text(text) => {
                out.extend(index.find(&self.form.stock, text).iter().map(|item| Node::Stock(*item)));
            }
            Key::Number(number) => out.extend(index.find_number(number).into_iter().map(Node::Stock)),
        }
        true
    }

    fn choice_label(&self, question: Node, choice: &str) -> Option<Cow<'_, str>> {
        let Node::Cell(cell) = question else { return None };
        let choices = self.form.binds[self.cells.get(cell).form as usize].choices?;
        let choices = &self.form.choices[choices as usize];
        if let Labels::List(list) = choices.labels {
            if let Some(place) = self.form.place_of(list, choice) {
                let choice = &self.form.questionnaire.lists[list as usize].choices[place as usize];
                return self.label_of(choice).map(Cow::Owned);
            }
            return Some(self.label_of_other(list as usize).into()).filter(|_| choice == "other");
        }
        let items = match (choices.root, choices.nodes) {
            (Some(root), _) => self.form.stock.children(root).map(Node::Stock).collect(),
            (None, Some(nodes)) => {
                let compiled = &self.form.programs[nodes as usize].compiled;
                compiled.nodes(self, &self.environment, question).ok()?
            }
            (None, None) => return None,
        };
        let found = items.into_iter().find(|item| self.code_of(choices.value, *item) == choice)?;
        self.label_of_item(choices.labels, found, choice).map(Cow::Owned)
    }

    fn itext(&self, id: &str) -> Option<Cow<'_, str>> {
        if let Some((list, place)) = id.rsplit_once('-')
            && let Ok(place) = place.parse::<usize>()
            && let Some(list) = self.form.questionnaire.list(list)
        {
            return list.choices.get(place).and_then(|choice| self.label_of(choice)).map(Cow::Owned);
        }
        let (path, part) = id.rsplit_once(':')?;
        let mut node = 0;
        for name in path.split('/').skip(2) {
            node = self.form.tree.child(node, name)?;
        }
        let words = &self.form.words[node as usize];
        let said = if part == "hint" { &words.hint } else { &words.label };
        let mut cell = NOTHING;
        self.cells.each_in_block(&self.form.tree, 0, node, &mut |found| cell = cell.min(found));
        self.filled(said.get(self.language), if cell == NOTHING { 0 } else { cell }).map(Cow::Owned)
    }

    fn property(&self, name: &str) -> Option<Cow<'_, str>> {
        self.surroundings.properties.get(name).map(|value| value.as_str().into())
    }

    fn version(&self) -> Cow<'_, str> {
        self.form.version().into()
    }
}

impl Scene<'_> {
    /// The code of an item.
    pub(crate) fn code_of(&self, value: NameId, item: Node) -> Cow<'_, str> {
        if let Node::Stock(item) = item {
            return self.form.stock.child(item, value).map_or("", |child| self.form.stock.text(child)).into();
        }
        let mut children = Vec::new();
        self.children(item, value, &mut children);
        children.first().map_or(Cow::Borrowed(""), |child| self.value(*child).0)
    }
}
