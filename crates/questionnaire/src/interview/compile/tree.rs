//! The elements of the primary instance as the questionnaire defines them, numbered in reading order so that all that is in a
//! group has the numbers after it. What XLSForm leaves to the compiler stands here as elements of their own: the text of "other",
//! the count of a repeat, the identifier and the name of the interview, the entity.

use crate::definition::{Item, Kind, Metadata, Node, Question, Questionnaire};

/// Number of an element of the definition; 0 is the root.
pub(crate) type FormNode = u32;

/// Marks that there is no element.
pub(crate) const NOTHING: u32 = u32::MAX;

/// Most levels of groups and repeats.
pub(crate) const DEPTH_LIMIT: usize = 64;

/// One element of the definition.
#[derive(Debug)]
pub(crate) struct Template {
    /// Name as written, prefix included.
    pub(crate) name: String,
    /// The element around it.
    pub(crate) parent: FormNode,
    /// The elements directly in it.
    pub(crate) children: Vec<FormNode>,
    /// One past the last element in it.
    pub(crate) end: FormNode,
    /// The nearest repeat at or around it, or the root.
    pub(crate) scope: FormNode,
    /// Its place among the elements of its scope; a repeat has place 0 in its own.
    pub(crate) offset: u32,
    /// What it is.
    pub(crate) role: Role,
    /// What the author said of it.
    pub(crate) node: Node,
}

/// What an element is.
#[derive(Debug)]
pub(crate) enum Role {
    /// Holds the record.
    Root,
    /// Holds other elements.
    Group {
        /// Whether it stands in the form's body, and so can be shown.
        shown: bool,
    },
    /// Holds other elements, once for each of several.
    Repeat {
        /// The repeats around it and it, by number.
        number: u32,
        /// How many times, as written.
        count: Option<String>,
        /// Its place among the repeats of the scope around it.
        list: u32,
    },
    /// Holds a value.
    Leaf(Box<Leaf>),
}

/// What holds a value.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// The question.
    pub(crate) question: Question,
    /// Type of the value, as ODK XForms name it.
    pub(crate) data_type: DataType,
    /// What fills it without anybody being asked.
    pub(crate) preload: Option<Preload>,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DataType {
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    Geopoint,
    Geotrace,
    Geoshape,
    /// Codes separated by spaces.
    Codes,
    /// A file by its name.
    File,
}

/// What fills a value when the interview begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Preload {
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// The day on which it began.
    Today,
    /// Something that the client knows: `deviceid`, `username`.
    Property(String),
    /// The identifier of the interview.
    InstanceId,
}

/// All elements of the definition.
#[derive(Debug)]
pub(crate) struct Tree {
    /// In reading order; the root is the first.
    pub(crate) nodes: Vec<Template>,
    /// The repeats in reading order.
    pub(crate) repeats: Vec<FormNode>,
    /// The elements of each scope by their place in it: of the root, then of each repeat.
    pub(crate) layout: Vec<Vec<FormNode>>,
    /// Repeats directly in each scope.
    pub(crate) lists: Vec<Vec<FormNode>>,
    /// Whether anything was left out because it is nested too deep.
    pub(crate) too_deep: bool,
}

impl Tree {
    /// From the items and the data about the interview as a form spells them out.
    pub(crate) fn new(questionnaire: &Questionnaire, items: &[Item], meta: &[Question]) -> Tree {
        let mut tree = Tree {
            nodes: Vec::new(),
            repeats: Vec::new(),
            layout: vec![Vec::new()],
            lists: vec![Vec::new()],
            too_deep: false,
        };
        let root = Node { name: questionnaire.settings.root().to_owned(), ..Node::default() };
        tree.push(NOTHING, Role::Root, root);
        tree.add_items(0, items, DEPTH_LIMIT, questionnaire, meta);
        if tree.child(0, "meta").is_none() {
            tree.add_meta(&[], questionnaire, meta, None);
        }
        tree.close(0);
        tree
    }

    /// The element of that number.
    pub(crate) fn get(&self, node: FormNode) -> &Template {
        &self.nodes[node as usize]
    }

    /// Whether `inner` is `outer` or in it.
    pub(crate) fn holds(&self, outer: FormNode, inner: FormNode) -> bool {
        outer <= inner && inner < self.get(outer).end
    }

