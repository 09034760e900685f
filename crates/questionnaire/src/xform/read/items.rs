//! The items: for each node of the instance what its bind and its control say.

use crate::definition::{Group, Item, Kind, Metadata, Node, Question, Repeat};
use crate::expression::{Expression, Kind as Sort, parse};
use crate::xform::lexer::is_dynamic;
use crate::xform::write::{
    At, Found, OF_BIND, OF_CONTROL, OF_RANGE, Sort as NodeSort, bind_takes, control_takes, data_type, preload,
};
use crate::xform::xml::{Element, space};

use super::Reading;
use super::actions::quoted;
use super::choices::Lists;

impl<'x> Reading<'x> {
    pub(super) fn items(&self, lists: &mut Lists) -> Vec<Item> {
        self.items_in(0, lists)
    }

    fn items_in(&self, around: At, lists: &mut Lists) -> Vec<Item> {
        self.in_order(around).into_iter().map(|at| self.item(at, lists)).collect()
    }

    /// The children that are items: as they stand in the instance, unless the page has them in another order.
    fn in_order(&self, around: At) -> Vec<At> {
        let is_item = |at: &At| {
            let here = &self.tree.nodes[*at];
            !matches!(here.sort, NodeSort::Meta | NodeSort::Entity) && !here.name.starts_with('@')
        };
        let children: Vec<At> = self.tree.nodes[around].children.iter().copied().filter(is_item).collect();
        let orders: Vec<Option<usize>> = children.iter().map(|at| self.order(*at)).collect();
        if orders.iter().flatten().is_sorted() {
            return children;
        }
        // What is not shown stays behind what it stood behind.
        let mut runs: Vec<(Option<usize>, Vec<At>)> = vec![(None, Vec::new())];
        for (at, order) in children.into_iter().zip(orders) {
            if order.is_some() {
                runs.push((order, vec![at]));
            } else if let Some((_, run)) = runs.last_mut() {
                run.push(at);
            }
        }
        runs.sort_by_key(|(order, _)| *order);
        runs.into_iter().flat_map(|(_, run)| run).collect()
    }

    /// Place of the first control for a node or for one in it.
    fn order(&self, at: At) -> Option<usize> {
        let inside = self.tree.nodes[at].children.iter().filter_map(|child| self.order(*child)).min();
        self.nodes[at].order.into_iter().chain(inside).min()
    }

    fn item(&self, at: At, lists: &mut Lists) -> Item {
        let info = &self.nodes[at];
        match &self.tree.nodes[at].sort {
            NodeSort::Repeat(_) => {
                let mut repeat = Repeat { node: self.node(at), items: self.items_in(at, lists), count: None };
                let further = info.around.map(|around| &around.attributes).into_iter().flatten();
                let own = info.control.map(|control| &control.attributes).into_iter().flatten();
                for attribute in own.chain(further) {
                    let name = self.name_of(attribute);
                    if name == "jr:count" {
                        repeat.count = Some(self.named(&attribute.value, Some(at), false));
                    } else {
                        body_attribute(&mut repeat.node, &name, &attribute.value);
                    }
                }
                Item::Repeat(repeat)
            }
            NodeSort::Group(_) => {
                let mut group = Group { node: self.node(at), items: self.items_in(at, lists), intent: None };
                for attribute in info.control.map(|control| &control.attributes).into_iter().flatten() {
                    let name = self.name_of(attribute);
                    if name == "intent" {
                        group.intent = Some(attribute.value.clone());
                    } else {
                        body_attribute(&mut group.node, &name, &attribute.value);
                    }
                }
                Item::Group(group)
            }
            _ => Item::Question(self.question(at, lists)),
        }
    }

