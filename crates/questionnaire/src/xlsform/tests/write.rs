//! What is written reads back the same.

use std::fmt::Write;

use proptest::prelude::*;

use super::any as form_of;
use crate::definition::{Kind, Question, Questionnaire, Words};
use crate::xlsform::{Format, cannot_say, read_markdown, read_xlsx, write_markdown, write_xlsx};

/// A form with something in every column that there is.
pub(super) const FULL: &str = r#"
    | survey |
    | | type | name | label::Tiếng Việt (vi) | label::English (en) | short::English (en) | hint::English (en) | guidance_hint::English (en) | relevant | required | required_message::English (en) | constraint | constraint_message::English (en) | calculation | default | readonly | trigger | choice_filter | appearance | parameters | repeat_count | save_to | bind::type | bind::foo:x | body::accuracyThreshold | instance::odk:tag | image::English (en) | ordered | intent | my notes | audio::Tiếng Việt (vi) |
    | | start | start | | | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | | audit | | | | | | | | | | | | | | | | | | track-changes=true | | | | | | | | | | | |
    | | begin_group | g | Nhóm | Group | | | | ${start} != '' | | | | | | | | | | field-list | | | | | | | | | | org.x(a) | | |
    | | select_one towns | t | Xã \| phường | Town | Short | Hint | More | | yes | Needed | | | | | | | province = ${p} | minimal | randomize=true seed=3 | | commune | | | | | t.png | no | | seen | t.mp3 |
    | | select_multiple towns or_other | t2 | Xã | Towns | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | | text | p | Tỉnh | Province | | | | | no | | . != '' | Not empty | | Hà Nội | | | | | rows=3 | | | | b | | tag | | | | | |
    | | end_group | | | | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | | begin_repeat | r | Lặp | Repeat | | | | | | | | | | | | | | | | ${n} + 1 | | | | | | | | | | |
    | | integer | n | Số | Number | | | | | | | | | | | yes | ${p}, ${t} | | | | | | | | | | | | | | |
    | | range | v | Mức | Level | | | | | | | | | | | | | | | start=0 end=1 step=0.5 | | | | | | | | | | | |
    | | end_repeat | | | | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | | calculate | c | | | | | | | | | | | pulldata('x', 'a', 'b', ${p}) | | | | | | | | | | | | | | | | | |
    | | select_one_from_file f.csv | f | Tệp | File | | | | | | | | | | | | | | | value=code label=name | | | | | | | | | | | |
    | | select_one_external far | e | Ngoài | Far | | | | | | | | | | | | | a = ${p} | | | | | | | | | | | | | |
    | | rank towns | k | Hạng | Rank | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | | osm tags | o | Bản đồ | Map | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | | csv-external | villages | | | | | | | | | | | | | | | | | | | | | | | | | | | | |
    | choices |
    | | list_name | name | label::Tiếng Việt (vi) | label::English (en) | image | province | role |
    | | towns | a | A | A | a.png | p1 | |
    | | towns | z | Không biết | Don't know | | | dont_know |
    | settings |
    | | form_title::Tiếng Việt (vi) | form_title::English (en) | form_id | version | default_language | instance_name | namespaces | attribute::foo:y | style | zzz |
    | | Thử | Trial | trial | 1 | Tiếng Việt (vi) | ${p} | foo="http://x.y/z" | w | pages | kept |
    | entities |
    | | list_name | label | create_if |
    | | communes | ${p} | true() |
    | external_choices |
    | | list_name | name | label | a |
    | | far | 1 | One | x |
    | osm |
    | | list_name | name | label |
    | | tags | building | Building |
    "#;

#[test]
fn a_form_with_every_column_reads_back_the_same() {
    let form = form_of(FULL);
    assert_eq!(super::faults(FULL).iter().filter(|code| code.starts_with('E')).count(), 0);
    assert_eq!(form.items.len(), 9);
    assert_eq!(form.attachments.len(), 1);
    assert_eq!(cannot_say(&form, Format::Workbook), []);
    assert_eq!(cannot_say(&form, Format::Markdown), []);
}

#[test]
fn the_same_questionnaire_gives_the_same_bytes() {
    let form = form_of(FULL);
    assert_eq!(write_xlsx(&form), write_xlsx(&form));
    let mut other = form.clone();
    other.settings.version = Some("2".into());
    assert_ne!(write_xlsx(&form), write_xlsx(&other));
}

#[test]
fn what_a_format_cannot_hold_is_said() {
    let mut question = Question::new("q", Kind::Text);
    question.node.label = Words::plain("One line\nand another");
    let form = Questionnaire {
        items: vec![crate::definition::Item::Question(question)],
        ..Questionnaire::default()
    };
    assert_eq!(cannot_say(&form, Format::Workbook), []);
    let said = cannot_say(&form, Format::Markdown);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].code, "E-FORM-098");
    assert_eq!(said[0].values, [("name", "q".to_owned()), ("what", "label".to_owned())]);
}

#[test]
fn a_text_too_long_for_a_cell_is_said() {
    let mut form = form_of("| survey |\n| | type | name | label |\n| | text | q | Q |");
    form.settings.title = Words::plain(&"đ".repeat(40_000));
    assert_eq!(cannot_say(&form, Format::Workbook).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_texts_read_back_as_they_were(
        texts in proptest::collection::vec("[a-zđư|\\\\#\"'<&%{$ -]{0,12}", 1..6),
        deep in proptest::collection::vec(any::<bool>(), 6),
    ) {
        let mut out = String::from("| survey |\n| | type | name | label | hint | relevant |\n");
        let mut ends = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let cell = text.replace("${", "").replace('|', "\\|");
            if deep[at] {
                let kind = if at % 2 == 0 { "group" } else { "repeat" };
                let _ = writeln!(out, "| | begin {kind} | g{at} | {cell} | | {cell} |");
                ends.push(kind);
            }
            let _ = writeln!(out, "| | text | q{at} | Q {cell} | {cell} | {cell} |");
        }
        for kind in ends.iter().rev() {
            let _ = writeln!(out, "| | end {kind} | | | | |");
        }
        let (form, _) = read_markdown(&out, "f.md");
        let form = form.unwrap();
        prop_assert_eq!(cannot_say(&form, Format::Workbook), []);
        prop_assert_eq!(cannot_say(&form, Format::Markdown), []);
    }
}

#[test]
fn a_workbook_and_its_markdown_are_the_same_form() {
    let form = form_of(FULL);
    let (first, _) = read_xlsx(&write_xlsx(&form), "f.xlsx");
    let (second, _) = read_markdown(&write_markdown(&form), "f.md");
    assert_eq!(first, second);
}
