//! What an XForm says, as facts: a place and what stands there. Two forms mean the same when their facts are equal, whatever their bytes.

mod body;
mod expression;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

pub(super) use expression::plain;
use texts::Texts;
pub(super) use texts::reference;

/// Facts by place, in the order of places.
pub(super) type Facts = BTreeMap<String, String>;

/// Deeper than this nothing is read.
const DEEPEST: usize = 100;

/// The names under which the namespaces of the standard are written here.
const KNOWN: [(&str, &str); 7] = [
    ("http://www.w3.org/2002/xforms", ""),
    ("http://www.w3.org/1999/xhtml", "h:"),
    ("http://www.w3.org/2001/xml-events", "ev:"),
    ("http://openrosa.org/javarosa", "jr:"),
    ("http://openrosa.org/xforms", "orx:"),
    ("http://www.opendatakit.org/xforms", "odk:"),
    ("http://www.opendatakit.org/xforms/entities", "entities:"),
];

/// The facts of a form, or why it is none.
pub(super) fn facts(source: &str) -> Result<Facts, String> {
    let document = Document::parse(source).map_err(|fault| fault.to_string())?;
    let root = document.root_element();
    let mut facts = Facts::new();
    for namespace in root.namespaces() {
        let prefix = namespace.name().unwrap_or("(none)");
        facts.insert(format!("namespace {prefix}"), namespace.uri().to_owned());
    }
    let head = child(root, "head").ok_or("there is no head")?;
    let model = child(head, "model").ok_or("there is no model")?;
    let title = child(head, "title").and_then(|title| title.text()).unwrap_or_default();
    facts.insert("title".into(), squeezed(title));
    attributes(&mut facts, "model", model, &Texts::default());
    let texts = Texts::read(model);
    facts.insert("languages".into(), texts.languages());
    let mut instances = 0;
    for node in model.children().filter(Node::is_element) {
        match node.tag_name().name() {
            "itext" => {}
            "instance" if instances == 0 => {
                instances = 1;
                for primary in node.children().filter(Node::is_element) {
                    tree(&mut facts, "instance ", primary, 0);
                }
            }
            "instance" => secondary(&mut facts, node, &texts),
            "bind" => {
                let place = format!("bind {}", plain(node.attribute("nodeset").unwrap_or_default()));
                let place = fresh(&facts, &place);
                facts.insert(place.clone(), "bind".into());
                attributes(&mut facts, &place, node, &texts);
            }
            _ => action(&mut facts, "model", node, &texts),
        }
    }
    if let Some(body) = child(root, "body") {
        facts.insert("body".into(), "body".into());
        attributes(&mut facts, "body", body, &texts);
        body::controls(&mut facts, "body", body, &texts, 0);
    }
    Ok(facts)
}

/// The facts of a submission.
pub(super) fn instance(source: &str) -> Result<Facts, String> {
    let document = Document::parse(source.trim_start()).map_err(|fault| fault.to_string())?;
    let mut facts = Facts::new();
    tree(&mut facts, "submission ", document.root_element(), 0);
    // Where a later instance of a repeat stands among its sisters is a matter of taste.
    for (place, names) in &mut facts {
        if !place.ends_with(" value") && !place.contains(" @") {
            let mut sorted: Vec<&str> = names.split(", ").collect();
            sorted.sort_unstable();
            *names = sorted.join(", ");
        }
    }
    Ok(facts)
}

/// A child by its local name.
pub(super) fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|one| one.is_element() && one.tag_name().name() == name)
}

/// Local name with the standard's prefix of its namespace, or with the namespace where it is another.
pub(super) fn named(namespace: Option<&str>, name: &str) -> String {
    match namespace {
        None => name.to_owned(),
        Some(uri) => KNOWN
            .iter()
            .find(|(known, _)| *known == uri)
            .map_or_else(|| format!("{{{uri}}}{name}"), |(_, prefix)| format!("{prefix}{name}")),
    }
}

