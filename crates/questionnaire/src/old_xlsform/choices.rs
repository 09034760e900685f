//! The sheet `choices`.

use std::collections::BTreeSet;

use sounding_survey::CategoryRole;

use super::{Reading, check_label, texts};
use crate::workbook::Sheet;
use crate::{Choice, ChoiceList};

/// Reads the lists in order of appearance.
pub(super) fn read(sheet: &Sheet, reading: &mut Reading) -> Vec<ChoiceList> {
    let mut lists: Vec<ChoiceList> = Vec::new();
    let mut seen = BTreeSet::new();
    for (row, cells) in &sheet.rows {
        let list = sheet.get(cells, "list_name").or_else(|| sheet.get(cells, "list name"));
        let code = sheet.get(cells, "name").or_else(|| sheet.get(cells, "value"));
        let (Some(list), Some(code)) = (list, code) else {
            let head = if list.is_none() { "list_name" } else { "name" };
            reading.error(
                "E-FORM-014",
                (sheet, *row, head),
                format!("the choice has no {head}"),
                "give every choice its list and its code",
            );
            continue;
        };
        if !seen.insert((list.to_owned(), code.to_owned())) {
            let message = format!("the list \"{list}\" has the code \"{code}\" twice");
            reading.error(
                "E-FORM-015",
                (sheet, *row, "name"),
                message,
                "give every choice of a list a code of its own",
            );
            continue;
        }
        let label = texts(sheet, cells, "label");
        check_label(reading, sheet, *row, &label, &format!("the choice \"{code}\""));
        let role = match sheet.get(cells, "role") {
            None => CategoryRole::Substantive,
            Some("dont_know") => CategoryRole::DontKnow,
            Some("refused") => CategoryRole::Refused,
            Some("not_applicable") => CategoryRole::NotApplicable,
            Some(other) => {
                let message = format!("expected dont_know, refused or not_applicable, found \"{other}\"");
                reading.error(
                    "E-FORM-016",
                    (sheet, *row, "role"),
                    message,
                    "leave the role empty for an answer to the question",
                );
                CategoryRole::Substantive
            }
        };
        let choice = Choice { row: *row, code: code.to_owned(), label, role };
        match lists.iter_mut().find(|known| known.name == list) {
            Some(known) => known.choices.push(choice),
            None => lists.push(ChoiceList { name: list.to_owned(), choices: vec![choice] }),
        }
    }
    lists
}
