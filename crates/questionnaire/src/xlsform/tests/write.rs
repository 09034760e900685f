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

/// Rows of every type, with what goes with it.
const EXAMPLES: [&str; 24] = [
    "text | q | Q | rows=3 | multiline | | |",
    "integer | q | Q | | | . > 1 and . < 3 | 2 |",
    "decimal | q | Q | | | | 1.5 |",
    "range | q | Q | start=0 end=1 step=0.25 | vertical | | 0.5 |",
    "date | q | Q | | no-calendar | . <= today() | today() |",
    "time | q | Q | | | | |",
    "dateTime | q | Q | | | | now() |",
    "note | q | Q ${z} | | | | |",
    "calculate | q | | | | | ${z} + 1 |",
    "acknowledge | q | Q | | | | |",
    "hidden | q | | | | | x |",
    "geopoint | q | Q | capture-accuracy=5 | placement-map | | |",
    "geotrace | q | Q | incremental=true | | | |",
    "image | q | Q | max-pixels=640 | annotate | | a.png |",
    "audio | q | Q | quality=low | | | |",
    "file | q | Q | | | | |",
    "barcode | q | Q | | front | | |",
    "percentage | q | Q | | | | |",
    "select_one a | q | Q | randomize=true seed=${z} | likert | | 1 |",
    "select_multiple a or_other | q | Q | | columns-pack | selected(., '1') | 1 2 |",
    "rank b | q | Q | | | | |",
    "select_one_from_file f.geojson | q | Q | value=id label=title | map | | |",
    "select_one ${z} | q | Q | | | | |",
    "background-audio | q | | quality=normal | | | |",
];

#[test]
fn every_example_reads_back_the_same_alone_and_in_groups() {
    for row in EXAMPLES {
        for around in ["", "group", "repeat"] {
            let mut rows = vec!["text | z | Z | | | | |".to_owned()];
            if around.is_empty() {
                rows.push(row.to_owned());
            } else {
                rows.extend([format!("begin_{around} | g | G | | field-list | | |"), row.to_owned()]);
                rows.push(format!("end_{around} | | | | | | |"));
            }
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let form = super::survey("parameters | appearance | constraint | default", &rows) + super::LISTS;
            assert_eq!(super::errors(&form), [""; 0], "{form}");
            let form = form_of(&form);
            assert_eq!(cannot_say(&form, Format::Workbook), [], "{row}");
            assert_eq!(cannot_say(&form, Format::Markdown), [], "{row}");
        }
    }
}

#[test]
fn the_questionnaire_of_the_demonstration_reads_back_the_same() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/data/questionnaire.md");
    let form = form_of(&std::fs::read_to_string(path).unwrap());
    let mut questions = 0;
    form.walk(&mut |item, _| questions += usize::from(item.items().is_empty()));
    assert!(questions >= 60);
    assert_eq!(cannot_say(&form, Format::Workbook), []);
    assert_eq!(cannot_say(&form, Format::Markdown), []);
}
