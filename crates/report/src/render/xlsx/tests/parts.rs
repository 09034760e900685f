//! The files that a workbook is made of.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use sounding_survey::CategoryRole;

use super::*;
use crate::render::samples::{SECRETS, column, open};

/// Name and content of every file in a workbook.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[track_caller]
fn part(parts: &[(String, String)], name: &str) -> String {
    parts.iter().find(|(own, _)| own == name).unwrap().1.clone()
}

/// The values of an attribute, with its signs as people write them.
fn attributes(text: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    text.split(&start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .map(|value| {
            value.replace("&apos;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        })
        .collect()
}

#[test]
fn the_same_results_give_the_same_bytes() {
    for language in Language::ALL {
        assert!(written(&sample(), language) == written(&sample(), language), "{language}");
    }
}

#[test]
fn what_is_hidden_is_in_no_part_of_the_file() {
    for language in Language::ALL {
        for (name, text) in parts(&written(&sample(), language)) {
            for secret in SECRETS {
                assert!(!text.contains(secret), "{secret} in {name}");
            }
            assert!(!text.contains(">321<"), "a count of a cell in {name}");
        }
    }
}

#[test]
fn every_link_leads_to_a_sheet_and_every_sheet_is_led_to() {
    let mut results = sample();
    results.tables[0].short = Text::same("Don't know & <what> “to” do? 100%");
    let parts = parts(&written(&results, Language::Vi));
    let book = part(&parts, "xl/workbook.xml");
    let sheets = book.split("<definedNames>").next().unwrap();
    let names: BTreeSet<String> =
        sheets.split("<sheet").flat_map(|sheet| attributes(sheet, "name").into_iter().take(1)).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    let target = |address: &String| {
        let name = address.strip_prefix('\'').and_then(|it| it.strip_suffix("'!A1")).unwrap();
        name.replace("''", "'")
    };
    let links: BTreeSet<String> =
        attributes(&part(&parts, "xl/worksheets/sheet1.xml"), "location").iter().map(target).collect();
    let others: BTreeSet<String> = names.iter().filter(|name| *name != "Mục lục").cloned().collect();
    assert_eq!(links, others);
    for sheet in 2..=6 {
        let text = part(&parts, &format!("xl/worksheets/sheet{sheet}.xml"));
        let back: Vec<String> = attributes(&text, "location").iter().map(target).collect();
        assert_eq!(back, ["Mục lục"]);
    }
    assert!(
        parts.iter().all(|(_, text)| !text.contains("TargetMode=\"External\"")),
        "nothing leads out of the file"
    );
}

#[test]
fn heads_stay_in_sight_on_the_screen_and_on_paper() {
    let parts = parts(&written(&sample(), Language::En));
    let text = part(&parts, "xl/worksheets/sheet4.xml");
    assert_eq!(attributes(&text, "xSplit"), ["1"]);
    let split: u32 = attributes(&text, "ySplit")[0].parse().unwrap();
    let names = part(&parts, "xl/workbook.xml");
    assert!(
        names.contains(&format!("$A:$A,'3 Trust in the handling of…'!${}:${split}<", split - 1)),
        "{names}"
    );
    assert!(text.contains("orientation=\"landscape\"") && text.contains("fitToHeight=\"0\""));
    assert!(text.contains("<oddFooter>&amp;L&amp;8 SIMULATED DATA · Survey of public services 2026 · Institute of Public Opinion &amp;&amp; Society&amp;R&amp;8 Page &amp;P of &amp;N</oddFooter>"), "{text}");
}

#[test]
fn a_table_wider_than_a_page_is_parted_between_answers() {
    let mut table = breakdown();
    table.columns =
        (0..12).map(|at| column(&at.to_string(), ("a", "a"), CategoryRole::Substantive)).collect();
    table.cells = vec![open(0.5, 0.1); 5 * 12];
    let parts = parts(&written(&alone(table), Language::En));
    let text = part(&parts, "xl/worksheets/sheet2.xml");
    let breaks: Vec<usize> = attributes(text.split("<colBreaks").nth(1).unwrap(), "id")
        .iter()
        .map(|column| column.parse().unwrap())
        .collect();
    // Label, two bases, then three columns for each answer.
    assert!(!breaks.is_empty() && breaks.iter().all(|column| (column - 3) % 3 == 0), "{breaks:?}");
    assert!(!text.contains("fitToPage"));
}

#[test]
fn a_doubtful_figure_is_a_number_with_an_asterisk() {
    let parts = parts(&written(&alone(topline()), Language::En));
    let styles = part(&parts, "xl/styles.xml");
    assert!(attributes(&styles, "formatCode").contains(&"0.0%&quot;*&quot;".to_owned()), "{styles}");
}

#[test]
fn the_file_names_title_and_conductor_and_no_time_of_its_making() {
    let parts = parts(&written(&sample(), Language::Vi));
    let core = part(&parts, "docProps/core.xml");
    assert!(core.contains("<dc:title>Khảo sát dịch vụ công 2026</dc:title>"), "{core}");
    assert!(core.contains("<dc:creator>Viện Nghiên cứu dư luận &amp; xã hội</dc:creator>"), "{core}");
    assert!(core.contains(">2000-01-01T00:00:00Z</dcterms:created>"), "{core}");
}
