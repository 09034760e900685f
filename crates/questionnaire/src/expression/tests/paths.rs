//! Lookups, scopes of predicates, limits.

use super::tree::{Tree, environment};
use crate::expression::{EvaluationError, compile, parse};

fn communes() -> (Tree, usize) {
    let mut tree = Tree::new();
    let data = tree.add(0, "data", "");
    let province = tree.add(data, "province", "01");
    tree.add(data, "commune", "");
    let rows: [&[&str]; 4] =
        [&["00001", "01", "A"], &["00004", "01", "B"], &["00023", "02", "C"], &["00025", "", "D"]];
    tree.table("communes", &["name", "province", "label"], &rows);
    (tree, province)
}

#[test]
fn an_index_answers_equality_predicates_and_gives_the_same_as_a_scan() {
    let expressions = [
        "instance('communes')/root/item[province = /data/province]/name",
        "instance('communes')/root/item[/data/province = province]/label",
        "instance('communes')/root/item[province = current()]/label",
        "instance('communes')/root/item[province = '02' and name != '']/label",
        "instance('communes')/root/item[contains(label, 'B') and province = '01']/label",
        "instance('communes')/root/item[province = '01'][2]/label",
        "instance('communes')/root/item[province = '']/label",
        "count(instance('communes')/root/item[province = 'no'])",
    ];
    let expected = [
        "nodes[00001|00004]",
        "nodes[A|B]",
        "nodes[A|B]",
        "nodes[C]",
        "nodes[B]",
        "nodes[B]",
        "nodes[D]",
        "0",
    ];
    for indexed in [false, true] {
        let (mut tree, node) = communes();
        tree.indexed = indexed;
        for (text, expected) in expressions.iter().zip(expected) {
            assert_eq!(tree.show(text, node), expected, "{text}");
        }
        assert_eq!(tree.lookups.get(), if indexed { expressions.len() } else { 0 });
    }
}

#[test]
fn an_index_is_not_asked_where_places_or_the_node_itself_matter() {
    let (mut tree, node) = communes();
    tree.indexed = true;
    let cases = [
        ("instance('communes')/root/item[position() = 2 and province = '01']/label", "nodes[B]"),
        ("instance('communes')/root/item[province = '01' and position() = 1]/label", "nodes[A]"),
        ("instance('communes')/root/item[province = name]/label", "nodes[]"),
        ("instance('communes')/root/item[province != '01']/label", "nodes[C|D]"),
    ];
    for (text, expected) in cases {
        assert_eq!(tree.show(text, node), expected, "{text}");
    }
    assert_eq!(tree.lookups.get(), 0);
}

#[test]
fn pulldata_finds_a_cell_with_and_without_an_index() {
    for indexed in [false, true] {
        let (mut tree, node) = communes();
        tree.indexed = indexed;
        assert_eq!(tree.show("pulldata('communes', 'label', 'name', '00004')", node), "'B'");
        assert_eq!(tree.show("pulldata('communes', 'label', 'name', 'none')", node), "''");
        assert_eq!(tree.show("pulldata('communes', 'nothing', 'name', '00004')", node), "''");
        assert_eq!(tree.show("pulldata('nowhere', 'label', 'name', '00004')", node), "MissingInstance");
    }
}

#[test]
fn what_xpath_has_beyond_javarosa_works_too() {
    let (mut tree, node) = communes();
    let cases = [
        ("//label", "nodes[]"),
        ("count(//*)", "3"),
        ("//province | /data/province", "nodes[01]"),
        ("instance('communes')//label", "nodes[A|B|C|D]"),
        ("instance('communes')/root/item[last()]/label", "nodes[D]"),
        ("instance('communes')/root/item[2]/label", "nodes[B]"),
        ("(instance('communes')/root/item)[position() > 2]/label", "nodes[C|D]"),
        ("instance('communes')/root/item[2]/../item[1]/label", "nodes[A]"),
        ("name(..)", "'data'"),
        ("substring('12345', 2, 3)", "'234'"),
        ("substring('12345', 1.5, 2.6)", "'234'"),
        ("substring('12345', 0, 3)", "'12'"),
        ("substring('12345', 0 div 0, 3)", "''"),
        ("substring('12345', 1, 0 div 0)", "''"),
        ("substring('12345', -42, 1 div 0)", "'12345'"),
        ("floor(-2.5)", "-3"),
        ("ceiling(-2.5)", "-2"),
    ];
    for (text, expected) in cases {
        assert_eq!(tree.show(text, node), expected, "{text}");
    }
}

#[test]
fn a_thousand_alternatives_and_the_deepest_nesting_are_evaluated() {
    let (mut tree, node) = communes();
    let flat = vec!["/data/province = 'x'"; 5000].join(" or ");
    assert_eq!(tree.show(&flat, node), "false");
    let deep = format!("{}1{}", "if(true(), ".repeat(250), ", 0)".repeat(250));
    assert_eq!(tree.show(&deep, node), "1");
    let nested = format!("{}1{}", "count(/data[".repeat(80), "])".repeat(80));
    assert_eq!(tree.show(&nested, node), "1");
}

#[test]
fn what_would_take_for_ever_or_fill_the_memory_is_an_error() {
    let (mut tree, node) = communes();
    let within = |inner: &str| format!("//*[count({inner}) > 0]");
    let mut text = "//*".to_owned();
    for _ in 0..60 {
        text = within(&text);
    }
    assert_eq!(tree.show(&format!("count({text})"), node), "TooCostly");
    let rows = vec![&["00001"][..]; 200];
    tree.table("long", &["name"], &rows);
    let separator = "x".repeat(100_000);
    let joined = format!("string-length(join('{separator}', instance('long')/root/item/name))");
    assert_eq!(tree.show(&joined, node), "TooCostly");
}

#[test]
fn a_value_where_nodes_are_needed_is_an_error_and_no_panic() {
    let (mut tree, node) = communes();
    let compiled = compile(&parse("'a'").unwrap(), &mut tree.names).unwrap();
    let nodes = compiled.nodes(&tree, &environment(&|| 0), node);
    assert_eq!(nodes, Err(EvaluationError::NotNodes { function: "path" }));
    for text in ["('a')/b", "('a')[1]", "'a' | 'b'", "position('a')"] {
        assert_eq!(tree.show(text, node), "NotNodes", "{text}");
    }
}