    /// What holds a value, if it does.
    pub(crate) fn leaf(&self, node: FormNode) -> Option<&Leaf> {
        match &self.get(node).role {
            Role::Leaf(leaf) => Some(leaf),
            _ => None,
        }
    }

    /// Place of a scope in `layout` and `lists`: 0 for the root.
    pub(crate) fn scope_number(&self, scope: FormNode) -> usize {
        match self.get(scope).role {
            Role::Repeat { number, .. } => number as usize + 1,
            _ => 0,
        }
    }

    /// The nearest repeat around an element that is not the element itself, or the root.
    pub(crate) fn scope_around(&self, node: FormNode) -> FormNode {
        let parent = self.get(node).parent;
        if parent == NOTHING { 0 } else { self.get(parent).scope }
    }

    /// `/data/group/name`.
    pub(crate) fn path(&self, node: FormNode) -> String {
        let mut names = Vec::new();
        let mut at = node;
        while at != NOTHING {
            names.push(&*self.get(at).name);
            at = self.get(at).parent;
        }
        names.iter().rev().fold(String::new(), |path, name| path + "/" + name)
    }

    /// The child of that name; a name that stands twice is the first.
    pub(crate) fn child(&self, node: FormNode, name: &str) -> Option<FormNode> {
        self.get(node).children.iter().copied().find(|child| self.get(*child).name == name)
    }

    fn push(&mut self, parent: FormNode, role: Role, node: Node) -> FormNode {
        let number = self.nodes.len() as FormNode;
        let scope = match &role {
            Role::Repeat { .. } | Role::Root => number,
            _ => self.get(parent).scope,
        };
        if let Role::Repeat { .. } = role {
            self.repeats.push(number);
            self.layout.push(Vec::new());
            self.lists.push(Vec::new());
        }
        let name = node.name.clone();
        self.nodes.push(Template {
            name,
            parent,
            children: Vec::new(),
            end: number + 1,
            scope,
            offset: 0,
            role,
            node,
        });
        let place = self.scope_number(scope);
        self.nodes[number as usize].offset = self.layout[place].len() as u32;
        self.layout[place].push(number);
        if parent != NOTHING {
            self.nodes[parent as usize].children.push(number);
        }
        number
    }

    fn close(&mut self, node: FormNode) {
        self.nodes[node as usize].end = self.nodes.len() as FormNode;
    }

    fn add_items(
        &mut self,
        parent: FormNode,
        items: &[Item],
        depth: usize,
        questionnaire: &Questionnaire,
        meta: &[Question],
    ) {
        if depth == 0 {
            self.too_deep |= !items.is_empty();
            return;
        }
        for item in items {
            match item {
                Item::Question(question) => self.add_question(parent, question),
                Item::Group(group) if parent == 0 && group.node.name == "meta" => {
                    self.add_meta(&group.items, questionnaire, meta, Some(&group.node));
                }
                Item::Group(group) => {
                    let number = self.push(parent, Role::Group { shown: true }, group.node.clone());
                    self.add_items(number, &group.items, depth - 1, questionnaire, meta);
                    self.close(number);
                }
                Item::Repeat(repeat) => {
                    let around = self.scope_number(self.get(parent).scope);
                    let role = Role::Repeat {
                        number: self.repeats.len() as u32,
                        count: repeat.count.clone(),
                        list: self.lists[around].len() as u32,
                    };
                    let number = self.push(parent, role, repeat.node.clone());
                    self.lists[around].push(number);
                    self.add_items(number, &repeat.items, depth - 1, questionnaire, meta);
                    let own = questionnaire
                        .entities
                        .iter()
                        .find(|e| refers_to(e.repeat.as_deref(), &repeat.node.name));
                    if let Some(entity) = own
                        && self.child(number, "meta").is_none()
                    {
                        let meta = self.group(number, "meta");
                        self.add_entity(meta, entity);
                        self.close(meta);
                    }
                    self.close(number);
                }
            }
        }
    }

    fn add_question(&mut self, parent: FormNode, question: &Question) {
        let leaf =
            Leaf { data_type: data_type(question), preload: preload(question), question: question.clone() };
        self.push(parent, Role::Leaf(Box::new(leaf)), question.node.clone());
    }

    fn group(&mut self, parent: FormNode, name: &str) -> FormNode {
        self.push(parent, Role::Group { shown: false }, Node { name: name.to_owned(), ..Node::default() })
    }

