//! The sheet `choices`.

use super::{any, errors, faults, survey};

fn form(question: &str, choices: &str) -> String {
    survey("", &[question]) + "| choices |\n" + choices
}

#[test]
fn a_code_stands_once_in_a_list_unless_it_is_meant_so() {
    let twice =
        form("select_one a | q | Q |", "| | list name | value | label |\n| | a | 1 | A |\n| | a | 1 | B |\n");
    assert_eq!(faults(&twice), ["E-FORM-015 choices B3 (value)"]);
    let meant = twice.clone() + "| settings |\n| | allow_choice_duplicates |\n| | yes |\n";
    assert_eq!(faults(&meant), [""; 0]);
    assert_eq!(any(&meant).lists[0].choices.len(), 2);
}

#[test]
fn codes_kept_in_one_field_have_no_spaces() {
    let choices = "| | list_name | name | label |\n| | a | x y | A |\n";
    assert_eq!(faults(&form("select_multiple a | q | Q |", choices)), ["E-FORM-013 choices B2 (name)"]);
    assert_eq!(faults(&form("select_one a | q | Q |", choices)), [""; 0]);
}

#[test]
fn a_choice_has_a_code_and_should_have_a_list_and_a_label() {
    let choices =
        "| | list_name | name | label |\n| | a | 1 | A |\n| | a | | B |\n| | | 2 | C |\n| | a | 3 | |\n";
    assert_eq!(
        faults(&form("select_one a | q | Q |", choices)),
        [
            "E-FORM-014 choices B3 (name)",
            "W-FORM-019 choices A4 (list_name)",
            "W-FORM-011 choices C5 (label)"
        ]
    );
}

#[test]
fn the_column_of_codes_must_be_there() {
    let choices = "| | list_name | label |\n| | a | A |\n";
    let said = errors(&form("select_one a | q | Q |", choices));
    assert!(said.contains(&"E-FORM-004"), "{said:?}");
}

#[test]
fn further_columns_have_names_that_expressions_can_use() {
    let choices = "| | list_name | name | label | province | my note | 1st |\n| | a | 1 | A | p | n | f |\n";
    let form = form("select_one a | q | Q |", choices);
    assert_eq!(faults(&form), ["E-FORM-075 choices F1 (1st)", "W-FORM-012 choices E1 (my note)"]);
    assert_eq!(any(&form).lists[0].choices[0].columns, [("province".to_owned(), "p".to_owned())]);
}

#[test]
fn a_list_that_nothing_uses_is_said() {
    let choices = "| | list_name | name | label |\n| | a | 1 | A |\n| | b | 1 | B |\n";
    assert_eq!(faults(&form("select_one a | q | Q |", choices)), ["W-FORM-001 choices A3 (list_name)"]);
    let used = survey(
        "calculation",
        &["select_one a | q | Q | |", "calculate | c | | instance('b')/root/item[1]/label |"],
    ) + "| choices |\n"
        + choices;
    assert_eq!(faults(&used), [""; 0]);
}

#[test]
fn a_misspelt_list_or_sheet_is_named() {
    let (_, said) = crate::xlsform::read_markdown(
        &form("select_one towms | q | Q |", "| | list_name | name | label |\n| | towns | 1 | A |\n"),
        "form.md",
    );
    assert_eq!(said[0].code, "E-FORM-012");
    assert_eq!(said[0].values[1], ("near", "towns".to_owned()));
    let sheet = survey("", &["select_one towns | q | Q |"])
        + "| choice |\n| | list_name | name | label |\n| | towns | 1 | A |\n";
    let (_, said) = crate::xlsform::read_markdown(&sheet, "form.md");
    assert_eq!(said[0].values[2], ("sheet", "choice".to_owned()));
}

#[test]
fn or_other_needs_a_list_without_a_filter() {
    let other = |kind: &str, filter: &str| {
        errors(
            &(survey("choice_filter", &[&format!("{kind} or_other | q | Q | {filter} |")])
                + "| choices |\n| | list_name | name | label |\n| | a | 1 | A |\n"),
        )
    };
    assert_eq!(other("select_one a", ""), [""; 0]);
    assert_eq!(other("select_one a", "1 = 1"), ["E-FORM-025"]);
    assert_eq!(other("select_one f.csv", ""), ["E-FORM-026"]);
}

#[test]
fn the_role_of_a_choice_is_one_of_three() {
    let choices = "| | list_name | name | label | role |\n| | a | 1 | A | maybe |\n";
    assert_eq!(faults(&form("select_one a | q | Q |", choices)), ["E-FORM-016 choices D2 (role)"]);
}