    /// What every item has, but for the attributes of its control.
    fn node(&self, at: At) -> Node {
        let info = &self.nodes[at];
        let here = &self.tree.nodes[at];
        let mut node = Node { name: here.name.clone(), ..Node::default() };
        let part = |name: &str| {
            let inside = |element: Option<&'x Element>| element.and_then(|element| element.child(name));
            inside(info.around).or_else(|| inside(info.control))
        };
        let mut label = self.said(part("label"), Some(at));
        let mut hint = self.said(part("hint"), Some(at));
        // What nothing shows has its text by the name that it would have.
        if part("label").is_none() {
            label = self.itext(&format!("{}:label", here.path), Some(at));
        }
        if part("hint").is_none() {
            hint = self.itext(&format!("{}:hint", here.path), Some(at));
        }
        node.label = label.words;
        node.short = label.short;
        node.hint = hint.words;
        node.guidance = if hint.guidance.is_empty() { label.guidance } else { hint.guidance };
        let condition = |name: &str| {
            let written = info.bind(name).map(str::trim).filter(|written| !written.is_empty())?;
            Some(self.named(written, Some(at), false))
        };
        node.relevant = condition("relevant");
        node.constraint = condition("constraint");
        node.required = condition("required");
        node.read_only = condition("readonly");
        node.calculation = condition("calculate");
        node.constraint_message = self.said_in_bind(info.bind_in(space::JAVAROSA, "constraintMsg"), at);
        node.required_message = self.said_in_bind(info.bind_in(space::JAVAROSA, "requiredMsg"), at);
        node.save_to = info.bind_in(space::ENTITIES, "saveto").map(|saved| self.saved_in(at, saved));
        node.data_type = info.bind("type").map(|kind| kind.strip_prefix("xsd:").unwrap_or(kind).to_owned());
        let known =
            ["id", "nodeset", "ref", "type", "relevant", "constraint", "required", "readonly", "calculate"];
        let ours = ["jr:constraintMsg", "jr:requiredMsg", "entities:saveto"];
        for attribute in info.binds.iter().flat_map(|bind| &bind.attributes) {
            let name = self.name_of(attribute);
            if !known.contains(&&*name) && !ours.contains(&&*name) {
                let value = self.named(&attribute.value, Some(at), false);
                node.bind_attributes.push((name, value));
            }
        }
        for attribute in info.elements.iter().flat_map(|element| &element.attributes) {
            let name = self.name_of(attribute);
            let is_new = node.instance_attributes.iter().all(|(known, _)| *known != name);
            if name != "jr:template" && is_new {
                let value = self.named(&attribute.value, Some(at), false);
                node.instance_attributes.push((name, value));
            }
        }
        node
    }

    /// The property under which an answer is saved, with the list where there are several.
    fn saved_in(&self, at: At, property: &str) -> String {
        let is_entity = |at: At| matches!(self.tree.nodes[at].sort, NodeSort::Entity);
        let several = (0..self.tree.nodes.len()).filter(|at| is_entity(*at)).count() > 1;
        let entity = self.tree.around(at).find_map(|around| {
            let children = |at: At| self.tree.nodes[at].children.iter().copied();
            children(around)
                .filter(|child| matches!(self.tree.nodes[*child].sort, NodeSort::Meta))
                .flat_map(children)
                .find(|child| is_entity(*child))
        });
        let list = entity.and_then(|entity| self.nodes[entity].elements[0].get("dataset"));
        match list {
            Some(list) if several => format!("{list}#{property}"),
            _ => property.to_owned(),
        }
    }

    fn question(&self, at: At, lists: &mut Lists) -> Question {
        let info = &self.nodes[at];
        let mut node = self.node(at);
        let kind = self.kind(at, &node);
        let mut parameters = Vec::new();
        of_bind(kind, &mut node, &mut parameters);
        if let Some(control) = info.control {
            self.of_control(kind, control, &mut node, &mut parameters);
        }
        self.values(at, kind, &mut node);
        let options =
            info.control.and_then(|control| self.options(at, kind, control, lists, &mut parameters));
        if let Some(recorded) = info.recorded {
            let fits = matches!(
                kind,
                Kind::Metadata(
                    Metadata::StartGeopoint | Metadata::BackgroundGeopoint | Metadata::BackgroundAudio
                )
            );
            if !fits {
                self.warn("W-XFORM-004", recorded, &[("action", &recorded.name)]);
            } else if let Some(quality) = recorded.get_in(space::ODK, "quality") {
                parameters.push(("quality".into(), quality.to_owned()));
            }
        }
        let mut question = Question { kind, node, options, parameters, ordered: None };
        let expected = data_type(&question);
        let legacy = matches!(
            (kind, question.node.data_type.as_deref()),
            (Kind::SelectOne, Some("select1")) | (Kind::SelectMultiple, Some("select"))
        );
        // A range of other than whole numbers says so itself.
        let expected = if kind == Kind::Range { "int" } else { expected };
        if legacy || question.node.data_type.as_deref() == Some(expected) {
            question.node.data_type = None;
        }
        question
    }

