//! One feature of the specification each: what an author writes, and what the form must say.

use super::super::{write, write_with_faults, xml};
use super::{Element, all, bind};
use crate::definition::{Item, Kind, Metadata, Question};
use crate::xlsform::read_markdown;
use xml::space;

fn written(form: &str) -> Element {
    let (questionnaire, faults) = read_markdown(form, "form.md");
    let questionnaire = questionnaire.unwrap_or_else(|| panic!("{faults:?}"));
    xml::read(write(&questionnaire).unwrap_or_else(|faults| panic!("{faults:?}")).as_bytes()).unwrap()
}

/// The attributes of an element as `name=value`, in order of name.
fn said(element: &Element) -> Vec<String> {
    let mut said: Vec<String> =
        element.attributes.iter().map(|one| format!("{}={}", one.written, one.value)).collect();
    said.sort();
    said
}

fn one<'a>(page: &'a Element, name: &str) -> &'a Element {
    let found = all(page, name);
    assert_eq!(found.len(), 1, "{name}");
    found[0]
}

#[test]
fn the_root_has_identifier_version_name_spaces_and_attributes() {
    let page = written(
        "| survey | | | | |
| | type | name | label | bind::own:x |
| | text | a | A | y |
| settings | | | | | | | | | |
| | form_title | form_id | version | style | namespaces | instance_xmlns | attribute::own:k | prefix | delimiter | name |
| | Title | id | 3 | pages | own=\"http://example.org/own\" | http://example.org/form | v | p | ; | form |
",
    );
    assert_eq!(one(&page, "title").text(), "Title");
    let root = one(&page, "form");
    assert_eq!(said(root), ["id=id", "odk:delimiter=;", "odk:prefix=p", "own:k=v", "version=3"]);
    assert_eq!(&*root.space, "http://example.org/form");
    assert_eq!(page.child("body").unwrap().get("class"), Some("pages"));
    assert_eq!(bind(&page, "/form/a").get_in("http://example.org/own", "x"), Some("y"));
    let model = one(&page, "model");
    assert_eq!(model.get_in(space::ODK, "xforms-version"), Some("1.0.0"));
    assert_eq!((&*model.space, &*page.space), (space::XFORMS, space::XHTML));
}

#[test]
fn submissions_say_where_they_go_and_how_they_are_encrypted() {
    let page = written(
        "| survey | | | |
| | type | name | label |
| | text | a | A |
| settings | | | | | |
| | submission_url | public_key | auto_send | auto_delete | client_editable |
| | https://example.org/s | KEY | true | false | yes |
",
    );
    assert_eq!(
        said(one(&page, "submission")),
        [
            "action=https://example.org/s",
            "base64RsaPublicKey=KEY",
            "method=post",
            "odk:client-editable=true",
            "orx:auto-delete=false",
            "orx:auto-send=true"
        ]
    );
}

#[test]
fn what_a_client_knows_is_loaded_before_and_the_log_of_events_stands_in_meta() {
    let page = written(
        "| survey | | | | |
| | type | name | label | parameters |
| | start | s | | |
| | deviceid | d | | |
| | audit | | | track-changes=true identify-user=true location-priority=balanced location-min-interval=60 location-max-age=120 |
| | background-audio | b | | quality=low |
| | start-geopoint | g | | |
| | text | a | A | rows=3 |
| settings | |
| | instance_name |
| | concat('x', ${a}) |
",
    );
    let start = bind(&page, "/data/s");
    let known = |name| start.get_in(space::JAVAROSA, name);
    assert_eq!(
        (start.get("type"), known("preload"), known("preloadParams")),
        (Some("dateTime"), Some("timestamp"), Some("start"))
    );
    let audit = bind(&page, "/data/meta/audit");
    assert_eq!(audit.get("type"), Some("binary"));
    assert_eq!(audit.get_in(space::ODK, "location-max-age"), Some("120"));
    assert_eq!(bind(&page, "/data/meta/instanceName").get("calculate"), Some("concat('x', /data/a)"));
    assert_eq!(bind(&page, "/data/meta/instanceID").get_in(space::JAVAROSA, "preload"), Some("uid"));
    assert_eq!(
        said(one(&page, "recordaudio")),
        ["event=odk-instance-load", "odk:quality=low", "ref=/data/b"]
    );
    assert_eq!(said(one(&page, "setgeopoint")), ["event=odk-instance-first-load", "ref=/data/g"]);
    assert_eq!(one(&page, "input").get("rows"), Some("3"));
}

