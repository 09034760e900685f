//! A small world of trees for the tests.

use std::borrow::Cow;
use std::cell::Cell;

use crate::expression::{
    Atom, DataType, Environment, EvaluationError, Key, Moment, NameId, Names, Value, World, compile,
    number_text, parse, parse_date_time,
};

#[derive(Debug, Default)]
struct Element {
    name: Option<NameId>,
    parent: Option<usize>,
    children: Vec<usize>,
    text: String,
    kind: DataType,
    irrelevant: bool,
    primary: bool,
}

/// Trees in one table; the first element is the document of the primary instance.
pub(crate) struct Tree {
    pub(crate) names: Names,
    elements: Vec<Element>,
    instances: Vec<(NameId, usize)>,
    labels: Vec<(usize, String, String)>,
    /// Does it answer lookups from an index?
    pub(crate) indexed: bool,
    pub(crate) lookups: Cell<usize>,
}

impl Tree {
    pub(crate) fn new() -> Tree {
        let document = Element { primary: true, ..Element::default() };
        Tree {
            names: Names::new(),
            elements: vec![document],
            instances: Vec::new(),
            labels: Vec::new(),
            indexed: false,
            lookups: Cell::new(0),
        }
    }

    pub(crate) fn add(&mut self, parent: usize, name: &str, text: &str) -> usize {
        self.typed(parent, name, text, DataType::Text)
    }

    pub(crate) fn typed(&mut self, parent: usize, name: &str, text: &str, kind: DataType) -> usize {
        let node = self.elements.len();
        let element = Element {
            name: Some(self.names.intern(name)),
            parent: Some(parent),
            text: text.into(),
            kind,
            primary: self.elements[parent].primary,
            ..Element::default()
        };
        self.elements.push(element);
        self.elements[parent].children.push(node);
        node
    }

    pub(crate) fn irrelevant(&mut self, node: usize) {
        self.elements[node].irrelevant = true;
    }

    pub(crate) fn label(&mut self, question: usize, choice: &str, label: &str) {
        self.labels.push((question, choice.into(), label.into()));
    }

    /// A secondary instance with a `root` of items.
    pub(crate) fn table(&mut self, id: &str, columns: &[&str], rows: &[&[&str]]) {
        let document = self.elements.len();
        self.elements.push(Element::default());
        let id = self.names.intern(id);
        self.instances.push((id, document));
        let root = self.add(document, "root", "");
        for row in rows {
            let item = self.add(root, "item", "");
            for (column, text) in columns.iter().zip(*row) {
                self.add(item, column, text);
            }
        }
    }

    /// The value of an expression for a node: nodes as their texts.
    pub(crate) fn show(&mut self, text: &str, node: usize) -> String {
        let tree = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        let compiled = match compile(&tree, &mut self.names) {
            Ok(compiled) => compiled,
            Err(remarks) => return format!("{:?}", remarks[0].kind),
        };
        let seed = Cell::new(7u64);
        let random = || {
            seed.set(
                seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407),
            );
            seed.get()
        };
        let environment = environment(&random);
        match compiled.evaluate(self, &environment, node) {
            Ok(Value::Nodes(nodes)) => {
                let texts: Vec<&str> = nodes.iter().map(|node| &*self.elements[*node].text).collect();
                format!("nodes[{}]", texts.join("|"))
            }
            Ok(Value::Atom(Atom::Number(number))) => number_text(number),
            Ok(Value::Atom(Atom::Date(moment))) => moment.date_text(420),
            Ok(Value::Atom(Atom::Boolean(boolean))) => boolean.to_string(),
            Ok(Value::Atom(Atom::Text(text))) => format!("'{text}'"),
            Err(error) => short(&error),
        }
    }
}

/// Name of the error.
fn short(error: &EvaluationError) -> String {
    let text = format!("{error:?}");
    text.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// 25 November 2026, 23:39:34.500 in Vietnam.
pub(crate) fn environment(random: &dyn Fn() -> u64) -> Environment<'_> {
    let now = parse_date_time("2026-11-25T23:39:34.500+07:00", 0).unwrap_or(Moment(0));
    Environment { now, offset_minutes: 420, language: "en", random }
}

impl World for Tree {
    type Node = usize;

    fn names(&self) -> &Names {
        &self.names
    }

    fn primary(&self) -> usize {
        0
    }

    fn instance(&self, id: NameId) -> Option<usize> {
        self.instances.iter().find(|(name, _)| *name == id).map(|(_, document)| *document)
    }

    fn is_primary(&self, node: usize) -> bool {
        self.elements[node].primary
    }

    fn name(&self, node: usize) -> Option<NameId> {
        self.elements[node].name
    }

    fn parent(&self, node: usize) -> Option<usize> {
        self.elements[node].parent
    }

    fn children(&self, node: usize, name: NameId, out: &mut Vec<usize>) {
        out.extend(
            self.elements[node].children.iter().filter(|child| self.elements[**child].name == Some(name)),
        );
    }

    fn all_children(&self, node: usize, out: &mut Vec<usize>) {
        out.extend(&self.elements[node].children);
    }

    fn position(&self, node: usize) -> usize {
        let Some(parent) = self.elements[node].parent else { return 1 };
        let same = |child: &&usize| self.elements[**child].name == self.elements[node].name;
        self.elements[parent]
            .children
            .iter()
            .filter(same)
            .position(|child| *child == node)
            .map_or(1, |at| at + 1)
    }

    fn value(&self, node: usize) -> (Cow<'_, str>, DataType) {
        (Cow::Borrowed(&self.elements[node].text), self.elements[node].kind)
    }

    fn is_relevant(&self, node: usize) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if self.elements[node].irrelevant {
                return false;
            }
            at = self.elements[node].parent;
        }
        true
    }

    fn lookup(
        &self,
        parent: usize,
        name: NameId,
        column: NameId,
        key: Key<'_>,
        out: &mut Vec<usize>,
    ) -> bool {
        let Key::Text(key) = key else { return false };
        if !self.indexed {
            return false;
        }
        self.lookups.set(self.lookups.get() + 1);
        let mut items = Vec::new();
        self.children(parent, name, &mut items);
        let cell = |item: usize| {
            let mut cells = Vec::new();
            self.children(item, column, &mut cells);
            cells.first().map_or("", |cell| &*self.elements[*cell].text)
        };
        out.extend(items.into_iter().filter(|item| cell(*item) == key));
        true
    }

    fn choice_label(&self, question: usize, choice: &str) -> Option<Cow<'_, str>> {
        let found = self.labels.iter().find(|(node, name, _)| *node == question && name == choice);
        found.map(|(_, _, label)| Cow::Borrowed(&**label))
    }

    fn itext(&self, id: &str) -> Option<Cow<'_, str>> {
        (id == "pa").then_some(Cow::Borrowed("Alpha"))
    }

    fn property(&self, name: &str) -> Option<Cow<'_, str>> {
        (name == "deviceid").then_some(Cow::Borrowed("d-1"))
    }

    fn version(&self) -> Cow<'_, str> {
        "7".into()
    }
}
