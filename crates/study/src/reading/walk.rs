//! Typed access to a parsed table: what is taken is remembered, what is left over is a fault.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use sounding_survey::{Finding, Language, Place, Text, nearest};
use toml::de::{DeTable, DeValue};

/// What is found on the walk.
pub(super) struct Walk<'a> {
    text: &'a str,
    file: &'a str,
    pub(super) findings: Vec<Finding>,
}

/// A table on the walk.
pub(super) struct Section<'a> {
    table: &'a DeTable<'a>,
    path: String,
    at: usize,
    taken: RefCell<BTreeSet<&'static str>>,
}

/// A value on the walk.
pub(super) struct Value<'a> {
    node: &'a DeValue<'a>,
    path: String,
    span: Range<usize>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, file: &'a str) -> Walk<'a> {
        Walk { text, file, findings: Vec::new() }
    }

    pub(super) fn line(&self, at: usize) -> u64 {
        self.text.as_bytes()[..at.min(self.text.len())].split(|&byte| byte == b'\n').count() as u64
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        at: usize,
        path: &str,
        message: impl Into<String>,
        remedy: &str,
    ) {
        let place = Place::file(self.file).line(self.line(at)).column(path);
        self.findings.push(Finding::error(code, place, message, remedy));
    }

    fn wrong(&mut self, value: &Value<'_>, expected: &str) {
        let message = format!("expected {expected}, found {}", shown(value.node));
        self.error("E-STUDY-003", value.span.start, &value.path, message, "write the value as expected");
    }
}

