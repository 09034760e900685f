//! What the head of a column means: known names and their other spellings, and paths such as `label::English (en)`.

use std::collections::BTreeMap;

use super::reading::Reading;
use super::sheets::{Row, Sheet};

/// How the heads of a sheet are understood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vocabulary {
    /// Names that are understood in any spelling of capitals and spaces.
    pub(crate) names: &'static [&'static str],
    /// Other names, and the paths that they stand for.
    pub(crate) others: &'static [(&'static str, &'static [&'static str])],
}

const IMAGE: (&str, &[&str]) = ("image", &["media", "image"]);
const BIG_IMAGE: (&str, &[&str]) = ("big-image", &["media", "big-image"]);
const AUDIO: (&str, &[&str]) = ("audio", &["media", "audio"]);
const VIDEO: (&str, &[&str]) = ("video", &["media", "video"]);

pub(crate) const SURVEY: Vocabulary = Vocabulary {
    names: &[
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "media",
        "bind",
        "control",
        "instance",
        "default",
        "trigger",
        "choice_filter",
        "parameters",
        "query",
        "itemset",
        "choices",
        "list_name",
        "sms_field",
        "short",
        "ordered",
    ],
    others: &[
        ("command", &["type"]),
        ("tag", &["name"]),
        ("value", &["name"]),
        ("caption", &["label"]),
        ("compact_tag", &["instance", "odk:tag"]),
        ("read_only", &["bind", "readonly"]),
        ("readonly", &["bind", "readonly"]),
        ("relevant", &["bind", "relevant"]),
        ("relevance", &["bind", "relevant"]),
        ("required", &["bind", "required"]),
        ("constraint", &["bind", "constraint"]),
        ("constraint_message", &["bind", "jr:constraintMsg"]),
        ("constraining_message", &["bind", "jr:constraintMsg"]),
        ("required_message", &["bind", "jr:requiredMsg"]),
        ("requiredmsg", &["bind", "jr:requiredMsg"]),
        ("noapperrorstring", &["bind", "jr:noAppErrorString"]),
        ("no_app_error_string", &["bind", "jr:noAppErrorString"]),
        ("calculation", &["bind", "calculate"]),
        ("calculate", &["bind", "calculate"]),
        ("save_to", &["bind", "entities:saveto"]),
        ("appearance", &["control", "appearance"]),
        ("count", &["control", "jr:count"]),
        ("repeat_count", &["control", "jr:count"]),
        ("jr:count", &["control", "jr:count"]),
        ("autoplay", &["control", "autoplay"]),
        ("rows", &["control", "rows"]),
        ("body", &["control"]),
        IMAGE,
        BIG_IMAGE,
        AUDIO,
        VIDEO,
    ],
};

pub(crate) const CHOICES: Vocabulary = Vocabulary {
    names: &["name", "label", "media", "sms_option", "role"],
    others: &[
        ("list_name", &["list_name"]),
        ("value", &["name"]),
        ("caption", &["label"]),
        IMAGE,
        BIG_IMAGE,
        AUDIO,
        VIDEO,
    ],
};

pub(crate) const SETTINGS: Vocabulary = Vocabulary {
    names: &[
        "title",
        "id_string",
        "version",
        "name",
        "default_language",
        "instance_name",
        "instance_id",
        "omit_instanceID",
        "instance_xmlns",
        "namespaces",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
        "client_editable",
        "style",
        "prefix",
        "delimiter",
        "allow_choice_duplicates",
        "clean_text_values",
        "attribute",
        "add_none_option",
        "flat",
        "sms_keyword",
        "sms_separator",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_response",
    ],
    others: &[
        ("form_title", &["title"]),
        ("set_form_title", &["title"]),
        ("form_id", &["id_string"]),
        ("set_form_id", &["id_string"]),
        ("prefix", &["prefix"]),
    ],
};

pub(crate) const ENTITIES: Vocabulary = Vocabulary {
    names: &["dataset", "entity_id", "create_if", "update_if", "repeat", "label"],
    others: &[("list_name", &["dataset"])],
};

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Counted from 0.
    pub(crate) at: u32,
    /// Its head as written.
    pub(crate) written: String,
    /// What it means: `["label", "English (en)"]`.
    pub(crate) path: Vec<String>,
    /// Whether the first name of the path is one that the sheet knows.
    pub(crate) known: bool,
}

/// A sheet with the meaning of its heads.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) columns: Vec<Column>,
    /// Place in `columns` by column of the sheet.
    index: Vec<Option<usize>>,
}

