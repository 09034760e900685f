//! What is sent when an interview is over: the record as XML, only with what was asked, and the files that go with it; and an
//! earlier submission taken up again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::definition::{Kind, Metadata};
use crate::expression::Moment;
use crate::xform::xml::{self, Element, Writer, space};

use super::compile::{Condition, DataType, Form, FormNode, NOTHING, Preload, Role, local, same_name};
use super::log::{AuditColumns, EventKind};
use super::state::{BlockNumber, Cell, Interview, Surroundings, identifier};
use super::stock;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The identifier of the interview: `uuid:…`; blank where the form has none.
    pub instance_id: String,
    /// Its name for people, where the form says how to make it.
    pub instance_name: Option<String>,
    /// The record.
    pub xml: String,
    /// Names of the files that the answers name: pictures, sounds.
    pub attachments: Vec<String>,
    /// The log of events in ODK's format with the name of its file, where the form asks for it.
    pub audit: Option<(String, String)>,
}

/// Why an earlier submission cannot be taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no XML; why.
    NotXml(String),
    /// It is of another form: its identifier.
    OtherForm(String),
}

impl Interview {
    /// Ends an interview, whether or not anything is missing, and gives what is sent.
    pub fn finish(&mut self, at: Moment) -> Submission {
        self.now = at;
        let form = Arc::clone(&self.form);
        let ended = at.date_time_text(self.surroundings.offset_minutes);
        for cell in self.cells_in_order() {
            let leaf = form.tree.leaf(self.node(cell));
            if leaf.is_some_and(|leaf| leaf.preload == Some(Preload::End)) {
                self.write(cell, ended.clone(), None);
            }
        }
        self.settle();
        self.log.add(EventKind::FormFinalize, None, at.0);
        self.finished = true;
        self.submission()
    }

    /// What would be sent of the interview as it is.
    pub fn submission(&self) -> Submission {
        let audit = self.audit();
        let mut attachments = Vec::new();
        for cell in self.cells_in_order() {
            let content = self.cells.get(cell);
            let file = self.form.tree.leaf(content.form).is_some_and(|leaf| {
                leaf.data_type == DataType::File && leaf.question.kind != Kind::Metadata(Metadata::Audit)
            });
            if file && content.relevant && !content.text.is_empty() {
                attachments.push(content.text.clone());
            }
        }
        let meta = |name: &str| self.meta(name).map(|cell| self.cells.get(cell).text.clone());
        Submission {
            instance_id: meta("instanceID").unwrap_or_default(),
            instance_name: meta("instanceName").filter(|name| !name.is_empty()),
            xml: self.xml(audit.is_some()),
            attachments,
            audit,
        }
    }

    /// The element of that name among the data about the interview.
    fn meta(&self, name: &str) -> Option<Cell> {
        let tree = &self.form.tree;
        let meta = tree.get(0).children.iter().find(|child| same_name(&tree.get(**child).name, "meta"))?;
        let found = tree.get(*meta).children.iter().find(|child| same_name(&tree.get(**child).name, name))?;
        Some(self.cells.block(0).base + tree.get(*found).offset)
    }

