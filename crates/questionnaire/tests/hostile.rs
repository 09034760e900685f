//! Readers of what strangers send: known attacks, and thousands of damaged inputs. Nothing panics, nothing hangs, nothing blows up; the
//! fuzz targets in fuzz/ go on where this bounded run ends.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use sounding_questionnaire::expression::{Moment, parse};
use sounding_questionnaire::interview::{Files, Form, Interview, Surroundings, revalidate};
use sounding_questionnaire::{Questionnaire, check, open, xform, xlsform};

/// A guard against what never ends, not a measurement: a thousand times what it takes.
const GUARD: Duration = Duration::from_mins(5);

/// Runs on a stack of ordinary size; a panic or a hang fails the test.
fn ends<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, waiting) = channel();
    std::thread::spawn(move || drop(done.send(work())));
    waiting.recv_timeout(GUARD).unwrap_or_else(|_| panic!("{what} panicked or did not end"))
}

fn codes(bytes: Vec<u8>, file: &'static str) -> (bool, Vec<&'static str>) {
    ends(file, move || {
        let (questionnaire, faults) = open(&bytes, file);
        (questionnaire.is_some(), faults.iter().map(|fault| fault.code).collect())
    })
}

/// Reads, compiles and judges.
fn whole(bytes: Vec<u8>, file: &'static str) {
    ends(file, move || {
        if let (Some(questionnaire), _) = open(&bytes, file) {
            let _ = check(&questionnaire, &Files::new(), file);
            let _ = xform::write(&questionnaire);
        }
    });
}

#[test]
fn entities_that_grow_are_refused_with_their_document_type() {
    let mut form = String::from("<?xml version=\"1.0\"?><!DOCTYPE h [<!ENTITY a0 \"aaaaaaaaaa\">");
    for level in 1..20 {
        let _ = write!(form, "<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10));
    }
    form.push_str("]><h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>&a19;</h:title></h:head></h:html>");
    let (read, codes) = codes(form.into_bytes(), "form.xml");
    assert!(!read && !codes.is_empty(), "{codes:?}");
}

#[test]
fn ten_thousand_levels_are_refused_or_read_and_never_overflow_the_stack() {
    let deep = format!("<a>{}{}</a>", "<b>".repeat(10_000), "</b>".repeat(10_000));
    assert!(!codes(deep.into_bytes(), "form.xml").0);
    for (open, close) in [("(", ")"), ("not(", ")"), ("a[", "]"), ("-", ""), ("${a} + (", ")")] {
        let expression = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let refused = ends("an expression", move || parse(&expression).is_err());
        assert!(refused || open == "-", "{open}");
    }
    let long = vec!["${a} = 1"; 10_000].join(" or ");
    assert!(ends("a long condition", move || parse(&long).is_ok()));
    let mut form = String::from("| survey |\n| | type | name | label |\n");
    for level in 0..10_000 {
        let _ = writeln!(form, "| | begin_group | g{level} | G |");
    }
    whole(form.clone().into_bytes(), "form.md");
    form.push_str("| | text | q | Q |\n");
    form.push_str(&"| | end_group |\n".repeat(10_000));
    whole(form.into_bytes(), "form.md");
}

/// A workbook whose survey sheet has this XML.
fn workbook(sheet: &str) -> Vec<u8> {
    let questionnaire =
        open(b"| survey |\n| | type | name | label |\n| | text | q | Q |", "form.md").0.unwrap();
    let written = xlsform::write_xlsx(&questionnaire);
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(written)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        to.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            to.write_all(sheet.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut part, &mut to).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_of_a_million_empty_rows_ends() {
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>",
    );
    for row in 1..=1_048_576 {
        let _ = write!(sheet, "<row r=\"{row}\"/>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let (_, codes) = codes(workbook(&sheet), "form.xlsx");
    assert!(!codes.is_empty(), "a form without questions is none");
}

#[test]
fn a_workbook_that_unpacks_without_end_is_not_opened() {
    let (read, codes) = codes(workbook(&" ".repeat(300 << 20)), "form.xlsx");
    assert_eq!((read, codes), (false, vec!["E-FORM-002"]));
}

#[test]
fn references_of_everything_to_everything_end() {
    // 600 labels that each insert all questions: 360,000 references.
    let all: Vec<String> = (0..600).map(|at| format!("${{q{at}}}")).collect();
    let all = all.join(" ");
    let mut form = String::from("| survey |\n| | type | name | label | relevant |\n");
    for at in 0..600 {
        let _ = writeln!(form, "| | text | q{at} | {all} | |");
    }
    whole(form.into_bytes(), "form.md");
    // A chain of 3,000 calculations, and a circle of as many.
    for last in ["1", "${c0}"] {
        let mut form = String::from("| survey |\n| | type | name | calculation |\n");
        for at in 0..3_000 {
            let of = if at == 2_999 { last.to_owned() } else { format!("${{c{}}}", at + 1) };
            let _ = writeln!(form, "| | calculate | c{at} | {of} + 1 |");
        }
        whole(form.into_bytes(), "form.md");
    }
    // A pattern that a matcher which goes back would try for ever.
    whole(
        b"| survey |\n| | type | name | label | constraint |\n| | text | q | Q | regex(., '^(a+)+$') |"
            .to_vec(),
        "form.md",
    );
}

/// The examples, in every form in which they may come.
fn seeds() -> Vec<(Questionnaire, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/forms");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let forms = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md"));
    forms
        .filter_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            Some((open(text.as_bytes(), "form.md").0?, text))
        })
        .collect()
}

