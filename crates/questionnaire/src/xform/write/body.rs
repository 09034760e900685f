//! The controls: what is asked and shown, in order.

use crate::definition::{Choice, ChoiceSource, Group, Item, Kind, Metadata, Node, Question, Repeat, Words};

use super::binds::{Attributes, CHANGED, NEW_REPEAT};
use super::refer::Manner;
use super::secondary::{list_of, searches};
use super::texts::{Texts, hint_in_itext, label_in_itext, message_in_itext, plain};
use super::tree::{At, Found, Sort};
use super::{Form, Writer};

/// Element of the control of a kind of question, and the sort of file that it takes.
fn control(kind: Kind) -> Option<(&'static str, Option<&'static str>)> {
    Some(match kind {
        Kind::Range => ("range", None),
        Kind::SelectOne => ("select1", None),
        Kind::SelectMultiple => ("select", None),
        Kind::Rank => ("odk:rank", None),
        Kind::Image => ("upload", Some("image/*")),
        Kind::Audio => ("upload", Some("audio/*")),
        Kind::Video => ("upload", Some("video/*")),
        Kind::File => ("upload", Some("application/*")),
        Kind::Osm => ("upload", Some("osm/*")),
        Kind::Acknowledge | Kind::Metadata(Metadata::BackgroundGeopoint) => ("trigger", None),
        Kind::Calculate | Kind::Hidden | Kind::Metadata(_) => return None,
        _ => ("input", None),
    })
}

/// Parameters of a range, with the name that they have in the control.
pub(crate) const OF_RANGE: [(&str, &str, Option<&str>); 5] = [
    ("start", "start", Some("1")),
    ("end", "end", Some("10")),
    ("step", "step", Some("1")),
    ("tick_interval", "odk:tick-interval", None),
    ("placeholder", "odk:placeholder", None),
];

/// Parameters of other kinds of questions that stand in the control.
pub(crate) const OF_CONTROL: [(&str, &str); 5] = [
    ("rows", "rows"),
    ("app", "intent"),
    ("capture-accuracy", "accuracyThreshold"),
    ("warning-accuracy", "unacceptableAccuracyThreshold"),
    ("incremental", "incremental"),
];

/// Whether a parameter of that name belongs to the control of questions of that kind.
pub(crate) fn takes(kind: Kind, appearance: Option<&str>, parameter: &str) -> bool {
    match parameter {
        "rows" => kind == Kind::Text,
        "app" => kind == Kind::Image && matches!(appearance, None | Some("annotate")),
        "incremental" => matches!(kind, Kind::Geotrace | Kind::Geoshape),
        _ => kind == Kind::Geopoint,
    }
}

/// Whether something is shown for it: not so for what is only computed.
pub(super) fn is_shown(question: &Question) -> bool {
    let node = &question.node;
    let computed = node.calculation.is_some() || !node.trigger.is_empty();
    let silent = node.label.by_language.values().all(|words| words.text.is_none()) && node.hint.is_empty();
    control(question.kind).is_some() && !(computed && silent)
}

/// Filled from outside or by the client: not computed, and yet nothing to answer.
fn is_never_shown(question: &Question) -> bool {
    let computed = question.node.calculation.is_some() || !question.node.trigger.is_empty();
    control(question.kind).is_none() && question.kind != Kind::Calculate && !computed
}

impl<'a> Form<'a> {
    /// The controls in a node.
    pub(super) fn controls(&self, writer: &mut Writer, texts: &Texts<'_>, around: At) {
        if around == 0 {
            self.check_triggers();
        }
        for at in &self.tree.nodes[around].children {
            match &self.tree.nodes[*at].sort {
                Sort::Group(group) => self.group(writer, texts, *at, group),
                Sort::Repeat(repeat) => self.repeat(writer, texts, *at, repeat),
                Sort::Question(question) if is_shown(question) => {
                    self.question(writer, texts, *at, question);
                }
                _ => {}
            }
        }
    }

    fn group(&self, writer: &mut Writer, texts: &Texts<'_>, at: At, group: &Group) {
        writer.start("group");
        let mut attributes = self.of_node(at, &group.node);
        if let Some(intent) = &group.intent {
            attributes.set("intent", self.resolve_at(intent, at, Some(&group.node)));
        }
        self.write_attributes(writer, attributes, &group.node);
        writer.attribute("ref", &self.tree.nodes[at].path);
        if !group.node.label.is_empty() {
            self.label(writer, at, &group.node.label, Some(&group.node));
        }
        self.controls(writer, texts, at);
        writer.end();
    }

