//! The sheets `external_choices` and `osm`.

use std::collections::BTreeSet;

use super::heads::Table;
use super::reading::Reading;
use super::survey::row::{clean, set, set_media};
use crate::definition::{Choice, ChoiceList, ExternalChoices};

/// The table that a client looks up itself, and the names of its lists. `None` where it has no rows.
pub(super) fn external_choices(table: &Table<'_>) -> Option<(ExternalChoices, BTreeSet<String>)> {
    if table.sheet.rows.is_empty() {
        return None;
    }
    let mut external = ExternalChoices {
        columns: table.columns.iter().map(|column| column.written.clone()).collect(),
        rows: Vec::new(),
    };
    let mut lists = BTreeSet::new();
    for row in &table.sheet.rows {
        let mut cells = vec![String::new(); table.columns.len()];
        for (at, column) in table.columns.iter().enumerate() {
            if let Some((_, text)) = table.cells(row).find(|(known, _)| known.at == column.at) {
                text.clone_into(&mut cells[at]);
                if column.path[0] == "list_name" {
                    lists.insert(text.to_owned());
                }
            }
        }
        external.rows.push(cells);
    }
    Some((external, lists))
}

/// Tags of questions about OpenStreetMap, and the values of tags, by the name of their list.
pub(super) fn osm(table: &Table<'_>, reading: &mut Reading) -> Vec<ChoiceList> {
    let mut lists: Vec<ChoiceList> = Vec::new();
    for row in &table.sheet.rows {
        let mut choice = Choice { row: row.number, ..Choice::default() };
        let mut list = None;
        for (column, text) in table.cells(row) {
            let text = clean(text, true);
            match column.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["list_name"] => list = Some(text),
                ["name"] => choice.code = text,
                ["label", ref language @ ..] if language.len() < 2 => set(&mut choice.label, language, &text),
                ["media", kind, ref language @ ..] if language.len() < 2 => {
                    set_media(&mut choice.label, kind, language, text);
                }
                _ => choice.columns.push((column.written.clone(), text)),
            }
        }
        let Some(list) = list else { continue };
        if choice.code.is_empty() {
            reading.error("E-FORM-014", (table, row.number, "name"), &[("list", &list)]);
            continue;
        }
        match lists.iter_mut().find(|known| known.name == list) {
            Some(known) => known.choices.push(choice),
            None => lists.push(ChoiceList { name: list, choices: vec![choice] }),
        }
    }
    lists
}
