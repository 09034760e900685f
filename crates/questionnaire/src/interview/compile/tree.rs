//! The elements of the primary instance as the questionnaire defines them, numbered in reading order so that all that is in a
//! group has the numbers after it. What XLSForm leaves to the compiler stands here as elements of their own: the text of "other",
//! the count of a repeat, the identifier and the name of the interview, the entity.

use crate::definition::{Item, Kind, Metadata, Node, Question, Questionnaire};
use crate::xform::write::Spelled;

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

/// What elements are made of.
#[derive(Debug, Clone, Copy)]
struct Around<'a> {
    questionnaire: &'a Questionnaire,
    spelled: &'a Spelled,
}

impl Around<'_> {
    /// The place in the questionnaire of the entity that stands in the element of a path.
    fn entity_at(self, path: &str) -> Option<usize> {
        self.spelled.entities.iter().position(|place| place.as_deref() == Some(path))
    }
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
    /// For each element the elements directly in it in the order of their names without prefix.
    sorted: Vec<Vec<FormNode>>,
    /// The element of each entity, in the order of the questionnaire.
    pub(crate) entities: Vec<Option<FormNode>>,
    /// Whether anything was left out because it is nested too deep.
    pub(crate) too_deep: bool,
}

impl Tree {
    /// From the items and the data about the interview as a form spells them out.
    pub(crate) fn new(questionnaire: &Questionnaire, spelled: &Spelled) -> Tree {
        let mut tree = Tree {
            nodes: Vec::new(),
            repeats: Vec::new(),
            layout: vec![Vec::new()],
            lists: vec![Vec::new()],
            sorted: Vec::new(),
            entities: vec![None; questionnaire.entities.len()],
            too_deep: false,
        };
        let around = Around { questionnaire, spelled };
        let root = Node { name: questionnaire.settings.root().to_owned(), ..Node::default() };
        tree.push(NOTHING, Role::Root, root);
        tree.add_items(0, &spelled.items, DEPTH_LIMIT, around);
        if tree.child(0, "meta").is_none() {
            tree.add_meta(&[], around, None);
        }
        tree.close(0);
        tree.sorted = tree.nodes.iter().map(|node| tree.by_name(&node.children)).collect();
        tree
    }

    fn by_name(&self, children: &[FormNode]) -> Vec<FormNode> {
        let mut sorted = children.to_vec();
        sorted.sort_by(|a, b| local(&self.get(*a).name).cmp(local(&self.get(*b).name)).then(a.cmp(b)));
        sorted
    }

    /// The elements directly in one that have a name; with and without prefix is the same, because forms write names either way.
    pub(crate) fn children_named<'a>(
        &'a self,
        node: FormNode,
        name: &'a str,
    ) -> impl Iterator<Item = FormNode> + 'a {
        let sorted = self.sorted.get(node as usize).map_or(&[][..], Vec::as_slice);
        let wanted = local(name);
        let from = sorted.partition_point(|child| local(&self.get(*child).name) < wanted);
        let same =
            sorted[from..].iter().copied().take_while(move |child| local(&self.get(*child).name) == wanted);
        same.filter(move |child| same_name(&self.get(*child).name, name))
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

    /// The child of exactly that name; a name that stands twice is the first.
    pub(crate) fn child(&self, node: FormNode, name: &str) -> Option<FormNode> {
        if !self.sorted.is_empty() {
            return self.children_named(node, name).find(|child| self.get(*child).name == name);
        }
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

    fn add_items(&mut self, parent: FormNode, items: &[Item], depth: usize, around: Around<'_>) {
        if depth == 0 {
            self.too_deep |= !items.is_empty();
            return;
        }
        for item in items {
            match item {
                Item::Question(question) => self.add_question(parent, question),
                Item::Group(group) if parent == 0 && group.node.name == "meta" => {
                    self.add_meta(&group.items, around, Some(&group.node));
                }
                Item::Group(group) => {
                    let number = self.push(parent, Role::Group { shown: true }, group.node.clone());
                    self.add_items(number, &group.items, depth - 1, around);
                    self.add_own_entity(number, around);
                    self.close(number);
                }
                Item::Repeat(repeat) => {
                    let outer = self.scope_number(self.get(parent).scope);
                    let role = Role::Repeat {
                        number: self.repeats.len() as u32,
                        count: repeat.count.clone(),
                        list: self.lists[outer].len() as u32,
                    };
                    let number = self.push(parent, role, repeat.node.clone());
                    self.lists[outer].push(number);
                    self.add_items(number, &repeat.items, depth - 1, around);
                    self.add_own_entity(number, around);
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

    /// The entity of a group or repeat, if it has one.
    fn add_own_entity(&mut self, container: FormNode, around: Around<'_>) {
        if around.questionnaire.entities.is_empty() || self.child(container, "meta").is_some() {
            return;
        }
        if let Some(entity) = around.entity_at(&self.path(container)) {
            let meta = self.group(container, "meta");
            self.add_entity(meta, entity, around);
            self.close(meta);
        }
    }

    fn add_meta(&mut self, items: &[Item], around: Around<'_>, own: Option<&Node>) {
        let meta = match own {
            Some(node) => self.push(0, Role::Group { shown: false }, node.clone()),
            None => self.group(0, "meta"),
        };
        self.add_items(meta, items, DEPTH_LIMIT, around);
        if let Some(entity) = around.entity_at(&self.path(0))
            && self.child(meta, "entity").is_none()
        {
            self.add_entity(meta, entity, around);
        }
        for question in &around.spelled.meta {
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

    fn add_entity(&mut self, meta: FormNode, at: usize, around: Around<'_>) {
        let Some(entity) = around.questionnaire.entities.get(at) else { return };
        let number = self.nodes.len() as FormNode;
        self.entities[at] = Some(number);
        // Without a label there is nothing in it, and an element without elements holds a value.
        let Some(label) = &entity.label else {
            self.add_question(meta, &Question::new("entity", Kind::Hidden));
            return;
        };
        self.group(meta, "entity");
        let mut computed = Question::new("label", Kind::Calculate);
        computed.node.row = entity.row;
        computed.node.calculation = Some(label.clone());
        computed.node.read_only = Some("true()".to_owned());
        self.add_question(number, &computed);
        self.close(number);
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Names are the same with and without a prefix, because forms write them either way.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    a == b || (local(a) == local(b) && (local(a).len() == a.len() || local(b).len() == b.len()))
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