    fn add_meta(
        &mut self,
        items: &[Item],
        questionnaire: &Questionnaire,
        more: &[Question],
        own: Option<&Node>,
    ) {
        let meta = match own {
            Some(node) => self.push(0, Role::Group { shown: false }, node.clone()),
            None => self.group(0, "meta"),
        };
        self.add_items(meta, items, DEPTH_LIMIT, questionnaire, more);
        let entity = questionnaire.entities.iter().find(|entity| entity.repeat.is_none());
        if let Some(entity) = entity
            && self.child(meta, "entity").is_none()
        {
            self.add_entity(meta, entity);
        }
        for question in more {
            if self.local_child(meta, &question.node.name).is_none() {
                self.add_question(meta, question);
            }
        }
        self.close(meta);
        if self.get(meta).children.is_empty() {
            self.nodes.pop();
            self.nodes[0].children.pop();
            self.layout[0].pop();
        }
    }

    fn local_child(&self, node: FormNode, local: &str) -> Option<FormNode> {
        let is = |name: &str| name.rsplit_once(':').map_or(name, |(_, local)| local) == local;
        self.get(node).children.iter().copied().find(|child| is(&self.get(*child).name))
    }

    fn add_entity(&mut self, meta: FormNode, entity: &crate::definition::Entity) {
        let number = self.group(meta, "entity");
        if let Some(label) = &entity.label {
            let mut computed = Question::new("label", Kind::Calculate);
            computed.node.row = entity.row;
            computed.node.calculation = Some(label.clone());
            self.add_question(number, &computed);
        }
        self.close(number);
    }
}

fn refers_to(reference: Option<&str>, name: &str) -> bool {
    reference.is_some_and(|written| written.trim().trim_start_matches("${").trim_end_matches('}') == name)
}

fn data_type(question: &Question) -> DataType {
    if matches!(question.kind, Kind::SelectMultiple | Kind::Rank) {
        return DataType::Codes;
    }
    let fractional = |name| question.parameter(name).is_some_and(|value| value.contains('.'));
    let written = match question.kind {
        _ if question.node.data_type.is_some() => question.node.data_type.as_deref().unwrap_or_default(),
        Kind::Range if ["start", "end", "step"].into_iter().any(fractional) => "decimal",
        kind => kind.data_type(),
    };
    match written.rsplit_once(':').map_or(written, |(_, local)| local) {
        "int" | "integer" | "long" => DataType::Integer,
        "decimal" | "double" | "float" => DataType::Decimal,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "dateTime" => DataType::DateTime,
        "geopoint" => DataType::Geopoint,
        "geotrace" => DataType::Geotrace,
        "geoshape" => DataType::Geoshape,
        "binary" => DataType::File,
        "rank" | "select" => DataType::Codes,
        _ => DataType::Text,
    }
}

fn preload(question: &Question) -> Option<Preload> {
    let property = |name: &str| Some(Preload::Property(name.to_owned()));
    if let Kind::Metadata(metadata) = question.kind {
        return match metadata {
            Metadata::Start => Some(Preload::Start),
            Metadata::End => Some(Preload::End),
            Metadata::Today => Some(Preload::Today),
            Metadata::DeviceId => property("deviceid"),
            Metadata::SubscriberId => property("subscriberid"),
            Metadata::SimSerial => property("simserial"),
            Metadata::PhoneNumber => property("phonenumber"),
            Metadata::Username => property("username"),
            Metadata::Email => property("email"),
            Metadata::UriDeviceId => property("uri:deviceid"),
            Metadata::UriSubscriberId => property("uri:subscriberid"),
            Metadata::UriSimSerial => property("uri:simserial"),
            Metadata::UriPhoneNumber => property("uri:phonenumber"),
            Metadata::UriUsername => property("uri:username"),
            Metadata::UriEmail => property("uri:email"),
            Metadata::Audit
            | Metadata::StartGeopoint
            | Metadata::BackgroundGeopoint
            | Metadata::BackgroundAudio => None,
        };
    }
    let attribute = |name: &str| {
        let found = question.node.bind_attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    match (attribute("jr:preload")?, attribute("jr:preloadParams").unwrap_or_default()) {
        ("uid", _) => Some(Preload::InstanceId),
        ("timestamp", "start") => Some(Preload::Start),
        ("timestamp", "end") => Some(Preload::End),
        ("date", "today") => Some(Preload::Today),
        ("property", name) => property(name),
        _ => None,
    }
}
