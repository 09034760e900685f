//! Forms that other programs wrote.

use sounding_survey::Severity;

use super::super::{read, write};
use crate::definition::{ChoiceSource, Item, Kind, Metadata, Question, Questionnaire};

const SPACES: &str = r#"xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms""#;

/// A page of a model and a body.
fn page(model: &str, body: &str) -> String {
    format!(
        "<h:html {SPACES}><h:head><h:title>T</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    )
}

fn both(model: &str, body: &str) -> (Questionnaire, Vec<&'static str>) {
    let (questionnaire, faults) = read(page(model, body).as_bytes(), "form.xml");
    (questionnaire.unwrap(), faults.iter().map(|fault| fault.code).collect())
}

fn question<'a>(questionnaire: &'a Questionnaire, name: &str) -> &'a Question {
    let mut found = None;
    questionnaire.walk(&mut |item, _| {
        if let Item::Question(question) = item
            && question.node.name == name
        {
            found = Some(question);
        }
    });
    found.unwrap()
}

#[test]
fn choices_in_the_control_become_a_list_that_equal_questions_share() {
    let items = |ids: bool| {
        let label = |n: u8| {
            if ids { format!("<label ref=\"jr:itext('o{n}')\"/>") } else { format!("<label>L{n}</label>") }
        };
        format!("<item>{}<value>1</value></item><item>{}<value>2</value></item>", label(1), label(2))
    };
    let (q, codes) = both(
        "<itext><translation lang='fr'><text id='o1'><value>Un</value></text><text id='o2'><value>Deux</value></text></translation></itext>\
         <instance><d id='f'><a/><b/><c/></d></instance><bind nodeset='/d/a' type='select1'/>",
        &format!(
            "<select1 ref='/d/a'><label>A</label>{0}</select1><select ref='/d/b'><label>B</label>{0}</select><select1 ref='/d/c'><label>C</label>{1}</select1>",
            items(false),
            items(true)
        ),
    );
    assert!(codes.is_empty(), "{codes:?}");
    let list = |name| question(&q, name).options.clone().unwrap().source;
    assert_eq!(
        (list("a"), list("b"), list("c")),
        (ChoiceSource::List("a".into()), ChoiceSource::List("a".into()), ChoiceSource::List("c".into()))
    );
    assert_eq!(question(&q, "a").node.data_type, None, "an older name of the same type");
    assert_eq!(q.list("c").unwrap().choices[1].label.text("fr").unwrap().to_string(), "Deux");
    assert!(write(&q).unwrap().contains("<itemset nodeset=\"instance('a')/root/item\">"));
}

#[test]
fn binds_may_stand_anywhere_and_be_relative_or_named_by_identifier() {
    let (q, codes) = both(
        "<bind id='x' nodeset='/d/g/a' type='xsd:int' relevant='../../b = 1'/><bind nodeset='g'><bind nodeset='c' type='date'/></bind>\
         <instance><d xmlns='http://example.org/form' id='f'><g><a/><c/></g><b/></d></instance><bind nodeset='b' type='decimal'/>",
        "<group ref='/d/g'><input bind='x'><label>A</label></input><input ref='c'><label>C</label></input></group><input ref='/d/b'><label>B</label></input>",
    );
    assert!(codes.is_empty(), "{codes:?}");
    let kinds = ["a", "c", "b"].map(|name| question(&q, name).kind);
    assert_eq!(kinds, [Kind::Integer, Kind::Date, Kind::Decimal]);
    assert_eq!(
        question(&q, "a").node.relevant.as_deref(),
        Some("../../b = 1"),
        "a name would be written as another path"
    );
    assert_eq!(q.settings.instance_xmlns.as_deref(), Some("http://example.org/form"));
}

#[test]
fn elements_are_known_by_their_name_space_and_not_by_prefix() {
    let text = "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:x='http://www.w3.org/2002/xforms' xmlns:j='http://openrosa.org/javarosa' xmlns:o='http://openrosa.org/xforms' xmlns:p='http://www.opendatakit.org/xforms' xmlns:own='http://example.org/own'>\
        <head><title>T</title><x:model><x:instance><d xmlns='' id='f'><o:meta><o:instanceID/></o:meta><a own:k='v'/></d></x:instance>\
        <x:bind nodeset='/d/o:meta/o:instanceID' j:preload='uid'/><x:bind nodeset='/d/a' j:constraintMsg='no' constraint='. > 1' type='odk:rank'/></x:model></head>\
        <body><p:rank ref='/d/a'><x:label>A</x:label></p:rank></body></html>";
    let (q, faults) = read(text.as_bytes(), "form.xml");
    let q = q.unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    let a = question(&q, "a");
    assert_eq!(
        (a.kind, a.node.constraint_message.text("any").unwrap().to_string()),
        (Kind::Rank, "no".into())
    );
    assert_eq!(a.node.instance_attributes, [("own:k".into(), "v".into())]);
    assert_eq!(q.settings.namespaces, [("own".to_owned(), "http://example.org/own".to_owned())]);
    assert_eq!(q.settings.omit_instance_id, None);
}

