//! A questionnaire written as an XForm.

mod binds;
mod body;
mod entities;
mod expand;
mod instance;
mod itemset;
mod refer;
mod secondary;
mod texts;
mod tree;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::{Place, Severity};

use crate::definition::{Item, Message, NO_LANGUAGE, Node, Part, Question, Questionnaire};
use crate::expression::is_name;
use crate::faults::{Fault, sort_faults};

use super::lexer;
use super::xml::{Writer, is_xml_character, space};
use expand::{Expanded, expand, is_yes};
use refer::Lost;
use texts::Texts;
use tree::PATHS_LIMIT;
pub(super) use tree::{At, Tree};

// What the reader turns back.
pub(super) use binds::{
    CHANGED, FIRST_LOAD, LOAD, NEW_REPEAT, OF_BIND, data_type, preload, takes as bind_takes,
};
pub(super) use body::{OF_CONTROL, OF_RANGE, takes as control_takes};
pub(super) use expand::{NESTING_LIMIT, OTHER, OTHER_LABEL, TABLE_HEADER, TABLE_LABEL, WHICH_OTHER};
pub(super) use refer::{LAST_SAVED, Manner, resolve};
pub(super) use secondary::{expressions, instance_of_file, pulled};
pub(super) use texts::MISSING;
pub(super) use tree::{Found, Sort};

/// The questionnaire as an XForm, with all warnings; or all that stops it. Deterministic: the same questionnaire gives the same
/// bytes.
pub(super) fn write(questionnaire: &Questionnaire) -> (Option<String>, Vec<Fault>) {
    let faults = Faults::default();
    let expanded = expand(questionnaire, &faults);
    let mut tree = Tree::new(questionnaire.settings.root());
    tree.add_items(0, &expanded.items);
    let placed = entities::place(questionnaire, &mut tree, &faults);
    tree.add_meta(&expanded.meta);
    if tree.is_too_large() {
        faults.error("E-XFORM-014", None, &[]);
        return (None, faults.said.into_inner());
    }
    let form = Form::new(questionnaire, &expanded, tree, faults);
    form.check_names();
    let texts = Texts::collect(&form);
    let mut writer = Writer::new();
    form.page(&mut writer, &texts, &placed);
    let mut faults = form.faults.said.into_inner();
    sort_faults(&mut faults);
    let stopped = faults.iter().any(|fault| fault.severity == Severity::Error);
    ((!stopped).then(|| writer.finish()), faults)
}

/// What a form spells out.
#[derive(Debug)]
pub(crate) struct Spelled {
    pub(crate) items: Vec<Item>,
    /// Data about the interview.
    pub(crate) meta: Vec<Question>,
    /// Lists to which "other" is added.
    pub(crate) with_other: BTreeSet<String>,
    /// Languages in which texts stand; none where no text has a place of its own.
    pub(crate) languages: Vec<String>,
    /// For each entity the path of the element in which it stands; `None` where there is no room for it.
    pub(crate) entities: Vec<Option<String>>,
}

/// The questionnaire as a form spells it out. What is wrong is said when it is written.
pub(crate) fn spelled_out(questionnaire: &Questionnaire) -> Spelled {
    let expanded = expand(questionnaire, &Faults::default());
    let mut tree = Tree::new(questionnaire.settings.root());
    tree.add_items(0, &expanded.items);
    entities::place(questionnaire, &mut tree, &Faults::default());
    let entities = questionnaire.entities.iter().map(|entity| entity_path(&tree, &entity.list)).collect();
    let form = Form::new(questionnaire, &expanded, tree, Faults::default());
    let texts = Texts::collect(&form);
    let languages = texts.languages(&form, form.default_language());
    let languages = languages.into_iter().map(ToOwned::to_owned).collect();
    let Expanded { items, meta, with_other } = expanded;
    Spelled { items, meta, with_other, languages, entities }
}

/// The path of the element in which the entity of a list stands.
fn entity_path(tree: &Tree<'_>, list: &str) -> Option<String> {
    let is_of_list = |at: &At| {
        let here = &tree.nodes[*at];
        here.name == "@dataset" && matches!(&here.sort, Sort::Leaf(leaf) if leaf.value == list)
    };
    let dataset = (0..tree.nodes.len()).find(is_of_list)?;
    // The attribute stands in `entity`, that in `meta`, and that in what is looked for.
    tree.around(dataset).nth(2).map(|container| tree.nodes[container].path.clone())
}

/// What is wrong or doubtful, said from anywhere while writing.
#[derive(Debug, Default)]
pub(super) struct Faults {
    said: RefCell<Vec<Fault>>,
}

