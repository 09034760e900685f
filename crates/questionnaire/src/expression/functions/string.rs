//! Texts: put together, cut, searched. Lengths and places count UTF-16 units, as in Java: each letter of Vietnamese is one.

use std::borrow::Cow;

use super::{Arity, Entry, Function, digest, random};
use crate::expression::compile::Code;
use crate::expression::evaluate::{Evaluated, EvaluationError, Evaluator, Scope, TEXT_LIMIT};
use crate::expression::value::{Atom, Value};
use crate::expression::world::{Key, World};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextFunction {
    String,
    Concat,
    Join,
    Substr,
    Substring,
    SubstringBefore,
    SubstringAfter,
    Translate,
    Length,
    Normalize,
    Contains,
    StartsWith,
    EndsWith,
    Uuid,
    Digest,
    Base64Decode,
    ExtractSigned,
    Pulldata,
    Version,
    Property,
}

use TextFunction as T;

const fn entry(name: &'static str, function: T, arity: Arity) -> Entry {
    Entry::new(name, Function::Text(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("string", T::String, Arity::Exactly(1)),
    entry("concat", T::Concat, Arity::AtLeast(0)),
    entry("join", T::Join, Arity::AtLeast(1)),
    entry("substr", T::Substr, Arity::Between(2, 3)),
    Entry::only_here("substring", Function::Text(T::Substring), Arity::Between(2, 3)),
    entry("substring-before", T::SubstringBefore, Arity::Exactly(2)),
    entry("substring-after", T::SubstringAfter, Arity::Exactly(2)),
    entry("translate", T::Translate, Arity::Exactly(3)),
    entry("string-length", T::Length, Arity::Between(0, 1)),
    entry("normalize-space", T::Normalize, Arity::Between(0, 1)),
    entry("contains", T::Contains, Arity::Exactly(2)),
    entry("starts-with", T::StartsWith, Arity::Exactly(2)),
    entry("ends-with", T::EndsWith, Arity::Exactly(2)),
    entry("uuid", T::Uuid, Arity::Between(0, 1)),
    entry("digest", T::Digest, Arity::Between(2, 3)),
    entry("base64-decode", T::Base64Decode, Arity::Exactly(1)),
    entry("extract-signed", T::ExtractSigned, Arity::Exactly(2)),
    entry("pulldata", T::Pulldata, Arity::Exactly(4)),
    entry("version", T::Version, Arity::Exactly(0)),
    entry("property", T::Property, Arity::Exactly(1)),
];

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn text_function(
        &self,
        function: TextFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let text = |at: usize| self.text_of(arguments, at, scope);
        let atom = match function {
            T::String => Atom::Text(text(0)?),
            T::Concat => Atom::text(self.joined("", arguments, scope)?),
            T::Join => {
                let separator = text(0)?;
                Atom::text(self.joined(&separator, arguments.get(1..).unwrap_or_default(), scope)?)
            }
            T::Substr => {
                let start = self.number_of(arguments, 1, scope)?;
                let end = if arguments.len() > 2 { Some(self.number_of(arguments, 2, scope)?) } else { None };
                Atom::text(substr(&text(0)?, start, end))
            }
            T::Substring => {
                let start = self.number_of(arguments, 1, scope)?;
                let length =
                    if arguments.len() > 2 { Some(self.number_of(arguments, 2, scope)?) } else { None };
                Atom::text(substring(&text(0)?, start, length))
            }
            T::SubstringBefore => {
                let (text, part) = (text(0)?, text(1)?);
                Atom::text(text.find(&*part).map_or("", |at| &text[..at]).to_owned())
            }
            T::SubstringAfter => {
                let (text, part) = (text(0)?, text(1)?);
                Atom::text(text.find(&*part).map_or("", |at| &text[at + part.len()..]).to_owned())
            }
            T::Translate => Atom::text(translate(&text(0)?, &text(1)?, &text(2)?)),
            T::Length => Atom::Number(self.text_or_context(arguments, scope)?.encode_utf16().count() as f64),
            T::Normalize => Atom::text(normalize(&self.text_or_context(arguments, scope)?)),
            T::Contains => Atom::Boolean(text(0)?.contains(&*text(1)?)),
            T::StartsWith => Atom::Boolean(text(0)?.starts_with(&*text(1)?)),
            T::EndsWith => Atom::Boolean(text(0)?.ends_with(&*text(1)?)),
            T::Uuid => {
                let length =
                    if arguments.is_empty() { None } else { Some(self.number_of(arguments, 0, scope)?) };
                Atom::text(random::uuid(length, self.environment.random))
            }
            T::Digest => {
                let encoding = if arguments.len() > 2 { text(2)? } else { Cow::Borrowed("base64") };
                Atom::text(digest::digest(&text(0)?, &text(1)?, &encoding)?)
            }
            T::Base64Decode => Atom::text(digest::decode_text(&text(0)?)),
            T::ExtractSigned => Atom::text(digest::extract_signed(&text(0)?, &text(1)?)),
            T::Pulldata => Atom::Text(self.pulldata(&text(0)?, &text(1)?, &text(2)?, &text(3)?)?),
            T::Version => Atom::Text(self.world.version()),
            T::Property => Atom::Text(self.world.property(&text(0)?).unwrap_or_default()),
        };
        Ok(Value::Atom(atom))
    }

    /// The argument, or the node for which the expression is evaluated.
    fn text_or_context(
        &self,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Result<Cow<'a, str>, EvaluationError> {
        if arguments.is_empty() {
            return Ok(self.node_atom(scope.node).to_text(self.environment));
        }
        self.text_of(arguments, 0, scope)
    }

    /// All texts with a separator between them; a single argument that is a set of nodes gives the texts of all of them.
    fn joined(
        &self,
        separator: &str,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Result<String, EvaluationError> {
        let mut out = String::new();
        for (i, atom) in self.atoms(arguments, scope)?.iter().enumerate() {
            if i > 0 {
                out.push_str(separator);
            }
            out.push_str(&atom.to_text(self.environment));
            if out.len() > TEXT_LIMIT {
                return Err(EvaluationError::TooCostly);
            }
        }
        Ok(out)
    }

    /// One cell of a table: `instance(table)/root/item[key_column = key]/column`.
    fn pulldata(
        &self,
        table: &str,
        column: &str,
        key_column: &str,
        key: &str,
    ) -> Result<Cow<'a, str>, EvaluationError> {
        let names = self.world.names();
        let missing = || EvaluationError::MissingInstance { id: table.to_owned() };
        let document = names.get(table).and_then(|id| self.world.instance(id)).ok_or_else(missing)?;
        let (Some(column), Some(key_column)) = (names.get(column), names.get(key_column)) else {
            return Ok("".into());
        };
        let (mut roots, mut items) = (Vec::new(), Vec::new());
        self.world.all_children(document, &mut roots);
        let (Some(&root), Some(item)) = (roots.first(), names.get("item")) else { return Ok("".into()) };
        if !self.world.lookup(root, item, key_column, Key::Text(key), &mut items) {
            self.world.children(root, item, &mut items);
            items.retain(|item| self.cell(*item, key_column) == key);
        }
        Ok(items.first().map_or("".into(), |item| self.cell(*item, column)))
    }

    fn cell(&self, item: W::Node, column: crate::expression::names::NameId) -> Cow<'a, str> {
        let mut cells = Vec::new();
        self.world.children(item, column, &mut cells);
        cells.first().map_or("".into(), |cell| self.world.value(*cell).0)
    }
}

