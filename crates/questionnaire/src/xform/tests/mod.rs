//! What is written is a form as the ODK XForms specification describes it, and reads back as the same questionnaire.

use crate::definition::{
    Choice, ChoiceList, ChoiceSource, Group, Item, Kind, Options, Question, Questionnaire, Repeat, Words,
};

mod features;
mod foreign;
mod round;

use super::xml::{self, Element};

pub(super) fn asked(name: &str, kind: Kind) -> Question {
    let mut question = Question::new(name, kind);
    question.node.label = Words::plain(name);
    question
}

pub(super) fn form(items: Vec<Item>) -> Questionnaire {
    Questionnaire { items, ..Questionnaire::default() }
}

fn written(questionnaire: &Questionnaire) -> Element {
    let text = super::write(questionnaire).unwrap();
    xml::read(text.as_bytes()).unwrap()
}

/// The elements of a name anywhere in another, in document order.
fn all<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for inner in element.elements() {
        if inner.name == name {
            found.push(inner);
        }
        found.extend(all(inner, name));
    }
    found
}

fn bind<'a>(page: &'a Element, path: &str) -> &'a Element {
    all(page, "bind").into_iter().find(|bind| bind.get("nodeset") == Some(path)).unwrap()
}

/// A roster with a nested one: `a`, `r(d, g(r2(s)), t)`, `n`.
fn roster(change: impl FnOnce(&mut Question)) -> Questionnaire {
    let mut s = asked("s", Kind::Integer);
    change(&mut s);
    let inner = Repeat { items: vec![Item::Question(s)], ..named("r2") };
    let group = Group { items: vec![Item::Repeat(inner)], node: named("g").node, intent: None };
    let items = vec![
        Item::Question(asked("d", Kind::Date)),
        Item::Group(group),
        Item::Question(asked("t", Kind::Text)),
    ];
    let outer = Repeat { items, ..named("r") };
    form(vec![
        Item::Question(asked("a", Kind::Text)),
        Item::Repeat(outer),
        Item::Question(asked("n", Kind::Integer)),
    ])
}

fn named(name: &str) -> Repeat {
    let mut repeat = Repeat::default();
    name.clone_into(&mut repeat.node.name);
    repeat
}

#[test]
fn references_are_relative_within_a_repeat_and_absolute_elsewhere() {
    for (expression, expected) in [
        ("${a} = 'x'", "/data/a = 'x'"),
        ("${d} > 1", "../../../d > 1"),
        ("${s}>${n}", "../s>/data/n"),
        ("${n}-1", "/data/n -1"),
        ("1 div${n}", "1 div /data/n"),
        ("count(${r2}) + count(${r})", "count(../../r2) + count(/data/r)"),
        (
            "instance('c')/root/item[name = ${d}]/x = ${d}",
            "instance('c')/root/item[name = current()/../../../d]/x = ../../../d",
        ),
        ("indexed-repeat(${d}, ${r}, ${s})", "indexed-repeat(/data/r/d, /data/r, ../s)"),
        ("position(..) = position(../..)", "position(..) = position(../..)"),
        ("${last-saved#s} = 1", "instance('__last-saved')/data/r/g/r2/s = 1"),
        ("'${a}'", "'/data/a'"),
    ] {
        let page = written(&roster(|s| s.node.relevant = Some(expression.into())));
        assert_eq!(bind(&page, "/data/r/g/r2/s").get("relevant"), Some(expected), "{expression}");
    }
}

#[test]
fn references_that_lead_nowhere_stop_the_form() {
    let codes = |expression: &str| {
        let mut q = roster(|s| s.node.relevant = Some(expression.into()));
        q.items.push(Item::Group(Group {
            items: vec![Item::Question(asked("d", Kind::Text))],
            ..Group::default()
        }));
        let Some(Item::Group(group)) = q.items.last_mut() else { unreachable!() };
        "again".clone_into(&mut group.node.name);
        super::write(&q).err().unwrap_or_default().iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("${nowhere} = 1"), ["E-XFORM-001"]);
    assert_eq!(codes("${d} = 1"), ["E-XFORM-002"]);
    assert_eq!(codes("${ a} = 1"), ["E-XFORM-003"]);
    assert_eq!(codes("'\u{1}' = 1"), ["E-XFORM-005"]);
    assert!(codes("${a} = 1").is_empty());
}

