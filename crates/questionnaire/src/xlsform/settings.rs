//! The sheet `settings`: one row with what holds of the form as a whole.

use super::heads::{SETTINGS, Table};
use super::reading::Reading;
use super::references::is_xml_name;
use super::sheets::{Row, Sheet};
use super::survey::row::{clean, set, yes};
use crate::definition::Settings;

/// The sheet without the column `id_string` where `form_id` says the same.
pub(super) fn without_old_id(sheet: &Sheet, reading: &mut Reading) -> Sheet {
    let mut sheet = sheet.clone();
    let has = |name: &str| sheet.heads.iter().any(|(_, head)| head == name);
    if has("form_id") && has("id_string") {
        reading.push(crate::Fault::warning("W-FORM-018", reading.place(&sheet.name, 1).column("id_string")));
        sheet.heads.retain(|(_, head)| head != "id_string");
    }
    sheet
}

/// Reads the row.
pub(super) fn read(table: &Table<'_>, reading: &mut Reading) -> Settings {
    let mut settings = Settings::default();
    let Some(row) = table.sheet.rows.first() else { return settings };
    if let Some(second) = table.sheet.rows.get(1) {
        reading.warning("W-FORM-024", (table, second.number, ""), &[]);
    }
    for (column, text) in table.cells(row) {
        let text = clean(text, true);
        let path: Vec<&str> = column.path.iter().map(String::as_str).collect();
        let own = |text: String| Some(text);
        match path[..] {
            ["title", ref language @ ..] if language.len() < 2 => set(&mut settings.title, language, &text),
            ["id_string"] => settings.form_id = own(text),
            ["version"] => settings.version = own(text),
            ["name"] => settings.name = own(text),
            ["default_language"] => settings.default_language = own(text),
            ["instance_name"] => settings.instance_name = own(text),
            ["instance_id"] => settings.instance_id = own(text),
            ["omit_instanceID"] => settings.omit_instance_id = own(text),
            ["instance_xmlns"] => settings.instance_xmlns = own(text),
            ["namespaces"] => settings.namespaces = namespaces(&text, (table, row), reading),
            ["public_key"] => settings.public_key = own(text),
            ["submission_url"] => settings.submission_url = own(text),
            ["auto_send"] => settings.auto_send = own(text),
            ["auto_delete"] => settings.auto_delete = own(text),
            ["client_editable"] => settings.client_editable = own(text),
            ["style"] => settings.style = own(text),
            ["prefix"] => settings.prefix = own(text),
            ["delimiter"] => settings.delimiter = own(text),
            ["allow_choice_duplicates"] => settings.allow_choice_duplicates = yes(&text) == Some(true),
            ["clean_text_values"] => settings.keep_spaces = yes(&text) == Some(false),
            ["attribute", name] => settings.attributes.push((name.to_owned(), text)),
            _ => {
                if !column.known {
                    unknown(&column.written, (table, row), reading);
                }
                settings.others.push((column.written.clone(), text));
            }
        }
    }
    if let Some(name) = settings.name.as_deref().filter(|name| !is_xml_name(name)) {
        reading.error("E-FORM-076", (table, row.number, "name"), &[("name", name)]);
    }
    let omitted = settings.omit_instance_id.as_deref().and_then(yes) == Some(true);
    if omitted && settings.public_key.is_some() {
        reading.error("E-FORM-077", (table, row.number, "omit_instanceID"), &[]);
    }
    settings
}

/// A setting that is not known is kept; one that nearly is, is said.
fn unknown(written: &str, (table, row): (&Table<'_>, &Row), reading: &mut Reading) {
    let known = SETTINGS.names.iter().copied().chain(SETTINGS.others.iter().map(|(name, _)| *name));
    let near = reading.near(written, known);
    if near != "none" {
        reading.warning("W-FORM-020", (table, row.number, written), &[("head", written), ("near", near)]);
    }
}

/// Reads `esri="http://esri.com/xforms" other="…"`.
fn namespaces(text: &str, (table, row): (&Table<'_>, &Row), reading: &mut Reading) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        match word.split_once('=') {
            Some((prefix, address)) if !prefix.is_empty() && !address.contains('=') => {
                found.push((prefix.to_owned(), address.replace(['"', '\''], "")));
            }
            _ => reading.warning("W-FORM-025", (table, row.number, "namespaces"), &[("text", word)]),
        }
    }
    found
}
