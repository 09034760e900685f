//! The sheet `entities`: what the form creates or updates in lists of entities, and the answers that are saved in them.

use std::collections::{BTreeMap, BTreeSet};

use super::entity_places::{Request, Source, allocate, request};
use super::heads::{ENTITIES, Table};
use super::reading::Reading;
use super::references::{Reference, is_xml_name, references};
use super::survey::Survey;
use super::survey::row::clean;
use crate::definition::Entity;

/// Reads the declarations.
pub(super) fn read(table: &Table<'_>, reading: &mut Reading) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &table.sheet.rows {
        let mut entity = Entity { row: row.number, ..Entity::default() };
        for (column, text) in table.cells(row) {
            let text = clean(text, true);
            match column.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["dataset"] => entity.list = text,
                ["entity_id"] => entity.id = Some(text),
                ["create_if"] => entity.create_if = Some(text),
                ["update_if"] => entity.update_if = Some(text),
                ["label"] => entity.label = Some(text),
                ["repeat"] => entity.repeat = Some(text),
                _ => {
                    let near = reading
                        .near(&column.written, ENTITIES.names.iter().copied().skip(1).chain(["list_name"]));
                    let values = [("head", column.written.as_str()), ("near", near)];
                    reading.error("E-FORM-095", (table, row.number, &column.written), &values);
                }
            }
        }
        let list = entity.list.clone();
        let mut error = |code, head: &str| reading.error(code, (table, row.number, head), &[("list", &list)]);
        if list.is_empty() {
            error("E-FORM-097", "list_name");
        } else if list.starts_with("__") {
            error("E-FORM-092", "list_name");
        } else if list.contains('.') {
            error("E-FORM-093", "list_name");
        } else if !is_xml_name(&list) {
            reading.error("E-FORM-009", (table, row.number, "list_name"), &[("name", &list)]);
        } else if !seen.insert(list.clone()) {
            error("E-FORM-096", "list_name");
        }
        let mut error = |code, head: &str| reading.error(code, (table, row.number, head), &[("list", &list)]);
        match (&entity.id, &entity.create_if, &entity.update_if) {
            (None, _, Some(_)) => error("E-FORM-086", "entity_id"),
            (Some(_), Some(_), None) => error("E-FORM-085", "update_if"),
            (None, _, None) if entity.label.is_none() => error("E-FORM-084", "label"),
            _ => {}
        }
        entities.push(entity);
    }
    entities
}

/// Checks which answers are saved where, and that each entity has a place of its own in the form.
pub(super) fn check(
    entities: &[Entity],
    survey: &Survey,
    (table, sheet): (&Table<'_>, Option<&Table<'_>>),
    reading: &mut Reading,
) {
    let mut sources: BTreeMap<&str, Vec<Source>> = BTreeMap::new();
    // In the order of their first source, as entities are placed in this order.
    let mut order: Vec<&str> = Vec::new();
    let mut found: Vec<(&str, Source)> = Vec::new();
    let mut properties: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (place, written) in &survey.saves {
        let cell = (table, place.row, "save_to");
        if entities.is_empty() {
            reading.error("E-FORM-080", cell, &[]);
            continue;
        }
        let (list, property) = match written.split_once('#') {
            Some((_, rest)) if rest.contains('#') => {
                reading.error("E-FORM-091", cell, &[("text", written)]);
                continue;
            }
            Some((list, property)) => (list, property),
            None if entities.len() > 1 => {
                reading.error("E-FORM-087", cell, &[("text", written), ("list", &entities[0].list)]);
                continue;
            }
            None => (entities[0].list.as_str(), written.as_str()),
        };
        let Some(entity) = entities.iter().find(|entity| entity.list == list) else {
            let near = reading.near(list, entities.iter().map(|entity| entity.list.as_str()));
            reading.error("E-FORM-083", cell, &[("list", list), ("near", near)]);
            continue;
        };
        if matches!(property.to_lowercase().as_str(), "name" | "label") {
            reading.error("E-FORM-094", cell, &[("name", property)]);
        } else if property.starts_with("__") {
            reading.error("E-FORM-092", cell, &[("list", property)]);
        } else if !is_xml_name(property) {
            reading.error("E-FORM-009", cell, &[("name", property)]);
        } else if let Some(row) = properties.insert((list.to_owned(), property.to_owned()), place.row) {
            reading.error("E-FORM-081", cell, &[("name", property), ("row", &row.to_string())]);
        }
        found.push((&entity.list, Source { row: place.row, path: place.path.clone(), question: None }));
    }
    let mut mentions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entity in entities {
        let texts = [&entity.id, &entity.create_if, &entity.update_if, &entity.label];
        let mut names = BTreeSet::new();
        for text in texts.into_iter().flatten() {
            names.extend(references(text).filter_map(|reference| match reference {
                Reference::Name { name, .. } => Some(name),
                Reference::Malformed(_) => None,
            }));
        }
        for name in names {
            mentions.entry(name).or_default().push(&entity.list);
        }
    }
    for (name, place) in &survey.places {
        for list in mentions.get(name.as_str()).into_iter().flatten() {
            let source = Source { row: place.row, path: place.path.clone(), question: Some(name.clone()) };
            found.push((list, source));
        }
    }
    // What is saved goes before what is mentioned in the same row.
    found.sort_by_key(|(_, source)| (source.row, source.question.is_some()));
    for (list, source) in found {
        if !sources.contains_key(list) {
            order.push(list);
        }
        sources.entry(list).or_default().push(source);
    }
    let Some(sheet) = sheet else { return };
    let mut requests: Vec<Request> = Vec::new();
    let unmentioned =
        entities.iter().map(|entity| entity.list.as_str()).filter(|list| !sources.contains_key(list));
    for list in order.iter().copied().chain(unmentioned.collect::<Vec<_>>()) {
        let Some(entity) = entities.iter().find(|entity| entity.list == list) else { continue };
        let sources = sources.get(list).map_or(&[][..], Vec::as_slice);
        match request(entity.row, sources, &survey.repeats) {
            Ok(request) => requests.push(request),
            Err(source) => match &source.question {
                None => reading.error("E-FORM-089", (table, source.row, "save_to"), &[("list", list)]),
                Some(name) => {
                    reading.error(
                        "E-FORM-090",
                        (sheet, entity.row, "list_name"),
                        &[("list", list), ("name", name)],
                    );
                }
            },
        }
    }
    for (row, other) in allocate(requests) {
        reading.error("E-FORM-088", (sheet, row, "list_name"), &[("row", &other.to_string())]);
    }
}
