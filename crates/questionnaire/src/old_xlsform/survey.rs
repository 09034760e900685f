//! The sheet `survey`.

use std::collections::BTreeMap;

use sounding_survey::Text;

use super::{Reading, check_label, texts};
use crate::workbook::Sheet;
use crate::{Question, QuestionType};

/// Types that record something about the interview and are not questions.
const METADATA: [&str; 10] = [
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
];

/// Reads questions and notes in order.
pub(super) fn read(sheet: &Sheet, reading: &mut Reading) -> Vec<Question> {
    let mut questions = Vec::new();
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let mut groups: Vec<(u64, Text, Option<String>)> = Vec::new();
    for head in ["type", "name"] {
        if !sheet.head.iter().any(|(name, _)| name == head) {
            reading.error(
                "E-FORM-004",
                (sheet, 1, head),
                format!("the sheet has no column \"{head}\""),
                "add the column",
            );
        }
    }
    for (row, cells) in &sheet.rows {
        let at = |head: &'static str| (sheet, *row, head);
        let Some(kind) = sheet.get(cells, "type") else {
            if sheet.get(cells, "name").is_some() {
                reading.error(
                    "E-FORM-005",
                    at("type"),
                    "the row has a name and no type",
                    "say what kind of question it is",
                );
            }
            continue;
        };
        let words: Vec<&str> = kind.split_whitespace().collect();
        let first = words.first().copied().unwrap_or_default().to_lowercase();
        let joined = words.join("_").to_lowercase();
        if joined == "begin_group" {
            groups.push((
                *row,
                texts(sheet, cells, "label"),
                sheet.get(cells, "relevant").map(str::to_owned),
            ));
            continue;
        }
        if joined == "end_group" {
            if groups.pop().is_none() {
                reading.error(
                    "E-FORM-006",
                    at("type"),
                    "a group ends that did not begin",
                    "take the row out, or begin the group above",
                );
            }
            continue;
        }
        if METADATA.contains(&first.as_str()) {
            continue;
        }
        let list = || words.get(1).map(|name| (*name).to_owned()).unwrap_or_default();
        let kind = match first.as_str() {
            "select_one" => QuestionType::SelectOne(list()),
            "select_multiple" => QuestionType::SelectMultiple(list()),
            "integer" => QuestionType::Integer,
            "decimal" => QuestionType::Decimal,
            "text" => QuestionType::Text,
            "date" => QuestionType::Date,
            "note" => QuestionType::Note,
            "calculate" => QuestionType::Calculate,
            other => {
                let message = format!("the type \"{other}\" is not known");
                let remedy = "use select_one, select_multiple, integer, decimal, text, date, note, calculate or a group";
                reading.error("E-FORM-007", at("type"), message, remedy);
                continue;
            }
        };
        let Some(name) = sheet.get(cells, "name") else {
            reading.error(
                "E-FORM-008",
                at("name"),
                "the question has no name",
                "give it a name for its column in the answers",
            );
            continue;
        };
        check_name(name, *row, sheet, &mut names, reading);
        let label = texts(sheet, cells, "label");
        if kind != QuestionType::Calculate {
            check_label(reading, sheet, *row, &label, &format!("the question \"{name}\""));
        }
        let written = |head: &str| sheet.get(cells, head).map(str::to_owned);
        questions.push(Question {
            row: *row,
            name: name.to_owned(),
            kind,
            label,
            short: texts(sheet, cells, "short"),
            hint: texts(sheet, cells, "hint"),
            relevant: written("relevant"),
            constraint: written("constraint"),
            required: written("required"),
            calculation: written("calculation"),
            group: groups
                .iter()
                .map(|(_, label, _)| label.clone())
                .filter(|label| !label.is_empty())
                .collect(),
            group_relevant: groups.iter().filter_map(|(_, _, relevant)| relevant.clone()).collect(),
            ordered: sheet
                .get(cells, "ordered")
                .map(|word| matches!(word.to_lowercase().as_str(), "yes" | "true" | "true()")),
        });
    }
    for (row, _, _) in groups {
        reading.error(
            "E-FORM-006",
            (sheet, row, "type"),
            "the group does not end",
            "add a row \"end_group\" after its last question",
        );
    }
    questions
}

fn check_name(name: &str, row: u64, sheet: &Sheet, names: &mut BTreeMap<String, u64>, reading: &mut Reading) {
    let allowed = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if !allowed {
        reading.error(
            "E-FORM-009",
            (sheet, row, "name"),
            format!("\"{name}\" is not a name"),
            "begin with a letter, and use letters without marks, digits and underscores",
        );
    }
    if let Some(first) = names.insert(name.to_lowercase(), row) {
        reading.error(
            "E-FORM-017",
            (sheet, row, "name"),
            format!("the name \"{name}\" was used in row {first}"),
            "give every question a name of its own; capital letters make no difference",
        );
    }
}
