//! What a reader of the workbook finds in its cells.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use sounding_survey::{CategoryRole, Statistic};

use super::*;
use crate::render::samples::{column, group, open};

type Book = Xlsx<Cursor<Vec<u8>>>;

fn opened(bytes: Vec<u8>) -> Book {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheets(results: &Results, language: Language) -> (Vec<String>, Vec<Range<Data>>) {
    let mut book = opened(written(results, language));
    let names = book.sheet_names();
    let ranges = names.iter().map(|name| book.worksheet_range(name).unwrap()).collect();
    (names, ranges)
}

/// The row whose first cell says `label`.
#[track_caller]
fn row<'a>(range: &'a Range<Data>, label: &str) -> &'a [Data] {
    range.rows().find(|row| row[0] == Data::String(label.into())).unwrap_or_else(|| panic!("no row {label}"))
}

fn says(range: &Range<Data>, words: &str) -> bool {
    range.used_cells().any(|(_, _, cell)| matches!(cell, Data::String(text) if text.contains(words)))
}

fn numbers(row: &[Data]) -> Vec<f64> {
    row.iter().filter_map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None }).collect()
}

fn word(text: &str) -> Data {
    Data::String(text.into())
}

#[test]
fn answers_of_everyone_stand_in_rows_at_full_precision_with_what_is_known() {
    let (names, ranges) = sheets(&sample(), Language::En);
    assert_eq!(names[0], "Contents");
    assert_eq!(names[1], "1 Trust in the handling of…");
    let range = &ranges[1];
    let estimate = topline().cells[0].estimate.unwrap();
    let trust = row(range, "Trust");
    assert_eq!(numbers(trust), [estimate.value, estimate.low, estimate.high, 0.5599]);
    assert_eq!(trust[5], word("Census of 2024"));
    assert_eq!(numbers(row(range, "n")), [1_234.0]);
    assert_eq!(numbers(row(range, "Effective n")), [771.25]);
    let order: Vec<usize> = ["Trust", "Do not trust", "Don't know"]
        .map(|label| range.rows().position(|row| row[0] == word(label)).unwrap())
        .to_vec();
    assert!(order.is_sorted(), "what is no answer stands after the answers: {order:?}");
    assert!(says(range, "Question: “How much do you trust"));
    assert!(says(range, "Base: 1,234 respondents (unweighted). Among: Those who complained."));
    assert!(says(range, "SIMULATED DATA"));
    assert!(says(range, "those of the 95% confidence interval"), "the level is the document's");
    assert!(
        says(range, "* Unreliable: the group has fewer than 30 respondents"),
        "and so are the thresholds"
    );
}

#[test]
fn groups_stand_in_rows_under_their_breakdown_with_marks_where_nothing_is_shown() {
    let (_, ranges) = sheets(&sample(), Language::Vi);
    let range = &ranges[3];
    let everyone = row(range, "Tất cả");
    let figures: Vec<f64> = [0, 2, 1]
        .into_iter()
        .map(|at| topline().cells[at].estimate.unwrap())
        .flat_map(|estimate| [estimate.value, estimate.low, estimate.high])
        .collect();
    assert_eq!(numbers(everyone)[..2], [1_234.0, 771.25]);
    assert_eq!(numbers(everyone)[2..], figures, "the one that is no answer stands last");
    let rural = row(range, "Nông thôn");
    assert_eq!(numbers(rural), [534.0, 333.75, 0.4015, 0.4015 - 0.05, 0.4015 + 0.05]);
    assert!(rural[6..].iter().all(|cell| *cell == word("[bm]")), "{rural:?}");
    let small = row(range, "Nông thôn, khác");
    assert!(small[1..].iter().all(|cell| *cell == word("[bm]")), "nor does it say how many they are");
    let nobody = row(range, "Thành thị, khác");
    assert_eq!(numbers(nobody), [0.0, 0.0]);
    assert!(nobody[3..].iter().all(|cell| *cell == word("–")));
    let heading = range.rows().position(|row| row[0] == word("Khu vực và giới tính")).unwrap();
    assert_eq!(range.rows().nth(heading + 1).unwrap()[0], word("Nông thôn, khác"));
    assert!(says(range, "[bm] Bảo mật: số liệu không được công bố vì có dưới 10 người trả lời"));
    assert!(says(range, "khoảng tin cậy 95%"));
    // The last row with this label is that of the test.
    let test = range.rows().rfind(|row| row[0] == word("Thành thị, nông thôn")).unwrap();
    assert_eq!(numbers(test), [4.567_812_3, 1.94, 0.000_041_7]);
    assert_eq!(test[3], word("∞"));
    let known = range.rows().rfind(|row| row[0] == word("Tin")).unwrap();
    assert_eq!((numbers(known), &known[2]), (vec![0.5599], &word("Tổng điều tra 2024")));
}