impl<'a> Section<'a> {
    pub(super) fn root(table: &'a DeTable<'a>) -> Section<'a> {
        Section { table, path: String::new(), at: 0, taken: RefCell::default() }
    }

    /// The path of a key here.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Where the section begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn take(&self, key: &'static str) -> Option<Value<'a>> {
        self.taken.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        Some(Value { node: value.get_ref(), path: self.path(key), span: value.span() })
    }

    /// Where the value of a key begins, or the section without it.
    pub(super) fn at_key(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.at, |value| value.span().start)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn is_empty_list(&self, key: &str) -> bool {
        self.table
            .get(key)
            .is_some_and(|value| matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()))
    }

    /// Reports a key that must be there.
    pub(super) fn require(&self, walk: &mut Walk<'_>, key: &str) {
        if !self.has(key) {
            let path = self.path(key);
            walk.error("E-STUDY-004", self.at, &path, format!("\"{path}\" is missing"), "add the key");
        }
    }

    pub(super) fn string(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        let found = value.node.as_str().map(str::to_owned);
        if found.is_none() {
            walk.wrong(&value, "a text in quotation marks");
        }
        found
    }

    pub(super) fn strings(&self, walk: &mut Walk<'_>, key: &'static str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value.node else {
            walk.wrong(&value, "a list of texts, such as [\"a\", \"b\"]");
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            if let Some(text) = item.get_ref().as_str() {
                found.push(text.to_owned());
            } else {
                let item = Value { node: item.get_ref(), path: value.path.clone(), span: item.span() };
                walk.wrong(&item, "a text in quotation marks");
            }
        }
        found
    }

    /// A text for people: `{ vi = "…", en = "…" }`, or one text for both languages.
    pub(super) fn text(&self, walk: &mut Walk<'_>, key: &'static str) -> Text {
        let Some(value) = self.take(key) else { return Text::default() };
        match value.node {
            DeValue::String(words) => Text::same(words.as_ref()),
            DeValue::Table(table) => {
                let section =
                    Section { table, path: value.path, at: value.span.start, taken: RefCell::default() };
                let mut text = Text::default();
                for (language, key) in [(Language::Vi, "vi"), (Language::En, "en")] {
                    if let Some(words) = section.string(walk, key) {
                        text.set(language, words);
                    } else {
                        section.require(walk, key);
                    }
                }
                section.finish(walk);
                text
            }
            _ => {
                walk.wrong(&value, "a text in both languages: { vi = \"…\", en = \"…\" }");
                Text::default()
            }
        }
    }

    pub(super) fn number(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<f64> {
        let value = self.take(key)?;
        let found = as_number(value.node);
        if found.is_none() {
            walk.wrong(&value, "a number");
        }
        found
    }

    /// A number that satisfies a condition said in words.
    pub(super) fn number_in(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        expected: &str,
        fine: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let value = self.take(key)?;
        let found = as_number(value.node).filter(|&number| fine(number));
        if found.is_none() {
            walk.wrong(&value, expected);
        }
        found
    }

    pub(super) fn count(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<u64> {
        let value = self.take(key)?;
        let found = as_count(value.node);
        if found.is_none() {
            walk.wrong(&value, "a whole number of 0 or more");
        }
        found
    }

    /// A list of whole numbers that satisfies a condition said in words.
    pub(super) fn counts_in(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        expected: &str,
        fine: impl Fn(&[u64]) -> bool,
    ) -> Option<Vec<u64>> {
        let value = self.take(key)?;
        let found = match value.node {
            DeValue::Array(items) => items.iter().map(|item| as_count(item.get_ref())).collect(),
            _ => None,
        };
        let found = found.filter(|counts: &Vec<u64>| fine(counts));
        if found.is_none() {
            walk.wrong(&value, expected);
        }
        found
    }

    /// A list of numbers that satisfies a condition said in words.
    pub(super) fn numbers_in(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        expected: &str,
        fine: impl Fn(&[f64]) -> bool,
    ) -> Option<Vec<f64>> {
        let value = self.take(key)?;
        let found = match value.node {
            DeValue::Array(items) => items.iter().map(|item| as_number(item.get_ref())).collect(),
            _ => None,
        };
        let found = found.filter(|numbers: &Vec<f64>| fine(numbers));
        if found.is_none() {
            walk.wrong(&value, expected);
        }
        found
    }

    /// One text, or a list of them.
    pub(super) fn one_or_more(&self, walk: &mut Walk<'_>, key: &'static str) -> Vec<String> {
        match self.table.get(key).map(toml::Spanned::get_ref) {
            Some(DeValue::String(_)) => self.string(walk, key).into_iter().collect(),
            _ => self.strings(walk, key),
        }
    }

    /// One text or a list of them, each of which means something.
    pub(super) fn parsed<T>(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let at = self.table.get(key).map_or(0, |value| value.span().start);
        let mut found = Vec::new();
        for text in self.one_or_more(walk, key) {
            if let Some(one) = parse(&text) {
                found.push(one);
                continue;
            }
            let message = format!("expected {expected}, found the text \"{text}\"");
            walk.error("E-STUDY-003", at, &self.path(key), message, "write the value as expected");
        }
        found
    }

    /// A number or a list of them, each of which satisfies a condition said in words.
    pub(super) fn number_or_numbers_in(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        expected: &str,
        fine: impl Fn(f64) -> bool,
    ) -> Vec<f64> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let found: Option<Vec<f64>> = match value.node {
            DeValue::Array(items) => items.iter().map(|item| as_number(item.get_ref())).collect(),
            single => as_number(single).map(|number| vec![number]),
        };
        let found = found.filter(|numbers| !numbers.is_empty() && numbers.iter().all(|&number| fine(number)));
        if found.is_none() {
            walk.wrong(&value, expected);
        }
        found.unwrap_or_default()
    }

    /// Two numbers in a list.
    pub(super) fn pair(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<(f64, f64)> {
        let value = self.take(key)?;
        let found = match value.node {
            DeValue::Array(items) if items.len() == 2 => {
                as_number(items[0].get_ref()).zip(as_number(items[1].get_ref()))
            }
            _ => None,
        };
        if found.is_none() {
            walk.wrong(&value, "two numbers, such as [0.3, 3.0]");
        }
        found
    }

    pub(super) fn boolean(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let found = value.node.as_bool();
        if found.is_none() {
            walk.wrong(&value, "true or false");
        }
        found
    }

    /// A date, `2026-08-01`, with or without quotation marks.
    pub(super) fn date(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        let found = match value.node {
            DeValue::Datetime(date) if date.time.is_none() => Some(date.to_string()),
            DeValue::String(text) => is_date(text).then(|| text.to_string()),
            _ => None,
        };
        if found.is_none() {
            walk.wrong(&value, "a date such as 2026-08-01");
        }
        found
    }

    /// One of a list of words.
    pub(super) fn choice<T: Copy>(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let value = self.take(key)?;
        let word = value.node.as_str();
        let found = choices.iter().find(|(name, _)| word == Some(name)).map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            walk.wrong(&value, &format!("one of {}", names.join(", ")));
        }
        found
    }

    /// A word with more in it than a choice, which `parse` takes apart.
    pub(super) fn read_by<T>(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(key)?;
        let found = value.node.as_str().and_then(parse);
        if found.is_none() {
            walk.wrong(&value, expected);
        }
        found
    }

    /// A list of words out of a list.
    pub(super) fn choices<T: Copy>(
        &self,
        walk: &mut Walk<'_>,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<Vec<T>> {
        if !self.has(key) {
            return None;
        }
        let at = self.table.get(key).map_or(0, |value| value.span().start);
        let words = self.strings(walk, key);
        let mut found = Vec::new();
        for word in words {
            if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == word) {
                found.push(*choice);
            } else {
                let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
                let message = format!("expected some of {}, found \"{word}\"", names.join(", "));
                walk.error("E-STUDY-003", at, &self.path(key), message, "write the value as expected");
            }
        }
        Some(found)
    }

    pub(super) fn section(&self, walk: &mut Walk<'_>, key: &'static str) -> Option<Section<'a>> {
        let value = self.take(key)?;
        if let DeValue::Table(table) = value.node {
            Some(Section { table, path: value.path, at: value.span.start, taken: RefCell::default() })
        } else {
            walk.wrong(&value, "a table");
            None
        }
    }

    pub(super) fn sections(&self, walk: &mut Walk<'_>, key: &'static str) -> Vec<Section<'a>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value.node else {
            walk.wrong(&value, &format!("tables, each begun by [[{key}]]"));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let path = format!("{}[{at}]", value.path);
            match item.get_ref() {
                DeValue::Table(table) => {
                    sections.push(Section { table, path, at: item.span().start, taken: RefCell::default() });
                }
                _ => walk.wrong(&Value { node: item.get_ref(), path, span: item.span() }, "a table"),
            }
        }
        sections
    }

    /// Every entry of a table whose keys are names of the user's own.
    pub(super) fn named(&self, walk: &mut Walk<'_>) -> Vec<(String, Section<'a>)> {
        let mut found = Vec::new();
        for (name, value) in self.table {
            let path = self.path(name.get_ref());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let section = Section { table, path, at: value.span().start, taken: RefCell::default() };
                    found.push((name.get_ref().to_string(), section));
                }
                _ => walk.wrong(&Value { node: value.get_ref(), path, span: value.span() }, "a table"),
            }
        }
        found
    }

    /// Every entry of a table of counts whose keys are names of the user's own.
    pub(super) fn named_counts(&self, walk: &mut Walk<'_>) -> Vec<(String, u64)> {
        let mut found = Vec::new();
        for (name, value) in self.table {
            let node = Value { node: value.get_ref(), path: self.path(name.get_ref()), span: value.span() };
            match as_number(node.node).filter(|number| *number >= 0.0 && number.fract() == 0.0) {
                Some(count) => found.push((name.get_ref().to_string(), count as u64)),
                None => walk.wrong(&node, "a whole number of 0 or more"),
            }
        }
        found
    }

    /// Reports every key that nothing asked for.
    pub(super) fn finish(&self, walk: &mut Walk<'_>) {
        let taken = self.taken.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !taken.contains(name) {
                let path = self.path(name);
                let remedy = match nearest(name, taken.iter().copied()) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("known here: {}", taken.iter().copied().collect::<Vec<_>>().join(", ")),
                };
                walk.error(
                    "E-STUDY-002",
                    key.span().start,
                    &path,
                    format!("the key \"{path}\" is not known"),
                    &remedy,
                );
            }
        }
    }
}

fn as_count(value: &DeValue<'_>) -> Option<u64> {
    match value {
        DeValue::Integer(integer) => u64::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    }
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|number| number as f64)
        }
        DeValue::Float(float) => float.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{text}\""),
        DeValue::Integer(integer) => format!("the number {}", integer.as_str()),
        DeValue::Float(float) => format!("the number {}", float.as_str()),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

/// Whether a text is a day of the calendar, `2026-08-01`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().unwrap_or(0))
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}
