//! Controls: their order, what they are bound to, how they look, what they say.

use roxmltree::Node;

use super::texts::{Texts, content, reference};
use super::{DEEPEST, Facts, action, attributes, fresh, named, plain};

/// Elements that say something about the control in which they stand.
const SAID: [&str; 4] = ["label", "hint", "help", "alert"];

/// Facts of everything below an element of the body.
pub(super) fn controls(facts: &mut Facts, above: &str, parent: Node, texts: &Texts, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let mut order = Vec::new();
    for node in parent.children().filter(Node::is_element) {
        let name = named(node.tag_name().namespace(), node.tag_name().name());
        if SAID.contains(&name.as_str()) {
            said(facts, &format!("{above} {name}"), node, texts);
        } else if node.attributes().any(|attribute| attribute.name() == "event") {
            action(facts, above, node, texts);
        } else if ["itemset", "item", "value"].contains(&name.as_str()) {
            let place = fresh(facts, &format!("{above} {name}"));
            facts.insert(place.clone(), content(node));
            attributes(facts, &place, node, texts);
            controls(facts, &place, node, texts, depth + 1);
        } else {
            let target = ["ref", "nodeset", "bind"].iter().find_map(|name| node.attribute(*name));
            let target = plain(target.unwrap_or_default());
            let place = fresh(facts, &format!("{name} {target}"));
            order.push(format!("{name} {target}"));
            facts.insert(place.clone(), above.to_owned());
            attributes(facts, &place, node, texts);
            controls(facts, &place, node, texts, depth + 1);
        }
    }
    if !order.is_empty() {
        facts.insert(format!("{above} order"), order.join(", "));
    }
}

fn said(facts: &mut Facts, place: &str, node: Node, texts: &Texts) {
    let Some(value) = node.attribute("ref") else {
        facts.insert(place.to_owned(), content(node));
        return;
    };
    match reference(value) {
        Some(id) => texts.say(facts, place, id),
        None => {
            facts.insert(place.to_owned(), format!("ref {}", plain(value)));
        }
    }
}
