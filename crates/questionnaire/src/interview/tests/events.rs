//! Submissions, edits, saved interviews, audits, scripts, submissions gone through again.

use super::super::{Difference, DifferenceKind, Unreadable, Unusable, revalidate, run_script};
use super::*;

const FORM: &str = "
    |  | type         | name  | label | required | constraint | relevant | calculation |
    |  | integer      | age   | Age   | yes | . < 120 | | |
    |  | text         | job   | Job   | | | ${age} > 14 | |
    |  | select_one c | where | Where | | | | |
    |  | calculate    | twice |       | | | | ${age} * 2 |
    |  | image        | photo | Photo | | | | |
    |  | begin repeat | child | Child | | | | |
    |  | integer      | years | Years | | | | |
    |  | end repeat   |       |       | | | | |
    |  | audit        | audit |       | | | | |";

const REST: &str = "
    | choices |
    |  | list_name | name | label |
    |  | c         | h    | Huế |
    | settings |
    |  | form_id | version | instance_name |
    |  | jobs    | 3       | concat('age ', ${age}) |";

fn held() -> Interviewer {
    let mut interview = Interviewer::begin(&form_of(FORM, REST));
    interview.answer("age", "40");
    interview.answer("job", "a < b & c");
    interview.answer("where", "h");
    interview.answer("photo", "1.jpg");
    interview.answer("/data/child[1]/years", "3");
    interview
}

#[test]
fn only_what_was_asked_is_sent_with_its_identifier_name_and_files() {
    let mut interview = held();
    interview.answer("age", "12");
    let now = interview.now();
    let sent = interview.interview.finish(now);
    assert!(sent.instance_id.starts_with("uuid:") && sent.instance_id.len() == 41);
    assert_eq!(sent.instance_name.as_deref(), Some("age 12"));
    assert_eq!(sent.attachments, ["1.jpg"]);
    assert!(!sent.xml.contains("<job"), "{}", sent.xml);
    assert!(sent.xml.contains("<data id=\"jobs\" version=\"3\""), "{}", sent.xml);
    assert!(sent.xml.contains("<child>\n    <years>3</years>\n  </child>"), "{}", sent.xml);
    assert!(sent.xml.contains("<twice>24</twice>"));
    let (name, audit) = sent.audit.unwrap();
    assert!(sent.xml.contains(&format!("<audit>{name}</audit>")));
    assert!(audit.starts_with("event,node,start,end\nform start,,"), "{audit}");
    assert!(audit.contains("\nform finalize,,"));
}

#[test]
fn an_edit_has_a_new_identifier_and_names_the_one_that_it_replaces() {
    let mut interview = held();
    let now = interview.now();
    let sent = interview.interview.finish(now);
    let form = Arc::clone(interview.interview.form());
    let other = Surroundings { seed: [9; 32], ..surroundings() };
    let mut edit = Interview::edit(Arc::clone(&form), other.clone(), sent.xml.as_bytes(), now).unwrap();
    assert_eq!(edit.value("job"), Some("a < b & c"));
    assert_eq!(edit.value("/data/child[1]/years"), Some("3"));
    edit.answer("age", "41", now).unwrap();
    let again = edit.finish(now);
    assert_ne!(again.instance_id, sent.instance_id);
    assert!(
        again.xml.contains(&format!("<deprecatedID>{}</deprecatedID>", sent.instance_id)),
        "{}",
        again.xml
    );
    assert!(again.xml.contains("<twice>82</twice>"));
    let foreign = sent.xml.replace("id=\"jobs\"", "id=\"other\"");
    let refused = Interview::edit(Arc::clone(&form), other.clone(), foreign.as_bytes(), now).unwrap_err();
    assert_eq!(refused, Unreadable::OtherForm("other".into()));
    assert!(matches!(Interview::edit(form, other, b"<data", now), Err(Unreadable::NotXml(_))));
}

