//! Secondary instances: lists of choices, files beside the form, and the last saved record.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{ChoiceSource, Item, Node, Question};
use crate::expression::references;

use super::refer::LAST_SAVED;
use super::texts::{Texts, plain};
use super::{Form, Writer, is_element_name};

/// Endings of files that are read as secondary instances.
pub(crate) const FILE_ENDINGS: [&str; 3] = [".xml", ".csv", ".geojson"];

/// The identifier of a file's instance and its address.
pub(crate) fn instance_of_file(file: &str) -> Option<(&str, String)> {
    let ending = FILE_ENDINGS.iter().find(|ending| file.ends_with(**ending))?;
    let folder = if *ending == ".csv" { "file-csv" } else { "file" };
    Some((&file[..file.len() - ending.len()], format!("jr://{folder}/{file}")))
}

/// First arguments of the calls of `pulldata` in an expression: the names of files without `.csv`.
pub(crate) fn pulled(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(at) = rest.find("pulldata") {
        rest = &rest[at + "pulldata".len()..];
        let Some(inside) = rest.trim_start().strip_prefix('(') else { continue };
        let Some((first, _)) = inside.split_once(',') else { break };
        found.push(first.replace(['\'', '"'], "").trim().to_owned());
    }
    found
}

/// Every expression of an item in which a client may look up a file.
pub(crate) fn expressions(item: &Item) -> impl Iterator<Item = &String> {
    let node = item.node();
    let filter = match item {
        Item::Question(question) => question.options.as_ref().and_then(|options| options.filter.as_ref()),
        _ => None,
    };
    [&node.calculation, &node.constraint, &node.read_only, &node.required, &node.relevant]
        .into_iter()
        .flatten()
        .chain(filter)
        .chain(&node.default)
}

impl<'a> Form<'a> {
    pub(super) fn secondary(&self, writer: &mut Writer, texts: &Texts<'_>) {
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        for attachment in &self.questionnaire.attachments {
            if known.contains_key(&attachment.name) {
                self.faults.error("E-XFORM-008", None, &[("name", &attachment.name)]);
                continue;
            }
            self.external(writer, &attachment.name, &attachment.source);
            known.insert(attachment.name.clone(), Some(attachment.source.clone()));
        }
        let mut needed: Vec<(String, String, Option<&Node>)> = Vec::new();
        let mut last_saved = false;
        self.questionnaire.walk(&mut |item, _| {
            let node = Some(item.node());
            for expression in expressions(item) {
                let files = pulled(expression).into_iter();
                needed.extend(files.map(|file| (file.clone(), format!("jr://file-csv/{file}.csv"), node)));
            }
            if let Item::Question(question) = item
                && let Some(ChoiceSource::File(file)) =
                    question.options.as_ref().map(|options| &options.source)
                && let Some((name, source)) = instance_of_file(file)
            {
                needed.push((name.to_owned(), source, node));
            }
            last_saved |= asks_last_saved(item);
        });
        if last_saved {
            needed.push((LAST_SAVED.into(), "jr://instance/last-saved".into(), None));
        }
        for (name, source, node) in needed {
            match known.get(&name) {
                Some(Some(before)) if *before == source => {}
                Some(_) => self.faults.error("E-XFORM-008", node, &[("name", &name)]),
                None => {
                    self.external(writer, &name, &source);
                    known.insert(name, Some(source));
                }
            }
        }
        self.lists(writer, texts, &mut known);
    }

    fn external(&self, writer: &mut Writer, name: &str, source: &str) {
        writer.start("instance");
        self.attribute(writer, "id", name, None);
        self.attribute(writer, "src", source, None);
        writer.end();
    }

    fn lists(&self, writer: &mut Writer, texts: &Texts<'_>, known: &mut BTreeMap<String, Option<String>>) {
        let mut wrong: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut chosen: BTreeSet<&str> = BTreeSet::new();
        self.questionnaire.walk(&mut |item, _| {
            if let Item::Question(question) = item {
                chosen.extend(list_of(question));
            }
        });
        for list in &self.questionnaire.lists {
            if self.searched.contains(&*list.name) {
                continue;
            }
            if known.insert(list.name.clone(), None).is_some() {
                self.faults.error("E-XFORM-008", None, &[("name", &list.name)]);
                continue;
            }
            let in_itext = texts.hold(&list.name);
            writer.start("instance");
            self.attribute(writer, "id", &list.name, None);
            writer.start("root");
            for (index, (code, label, columns)) in self.choices(list).into_iter().enumerate() {
                writer.start("item");
                if in_itext {
                    writer.leaf("itextId", &format!("{}-{index}", list.name));
                }
                self.check_characters(code, None);
                writer.leaf("name", code);
                match plain(&label).filter(|_| !in_itext) {
                    Some(label) => {
                        writer.start_text("label");
                        self.message(writer, label, None, None);
                        writer.end();
                    }
                    // JavaRosa opens no form in which the first choice of a question has no label at all.
                    None if index == 0 && !in_itext && chosen.contains(&*list.name) => {
                        writer.leaf("label", "");
                    }
                    None => {}
                }
                for (name, value) in columns {
                    if is_element_name(name, &self.prefixes) {
                        self.check_characters(value, None);
                        writer.leaf(name, value);
                    } else if wrong.insert((&list.name, name)) {
                        self.faults.error("E-XFORM-004", None, &[("name", name)]);
                    }
                }
                writer.end();
            }
            writer.end();
            writer.end();
        }
    }

    /// Lists that a client replaces by what it finds in a file, said in the appearance: `search('villages')`.
    pub(super) fn lists_of_searches(&self) -> BTreeSet<&'a str> {
        let mut searched: BTreeSet<&str> = BTreeSet::new();
        let mut chosen: Vec<(&str, &Node)> = Vec::new();
        self.questionnaire.walk(&mut |item, _| {
            if let Item::Question(question) = item
                && let Some(list) = list_of(question)
            {
                if searches(question) {
                    searched.insert(list);
                } else {
                    chosen.push((list, &question.node));
                }
            }
        });
        for (list, node) in chosen {
            if searched.contains(list) {
                self.faults.error("E-XFORM-009", Some(node), &[("list", list)]);
            }
        }
        searched
    }
}

/// The list of a question that chooses from one of the form's own.
pub(super) fn list_of(question: &Question) -> Option<&str> {
    use crate::definition::Kind;
    match question.options.as_ref().map(|options| &options.source) {
        Some(ChoiceSource::List(list))
            if question.kind.chooses() && question.kind != Kind::SelectOneExternal =>
        {
            Some(list)
        }
        _ => None,
    }
}

/// Whether a client is told to look the choices up in a file.
pub(super) fn searches(question: &Question) -> bool {
    let appearance = question.node.appearance.as_deref().unwrap_or_default();
    appearance.find("search(").is_some_and(|at| appearance[at..].contains(')'))
}

fn asks_last_saved(item: &Item) -> bool {
    let node = item.node();
    let asks = |text: &str| references(text).iter().any(|(_, reference)| reference.last_saved);
    let texts = [&node.label, &node.hint, &node.guidance, &node.constraint_message, &node.required_message];
    expressions(item).any(|expression| asks(expression))
        || texts.into_iter().flat_map(|words| words.by_language.values()).any(|words| {
            words.text.as_ref().is_some_and(|message| message.has_values() && asks(&message.to_string()))
        })
}