/// One space where there were several, none at the ends.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Attributes of an element as facts; those with expressions without the blanks that say nothing.
fn attributes(facts: &mut Facts, place: &str, node: Node, texts: &Texts) {
    for attribute in node.attributes() {
        let name = named(attribute.namespace(), attribute.name());
        let value = attribute.value();
        if let Some(id) = texts::reference(value) {
            texts.say(facts, &format!("{place} @{name}"), id);
            continue;
        }
        let value = match name.as_str() {
            // Words in any order.
            "event" | "ev:event" => {
                let mut words: Vec<&str> = value.split_whitespace().collect();
                words.sort_unstable();
                words.join(" ")
            }
            "jr:constraintMsg" | "jr:requiredMsg" | "jr:noAppErrorString" => squeezed(value),
            _ => plain(value),
        };
        facts.insert(format!("{place} @{name}"), value);
    }
}

/// An action: the event and place at which it happens, and what it does.
fn action(facts: &mut Facts, above: &str, node: Node, texts: &Texts) {
    let name = named(node.tag_name().namespace(), node.tag_name().name());
    let target = node.attribute("ref").or_else(|| node.attribute("bind")).unwrap_or_default();
    let place = fresh(facts, &format!("{above} {name} {}", plain(target)));
    facts.insert(place.clone(), name);
    attributes(facts, &place, node, texts);
    let text = squeezed(node.text().unwrap_or_default());
    if !text.is_empty() {
        facts.insert(format!("{place} text"), text);
    }
}

/// The tree of an instance: children in order, attributes, values.
fn tree(facts: &mut Facts, above: &str, node: Node, depth: usize) {
    let name = named(node.tag_name().namespace(), node.tag_name().name());
    let place = fresh(facts, &format!("{above}/{name}"));
    let children: Vec<Node> = node.children().filter(Node::is_element).collect();
    let names: Vec<String> = children
        .iter()
        .map(|one| {
            let name = named(one.tag_name().namespace(), one.tag_name().name());
            let template = one.attributes().any(|attribute| attribute.name() == "template");
            if template { format!("{name} (template)") } else { name }
        })
        .collect();
    facts.insert(place.clone(), names.join(", "));
    attributes(facts, &place, node, &Texts::default());
    let text = node.text().unwrap_or_default().trim();
    if children.is_empty() && !text.is_empty() {
        facts.insert(format!("{place} value"), text.to_owned());
    }
    if depth < DEEPEST {
        for one in children {
            tree(facts, &place, one, depth + 1);
        }
    }
}

/// A list of choices, or a file to which the form refers.
fn secondary(facts: &mut Facts, node: Node, texts: &Texts) {
    let id = node.attribute("id").unwrap_or_default();
    let place = fresh(facts, &format!("list {id}"));
    facts.insert(place.clone(), "instance".into());
    attributes(facts, &place, node, texts);
    let items =
        node.children().filter(Node::is_element).flat_map(|root| root.children()).filter(Node::is_element);
    for (at, item) in items.enumerate() {
        let place = format!("{place} [{at}]");
        let mut said = Vec::new();
        for part in item.children().filter(Node::is_element) {
            let name = named(part.tag_name().namespace(), part.tag_name().name());
            let text = part.text().unwrap_or_default();
            if name == "itextId" {
                texts.say(facts, &format!("{place} label"), text);
                said.push("itextId".to_owned());
            } else {
                said.push(format!("{name}={}", squeezed(text)));
            }
        }
        // Columns of an item are found by their names.
        said.sort();
        facts.insert(place, said.join("; "));
    }
}

/// The place, or the place with a number where there is one of that name already.
fn fresh(facts: &Facts, place: &str) -> String {
    if !facts.contains_key(place) {
        return place.to_owned();
    }
    let numbered = |number: &usize| format!("{place} #{number}");
    (2..usize::MAX)
        .find(|number| !facts.contains_key(&numbered(number)))
        .map_or_else(String::new, |n| numbered(&n))
}
