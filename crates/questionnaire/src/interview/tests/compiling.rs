//! What is wrong with a form's references is said when it is compiled.

use super::*;

fn codes(survey: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let text = format!("| survey |\n{survey}");
    let (questionnaire, _) = read_markdown(&text, "form.md");
    let (_, faults) = Form::compile(&questionnaire.unwrap(), &Files::new());
    faults.into_iter().map(|fault| (fault.code, fault.values)).collect()
}

#[test]
fn references_that_lead_nowhere_are_said_with_a_proposal() {
    let found = codes(
        "
        |  | type    | name | label | relevant | constraint |
        |  | integer | age  | Age   | ${aeg} > 1 | /data/nothing > 2 |
        |  | text    | x    | X     | instance('towns')/root/item/name = 'a' | if(1 |
        |  | text    | y    | Y     | foo(1) | selected(.) |",
    );
    let found: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
    for code in ["E-EXPR-021", "E-EXPR-022", "E-EXPR-056", "E-EXPR-057"] {
        assert!(found.contains(&code), "{code} in {found:?}");
    }
    assert!(found.contains(&"E-EXPR-054") || found.contains(&"E-EXPR-053"));
}

#[test]
fn circles_are_said_with_the_names_on_the_way_round() {
    let found = codes(
        "
        |  | type      | name | label | calculation |
        |  | calculate | a    |       | ${c} + 1 |
        |  | calculate | b    |       | ${a} + 1 |
        |  | calculate | c    |       | ${b} + 1 |
        |  | calculate | d    |       | ${c} + 1 |",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "E-EXPR-060");
    let path = &found[0].1[0].1;
    assert!(["a", "b", "c"].iter().all(|name| path.contains(name)) && !path.contains('d'), "{path}");
}

#[test]
fn a_group_whose_condition_rests_on_what_is_in_it_is_a_circle() {
    let found = codes(
        "
        |  | type        | name | label | relevant | calculation |
        |  | begin group | g    | G     | ${x} = 1 | |
        |  | calculate   | x    |       | | 1 + 1 |
        |  | end group   |      |       | | |",
    );
    assert!(found.iter().any(|(code, _)| *code == "E-EXPR-060"), "{found:?}");
}

#[test]
fn an_answer_may_speak_of_itself_in_its_condition_but_not_in_its_value() {
    let own = |column: &str, text: &str| {
        codes(&format!(
            "
        |  | type    | name | label | {column} |
        |  | integer | a    | A     | {text} |"
        ))
    };
    assert!(own("constraint", "${a} > 1").is_empty());
    assert_eq!(own("calculation", "${a} + 1")[0].0, "E-EXPR-060");
    assert_eq!(own("relevant", "${a} = 1")[0].0, "E-EXPR-060");
    assert_eq!(own("required", "${a} = 1")[0].0, "E-EXPR-060");
}

#[test]
fn authors_are_warned_where_engines_differ() {
    let found = codes(
        "
        |  | type         | name | label | calculation |
        |  | begin repeat | r    | R     | |
        |  | integer      | n    | N     | |
        |  | end repeat   |      |       | |
        |  | calculate    | sum  |       | sum(${n}) |
        |  | calculate    | one  |       | ${n} + 1 |",
    );
    let found: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(found, ["W-EXPR-058", "W-EXPR-059"]);
}

#[test]
fn two_compilations_agree_and_any_change_changes_the_hash() {
    let one = form_of("|  | type | name | label |\n|  | text | a | A |", "");
    let same = form_of("|  | type | name | label |\n|  | text | a | A |", "");
    let other = form_of("|  | type | name | label |\n|  | text | a | B |", "");
    assert_eq!(one.hash(), same.hash());
    assert_ne!(one.hash(), other.hash());
}
