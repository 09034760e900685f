//! Tests of reading and writing expressions.

use proptest::prelude::*;

use super::*;

fn written(text: &str) -> String {
    parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}")).to_string()
}

fn fault(text: &str) -> (usize, SyntaxFault) {
    let error = parse(text).map_or_else(|error| error, |tree| panic!("{text} was read as {tree}"));
    (error.offset, error.fault)
}

#[test]
fn expressions_of_real_forms_are_read_and_written_in_one_way() {
    let cases = [
        ("${age}>=18 and selected( ${topics},\"a\")", "${age} >= 18 and selected(${topics}, 'a')"),
        ("  . > 0 and .<=120", ". > 0 and . <= 120"),
        ("instance('p')/root/item[province=${province}]", "instance('p')/root/item[province = ${province}]"),
        ("current()/../a", "current()/../a"),
        ("/data/a/../b", "/data/a/../b"),
        ("//node", "//node"),
        ("a//b", "a//b"),
        ("/", "/"),
        ("/ | a", "(/) | a"),
        ("../../../x", "../../../x"),
        ("* * *", "* * *"),
        ("div div mod", "div div mod"),
        ("a-b - c", "a-b - c"),
        ("6 - -3", "6 - -3"),
        ("--1", "--1"),
        ("-(1 + 2)", "-(1 + 2)"),
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("(1 * 2) + 3", "1 * 2 + 3"),
        ("1 - (2 - 3)", "1 - (2 - 3)"),
        ("(1 - 2) - 3", "1 - 2 - 3"),
        ("-a | b", "-a | b"),
        ("(-a) | b", "(-a) | b"),
        ("(a or b) and c", "(a or b) and c"),
        ("a or (b and c)", "a or b and c"),
        ("jr:choice-name(${p}, '${p}')", "jr:choice-name(${p}, '${p}')"),
        ("${last-saved#street}", "${last-saved#street}"),
        ("@id", "@id"),
        ("child::a/self::node()/parent::node()/attribute::b", "a/./../@b"),
        ("parent::*", "parent::*"),
        ("orx:meta/orx:*", "orx:meta/orx:*"),
        (".5 + 5.", "0.5 + 5"),
        ("(//a)[1]", "(//a)[1]"),
        ("//a[1][b = 2]", "//a[1][b = 2]"),
        ("${roster}[position() = 2]/name", "${roster}[position() = 2]/name"),
        ("giới_tính = 'nữ'", "giới_tính = 'nữ'"),
        (". = 1 or.= 2", ". = 1 or . = 2"),
        ("10 div2", "10 div 2"),
        ("\"it's\"", "\"it's\""),
        ("descendant-or-self::node()/a", "descendant-or-self::node()/a"),
        ("once(random())", "once(random())"),
    ];
    for (text, expected) in cases {
        assert_eq!(written(text), expected, "{text}");
        assert_eq!(parse(text).unwrap(), parse(expected).unwrap(), "{text}");
    }
}

#[test]
fn operators_bind_as_in_xpath() {
    let same = [
        ("1 or 2 and 3 = 4 < 5 + 6 * 7", "1 or (2 and (3 = (4 < (5 + (6 * 7)))))"),
        ("1 * 2 + 3 < 4 = 5 and 6 or 7", "(((((1 * 2) + 3) < 4) = 5) and 6) or 7"),
        ("8 div 4 mod 3 * 2", "((8 div 4) mod 3) * 2"),
        ("1 = 2 != 3", "(1 = 2) != 3"),
        ("-2 * 3", "(-2) * 3"),
        ("a | b * c", "(a | b) * c"),
    ];
    for (plain, explicit) in same {
        assert_eq!(parse(plain).unwrap(), parse(explicit).unwrap(), "{plain}");
    }
    assert_ne!(parse("1 - (2 - 3)").unwrap(), parse("1 - 2 - 3").unwrap());
}

#[test]
fn spans_say_where_each_part_stood() {
    let text = "${age} >= 18 and selected(../topics, 'a')";
    let tree = parse(text).unwrap();
    let mut parts = Vec::new();
    tree.walk(&mut |part| parts.push(&text[part.span.range()]));
    let expected = [text, "${age} >= 18", "${age}", "18", "selected(../topics, 'a')", "../topics", "'a'"];
    assert_eq!(parts, expected);
}

