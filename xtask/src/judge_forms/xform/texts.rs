//! The texts of a form by language, resolved where they are used: what a text is called says nothing.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{Facts, child, plain, squeezed};

/// Texts by id, then by language and form (long, image, guidance, …).
#[derive(Debug, Default)]
pub(super) struct Texts {
    languages: Vec<String>,
    texts: BTreeMap<String, BTreeMap<(String, String), String>>,
}

/// The id in `jr:itext('…')`; `None` where the text stands in the element, or is found by an item's own id.
pub(in crate::judge_forms) fn reference(value: &str) -> Option<&str> {
    let inner = value.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    let quote = inner.chars().next().filter(|c| ['\'', '"'].contains(c))?;
    inner.strip_prefix(quote)?.strip_suffix(quote)
}

impl Texts {
    pub(super) fn read(model: Node) -> Self {
        let mut read = Self::default();
        let Some(itext) = child(model, "itext") else { return read };
        for translation in itext.children().filter(Node::is_element) {
            let language = translation.attribute("lang").unwrap_or_default();
            let default = translation.attribute("default").is_some();
            read.languages.push(if default { format!("{language} (default)") } else { language.to_owned() });
            for text in translation.children().filter(Node::is_element) {
                let forms =
                    read.texts.entry(text.attribute("id").unwrap_or_default().to_owned()).or_default();
                for value in text.children().filter(Node::is_element) {
                    let form = value.attribute("form").unwrap_or_default();
                    forms.insert((language.to_owned(), form.to_owned()), content(value));
                }
            }
        }
        read
    }

    /// In the order of the form.
    pub(super) fn languages(&self) -> String {
        self.languages.join(", ")
    }

    /// A fact for each language and form of a text.
    pub(super) fn say(&self, facts: &mut Facts, place: &str, id: &str) {
        match self.texts.get(id) {
            None => {
                facts.insert(place.to_owned(), "(no such text)".into());
            }
            Some(forms) => {
                for ((language, form), text) in forms {
                    let form = if form.is_empty() { String::new() } else { format!(" ({form})") };
                    facts.insert(format!("{place} [{language}]{form}"), text.clone());
                }
            }
        }
    }
}

/// Words with the outputs between them; blanks at the ends and doubled ones are no words.
pub(super) fn content(node: Node) -> String {
    let mut whole = String::new();
    for part in node.children() {
        if part.is_text() {
            whole.push_str(part.text().unwrap_or_default());
        } else if part.is_element() {
            let value = part.attribute("value").or_else(|| part.attribute("ref")).unwrap_or_default();
            whole.extend(["{", plain(value).as_str(), "}"]);
        }
    }
    squeezed(&whole)
}