impl Faults {
    fn error(&self, code: &'static str, node: Option<&Node>, values: &[(&'static str, &str)]) {
        self.say(Fault::error(code, place(node)), values);
    }

    fn warning(&self, code: &'static str, node: Option<&Node>, values: &[(&'static str, &str)]) {
        self.say(Fault::warning(code, place(node)), values);
    }

    fn say(&self, fault: Fault, values: &[(&'static str, &str)]) {
        let fault = values.iter().fold(fault, |fault, (name, value)| fault.with(name, *value));
        self.said.borrow_mut().push(fault);
    }
}

/// The row of the survey where it came from a sheet, and the name.
fn place(node: Option<&Node>) -> Place {
    let Some(node) = node else { return Place::default() };
    let place = Place::default().column(node.name.clone());
    if node.row == 0 { place } else { place.sheet("survey").line(node.row) }
}

/// Everything that the parts of the form are written from.
pub(super) struct Form<'a> {
    questionnaire: &'a Questionnaire,
    expanded: &'a Expanded,
    tree: Tree<'a>,
    faults: Faults,
    /// Lists whose choices stand in the controls themselves, because a client replaces them (`search()`).
    searched: BTreeSet<&'a str>,
    /// Prefixes that are declared.
    prefixes: BTreeSet<&'a str>,
    /// Bytes put in the place of references so far.
    resolved: Cell<usize>,
    /// What a change of the answer of that name sets, in order.
    set_by: BTreeMap<&'a str, Vec<At>>,
}

