//! Expressions put together at random are refused or evaluated; they never panic, and evaluating twice gives the same.

use proptest::prelude::*;

use super::javarosa::form;
use crate::expression::{check, dependencies, function_names, parse};

fn operand() -> impl Strategy<Value = String> {
    let operands = [
        "1",
        "-2.5",
        "0",
        "1000000000000",
        "0 div 0",
        "'a'",
        "''",
        "'2024-02-29'",
        "'a b'",
        "'10.5 106.25'",
        "'('",
        "'%Y'",
        "'MD5'",
        ".",
        "..",
        "/data/i",
        "/data/r",
        "/data/r/x",
        "../i",
        "/data/*",
        "//x",
        "/data/gs",
        "/data/dt",
        "/data/tm",
        "/data/irr",
        "true()",
        "current()",
        "instance('big')/root/item",
        "instance('p')/root/item[name = /data/one]",
        "instance('nowhere')/root",
        "now()",
    ];
    prop::sample::select(operands.to_vec()).prop_map(String::from)
}

fn expression() -> impl Strategy<Value = String> {
    let names: Vec<&str> = function_names().into_iter().map(|(name, _)| name).collect();
    operand().prop_recursive(4, 24, 4, move |inner| {
        let operators = vec!["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "|"];
        prop_oneof![
            (prop::sample::select(names.clone()), prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(name, arguments)| format!("{name}({})", arguments.join(", "))),
            (inner.clone(), prop::sample::select(operators), inner.clone())
                .prop_map(|(left, operator, right)| format!("({left}) {operator} ({right})")),
            (inner.clone(), inner).prop_map(|(base, predicate)| format!("({base})[{predicate}]")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_expression_makes_the_evaluation_panic(text in expression()) {
        let (mut tree, nodes) = form();
        let parsed = parse(&text);
        prop_assert!(parsed.is_ok(), "{}: {:?}", text, parsed);
        let parsed = parsed.unwrap();
        let remarks = check(&parsed);
        prop_assert!(remarks.iter().all(|remark| text.get(remark.span.range()).is_some()));
        let found = dependencies(&parsed, &["data", "s"]);
        let node = nodes[2].1;
        prop_assert_eq!(tree.show(&text, node), tree.show(&text, node), "{:?}", found);
    }
}
