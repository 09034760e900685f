//! What holds of each node: its type, conditions and computed value; and what happens when an interview begins.

use crate::definition::{Kind, Metadata, Node, Question, Words};

use super::texts::{message_in_itext, plain};
use super::tree::{At, Sort};
use super::{Form, Writer, lexer};

/// Attributes in order; one that is set again keeps its place.
#[derive(Debug, Default)]
pub(super) struct Attributes(pub(super) Vec<(String, String)>);

impl Attributes {
    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }
}

/// An action: element, event, further attribute.
pub(super) type Action = (&'static str, &'static str);

/// What the client does at the beginning for a kind of question.
pub(super) fn action(kind: Kind) -> Option<Action> {
    match kind {
        Kind::Metadata(Metadata::StartGeopoint) => Some(("odk:setgeopoint", FIRST_LOAD)),
        Kind::Metadata(Metadata::BackgroundAudio) => Some(("odk:recordaudio", LOAD)),
        _ => None,
    }
}

/// When an interview is begun.
pub(crate) const FIRST_LOAD: &str = "odk-instance-first-load";
/// When an interview is begun or opened again.
pub(crate) const LOAD: &str = "odk-instance-load";
/// When an instance is added to a repeat.
pub(crate) const NEW_REPEAT: &str = "odk-new-repeat";
/// When an answer was changed.
pub(crate) const CHANGED: &str = "xforms-value-changed";

/// How the client fills what it knows: `jr:preload` and `jr:preloadParams`.
pub(crate) fn preload(kind: Metadata) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Metadata::Start => ("timestamp", "start"),
        Metadata::End => ("timestamp", "end"),
        Metadata::Today => ("date", "today"),
        Metadata::DeviceId => ("property", "deviceid"),
        Metadata::SubscriberId => ("property", "subscriberid"),
        Metadata::SimSerial => ("property", "simserial"),
        Metadata::PhoneNumber => ("property", "phonenumber"),
        Metadata::Username => ("property", "username"),
        Metadata::Email => ("property", "email"),
        Metadata::UriDeviceId => ("property", "uri:deviceid"),
        Metadata::UriSubscriberId => ("property", "uri:subscriberid"),
        Metadata::UriSimSerial => ("property", "uri:simserial"),
        Metadata::UriPhoneNumber => ("property", "uri:phonenumber"),
        Metadata::UriUsername => ("property", "uri:username"),
        Metadata::UriEmail => ("property", "uri:email"),
        _ => return None,
    })
}

/// Parameters that stand in the bind, with the name that they have there.
pub(crate) const OF_BIND: [(&str, &str); 9] = [
    ("quality", "odk:quality"),
    ("max-pixels", "orx:max-pixels"),
    ("allow-mock-accuracy", "odk:allow-mock-accuracy"),
    ("track-changes", "odk:track-changes"),
    ("track-changes-reasons", "odk:track-changes-reasons"),
    ("identify-user", "odk:identify-user"),
    ("location-max-age", "odk:location-max-age"),
    ("location-min-interval", "odk:location-min-interval"),
    ("location-priority", "odk:location-priority"),
];

/// Whether a parameter of that name belongs to the bind of questions of that kind.
pub(crate) fn takes(kind: Kind, parameter: &str) -> bool {
    match parameter {
        "quality" => kind == Kind::Audio,
        "max-pixels" => kind == Kind::Image,
        "allow-mock-accuracy" => matches!(kind, Kind::Geopoint | Kind::Geotrace | Kind::Geoshape),
        _ => kind == Kind::Metadata(Metadata::Audit),
    }
}