    fn repeat(&self, writer: &mut Writer, texts: &Texts<'_>, at: At, repeat: &Repeat) {
        let path = &self.tree.nodes[at].path;
        writer.start("group");
        writer.attribute("ref", path);
        self.label(writer, at, &repeat.node.label, Some(&repeat.node));
        writer.start("repeat");
        writer.attribute("nodeset", path);
        let mut attributes = self.of_node(at, &repeat.node);
        if let Some(count) = &repeat.count {
            attributes.set("jr:count", self.resolve_at(count, at, Some(&repeat.node)));
        }
        self.write_attributes(writer, attributes, &repeat.node);
        self.controls(writer, texts, at);
        self.new_instance(writer, at);
        writer.end();
        writer.end();
    }

    /// First values that are computed when an instance is added; repeats within see to their own.
    fn new_instance(&self, writer: &mut Writer, around: At) {
        for at in &self.tree.nodes[around].children {
            let here = &self.tree.nodes[*at];
            let value = match &here.sort {
                Sort::Question(question) => self.dynamic(*at, question),
                Sort::Leaf(leaf) => leaf.first.map(ToOwned::to_owned),
                Sort::Repeat(_) => continue,
                _ => {
                    self.new_instance(writer, *at);
                    None
                }
            };
            if let Some(value) = value {
                writer.empty("setvalue", &[("ref", &here.path), ("event", NEW_REPEAT), ("value", &value)]);
            }
        }
    }

    fn question(&self, writer: &mut Writer, texts: &Texts<'_>, at: At, question: &'a Question) {
        let Some((element, medium)) = control(question.kind) else { return };
        let node = &question.node;
        writer.start(element);
        writer.attribute("ref", &self.tree.nodes[at].path);
        let mut attributes = Attributes::default();
        if let Some(medium) = medium {
            attributes.set("mediatype", medium);
        }
        for (name, value) in self.of_node(at, node).0 {
            attributes.set(&name, value);
        }
        for (parameter, name) in OF_CONTROL {
            if let Some(value) = question
                .parameter(parameter)
                .filter(|_| takes(question.kind, node.appearance.as_deref(), parameter))
            {
                // Of this one pyxform takes every word for yes, and refuses others.
                attributes.set(name, if parameter == "incremental" { "true" } else { value });
            }
        }
        if question.kind == Kind::Range {
            for (parameter, name, usual) in OF_RANGE {
                if let Some(value) = question.parameter(parameter).or(usual) {
                    attributes.set(name, value);
                }
            }
        }
        if let (Kind::SelectOneExternal, Some(options)) = (question.kind, &question.options)
            && let ChoiceSource::List(list) = &options.source
        {
            let mut query = format!("instance('{list}')/root/item");
            if let Some(filter) = &options.filter {
                let manner = Manner { from: Some(at), current: true, from_list: false };
                query = format!("{query}[{}]", self.resolve(filter, manner, Some(node)));
            }
            attributes.set("query", query);
        }
        self.write_attributes(writer, attributes, node);
        self.words(writer, at, node);
        self.options(writer, texts, at, question);
        self.triggered(writer, at, &node.name);
        writer.end();
    }

    /// Label and hint.
    fn words(&self, writer: &mut Writer, at: At, node: &Node) {
        let hint = !node.hint.is_empty() || !node.guidance.is_empty();
        if hint || !node.label.is_empty() {
            self.label(writer, at, &node.label, Some(node));
        }
        if !hint {
            return;
        }
        writer.start_text("hint");
        if hint_in_itext(node) {
            writer.attribute("ref", &format!("jr:itext('{}:hint')", self.tree.nodes[at].path));
        } else if let Some(message) = plain(&node.hint) {
            self.message(writer, message, Some(at), Some(node));
        }
        writer.end();
    }

    fn label(&self, writer: &mut Writer, at: At, label: &Words, node: Option<&Node>) {
        writer.start_text("label");
        if label_in_itext(label) {
            writer.attribute("ref", &format!("jr:itext('{}:label')", self.tree.nodes[at].path));
        } else if let Some(message) = plain(label) {
            self.message(writer, message, Some(at), node);
        }
        writer.end();
    }

