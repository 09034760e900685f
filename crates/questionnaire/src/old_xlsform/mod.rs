//! Reading XLSForm: the sheets `survey`, `choices` and `settings`.

mod choices;
mod survey;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::{Finding, Language, Place, Severity, Text};

use crate::workbook::{Sheet, open, reference};
use crate::{QuestionType, Questionnaire};

/// Reads a workbook. The questionnaire is there unless the workbook itself cannot be read or has no survey sheet; with any
/// finding that is an error it must not be used for fieldwork.
pub fn read_xlsx(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Finding>) {
    let sheets = match open(bytes, file, &["survey", "choices", "settings"]) {
        Ok(sheets) => sheets,
        Err(finding) => return (None, vec![finding]),
    };
    let sheet = |name: &str| sheets.iter().find(|sheet| sheet.name == name);
    let mut reading = Reading { file: file.to_owned(), findings: Vec::new() };
    let Some(survey) = sheet("survey") else {
        reading.findings.push(Finding::error(
            "E-FORM-003",
            Place::file(file),
            "the workbook has no sheet named \"survey\"",
            "name the sheet with the questions \"survey\"",
        ));
        return (None, reading.findings);
    };
    let mut questionnaire = Questionnaire::default();
    let empty = Sheet { name: "choices".into(), ..Sheet::default() };
    let choices = sheet("choices").unwrap_or(&empty);
    questionnaire.lists = choices::read(choices, &mut reading);
    questionnaire.questions = survey::read(survey, &mut reading);
    if let Some(settings) = sheet("settings")
        && let Some((_, row)) = settings.rows.first()
    {
        questionnaire.title = texts(settings, row, "form_title");
        questionnaire.form_id = settings.get(row, "form_id").map(str::to_owned);
        questionnaire.version = settings.get(row, "version").map(str::to_owned);
    }
    check_lists(&questionnaire, survey, choices, &mut reading);
    reading.findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.place.cmp(&b.place)));
    (Some(questionnaire), reading.findings)
}

/// What is found on the way.
struct Reading {
    file: String,
    findings: Vec<Finding>,
}

impl Reading {
    fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        (sheet, row, head): (&Sheet, u64, &str),
        message: impl Into<String>,
        remedy: &str,
    ) {
        let place = Place::file(&self.file).sheet(&sheet.name).line(row).column(reference(sheet, head, row));
        let (message, remedy) = (message.into(), remedy.to_owned());
        self.findings.push(Finding { severity, code, place, message, remedy });
    }

    fn error(
        &mut self,
        code: &'static str,
        at: (&Sheet, u64, &str),
        message: impl Into<String>,
        remedy: &str,
    ) {
        self.report(Severity::Error, code, at, message, remedy);
    }
}

/// The texts of a translated column: `label`, `label::Tiếng Việt (vi)`, `label::English (en)`. A column without a language
/// serves for both.
fn texts(sheet: &Sheet, row: &BTreeMap<u32, String>, name: &str) -> Text {
    let mut text = Text::default();
    if let Some(words) = sheet.get(row, name) {
        text = Text::same(words);
    }
    for (head, column) in &sheet.head {
        let Some((head, language)) = head.split_once("::") else { continue };
        let Some(words) = row.get(column) else { continue };
        if head == name
            && let Some(language) = language_of(language)
        {
            text.set(language, words.clone());
        }
    }
    text
}

/// The language of `tiếng việt (vi)`, `english`, `vi`.
fn language_of(name: &str) -> Option<Language> {
    let tag = name.rsplit_once('(').map_or(name, |(_, tag)| tag.trim_end_matches(')')).trim();
    Language::from_tag(tag).or(match name {
        "tiếng việt" | "vietnamese" => Some(Language::Vi),
        "english" | "tiếng anh" => Some(Language::En),
        _ => None,
    })
}

/// Languages that a sheet's labels are written in.
fn languages(sheet: &Sheet) -> Vec<Language> {
    let named = |language: Language| {
        sheet.head.iter().any(|(head, _)| {
            head.split_once("::")
                .is_some_and(|(name, of)| name == "label" && language_of(of) == Some(language))
        })
    };
    Language::ALL.into_iter().filter(|language| named(*language)).collect()
}

/// Labels that are missing in a language which the sheet has.
fn check_label(reading: &mut Reading, sheet: &Sheet, row: u64, label: &Text, what: &str) {
    if label.is_empty() {
        reading.error(
            "E-FORM-010",
            (sheet, row, "label"),
            format!("{what} has no label"),
            "write what people are to read",
        );
        return;
    }
    for language in languages(sheet) {
        if !label.has(language) {
            let message = format!("{what} has no label in the language \"{language}\"");
            reading.error(
                "E-FORM-011",
                (sheet, row, "label"),
                message,
                "translate it, or take the column of that language out",
            );
        }
    }
}

fn check_lists(questionnaire: &Questionnaire, survey: &Sheet, choices: &Sheet, reading: &mut Reading) {
    let mut used = BTreeSet::new();
    for question in &questionnaire.questions {
        let (QuestionType::SelectOne(list) | QuestionType::SelectMultiple(list)) = &question.kind else {
            continue;
        };
        used.insert(list.as_str());
        match questionnaire.list(list) {
            None => reading.error(
                "E-FORM-012",
                (survey, question.row, "type"),
                format!("there is no choice list named \"{list}\""),
                "write the list in the sheet \"choices\", or correct its name",
            ),
            Some(choice_list) if matches!(question.kind, QuestionType::SelectMultiple(_)) => {
                for choice in
                    choice_list.choices.iter().filter(|choice| choice.code.contains(char::is_whitespace))
                {
                    let message = format!(
                        "the code \"{}\" has a space, and \"{}\" stores several codes in one field",
                        choice.code, question.name
                    );
                    reading.error(
                        "E-FORM-013",
                        (choices, choice.row, "name"),
                        message,
                        "use a code without spaces",
                    );
                }
            }
            Some(_) => {}
        }
    }
    for list in questionnaire.lists.iter().filter(|list| !used.contains(list.name.as_str())) {
        let row = list.choices.first().map_or(1, |choice| choice.row);
        let message = format!("no question uses the choice list \"{}\"", list.name);
        reading.report(
            Severity::Warning,
            "W-FORM-001",
            (choices, row, "list_name"),
            message,
            "take the list out, or name it in a question",
        );
    }
}
