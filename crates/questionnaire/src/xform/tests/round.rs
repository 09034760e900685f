//! What is written reads back the same, and is written the same again.

use super::super::{read, write};
use crate::definition::{Item, Questionnaire};
use crate::xlsform::read_markdown;

/// Rows are of the sheet.
fn without_rows(questionnaire: &mut Questionnaire) {
    fn items(all: &mut [Item]) {
        for item in all {
            item.node_mut().row = 0;
            match item {
                Item::Group(group) => items(&mut group.items),
                Item::Repeat(repeat) => items(&mut repeat.items),
                Item::Question(_) => {}
            }
        }
    }
    items(&mut questionnaire.items);
    for choice in questionnaire.lists.iter_mut().flat_map(|list| &mut list.choices) {
        choice.row = 0;
    }
    questionnaire.attachments.iter_mut().for_each(|attachment| attachment.row = 0);
    questionnaire.entities.iter_mut().for_each(|entity| entity.row = 0);
}

fn reads_back_the_same(form: &str) {
    let (questionnaire, faults) = read_markdown(form, "form.md");
    let mut questionnaire = questionnaire.unwrap_or_else(|| panic!("{faults:?}"));
    let xml = write(&questionnaire).unwrap_or_else(|faults| panic!("{faults:?}"));
    let (back, faults) = read(xml.as_bytes(), "form.xml");
    assert!(faults.is_empty(), "{faults:?}");
    let mut back = back.unwrap();
    assert_eq!(write(&back).unwrap(), xml, "the same bytes again");
    without_rows(&mut questionnaire);
    without_rows(&mut back);
    assert_eq!(back, questionnaire);
}

#[test]
fn a_roster_in_two_languages_with_a_computed_count() {
    reads_back_the_same(
        "| survey | | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | repeat_count | calculation |
| | integer | n | Mấy người? | How many? | | | |
| | begin_repeat | person | Người | Person | ${n} > 0 | ${n} + 1 | |
| | text | first | Tên | Name | | | |
| | integer | age | Tuổi của ${first} | Age of ${first} | | | |
| | calculate | place | | | | | position(..) |
| | begin_group | job | Việc | Work | ${age} >= 15 and indexed-repeat(${age}, ${person}, ${n}) > 1 | | |
| | text | title | Nghề | Job | ${age} < 60 and ${n} > 1 | | |
| | end_group | | | | | | |
| | end_repeat | | | | | | |
| | calculate | total | | | | | sum(${age}) + count(${person}) |
| settings | | | |
| | form_id | version | default_language |
| | roster | 2 | Tiếng Việt (vi) |
",
    );
}

#[test]
fn cascades_rotation_others_and_tables() {
    reads_back_the_same(
        "| survey | | | | | | | |
| | type | name | label | choice_filter | parameters | appearance | hint |
| | select_one province | p | Province | | | | |
| | select_one commune | c | Commune | province = ${p} | randomize=true seed=${p} | minimal | |
| | select_multiple topic or_other | t | Topics | | | | which |
| | begin_group | table | Agree? | | | table-list | |
| | select_one agree | t1 | One | | | | |
| | select_one agree | t2 | Two | | | | |
| | end_group | | | | | | |
| | rank topic | r | Order | | | | |
| choices | | | | |
| | list_name | name | label | province |
| | province | 1 | Hà Nội | |
| | province | 79 | TP HCM | |
| | commune | 101 | Ba Đình | 1 |
| | commune | 102 | Sài Gòn | 79 |
| | topic | a | Roads | |
| | topic | b | Schools | |
| | agree | y | Yes | |
| | agree | n | No | |
| settings | | |
| | form_title | form_id |
| | Title | f |
",
    );
}

#[test]
fn messages_media_defaults_triggers_and_last_answers() {
    reads_back_the_same(
        "| survey | | | | | | | | | | | |
| | type | name | label::vi | media::image::vi | guidance_hint::vi | constraint | constraint_message::vi | required | default | trigger | calculation |
| | audit | | | | | | | | | | |
| | date | d | Ngày | d.png | Hỏi kỹ | . <= today() | không quá ${d} | yes | today() | | |
| | text | last | Cũ ${last-saved#d} | | | | | | ${last-saved#last} | | |
| | dateTime | changed | Lúc | | | | | | | ${d} | now() |
| | note | shown | instance('l')/root/item[name = ${d}]/label ở đây | | | | | | | | |
| choices | | | |
| | list_name | name | label::vi |
| | l | 1 | Một |
| settings | | |
| | form_id | instance_name |
| | f | concat(${d}, '-', ${last}) |
",
    );
}

#[test]
fn answers_of_a_repeat_files_and_entities() {
    reads_back_the_same(
        "| survey | | | | | | |
| | type | name | label | save_to | choice_filter | calculation |
| | begin_repeat | r | Member | | | |
| | text | who | Name | name_of | | |
| | end_repeat | | | | | |
| | select_one ${who} | head | Head | | ${who} != 'x' | |
| | select_one_from_file places.csv | place | Place | | kind = ${head} | |
| | calculate | price | | | | pulldata('prices', 'p', 'k', ${place}) |
| | csv-external | extra | | | | |
| entities | | |
| | list_name | label |
| | people | ${who} |
| settings | |
| | form_id |
| | f |
",
    );
}
