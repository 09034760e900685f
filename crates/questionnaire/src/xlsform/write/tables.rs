//! Sheets as heads and rows of text.

use std::collections::BTreeMap;

use sounding_survey::CategoryRole;

use crate::definition::{ChoiceList, Entity, ExternalChoices, LocalWords, NO_LANGUAGE, Questionnaire, Words};

/// A sheet to write.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) name: &'static str,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The filled cells of a row by head.
pub(super) type Cells = BTreeMap<String, String>;

impl Page {
    /// A sheet of rows with their cells by head; `order` has all heads in order, those that no row has are left out unless
    /// `always` takes them.
    pub(super) fn new(
        name: &'static str,
        order: Vec<String>,
        rows: &[Cells],
        always: &dyn Fn(&str) -> bool,
    ) -> Page {
        let mut used = std::collections::BTreeSet::new();
        for row in rows {
            used.extend(row.keys().map(String::as_str));
        }
        let mut heads: Vec<String> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for head in order {
            if (used.contains(head.as_str()) || always(&head)) && seen.insert(head.clone()) {
                heads.push(head);
            }
        }
        let cells =
            |row: &Cells| heads.iter().map(|head| row.get(head).cloned().unwrap_or_default()).collect();
        Page { name, rows: rows.iter().map(cells).collect(), heads }
    }
}

/// The head of a column in a language.
pub(super) fn head(name: &str, language: &str) -> String {
    if language == NO_LANGUAGE { name.to_owned() } else { format!("{name}::{language}") }
}

/// The heads of a column in no language and in all.
pub(super) fn heads(name: &str, languages: &[String]) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(languages.iter().map(|language| head(name, language))).collect()
}

/// Puts a value under a head.
pub(super) fn put(cells: &mut Cells, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        cells.insert(name.to_owned(), value.to_owned());
    }
}

/// Puts the texts of words under a head, and their media under those of the media.
pub(super) fn put_words(cells: &mut Cells, name: &str, words: &Words) {
    for (language, local) in &words.by_language {
        let LocalWords { text, image, big_image, audio, video } = local;
        let text = text.as_ref().map(ToString::to_string);
        put(cells, &head(name, language), text.as_deref());
        for (name, file) in [("image", image), ("big-image", big_image), ("audio", audio), ("video", video)] {
            put(cells, &head(name, language), file.as_deref());
        }
    }
}

/// All languages in order: those of the questionnaire, then others that any words have.
pub(super) fn all_languages<'a>(known: &[String], words: impl Iterator<Item = &'a Words>) -> Vec<String> {
    let mut languages = known.to_vec();
    for words in words {
        for language in words.by_language.keys() {
            if language != NO_LANGUAGE && !languages.contains(language) {
                languages.push(language.clone());
            }
        }
    }
    languages
}

/// Joins columns that each row has in order into one order.
pub(super) fn join(order: &mut Vec<String>, names: &[(String, String)]) {
    let mut next = 0;
    for (name, _) in names {
        if let Some(at) = order.iter().position(|known| known == name) {
            next = at + 1;
        } else {
            order.insert(next, name.clone());
            next += 1;
        }
    }
}

/// Lists of choices.
pub(super) fn choices(name: &'static str, lists: &[ChoiceList], languages: &[String]) -> Page {
    let all = || lists.iter().flat_map(|list| &list.choices);
    let languages = all_languages(languages, all().map(|choice| &choice.label));
    let mut further = Vec::new();
    let mut rows = Vec::new();
    for list in lists {
        for choice in &list.choices {
            let mut cells = Cells::new();
            put(&mut cells, "list_name", Some(&list.name));
            put(&mut cells, "name", Some(&choice.code));
            put_words(&mut cells, "label", &choice.label);
            let role = match choice.role {
                CategoryRole::Substantive => None,
                CategoryRole::DontKnow => Some("dont_know"),
                CategoryRole::Refused => Some("refused"),
                CategoryRole::NotApplicable => Some("not_applicable"),
            };
            put(&mut cells, "role", role);
            if choice.columns.iter().any(|(name, _)| !further.contains(name)) {
                join(&mut further, &choice.columns);
            }
            for (name, value) in &choice.columns {
                put(&mut cells, name, Some(value));
            }
            rows.push(cells);
        }
    }
    let mut order: Vec<String> = vec!["list_name".into(), "name".into()];
    for name in ["label", "image", "big-image", "audio", "video"] {
        order.extend(heads(name, &languages));
    }
    order.push("role".into());
    order.extend(further);
    Page::new(name, order, &rows, &|_| false)
}

