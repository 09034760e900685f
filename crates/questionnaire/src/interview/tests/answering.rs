//! Answers, skips, conditions, calculations, defaults.

use super::*;

#[test]
fn a_skip_keeps_the_answer_and_gives_it_back() {
    let form = form_of(
        "
        |  | type    | name | label | relevant |
        |  | integer | age  | Age   |          |
        |  | text    | job  | Job   | ${age} >= 15 |
        |  | text    | pay  | Pay   | ${job} != '' |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.expect_skipped("job");
    interview.answer("age", "30");
    interview.answer("job", "nurse");
    interview.expect_asked("pay");
    interview.answer("age", "10");
    interview.expect_skipped("job");
    interview.expect_skipped("pay");
    interview.expect("job", "nurse");
    interview.answer("age", "31");
    interview.expect_asked("job");
    interview.expect_asked("pay");
}

#[test]
fn what_an_interface_would_not_offer_is_refused_and_changes_nothing() {
    let form = form_of(
        "
        |  | type          | name  | label | readonly | parameters | calculation |
        |  | integer       | age   | Age   |          | | |
        |  | text          | fixed | Fixed | yes      | | |
        |  | select_one yn | yes   | Yes?  |          | | |
        |  | select_multiple yn | any | Any? |        | | |
        |  | calculate     | c     |       |          | | 1 + 1 |
        |  | range         | scale | 0–10  |          | start=0 end=10 step=2 | |",
        "
        | choices |
        |  | list_name | name | label |
        |  | yn        | y    | Yes   |
        |  | yn        | n    | No    |",
    );
    let mut interview = Interviewer::begin(&form);
    assert_eq!(interview.refused("age", "many"), Refused::NotAValue);
    assert_eq!(interview.refused("fixed", "x"), Refused::NotOffered);
    assert_eq!(interview.refused("yes", "perhaps"), Refused::NotOffered);
    assert_eq!(interview.refused("any", "y y"), Refused::NotOffered);
    assert_eq!(interview.refused("c", "1"), Refused::NotOffered);
    assert_eq!(interview.refused("nobody", "3"), Refused::NotThere);
    assert_eq!(interview.answer("any", "n y"), Answered::Good);
    interview.expect("any", "n y");
    interview.expect("age", "");
}

#[test]
fn an_answer_that_breaks_its_condition_is_kept_and_said() {
    let form = form_of(
        "
        |  | type    | name | label | constraint | constraint_message |
        |  | integer | age  | Age   | . >= 18 and . < 120 | Adults only, not ${age} |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    assert_eq!(interview.answer("age", "12"), Answered::Breaks(Some("Adults only, not 12".into())));
    interview.expect("age", "12");
    assert_eq!(interview.answer("age", ""), Answered::Good, "a blank breaks nothing");
    assert_eq!(interview.answer("age", "40"), Answered::Good);
}

#[test]
fn an_unusual_answer_can_be_confirmed() {
    let form = form_of(
        "
        |  | type    | name  | label | bind::sounding:soft_constraint | soft_constraint_message |
        |  | integer | hours | Hours | . <= 60 | More than 60 hours a week? |",
        "
        | settings |
        |  | namespaces |
        |  | sounding=\"https://sounding.example/xforms\" |",
    );
    let mut interview = Interviewer::begin(&form);
    assert_eq!(
        interview.answer("hours", "72"),
        Answered::Doubtful(Some("More than 60 hours a week?".into()))
    );
    let now = interview.now();
    interview.interview.confirm("hours", now).unwrap();
    assert_eq!(interview.answer("hours", "72"), Answered::Good);
    assert!(
        matches!(interview.answer("hours", "80"), Answered::Doubtful(_)),
        "another answer is doubtful again"
    );
}

#[test]
fn calculations_follow_in_order_whatever_the_order_of_the_sheet() {
    let form = form_of(
        "
        |  | type      | name  | label | calculation |
        |  | calculate | total |       | ${double} + 1 |
        |  | calculate | double |      | ${n} * 2 |
        |  | integer   | n     | N     | |
        |  | calculate | truth |       | ${n} > 2 |
        |  | calculate | back  |       | if(${truth}, 'big', 'small') |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.expect("total", "");
    interview.answer("n", "3");
    interview.expect("double", "6");
    interview.expect("total", "7");
    interview.expect("truth", "1");
    interview.expect("back", "big");
    interview.answer("n", "");
    interview.expect("total", "");
}

#[test]
fn what_is_not_asked_counts_as_blank() {
    let form = form_of(
        "
        |  | type        | name | label | relevant | calculation |
        |  | integer     | a    | A     | | |
        |  | begin group | g    |       | ${a} > 0 | |
        |  | integer     | b    | B     | | |
        |  | end group   |      |       | | |
        |  | calculate   | seen |       | | if(${b} = '', 'none', ${b}) |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("a", "1");
    interview.answer("b", "5");
    interview.expect("seen", "5");
    interview.answer("a", "0");
    interview.expect("seen", "none");
    interview.answer("a", "2");
    interview.expect("seen", "5");
}

#[test]
fn what_is_never_asked_is_skipped_with_all_that_is_in_it() {
    let form = form_of(
        "
        |  | type        | name | label | relevant |
        |  | begin group | g    | G     | false()  |
        |  | integer     | a    | A     |          |
        |  | end group   |      |       |          |",
        "",
    );
    let interview = Interviewer::begin(&form);
    interview.expect_skipped("g");
    interview.expect_skipped("a");
}

#[test]
fn defaults_are_fixed_or_computed_when_the_interview_begins() {
    let form = form_of(
        "
        |  | type    | name  | label | default | calculation |
        |  | text    | place | Place | Hà Nội | |
        |  | date    | day   | Day   | today() | |
        |  | text    | twice | Twice | concat(${place}, '!') | |
        |  | date    | fixed | Fixed | 2026-01-31 | |
        |  | username | who  |       | | |
        |  | start   | begun |       | | |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.expect("place", "Hà Nội");
    interview.expect("day", "2026-07-01");
    interview.expect("twice", "Hà Nội!");
    interview.expect("fixed", "2026-01-31");
    interview.expect("who", "lan");
    interview.expect("begun", "2026-07-01T09:00:00.000+07:00");
    interview.answer("place", "Huế");
    interview.expect("twice", "Hà Nội!");
}

#[test]
fn once_keeps_what_it_gave_first() {
    let form = form_of(
        "
        |  | type      | name | label | calculation |
        |  | integer   | n    | N     | |
        |  | calculate | kept |       | once(${n} * 10) |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("n", "3");
    interview.expect("kept", "30");
    interview.answer("n", "4");
    interview.expect("kept", "30");
}

#[test]
fn a_trigger_sets_its_value_again_and_what_it_sets_may_trigger_more() {
    let form = form_of(
        "
        |  | type    | name  | label | calculation | trigger |
        |  | text    | a     | A     | | |
        |  | text    | b     | B     | concat('b', ${a}) | ${a} |
        |  | text    | c     | C     | concat('c', ${b}) | ${b} |
        |  | text    | clear | Clear | | ${a} |",
        "",
    );
    let mut interview = Interviewer::begin(&form);
    interview.expect("b", "");
    interview.answer("clear", "x");
    interview.answer("a", "1");
    interview.expect("b", "b1");
    interview.expect("c", "cb1");
    interview.expect("clear", "");
    interview.answer("b", "mine");
    interview.expect("b", "mine");
}

#[test]
fn words_change_their_language_at_any_moment_and_insert_answers() {
    let form = form_of(
        "
        |  | type          | name | label::Tiếng Việt (vi) | label::English (en) | calculation |
        |  | text          | name | Tên                    | Name                | |
        |  | select_one yn | q    | ${name} có khoẻ không? | Is ${name} well?    | |
        |  | note          | n    | Đã chọn: ${said}       | Chosen: ${said}     | |
        |  | calculate     | said |                        |                     | jr:choice-name(${q}, '${q}') |",
        "
        | choices |
        |  | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
        |  | yn        | y    | Có                     | Yes                 |",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("name", "Lan");
    interview.answer("q", "y");
    let label = |interview: &Interviewer, path: &str| {
        let elements = interview.interview.elements();
        elements.into_iter().find(|element| element.path == path).unwrap().label
    };
    assert_eq!(label(&interview, "/data/q").as_deref(), Some("Lan có khoẻ không?"));
    let now = interview.now();
    assert!(interview.interview.set_language("English (en)", now));
    assert!(!interview.interview.set_language("Français (fr)", now));
    assert_eq!(label(&interview, "/data/q").as_deref(), Some("Is Lan well?"));
    let offers =
        interview.interview.elements().into_iter().find(|e| e.path == "/data/q").unwrap().offers.unwrap();
    assert_eq!(offers[0].label, "Yes");
}

#[test]
fn a_default_that_is_no_value_of_the_question_is_nothing() {
    let form = form_of(
        "
        |  | type         | name  | label | default |
        |  | integer      | n     | N     | many |
        |  | date         | day   | Day   | 2026-01-31 00:00:00 |
        |  | decimal      | part  | Part  | 3 |
        |  | select_one c | one   | One   | z |
        |  | select_multiple c | more | More | b z |",
        "
        | choices |
        |  | list_name | name | label |
        |  | c         | a    | A     |
        |  | c         | b    | B     |",
    );
    let interview = Interviewer::begin(&form);
    for (question, kept) in [("n", ""), ("day", ""), ("part", "3.0"), ("one", ""), ("more", "b")] {
        interview.expect(question, kept);
    }
}

#[test]
fn texts_without_a_language_are_a_language_beside_others_and_none_where_there_is_no_other() {
    let languages = |survey: &str| form_of(survey, "").languages().to_vec();
    let plain = "|  | type | name | label |\n|  | text | a | A |";
    assert_eq!(languages(plain), ["default"]);
    let aside = "|  | type | name | label::English (en) | hint |\n|  | text | a | A | H |";
    assert_eq!(languages(aside), ["English (en)"]);
    let pictures = "|  | type | name | label::English (en) | image |\n|  | text | a | A | a.png |";
    let pictured = form_of(pictures, "");
    assert_eq!(pictured.languages().len(), 2);
    assert_eq!(Interviewer::begin(&pictured).interview.language(), "English (en)");
    let mixed = form_of("|  | type | name | label::English (en) | label |\n|  | text | a | A | B |", "");
    let mut interview = Interviewer::begin(&mixed);
    let label = |interview: &Interviewer| interview.interview.elements().remove(0).label;
    assert_eq!(label(&interview).as_deref(), Some("B"));
    let now = interview.now();
    assert!(interview.interview.set_language("English (en)", now));
    assert_eq!(label(&interview).as_deref(), Some("A"));
    assert!(interview.interview.set_language("default", now));
    assert_eq!(label(&interview).as_deref(), Some("B"));
}
