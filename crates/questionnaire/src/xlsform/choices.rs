//! The sheet `choices`.

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::CategoryRole;

use super::heads::Table;
use super::reading::Reading;
use super::references::is_xml_name;
use super::survey::row::{clean, set, set_media};
use crate::definition::{Choice, ChoiceList};

/// Reads the lists in order of appearance.
pub(super) fn read(table: &Table<'_>, duplicates: bool, reading: &mut Reading) -> Vec<ChoiceList> {
    let mut lists: Vec<ChoiceList> = Vec::new();
    if table.sheet.rows.is_empty() {
        return lists;
    }
    for head in ["list_name", "name"] {
        if !table.has(head) {
            reading.error("E-FORM-004", (table, 1, head), &[("head", head)]);
        }
    }
    let kept = columns(table, reading);
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in &table.sheet.rows {
        let mut choice = Choice { row: row.number, ..Choice::default() };
        let (mut list, mut has_label, mut role) = (None, false, None);
        for (column, text) in table.cells(row) {
            let text = clean(text, true);
            match column.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["list_name"] => list = Some(text),
                ["name"] => choice.code = text,
                ["label", ref language @ ..] if language.len() < 2 => {
                    has_label = true;
                    set(&mut choice.label, language, &text);
                }
                ["media", kind, ref language @ ..] if language.len() < 2 => {
                    set_media(&mut choice.label, kind, language, text);
                }
                ["role"] => role = Some(text),
                [name] if kept.contains(&column.at) => choice.columns.push((name.to_owned(), text)),
                _ => {}
            }
        }
        let Some(list) = list else {
            if !choice.code.is_empty() || has_label {
                reading.warning("W-FORM-019", (table, row.number, "list_name"), &[]);
            }
            continue;
        };
        if choice.code.is_empty() {
            reading.error("E-FORM-014", (table, row.number, "name"), &[("list", &list)]);
            continue;
        }
        if !has_label {
            reading.warning("W-FORM-011", (table, row.number, "label"), &[("code", &choice.code)]);
        }
        choice.role = read_role(role.as_deref(), (table, row.number), reading);
        let at = *by_name.entry(list.clone()).or_insert_with(|| {
            lists.push(ChoiceList { name: list.clone(), choices: Vec::new() });
            lists.len() - 1
        });
        if !seen.insert((at, choice.code.clone())) && !duplicates {
            let values = [("list", list.as_str()), ("code", choice.code.as_str())];
            reading.error("E-FORM-015", (table, row.number, "name"), &values);
            continue;
        }
        lists[at].choices.push(choice);
    }
    lists
}

/// Columns of the author's that go with the choices: filters look at them by name, so they need names that XML allows.
fn columns(table: &Table<'_>, reading: &mut Reading) -> BTreeSet<u32> {
    let mut kept = BTreeSet::new();
    for column in table.columns.iter().filter(|column| !column.known) {
        let cell = (table, 1, column.written.as_str());
        if column.written.contains(' ') {
            reading.warning("W-FORM-012", cell, &[("head", &column.written)]);
        } else if column.path.len() == 1 && is_xml_name(&column.written) {
            kept.insert(column.at);
        } else {
            reading.error("E-FORM-075", cell, &[("head", &column.written)]);
        }
    }
    kept
}

fn read_role(written: Option<&str>, (table, row): (&Table<'_>, u64), reading: &mut Reading) -> CategoryRole {
    match written {
        None => CategoryRole::Substantive,
        Some("dont_know") => CategoryRole::DontKnow,
        Some("refused") => CategoryRole::Refused,
        Some("not_applicable") => CategoryRole::NotApplicable,
        Some(other) => {
            reading.error("E-FORM-016", (table, row, "role"), &[("role", other)]);
            CategoryRole::Substantive
        }
    }
}