/// The settings, one row.
pub(super) fn settings(questionnaire: &Questionnaire) -> Page {
    let settings = &questionnaire.settings;
    let languages = all_languages(&questionnaire.languages, std::iter::once(&settings.title));
    let mut cells = Cells::new();
    put_words(&mut cells, "form_title", &settings.title);
    let mut order = heads("form_title", &languages);
    let namespaces: Vec<String> =
        settings.namespaces.iter().map(|(prefix, address)| format!("{prefix}=\"{address}\"")).collect();
    let namespaces = namespaces.join(" ");
    for (name, value) in [
        ("form_id", settings.form_id.as_deref()),
        ("version", settings.version.as_deref()),
        ("name", settings.name.as_deref()),
        ("default_language", settings.default_language.as_deref()),
        ("instance_name", settings.instance_name.as_deref()),
        ("instance_id", settings.instance_id.as_deref()),
        ("omit_instanceID", settings.omit_instance_id.as_deref()),
        ("instance_xmlns", settings.instance_xmlns.as_deref()),
        ("namespaces", Some(namespaces.as_str())),
        ("public_key", settings.public_key.as_deref()),
        ("submission_url", settings.submission_url.as_deref()),
        ("auto_send", settings.auto_send.as_deref()),
        ("auto_delete", settings.auto_delete.as_deref()),
        ("client_editable", settings.client_editable.as_deref()),
        ("style", settings.style.as_deref()),
        ("prefix", settings.prefix.as_deref()),
        ("delimiter", settings.delimiter.as_deref()),
        ("allow_choice_duplicates", settings.allow_choice_duplicates.then_some("yes")),
        ("clean_text_values", settings.keep_spaces.then_some("no")),
    ] {
        put(&mut cells, name, value);
        order.push(name.into());
    }
    for (name, value) in &settings.attributes {
        let name = format!("attribute::{name}");
        put(&mut cells, &name, Some(value));
        order.push(name);
    }
    for (name, value) in &settings.others {
        put(&mut cells, name, Some(value));
        order.push(name.clone());
    }
    let rows = if cells.is_empty() { Vec::new() } else { vec![cells] };
    Page::new("settings", order, &rows, &|_| false)
}

/// What the form creates or updates in lists of entities.
pub(super) fn entities(entities: &[Entity]) -> Page {
    let order = ["list_name", "label", "entity_id", "create_if", "update_if", "repeat"];
    let row = |entity: &Entity| {
        let mut cells = Cells::new();
        put(&mut cells, "list_name", Some(&entity.list));
        put(&mut cells, "label", entity.label.as_deref());
        put(&mut cells, "entity_id", entity.id.as_deref());
        put(&mut cells, "create_if", entity.create_if.as_deref());
        put(&mut cells, "update_if", entity.update_if.as_deref());
        put(&mut cells, "repeat", entity.repeat.as_deref());
        cells
    };
    let rows: Vec<Cells> = entities.iter().map(row).collect();
    Page::new("entities", order.map(str::to_owned).to_vec(), &rows, &|_| false)
}

/// The table that a client looks up itself.
pub(super) fn external_choices(external: Option<&ExternalChoices>) -> Page {
    let (heads, rows) =
        external.map(|external| (external.columns.clone(), external.rows.clone())).unwrap_or_default();
    Page { name: "external_choices", heads, rows }
}