impl Form<'_> {
    /// Binds and actions of all nodes, in order.
    pub(super) fn bindings(&self, writer: &mut Writer) {
        for (at, here) in self.tree.nodes.iter().enumerate() {
            match &here.sort {
                Sort::Root | Sort::Meta | Sort::Entity => {}
                Sort::Group(group) => self.bind(writer, at, &group.node, Attributes::default()),
                Sort::Repeat(repeat) => self.bind(writer, at, &repeat.node, Attributes::default()),
                Sort::Question(question) => {
                    self.bind(writer, at, &question.node, of_kind(question));
                    self.actions(writer, at, question);
                }
                Sort::Leaf(leaf) => {
                    if !leaf.bind.is_empty() {
                        writer.start("bind");
                        writer.attribute("nodeset", &here.path);
                        for (name, value) in &leaf.bind {
                            writer.attribute(name, &self.resolve_at(value, at, None));
                        }
                        writer.end();
                    }
                    if let Some(value) = leaf.first {
                        let said = [("ref", &*here.path), ("event", FIRST_LOAD), ("value", value)];
                        writer.empty("setvalue", &said);
                    }
                }
            }
        }
    }

    fn bind(&self, writer: &mut Writer, at: At, node: &Node, mut attributes: Attributes) {
        let here = &self.tree.nodes[at];
        if let Some(kind) = &node.data_type {
            attributes.set("type", kind.clone());
        }
        // The value goes into the actions of the questions that set it.
        let calculation = node.calculation.as_ref().filter(|_| node.trigger.is_empty());
        let conditions = [
            ("readonly", node.read_only.as_ref()),
            ("required", node.required.as_ref()),
            ("relevant", node.relevant.as_ref()),
            ("constraint", node.constraint.as_ref()),
            ("calculate", calculation),
        ];
        for (name, condition) in conditions {
            if let Some(condition) = condition {
                attributes.set(name, self.resolve_at(yes_or_no(condition), at, Some(node)));
            }
        }
        for (name, words) in
            [("jr:constraintMsg", &node.constraint_message), ("jr:requiredMsg", &node.required_message)]
        {
            if let Some(said) = message_of_bind(words, name, &here.path) {
                attributes.set(name, said);
            }
        }
        if let Some(saved) = &node.save_to {
            let property = saved.split_once('#').map_or(&**saved, |(_, property)| property);
            attributes.set("entities:saveto", property);
        }
        for (name, value) in &node.bind_attributes {
            attributes.set(name, self.resolve_at(value, at, Some(node)));
        }
        if attributes.0.is_empty() {
            return;
        }
        writer.start("bind");
        writer.attribute("nodeset", &here.path);
        for (name, value) in attributes.0 {
            self.attribute(writer, &name, &value, Some(node));
        }
        writer.end();
    }

    fn actions(&self, writer: &mut Writer, at: At, question: &Question) {
        let here = &self.tree.nodes[at];
        if let Some((name, event)) = action(question.kind) {
            writer.start(name);
            writer.attribute("ref", &here.path);
            writer.attribute("event", event);
            if let Some(quality) = question
                .parameter("quality")
                .filter(|_| question.kind == Kind::Metadata(Metadata::BackgroundAudio))
            {
                writer.attribute("odk:quality", quality);
            }
            writer.end();
        }
        if let Some(value) = self.dynamic(at, question) {
            writer.empty("setvalue", &[("ref", &here.path), ("event", FIRST_LOAD), ("value", &value)]);
        }
    }

    /// The expression of the first value, where it is one.
    pub(super) fn dynamic(&self, at: At, question: &Question) -> Option<String> {
        let default = question.node.default.as_deref()?;
        lexer::is_dynamic(default, question.kind).then(|| self.resolve_at(default, at, Some(&question.node)))
    }
}

fn message_of_bind(words: &Words, what: &str, path: &str) -> Option<String> {
    if message_in_itext(words) {
        return Some(format!("jr:itext('{path}:{what}')"));
    }
    plain(words).map(ToString::to_string)
}

/// The type of a question's data, where the author has not said another.
pub(crate) fn data_type(question: &Question) -> &'static str {
    let whole = |name: &str| {
        let value = question.parameter(name).and_then(|value| value.parse::<f64>().ok());
        value.is_none_or(|value| value.fract() == 0.0)
    };
    let of_range = ["start", "end", "step", "tick_interval", "placeholder"];
    match question.kind {
        Kind::Range if !of_range.into_iter().all(whole) => "decimal",
        kind => kind.data_type(),
    }
}

/// What a kind of question brings along.
fn of_kind(question: &Question) -> Attributes {
    let mut attributes = Attributes::default();
    attributes.set("type", data_type(question));
    if question.kind == Kind::Note {
        attributes.set("readonly", "true()");
    }
    if let Kind::Metadata(known) = question.kind
        && let Some((preload, parameter)) = preload(known)
    {
        attributes.set("jr:preload", preload);
        attributes.set("jr:preloadParams", parameter);
    }
    for (parameter, name) in OF_BIND {
        if let Some(value) = question.parameter(parameter).filter(|_| takes(question.kind, parameter)) {
            attributes.set(name, value);
        }
    }
    attributes
}

/// `yes` and `no` of a cell as conditions.
fn yes_or_no(condition: &str) -> &str {
    match condition {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => "true()",
        "no" | "No" | "NO" | "false" | "False" | "FALSE" => "false()",
        _ => condition,
    }
}