#[test]
fn a_repeat_has_a_template_and_a_first_instance() {
    let page = written(&roster(|_| {}));
    let root = all(&page, "data")[0];
    let names: Vec<_> =
        root.elements().map(|e| (&*e.name, e.get_in(xml::space::JAVAROSA, "template"))).collect();
    assert_eq!(names, [("a", None), ("r", Some("")), ("r", None), ("n", None), ("meta", None)]);
    assert_eq!(all(root.elements().nth(1).unwrap(), "r2").len(), 2, "template and first instance");
    assert_eq!(all(root.elements().nth(2).unwrap(), "r2").len(), 1);
}

#[test]
fn a_label_in_one_language_stands_in_the_control_and_others_in_itext() {
    let mut a = asked("a", Kind::Text);
    a.node.label = Words::plain("Bạn ${n} < tuổi?");
    let mut n = asked("n", Kind::Integer);
    n.node.label = Words::default();
    n.node.label.set("Tiếng Việt (vi)", "Số");
    n.node.label.set("English (en)", "Number");
    n.node.hint.set("English (en)", "of ${a}");
    n.node.constraint_message = Words::plain("not ${a}");
    n.node.required_message = Words::plain("needed");
    let mut q = form(vec![Item::Question(a), Item::Question(n)]);
    q.languages = vec!["Tiếng Việt (vi)".into(), "English (en)".into()];
    q.settings.default_language = Some("Tiếng Việt (vi)".into());
    let page = written(&q);
    let label = all(&page, "label")[0];
    assert_eq!(label.text(), "Bạn  < tuổi?");
    assert_eq!(label.child("output").unwrap().get("value"), Some("/data/n"));
    assert_eq!(all(&page, "label")[1].get("ref"), Some("jr:itext('/data/n:label')"));
    let bind = bind(&page, "/data/n");
    let said = |name| bind.get_in(xml::space::JAVAROSA, name);
    assert_eq!(said("constraintMsg"), Some("jr:itext('/data/n:jr:constraintMsg')"));
    assert_eq!(said("requiredMsg"), Some("needed"));
    let translations = all(&page, "translation");
    let heads: Vec<_> = translations.iter().map(|t| (t.get("lang").unwrap(), t.get("default"))).collect();
    assert_eq!(heads, [("Tiếng Việt (vi)", Some("true()")), ("English (en)", None)]);
    let hint = |at: usize| {
        all(translations[at], "text").into_iter().find(|t| t.get("id") == Some("/data/n:hint")).unwrap()
    };
    assert_eq!(hint(0).child("value").unwrap().text(), "-");
    assert_eq!(hint(1).child("value").unwrap().text(), "of ");
}

#[test]
fn choices_stand_in_a_secondary_instance_and_filters_see_the_question() {
    let choice = |code: &str, province: &str| Choice {
        code: code.into(),
        label: Words::plain(code),
        columns: vec![("province".into(), province.into())],
        ..Choice::default()
    };
    let mut s = asked("s", Kind::SelectOne);
    s.options = Some(Options {
        source: ChoiceSource::List("communes".into()),
        filter: Some("province = ${d}".into()),
        or_other: false,
    });
    s.parameters = vec![("randomize".into(), "true".into()), ("seed".into(), "${n}".into())];
    let mut q = roster(|question| *question = s);
    q.lists.push(ChoiceList { name: "communes".into(), choices: vec![choice("1", "a"), choice("2", "b")] });
    let page = written(&q);
    let set = all(&page, "itemset")[0];
    assert_eq!(
        set.get("nodeset"),
        Some("randomize(instance('communes')/root/item[province = current()/../../../d], /data/n)")
    );
    let items = all(&page, "item");
    assert_eq!(items.len(), 2);
    let fields: Vec<_> = items[1].elements().map(|e| (&*e.name, e.text())).collect();
    assert_eq!(fields, [("name", "2".into()), ("label", "2".into()), ("province", "b".into())]);
}