#[test]
fn every_kind_of_control_has_its_element_and_type() {
    let page = written(
        "| survey | | | | | |
| | type | name | label | parameters | appearance |
| | note | n | N | | |
| | range | r | R | start=0 end=1 step=0.25 | picker |
| | image | i | I | max-pixels=640 | |
| | file | f | F | | |
| | acknowledge | k | K | | |
| | rank l | o | O | | |
| | geopoint | g | G | capture-accuracy=5 warning-accuracy=50 allow-mock-accuracy=true | |
| choices | | |
| | list_name | name | label |
| | l | 1 | One |
| | l | 2 | Two |
",
    );
    let body = page.child("body").unwrap();
    let kinds: Vec<_> = body.elements().map(|control| (&*control.name, control.get("mediatype"))).collect();
    assert_eq!(
        kinds,
        [
            ("input", None),
            ("range", None),
            ("upload", Some("image/*")),
            ("upload", Some("application/*")),
            ("trigger", None),
            ("rank", None),
            ("input", None)
        ]
    );
    assert_eq!(&*one(&page, "rank").space, space::ODK);
    assert_eq!(
        said(one(&page, "range")),
        ["appearance=picker", "end=1", "ref=/data/r", "start=0", "step=0.25"]
    );
    let types = ["n", "r", "i", "f", "k", "o", "g"]
        .map(|name| bind(&page, &format!("/data/{name}")).get("type").unwrap());
    assert_eq!(types, ["string", "decimal", "binary", "binary", "string", "odk:rank", "geopoint"]);
    assert_eq!(bind(&page, "/data/n").get("readonly"), Some("true()"));
    assert_eq!(bind(&page, "/data/i").get_in(space::OPENROSA, "max-pixels"), Some("640"));
    assert_eq!(bind(&page, "/data/g").get_in(space::ODK, "allow-mock-accuracy"), Some("true"));
    let place = body.elements().last().unwrap();
    assert_eq!(
        (place.get("accuracyThreshold"), place.get("unacceptableAccuracyThreshold")),
        (Some("5"), Some("50"))
    );
}

#[test]
fn values_are_set_when_answers_change_and_when_instances_are_added() {
    let page = written(
        "| survey | | | | | | |
| | type | name | label | default | trigger | calculation |
| | integer | a | A | 5 | | |
| | begin_repeat | r | R | | | |
| | text | t | T | ${a} | | |
| | end_repeat | | | | | |
| | dateTime | w | W | | ${a} | now() |
| | calculate | s | | | ${a} | ${a} + 1 |
",
    );
    let set: Vec<Vec<String>> = all(&page, "setvalue").into_iter().map(said).collect();
    assert_eq!(
        set,
        [
            ["event=odk-instance-first-load", "ref=/data/r/t", "value=/data/a"],
            ["event=xforms-value-changed", "ref=/data/w", "value=now()"],
            ["event=xforms-value-changed", "ref=/data/s", "value=/data/a + 1"],
            ["event=odk-new-repeat", "ref=/data/r/t", "value=/data/a"],
        ]
    );
    assert_eq!(
        one(page.child("body").unwrap(), "repeat").child("setvalue").unwrap().get("event"),
        Some("odk-new-repeat")
    );
    assert_eq!(bind(&page, "/data/w").get("calculate"), None);
    let data = one(&page, "data");
    assert_eq!(data.child("a").unwrap().text(), "5");
}