#[test]
fn the_first_sheet_has_title_facts_and_findings_and_the_last_the_rest_of_the_document() {
    for (language, first, last, finding) in [
        (Language::Vi, "Mục lục", ["Phương pháp", "Nguồn gốc số liệu"], "51%"),
        (Language::En, "Contents", ["Methodology", "Provenance"], "51%"),
    ] {
        let results = sample();
        let document = compose(&definition(), &results, language);
        let (names, ranges) = sheets(&results, language);
        assert_eq!((names[0].as_str(), names.len()), (first, 6));
        assert_eq!(names[4..], last);
        for text in
            [&document.title, &document.subtitle, document.notice.as_ref().unwrap(), &document.facts[0].1]
        {
            assert!(says(&ranges[0], text), "{text}");
        }
        assert!(says(&ranges[0], finding));
        for range in &ranges {
            assert!(!says(range, "⟪") && !says(range, "{$"));
        }
        assert!(says(&ranges[5], &"0a1b".repeat(16)));
        let all = |section: &str| document.sections.iter().find(|it| it.id == section).unwrap();
        for block in &all("methodology").blocks {
            if let crate::Block::Paragraph(text) = block {
                assert!(says(&ranges[4], text), "{text}");
            }
        }
    }
}

#[test]
fn a_mean_has_its_own_units_and_a_second_known_figure_its_own_row() {
    let mut table = mean();
    table.benchmarks = [6.0, 6.5]
        .map(|value| sounding_survey::Benchmark { column: String::new(), value, source: Text::same("2025") })
        .to_vec();
    let (_, ranges) = sheets(&alone(table), Language::En);
    let found = row(&ranges[1], "Mean");
    assert_eq!(numbers(found), [6.254_321, 6.254_321 - 0.15, 6.254_321 + 0.15, 6.0]);
    assert!(ranges[1].rows().any(|row| numbers(row) == [6.5]));
}

#[test]
fn sixty_tables_of_one_long_title_have_sixty_sheets() {
    let tables: Vec<Table> = (0..60)
        .map(|at| Table {
            id: format!("t{at}"),
            short: Text::same("Mức độ hài lòng của người dân với dịch vụ hành chính công"),
            ..topline()
        })
        .collect();
    let (names, _) = sheets(&results(tables), Language::Vi);
    let tables: Vec<&String> =
        names.iter().filter(|name| name.starts_with(|sign: char| sign.is_ascii_digit())).collect();
    assert_eq!(tables.len(), 60);
    let different: std::collections::BTreeSet<String> =
        names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(different.len(), names.len());
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31), "{names:?}");
}

#[test]
fn words_that_begin_like_formulas_or_links_stay_words() {
    let attack = "=HYPERLINK(\"http://example.org\",\"x\")";
    let mut table = breakdown();
    table.columns[0].label = Text::same(attack);
    table.groups[1].label = Text::same("@SUM(1+1)");
    table.question = Text::same("http://example.org/?a=1");
    table.benchmarks[0].source = Text::same("internal:'Contents'!A1");
    let mut book = opened(written(&alone(table), Language::En));
    for name in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "{name}");
    }
    let range = book.worksheet_range(&book.sheet_names()[1]).unwrap();
    assert!(range.used_cells().any(|(_, _, cell)| *cell == word(attack)));
    assert_eq!(row(&range, "@SUM(1+1)")[1], Data::Float(700.0));
    assert!(says(&range, "http://example.org/?a=1"));
}

