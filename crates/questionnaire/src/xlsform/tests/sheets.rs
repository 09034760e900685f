//! Workbooks, CSV and Markdown as files.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{any, errors, faults};
use crate::definition::NO_LANGUAGE;
use crate::xlsform::{read, read_csv, read_xlsx, write_xlsx};

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*cells) {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn the_three_formats_give_the_same_form() {
    let markdown = any(
        "| survey |\n| | type | name | label |\n| | text | q | A, b |\n| settings |\n| | form_id |\n| | f |",
    );
    let csv = "survey\n,type,name,label\n,text,q,\"A, b\"\nsettings\n,form_id\n,f\n";
    let xlsx = workbook(&[
        ("Survey", &[&["type", "name", "label"], &["text", "q", "A, b"]]),
        ("settings", &[&["form_id"], &["f"]]),
    ]);
    assert_eq!(read(csv.as_bytes(), "f.csv"), (Some(markdown.clone()), Vec::new()));
    assert_eq!(read(&xlsx, "f.xlsx"), (Some(markdown.clone()), Vec::new()));
    assert_eq!(read(&xlsx, "f"), (Some(markdown), Vec::new()));
}

#[test]
fn cells_of_a_workbook_become_texts() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("survey").unwrap();
    for (column, head) in (0_u16..).zip(["type", "name", "label", "default", "required"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for row in 1..5 {
        sheet.write_string(row, 0, "text").unwrap();
        sheet.write_string(row, 1, format!("q{row}")).unwrap();
        sheet.write_string(row, 2, "Q\u{a0}1 ").unwrap();
    }
    sheet.write_number(1, 3, 3.0).unwrap();
    sheet.write_number(2, 3, 0.5).unwrap();
    sheet.write_datetime_with_format(3, 3, ExcelDateTime::from_ymd(2026, 7, 1).unwrap(), &date).unwrap();
    sheet.write_boolean(4, 4, true).unwrap();
    let (form, faults) = read_xlsx(&workbook.save_to_buffer().unwrap(), "f.xlsx");
    assert_eq!(faults, []);
    let form = form.unwrap();
    let default = |at: usize| form.items[at].node().default.as_deref();
    assert_eq!(default(0), Some("3"));
    assert_eq!(default(1), Some("0.5"));
    assert_eq!(default(2), Some("2026-07-01 00:00:00"));
    assert_eq!(form.items[3].node().required.as_deref(), Some("true()"));
    assert_eq!(form.items[0].node().label.text(NO_LANGUAGE).unwrap().to_string(), "Q 1");
}

#[test]
fn a_sheet_ends_where_many_rows_are_empty() {
    let mut rows: Vec<&[&str]> = vec![&["type", "name", "label"], &["text", "q", "Q"]];
    rows.extend(std::iter::repeat_n(&[][..], 60));
    rows.push(&["text", "r", "R"]);
    rows.extend(std::iter::repeat_n(&[][..], 61));
    rows.push(&["text", "s", "S"]);
    let (form, faults) = read_xlsx(&workbook(&[("survey", &rows)]), "f.xlsx");
    assert_eq!(form.unwrap().items.len(), 2);
    assert_eq!(faults[0].code, "W-FORM-003");
    assert_eq!(faults[0].place.line, Some(125));
}

#[test]
fn cells_without_a_head_are_said() {
    let rows: &[&[&str]] = &[&["type", "name", "label"], &["text", "q", "Q", "lost"]];
    let (_, faults) = read_xlsx(&workbook(&[("survey", rows)]), "f.xlsx");
    assert_eq!(faults[0].code, "W-FORM-004");
    assert_eq!(faults[0].place.column.as_deref(), Some("D2"));
}

#[test]
fn a_single_sheet_is_the_survey_whatever_its_name() {
    let rows: &[&[&str]] = &[&["type", "name", "label"], &["text", "q", "Q"]];
    assert_eq!(read_xlsx(&workbook(&[("Sheet1", rows)]), "f.xlsx").0.unwrap().items.len(), 1);
    assert_eq!(read_xlsx(&workbook(&[("Sheet1", rows), ("Sheet2", rows)]), "f.xlsx").1[0].code, "E-FORM-003");
}

#[test]
fn a_sheet_of_a_csv_file_may_come_in_parts() {
    let csv = "survey,,,\n,type,name,label\n,text,a,A\nchoices\n,list_name,name,label\n,l,1,One\nsurvey\n,name,type,label,hint\n,b,text,B,H\n";
    let (form, _) = read_csv(csv.as_bytes(), "f.csv");
    let form = form.unwrap();
    assert_eq!(form.items.len(), 2);
    assert_eq!(form.items[1].node().name, "b");
    assert_eq!(form.items[1].node().hint.text(NO_LANGUAGE).unwrap().to_string(), "H");
}

#[test]
fn what_is_no_form_is_refused() {
    let code = |bytes: &[u8], file: &str| read(bytes, file).1[0].code;
    assert_eq!(code(b"", "f.xlsx"), "E-FORM-001");
    assert_eq!(code(b"PK\x03\x04 and then nothing", "f.xlsx"), "E-FORM-001");
    assert_eq!(code(b"\xff\xfe", "f.csv"), "E-FORM-001");
    assert_eq!(code(b"\xd0\xcf\x11\xe0", "f.xls"), "E-FORM-018");
    assert_eq!(code(b"", "f.md"), "E-FORM-003");
    assert_eq!(errors("| survey |\n| | label |\n| | Q |"), ["E-FORM-004", "E-FORM-005"]);
}

#[test]
fn damaged_workbooks_never_panic() {
    let good = write_xlsx(&any(super::write::FULL));
    for at in (0..good.len()).step_by(211) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let _ = read_xlsx(&bad, "f.xlsx");
    }
}

#[test]
fn a_decompression_bomb_is_refused() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..80 {
        archive.write_all(&block).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    assert_eq!(read_xlsx(&bomb, "f.xlsx").1[0].code, "E-FORM-002");
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("survey").unwrap();
    sheet.write_string(0, 0, "type").unwrap();
    sheet.write_string(0, 1, "name").unwrap();
    sheet.write_string(1_048_575, 16_383, "far away").unwrap();
    let (form, _) = read_xlsx(&workbook.save_to_buffer().unwrap(), "f.xlsx");
    assert_eq!(form.unwrap().items, []);
}

#[test]
fn bars_and_comments_of_markdown_are_understood() {
    let form = any(
        "# a comment\n| survey |\n| | type | name | label | # more\n|---|---|\n| | text | q | a \\| b |\nwords\n",
    );
    assert_eq!(form.items[0].node().label.text(NO_LANGUAGE).unwrap().to_string(), "a | b");
    assert_eq!(faults("| survey |\n| | type | name | label |\n| | | | |\n| | text | q | Q |"), [""; 0]);
}