impl<'a> Table<'a> {
    /// Understands the heads of a sheet; two that mean the same are a fault.
    pub(crate) fn new(sheet: &'a Sheet, vocabulary: Vocabulary, reading: &mut Reading) -> Table<'a> {
        let double = sheet.heads.iter().any(|(_, head)| head.contains("::"));
        let mut table = Table { sheet, columns: Vec::new(), index: Vec::new() };
        let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
        for (at, written) in &sheet.heads {
            let (path, known) = path(written, double, vocabulary);
            let literal = path.len() == 1 && path[0] == *written;
            if let (Some(other), false) = (seen.get(&path), literal) {
                let cell = format!("{}1 ({written})", super::sheets::letters(*at));
                let place = reading.place(&sheet.name, 1).column(cell);
                let fault =
                    crate::Fault::error("E-FORM-020", place).with("head", written).with("other", other);
                reading.push(fault);
            }
            seen.insert(path.clone(), written.clone());
            let place = *at as usize;
            table.index.resize(table.index.len().max(place + 1), None);
            table.index[place] = Some(table.columns.len());
            table.columns.push(Column { at: *at, written: written.clone(), path, known });
        }
        table
    }

    /// The cells of a row with their columns, in order.
    pub(crate) fn cells<'t>(&'t self, row: &'t Row) -> impl Iterator<Item = (&'t Column, &'t str)> {
        row.cells.iter().filter_map(|(at, text)| {
            let column = self.index.get(*at as usize).copied().flatten()?;
            Some((&self.columns[column], text.as_str()))
        })
    }

    /// Whether any column's path begins so.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.path[0] == name)
    }

    /// The cell as spreadsheets write it with its head, `C7 (label)`; the name alone where the sheet has no such column.
    pub(crate) fn reference(&self, row: u64, head: &str) -> String {
        let written = |column: &&Column| column.written == head;
        let means = |column: &&Column| {
            column.path[0] == head || column.path.get(1).is_some_and(|name| name == means_of(head))
        };
        let found = self.columns.iter().find(written).or_else(|| self.columns.iter().find(means));
        match found {
            Some(column) => format!("{}{row} ({})", super::sheets::letters(column.at), column.written),
            None => head.to_owned(),
        }
    }
}

/// The second name of the path of a head of the survey.
fn means_of(head: &str) -> &str {
    let known = SURVEY.others.iter().find(|(name, path)| *name == head && path.len() == 2);
    known.map_or(head, |(_, path)| path[1])
}

/// The path of a head, and whether its first name is known.
fn path(written: &str, double: bool, vocabulary: Vocabulary) -> (Vec<String>, bool) {
    let other =
        |name: &str| vocabulary.others.iter().find(|(known, _)| *known == name).map(|(_, path)| *path);
    let own = |name: &str| vocabulary.names.contains(&name) && other(name).is_none();
    if own(written) {
        return (vec![written.to_owned()], true);
    }
    let whole = snake(written);
    if own(&whole) {
        return (vec![whole], true);
    }
    let mark = if double { "::" } else { ":" };
    let mut tokens: Vec<String> = written.split(mark).map(|token| token.trim().to_owned()).collect();
    // A single colon also stands in the names of OpenRosa: `jr:count`.
    if let (false, Some(at)) = (double, tokens.iter().position(|token| token == "jr"))
        && at + 1 < tokens.len()
    {
        let name = format!("jr:{}", tokens.remove(at + 1));
        tokens[at] = name;
    }
    let first = snake(&tokens[0]);
    if let Some(path) = other(&first) {
        let mut path: Vec<String> = path.iter().map(|&name| name.to_owned()).collect();
        path.extend(tokens.drain(1..));
        return (path, true);
    }
    if vocabulary.names.contains(&first.as_str()) {
        tokens[0] = first;
        return (tokens, true);
    }
    (tokens, false)
}

fn snake(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_means_the_same_in_every_spelling() {
        let means = |written: &str, double| path(written, double, SURVEY).0.join("/");
        for (written, expected) in [
            ("Label::English (en)", "label/English (en)"),
            ("label : English", "label/English"),
            ("Required Message::vi", "bind/jr:requiredMsg/vi"),
            ("bind:jr:constraintMsg:vi", "bind/jr:constraintMsg/vi"),
            ("jr:count", "control/jr:count"),
            ("repeat count", "control/jr:count"),
            ("media::image::English", "media/image/English"),
            ("image::English", "media/image/English"),
            ("body::accuracyThreshold", "control/accuracyThreshold"),
            ("Relevance", "bind/relevant"),
            ("my notes", "my notes"),
            ("disabled", "disabled"),
        ] {
            assert_eq!(means(written, written.contains("::")), expected, "{written}");
        }
    }
}
