//! Workbooks written for the test, good ones and bad ones.

use std::io::Write;

use rust_xlsxwriter::Workbook;
use sounding_survey::{CategoryRole, Language, VariableKind};

use super::*;

type Rows<'a> = &'a [&'a [&'a str]];

fn workbook(sheets: &[(&str, Rows<'_>)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row as u32, column as u16, number).unwrap(),
                    Err(_) => sheet.write_string(row as u32, column as u16, *cell).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

const SURVEY: Rows<'_> = &[
    &[
        "type",
        "name",
        "label::Tiếng Việt (vi)",
        "label::English (en)",
        "relevant",
        "ordered",
        "short::English (en)",
    ],
    &["start", "start", "", "", "", "", ""],
    &["begin group", "trust", "Niềm tin", "Trust", "${age} > 17", "", ""],
    &["select_one scale", "q1", "Ông/bà có tin không?", "Do you trust?", "", "yes", "Trust"],
    &["select_multiple worries", "q2", "Ông/bà lo gì?", "What worries you?", "${q1} = '1'", "", ""],
    &["end group", "", "", "", "", "", ""],
    &["integer", "age", "Tuổi", "Age", "", "", ""],
    &["note", "thanks", "Cảm ơn", "Thank you", "", "", ""],
];

const CHOICES: Rows<'_> = &[
    &["list_name", "name", "label::Tiếng Việt (vi)", "label::English (en)", "role"],
    &["scale", "1", "Có", "Yes", ""],
    &["scale", "98", "Không biết", "Don't know", "dont_know"],
    &["worries", "jobs", "Việc làm", "Jobs", ""],
];

#[test]
fn a_good_form_becomes_a_codebook() {
    let bytes =
        workbook(&[("survey", SURVEY), ("choices", CHOICES), ("settings", &[&["form_title"], &["Thử"]])]);
    let (questionnaire, findings) = read_xlsx(&bytes, "q.xlsx");
    assert_eq!(findings, []);
    let questionnaire = questionnaire.unwrap();
    assert_eq!(questionnaire.title.get(Language::Vi), "Thử");
    let codebook = questionnaire.codebook();
    let names: Vec<&str> = codebook.variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(names, ["q1", "q2", "age"]);
    let q1 = codebook.variable("q1").unwrap();
    assert_eq!(q1.label.get(Language::En), "Do you trust?");
    assert_eq!(q1.short_label().get(Language::En), "Trust");
    assert!(matches!(q1.kind, VariableKind::One { ordered: true, .. }));
    assert_eq!(q1.categories()[0].code, "1");
    assert_eq!(q1.categories()[1].role, CategoryRole::DontKnow);
    assert_eq!(codebook.variable("q2").unwrap().relevant.as_deref(), Some("(${age} > 17) and (${q1} = '1')"));
    assert_eq!(q1.group[0].get(Language::Vi), "Niềm tin");
}

#[test]
fn every_fault_is_reported_at_once_with_its_cell() {
    let survey: Rows<'_> = &[
        &["type", "name", "label::Tiếng Việt (vi)", "label::English (en)"],
        &["select_one nowhere", "q1", "Hỏi", "Ask"],
        &["selectone scale", "q2", "Hỏi", "Ask"],
        &["integer", "1st", "Hỏi", ""],
        &["text", "Q1", "", ""],
        &["text", "", "Hỏi", "Ask"],
        &["", "lost", "Hỏi", "Ask"],
        &["end_group", "", "", ""],
        &["begin_group", "g", "Nhóm", "Group"],
        &["select_multiple spaced", "q5", "Hỏi", "Ask"],
    ];
    let choices: Rows<'_> = &[
        &["list_name", "name", "label::Tiếng Việt (vi)", "label::English (en)", "role"],
        &["spaced", "a b", "A", "A", ""],
        &["spaced", "c", "C", "C", "perhaps"],
        &["spaced", "c", "C", "C", ""],
        &["", "d", "D", "D", ""],
        &["unused", "e", "E", "E", ""],
    ];
    let (questionnaire, findings) =
        read_xlsx(&workbook(&[("survey", survey), ("choices", choices)]), "q.xlsx");
    assert!(questionnaire.is_some());
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes,
        [
            "E-FORM-005",
            "E-FORM-006",
            "E-FORM-007",
            "E-FORM-008",
            "E-FORM-009",
            "E-FORM-010",
            "E-FORM-011",
            "E-FORM-012",
            "E-FORM-013",
            "E-FORM-014",
            "E-FORM-015",
            "E-FORM-016",
            "E-FORM-017",
            "W-FORM-001"
        ]
    );
    let unknown = findings.iter().find(|finding| finding.code == "E-FORM-007").unwrap();
    assert_eq!(unknown.place.to_string(), "q.xlsx, sheet survey, line 3, A3 (type)");
}

#[test]
fn what_is_not_a_workbook_is_said_so() {
    let code = |bytes: &[u8]| read_xlsx(bytes, "q.xlsx").1[0].code;
    assert_eq!(code(b""), "E-FORM-001");
    assert_eq!(code(b"PK\x03\x04 and then nothing"), "E-FORM-001");
    let good = workbook(&[("survey", SURVEY), ("choices", CHOICES)]);
    assert_eq!(code(&good[..good.len() / 2]), "E-FORM-001");
    assert_eq!(code(&workbook(&[("questions", SURVEY)])), "E-FORM-003");
    assert_eq!(code(&workbook(&[("survey", &[&["label"], &["Hỏi"]])])), "E-FORM-004");
}

#[test]
fn damaged_workbooks_never_panic() {
    let good = workbook(&[("survey", SURVEY), ("choices", CHOICES)]);
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let _ = read_xlsx(&bad, "q.xlsx");
    }
}

#[test]
fn a_decompression_bomb_is_refused() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..80 {
        archive.write_all(&block).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < 200_000);
    assert_eq!(read_xlsx(&bomb, "q.xlsx").1[0].code, "E-FORM-002");
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("survey").unwrap();
    sheet.write_string(0, 0, "type").unwrap();
    sheet.write_string(0, 1, "name").unwrap();
    sheet.write_string(1_048_575, 16_383, "far away").unwrap();
    let (questionnaire, _) = read_xlsx(&workbook.save_to_buffer().unwrap(), "q.xlsx");
    assert_eq!(questionnaire.unwrap().questions, []);
}