#[test]
fn every_fault_has_its_place_and_its_remedy() {
    let cases = [
        ("", 0, "write an expression such as ${age} >= 18, or leave the cell empty"),
        ("  ", 0, "write an expression such as ${age} >= 18, or leave the cell empty"),
        ("${a} == 1", 5, "write ="),
        ("${a} && ${b}", 5, "write and"),
        ("${a} => 1", 5, "write >="),
        ("a AND b", 2, "write and"),
        ("a = 1 Or b", 6, "write or"),
        ("6 DIV 2", 2, "write div"),
        ("${a} = ‘x’", 7, "write '…'"),
        ("${a} / ${b}", 5, "write div"),
        ("10/2", 2, "write div"),
        ("$a + 1", 0, "write ${a} for the question of that name"),
        ("${ a } = 1", 0, "write ${a} without blanks"),
        ("${a b}", 0, "write ${name} with the name of a question, group or repeat"),
        ("1 + ${a", 4, "write \"}\" after the name of the question"),
        ("'abc", 0, "write ' where the text ends"),
        ("if(a, b, c", 10, "write \")\" where it ends"),
        ("(a]", 2, "write \")\" where it ends"),
        ("a[b", 3, "write \"]\" where it ends"),
        ("a)", 1, "remove it, or write \"(\" where it starts"),
        ("a b", 2, "complete the expression, or correct it at this place"),
        ("1 +", 3, "complete the expression, or correct it at this place"),
        ("a = = b", 4, "complete the expression, or correct it at this place"),
        ("f(,)", 2, "complete the expression, or correct it at this place"),
        ("a/", 2, "complete the expression, or correct it at this place"),
        ("a | -b", 4, "complete the expression, or correct it at this place"),
        ("a\u{a0}= 1", 1, "replace it by an ordinary space, or remove it"),
        ("a # b", 2, "remove it, or put it in quotation marks if it belongs to a text"),
        ("ancestor::a", 0, "use child, parent (..), self (.), descendant-or-self (//) or attribute (@)"),
        ("a/text()", 2, "refer to the element itself: its value is its text"),
    ];
    for (text, offset, remedy) in cases {
        let error = parse(text).map_or_else(|error| error, |tree| panic!("{text} was read as {tree}"));
        assert_eq!((error.offset, error.remedy().as_str()), (offset, remedy), "{text}: {error}");
    }
}

#[test]
fn depth_and_length_are_refused_before_they_hurt() {
    let deep = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(DEPTH_LIMIT - 1)).is_ok());
    for text in [
        deep(10_000),
        format!("{}1", "-".repeat(10_000)),
        format!("{}1{}", "f(".repeat(10_000), ")".repeat(10_000)),
        format!("{}1{}", "a[".repeat(10_000), "]".repeat(10_000)),
        format!("{}1{}", "1 or 1 and 1 = (".repeat(200), ")".repeat(200)),
        "(".repeat(10_000),
    ] {
        assert!(parse(&text).is_err(), "{}", &text[..20]);
    }
    assert_eq!(fault(&deep(300)).1, SyntaxFault::TooDeep { limit: DEPTH_LIMIT });
    assert!(matches!(fault(&" ".repeat(LENGTH_LIMIT + 1)).1, SyntaxFault::TooLong { .. }));
}

#[test]
fn a_condition_of_ten_thousand_alternatives_is_flat() {
    let text = vec!["${a} = 1"; 10_000].join(" or ");
    let tree = parse(&text).unwrap();
    assert_eq!(tree.references().len(), 10_000);
    assert_eq!(tree.to_string(), text);
}

#[test]
fn references_are_found_where_they_stand_also_in_quotes_and_texts() {
    let found = references("Chào ${tên}, ${last-saved#b} '${c}' ${ d } ${e ${f}");
    let names: Vec<_> =
        found.iter().map(|(_, reference)| (reference.name.as_str(), reference.last_saved)).collect();
    assert_eq!(names, [("tên", false), ("b", true), ("c", false), ("f", false)]);
    let text =
        replace_references("a ${b} ${c}", |reference| (reference.name == "b").then(|| "/d/b".to_string()));
    assert_eq!(text, "a /d/b ${c}");
}

