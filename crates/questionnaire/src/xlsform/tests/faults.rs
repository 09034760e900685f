//! Faults: all at once, with their cells, in both languages.

use sounding_survey::Language;

use crate::say_all;
use crate::xlsform::{read, read_markdown};

#[test]
fn every_fault_is_reported_at_once_with_its_cell() {
    let form = r"
        | survey |
        | | type                   | name | label::Tiếng Việt (vi) | label::English (en) |
        | | select_one nowhere     | q1   | Hỏi                    | Ask                 |
        | | selectone scale        | q2   | Hỏi                    | Ask                 |
        | | integer                | 1st  | Hỏi                    |                     |
        | | text                   | q4   |                        |                     |
        | | text                   |      | Hỏi                    | Ask                 |
        | |                        | lost | Hỏi                    | Ask                 |
        | | end_group              |      |                        |                     |
        | | begin_group            | g    | Nhóm                   | Group               |
        | | select_multiple spaced | q5   | Hỏi                    | Ask                 |
        | choices |
        | | list_name | name | label::Tiếng Việt (vi) | label::English (en) | role    |
        | | spaced    | a b  | A                      | A                   |         |
        | | spaced    | c    | C                      | C                   | perhaps |
        | | spaced    | c    | C                      | C                   |         |
        | | spaced    |      | D                      | D                   |         |
        | | unused    | e    | E                      | E                   |         |
        ";
    assert_eq!(
        super::faults(form),
        [
            "E-FORM-013 choices B2 (name)",
            "E-FORM-016 choices E3 (role)",
            "E-FORM-015 choices B4 (name)",
            "E-FORM-014 choices B5 (name)",
            "E-FORM-012 survey A2 (type)",
            "E-FORM-007 survey A3 (type)",
            "E-FORM-009 survey B4 (name)",
            "E-FORM-010 survey C5 (label::Tiếng Việt (vi))",
            "E-FORM-008 survey B6 (name)",
            "E-FORM-005 survey A7 (type)",
            "E-FORM-006 survey A8 (type)",
            "E-FORM-006 survey A9 (type)",
            "W-FORM-001 choices A6 (list_name)",
        ]
    );
}

#[test]
fn a_fault_reads_well_in_both_languages() {
    let form = "| survey |\n| | type | name | label |\n| | text | tuoi | Tuổi |\n| | note | n | ${tuio} |";
    let (_, faults) = read_markdown(form, "phieu.md");
    let vi = say_all(&faults, Language::Vi)[0].clone();
    assert_eq!(vi.message, "không có câu hỏi nào tên “tuio”");
    assert_eq!(vi.remedy, "sửa tên trong tham chiếu; có phải là “tuoi”?");
    assert_eq!(vi.place.to_string(), "phieu.md, sheet survey, line 3, C3 (label)");
    let en = say_all(&faults, Language::En)[0].clone();
    assert_eq!(
        en.to_string().lines().last().unwrap(),
        "  remedy: correct the name in the reference; did you mean \"tuoi\"?"
    );
}

#[test]
fn a_form_without_a_survey_is_none() {
    let (form, faults) =
        read_markdown("| surveys |\n| | type | name |\n| choices |\n| | list_name | name |", "f.md");
    assert!(form.is_none());
    assert_eq!(faults[0].code, "E-FORM-003");
    assert_eq!(faults[0].values, [("near", "surveys".to_owned())]);
    assert!(read_markdown("", "f.md").0.is_none());
}

#[test]
fn no_text_makes_the_reader_panic() {
    let form = super::write::FULL;
    let marks =
        ["|", "\n", "${", "}", "::", "begin_group", "end_repeat", "=", "\u{0}", "%", "\\|", "or_other", "#"];
    for (at, _) in form.char_indices().step_by(61) {
        let mark = marks[at % marks.len()];
        let _ = read_markdown(&format!("{}{mark}{}", &form[..at], &form[at..]), "f.md");
        let _ = read_markdown(&form[..at], "f.md");
        let _ = read(&form.as_bytes()[at..], "f.csv");
    }
}

#[test]
fn a_form_in_which_every_reference_is_wrong_takes_no_time() {
    let mut form = String::from("| survey |\n| | type | name | label |\n");
    for at in 0..1_500 {
        form.push_str("| | text | question_number_");
        form.push_str(&at.to_string());
        form.push_str(" | ${question_numbr_");
        form.push_str(&at.to_string());
        form.push_str("x} |\n");
    }
    let (_, faults) = read_markdown(&form, "f.md");
    assert_eq!(faults.len(), 1_500);
    assert!(faults[0].values[1].1.starts_with("question_number_"));
}

#[test]
fn odd_heads_and_names_never_panic() {
    let odd = [
        ":",
        "::",
        ":::",
        "a::",
        "::a",
        "media::",
        "media",
        "bind:",
        "bind::",
        "label::",
        "body::::x",
        "attribute::",
        "é::",
        "\u{feff}",
    ];
    for head in odd {
        for (survey, choices, settings, entities) in [
            (head, "label", "version", "label"),
            ("label", head, "version", "label"),
            ("label", "label", head, "label"),
            ("label", "label", "version", head),
        ] {
            let form = format!(
                "| survey |\n| | type | name | {survey} |\n| | select_one l | q | x |\n| | {head} | {head} | {head} |\n\
                 | choices |\n| | list_name | name | {choices} |\n| | l | 1 | x |\n\
                 | settings |\n| | {settings} |\n| | x |\n\
                 | entities |\n| | list_name | {entities} |\n| | p | {head} |\n"
            );
            let (questionnaire, faults) = super::super::read_markdown(&form, "form.md");
            let written = questionnaire.map(|questionnaire| crate::xform::write(&questionnaire));
            assert!(!faults.is_empty() || written.is_some(), "{form}");
        }
    }
}
