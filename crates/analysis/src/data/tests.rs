//! Bad input, one case each: the code, the line and the values are said.

use std::path::PathBuf;

use super::*;
use crate::Faults;

fn file(name: &str, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, content).unwrap();
    (dir, path)
}

fn open(content: &[u8]) -> Result<Frame, Faults> {
    let (_dir, path) = file("answers.csv", content);
    let source = Source::open(&path, Reading::default())?;
    let names = source.names();
    source.frame(names.iter().map(String::as_str))
}

fn codes(result: Result<Frame, Faults>) -> Vec<&'static str> {
    result.unwrap_err().0.iter().map(|finding| finding.code).collect()
}

#[test]
fn numbers_texts_and_missing_values_are_told_apart() {
    let frame = open("\u{feff}x,y,code\n1,a,01\n,\"b, c\",02\n2.5,,03\n".as_bytes()).unwrap();
    assert_eq!(frame.rows, 3);
    let Some(Column::Number(x)) = frame.column("x") else { panic!("x is numeric") };
    assert_eq!((x[0], x[1].is_nan(), x[2]), (1.0, true, 2.5));
    assert_eq!(frame.column("y").unwrap().label(1).as_deref(), Some("b, c"));
    assert_eq!(frame.column("y").unwrap().label(2), None);
    assert_eq!(frame.column("code").unwrap().label(0).as_deref(), Some("01"));
}

#[test]
fn an_empty_file_and_a_header_alone_are_faults() {
    assert_eq!(codes(open(b"")), ["E-DATA-003"]);
    assert_eq!(codes(open(b" \n\n")), ["E-DATA-003"]);
    assert_eq!(codes(open(b"x,y\n")), ["E-DATA-003"]);
}

#[test]
fn a_wrong_encoding_is_found_with_its_line() {
    let faults = open(b"x,y\n1,a\n2,Th\xe0nh\n").unwrap_err();
    assert_eq!((faults.0[0].code, faults.0[0].place.line), ("E-DATA-004", Some(3)));
}

#[test]
fn every_ragged_line_and_bad_header_is_reported_at_once() {
    let faults = open(b"x,y\n1\n2,3\n4,5,6\n").unwrap_err();
    let lines: Vec<_> = faults.0.iter().map(|finding| finding.place.line).collect();
    assert_eq!(lines, [Some(2), Some(4)]);
    assert_eq!(codes(open(b"x,,x\n1,2,3\n")), ["E-DATA-005", "E-DATA-006"]);
    assert_eq!(codes(open(b"x;y\n1;2\n")), ["E-DATA-007"]);
}

#[test]
fn a_text_among_numbers_is_listed_where_it_stands() {
    let (_dir, path) = file("answers.csv", b"x\n1\nforty\n\n3\nNA\n");
    let source = Source::open(&path, Reading::default()).unwrap();
    let frame = source.frame(["x"]).unwrap();
    let faults = source.numbers(&frame, "x").unwrap_err();
    let found: Vec<_> = faults.0.iter().map(|f| (f.place.line.unwrap(), f.message.clone())).collect();
    assert_eq!(
        found,
        [
            (3, "expected a number, found \"forty\"".to_owned()),
            (6, "expected a number, found \"NA\"".to_owned())
        ]
    );
}

#[test]
fn named_missing_values_are_missing() {
    let (_dir, path) = file("answers.csv", b"x\n1\nNA\n3\n");
    let reading = Reading { missing: ["NA".to_owned()].into(), ..Reading::default() };
    let source = Source::open(&path, reading).unwrap();
    let frame = source.frame(["x"]).unwrap();
    let x = source.numbers(&frame, "x").unwrap();
    assert!(x[1].is_nan() && x[2] == 3.0);
}

#[test]
fn unknown_columns_come_with_the_nearest_name() {
    let (_dir, path) = file("answers.csv", b"api00,stype\n1,E\n");
    let source = Source::open(&path, Reading::default()).unwrap();
    let faults = source.frame(["api0", "weight"]).unwrap_err();
    assert_eq!(faults.0.len(), 2);
    assert_eq!(faults.0[0].remedy, "did you mean \"api00\"?");
    assert_eq!(faults.0[1].remedy, "the columns are: api00, stype");
}

#[test]
fn variables_are_derived_in_order_and_keep_the_case_of_names() {
    let (_dir, path) = file("answers.csv", b"Q1,sch.wide\n1,Yes\n4,No\n");
    let mut source = Source::open(&path, Reading::default()).unwrap();
    source.derive("twice", "Q1 * 2").unwrap();
    source.derive("label", "CASE WHEN twice > 5 AND \"sch.wide\" = 'No' THEN 'high' ELSE 'low' END").unwrap();
    let frame = source.frame(["twice", "label"]).unwrap();
    assert_eq!(frame.column("twice"), Some(&Column::Number(vec![2.0, 8.0])));
    assert_eq!(frame.column("label").unwrap().label(1).as_deref(), Some("high"));
    assert_eq!(source.derive("bad", "Q2 +").unwrap_err().0[0].code, "E-SQL-001");
}

#[test]
fn what_is_not_parquet_is_refused() {
    let (_dir, path) = file("answers.parquet", b"this is not parquet");
    assert_eq!(Source::open(&path, Reading::default()).unwrap_err().0[0].code, "E-DATA-009");
    let (_dir, path) = file("answers.sav", b"x");
    assert_eq!(Source::open(&path, Reading::default()).unwrap_err().0[0].code, "E-DATA-010");
    assert_eq!(
        Source::open(&PathBuf::from("absent.csv"), Reading::default()).unwrap_err().0[0].code,
        "E-DATA-001"
    );
}

#[test]
fn a_csv_file_beyond_the_limit_is_refused_before_it_is_read() {
    let (_dir, path) = file("answers.csv", b"x\n1\n");
    // A sparse file: two gibibytes by its size, nothing on disk.
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(2 << 30).unwrap();
    assert_eq!(Source::open(&path, Reading::default()).unwrap_err().0[0].code, "E-DATA-002");
}