impl<'a> Form<'a> {
    fn new(
        questionnaire: &'a Questionnaire,
        expanded: &'a Expanded,
        tree: Tree<'a>,
        faults: Faults,
    ) -> Form<'a> {
        let mut prefixes: BTreeSet<&str> = space::OF_FORMS.iter().map(|(prefix, _)| *prefix).collect();
        prefixes.extend(["xml", "entities"]);
        prefixes.extend(questionnaire.settings.namespaces.iter().map(|(prefix, _)| &**prefix));
        let mut set_by: BTreeMap<&str, Vec<At>> = BTreeMap::new();
        for (at, here) in tree.nodes.iter().enumerate() {
            if let tree::Sort::Question(question) = here.sort {
                for trigger in &question.node.trigger {
                    set_by.entry(trigger).or_default().push(at);
                }
            }
        }
        let searched = BTreeSet::new();
        let resolved = Cell::new(0);
        let mut form = Form { questionnaire, expanded, tree, faults, searched, prefixes, resolved, set_by };
        form.searched = form.lists_of_searches();
        form
    }

    /// Key of the language of texts that name none.
    fn default_language(&self) -> &'a str {
        self.questionnaire.settings.default_language.as_deref().unwrap_or(NO_LANGUAGE)
    }

    fn uses_entities(&self) -> bool {
        !self.questionnaire.entities.is_empty() || {
            let mut saved = false;
            self.questionnaire.walk(&mut |item, _| saved |= item.node().save_to.is_some());
            saved
        }
    }

    fn page(&self, writer: &mut Writer, texts: &Texts<'_>, placed: &entities::Placed) {
        let settings = &self.questionnaire.settings;
        writer.start("h:html");
        for (prefix, address) in space::OF_FORMS {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            writer.attribute(&name, address);
        }
        let mut declared: BTreeSet<&str> = space::OF_FORMS.iter().map(|(prefix, _)| *prefix).collect();
        for (prefix, address) in &settings.namespaces {
            if declared.insert(prefix) {
                writer.attribute(&format!("xmlns:{prefix}"), address);
            }
        }
        let entities = self.uses_entities();
        if entities && declared.insert("entities") {
            writer.attribute("xmlns:entities", space::ENTITIES);
        }
        writer.start("h:head");
        let title = settings.title.text(self.default_language()).or_else(|| {
            let mut words = settings.title.by_language.values();
            words.find_map(|words| words.text.as_ref())
        });
        match title {
            Some(title) => writer.leaf("h:title", &title.to_string()),
            None => writer.leaf("h:title", self.form_id()),
        }
        writer.start("model");
        writer.attribute("odk:xforms-version", "1.0.0");
        if !self.questionnaire.entities.is_empty() {
            writer.attribute("entities:entities-version", placed.version);
        }
        self.submission(writer);
        texts.write(self, writer);
        writer.start("instance");
        self.primary(writer);
        writer.end();
        self.secondary(writer, texts);
        self.bindings(writer);
        writer.end();
        writer.end();
        writer.start("h:body");
        if let Some(style) = &settings.style {
            writer.attribute("class", style);
        }
        self.controls(writer, texts, 0);
        writer.end();
        writer.end();
    }

    fn form_id(&self) -> &'a str {
        self.questionnaire.settings.form_id.as_deref().unwrap_or("data")
    }

    fn submission(&self, writer: &mut Writer) {
        let settings = &self.questionnaire.settings;
        let editable = settings.client_editable.as_deref().is_some_and(is_yes);
        let said =
            [&settings.submission_url, &settings.public_key, &settings.auto_send, &settings.auto_delete];
        if !editable && said.iter().all(|said| said.is_none()) {
            return;
        }
        writer.start("submission");
        if let Some(url) = &settings.submission_url {
            writer.attribute("action", url);
            writer.attribute("method", "post");
        }
        let named = [
            ("base64RsaPublicKey", &settings.public_key),
            ("orx:auto-send", &settings.auto_send),
            ("orx:auto-delete", &settings.auto_delete),
        ];
        for (name, value) in named {
            if let Some(value) = value {
                writer.attribute(name, value);
            }
        }
        if editable {
            writer.attribute("odk:client-editable", "true");
        }
        writer.end();
    }

    /// An expression with paths in the place of references.
    fn resolve(&self, text: &str, manner: Manner, node: Option<&Node>) -> String {
        self.check_characters(text, node);
        if self.resolved.get() > PATHS_LIMIT {
            return String::new();
        }
        let resolved = refer::resolve(&self.tree, text, manner, &mut |lost| match lost {
            Lost::None(name) => self.faults.error("E-XFORM-001", node, &[("name", &name)]),
            Lost::Several(name) => self.faults.error("E-XFORM-002", node, &[("name", &name)]),
            Lost::Malformed(found) => self.faults.error("E-XFORM-003", node, &[("found", &found)]),
        });
        self.resolved.set(self.resolved.get() + resolved.len());
        if self.resolved.get() > PATHS_LIMIT {
            self.faults.error("E-XFORM-014", node, &[]);
        }
        resolved
    }

    /// An expression of a node itself.
    fn resolve_at(&self, text: &str, at: At, node: Option<&Node>) -> String {
        self.resolve(text, Manner { from: Some(at), ..Manner::default() }, node)
    }

    /// A text, with values as `output`, in the element that is open.
    fn message(&self, writer: &mut Writer, message: &Message, from: Option<At>, node: Option<&Node>) {
        let manner = Manner { from, ..Manner::default() };
        let output = |writer: &mut Writer, expression: &str| {
            writer.empty("output", &[("value", &self.resolve(expression, manner, node))]);
        };
        let plain = |part: &Part| matches!(part, Part::Text(text) if text.contains("instance("));
        if !message.0.iter().any(plain) {
            for part in &message.0 {
                match part {
                    Part::Text(text) => {
                        self.check_characters(text, node);
                        writer.text(text);
                    }
                    Part::Value(value) => output(writer, value),
                }
            }
            return;
        }
        // Paths into secondary instances may have values within them.
        let written = message.to_string();
        let mut copied = 0;
        for range in
            lexer::instance_paths(&written).into_iter().chain(std::iter::once(written.len()..written.len()))
        {
            for part in &Message::parse(&written[copied..range.start]).0 {
                match part {
                    Part::Text(text) => {
                        self.check_characters(text, node);
                        writer.text(text);
                    }
                    Part::Value(value) => output(writer, value),
                }
            }
            if !range.is_empty() {
                output(writer, &written[range.clone()]);
            }
            copied = range.end;
        }
    }

    fn check_characters(&self, text: &str, node: Option<&Node>) {
        if let Some(c) = text.chars().find(|c| !is_xml_character(*c)) {
            self.faults.error("E-XFORM-005", node, &[("character", &format!("U+{:04X}", u32::from(c)))]);
        }
    }

    /// Names become names of elements; two of the same name beside one another could not be told apart.
    fn check_names(&self) {
        for (at, here) in self.tree.nodes.iter().enumerate() {
            let node = self.node_of(at);
            let name = here.name.trim_start_matches('@');
            if !is_element_name(name, &self.prefixes) {
                self.faults.error("E-XFORM-004", node, &[("name", name)]);
            }
            let mut names = BTreeSet::new();
            for child in &here.children {
                let name = &*self.tree.nodes[*child].name;
                if !names.insert(name) {
                    self.faults.error("E-XFORM-012", self.node_of(*child), &[("name", name)]);
                }
            }
        }
        for (prefix, _) in &self.questionnaire.settings.namespaces {
            if !is_name(prefix) {
                self.faults.error("E-XFORM-004", None, &[("name", prefix)]);
            }
        }
    }

    /// An attribute of a name that the author chose.
    fn attribute(&self, writer: &mut Writer, name: &str, value: &str, node: Option<&Node>) {
        if is_element_name(name, &self.prefixes) {
            self.check_characters(value, node);
            writer.attribute(name, value);
        } else {
            self.faults.error("E-XFORM-004", node, &[("name", name)]);
        }
    }

    fn node_of(&self, at: At) -> Option<&'a Node> {
        match &self.tree.nodes[at].sort {
            tree::Sort::Group(group) => Some(&group.node),
            tree::Sort::Repeat(repeat) => Some(&repeat.node),
            tree::Sort::Question(question) => Some(&question.node),
            _ => None,
        }
    }
}

/// A name, with a prefix that is declared or without one.
fn is_element_name(name: &str, prefixes: &BTreeSet<&str>) -> bool {
    match name.split_once(':') {
        None => is_name(name),
        Some((prefix, name)) => is_name(name) && prefixes.contains(prefix) && !prefix.is_empty(),
    }
}
