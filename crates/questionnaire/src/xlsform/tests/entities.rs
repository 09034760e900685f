//! Entities and what is saved in them.

use super::{any, errors, survey};

fn form(rows: &[&str], entities: &[&str]) -> String {
    let mut form = survey("save_to", rows)
        + "| entities |\n| | list_name | label | entity_id | create_if | update_if |\n";
    for entity in entities {
        form.extend(["| | ", entity, " |\n"]);
    }
    form
}

const QUESTION: &str = "text | q | Q | age |";

#[test]
fn entities_are_created_updated_or_both() {
    for (entity, code) in [
        ("people | ${q} | | | ", None),
        ("people | ${q} | | 1 = 1 | ", None),
        ("people | | ${q} | | ", None),
        ("people | | ${q} | | 1 = 1", None),
        ("people | ${q} | ${q} | 1 = 1 | 1 = 2", None),
        ("people | ${q} | | | 1 = 1", Some("E-FORM-086")),
        ("people | ${q} | | 1 = 1 | 1 = 2", Some("E-FORM-086")),
        ("people | ${q} | ${q} | 1 = 1 | ", Some("E-FORM-085")),
        ("people | | | | ", Some("E-FORM-084")),
        (" | ${q} | | | ", Some("E-FORM-097")),
        ("__people | ${q} | | | ", Some("E-FORM-092")),
        ("people.x | ${q} | | | ", Some("E-FORM-093")),
        ("1people | ${q} | | | ", Some("E-FORM-009")),
        ("people | ${nobody} | | | ", Some("E-FORM-066")),
    ] {
        let rows = ["text | q | Q | |"];
        assert_eq!(errors(&form(&rows, &[entity])), code.into_iter().collect::<Vec<_>>(), "{entity}");
    }
}

#[test]
fn declarations_are_kept_as_written() {
    let form = any(&form(&[QUESTION], &["people | ${q} | | 1 = 1 | "]));
    assert_eq!(form.entities[0].list, "people");
    assert_eq!(form.entities[0].create_if.as_deref(), Some("1 = 1"));
    assert_eq!(form.items[0].node().save_to.as_deref(), Some("age"));
}

#[test]
fn properties_have_names_and_places() {
    for (rows, code) in [
        (vec![QUESTION], None),
        (vec![QUESTION, "text | r | R | age |"], Some("E-FORM-081")),
        (vec!["text | q | Q | Name |"], Some("E-FORM-094")),
        (vec!["text | q | Q | __age |"], Some("E-FORM-092")),
        (vec!["text | q | Q | 1age |"], Some("E-FORM-009")),
        (vec!["text | q | Q | people#age |"], None),
        (vec!["text | q | Q | peopel#age |"], Some("E-FORM-083")),
        (vec!["text | q | Q | people#a#b |"], Some("E-FORM-091")),
        (
            vec!["text | q | Q | |", "begin_group | g | G | age |", "text | r | R | |", "end_group | | | |"],
            Some("E-FORM-082"),
        ),
    ] {
        assert_eq!(
            errors(&form(&rows, &["people | ${q} | | | "])),
            code.into_iter().collect::<Vec<_>>(),
            "{rows:?}"
        );
    }
    assert_eq!(errors(&survey("save_to", &[QUESTION])), ["E-FORM-080"]);
}

#[test]
fn with_several_entities_each_property_says_whose_it_is() {
    let two = ["people | 'x' | | | ", "homes | 'y' | | | "];
    let grouped = |save: &str| {
        [
            "text | q | Q | people#age |".to_owned(),
            "begin_group | g | G | |".to_owned(),
            format!("text | r | R | {save} |"),
            "end_group | | | |".to_owned(),
        ]
    };
    let rows = |save: &str| grouped(save).to_vec();
    let refer = |rows: &[String]| errors(&form(&rows.iter().map(String::as_str).collect::<Vec<_>>(), &two));
    assert_eq!(refer(&rows("homes#size")), [""; 0]);
    assert!(refer(&rows("size")).contains(&"E-FORM-087"));
    let twice = ["people | 'x' | | | ", "people | 'y' | | | "];
    assert!(errors(&form(&["text | q | Q | |"], &twice)).contains(&"E-FORM-096"));
}

#[test]
fn the_answers_of_an_entity_stand_in_one_repeat() {
    let rows = [
        "begin_repeat | r | R | |",
        "text | q | Q | age |",
        "end_repeat | | | |",
        "begin_repeat | s | S | |",
        "text | p | P | name_of |",
        "end_repeat | | | |",
    ];
    assert_eq!(errors(&form(&rows, &["people | 'x' | | | "])), ["E-FORM-089"]);
    let mentioned = [
        "begin_repeat | r | R | |",
        "text | q | Q | age |",
        "end_repeat | | | |",
        "begin_repeat | s | S | |",
        "text | p | P | |",
        "end_repeat | | | |",
    ];
    assert_eq!(errors(&form(&mentioned, &["people | ${p} | | | "])), ["E-FORM-090"]);
    let saved_outside =
        ["begin_repeat | r | R | |", "text | q | Q | |", "end_repeat | | | |", "text | p | P | age |"];
    assert_eq!(errors(&form(&saved_outside, &["people | ${q} | | | "])), ["E-FORM-089"]);
}

#[test]
fn a_form_has_room_for_one_entity_in_each_group() {
    let rows = ["text | q | Q | people#age |", "text | r | R | homes#size |"];
    let two = ["people | 'x' | | | ", "homes | 'y' | | | "];
    assert_eq!(errors(&form(&rows, &two)), ["E-FORM-088"]);
}

#[test]
fn columns_of_entities_are_known_ones() {
    let form = survey("", &["text | q | Q |"])
        + "| entities |\n| | list_name | label | lable |\n| | people | ${q} | x |\n";
    assert_eq!(errors(&form), ["E-FORM-095"]);
}
