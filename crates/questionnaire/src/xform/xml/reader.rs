//! Reads XML into a tree of elements with name spaces and lines.

use std::collections::BTreeMap;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{is_xml_character, space};

/// Bytes that a document may have; the largest forms in use have some ten million.
pub(crate) const SIZE_LIMIT: usize = 128 << 20;
/// Elements that may stand within one another.
pub(crate) const DEPTH_LIMIT: usize = 200;
/// Attributes that one element may have.
const ATTRIBUTE_LIMIT: usize = 500;

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// Address of its name space; empty where it has none.
    pub(crate) space: Rc<str>,
    /// Its name without prefix.
    pub(crate) name: String,
    /// Its attributes in order, without the declarations of name spaces.
    pub(crate) attributes: Vec<Attribute>,
    /// Name spaces declared here: prefix and address.
    pub(crate) declared: Vec<(String, Rc<str>)>,
    /// What is in it, in order.
    pub(crate) content: Vec<Content>,
    /// Line on which it begins, counted from 1.
    pub(crate) line: u64,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attribute {
    /// Address of its name space; empty where it has no prefix.
    pub(crate) space: Rc<str>,
    /// As written: `jr:preload`.
    pub(crate) written: String,
    /// Its value.
    pub(crate) value: String,
}

impl Attribute {
    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.written.rsplit_once(':').map_or(&*self.written, |(_, name)| name)
    }
}

/// What is in an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// Text; two of them never follow one another.
    Text(String),
    /// An element.
    Element(Element),
}

impl Element {
    /// The value of an attribute without prefix.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.get_in("", name)
    }

    /// The value of an attribute in a name space.
    pub(crate) fn get_in(&self, space: &str, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|held| held.name() == name && &*held.space == space);
        found.map(|attribute| &*attribute.value)
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first element of this name in it, whatever its name space.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All text directly in it.
    pub(crate) fn text(&self) -> String {
        self.content.iter().fold(String::new(), |mut all, content| {
            if let Content::Text(text) = content {
                all.push_str(text);
            }
            all
        })
    }
}

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum XmlError {
    /// It is not XML; line and what the reader says.
    NotXml(u64, String),
    /// It has a document type; line.
    DocumentType(u64),
    /// It is larger than it may be.
    TooLarge,
    /// Elements stand deeper in one another than they may; line.
    TooDeep(u64),
}

/// Reads a document. Comments and processing instructions are passed over.
pub(crate) fn read(bytes: &[u8]) -> Result<Element, XmlError> {
    if bytes.len() > SIZE_LIMIT {
        return Err(XmlError::TooLarge);
    }
    let text = decode(bytes)?;
    let mut reading = Reading {
        lines: Lines { text: &text, at: 0, line: 1 },
        open: Vec::new(),
        root: None,
        spaces: BTreeMap::new(),
        scopes: Vec::new(),
        names: BTreeMap::new(),
    };
    reading.bind("xml", space::XML);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().enable_all_checks(true);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => reading.event(&event, at)?,
            Err(fault) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(at);
                return Err(XmlError::NotXml(reading.lines.of(at), fault.to_string()));
            }
        }
    }
    let line = reading.lines.of(text.len());
    if let Some(open) = reading.open.last() {
        return Err(XmlError::NotXml(line, format!("`{}` is not closed", open.name)));
    }
    reading.root.ok_or_else(|| XmlError::NotXml(line, "there is no element".into()))
}

/// UTF-8, or UTF-16 with its mark. Line ends become those of XML.
fn decode(bytes: &[u8]) -> Result<String, XmlError> {
    let fault = || XmlError::NotXml(1, "the text is neither UTF-8 nor UTF-16".into());
    let wide = |big: bool, bytes: &[u8]| {
        let units = bytes.chunks(2).map(|pair| match pair {
            [a, b] if big => u16::from_be_bytes([*a, *b]),
            [a, b] => u16::from_le_bytes([*a, *b]),
            _ => 0xFFFF,
        });
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| fault())
    };
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => wide(true, rest)?,
        [0xFF, 0xFE, rest @ ..] => wide(false, rest)?,
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).map_err(|_| fault())?.to_owned(),
        _ => std::str::from_utf8(bytes).map_err(|_| fault())?.to_owned(),
    };
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a byte; bytes are asked for in rising order, so that the text is counted once.
    fn of(&mut self, at: usize) -> u64 {
        let at = at.min(self.text.len());
        if at > self.at {
            let more = self.text[self.at..at].matches('\n').count();
            self.line += more as u64;
            self.at = at;
        }
        self.line
    }
}

struct Reading<'a> {
    lines: Lines<'a>,
    open: Vec<Element>,
    root: Option<Element>,
    /// Address of each prefix in force.
    spaces: BTreeMap<String, Rc<str>>,
    /// For each open element, what its declarations hid.
    scopes: Vec<Vec<(String, Option<Rc<str>>)>>,
    /// Every address once.
    names: BTreeMap<String, Rc<str>>,
}