    /// The log of events where the form asks for it, with the name of its file.
    fn audit(&self) -> Option<(String, String)> {
        let tree = &self.form.tree;
        let audit = tree.nodes.iter().find_map(|node| match &node.role {
            Role::Leaf(leaf) if leaf.question.kind == Kind::Metadata(Metadata::Audit) => Some(&leaf.question),
            _ => None,
        })?;
        let yes = |name: &str| audit.parameter(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let columns = AuditColumns {
            location: audit.parameter("location-priority").is_some(),
            changes: yes("track-changes"),
            user: yes("identify-user"),
            reasons: audit.parameter("track-changes-reasons").is_some(),
        };
        let user = self.surroundings.properties.get("username").map_or("", String::as_str);
        Some(("audit.csv".to_owned(), self.log.audit(columns, user)))
    }

    fn xml(&self, audited: bool) -> String {
        let mut writer = Writer::new();
        self.write_element(&mut writer, 0, audited);
        writer.finish()
    }

    fn write_element(&self, writer: &mut Writer, cell: Cell, audited: bool) {
        let tree = &self.form.tree;
        let content = self.cells.get(cell);
        if !content.relevant {
            return;
        }
        let template = tree.get(content.form);
        writer.start(&template.name);
        if content.form == 0 {
            self.root_attributes(writer);
        }
        for (name, value) in &template.node.instance_attributes {
            writer.attribute(name, value);
        }
        self.entity_attributes(writer, cell, content.form);
        if let Role::Leaf(leaf) = &template.role {
            let audit = audited && leaf.question.kind == Kind::Metadata(Metadata::Audit);
            let replaces = self.replaces.as_deref().filter(|_| same_name(&template.name, "deprecatedID"));
            writer.text(if audit { "audit.csv" } else { replaces.unwrap_or(&content.text) });
        } else {
            // Definitions are no deeper than their limit.
            self.cells.each_child(tree, cell, &mut |child| {
                self.write_element(writer, child, audited);
                if let Some(replaces) = &self.replaces
                    && self.meta("instanceID") == Some(child)
                    && self.meta("deprecatedID").is_none()
                {
                    writer.leaf("deprecatedID", replaces);
                }
            });
        }
        writer.end();
    }

    fn root_attributes(&self, writer: &mut Writer) {
        let settings = &self.form.questionnaire.settings;
        writer.attribute("id", self.form.form_id());
        if !self.form.version().is_empty() {
            writer.attribute("version", self.form.version());
        }
        if let Some(space) = &settings.instance_xmlns {
            writer.attribute("xmlns", space);
        }
        let own = [("odk:prefix", &settings.prefix), ("odk:delimiter", &settings.delimiter)];
        let nodes = &self.form.tree.nodes;
        let attributes = nodes.iter().flat_map(|node| &node.node.instance_attributes);
        let names = nodes.iter().map(|node| &*node.name);
        let names = names.chain(settings.attributes.iter().chain(attributes).map(|(name, _)| &**name));
        let names = names.chain(own.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| *name));
        let mut prefixes: Vec<&str> =
            names.filter_map(|name| name.split_once(':')).map(|(prefix, _)| prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        for prefix in prefixes {
            let declared = settings
                .namespaces
                .iter()
                .find(|(known, _)| known == prefix)
                .map(|(_, address)| address.as_str());
            let usual =
                space::OF_FORMS.iter().find(|(known, _)| *known == prefix).map(|(_, address)| *address);
            if let Some(address) = declared.or(usual) {
                writer.attribute(&format!("xmlns:{prefix}"), address);
            }
        }
        for (name, value) in &settings.attributes {
            writer.attribute(name, value);
        }
        for (name, value) in own {
            if let Some(value) = value {
                writer.attribute(name, value);
            }
        }
    }

    /// What an entity is, and whether it is created or updated.
    fn entity_attributes(&self, writer: &mut Writer, cell: Cell, node: FormNode) {
        let Some(entity) = self.form.entities.iter().find(|entity| entity.node == node) else { return };
        writer.attribute("dataset", &entity.list);
        let id = match entity.id {
            Some(program) => self.atom(program, cell).map_or_else(
                |_| String::new(),
                |atom| self.with(|_, environment| atom.to_text(environment).into_owned()),
            ),
            None => identifier(
                self.drawn_for(&format!("entity{}", self.path(cell))),
                self.drawn_for(&format!("more{}", self.path(cell))),
            ),
        };
        writer.attribute("id", &id);
        let said = |condition: Condition| if self.holds(condition, cell, false) { "1" } else { "0" };
        if let Some(create) = entity.create {
            writer.attribute("create", said(create));
        }
        if let Some(update) = entity.update {
            writer.attribute("update", said(update));
            let known = self.known_entity(&entity.list, &id);
            for (attribute, column) in
                [("baseVersion", "__version"), ("trunkVersion", "__trunkVersion"), ("branchId", "__branchId")]
            {
                let value = known.and_then(|item| {
                    let child = self.form.stock.child(item, self.form.names.get(column)?)?;
                    Some(self.form.stock.text(child))
                });
                writer.attribute(attribute, value.unwrap_or_default());
            }
        }
    }

    /// The item of a list of entities that has the identifier.
    fn known_entity(&self, list: &str, id: &str) -> Option<u32> {
        let stock = &self.form.stock;
        let name = self.form.names.get("name")?;
        stock
            .children(stock.root(list)?)
            .find(|item| stock.child(*item, name).is_some_and(|child| stock.text(child) == id))
    }

    /// Takes up an earlier submission to change it: a new identifier, and the earlier one as the one that is replaced.
    pub fn edit(
        form: Arc<Form>,
        surroundings: Surroundings,
        submission: &[u8],
        at: Moment,
    ) -> Result<Interview, Unreadable> {
        let mut interview = Interview::read(form, surroundings, submission, at)?;
        interview.log.add(EventKind::FormResume, None, at.0);
        if let Some(cell) = interview.meta("instanceID") {
            let earlier = interview.cells.get(cell).text.clone();
            let new = format!("uuid:{}", interview.uuid());
            interview.replaces = Some(earlier).filter(|earlier| !earlier.is_empty());
            interview.write(cell, new, None);
            interview.settle();
        }
        interview.compute_all();
        Ok(interview)
    }

    /// A submission as an interview, nothing computed: values as they are, relevance unknown.
    pub(crate) fn read(
        form: Arc<Form>,
        surroundings: Surroundings,
        submission: &[u8],
        at: Moment,
    ) -> Result<Interview, Unreadable> {
        let root = xml::read(submission).map_err(|fault| Unreadable::NotXml(stock::said(&fault)))?;
        if root.get("id") != Some(form.form_id()) {
            return Err(Unreadable::OtherForm(root.get("id").unwrap_or_default().to_owned()));
        }
        let mut interview = Interview::blank(form, surroundings, at);
        interview.take_element(0, &root, &mut |_, _, _| {});
        interview.begun();
        Ok(interview)
    }

    /// Takes over the values in an element. What the form does not have is shown to `strange`: the cell around it, its name, and how
    /// often it is there.
    pub(crate) fn take_element(
        &mut self,
        cell: Cell,
        element: &Element,
        strange: &mut dyn FnMut(&Interview, Cell, &Element),
    ) {
        let form = Arc::clone(&self.form);
        let node = self.node(cell);
        if form.tree.leaf(node).is_some() {
            self.cells.get_mut(cell).text = stock::own_text(element);
            return;
        }
        let mut seen: BTreeMap<FormNode, u32> = BTreeMap::new();
        let children = &form.tree.get(node).children;
        // Elements mostly come in the order of the form: the last one again, or the next.
        let mut next = 0;
        for inner in element.elements() {
            let named = |child: &FormNode| local(&form.tree.get(*child).name) == inner.name;
            let near = children.get(next..).unwrap_or_default().iter().take(2).copied().find(named);
            let Some(child) = near.or_else(|| form.tree.children_named(node, &inner.name).next()) else {
                strange(self, cell, inner);
                continue;
            };
            next = if near.is_some() && children.get(next) != Some(&child) { next + 1 } else { next };
            let count = seen.entry(child).or_default();
            *count += 1;
            let target: BlockNumber = match form.tree.get(child).role {
                Role::Repeat { .. } => {
                    let holder = self.cells.get(cell).block;
                    self.cells.add(&form.tree, holder, child, usize::MAX)
                }
                _ if *count > 1 => {
                    strange(self, cell, inner);
                    continue;
                }
                _ => NOTHING,
            };
            let inside = if target == NOTHING {
                self.cells.block(self.cells.get(cell).block).base + form.tree.get(child).offset
            } else {
                self.cells.block(target).base
            };
            self.take_element(inside, inner, strange);
        }
    }
}