#[test]
fn a_saved_interview_goes_on_and_is_not_read_by_another_form() {
    let mut interview = held();
    let now = interview.now();
    let saved = interview.interview.save(now);
    let form = Arc::clone(interview.interview.form());
    let resumed = Interview::resume(form, surroundings(), &saved, now).unwrap();
    assert_eq!(resumed.elements(), interview.interview.elements());
    let other = form_of(&FORM.replace("Age", "How old?"), REST);
    assert_eq!(
        Interview::resume(Arc::clone(&other), surroundings(), &saved, now).unwrap_err(),
        Unusable::OtherForm
    );
    assert_eq!(
        Interview::resume(Arc::clone(&other), surroundings(), "{}", now).unwrap_err(),
        Unusable::NotSaved
    );
    let newer = saved.replace("\"sounding\":1", "\"sounding\":2");
    assert_eq!(Interview::resume(other, surroundings(), &newer, now).unwrap_err(), Unusable::Version(2));
}

#[test]
fn every_breach_of_a_submission_is_listed() {
    let form = form_of(FORM, REST);
    let wrong = "<data id='jobs' version='2'><age>130</age><job/><where>x</where><twice>7</twice><photo/>
        <child><years>old</years></child><child><years>1</years></child><extra>1</extra><age>2</age>
        <meta><instanceID>uuid:1</instanceID><instanceName>age 130</instanceName></meta></data>";
    let found = revalidate(&form, wrong.as_bytes(), &surroundings(), Moment(NINE));
    let expected: Vec<Difference> = [
        ("/data", DifferenceKind::OtherVersion("2".into())),
        ("/data/extra", DifferenceKind::Unknown),
        ("/data/age", DifferenceKind::Unknown),
        ("/data/age", DifferenceKind::Breaks("130".into())),
        ("/data/where", DifferenceKind::NotOffered(vec!["x".into()])),
        ("/data/twice", DifferenceKind::Computed("7".into(), "260".into())),
        ("/data/child[1]/years", DifferenceKind::NotAValue("old".into())),
    ]
    .map(|(path, kind)| Difference { path: path.into(), kind })
    .into();
    assert_eq!(found, expected);
    let skipped = "<data id='jobs' version='3'><age/><job>x</job><twice/></data>";
    let found = revalidate(&form, skipped.as_bytes(), &surroundings(), Moment(NINE));
    let kinds: Vec<_> = found.into_iter().map(|difference| difference.kind).collect();
    assert!(
        kinds.contains(&DifferenceKind::Missing) && kinds.contains(&DifferenceKind::NotAsked("x".into())),
        "{kinds:?}"
    );
    let found = revalidate(&form, b"<!DOCTYPE a><a/>", &surroundings(), Moment(NINE));
    assert!(matches!(found[0].kind, DifferenceKind::Unreadable(_)));
}

#[test]
fn a_count_that_does_not_agree_with_the_instances_is_listed() {
    let form = form_of(
        "
        |  | type         | name  | label | repeat_count |
        |  | integer      | n     | N     | |
        |  | begin repeat | child | Child | ${n} |
        |  | text         | name  | Name  | |
        |  | end repeat   |       |       | |",
        "
        | settings |
        |  | form_id |
        |  | f |",
    );
    let sent = "<data id='f'><n>2</n><child><name>a</name></child></data>";
    let found = revalidate(&form, sent.as_bytes(), &surroundings(), Moment(NINE));
    assert_eq!(found, [Difference { path: "/data/child".into(), kind: DifferenceKind::Count(1, 2) }]);
}

#[test]
fn an_entity_is_written_with_what_it_is_and_whether_it_is_new() {
    let survey = "| survey |
        |  | type    | name | label |
        |  | text    | name | Name  |
        |  | integer | size | Size  |";
    let (questionnaire, _) = read_markdown(survey, "form.md");
    let mut questionnaire = questionnaire.unwrap();
    questionnaire.entities.push(crate::definition::Entity {
        list: "households".into(),
        label: Some("${name}".into()),
        create_if: Some("${size} > 0".into()),
        ..Default::default()
    });
    let (form, faults) = Form::compile(&questionnaire, &Files::new());
    let form = Arc::new(form.unwrap_or_else(|| panic!("{faults:?}")));
    let mut interview = Interviewer::begin(&form);
    interview.answer("name", "Nhà Lan");
    let before = interview.interview.submission().xml;
    assert!(before.contains("dataset=\"households\"") && before.contains("create=\"0\""), "{before}");
    interview.answer("size", "4");
    let after = interview.interview.submission().xml;
    assert!(after.contains("create=\"1\"") && after.contains("<label>Nhà Lan</label>"), "{after}");
}