#[test]
fn a_group_of_the_page_takes_the_group_of_the_data_that_it_holds() {
    let (q, codes) = both(
        "<instance><d id='f'><g><a/><b/></g><c/></d></instance>",
        "<group appearance='field-list'><label>G</label><input ref='/d/g/a'><label>A</label></input><input ref='/d/g/b'/></group>\
         <group><label>lost</label><input ref='/d/c'><label>C</label></input></group>",
    );
    assert_eq!(codes, ["W-XFORM-002"]);
    let Item::Group(group) = &q.items[0] else { panic!("{:?}", q.items[0]) };
    assert_eq!(group.node.appearance.as_deref(), Some("field-list"));
    assert_eq!(group.node.label.text("any").unwrap().to_string(), "G");
    assert_eq!(q.items[1].node().name, "c");
}

#[test]
fn repeats_with_and_without_a_template_or_a_group_around_them_are_read() {
    for (instance, body) in [
        (
            "<r jr:template=''><a/></r>",
            "<group ref='/d/r'><label>R</label><repeat nodeset='/d/r'><input ref='/d/r/a'><label>A</label></input></repeat></group>",
        ),
        (
            "<r><a/></r>",
            "<group><label>R</label><repeat nodeset='/d/r'><input ref='a'><label>A</label></input></repeat></group>",
        ),
        (
            "<r jr:template=''><a/></r><r><a/></r>",
            "<repeat nodeset='/d/r'><label>R</label><input ref='/d/r/a'><label>A</label></input></repeat>",
        ),
    ] {
        let (q, codes) = both(&format!("<instance><d id='f'>{instance}</d></instance>"), body);
        let Item::Repeat(repeat) = &q.items[0] else { panic!("{body}") };
        assert_eq!(repeat.items[0].node().name, "a");
        assert_eq!(repeat.node.label.text("any").unwrap().to_string(), "R", "{body}");
        assert!(codes.iter().all(|code| code.starts_with('W')) && codes.len() <= 1, "{codes:?}");
    }
}

#[test]
fn what_a_questionnaire_cannot_hold_is_said() {
    let instance = "<instance><d id='f'><a/></d></instance>";
    let input = "<input ref='/d/a'><label>A</label></input>";
    for (model, body, code) in [
        ("", "<input ref='/d/a'><label>A</label><help>H</help></input>", "W-XFORM-001"),
        ("", &*(input.to_owned() + input), "W-XFORM-003"),
        ("<setvalue event='xforms-revalidate' ref='/d/a' value='1'/>", input, "W-XFORM-004"),
        ("<instance id='t'><root><x><y><z/></y></x></root></instance>", input, "W-XFORM-005"),
        ("<bind nodeset='/d/none' type='int'/>", input, "W-XFORM-008"),
        ("", "<input ref='/d/none'/>", "W-XFORM-009"),
        ("", "<input ref='/d/a'><label ref=\"jr:itext('none')\"/></input>", "W-XFORM-010"),
        ("<odd/>", input, "W-XFORM-011"),
        ("", "<secret ref='/d/a'><label>A</label></secret>", "W-XFORM-012"),
    ] {
        let (_, codes) = both(&format!("{instance}{model}"), body);
        assert_eq!(codes, [code], "{model} {body}");
    }
    let (_, codes) = both(
        "<instance><d id='f'><meta><instanceID/><timeStart/></meta><r><a/></r><r><a/></r></d></instance>",
        "<repeat nodeset='/d/r'/>",
    );
    assert_eq!(codes, ["W-XFORM-006", "W-XFORM-013"]);
}

