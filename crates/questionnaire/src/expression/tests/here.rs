//! Where this program goes its own way, or knows more than JavaRosa; each with its reason.

use super::javarosa::form;

/// Expression, value here, why.
const CASES: &[(&str, &str, &str)] = &[
    (
        "max(-1, -2)",
        "-1",
        "XPath 3.0; JavaRosa starts its search at the smallest positive number and gives 0",
    ),
    ("round(-1234.5, -2)", "-1200", "the nearest hundred; JavaRosa gives -1100"),
    ("selected(/data/i, 5)", "true", "a number is as good as its text; JavaRosa refuses it"),
    ("selected(/data/i, '5')", "true", "JavaRosa fails on a list that is a number"),
    ("selected-at(/data/i, 0)", "'5'", "as before"),
    ("count-selected(/data/i)", "1", "as before"),
    ("decimal-time('12:00:00')", "0.5", "the specification: of a time; JavaRosa takes moments only"),
    ("round(decimal-time('12:00:00.000+00:00') * 24, 6)", "19", "19:00 in Vietnam"),
    ("instance('p')/root/item[2]/label", "nodes[B]", "XPath; JavaRosa finds nothing"),
    ("/data/r[2]/y", "nodes[b]", "as before"),
    ("instance('p')/root/item[label]/name", "nodes[a|b|c]", "as boolean(); JavaRosa finds nothing"),
    ("//x", "nodes[1||3]", "the specification has it; JavaRosa refuses it"),
    (
        "count(/data/*)",
        "17",
        "XPath, without the one that is not relevant; JavaRosa puts the node's own name in its place",
    ),
    ("/data/i | /data/d", "nodes[5|2.5]", "the specification has it; JavaRosa refuses it"),
    ("pulldata('p','label','name','a')", "'A'", "as ODK Collect, which adds it to JavaRosa"),
    ("property('deviceid')", "'d-1'", "from the world"),
    ("count(current())", "1", "JavaRosa knows it at the start of a path only"),
    (
        "area('0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0')",
        "6.19594262845484E9",
        "the specification: of a shape; JavaRosa takes nodes only",
    ),
    ("geofence('0.5 0.6', '0 0;0 1;1 1;0 0')", "true", "as before"),
    ("geofence('', /data/gs)", "false", "a place that is not known; JavaRosa takes it as 0°, 0°"),
    ("distance('0 0', '')", "NaN", "as before"),
    ("format-date('2023-01-01', '%W')", "'52'", "ISO 8601, a Sunday; JavaRosa goes by the device"),
    ("format-date('2020-12-31', '%W')", "'53'", "ISO 8601, a Thursday in a leap year"),
    ("format-date('2021-01-04', '%W')", "'1'", "ISO 8601, the first Monday"),
    ("format-date('2024-02-29', '%d%%')", "'29%'", "a percent sign; JavaRosa refuses it"),
    // Lines and shapes that meet themselves: ODK Collect's function, for which there is no judge in JavaRosa.
    ("intersects('0 0;0 1;1 1;0 0')", "false", "a triangle"),
    ("intersects('0 0;1 1;0 1;1 0')", "true", "a line that crosses itself"),
    ("intersects('0 0;1 1;0 1;1 0;0 0')", "true", "a bow tie"),
    ("intersects('0 0;0 2;0 1')", "true", "back upon itself"),
    ("intersects('0 0;0 2;1 2;0 1')", "true", "touches its first part"),
    ("intersects('0 0;0 2;0 3')", "false", "straight on"),
    ("intersects('')", "false", "nothing"),
    ("intersects('abc')", "false", "ODK Collect gives false for what is no line"),
    ("intersects(/data/gt)", "false", "two points"),
    // Orders of JavaRosa's own tests.
    ("join('', randomize(instance('letters')/root/item/label, 1234))", "'GFEDAHBC'", ""),
    ("join('', randomize(instance('letters')/root/item/label, '1234'))", "'GFEDAHBC'", ""),
    ("join('', randomize(instance('letters')/root/item/label, 'foo'))", "'EADBHGCF'", "SHA-256 of the text"),
    // The second test of RFC 8032: the message is the letter r.
    (
        "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=', \
         'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
        "'r'",
        "",
    ),
    (
        "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHM=', \
         'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
        "''",
        "the message was changed",
    ),
    ("extract-signed('a', 'b')", "''", "too short"),
    ("weighted-checklist(0, 2)", "true", "no conditions weigh 0; JavaRosa fails"),
    ("uuid(0)", "''", "no signs"),
    ("string-length(uuid(20))", "20", "so many signs"),
    ("string-length(uuid())", "36", "RFC 9562"),
    (
        "regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')",
        "true",
        "version 4",
    ),
    ("random() < 1 and random() >= 0", "true", ""),
    ("count(randomize(instance('p')/root/item))", "3", "all of them"),
];

#[test]
fn what_is_different_here_is_as_functions_md_says() {
    let (mut tree, nodes) = form();
    let letters = ["A", "B", "C", "D", "E", "F", "G", "H"].map(|letter| [letter]);
    tree.table("letters", &["label"], &letters.each_ref().map(|row| &row[..]));
    let node = nodes.iter().find(|(path, _)| path == "/data/s").unwrap().1;
    for (text, expected, why) in CASES {
        assert_eq!(tree.show(text, node), *expected, "{text} ({why})");
    }
}

#[test]
fn wrong_calls_are_errors_of_the_compiler() {
    let (mut tree, nodes) = form();
    let cases = [
        ("foo(1)", "UnknownFunction"),
        ("true(1)", "Arguments"),
        ("indexed-repeat(a, b, 1, c)", "Arguments"),
        ("weighted-checklist(1, 2, 3)", "Arguments"),
        ("${a}", "Reference"),
        ("indexed-repeat(1, /data/r, 1)", "NotPath"),
        ("indexed-repeat(/data/x, /data/r, 1)", "NotInRepeat"),
        ("indexed-repeat(../x, ../r, 1)", "NotInRepeat"),
        ("indexed-repeat(/data/r/s/x, /data/r, 1, /data/t, 2)", "NotInRepeat"),
        ("indexed-repeat(/data/r[1]/x, /data/r, 1)", "NotPath"),
        ("jr:choice-name('a', 'not a path')", "NotPath"),
        ("regex('a', '[')", "Pattern"),
        ("current(1)/a", "Arguments"),
        ("instance()/a", "Arguments"),
    ];
    for (text, error) in cases {
        let found = tree.show(text, nodes[0].1);
        assert!(found.starts_with(error), "{text}: {found}");
    }
}
