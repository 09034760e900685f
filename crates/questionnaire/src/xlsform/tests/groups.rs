//! Groups, repeats and loops.

use super::{LISTS, any, errors, faults, good, question, survey};
use crate::definition::{Item, NO_LANGUAGE};

#[test]
fn groups_and_repeats_hold_their_rows() {
    let form = good(
        r"
        | survey |
        | | type         | name | label | relevant | appearance | repeat_count |
        | | begin_group  | g    | G     | 1 = 1    | field-list |              |
        | | text         | q1   | Q1    |          |            |              |
        | | begin repeat | r    | R     |          |            | 3            |
        | | text         | q2   | Q2    |          |            |              |
        | | end repeat   |      |       |          |            |              |
        | | end_group    |      |       |          |            |              |
        | | begin lgroup | s    | S     |          |            |              |
        | | text         | q3   | Q3    |          |            |              |
        | | end lgroup   |      |       |          |            |              |
        ",
    );
    let Item::Group(group) = &form.items[0] else { panic!("a group") };
    assert_eq!(group.node.appearance.as_deref(), Some("field-list"));
    let Item::Repeat(repeat) = &group.items[1] else { panic!("a repeat") };
    assert_eq!(repeat.count.as_deref(), Some("3"));
    assert_eq!(repeat.items[0].node().name, "q2");
    assert!(matches!(&form.items[1], Item::Repeat(_)));
}

#[test]
fn every_begin_has_its_end() {
    let not_ended = survey("", &["begin_group | g | G |", "text | q | Q |"]);
    assert_eq!(faults(&not_ended), ["E-FORM-006 survey A2 (type)"]);
    assert_eq!(any(&not_ended).items.len(), 1);
    assert_eq!(faults(&survey("", &["text | q | Q |", "end_group | | |"])), ["E-FORM-006 survey A3 (type)"]);
    let crossed = survey(
        "",
        &[
            "begin_group | g | G |",
            "begin_repeat | r | R |",
            "text | q | Q |",
            "end_group | | |",
            "end_repeat | | |",
        ],
    );
    assert_eq!(faults(&crossed), ["E-FORM-006 survey A5 (type)", "E-FORM-006 survey A6 (type)"]);
}

#[test]
fn names_are_unique_in_their_group_and_repeats_in_the_whole_form() {
    let twice = survey("", &["text | q | Q |", "text | q | Q |"]);
    assert_eq!(faults(&twice), ["E-FORM-017 survey B3 (name)"]);
    let capitals = survey("", &["text | q | Q |", "text | Q | Q |"]);
    assert_eq!(faults(&capitals), ["W-FORM-008 survey B3 (name)"]);
    let apart = survey("", &["text | q | Q |", "begin_group | g | G |", "text | q | Q |", "end_group | | |"]);
    assert_eq!(faults(&apart), ["W-FORM-021 survey B4 (name)"]);
    let repeats = survey(
        "",
        &[
            "begin_repeat | r | R |",
            "text | a | A |",
            "end_repeat | | |",
            "begin_group | g | G |",
            "begin_repeat | r | R |",
            "text | b | B |",
            "end_repeat | | |",
            "end_group | | |",
        ],
    );
    assert_eq!(errors(&repeats), ["E-FORM-056"]);
    let root = survey("", &["begin_repeat | data | R |", "text | a | A |", "end_repeat | | |"]);
    assert_eq!(errors(&root), ["E-FORM-055"]);
    assert_eq!(errors(&survey("", &["text | meta | M |"])), ["E-FORM-054"]);
}

#[test]
fn a_repeat_without_a_label_is_doubtful() {
    let form = survey("", &["begin_repeat | r | |", "text | a | A |", "end_repeat | | |"]);
    assert_eq!(faults(&form), ["W-FORM-009 survey C2 (label)"]);
}

#[test]
fn a_loop_asks_the_same_for_every_choice() {
    let form = survey(
        "relevant",
        &[
            "begin loop over b | l | L | |",
            "integer | n | How many %(label)s? | '%(name)s' != '' |",
            "end loop | | | |",
        ],
    ) + LISTS;
    assert_eq!(errors(&form), [""; 0]);
    let form = any(&form);
    let Item::Group(group) = &form.items[0] else { panic!("a group") };
    let names: Vec<&str> = group.items.iter().map(|item| item.node().name.as_str()).collect();
    assert_eq!(names, ["x", "y"]);
    let inner = group.items[1].items()[0].node();
    assert_eq!(inner.label.text(NO_LANGUAGE).unwrap().to_string(), "How many Y?");
    assert_eq!(inner.relevant.as_deref(), Some("'y' != ''"));
}

#[test]
fn a_loop_needs_its_list_and_per_cent_signs_are_doubled() {
    let form = |first: &str, label: &str| {
        survey("", &[first, &format!("text | n | {label} |"), "end loop | | |"]) + LISTS
    };
    assert_eq!(errors(&form("begin loop | l | L |", "N")), ["E-FORM-057"]);
    assert_eq!(errors(&form("begin loop over z | l | L |", "N")), ["E-FORM-012"]);
    assert_eq!(errors(&form("begin loop over b | l | L |", "50 %")), ["E-FORM-058"]);
    assert_eq!(errors(&form("begin loop over b | l | L |", "50 %%")), [""; 0]);
    // Codes become names of groups.
    assert_eq!(errors(&form("begin loop over a | l | L |", "N")), ["E-FORM-009"]);
}

#[test]
fn the_questions_of_a_table_choose_from_one_list() {
    let table = |rows: &[&str]| {
        let mut all = vec!["begin_group | g | G | table-list | |"];
        all.extend(rows);
        all.push("end_group | | | | |");
        survey("appearance | choice_filter", &all) + LISTS
    };
    assert_eq!(errors(&table(&["select_one a | p | P | | |", "select_one a | q | Q | | |"])), [""; 0]);
    assert_eq!(errors(&table(&["select_one a | p | P | | |", "select_one b | q | Q | | |"])), ["E-FORM-059"]);
    assert_eq!(errors(&table(&["select_one a | p | P | | 1 = 1 |"])), ["E-FORM-060"]);
}

#[test]
fn groups_within_groups_end_somewhere() {
    let depth = 5_000;
    let mut rows: Vec<String> = (0..depth).map(|at| format!("begin_group | g{at} | G |")).collect();
    rows.extend((0..depth).map(|_| "end_group | | |".to_owned()));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(errors(&survey("", &rows)), ["E-FORM-064"]);
}

#[test]
fn an_application_may_fill_a_group() {
    let form = any(&survey(
        "intent",
        &["begin_group | g | G | org.x(a='1') |", "text | q | Q | |", "end_group | | | |"],
    ));
    let Item::Group(group) = &form.items[0] else { panic!("a group") };
    assert_eq!(group.intent.as_deref(), Some("org.x(a='1')"));
    assert_eq!(question(&form, "q").node.row, 3);
}
