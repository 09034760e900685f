//! Walking through forms screen by screen.

use std::sync::Arc;

use super::*;
use crate::interview::{Files, Form, Surroundings};
use crate::xlsform::read_markdown;

fn begin(form: &str) -> Client {
    let (questionnaire, faults) = read_markdown(form, "form.md");
    let (form, more) = Form::compile(&questionnaire.unwrap_or_else(|| panic!("{faults:?}")), &Files::new());
    let form = Arc::new(form.unwrap_or_else(|| panic!("{more:?}")));
    Client::new(Interview::begin(form, Surroundings::default(), Moment(0)), Moment(0))
}

fn names(client: &Client) -> Vec<String> {
    client.screen().questions.into_iter().map(|question| question.name).collect()
}

const HOUSEHOLD: &str = "
| survey |
|  | type | name | label | required | constraint | relevant | appearance |
|  | text | head | Who is the head? | yes | | | |
|  | begin group | two | Work | | | | field-list |
|  | integer | hours | Hours | | . < 100 | | |
|  | text | job | Job | | | ${hours} > 0 | |
|  | end group | | | | | | |
|  | begin repeat | child | Child | | | | |
|  | text | name | Name of the child of ${head} | | | | |
|  | end repeat | | | | | | |
|  | note | thanks | Thank you | | | | |
";

#[test]
fn screens_follow_each_other_and_what_is_missing_keeps_one() {
    let mut client = begin(HOUSEHOLD);
    assert_eq!(names(&client), ["head"]);
    assert_eq!(client.next(Moment(1)).unwrap_err()[0].why, Why::Required);
    client.answer("head", "Lan", Moment(2)).unwrap();
    client.next(Moment(3)).unwrap();
    assert_eq!(names(&client), ["hours"]);
    client.answer("hours", "120", Moment(4)).unwrap();
    assert_eq!(names(&client), ["hours", "job"], "what is asked appears on the same screen");
    assert_eq!(client.next(Moment(5)).unwrap_err()[0].why, Why::Breaks);
    client.answer("hours", "40", Moment(6)).unwrap();
    client.next(Moment(7)).unwrap();
    let screen = client.screen();
    assert_eq!(screen.questions[0].label.as_deref(), Some("Name of the child of Lan"));
    assert_eq!(screen.headings[0].instance, Some((1, 1)));
    client.next(Moment(8)).unwrap();
    assert_eq!(client.screen().stop, Stop::Prompt("/data/child".into()));
    assert_eq!(client.add(Moment(9)).unwrap(), "/data/child[2]");
    assert_eq!(client.screen().questions[0].path, "/data/child[2]/name");
    client.next(Moment(10)).unwrap();
    client.next(Moment(11)).unwrap();
    assert_eq!(names(&client), ["thanks"]);
    client.next(Moment(12)).unwrap();
    assert_eq!(client.screen().stop, Stop::End);
    assert!(client.screen().missing.is_empty());
    let progress = client.screen().progress;
    assert_eq!((progress.place, progress.screens), (6, 6));
    client.next(Moment(13)).unwrap();
    assert_eq!(client.screen().stop, Stop::End);
}

#[test]
fn one_can_go_back_and_jump_and_the_end_lists_what_is_missing() {
    let mut client = begin(HOUSEHOLD);
    client.jump_to_end(Moment(1));
    let screen = client.screen();
    assert_eq!(screen.missing.len(), 1);
    assert_eq!(screen.missing[0].path, "/data/head");
    assert_eq!(client.back(Moment(2)), Changed::Yes);
    assert_eq!(names(&client), ["thanks"]);
    client.jump("hours", Moment(3)).unwrap();
    assert_eq!(names(&client), ["hours"]);
    client.jump("/data/child[1]", Moment(4)).unwrap();
    assert_eq!(names(&client), ["name"]);
    assert_eq!(client.jump("job", Moment(5)), Err(Refused::NotOffered));
    assert_eq!(client.jump("nothing", Moment(5)), Err(Refused::NotThere));
    client.jump("head", Moment(6)).unwrap();
    assert_eq!(client.back(Moment(7)), Changed::No);
}

#[test]
fn an_instance_can_be_removed_while_it_is_shown() {
    let mut client = begin(HOUSEHOLD);
    client.jump("/data/child[1]/name", Moment(1)).unwrap();
    client.answer("/data/child[1]/name", "An", Moment(2)).unwrap();
    client.remove("/data/child[1]", Moment(3)).unwrap();
    assert_eq!(client.screen().stop, Stop::Prompt("/data/child".into()));
    assert_eq!(client.interview().instances("child"), 0);
    client.back(Moment(4));
    assert_eq!(names(&client), ["hours"]);
}

#[test]
fn the_log_says_how_long_each_screen_was_shown_and_what_changed() {
    let mut client = begin(HOUSEHOLD);
    client.answer("head", "Lan", Moment(500)).unwrap();
    client.next(Moment(2000)).unwrap();
    client.answer("hours", "9", Moment(2500)).unwrap();
    client.back(Moment(4000));
    client.next(Moment(5000)).unwrap();
    let interview = client.into_interview(Moment(6000));
    let durations = interview.log().durations();
    assert_eq!(durations[0], ("/data/head".to_owned(), 3000));
    assert_eq!(durations[1], ("/data/two/hours".to_owned(), 3000));
    let kinds: Vec<&str> = interview.log().events.iter().map(|event| event.kind.name()).collect();
    assert_eq!(
        kinds,
        [
            "form start",
            "change",
            "question",
            "change",
            "group questions",
            "question",
            "back",
            "question",
            "group questions",
            "question",
            "question",
            "form exit"
        ]
    );
}

#[test]
fn a_table_of_questions_is_one_screen() {
    let client = begin(
        "
| survey |
|  | type | name | label | appearance |
|  | begin group | t | How often? | table-list |
|  | select_one f | a | Read | |
|  | select_one f | b | Write | |
|  | end group | | | |
| choices |
|  | list_name | name | label |
|  | f | 1 | Never |
|  | f | 2 | Often |
",
    );
    let screen = client.screen();
    assert_eq!(screen.stop, Stop::Group { path: "/data/t".into(), table: true });
    let rows: Vec<&str> = screen.questions.iter().map(|question| question.name.as_str()).collect();
    assert_eq!(rows.len(), 4, "{rows:?}: the label, the head and two rows");
    assert_eq!(screen.questions[3].choices.as_ref().unwrap().len(), 2);
}
