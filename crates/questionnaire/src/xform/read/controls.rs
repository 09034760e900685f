//! The body: which control stands for which node, in which order.

use std::collections::{BTreeMap, BTreeSet};

use crate::xform::xml::{Element, space};

use super::nodes::{absolute, binds};
use super::{Parts, Reading};

/// The body in order.
#[derive(Debug, Default)]
pub(super) struct Body<'x> {
    pub(super) controls: Vec<Control<'x>>,
    pub(super) repeats: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) actions: Vec<Action<'x>>,
}

/// A control, group or repeat.
#[derive(Debug)]
pub(super) struct Control<'x> {
    pub(super) element: &'x Element,
    /// From the root, without prefixes.
    pub(super) path: String,
    pub(super) written: String,
    /// For a repeat, the group around it.
    pub(super) around: Option<&'x Element>,
}

/// Something that happens at an event.
#[derive(Debug)]
pub(super) struct Action<'x> {
    pub(super) element: &'x Element,
    /// The node that is set.
    pub(super) target: String,
    /// The control, repeat or group that it stands in; nothing in the model.
    pub(super) within: Option<String>,
}

/// Names of controls that ask or show something.
const CONTROLS: [&str; 9] =
    ["input", "select1", "select", "upload", "trigger", "range", "rank", "secret", "textarea"];
/// Actions that a questionnaire can hold.
pub(super) const ACTIONS: [&str; 3] = ["setvalue", "setgeopoint", "recordaudio"];

pub(super) fn scan<'x>(reading: &Reading<'x>, parts: &Parts<'x>) -> Body<'x> {
    let mut ids = BTreeMap::new();
    for bind in binds(parts.model) {
        if let Some(id) = bind.element.get("id") {
            ids.insert(id, bind.path);
        }
    }
    let root = format!("/{}", parts.data.name);
    let mut scanning = Scanning { reading, ids, body: Body::default() };
    for element in parts.model.elements() {
        scanning.model(element, &root);
    }
    if let Some(body) = parts.body {
        scanning.inside(body, &root, None);
    }
    scanning.body
}

struct Scanning<'r, 'x> {
    reading: &'r Reading<'x>,
    /// Paths of binds by identifier.
    ids: BTreeMap<&'x str, String>,
    body: Body<'x>,
}

