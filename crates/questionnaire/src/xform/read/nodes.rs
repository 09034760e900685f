//! The primary instance as a tree, with what binds and controls say of each node.

use std::collections::{BTreeMap, BTreeSet};

use crate::xform::write::{At, NESTING_LIMIT, Sort};
use crate::xform::xml::{Element, space};

use super::controls::Body;
use super::{Reading, Shapes};

/// What is known of a node.
#[derive(Debug, Default)]
pub(super) struct Info<'x> {
    /// Its element, or template and instances.
    pub(super) elements: Vec<&'x Element>,
    pub(super) binds: Vec<&'x Element>,
    /// The control, group or repeat.
    pub(super) control: Option<&'x Element>,
    /// For a repeat, the group around it.
    pub(super) around: Option<&'x Element>,
    /// Place among the controls.
    pub(super) order: Option<usize>,
    /// Expression of the first value, for the node itself.
    pub(super) first: Option<String>,
    /// Nodes whose change sets the value, with the expression for them.
    pub(super) set_by: Vec<(At, Option<String>)>,
    /// What the client does: `setgeopoint`, `recordaudio`, with its parameters.
    pub(super) recorded: Option<&'x Element>,
}

impl<'x> Info<'x> {
    pub(super) fn of(element: &'x Element) -> Info<'x> {
        Info { elements: vec![element], ..Info::default() }
    }

    /// An attribute of the bind, in no name space.
    pub(super) fn bind(&self, name: &str) -> Option<&'x str> {
        self.bind_in("", name)
    }

    pub(super) fn bind_in(&self, space: &str, name: &str) -> Option<&'x str> {
        self.binds.iter().find_map(|bind| bind.get_in(space, name))
    }

    /// The text that stands in the instance.
    pub(super) fn text(&self) -> String {
        let texts = self.elements.iter().map(|element| element.text());
        texts.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
    }

    pub(super) fn line(&self) -> &'x Element {
        self.control.unwrap_or(self.elements[0])
    }
}

impl<'x> Reading<'x> {
    /// The tree of the primary instance.
    pub(super) fn grow(&mut self, data: &'x Element, body: &Body<'x>, shapes: &'x Shapes) {
        self.by_path.insert(self.tree.nodes[0].path.clone(), 0);
        let mut known = BTreeMap::new();
        self.grow_in(0, data, body, shapes, &mut known, 0);
    }

    fn grow_in(
        &mut self,
        around: At,
        element: &'x Element,
        body: &Body<'x>,
        shapes: &'x Shapes,
        known: &mut BTreeMap<(At, &'x str), At>,
        depth: usize,
    ) {
        if depth > NESTING_LIMIT || self.tree.is_too_large() {
            self.error("E-XFORM-022", element, &[]);
            return;
        }
        let is_template = |element: &Element| element.get_in(space::JAVAROSA, "template").is_some();
        // Names of which one that is no template stood here before.
        let mut instances: BTreeSet<&str> = BTreeSet::new();
        for child in element.elements() {
            if let Some(at) = known.get(&(around, &*child.name)).copied() {
                self.nodes[at].elements.push(child);
                if !is_template(child) && !instances.insert(&child.name) {
                    self.warn("W-XFORM-013", child, &[("name", &child.name)]);
                }
                self.grow_in(at, child, body, shapes, known, depth + 1);
                continue;
            }
            let path = format!("{}/{}", self.tree.nodes[around].path, child.name);
            let in_meta = matches!(self.tree.nodes[around].sort, Sort::Meta);
            let is_entity = in_meta && child.name == "entity";
            let sort = match () {
                () if is_entity => Sort::Entity,
                () if body.repeats.contains(&path) => Sort::Repeat(&shapes.repeat),
                () if child.name == "meta" && child.elements().next().is_some() => Sort::Meta,
                () if child.elements().next().is_some() || body.groups.contains(&path) => {
                    Sort::Group(&shapes.group)
                }
                () => Sort::Question(&shapes.question),
            };
            let at = self.add_node(around, &child.name, sort, child);
            if !is_template(child) {
                instances.insert(&child.name);
            }
            known.insert((around, &child.name), at);
            if is_entity {
                for attribute in &child.attributes {
                    let name = format!("@{}", attribute.name());
                    self.add_node(at, &name, Sort::Question(&shapes.question), child);
                }
            }
            self.grow_in(at, child, body, shapes, known, depth + 1);
        }
    }

    fn add_node(&mut self, around: At, name: &str, sort: Sort<'x>, element: &'x Element) -> At {
        let at = self.tree.add(Some(around), name, sort);
        self.nodes.push(Info::of(element));
        self.by_path.insert(self.tree.nodes[at].path.clone(), at);
        at
    }

    /// Binds, controls and actions, each at its node.
    pub(super) fn attach(&mut self, model: &'x Element, body: Body<'x>) {
        for bind in binds(model) {
            match self.by_path.get(&bind.path) {
                Some(at) => self.nodes[*at].binds.push(bind.element),
                None => self.warn("W-XFORM-008", bind.element, &[("path", &bind.written)]),
            }
        }
        for (order, control) in body.controls.into_iter().enumerate() {
            let Some(at) = self.by_path.get(&control.path).copied() else {
                self.warn("W-XFORM-009", control.element, &[("path", &control.written)]);
                continue;
            };
            if self.nodes[at].control.is_some() {
                self.warn("W-XFORM-003", control.element, &[("path", &control.path)]);
                continue;
            }
            let info = &mut self.nodes[at];
            info.control = Some(control.element);
            info.around = control.around;
            info.order = Some(order);
        }
        for action in body.actions {
            self.act(&action);
        }
    }
}

/// A bind and the node that it is for.
pub(super) struct Bind<'x> {
    pub(super) element: &'x Element,
    pub(super) path: String,
    pub(super) written: String,
}

/// All binds of a model, those within others after them.
pub(super) fn binds(model: &Element) -> Vec<Bind<'_>> {
    fn collect<'x>(around: &'x Element, context: &str, found: &mut Vec<Bind<'x>>) {
        for element in around.elements().filter(|element| element.name == "bind") {
            let written = element.get("nodeset").or_else(|| element.get("ref")).unwrap_or("").trim();
            let path = absolute(written, context);
            collect_in(element, &path, found, written);
        }
    }
    fn collect_in<'x>(element: &'x Element, path: &str, found: &mut Vec<Bind<'x>>, written: &str) {
        found.push(Bind { element, path: path.to_owned(), written: written.to_owned() });
        collect(element, path, found);
    }
    let mut found = Vec::new();
    let root = model.child("instance").and_then(|instance| instance.elements().next());
    let root = root.map_or(String::new(), |root| format!("/{}", root.name));
    collect(model, &root, &mut found);
    found
}

/// A path without prefixes from the root, read from another. Not a path of names: what was written.
pub(super) fn absolute(written: &str, context: &str) -> String {
    let mut steps: Vec<&str> = if written.starts_with('/') {
        Vec::new()
    } else {
        context.split('/').filter(|step| !step.is_empty()).collect()
    };
    for step in written.split('/') {
        match step.trim() {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step if step.starts_with('@') => steps.push(step),
            step => steps.push(step.rsplit_once(':').map_or(step, |(_, name)| name)),
        }
    }
    steps.iter().fold(String::new(), |path, step| path + "/" + step)
}