#[test]
fn choices_come_from_files_answers_searches_and_tables_of_the_client() {
    let page = written(
        "| survey | | | | | | |
| | type | name | label | choice_filter | parameters | appearance |
| | begin_repeat | r | R | | | |
| | text | who | Who | | | |
| | end_repeat | | | | | |
| | select_one ${who} | head | Head | | | |
| | select_one ${who} | other | Other | ${who} != ${head} | | |
| | select_multiple_from_file towns.geojson | t | T | | value=code | |
| | select_one s | f | F | | | search('villages') |
| | select_one_external x | e | E | up = ${head} | | |
| choices | | |
| | list_name | name | label |
| | s | code | village |
| external_choices | | | | |
| | list_name | name | label | up |
| | x | 1 | One | a |
",
    );
    let sets: Vec<[Option<&str>; 3]> = all(&page, "itemset")
        .into_iter()
        .map(|set| {
            [
                set.get("nodeset"),
                set.child("value").unwrap().get("ref"),
                set.child("label").unwrap().get("ref"),
            ]
        })
        .collect();
    assert_eq!(
        sets,
        [
            [Some("/data/r[./who != '']"), Some("who"), Some("who")],
            [Some("/data/r[./who != /data/head]"), Some("who"), Some("who")],
            [Some("instance('towns')/root/item"), Some("code"), Some("title")],
        ]
    );
    let inputs = all(page.child("body").unwrap(), "input");
    assert_eq!(inputs[1].get("query"), Some("instance('x')/root/item[up = /data/head]"));
    assert_eq!(one(&page, "item").child("value").unwrap().text(), "code");
    let instances: Vec<_> =
        all(&page, "instance").iter().map(|one| (one.get("id"), one.get("src"))).collect();
    assert_eq!(instances, [(None, None), (Some("towns"), Some("jr://file/towns.geojson"))]);
}

#[test]
fn entities_stand_where_their_answers_do() {
    let page = written(
        "| survey | | | | |
| | type | name | label | save_to |
| | text | id | Id | |
| | begin_repeat | r | R | |
| | text | who | Who | people#full_name |
| | end_repeat | | | |
| entities | | | | | |
| | list_name | label | entity_id | create_if | update_if |
| | people | ${who} | | ${who} != '' | |
| | homes | | ${id} | | ${id} != '' |
",
    );
    assert_eq!(one(&page, "model").get_in(space::ENTITIES, "entities-version"), Some("2025.1.0"));
    let person = "/data/r/meta/entity";
    assert_eq!(bind(&page, &format!("{person}/@create")).get("calculate"), Some("../../../who != ''"));
    assert_eq!(bind(&page, &format!("{person}/label")).get("calculate"), Some("../../../who"));
    assert_eq!(bind(&page, "/data/r/who").get_in(space::ENTITIES, "saveto"), Some("full_name"));
    assert_eq!(bind(&page, "/data/meta/entity/@id").get("calculate"), Some("/data/id"));
    assert_eq!(
        bind(&page, "/data/meta/entity/@baseVersion").get("calculate"),
        Some("instance('homes')/root/item[name=/data/id]/__version")
    );
    let made: Vec<Vec<String>> = all(&page, "setvalue").into_iter().map(said).collect();
    assert_eq!(
        made,
        [
            ["event=odk-instance-first-load", "ref=/data/r/meta/entity/@id", "value=uuid()"],
            ["event=odk-new-repeat", "ref=/data/r/meta/entity/@id", "value=uuid()"]
        ]
    );
    let lists: Vec<_> = all(&page, "entity").iter().filter_map(|entity| entity.get("dataset")).collect();
    assert_eq!(lists, ["people", "people", "homes"], "template, first instance, and the form's own");
}

#[test]
fn texts_without_a_language_stand_where_the_first_of_them_is_said() {
    let languages = |labels: &str, first: &str| {
        let page = written(&format!(
            "| survey | | | | |
| | type | name | {labels} |
| | text | a | {first} |
| | text | b | Name | Tên |
"
        ));
        all(&page, "translation").iter().map(|one| one.get("lang").unwrap().to_owned()).collect::<Vec<_>>()
    };
    let labels = "label | label::Tiếng Việt (vi)";
    assert_eq!(languages(labels, "Age | Tuổi"), ["default", "Tiếng Việt (vi)"]);
    assert_eq!(languages(labels, " | Tuổi"), ["Tiếng Việt (vi)", "default"]);
}

