//! What the paper form and the picture hold, whatever the words in them.

use sounding_questionnaire::definition::Questionnaire;
use sounding_questionnaire::xlsform::read_markdown;
use sounding_survey::Language;

use super::compose::paper;
use super::paper::{Answer, Part};
use super::*;

fn read(text: &str) -> Questionnaire {
    let (form, faults) = read_markdown(text, "form.md");
    form.unwrap_or_else(|| panic!("{faults:?}"))
}

fn demo() -> Questionnaire {
    read(include_str!("../../../demo/data/questionnaire.md"))
}

/// Writes what people see where a folder is named, to be looked at.
fn look(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("SOUNDING_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
    }
}

#[test]
fn every_question_is_on_the_page_and_in_the_print() {
    let form = demo();
    for language in Language::ALL {
        let page = form_html(&form, language).unwrap();
        look(&format!("form.{language}.html"), page.as_bytes());
        for number in ["C1", "C5", "C20"] {
            let number = if language == Language::En { number.replace('C', "Q") } else { number.to_owned() };
            assert!(page.contains(&format!(">{number}<")), "{number}");
        }
        assert!(!page.contains('⟪') && !page.contains("{$"), "every word is there");
        assert!(!page.contains("${"), "answers are named by their numbers");
        let print = form_pdf(&form, language).unwrap();
        look(&format!("form.{language}.pdf"), &print.bytes);
        assert!(print.unmet.is_empty(), "{:?}", print.unmet);
    }
}

#[test]
fn a_print_is_the_same_every_time() {
    let form = read("| survey |\n| | type | name | label |\n| | text | a | Why? |\n");
    let printed = || form_pdf(&form, Language::En).unwrap().bytes;
    assert_eq!(printed(), printed());
}

#[test]
fn both_languages_stand_side_by_side_part_by_part() {
    let form = demo();
    let page = form_html_both(&form, Language::Vi).unwrap();
    look("form.both.html", page.as_bytes());
    let parts = paper(&form, Language::Vi).parts.len();
    assert_eq!(parts, paper(&form, Language::En).parts.len());
    assert_eq!(page.matches("<div class=\"pair\">").count(), parts);
    assert!(page.contains(">C5<") && page.contains(">Q5<"));
}

#[test]
fn the_picture_is_one_file_with_every_box() {
    let form = demo();
    for language in Language::ALL {
        let svg = render_graph(&form, language);
        look(&format!("graph.{language}.svg"), svg.as_bytes());
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && svg.contains("@font-face"));
        assert!(svg.contains(if language == Language::Vi { "Bắt đầu" } else { "Start" }));
        assert_eq!(svg, render_graph(&form, language));
    }
}

#[test]
fn answers_have_the_room_that_they_need() {
    let rows: Vec<String> = (0..40).map(|at| format!("| | commune | {at:05} | Xã {at} |")).collect();
    let rows = rows.join("\n");
    let form = read(&format!(
        "| survey |
| | type | name | label | constraint | relevant |
| | select_one yn | married | Ông/bà đã kết hôn chưa? | | |
| | integer | age | Bao nhiêu tuổi? | . >= 18 and . < 100 | ${{married}} = 'y' |
| | select_one commune | commune | Xã nào? | | |
| | date | day | Ngày nào? | | |
| choices |
| | list_name | name | label |
| | yn | y | Có |
| | yn | n | Không |
{rows}"
    ));
    let paper = paper(&form, Language::Vi);
    let answers: Vec<&Answer> = paper
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Question(asked) => Some(&asked.answer),
            _ => None,
        })
        .collect();
    let Answer::Choices { choices, .. } = answers[0] else { panic!("{:?}", answers[0]) };
    assert_eq!(choices[1].lead.as_deref(), Some("→ C3"), "those who are not married skip the age");
    let limits = Some("Từ 18 đến 99.".to_owned());
    assert_eq!(*answers[1], Answer::Number { boxes: 2, decimals: 0, limits });
    assert!(matches!(answers[2], Answer::Card { boxes: 5, text } if text.contains("40 phương án")));
    assert!(matches!(answers[3], Answer::Fields(fields) if fields.len() == 3));
}

#[test]
fn words_of_the_author_are_never_markup() {
    let form = read(
        "| survey |
| | type | name | label |
| | note | a | <b>#panic(\"x\") $ *a* _b_ @d // [ ] { } |
| | text | b | <script>alert(1)</script> & \"c\" |
",
    );
    for language in Language::ALL {
        let page = form_html(&form, language).unwrap();
        assert!(!page.contains("<script>") && !page.contains("<b>#panic"));
        assert!(form_pdf(&form, language).is_ok());
        assert!(!render_graph(&form, language).contains("<script>"));
    }
}

#[test]
fn a_form_that_asks_nothing_is_a_form() {
    let form = read("| survey |\n| | type | name | label |\n| | start | start | |\n| | calculate | a | |\n");
    for language in Language::ALL {
        assert!(form_html(&form, language).is_ok());
        assert!(form_pdf(&form, language).is_ok());
        assert!(render_graph(&form, language).ends_with("</svg>"));
    }
}
