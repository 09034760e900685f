//! References to answers, and triggers.

use super::{errors, faults, question, survey};

#[test]
fn references_name_one_question() {
    let form = |label: &str| survey("", &["text | name | Name |", &format!("note | n | {label} |")]);
    assert_eq!(errors(&form("Hello ${name}")), [""; 0]);
    assert_eq!(errors(&form("Hello ${last-saved#name}")), [""; 0]);
    assert_eq!(errors(&form("Hello ${instanceID}")), [""; 0]);
    assert_eq!(faults(&form("Hello ${ name }")), ["E-FORM-065 survey C3 (label)"]);
    assert_eq!(faults(&form("Hello ${name")), ["E-FORM-065 survey C3 (label)"]);
    assert_eq!(faults(&form("Hello ${nmae}")), ["E-FORM-066 survey C3 (label)"]);
    let (_, said) = crate::xlsform::read_markdown(&form("Hello ${nmae}"), "form.md");
    assert_eq!(said[0].values[1], ("near", "name".to_owned()));
}

#[test]
fn a_name_that_stands_twice_cannot_be_referred_to() {
    let form = survey(
        "",
        &[
            "text | q | Q |",
            "begin_group | g | G |",
            "text | q | Q |",
            "end_group | | |",
            "note | n | ${q} |",
        ],
    );
    assert_eq!(errors(&form), ["E-FORM-067"]);
}

#[test]
fn references_in_choices_and_in_rows_that_are_disabled_are_checked_too() {
    let choices = survey("", &["select_one a | q | Q |"])
        + "| choices |\n| | list_name | name | label | note |\n| | a | 1 | ${nobody} | ${free} |\n";
    assert_eq!(faults(&choices), ["E-FORM-066 choices C2 (label)"]);
    let disabled = survey("disabled", &["text | q | Q | |", "text | r | ${nobody} | yes |"]);
    assert_eq!(errors(&disabled), ["E-FORM-066"]);
}

#[test]
fn a_file_of_data_is_no_answer() {
    assert_eq!(errors(&survey("", &["csv-external | towns | |", "note | n | ${towns} |"])), ["E-FORM-066"]);
}

#[test]
fn triggers_are_questions_that_people_answer() {
    let form = |trigger: &str| {
        survey(
            "calculation | trigger",
            &[
                "text | a | A | | |",
                "text | b | B | | |",
                "calculate | c | | 1 | |",
                "begin_group | g | G | | |",
                "text | d | D | | |",
                "end_group | | | | |",
                &format!("text | q | Q | now() | {trigger} |"),
            ],
        )
    };
    for (trigger, code) in [
        ("${a}", None),
        ("${a}, ${b}", None),
        ("a", Some("E-FORM-065")),
        ("${a} ${b}", Some("E-FORM-072")),
        ("${nobody}", Some("E-FORM-066")),
        ("${g}", Some("E-FORM-066")),
        ("${c}", Some("E-FORM-070")),
    ] {
        assert_eq!(errors(&form(trigger)), code.into_iter().collect::<Vec<_>>(), "{trigger}");
    }
    let read = super::any(&form("${a}, ${b}"));
    assert_eq!(question(&read, "q").node.trigger, ["a", "b"]);
}