/// Damages bytes: replaces, leaves out, doubles and swaps pieces, puts in what readers stumble over.
fn damaged(bytes: &[u8], state: &mut u64) -> Vec<u8> {
    const STUMBLES: [&[u8]; 12] = [
        b"\0",
        b"\xff\xfe",
        b"${",
        b"}",
        b"<!--",
        b"]]>",
        b"&#x0;",
        b"((((",
        b"|",
        b"\n",
        b"99999999999999999999",
        "ẵ".as_bytes(),
    ];
    let mut draw = |below: usize| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 33) as usize) % below.max(1)
    };
    let mut out = bytes.to_vec();
    for _ in 0..=draw(4) {
        let at = draw(out.len());
        let length = draw(20).min(out.len() - at);
        match draw(5) {
            0 => out[at..at + length].iter_mut().for_each(|byte| *byte = byte.wrapping_add(1)),
            1 => drop(out.drain(at..at + length)),
            2 => {
                let piece = out[at..at + length].to_vec();
                out.splice(at..at, piece);
            }
            3 => drop(out.splice(at..at, STUMBLES[draw(STUMBLES.len())].iter().copied())),
            _ => out.truncate(at.max(1)),
        }
    }
    out
}

#[test]
fn damaged_forms_and_submissions_never_panic() {
    let mut state = 2026;
    let seeds = seeds();
    assert!(seeds.len() >= 20);
    for (questionnaire, text) in seeds {
        let workbook = xlsform::write_xlsx(&questionnaire);
        let form = xform::write(&questionnaire).unwrap();
        for (bytes, file, times) in [
            (text.as_bytes(), "form.md", 60),
            (&workbook[..], "form.xlsx", 20),
            (form.as_bytes(), "form.xml", 60),
        ] {
            let damaged: Vec<Vec<u8>> = (0..times).map(|_| damaged(bytes, &mut state)).collect();
            ends(file, move || {
                for bytes in damaged {
                    if let (Some(questionnaire), _) = open(&bytes, file) {
                        let _ = check(&questionnaire, &Files::new(), file);
                        let _ = xform::write(&questionnaire);
                    }
                }
            });
        }
        let Some(form) = Form::compile(&questionnaire, &Files::new()).0 else { continue };
        let form = Arc::new(form);
        let submission =
            Interview::begin(Arc::clone(&form), Surroundings::default(), Moment(0)).finish(Moment(1)).xml;
        let damaged: Vec<Vec<u8>> = (0..60).map(|_| damaged(submission.as_bytes(), &mut state)).collect();
        ends("a submission", move || {
            for bytes in damaged {
                let _ = revalidate(&form, &bytes, &Surroundings::default(), Moment(2));
                let _ = Interview::edit(Arc::clone(&form), Surroundings::default(), &bytes, Moment(2));
            }
        });
    }
}