#[test]
fn the_first_choice_of_a_question_has_a_label_even_if_it_says_nothing() {
    let page = written(
        "| survey | | | |
| | type | name | label |
| | select_one l | q | Q |
| choices | | | |
| | list_name | name | label |
| | l | a | |
| | l | b | B |
| | l | c | |
| | table | x | |
",
    );
    let items: Vec<Vec<(&str, String)>> = all(&page, "item")
        .into_iter()
        .map(|item| item.elements().map(|field| (&*field.name, field.text())).collect())
        .collect();
    let field = |name, text: &str| (name, text.to_owned());
    assert_eq!(
        items,
        [
            vec![field("name", "a"), field("label", "")],
            vec![field("name", "b"), field("label", "B")],
            vec![field("name", "c")],
            vec![field("name", "x")],
        ]
    );
}

#[test]
fn an_entity_that_has_no_place_is_refused() {
    let (questionnaire, _) = crate::xlsform::read_markdown(
        "| survey | | | | |
| | type | name | label | save_to |
| | begin_repeat | r | R | |
| | text | a | A | |
| | end_repeat | | | |
| | text | b | B | n |
| entities | | |
| | list_name | label |
| | people | ${a} |
",
        "form.md",
    );
    let (written, faults) = write_with_faults(&questionnaire.unwrap());
    assert!(written.is_none());
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["E-XFORM-013"]);
}

#[test]
fn one_word_of_a_sheet_is_spelt_out() {
    let page = written(
        "| survey | | | | | |
| | type | name | label | repeat_count | appearance |
| | select_one l or_other | q | Q | | |
| | begin_repeat | r | R | 1 + 2 | |
| | text | t | T | | |
| | end_repeat | | | | |
| | begin_group | g | Table | | table-list |
| | select_one l | x | X | | |
| | end_group | | | | |
| choices | | |
| | list_name | name | label |
| | l | 1 | One |
",
    );
    assert_eq!(bind(&page, "/data/q_other").get("relevant"), Some("selected(../q, 'other')"));
    let codes: Vec<String> = all(one(&page, "root"), "name").iter().map(|code| code.text()).collect();
    assert_eq!(codes, ["1", "other"]);
    let counted = bind(&page, "/data/r_count");
    assert_eq!((counted.get("calculate"), counted.get("readonly")), (Some("1 + 2"), Some("true()")));
    assert_eq!(one(&page, "repeat").get_in(space::JAVAROSA, "count"), Some("/data/r_count"));
    let table = page.child("body").unwrap().elements().last().unwrap();
    let rows: Vec<_> = table.elements().map(|row| (&*row.name, row.get("appearance"))).collect();
    assert_eq!(table.get("appearance"), Some("field-list"));
    assert_eq!(rows, [("input", None), ("select1", Some("label")), ("select1", Some("list-nolabel"))]);
}

#[test]
fn a_trigger_that_is_computed_is_refused_and_one_that_the_client_fills_is_doubted() {
    let codes = |kind: Kind, calculation: Option<&str>| {
        let mut trigger = Question::new("t", kind);
        trigger.node.calculation = calculation.map(Into::into);
        let mut set = super::asked("s", Kind::Text);
        set.node.trigger = vec!["t".into()];
        set.node.calculation = Some("now()".into());
        let form = super::form(vec![Item::Question(trigger), Item::Question(set)]);
        let (written, faults) = write_with_faults(&form);
        (written.is_some(), faults.iter().map(|fault| fault.code).collect::<Vec<_>>())
    };
    assert_eq!(codes(Kind::Calculate, Some("1")), (false, vec!["E-XFORM-007"]));
    assert_eq!(codes(Kind::Metadata(Metadata::Start), None), (true, vec!["W-XFORM-014"]));
    assert_eq!(codes(Kind::Text, None), (true, Vec::new()));
}