#[test]
fn a_script_is_carried_out_step_by_step_and_refusals_are_said() {
    let form = form_of(FORM, REST);
    let script = r#"{"now": "2026-07-01T09:00:00.000+07:00", "seed": 1, "steps": [
        {"answer": "/data/age", "value": "130"}, {"answer": "/data/age", "value": "x"}, {"answer": "/data/twice", "value": "1"},
        {"add": "/data/child"}, {"remove": "/data/child[1]"}, {"language": "English (en)"}]}"#;
    let trace: serde_json::Value = serde_json::from_str(&run_script(&form, script).unwrap()).unwrap();
    let outcomes: Vec<&str> =
        trace["steps"].as_array().unwrap().iter().map(|step| step["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["done", "done", "not a value", "not offered", "done", "done", "not offered"]);
    let nodes = &trace["steps"][4]["nodes"];
    assert_eq!(nodes["/data/age"]["valid"], serde_json::json!(false));
    assert_eq!(nodes["/data/twice"]["value"], "260");
    assert!(nodes["/data/child[2]"]["value"].is_null() && nodes["/data/child[2]"]["relevant"] == true);
    assert_eq!(nodes["/data/where"]["choiceLabels"][0], "Huế");
    assert!(trace["final"]["submission"].as_str().unwrap().contains("<age>130</age>"));
    assert!(run_script(&form, "{}").is_err() && run_script(&form, "no").is_err());
}

#[test]
fn entities_stand_where_the_answers_stand_that_they_are_made_of() {
    let form = form_of(
        "
        |  | type         | name | label | save_to |
        |  | text         | head | Head  | people#called |
        |  | begin repeat | tree | Tree  | |
        |  | text         | kind | Kind  | trees#kind |
        |  | end repeat   |      |       | |",
        "
        | entities |
        |  | list_name | label   | create_if |
        |  | people    | ${head} | ${head} != '' |
        |  | trees     | ${kind} | |",
    );
    let mut interview = Interviewer::begin(&form);
    interview.answer("/data/tree[1]/kind", "mít");
    interview.add("/data/tree");
    interview.answer("/data/tree[2]/kind", "bưởi");
    let now = interview.now();
    let sent = interview.interview.finish(now).xml;
    assert!(sent.contains("<entity dataset=\"people\"") && sent.contains("create=\"0\""), "{sent}");
    for label in ["mít", "bưởi"] {
        assert!(sent.contains(&format!("<label>{label}</label>")), "{sent}");
    }
    assert_eq!(sent.matches("<entity dataset=\"trees\"").count(), 2, "{sent}");
    assert_eq!(sent.matches("create=\"1\"").count(), 2, "{sent}");
}

#[test]
fn an_entity_that_is_updated_has_the_identifier_that_was_given_and_none_before() {
    let form = form_of(
        "|  | type | name | label |\n|  | text | who | Who |",
        "
        | entities |
        |  | list_name | entity_id |
        |  | people    | ${who}    |",
    );
    let mut interview = Interviewer::begin(&form);
    let now = interview.now();
    let before = interview.interview.submission().xml;
    assert!(before.contains("<entity dataset=\"people\" id=\"\" update=\"1\""), "{before}");
    interview.answer("who", "uuid:7");
    let after = interview.interview.finish(now).xml;
    assert!(after.contains("id=\"uuid:7\" update=\"1\""), "{after}");
}

#[test]
fn every_prefix_of_what_is_sent_is_declared() {
    let form = form_of(
        "|  | type | name | label |\n|  | text | a | A |",
        "
        | settings |
        |  | prefix | delimiter | namespaces | attribute::ex:batch |
        |  | SMS    | +         | ex=\"http://example.org/ex\" | 7 |",
    );
    let mut interview = Interviewer::begin(&form);
    let now = interview.now();
    let sent = interview.interview.finish(now).xml;
    let read = crate::xform::xml::read(sent.as_bytes());
    assert!(read.is_ok(), "{sent}");
    assert!(sent.contains("odk:prefix=\"SMS\"") && sent.contains("ex:batch=\"7\""), "{sent}");
}