#[test]
fn values_are_set_at_the_beginning_and_when_others_change() {
    let (q, codes) = both(
        "<instance><d id='f'><a/><b>x - y</b><c/><s/><e/></d></instance><bind nodeset='/d/c' type='int'/>\
         <bind nodeset='/d/s' type='dateTime' jr:preload='timestamp' jr:preloadParams='start'/>\
         <setvalue event='odk-instance-first-load' ref='/d/a' value=\"'fixed'\"/><setvalue event='xforms-ready' ref='/d/e'>text</setvalue>",
        "<input ref='/d/a'><label>A</label><setvalue event='xforms-value-changed' ref='/d/c' value='/d/b + 1'/></input><input ref='/d/b'><label>B</label></input>",
    );
    assert!(codes.is_empty(), "{codes:?}");
    let default = |name| question(&q, name).node.default.clone();
    assert_eq!(default("a").as_deref(), Some("fixed"));
    assert_eq!(
        default("b").as_deref(),
        Some("string('x - y')"),
        "a text that would be computed is one in quotation marks"
    );
    assert_eq!(default("e").as_deref(), Some("text"));
    let c = question(&q, "c");
    assert_eq!((c.node.trigger.clone(), c.node.calculation.as_deref()), (vec!["a".into()], Some("${b} + 1")));
    assert_eq!((c.kind, c.node.data_type.as_deref()), (Kind::Calculate, Some("int")));
    assert_eq!(question(&q, "s").kind, Kind::Metadata(Metadata::Start));
}

#[test]
fn what_is_no_form_is_refused() {
    let code = |text: &str| {
        let (questionnaire, faults) = read(text.as_bytes(), "form.xml");
        assert!(questionnaire.is_none() && faults[0].severity == Severity::Error);
        faults[0].code
    };
    assert_eq!(code("plain text"), "E-XFORM-020");
    assert_eq!(code("<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"), "E-XFORM-021");
    let deep = "<a>".repeat(10_000);
    assert_eq!(code(&deep), "E-XFORM-022");
    let groups = "<g>".repeat(100) + &"</g>".repeat(100);
    assert_eq!(code(&page(&format!("<instance><d>{groups}</d></instance>"), "")), "E-XFORM-022");
    assert_eq!(code("<html/>"), "E-XFORM-023");
    assert_eq!(code(&page("", "")), "E-XFORM-023");
}

#[test]
fn deep_nodes_with_long_names_do_not_blow_up() {
    let name = |level: usize| format!("n{level}{}", "x".repeat(4000));
    let open = (0..50).map(|level| format!("<{}>", name(level))).collect::<Vec<_>>().concat();
    let close = (0..50).rev().map(|level| format!("</{}>", name(level))).collect::<Vec<_>>().concat();
    let leaves = (0..1000).map(|leaf| format!("<l{leaf}/>")).collect::<Vec<_>>().concat();
    let form = page(&format!("<instance><d>{open}{leaves}{close}</d></instance>"), "");
    let (questionnaire, faults) = read(form.as_bytes(), "form.xml");
    assert!(questionnaire.is_none());
    assert_eq!(faults[0].code, "E-XFORM-022");
}

#[test]
fn damaged_forms_never_panic() {
    let good = page(
        "<itext><translation lang='vi'><text id='/d/a:label'><value>Tuổi <output value='/d/b'/></value></text></translation></itext>\
         <instance><d id='f'><a/><r jr:template=''><b>1</b></r></d></instance><instance id='l'><root><item><name>1</name><label>x</label></item></root></instance>\
         <bind nodeset='/d/a' type='int' relevant='/d/r[1]/b &gt; 1 and selected(/d/r/b, \"x\")'/>",
        "<select1 ref='/d/a'><label ref=\"jr:itext('/d/a:label')\"/><itemset nodeset=\"randomize(instance('l')/root/item[name = current()/../a], 3)\"><value ref='name'/><label ref='label'/></itemset></select1>\
         <group ref='/d/r'><repeat nodeset='/d/r' jr:count='/d/a'><input ref='/d/r/b'/></repeat></group>",
    );
    assert!(read(good.as_bytes(), "f").0.is_some());
    let bytes = good.as_bytes();
    let mut read_anyway = 0;
    for at in (0..bytes.len()).step_by(3) {
        let cut = [&bytes[..at], &bytes[at + 1..]].concat();
        let mut changed = bytes.to_vec();
        changed[at] = b"'/[<&\"$.@"[at % 9];
        for damaged in [cut, changed, bytes[..at].to_vec()] {
            let (questionnaire, faults) = read(&damaged, "f");
            if let Some(questionnaire) = questionnaire {
                read_anyway += 1;
                // What was read either is written or has faults.
                assert!(
                    write(&questionnaire).is_ok_and(|xml| !xml.is_empty()) || write(&questionnaire).is_err()
                );
            } else {
                assert!(!faults.is_empty());
            }
        }
    }
    assert!(read_anyway > 100, "most damages are within texts: {read_anyway}");
}