/// From a place counted from 0 up to another; negative ones count from the end.
fn substr(text: &str, start: f64, end: Option<f64>) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = i64::try_from(units.len()).unwrap_or(i64::MAX);
    let place = |number: f64| {
        // A number that is none counts as 0, as in Java.
        let place = number as i64;
        if place < 0 { length.saturating_add(place) } else { place }.clamp(0, length) as usize
    };
    let (start, end) = (place(start), end.map_or(units.len(), place));
    units.get(start..end).map(String::from_utf16_lossy).unwrap_or_default()
}

/// As XPath 1.0 has it: from a place counted from 1, so many characters; places are rounded.
fn substring(text: &str, start: f64, length: Option<f64>) -> String {
    let rounded = |number: f64| (number + 0.5).floor();
    let first = rounded(start);
    let end = length.map_or(f64::INFINITY, |length| first + rounded(length));
    let units: Vec<u16> = text.encode_utf16().collect();
    let kept = units.iter().zip(1u32..).filter(|(_, at)| f64::from(*at) >= first && f64::from(*at) < end);
    String::from_utf16_lossy(&kept.map(|(unit, _)| *unit).collect::<Vec<_>>())
}

/// Each character of `from` becomes the one at the same place of `to`, or nothing.
fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    let mut changes = std::collections::BTreeMap::new();
    for (at, c) in from.chars().enumerate() {
        changes.entry(c).or_insert_with(|| to.get(at).copied());
    }
    text.chars().filter_map(|c| changes.get(&c).copied().unwrap_or(Some(c))).collect()
}

/// Without blanks at the ends, and with one where there were several.
fn normalize(text: &str) -> String {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{b}' | '\u{c}');
    text.split(blank).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