    fn kind(&self, at: At, node: &Node) -> Kind {
        let info = &self.nodes[at];
        let data = node.data_type.as_deref().unwrap_or_default();
        let Some(control) = info.control else { return self.kind_of_hidden(at, node) };
        let medium = control.get("mediatype").unwrap_or_default();
        match (&*control.name, data) {
            ("select1", _) => Kind::SelectOne,
            ("select", _) => Kind::SelectMultiple,
            ("rank", _) => Kind::Rank,
            ("range", _) => Kind::Range,
            ("trigger", _) if info.recorded.is_some() && !info.set_by.is_empty() => {
                Kind::Metadata(Metadata::BackgroundGeopoint)
            }
            ("trigger", _) => Kind::Acknowledge,
            ("upload", _) => match medium.split('/').next().unwrap_or_default() {
                "image" => Kind::Image,
                "audio" => Kind::Audio,
                "video" => Kind::Video,
                "osm" => Kind::Osm,
                _ => Kind::File,
            },
            (_, "int" | "integer") => Kind::Integer,
            (_, "decimal" | "double" | "float") => Kind::Decimal,
            (_, "date") => Kind::Date,
            (_, "time") => Kind::Time,
            (_, "dateTime") => Kind::DateTime,
            (_, "geopoint") => Kind::Geopoint,
            (_, "geotrace") => Kind::Geotrace,
            (_, "geoshape") => Kind::Geoshape,
            (_, "barcode") => Kind::Barcode,
            _ if control.get("query").is_some() => Kind::SelectOneExternal,
            ("secret", _) => {
                self.warn("W-XFORM-012", control, &[("element", "secret")]);
                Kind::Text
            }
            _ if node.read_only.as_deref() == Some("true()") => Kind::Note,
            _ => Kind::Text,
        }
    }

    fn kind_of_hidden(&self, at: At, node: &Node) -> Kind {
        let info = &self.nodes[at];
        if let Some(recorded) = info.recorded {
            return Kind::Metadata(match (&*recorded.name, info.set_by.is_empty()) {
                ("recordaudio", _) => Metadata::BackgroundAudio,
                (_, true) => Metadata::StartGeopoint,
                (_, false) => Metadata::BackgroundGeopoint,
            });
        }
        let filled = info.bind_in(space::JAVAROSA, "preload").unwrap_or_default();
        let with = info.bind_in(space::JAVAROSA, "preloadParams").unwrap_or_default();
        let known = METADATA.into_iter().find(|kind| preload(*kind) == Some((filled, with)));
        match known {
            Some(kind) => Kind::Metadata(kind),
            None if node.calculation.is_some() || !info.set_by.is_empty() => Kind::Calculate,
            None => Kind::Hidden,
        }
    }

    fn of_control(
        &self,
        kind: Kind,
        control: &Element,
        node: &mut Node,
        parameters: &mut Vec<(String, String)>,
    ) {
        let appearance = control.get("appearance").map(str::trim);
        for attribute in &control.attributes {
            let name = self.name_of(attribute);
            let value = &attribute.value;
            let of_range = OF_RANGE.iter().find(|(_, known, _)| kind == Kind::Range && *known == name);
            let of_control = OF_CONTROL
                .iter()
                .find(|(parameter, known)| *known == name && control_takes(kind, appearance, parameter));
            let usual_medium = match kind {
                Kind::Image => "image/*",
                Kind::Audio => "audio/*",
                Kind::Video => "video/*",
                Kind::Osm => "osm/*",
                _ => "application/*",
            };
            if let Some((parameter, _, _)) = of_range {
                parameters.push(((*parameter).to_owned(), value.clone()));
            } else if let Some((parameter, _)) = of_control {
                parameters.push(((*parameter).to_owned(), value.clone()));
            } else if name == "query" && kind == Kind::SelectOneExternal
                || name == "mediatype" && value == usual_medium
            {
                // Read elsewhere.
            } else if name == "appearance" {
                let value = self.appearance(value);
                body_attribute(node, &name, &value);
            } else {
                let value = self.named(value, None, false);
                body_attribute(node, &name, &value);
            }
        }
    }