impl<'x> Scanning<'_, 'x> {
    fn model(&mut self, element: &'x Element, root: &str) {
        if ACTIONS.contains(&&*element.name) {
            self.action(element, root, None);
        } else if !matches!(&*element.name, "instance" | "bind" | "itext" | "submission") {
            let text = element.name.clone();
            self.reading.warn("W-XFORM-011", element, &[("element", &text)]);
        }
    }

    /// The node of an element, as a path from the root; `None` where it names none.
    fn node(&self, element: &Element, context: &str) -> Option<(String, String)> {
        if let Some(id) = element.get("bind") {
            return self.ids.get(id).map(|path| (path.clone(), id.to_owned()));
        }
        let written = element.get("nodeset").or_else(|| element.get("ref"))?.trim();
        (!written.is_empty()).then(|| (absolute(written, context), written.to_owned()))
    }

    fn inside(&mut self, around: &'x Element, context: &str, within: Option<&str>) {
        for element in around.elements() {
            let name = &*element.name;
            if CONTROLS.contains(&name) {
                self.control(element, context);
            } else if name == "group" {
                self.group(element, context, within);
            } else if name == "repeat" {
                self.repeat(element, context, None);
            } else if ACTIONS.contains(&name) {
                self.action(element, context, within.map(ToOwned::to_owned));
            } else if !matches!(name, "label" | "hint") || around.name == "body" {
                self.reading.warn("W-XFORM-001", element, &[("element", name)]);
            }
        }
    }

    fn control(&mut self, element: &'x Element, context: &str) {
        let Some((path, written)) = self.node(element, context) else {
            self.reading.warn("W-XFORM-009", element, &[("path", "")]);
            return;
        };
        for inner in element.elements() {
            let name = &*inner.name;
            if ACTIONS.contains(&name) {
                self.action(inner, &path, Some(path.clone()));
            } else if !matches!(name, "label" | "hint" | "item" | "itemset" | "tag") {
                self.reading.warn("W-XFORM-001", inner, &[("element", name)]);
            }
        }
        self.body.controls.push(Control { element, path, written, around: None });
    }

    fn group(&mut self, element: &'x Element, context: &str, within: Option<&str>) {
        let mut repeats = element.elements().filter(|inner| inner.name == "repeat");
        if let (Some(repeat), None) = (repeats.next(), repeats.next()) {
            let alone = element.elements().all(|inner| {
                matches!(&*inner.name, "label" | "hint" | "repeat") || ACTIONS.contains(&&*inner.name)
            });
            let same = self.node(element, context).is_none_or(|(path, _)| {
                self.node(repeat, &path).is_some_and(|(inner, _)| inner == path)
                    || self.node(repeat, context).is_some_and(|(inner, _)| inner == path)
            });
            if alone && same {
                for inner in element.elements().filter(|inner| ACTIONS.contains(&&*inner.name)) {
                    self.action(inner, context, within.map(ToOwned::to_owned));
                }
                self.repeat(repeat, context, Some(element));
                return;
            }
        }
        let named = self.node(element, context).or_else(|| {
            let path = self.shared(element, context).filter(|path| path != context)?;
            (!self.body.groups.contains(&path)).then(|| (path.clone(), path))
        });
        if let Some((path, written)) = named {
            self.body.groups.insert(path.clone());
            self.body.controls.push(Control { element, path: path.clone(), written, around: None });
            self.inside(element, &path, Some(&path));
            return;
        }
        if element.child("label").is_some() || !element.attributes.is_empty() {
            self.reading.warn("W-XFORM-002", element, &[]);
        }
        self.inside(element, context, within);
    }

    fn repeat(&mut self, element: &'x Element, context: &str, around: Option<&'x Element>) {
        let Some((path, written)) = self.node(element, context) else {
            self.reading.warn("W-XFORM-009", element, &[("path", "")]);
            return;
        };
        self.body.repeats.insert(path.clone());
        self.body.controls.push(Control { element, path: path.clone(), written, around });
        self.inside(element, &path, Some(&path));
    }

    /// The node that holds the nodes of everything in a group that names none itself, if it is directly in the context.
    fn shared(&self, group: &'x Element, context: &str) -> Option<String> {
        let mut common: Option<String> = None;
        let mut stack: Vec<&Element> = group.elements().collect();
        while let Some(element) = stack.pop() {
            if CONTROLS.contains(&&*element.name) || matches!(&*element.name, "group" | "repeat") {
                match self.node(element, context) {
                    Some((path, _)) => {
                        let inside = path.strip_prefix(context)?.strip_prefix('/')?;
                        let (first, _) = inside.split_once('/')?;
                        if common.as_ref().is_some_and(|known| known != first) {
                            return None;
                        }
                        common = Some(first.to_owned());
                    }
                    None if element.name == "group" => stack.extend(element.elements()),
                    None => return None,
                }
            }
        }
        common.map(|name| format!("{context}/{name}"))
    }

    fn action(&mut self, element: &'x Element, context: &str, within: Option<String>) {
        match self.node(element, context) {
            Some((target, _)) => self.body.actions.push(Action { element, target, within }),
            None => self.reading.warn("W-XFORM-004", element, &[("action", &element.name)]),
        }
    }
}

/// The events at which an action happens, whatever their name space was.
pub(super) fn events(element: &Element) -> Vec<&str> {
    let written = element.get("event").or_else(|| element.get_in(space::EVENTS, "event"));
    written.unwrap_or_default().split_whitespace().collect()
}
