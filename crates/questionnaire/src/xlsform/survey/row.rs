//! What one row of the survey says, column by column.

use crate::definition::{LocalWords, NO_LANGUAGE, Node, Words};
use crate::xlsform::heads::Table;
use crate::xlsform::reading::Reading;
use crate::xlsform::sheets::{Row, single_spaces};

/// A row, with what the item will need beside its [`Node`].
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub(super) node: Node,
    pub(super) kind: Option<String>,
    pub(super) has_name: bool,
    pub(super) has_label: bool,
    pub(super) disabled: Option<String>,
    pub(super) count: Option<String>,
    pub(super) intent: Option<String>,
    pub(super) choice_filter: Option<String>,
    pub(super) parameters: Option<String>,
    pub(super) trigger: Option<String>,
    pub(super) ordered: Option<bool>,
}

/// Reads the cells of a row. `keep_spaces` keeps runs of spaces.
pub(super) fn read(table: &Table<'_>, row: &Row, keep_spaces: bool, reading: &mut Reading) -> Written {
    let mut written = Written::default();
    written.node.row = row.number;
    for (column, text) in table.cells(row) {
        let text = clean(text, keep_spaces);
        if text.is_empty() {
            continue;
        }
        let path: Vec<&str> = column.path.iter().map(String::as_str).collect();
        if path == ["disabled"] {
            reading.warning("W-FORM-007", (table, row.number, &column.written), &[]);
        }
        if let ["media", kind, ..] = path[..]
            && !["image", "big-image", "audio", "video"].contains(&kind)
        {
            reading.error("E-FORM-063", (table, row.number, &column.written), &[("kind", kind)]);
            continue;
        }
        written.take(&path, &column.written, text);
    }
    written
}

impl Written {
    fn take(&mut self, path: &[&str], head: &str, text: String) {
        let node = &mut self.node;
        match path {
            ["type"] => self.kind = Some(text),
            ["name"] => {
                self.has_name = true;
                node.name = text;
            }
            ["label", language @ ..] if language.len() < 2 => {
                self.has_label = true;
                set(&mut node.label, language, &text);
            }
            ["short", language @ ..] if language.len() < 2 => set(&mut node.short, language, &text),
            ["hint", language @ ..] if language.len() < 2 => set(&mut node.hint, language, &text),
            ["guidance_hint", language @ ..] if language.len() < 2 => {
                set(&mut node.guidance, language, &text);
            }
            ["media", kind, language @ ..] if language.len() < 2 => {
                set_media(&mut node.label, kind, language, text);
            }
            ["bind", "jr:constraintMsg", language @ ..] if language.len() < 2 => {
                set(&mut node.constraint_message, language, &text);
            }
            ["bind", "jr:requiredMsg", language @ ..] if language.len() < 2 => {
                set(&mut node.required_message, language, &text);
            }
            ["bind", "relevant"] => node.relevant = Some(condition(text)),
            ["bind", "constraint"] => node.constraint = Some(condition(text)),
            ["bind", "required"] => node.required = Some(condition(text)),
            ["bind", "readonly"] => node.read_only = Some(condition(text)),
            ["bind", "calculate"] => node.calculation = Some(condition(text)),
            ["bind", "type"] => node.data_type = Some(text),
            ["bind", "entities:saveto"] => node.save_to = Some(text),
            ["bind", name] => put(&mut node.bind_attributes, name, text),
            ["control", "appearance"] => node.appearance = Some(text),
            ["control", "jr:count"] => self.count = Some(text),
            ["control", "intent"] | ["intent"] => self.intent = Some(text),
            ["control", name] => put(&mut node.body_attributes, name, text),
            ["instance", name] => put(&mut node.instance_attributes, name, text),
            ["default"] => node.default = Some(text),
            ["trigger"] => self.trigger = Some(text),
            ["choice_filter"] => self.choice_filter = Some(text),
            ["parameters"] => self.parameters = Some(text),
            ["disabled"] => self.disabled = Some(text),
            ["ordered"] => self.ordered = Some(yes(&text).unwrap_or(false)),
            _ => node.other_columns.push((head.to_owned(), text)),
        }
    }
}

/// Attributes in order of name.
fn put(attributes: &mut Vec<(String, String)>, name: &str, text: String) {
    match attributes.binary_search_by(|(known, _)| known.as_str().cmp(name)) {
        Ok(at) => attributes[at].1 = text,
        Err(at) => attributes.insert(at, (name.to_owned(), text)),
    }
}

fn local<'a>(words: &'a mut Words, language: &[&str]) -> &'a mut LocalWords {
    let language = language.first().copied().unwrap_or(NO_LANGUAGE);
    words.by_language.entry(language.to_owned()).or_default()
}

/// Sets the text of the language of a head.
pub(crate) fn set(words: &mut Words, language: &[&str], text: &str) {
    words.set(language.first().copied().unwrap_or(NO_LANGUAGE), text);
}

/// Sets a picture, sound or film of the language of a head.
pub(crate) fn set_media(words: &mut Words, kind: &str, language: &[&str], file: String) {
    let words = local(words, language);
    match kind {
        "image" => words.image = Some(file),
        "big-image" => words.big_image = Some(file),
        "audio" => words.audio = Some(file),
        "video" => words.video = Some(file),
        _ => {}
    }
}

/// A text without spaces around and, unless they are kept, with single ones inside; quotation marks that a word processor
/// bent are straight.
pub(crate) fn clean(text: &str, keep_spaces: bool) -> String {
    let text = text.trim();
    let text = if keep_spaces || !text.contains("  ") { text.to_owned() } else { single_spaces(text) };
    if text.contains(['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}']) {
        text.replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201c}', '\u{201d}'], "\"")
    } else {
        text
    }
}

/// `yes` and `no` in the spellings that XLSForm knows.
pub(crate) fn yes(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Some(false),
        _ => None,
    }
}

/// A condition as an expression: `true()` for `yes`.
fn condition(text: String) -> String {
    match yes(&text) {
        Some(true) => "true()".into(),
        Some(false) => "false()".into(),
        None => text,
    }
}