    /// With names in the place of paths in `search(…)`.
    fn appearance(&self, written: &str) -> String {
        let Some(from) = written.find("search(") else { return written.to_owned() };
        let Some(to) = written.rfind(')').filter(|to| *to > from) else { return written.to_owned() };
        let call = self.named(&written[from..=to], None, false);
        format!("{}{call}{}", &written[..from], &written[to + 1..])
    }

    /// First value, and value that is set when others change.
    fn values(&self, at: At, kind: Kind, node: &mut Node) {
        let info = &self.nodes[at];
        let text = info.text();
        let text =
            if kind == Kind::Image { text.strip_prefix("jr://images/").unwrap_or(&text) } else { &text };
        if let Some(first) = &info.first {
            let named = self.named(first, Some(at), false);
            let literal = match parse(&named) {
                Ok(Expression { kind: Sort::Text(text), .. }) => text,
                _ => named.clone(),
            };
            node.default = Some(match (is_dynamic(&named, kind), is_dynamic(&literal, kind)) {
                (true, _) => named,
                (false, false)
                    if parse(&named)
                        .is_ok_and(|read| matches!(read.kind, Sort::Text(_) | Sort::Number(_))) =>
                {
                    literal
                }
                _ => format!("string({named})"),
            });
        } else if !text.is_empty() && self.tree.nodes[at].children.is_empty() {
            let written =
                if is_dynamic(text, kind) { format!("string({})", quoted(text)) } else { text.to_owned() };
            node.default = Some(written);
        }
        let mut value: Option<Option<String>> = None;
        let records = kind == Kind::Metadata(Metadata::BackgroundGeopoint);
        for (trigger, set) in &info.set_by {
            // A place that is recorded for what is shown is said where it is recorded.
            if info.recorded.is_some() && set.is_none() && !records {
                continue;
            }
            let name = &self.tree.nodes[*trigger].name;
            if self.tree.find(name) != Found::One(*trigger) {
                self.warn("W-XFORM-004", info.line(), &[("action", "setvalue")]);
                continue;
            }
            let named = set.as_ref().map(|set| self.named(set, Some(*trigger), false));
            if value.as_ref().is_some_and(|known| *known != named) {
                self.warn("W-XFORM-004", info.line(), &[("action", "setvalue")]);
                continue;
            }
            node.trigger.push(name.clone());
            if value.is_none() {
                node.calculation = node.calculation.take().or(named.clone());
                value = Some(named);
            }
        }
    }
}

/// What a client fills by itself.
const METADATA: [Metadata; 15] = [
    Metadata::Start,
    Metadata::End,
    Metadata::Today,
    Metadata::DeviceId,
    Metadata::SubscriberId,
    Metadata::SimSerial,
    Metadata::PhoneNumber,
    Metadata::Username,
    Metadata::Email,
    Metadata::UriDeviceId,
    Metadata::UriSubscriberId,
    Metadata::UriSimSerial,
    Metadata::UriPhoneNumber,
    Metadata::UriUsername,
    Metadata::UriEmail,
];

/// Appearance, or another attribute of the control; the first of a name counts.
fn body_attribute(node: &mut Node, name: &str, value: &str) {
    match name {
        "ref" | "nodeset" | "bind" => {}
        "appearance" => {
            if node.appearance.is_none() && !value.trim().is_empty() {
                node.appearance = Some(value.trim().to_owned());
            }
        }
        name => {
            if node.body_attributes.iter().all(|(known, _)| known != name) {
                node.body_attributes.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// Attributes of the bind that are parameters or belong to the kind.
fn of_bind(kind: Kind, node: &mut Node, parameters: &mut Vec<(String, String)>) {
    if kind == Kind::Note && node.read_only.as_deref() == Some("true()") {
        node.read_only = None;
    }
    let filled = match kind {
        Kind::Metadata(known) => preload(known).is_some(),
        _ => false,
    };
    node.bind_attributes.retain(|(name, value)| {
        if filled && (name == "jr:preload" || name == "jr:preloadParams") {
            return false;
        }
        let parameter =
            OF_BIND.iter().find(|(parameter, known)| known == name && bind_takes(kind, parameter));
        if let Some((parameter, _)) = parameter {
            parameters.push(((*parameter).to_owned(), value.clone()));
        }
        parameter.is_none()
    });
}