    fn options(&self, writer: &mut Writer, texts: &Texts<'_>, at: At, question: &'a Question) {
        if question.kind == Kind::Osm {
            for tag in self.tags(question) {
                writer.start("tag");
                writer.attribute("key", &tag.code);
                writer.start_text("label");
                if message_in_itext(&tag.label) {
                    let id = format!("{}:tag:{}", self.tree.nodes[at].path, tag.code);
                    writer.attribute("ref", &format!("jr:itext('{id}')"));
                } else if let Some(message) = plain(&tag.label) {
                    self.message(writer, message, Some(at), Some(&question.node));
                }
                writer.end();
                writer.end();
            }
            return;
        }
        if let Some(list) = list_of(question).filter(|_| searches(question)) {
            self.items(writer, texts, list, question);
            return;
        }
        let geometry = matches!(question.kind, Kind::Geopoint | Kind::Geotrace | Kind::Geoshape);
        let further = match question.kind {
            Kind::Range => question.parameter("tick_labelset"),
            _ if geometry => question.parameter("reference-geometry"),
            _ => None,
        };
        let set = match (&question.options, further) {
            (Some(options), _) if question.kind != Kind::SelectOneExternal => {
                self.itemset(question, &options.source, options.filter.as_deref(), at, texts)
            }
            (None, Some(name)) => {
                let source = if name.contains("${") {
                    ChoiceSource::Answers(name.to_owned())
                } else if self.questionnaire.list(name).is_some() || question.kind == Kind::Range {
                    ChoiceSource::List(name.to_owned())
                } else {
                    ChoiceSource::File(name.to_owned())
                };
                self.itemset(question, &source, None, at, texts)
            }
            _ => return,
        };
        Form::write_itemset(writer, &set);
    }

    /// Choices in the control itself: a client replaces them by what it finds in a file.
    fn items(&self, writer: &mut Writer, texts: &Texts<'_>, list: &str, question: &Question) {
        let Some(list) = self.questionnaire.list(list) else {
            self.faults.error("E-XFORM-011", Some(&question.node), &[("list", list)]);
            return;
        };
        let in_itext = texts.hold(&list.name);
        for (index, (code, label, _)) in self.choices(list).into_iter().enumerate() {
            writer.start("item");
            writer.start_text("label");
            if in_itext {
                writer.attribute("ref", &format!("jr:itext('{}-{index}')", list.name));
            } else if let Some(message) = plain(&label) {
                self.message(writer, message, None, Some(&question.node));
            }
            writer.end();
            writer.leaf("value", code);
            writer.end();
        }
    }

    /// Tags of an object of OpenStreetMap, in the list that the question names.
    pub(super) fn tags(&self, question: &Question) -> impl Iterator<Item = &'a Choice> + use<'a> {
        let list = match question.options.as_ref().map(|options| &options.source) {
            Some(ChoiceSource::List(list)) if question.kind == Kind::Osm => Some(list),
            _ => None,
        };
        let tags = list.and_then(|list| self.questionnaire.osm_tags.iter().find(|tags| tags.name == *list));
        tags.map(|tags| &*tags.choices).unwrap_or_default().iter()
    }

    /// What a change of this answer sets.
    fn triggered(&self, writer: &mut Writer, at: At, name: &str) {
        for target in self.set_by.get(name).into_iter().flatten() {
            let target = &self.tree.nodes[*target];
            let Sort::Question(set) = &target.sort else { continue };
            if set.kind == Kind::Metadata(Metadata::BackgroundGeopoint) {
                writer.empty("odk:setgeopoint", &[("ref", &target.path), ("event", CHANGED)]);
                continue;
            }
            writer.start("setvalue");
            writer.attribute("ref", &target.path);
            writer.attribute("event", CHANGED);
            if let Some(value) = &set.node.calculation {
                writer.attribute("value", &self.resolve_at(value, at, Some(&set.node)));
            }
            writer.end();
        }
    }

    /// Only an answer that someone gives can set another.
    fn check_triggers(&self) {
        self.questionnaire.walk(&mut |item, _| {
            let Item::Question(set) = item else { return };
            for trigger in &set.node.trigger {
                let found = match self.tree.find(trigger) {
                    Found::One(at) => match &self.tree.nodes[at].sort {
                        Sort::Question(question) if is_never_shown(question) => {
                            self.faults.warning("W-XFORM-014", Some(&set.node), &[("trigger", trigger)]);
                            true
                        }
                        Sort::Question(question) => is_shown(question),
                        _ => false,
                    },
                    Found::None => {
                        self.faults.error("E-XFORM-001", Some(&set.node), &[("name", trigger)]);
                        continue;
                    }
                    Found::Several => {
                        self.faults.error("E-XFORM-002", Some(&set.node), &[("name", trigger)]);
                        continue;
                    }
                };
                if !found {
                    self.faults.error("E-XFORM-007", Some(&set.node), &[("trigger", trigger)]);
                }
            }
        });
    }

    /// Appearance and the further attributes that the author gave.
    fn of_node(&self, at: At, node: &Node) -> Attributes {
        let mut attributes = Attributes::default();
        if let Some(appearance) = &node.appearance {
            attributes.set("appearance", self.resolve_at(appearance, at, Some(node)));
        }
        for (name, value) in &node.body_attributes {
            attributes.set(name, self.resolve_at(value, at, Some(node)));
        }
        attributes
    }

    fn write_attributes(&self, writer: &mut Writer, attributes: Attributes, node: &Node) {
        for (name, value) in attributes.0 {
            self.attribute(writer, &name, &value, Some(node));
        }
    }
}
