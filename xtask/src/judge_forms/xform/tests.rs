//! Equal forms written in different ways have the same facts, and a change of meaning is a difference with its place.

use super::{Facts, facts};
use crate::judge_forms::compare;

const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>T</h:title><model>
<itext><translation lang="en"><text id="/data/q:label"><value>How old is <output value=" /data/a "/>?</value></text></translation></itext>
<instance><data id="f"><a/><q/></data></instance>
<instance id="yn"><root><item><name>y</name><label>Yes</label></item><item><name>n</name><label>No</label></item></root></instance>
<bind nodeset="/data/q" type="int" required="true()" relevant=" /data/a  != ''"/>
<setvalue ref="/data/q" event="odk-instance-first-load odk-new-repeat" value="1"/>
</model></h:head>
<h:body><input ref="/data/a"><label>A</label></input><input ref="/data/q"><label ref="jr:itext('/data/q:label')"/></input>
<select1 ref="/data/s"><label>S</label><itemset nodeset="instance('yn')/root/item[name != '']"><value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>"#;

fn places(changed: &str) -> Vec<String> {
    let read = |source: &str| -> Facts { facts(source).unwrap() };
    compare::facts("pyxform", "f", &read(changed), &read(FORM)).into_iter().map(|one| one.place).collect()
}

/// The form with one thing written otherwise; it must have been there.
fn with(old: &str, new: &str) -> String {
    assert!(FORM.contains(old), "{old}");
    FORM.replace(old, new)
}

#[test]
fn the_same_in_other_words_is_no_difference() {
    let same = FORM
        .replace("type=\"int\" required=\"true()\"", "required=\" true() \" type=\"int\"")
        .replace(" /data/a  != ''", "/data/a!=''")
        .replace("/data/q:label", "label-1")
        .replace("odk-instance-first-load odk-new-repeat", "odk-new-repeat odk-instance-first-load")
        .replace("?</value>", "? </value>");
    assert_eq!(places(&same), Vec::<String>::new());
}

#[test]
fn each_change_of_meaning_is_found_where_it_is() {
    let cases = [
        (with("!= ''\"/>\n<setvalue", "= ''\"/>\n<setvalue"), "bind /data/q @relevant"),
        (with("How old", "How young"), "input /data/q label [en]"),
        (with("<name>n</name>", "<name>no</name>"), "list yn [1]"),
        (with("<a/><q/>", "<q/><a/>"), "instance /data"),
        (with("value=\"1\"", "value=\"2\""), "model setvalue /data/q @value"),
        (with("<label>A</label>", "<label>B</label>"), "input /data/a label"),
        (with("[name != '']", ""), "select1 /data/s itemset @nodeset"),
        (with("id=\"f\"", "id=\"g\""), "instance /data @id"),
    ];
    for (changed, place) in cases {
        assert_eq!(places(&changed), [place]);
    }
}

#[test]
fn what_is_no_form_says_why() {
    assert!(facts("<data>").is_err());
    assert!(facts("<data/>").unwrap_err().contains("head"));
}
