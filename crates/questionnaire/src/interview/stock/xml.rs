//! XML read into plain elements: attached instances and submissions. Entities other than those of XML itself are not expanded,
//! and depth and size are bounded.

use std::fmt;

/// Most levels that a document may have.
const DEPTH_LIMIT: usize = 100;
/// Most elements and texts that a document may have.
const NODES_LIMIT: u32 = 4_000_000;

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Name as written, prefix included.
    pub(crate) name: String,
    /// Attributes as written, in order: local name with the prefix that the document uses.
    pub(crate) attributes: Vec<(String, String)>,
    /// The text directly in it; blank where it has elements.
    pub(crate) text: String,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
}

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct XmlFault(pub(crate) String);

impl fmt::Display for XmlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Element {
    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// The name without its prefix.
    pub(crate) fn local(&self) -> &str {
        self.name.rsplit_once(':').map_or(&*self.name, |(_, local)| local)
    }
}

/// Reads a document.
pub(crate) fn read_xml(bytes: &[u8]) -> Result<Element, XmlFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| XmlFault("it is not UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: NODES_LIMIT, ..Default::default() };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|fault| XmlFault(fault.to_string()))?;
    element(document.root_element(), DEPTH_LIMIT)
}

fn element(node: roxmltree::Node<'_, '_>, depth: usize) -> Result<Element, XmlFault> {
    if depth == 0 {
        return Err(XmlFault(format!("it is nested more than {DEPTH_LIMIT} levels deep")));
    }
    let mut children = Vec::new();
    let mut text = String::new();
    for child in node.children() {
        if child.is_element() {
            children.push(element(child, depth - 1)?);
        } else if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        }
    }
    if !children.is_empty() {
        text.clear();
    }
    let attributes = node
        .attributes()
        .map(|attribute| {
            let prefix = attribute.namespace().and_then(|space| node.lookup_prefix(space));
            (prefixed(prefix, attribute.name()), attribute.value().to_owned())
        })
        .collect();
    let prefix = node.tag_name().namespace().and_then(|space| node.lookup_prefix(space));
    Ok(Element { name: prefixed(prefix, node.tag_name().name()), attributes, text, children })
}

fn prefixed(prefix: Option<&str>, local: &str) -> String {
    match prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
        _ => local.to_owned(),
    }
}
