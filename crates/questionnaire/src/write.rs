//! Writing XLSForm: the workbook that `read_xlsx` reads back to the same questionnaire, byte for byte the same each time.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use sounding_survey::{CategoryRole, Language, Text};

use crate::{Question, QuestionType, Questionnaire};

/// Longest text of a cell, in characters: what the format itself allows.
const LONGEST: usize = 32_767;

/// Writes the questionnaire as a workbook with the sheets `survey`, `choices` and `settings`, labels in Vietnamese and in
/// English. A text longer than the 32,767 characters of a cell ends there.
pub fn write_xlsx(questionnaire: &Questionnaire) -> Vec<u8> {
    // Fixed sheet names, cells far inside the sheet and texts that fit: nothing is left that the writer refuses.
    workbook(questionnaire).unwrap_or_default()
}

fn workbook(questionnaire: &Questionnaire) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The library would ask the clock.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    sheet(&mut workbook, "survey", &survey(questionnaire))?;
    sheet(&mut workbook, "choices", &choices(questionnaire))?;
    sheet(&mut workbook, "settings", &settings(questionnaire))?;
    workbook.save_to_buffer()
}

/// A head for each column, and rows under them.
struct Grid {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn language_column(name: &str, language: Language) -> String {
    match language {
        Language::Vi => format!("{name}::Tiếng Việt (vi)"),
        Language::En => format!("{name}::English (en)"),
    }
}

/// The words of a text, one cell for each language; nothing where the language has none of its own.
fn words(text: &Text) -> [String; 2] {
    [text.vi.clone().unwrap_or_default(), text.en.clone().unwrap_or_default()]
}

fn heads(parts: &[(&str, bool)]) -> Vec<String> {
    let columns = |&(name, translated): &(&str, bool)| -> Vec<String> {
        if translated {
            Language::ALL.iter().map(|language| language_column(name, *language)).collect()
        } else {
            vec![name.to_owned()]
        }
    };
    parts.iter().flat_map(columns).collect()
}

fn survey(questionnaire: &Questionnaire) -> Grid {
    let heads = heads(&[
        ("type", false),
        ("name", false),
        ("label", true),
        ("short", true),
        ("hint", true),
        ("relevant", false),
        ("constraint", false),
        ("required", false),
        ("calculation", false),
        ("ordered", false),
    ]);
    let mut rows = Vec::new();
    let mut open: Vec<(Option<Text>, Option<String>)> = Vec::new();
    let mut number = 0;
    for question in &questionnaire.questions {
        let wanted = groups(question);
        let shared = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        for _ in shared..open.len() {
            rows.push(group_row("end_group", "", None, None, heads.len()));
        }
        open.truncate(shared);
        for (label, relevant) in &wanted[shared..] {
            number += 1;
            let name = format!("group_{number}");
            rows.push(group_row("begin_group", &name, label.as_ref(), relevant.as_deref(), heads.len()));
        }
        open = wanted;
        rows.push(question_row(question));
    }
    for _ in open {
        rows.push(group_row("end_group", "", None, None, heads.len()));
    }
    Grid { heads, rows }
}

/// The groups around a question. Labels and conditions are kept apart in a questionnaire; they are paired from the
/// outside inwards, which gives the same lists when read.
fn groups(question: &Question) -> Vec<(Option<Text>, Option<String>)> {
    let depth = question.group.len().max(question.group_relevant.len());
    (0..depth).map(|at| (question.group.get(at).cloned(), question.group_relevant.get(at).cloned())).collect()
}

fn group_row(
    kind: &str,
    name: &str,
    label: Option<&Text>,
    relevant: Option<&str>,
    width: usize,
) -> Vec<String> {
    let mut row = vec![kind.to_owned(), name.to_owned()];
    row.extend(label.map(words).unwrap_or_default());
    row.extend(std::iter::repeat_n(String::new(), 4));
    row.push(relevant.unwrap_or_default().to_owned());
    row.resize(width, String::new());
    row
}

fn question_row(question: &Question) -> Vec<String> {
    let kind = match &question.kind {
        QuestionType::SelectOne(list) => format!("select_one {list}"),
        QuestionType::SelectMultiple(list) => format!("select_multiple {list}"),
        QuestionType::Integer => "integer".into(),
        QuestionType::Decimal => "decimal".into(),
        QuestionType::Text => "text".into(),
        QuestionType::Date => "date".into(),
        QuestionType::Note => "note".into(),
        QuestionType::Calculate => "calculate".into(),
    };
    let mut row = vec![kind, question.name.clone()];
    for text in [&question.label, &question.short, &question.hint] {
        row.extend(words(text));
    }
    for written in [&question.relevant, &question.constraint, &question.required, &question.calculation] {
        row.push(written.clone().unwrap_or_default());
    }
    row.push(match question.ordered {
        None => String::new(),
        Some(true) => "yes".into(),
        Some(false) => "no".into(),
    });
    row
}

fn choices(questionnaire: &Questionnaire) -> Grid {
    let heads = heads(&[("list_name", false), ("name", false), ("label", true), ("role", false)]);
    let mut rows = Vec::new();
    for list in &questionnaire.lists {
        for choice in &list.choices {
            let mut row = vec![list.name.clone(), choice.code.clone()];
            row.extend(words(&choice.label));
            row.push(
                match choice.role {
                    CategoryRole::Substantive => "",
                    CategoryRole::DontKnow => "dont_know",
                    CategoryRole::Refused => "refused",
                    CategoryRole::NotApplicable => "not_applicable",
                }
                .into(),
            );
            rows.push(row);
        }
    }
    Grid { heads, rows }
}

fn settings(questionnaire: &Questionnaire) -> Grid {
    let heads =
        heads(&[("form_title", true), ("form_id", false), ("version", false), ("default_language", false)]);
    let mut row = words(&questionnaire.title).to_vec();
    row.push(questionnaire.form_id.clone().unwrap_or_default());
    row.push(questionnaire.version.clone().unwrap_or_default());
    row.push("Tiếng Việt (vi)".into());
    Grid { heads, rows: vec![row] }
}

fn sheet(workbook: &mut Workbook, name: &str, grid: &Grid) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let sheet: &mut Worksheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, text) in grid.heads.iter().enumerate() {
        let wide = text.starts_with("label") || text.starts_with("hint") || text.starts_with("form_title");
        sheet.set_column_width(column as u16, if wide { 48 } else { 22 })?;
        sheet.write_string_with_format(0, column as u16, text, &head)?;
    }
    for (row, cells) in grid.rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let text: String = text.chars().take(LONGEST).collect();
            sheet.write_string_with_format(row as u32 + 1, column as u16, text, &body)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, ChoiceList, read_xlsx};

    fn question(name: &str, kind: QuestionType) -> Question {
        Question {
            row: 0,
            name: name.into(),
            kind,
            label: Text::new(format!("Hỏi {name}"), format!("Ask {name}")),
            short: Text::default(),
            hint: Text::default(),
            relevant: None,
            constraint: None,
            required: None,
            calculation: None,
            group: Vec::new(),
            group_relevant: Vec::new(),
            ordered: None,
        }
    }

    fn choice(code: &str, role: CategoryRole) -> Choice {
        Choice {
            row: 0,
            code: code.into(),
            label: Text::new(format!("Mã {code}"), format!("Code {code}")),
            role,
        }
    }

    fn sample() -> Questionnaire {
        let outer = Text::new("Dịch vụ", "Services");
        let inner = Text::new("Khiếu nại", "Complaints");
        let scale = Question {
            short: Text::new("Tin", "Trust"),
            hint: Text { vi: Some("Một câu".into()), en: None },
            required: Some("yes".into()),
            ordered: Some(true),
            group: vec![outer.clone()],
            ..question("trust", QuestionType::SelectOne("scale".into()))
        };
        let many = Question {
            relevant: Some("${trust} = '1'".into()),
            group: vec![outer, inner],
            group_relevant: vec!["${age} > 17".into()],
            ..question("worries", QuestionType::SelectMultiple("worries".into()))
        };
        let age = Question {
            constraint: Some(". >= 18".into()),
            ordered: Some(false),
            ..question("age", QuestionType::Integer)
        };
        Questionnaire {
            title: Text::new("Thử", "Trial"),
            form_id: Some("trial".into()),
            version: Some("2026070100".into()),
            questions: vec![scale, many, age, question("thanks", QuestionType::Note)],
            lists: vec![
                ChoiceList {
                    name: "scale".into(),
                    choices: vec![
                        choice("01", CategoryRole::Substantive),
                        choice("98", CategoryRole::DontKnow),
                        choice("99", CategoryRole::Refused),
                    ],
                },
                ChoiceList {
                    name: "worries".into(),
                    choices: vec![choice("jobs", CategoryRole::Substantive)],
                },
            ],
        }
    }

    /// Rows of the sheet are the reader's, not the questionnaire's.
    fn without_rows(mut questionnaire: Questionnaire) -> Questionnaire {
        questionnaire.questions.iter_mut().for_each(|question| question.row = 0);
        for list in &mut questionnaire.lists {
            list.choices.iter_mut().for_each(|choice| choice.row = 0);
        }
        questionnaire
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let (read, findings) = read_xlsx(&write_xlsx(&sample()), "questionnaire.xlsx");
        assert_eq!(findings, []);
        assert_eq!(without_rows(read.unwrap()), sample());
    }

    #[test]
    fn the_same_questionnaire_gives_the_same_bytes() {
        assert_eq!(write_xlsx(&sample()), write_xlsx(&sample()));
        let mut other = sample();
        other.questions[0].name = "confidence".into();
        assert_ne!(write_xlsx(&sample()), write_xlsx(&other));
    }

    #[test]
    fn a_text_too_long_for_a_cell_ends_where_the_cell_does() {
        let mut long = sample();
        long.title = Text::same("đ".repeat(LONGEST + 1));
        let read = read_xlsx(&write_xlsx(&long), "questionnaire.xlsx").0.unwrap();
        assert_eq!(read.title.get(Language::Vi), "đ".repeat(LONGEST));
        assert_eq!(read.questions.len(), long.questions.len());
    }
}