#[test]
fn a_table_without_groups_or_answers_is_a_sheet_without_figures() {
    let mut table = topline();
    (table.groups, table.cells, table.benchmarks) = (Vec::new(), Vec::new(), Vec::new());
    let (_, ranges) = sheets(&alone(table), Language::En);
    assert!(ranges[1].rows().all(|row| numbers(row).is_empty()));
    let mut table = topline();
    (table.columns, table.cells) = (Vec::new(), Vec::new());
    let (_, ranges) = sheets(&alone(table), Language::En);
    assert_eq!(numbers(row(&ranges[1], "n")), [1_234.0]);
}

#[test]
fn a_table_of_which_the_document_says_nothing_keeps_its_own_words() {
    let results = alone(breakdown());
    let mut document = compose(&definition(), &results, Language::En);
    document.sections.clear();
    let mut book = opened(xlsx(&document, &results, 10).unwrap());
    assert_eq!(book.sheet_names(), ["Contents", "1 Trust in the handling of…"]);
    let range = book.worksheet_range("1 Trust in the handling of…").unwrap();
    assert!(says(&range, "Question: “How much do you trust"));
    assert!(says(&range, "those of the 95% confidence interval"));
    assert!(says(&range, "* Unreliable: the group has fewer than 30"));
}

#[test]
fn a_text_that_no_cell_takes_is_refused_with_its_place() {
    let mut table = breakdown();
    table.groups[2].label = Text::same("x".repeat(32_768));
    let results = alone(table);
    let document = compose(&definition(), &results, Language::En);
    let error = xlsx(&document, &results, 10).unwrap_err();
    let said = sounding_survey::Finding::from(error).to_string();
    assert!(said.contains("E-REPORT-001") && said.contains("32,767"), "{said}");
    assert!(said.contains("sheet 1 Trust in the handling of…, A12"), "{said}");
}

#[test]
fn a_table_that_is_too_wide_for_a_sheet_is_refused() {
    let mut table = breakdown();
    let answers = 5_500;
    table.columns = (0..answers).map(|_| column("1", ("a", "a"), CategoryRole::Substantive)).collect();
    table.groups = vec![group(None, "", ("", ""), 100), group(Some(0), "1", ("b", "b"), 100)];
    table.cells = vec![open(0.5, 0.1); 2 * answers];
    (table.statistic, table.multiple) = (Statistic::Percent, true);
    table.tests.clear();
    let results = alone(table);
    // The document of such a table is of no interest here.
    let document = compose(&definition(), &alone(topline()), Language::En);
    let error = xlsx(&document, &results, 10).unwrap_err();
    assert!(error.to_string().contains("16,384 columns"), "{error}");
}

#[test]
fn tests_and_models_have_their_figures_as_numbers() {
    let mut results = sample();
    results.analyses = crate::compose::tests::analyses::all();
    let (names, ranges) = sheets(&results, Language::En);
    let at = names.iter().position(|name| name == "Tests and models").unwrap();
    let range = &ranges[at];
    let women = row(range, "Sex: Women");
    assert_eq!(
        numbers(women)[..7],
        [0.212, 0.079, 0.212 - 2.0 * 0.079, 0.212 + 2.0 * 0.079, 1.236, 1.06, 1.44]
    );
    let table = row(range, "“Trust” and “Residence” are independent");
    assert_eq!(numbers(table), [3.214, 1.9, 240.4, 0.0004, 1_200.0]);
    assert!(says(range, "Not shown, to protect respondents"));
    assert!(written(&results, Language::Vi) == written(&results, Language::Vi));
}