impl Reading<'_> {
    fn event(&mut self, event: &Event<'_>, at: usize) -> Result<(), XmlError> {
        match event {
            Event::Start(tag) => self.start(tag, at)?,
            Event::Empty(tag) => {
                self.start(tag, at)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(text.as_ref(), at)?,
            Event::CData(text) => self.text(text.as_ref(), at)?,
            Event::GeneralRef(reference) => {
                let known = match reference.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let Some(c) = known.filter(|c| is_xml_character(*c)) else {
                    let said = format!("`&{};` is not known", reference.as_ref());
                    return Err(XmlError::NotXml(self.lines.of(at), said));
                };
                self.text(c.encode_utf8(&mut [0; 4]), at)?;
            }
            Event::DocType(_) => return Err(XmlError::DocumentType(self.lines.of(at))),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), XmlError> {
        let line = self.lines.of(at);
        if self.open.len() == DEPTH_LIMIT {
            return Err(XmlError::TooDeep(line));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(XmlError::NotXml(line, "there is a second root element".into()));
        }
        let mut hidden = Vec::new();
        let mut declared = Vec::new();
        let mut written = Vec::new();
        for (count, attribute) in tag.attributes().enumerate() {
            let attribute = attribute.map_err(|fault| XmlError::NotXml(line, fault.to_string()))?;
            if count == ATTRIBUTE_LIMIT {
                return Err(XmlError::NotXml(line, format!("more than {ATTRIBUTE_LIMIT} attributes")));
            }
            let name = attribute.key.as_ref();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.map_err(|fault| XmlError::NotXml(line, fault.to_string()))?;
            let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                let address = self.name(&value);
                hidden.push((prefix.to_owned(), self.spaces.insert(prefix.to_owned(), address.clone())));
                declared.push((prefix.to_owned(), address));
            } else {
                written.push((name.to_owned(), value.into_owned()));
            }
        }
        let unknown =
            |prefix: &str| XmlError::NotXml(line, format!("the prefix `{prefix}` has no name space"));
        let nowhere = self.name("");
        let mut attributes = Vec::with_capacity(written.len());
        for (written, value) in written {
            let space = match written.split_once(':') {
                None => nowhere.clone(),
                Some((prefix, _)) => self.spaces.get(prefix).cloned().ok_or_else(|| unknown(prefix))?,
            };
            attributes.push(Attribute { space, written, value });
        }
        let name = tag.name();
        let name = name.as_ref();
        let (space, name) = match name.split_once(':') {
            None => (self.spaces.get("").cloned().unwrap_or(nowhere), name),
            Some((prefix, name)) => (self.spaces.get(prefix).cloned().ok_or_else(|| unknown(prefix))?, name),
        };
        self.scopes.push(hidden);
        self.open.push(Element {
            space,
            name: name.to_owned(),
            attributes,
            declared,
            content: Vec::new(),
            line,
        });
        Ok(())
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        for (prefix, before) in self.scopes.pop().into_iter().flatten().rev() {
            match before {
                Some(address) => self.spaces.insert(prefix, address),
                None => self.spaces.remove(&prefix),
            };
        }
        match self.open.last_mut() {
            Some(around) => around.content.push(Content::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), XmlError> {
        match self.open.last_mut() {
            None if text.trim().is_empty() => Ok(()),
            None => Err(XmlError::NotXml(self.lines.of(at), "there is text outside the root element".into())),
            Some(open) => {
                match open.content.last_mut() {
                    Some(Content::Text(before)) => before.push_str(text),
                    _ => open.content.push(Content::Text(text.to_owned())),
                }
                Ok(())
            }
        }
    }

    fn bind(&mut self, prefix: &str, address: &str) {
        let address = self.name(address);
        self.spaces.insert(prefix.to_owned(), address);
    }

    fn name(&mut self, address: &str) -> Rc<str> {
        if let Some(known) = self.names.get(address) {
            return known.clone();
        }
        let name: Rc<str> = address.into();
        self.names.insert(address.to_owned(), name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_space_of_their_prefix_and_attributes_without_one_have_none() {
        let root = read(b"<a xmlns='urn:x' xmlns:p='urn:y' p:k='1' k='2'>\n<p:b xmlns:p='urn:z'/><p:c>t&amp;&#65;<![CDATA[<]]></p:c></a>").unwrap();
        assert_eq!((&*root.space, root.get_in("urn:y", "k"), root.get("k")), ("urn:x", Some("1"), Some("2")));
        let inside: Vec<_> = root.elements().map(|e| (&*e.space, &*e.name, e.line)).collect();
        assert_eq!(inside, [("urn:z", "b", 2), ("urn:y", "c", 2)]);
        assert_eq!(root.child("c").unwrap().text(), "t&A<");
    }

    #[test]
    fn what_is_not_xml_is_refused_with_its_line() {
        for (text, line) in [
            ("<a>\n<b></a>", 2),
            ("<a>", 1),
            ("", 1),
            ("<a/>\n<b/>", 2),
            ("<a/>x", 1),
            ("\n<a b='1' b='2'/>", 2),
            ("<a>&x;</a>", 1),
            ("<p:a/>", 1),
        ] {
            assert!(matches!(read(text.as_bytes()), Err(XmlError::NotXml(at, _)) if at == line), "{text}");
        }
        assert!(matches!(read(&[0xFF, 0x00]), Err(XmlError::NotXml(..))));
        let bomb = b"<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>";
        assert_eq!(read(bomb), Err(XmlError::DocumentType(1)));
    }

    #[test]
    fn ten_thousand_levels_are_refused() {
        let deep = "<a>".repeat(10_000) + &"</a>".repeat(10_000);
        assert_eq!(read(deep.as_bytes()), Err(XmlError::TooDeep(1)));
        let just = "<a>".repeat(DEPTH_LIMIT) + &"</a>".repeat(DEPTH_LIMIT);
        assert!(read(just.as_bytes()).is_ok());
    }
}