#[test]
fn a_path_takes_the_place_of_a_reference() {
    let cases = [
        ("${a} + 1", "/data/a + 1"),
        ("${a}/b", "/data/a/b"),
        ("${a}[b = ${c}]/d", "/data/a[b = /data/c]/d"),
        ("sum(${a}[1])", "sum(/data/a[1])"),
        ("-${a}", "-/data/a"),
        ("instance('x')/root/item[k = ${c}]", "instance('x')/root/item[k = /data/c]"),
        ("${last-saved#a}", "${last-saved#a}"),
        ("jr:choice-name(${a}, '${a}')", "jr:choice-name(/data/a, ' /data/a ')"),
    ];
    for (text, expected) in cases {
        let mapped = parse(text).unwrap().map_references(&mut |reference| {
            (!reference.last_saved).then(|| Expression::absolute(&["data", &reference.name]))
        });
        assert_eq!(mapped.to_string(), expected);
        assert_eq!(mapped, parse(expected).unwrap());
    }
}

#[test]
fn a_text_with_both_quotation_marks_is_put_together() {
    let text = Expression::text("a'b\"c").to_string();
    assert_eq!(text, "concat('a', \"'\", 'b\"c')");
    assert!(parse(&text).is_ok());
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b1", "tuổi", "div", "or", "jr:x", "a-b.c", "_"]).prop_map(String::from)
}

fn step(inner: BoxedStrategy<Expression>) -> impl Strategy<Value = Step> {
    let axis = prop::sample::select(vec![
        Axis::Child,
        Axis::Child,
        Axis::Parent,
        Axis::Itself,
        Axis::DescendantOrSelf,
        Axis::Attribute,
    ]);
    let test = prop_oneof![
        name().prop_map(Test::Name),
        Just(Test::Any),
        Just(Test::AnyOf("p".into())),
        Just(Test::Node)
    ];
    (axis, test, prop::collection::vec(inner, 0..2))
        .prop_map(|(axis, test, predicates)| Step { predicates, ..Step::new(axis, test) })
}

fn path(inner: BoxedStrategy<Expression>) -> impl Strategy<Value = Expression> {
    let steps = prop::collection::vec(step(inner.clone()), 0..4);
    let start = prop_oneof![
        Just(Start::Root),
        Just(Start::Context),
        (inner.clone(), prop::collection::vec(inner, 0..2))
            .prop_map(|(base, predicates)| Start::Filter { base: Box::new(base), predicates }),
    ];
    (start, steps).prop_filter_map("a path that says something", |(start, steps)| {
        let empty = match &start {
            Start::Root => false,
            Start::Context => steps.is_empty(),
            Start::Filter { predicates, .. } => predicates.is_empty() && steps.is_empty(),
        };
        (!empty).then(|| Expression::new(Kind::Path(Path { start, steps })))
    })
}

fn tree() -> BoxedStrategy<Expression> {
    let leaf = prop_oneof![
        (0u32..1_000_000, 0i32..4)
            .prop_map(|(n, digits)| Expression::number(f64::from(n) / 10f64.powi(digits))),
        "[a-zàđ '${}<&]{0,6}".prop_map(Expression::text),
        (name(), any::<bool>()).prop_filter_map("one name", |(name, last_saved)| {
            is_name(&name).then(|| Expression::new(Kind::Reference(Reference { name, last_saved })))
        }),
    ];
    let operators = vec![
        Operator::Or,
        Operator::And,
        Operator::Equal,
        Operator::Less,
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Modulo,
        Operator::Union,
    ];
    leaf.prop_recursive(4, 40, 4, move |inner| {
        let inner = inner.boxed();
        prop_oneof![
            (inner.clone(), prop::sample::select(operators.clone()), inner.clone())
                .prop_map(|(left, operator, right)| Expression::binary(left, operator, right)),
            inner.clone().prop_map(|operand| Expression::new(Kind::Negate(Box::new(operand)))),
            (name(), prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(name, arguments)| Expression::call(name, arguments)),
            path(inner),
        ]
    })
    .boxed()
}

proptest! {
    // A failure is mended and gets a case above; files of seeds would be one more thing to keep.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_as_the_same_tree(tree in tree()) {
        let text = tree.to_string();
        let again = parse(&text);
        prop_assert!(again.is_ok(), "{text}: {again:?}");
        prop_assert_eq!(again.unwrap(), tree, "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,60}") {
        let _ = parse(&text);
        for (range, _) in references(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn no_heap_of_tokens_makes_the_reader_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "a", "1", ".", "..", "/", "//", "(", ")", "[", "]", "-", "*", "or", " ", ",", "'x'", "${a}", "@", "::", "child", "=", "|", "f(", "node()",
        ]), 0..25)
    ) {
        let text = parts.concat();
        if let Ok(tree) = parse(&text) {
            let again = parse(&tree.to_string());
            prop_assert_eq!(again.as_ref().ok(), Some(&tree), "{}", text);
        }
    }
}
