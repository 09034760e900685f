//! Whole documents of a study made by hand, in both languages.

pub(crate) mod analyses;
mod designs;
pub(crate) mod trial;

use sounding_study::{OwnDesign, VarianceMethod, WeightingStep};
use sounding_survey::{
    Cell, Disclosure, Eligibility, Millionths, OutcomeRates, Provenance, Reliability, Statistic, Text,
};

use super::*;
use crate::document::{Block, Grid, GridCell, GridRow, Mark, RowKind};
use trial::{breakdown, definition, estimate, everyone, group, hidden, open, results, topline};

pub(crate) fn both() -> [Document; 2] {
    Language::ALL.map(|language| compose(&definition(), &results(), language))
}

/// Everything that a reader of the document can see.
pub(crate) fn texts(document: &Document) -> Vec<String> {
    let mut texts = vec![document.title.clone(), document.subtitle.clone(), document.footer.clone()];
    texts.extend(document.notice.clone());
    let pairs = |facts: &[(String, String)]| -> Vec<String> {
        facts.iter().flat_map(|(term, value)| [term.clone(), value.clone()]).collect()
    };
    texts.extend(pairs(&document.facts));
    for section in &document.sections {
        texts.extend([section.id.clone(), section.title.clone()]);
        for block in &section.blocks {
            match block {
                Block::Heading { id, text } => texts.extend([id.clone(), text.clone()]),
                Block::Paragraph(text) | Block::Note(text) | Block::Warning(text) => texts.push(text.clone()),
                Block::List(points) => texts.extend(points.clone()),
                Block::Facts(facts) => texts.extend(pairs(facts)),
                Block::Finding { figure, sentence, detail } => {
                    texts.extend([figure.clone(), sentence.clone(), detail.clone()]);
                }
                Block::Figure(figure) => {
                    texts.extend([figure.caption.clone(), figure.description.clone()]);
                    texts.extend(words_of(&figure.wide).chain(words_of(&figure.narrow)));
                }
                Block::Grid(grid) => {
                    texts.push(grid.caption.clone());
                    texts.extend(grid.columns.iter().map(|column| column.head.clone()));
                    texts.extend(grid.notes.clone());
                    for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                        texts.push(cell.text.clone());
                        texts.extend(cell.detail.clone());
                    }
                }
            }
        }
    }
    texts
}

/// What stands in a picture between its tags; the numbers inside them are places.
pub(crate) fn words_of(svg: &str) -> impl Iterator<Item = String> {
    svg.split('<')
        .filter_map(|part| Some(part.split_once('>')?.1.to_owned()))
        .filter(|words| !words.is_empty())
}

pub(crate) fn says(document: &Document, words: &str) -> bool {
    texts(document).iter().any(|text| text.contains(words))
}

#[track_caller]
fn section<'a>(document: &'a Document, id: &str) -> &'a Section {
    document.sections.iter().find(|section| section.id == id).unwrap()
}

fn grids<'a>(document: &'a Document, id: &str) -> Vec<&'a Grid> {
    let grid = |block: &'a Block| if let Block::Grid(grid) = block { Some(grid) } else { None };
    section(document, id).blocks.iter().filter_map(grid).collect()
}

#[track_caller]
fn row<'a>(grid: &'a Grid, label: &str) -> &'a GridRow {
    grid.rows.iter().find(|row| row.cells[0].text == label).unwrap()
}

fn cell(text: &str, detail: &str, mark: Option<Mark>) -> GridCell {
    GridCell { text: text.into(), detail: Some(detail.into()), mark }
}

pub(crate) fn sound(document: &Document) {
    for text in texts(document) {
        for leak in ["⟪", "⟫", "{$", "{ $", "NaN", "inf", "None", "\u{2068}"] {
            assert!(!text.contains(leak), "{leak} in: {text}");
        }
    }
    let mut ids: Vec<&String> = Vec::new();
    for section in &document.sections {
        assert!(!section.title.is_empty() && !section.blocks.is_empty(), "{}", section.id);
        ids.push(&section.id);
        ids.extend(
            section
                .blocks
                .iter()
                .filter_map(|block| if let Block::Heading { id, .. } = block { Some(id) } else { None }),
        );
        for block in &section.blocks {
            if let Block::Grid(grid) = block {
                for row in &grid.rows {
                    let wanted = if row.kind == RowKind::Section { 1 } else { grid.columns.len() };
                    assert_eq!(row.cells.len(), wanted, "{}: {row:?}", section.id);
                }
            }
        }
    }
    assert!(
        ids.iter().all(|id| id.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')),
        "{ids:?}"
    );
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "anchors are unique");
}

#[test]
fn every_section_stands_in_both_languages_and_nothing_is_left_untranslated() {
    for document in both() {
        sound(&document);
        let ids: Vec<&str> = document.sections.iter().map(|section| section.id.as_str()).collect();
        assert_eq!(ids, ["findings", "topline", "breakdowns", "trends", "methodology", "provenance"]);
    }
    let [vi, en] = both();
    let same: Vec<String> = texts(&vi)
        .into_iter()
        .filter(|text| text.chars().filter(|sign| sign.is_alphabetic()).count() > 12 && says(&en, text))
        .collect();
    // Names, hashes and anchors are the same in every language; sentences are not.
    assert!(same.iter().all(|text| !text.contains(' ') || text.starts_with("seed ")), "{same:?}");
}

#[test]
fn the_same_results_give_the_same_document() {
    assert_eq!(both(), both());
}

#[test]
fn what_is_hidden_is_nowhere_in_the_document() {
    for document in both() {
        for secret in trial::SECRETS {
            let found: Vec<String> =
                texts(&document).into_iter().filter(|text| text.contains(secret)).collect();
            assert_eq!(found, Vec::<String>::new(), "{secret}");
        }
    }
}

#[test]
fn a_breakdown_has_its_groups_under_their_names_with_both_marks_apart() {
    let document = compose(&definition(), &results(), Language::Vi);
    let grid = grids(&document, "breakdowns")[0];
    let kinds: Vec<RowKind> = grid.rows.iter().map(|row| row.kind).collect();
    assert_eq!(
        kinds,
        [RowKind::Total, RowKind::Section, RowKind::Body, RowKind::Body, RowKind::Section, RowKind::Body]
    );
    let urban = &row(grid, "Thành thị").cells;
    assert_eq!(urban[1], cell("61,1%", "58,1–64,1", None));
    assert_eq!(urban[2], cell("25,0%", "22,0–28,0", Some(Mark::Unreliable)));
    assert_eq!(urban[4], GridCell::words("700"));
    let rural = &row(grid, "Nông thôn").cells;
    let confidential = GridCell { mark: Some(Mark::Confidential), ..GridCell::default() };
    assert_eq!((&rural[2], &rural[3]), (&confidential, &confidential));
    assert_eq!(rural[4].text, "534");
    // A group that shows nothing does not show how many it has.
    assert!(row(grid, "Khác").cells[1..].iter().all(|cell| *cell == confidential));
    assert!(
        grid.notes.iter().any(|note| note.contains("F(1,9; 1.201,3) = 4,57; p < 0,001")),
        "{:?}",
        grid.notes
    );
    assert!(grid.notes.iter().any(|note| note.starts_with("Bảo mật")));
    assert!(grid.notes.iter().any(|note| note.starts_with("Độ tin cậy thấp")));
}

#[test]
fn a_topline_has_wording_base_benchmark_and_no_opinion_apart() {
    let document = compose(&definition(), &results(), Language::En);
    let wording = "Question: “How much do you trust that your complaint would be handled?”";
    assert!(section(&document, "topline").blocks.contains(&Block::Paragraph(wording.into())));
    let grid = grids(&document, "topline")[0];
    assert_eq!(row(grid, "Trust").cells[1], cell("50.6%", "47.6–53.6", None));
    assert_eq!(row(grid, "Trust").cells[2].text, "56.0%");
    assert_eq!(row(grid, "Do not trust").cells[2].text, "–");
    assert_eq!(row(grid, "Don't know").kind, RowKind::Apart);
    assert_eq!(grid.notes[0], "Base: 1,234 respondents (unweighted).");
    assert!(grid.notes.contains(&"Source of the known figures: Census of 2024.".to_owned()));
    let mean = grids(&document, "topline")[1];
    assert_eq!(row(mean, "Mean").cells[1], cell("6.25", "6.10–6.40", None));
    assert!(mean.notes[0].contains("Those who came with a matter"), "{}", mean.notes[0]);
}

#[test]
fn charts_stand_under_their_question_with_the_base_below() {
    for document in both() {
        for id in ["topline", "breakdowns", "trends"] {
            let blocks = &section(&document, id).blocks;
            let at = blocks.iter().position(|block| matches!(block, Block::Figure(_))).unwrap();
            assert!(matches!(blocks[at - 1], Block::Paragraph(_)));
            assert!(
                matches!(&blocks[at + 1], Block::Note(base) if base.contains("234")),
                "{:?}",
                blocks[at + 1]
            );
        }
    }
}

#[test]
fn every_grid_of_results_says_its_base() {
    for document in both() {
        for id in ["topline", "breakdowns", "trends"] {
            for grid in grids(&document, id) {
                assert!(
                    grid.notes.iter().any(|note| note.contains("1.234") || note.contains("1,234")),
                    "{grid:?}"
                );
            }
        }
    }
}

#[test]
fn findings_are_in_whole_percent_with_interval_base_and_a_reading_aid() {
    let document = compose(&definition(), &results(), Language::Vi);
    let blocks = &section(&document, "findings").blocks;
    let Block::Finding { figure, sentence, detail } = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!(figure, "51%");
    assert!(sentence.contains("“Tin”") && sentence.contains("“Không tin” (38%)"), "{sentence}");
    assert!(detail.contains("từ 48% đến 54%") && detail.contains("1.234"), "{detail}");
    assert!(detail.contains("56,0% (Tổng điều tra 2024)"), "{detail}");
    assert!(!detail.contains("chồng lên nhau"), "{detail}");
    let Block::Finding { figure, .. } = &blocks[1] else { panic!("{blocks:?}") };
    assert_eq!(figure, "6,25");
    assert!(matches!(blocks.last(), Some(Block::Note(aid)) if aid.contains("Cách đọc")));
}

#[test]
fn close_answers_are_said_to_be_close_and_hidden_ones_are_not_found() {
    let mut close = results();
    close.tables[0].cells = vec![open(0.45), open(0.44), open(0.11)];
    assert!(says(
        &compose(&definition(), &close, Language::En),
        "The intervals of these two answers overlap"
    ));
    close.tables[0].cells = vec![hidden(Disclosure::Primary), open(0.2), hidden(Disclosure::Complementary)];
    let document = compose(&definition(), &close, Language::En);
    let Block::Finding { figure, .. } = &section(&document, "findings").blocks[0] else { panic!() };
    assert_eq!(figure, "20%");
}

#[test]
fn without_key_tables_the_first_toplines_are_the_findings() {
    let mut plain = results();
    plain.key_tables.clear();
    let document = compose(&definition(), &plain, Language::En);
    let findings = &section(&document, "findings").blocks;
    assert_eq!(findings.iter().filter(|block| matches!(block, Block::Finding { .. })).count(), 2);
}

#[test]
fn outcomes_have_their_rates_and_the_estimate_of_eligibility() {
    let document = compose(&definition(), &results(), Language::En);
    let all = grids(&document, "methodology");
    let rates = all.iter().find(|grid| grid.columns.len() == 3 && grid.rows.len() == 9).unwrap();
    // 600 / 1,040; 600 / (960 + 80 × 960 / 1,020); 600 / 860.
    assert_eq!(row(rates, "RR1").cells[2].text, "57.7%");
    assert_eq!(row(rates, "RR3").cells[2].text, "58.0%");
    assert_eq!(row(rates, "COOP1").cells[2].text, "69.8%");
    assert!(says(&document, "e = 0.941 of 80 cases"));
    let mut known = results();
    let mut tally = known.outcome.unwrap().tally;
    (tally.unknown_household, tally.unknown_other) = (0, 0);
    known.outcome = Some(OutcomeRates::new(tally, Eligibility::Proportional));
    let document = compose(&definition(), &known, Language::En);
    assert!(says(&document, "Eligibility is known of every case") && !says(&document, " of 0 cases"));
    let mut given = results();
    let tally = given.outcome.unwrap().tally;
    given.outcome = Some(OutcomeRates::new(tally, Eligibility::Given(0.5)));
    assert!(says(&compose(&definition(), &given, Language::Vi), "e = 0,500 trong 80 trường hợp"));
}

#[test]
fn methods_of_sampling_and_weighting_are_said_in_words() {
    let [vi, en] = both();
    for words in [
        "xác suất tỷ lệ với quy mô, hệ thống",
        "xã, phường, đặc khu",
        "Mỗi tầng có ít nhất 4 đơn vị",
        "phân tầng theo region × Thành thị, nông thôn",
        "hệ số",
        "từ 0,25 đến 4,00",
        "từ 0,30 đến 3,50 lần mức trung bình",
        "±3,5 điểm phần trăm",
        "tuyến tính hóa Taylor",
    ] {
        assert!(says(&vi, words), "{words}");
    }
    for words in [
        "north × Urban",
        "3,321",
        "within classes of Urban or rural",
        "<0.01%",
        "75,000,000",
        "±2.8 percentage points",
    ] {
        assert!(says(&en, words), "{words}");
    }
    for name in ["pps-systematic", "nonresponse-classes", "face-to-face"] {
        assert!(!says(&vi, name) && !says(&en, name), "{name}");
    }
}

#[test]
fn margins_show_before_after_and_population_without_small_counts() {
    let document = compose(&definition(), &results(), Language::Vi);
    let margin = |document: &Document| -> Grid {
        let all = grids(document, "methodology");
        (*all.iter().find(|grid| grid.caption.starts_with("Cơ cấu")).unwrap()).clone()
    };
    let texts: Vec<String> =
        row(&margin(&document), "Thành thị").cells.iter().map(|cell| cell.text.clone()).collect();
    assert_eq!(texts, ["Thành thị", "700", "50,0%", "37,5%", "37,5%", "28.125.000"]);
    let mut small = results();
    small.weighting.as_mut().unwrap().margins[0].categories[0].respondents = 9;
    let document = compose(&definition(), &small, Language::Vi);
    let grid = margin(&document);
    // With equal weights before, the share before weighting tells the count as well.
    for label in ["Thành thị", "Nông thôn"] {
        let marks: Vec<Option<Mark>> = row(&grid, label).cells.iter().map(|cell| cell.mark).collect();
        let confidential = Some(Mark::Confidential);
        assert_eq!(marks, [None, confidential, confidential, None, None, None]);
        assert!(row(&grid, label).cells[1..3].iter().all(|cell| cell.text.is_empty()));
    }
    assert!(grid.notes.iter().any(|note| note.starts_with("Bảo mật")));
}

#[test]
fn every_page_of_simulated_data_says_so_and_of_others_does_not() {
    let [vi, en] = both();
    assert!(vi.notice.unwrap().starts_with("DỮ LIỆU MÔ PHỎNG") && vi.footer.starts_with("DỮ LIỆU MÔ PHỎNG"));
    assert!(en.notice.unwrap().starts_with("SIMULATED DATA") && en.footer.starts_with("SIMULATED DATA"));
    let mut real = definition();
    real.about.simulated = false;
    let document = compose(&real, &results(), Language::En);
    assert_eq!(document.notice, None);
    assert!(!texts(&document).iter().any(|text| text.to_lowercase().contains("simulated")));
}

#[test]
fn the_cover_has_the_facts_in_the_language() {
    let [vi, en] = both();
    let fact = |document: &Document, term: &str| {
        document.facts.iter().find(|(own, _)| own == term).map(|(_, value)| value.clone())
    };
    assert_eq!(fact(&vi, "Thời gian thu thập thông tin").unwrap(), "01/08/2026 – 31/08/2026");
    assert_eq!(fact(&en, "Fieldwork").unwrap(), "1 August 2026 – 31 August 2026");
    assert_eq!(fact(&vi, "Số người trả lời").unwrap(), "1.234");
    assert_eq!(en.subtitle, "Institute of Public Opinion · 1 August 2026 – 31 August 2026");
}

#[test]
fn a_study_that_says_nothing_of_sample_outcome_or_weights_has_a_report() {
    let mut bare = results();
    (bare.sample, bare.outcome, bare.weighting) = (None, None, None);
    bare.provenance = Provenance::default();
    bare.warnings.clear();
    let mut plain = Definition::default();
    plain.about.title = Text::same("Thử");
    for language in Language::ALL {
        let document = compose(&plain, &bare, language);
        sound(&document);
        assert!(document.facts.iter().all(|(_, value)| !value.is_empty()));
    }
    let document = compose(&plain, &bare, Language::Vi);
    assert!(says(&document, "không tính được tỷ lệ trả lời"));
    assert!(says(&document, "Sai số được tính như đối với mẫu ngẫu nhiên đơn giản"));
    assert!(says(&document, "không được gia quyền"));
    let empty = compose(&Definition::default(), &Results::default(), Language::En);
    sound(&empty);
    assert_eq!(empty.sections.len(), 2);
}

#[test]
fn a_design_that_came_with_the_answers_is_named() {
    let mut own = definition();
    own.sample = None;
    own.design = Some(OwnDesign {
        weights: Some("pw".into()),
        strata: Some("stype".into()),
        psu: vec!["dnum".into(), "snum".into()],
        fpc: vec!["fpc".into()],
        ..OwnDesign::default()
    });
    let mut found = results();
    found.sample = None;
    let document = compose(&own, &found, Language::En);
    sound(&document);
    assert!(says(&document, "the sampling units of 2 stages; finite population corrections"));
    assert!(says(&document, "the weights that came with the data"));
}

#[test]
fn every_rule_of_variance_interval_and_step_has_words() {
    use sounding_study::Interval::{KornGraubard, Logit, Wald, Wilson};
    use sounding_study::SinglePsu::{Adjust, Average, Certainty, Fail, Remove};
    use sounding_study::VarianceMethod::{Bootstrap, Brr, Fay, Jk1, Jkn, Taylor};
    let mut study = definition();
    study.variance.level = 0.975;
    let singles = [Fail, Remove, Certainty, Adjust, Average, Fail];
    let intervals = [Wald, Logit, Wilson, KornGraubard, Wald, Logit];
    let methods: [VarianceMethod; 6] = [Taylor, Jk1, Jkn, Brr, Fay, Bootstrap];
    for ((method, single), interval) in methods.into_iter().zip(singles).zip(intervals) {
        (study.variance.method, study.variance.single_psu, study.variance.ci) = (method, single, interval);
        for language in Language::ALL {
            sound(&compose(&study, &results(), language));
        }
    }
    assert!(says(&compose(&study, &results(), Language::En), "97.5% confidence interval"));
    let mut steps = results();
    let margins = &mut steps.weighting.as_mut().unwrap().margins;
    margins[0].categories[0].error = 10.0;
    margins[0].number = true;
    if let WeightingStep::Calibrate(own) = &mut study.weighting[2] {
        own.distance = sounding_study::Distance::Truncated;
        own.partition = Some("area".into());
        own.margins = vec!["area*area".into()];
        (own.start, own.variance) = (Some("w".into()), Some("v".into()));
    }
    let document = compose(&study, &steps, Language::En);
    assert!(
        says(&document, "starts from")
            && says(&document, "separately")
            && says(&document, "Share of the total")
            && says(&document, "estimates themselves")
    );
    for name in ["nonresponse-propensity", "poststratify", "calibrate", "rake", "trim", "nonresponse-classes"]
    {
        steps.weighting.as_mut().unwrap().steps[1].method = name.into();
        study.weighting[0] =
            WeightingStep::NonresponsePropensity { predictors: vec!["area".into()], classes: 5 };
        for language in Language::ALL {
            let document = compose(&study, &steps, language);
            sound(&document);
            assert!(!says(&document, "nonresponse-") && !says(&document, "poststratify"));
        }
    }
}

#[test]
fn long_lists_of_names_follow_the_collation_and_scales_their_order() {
    let names =
        ["Đà Nẵng", "Hà Nội", "An Giang", "Điện Biên", "Cà Mau", "Đắk Lắk", "Lâm Đồng", "Đồng Nai", "Huế"];
    let mut table = breakdown();
    table.breakdowns = vec!["province".into()];
    table.breakdown_labels = vec![Text::new("Tỉnh, thành phố", "Province")];
    table.tests.clear();
    table.groups = vec![everyone()];
    table.groups.extend(
        names.iter().enumerate().map(|(at, name)| group(Some(0), &at.to_string(), (name, name), 120)),
    );
    table.cells = vec![open(0.3); 30];
    let labels = |study: &Definition, table: &Table| -> Vec<String> {
        let mut found = results();
        found.tables = vec![topline(), table.clone()];
        let document = compose(study, &found, Language::Vi);
        let rows = &grids(&document, "breakdowns")[0].rows;
        rows.iter().filter(|row| row.kind == RowKind::Body).map(|row| row.cells[0].text.clone()).collect()
    };
    assert_eq!(
        labels(&definition(), &table),
        ["An Giang", "Cà Mau", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Hà Nội", "Huế", "Lâm Đồng"]
    );
    let mut scale = definition();
    let notes = sounding_study::VariableNotes { ordered: Some(true), ..Default::default() };
    scale.variables.insert("province".into(), notes);
    assert_eq!(labels(&scale, &table), names);
    table.groups.pop();
    table.cells.truncate(27);
    assert_eq!(labels(&definition(), &table), names[..8]);
}

#[test]
fn a_question_with_many_answers_is_shown_in_parts_that_each_have_their_base() {
    let mut table = breakdown();
    table.multiple = true;
    table.columns = (0..13)
        .map(|at| sounding_survey::Column {
            code: at.to_string(),
            label: Text::same(format!("C{at}")),
            ..table.columns[0].clone()
        })
        .collect();
    table.groups.truncate(3);
    table.cells = vec![open(0.25); 39];
    let mut found = results();
    found.tables = vec![topline(), table];
    let document = compose(&definition(), &found, Language::En);
    sound(&document);
    let parts = grids(&document, "breakdowns");
    let widths: Vec<usize> = parts.iter().map(|grid| grid.columns.len()).collect();
    assert_eq!(widths, [6, 6, 7]);
    assert_eq!((parts[1].caption.as_str(), parts[1].columns[1].head.as_str()), ("Part 2 of 3", "C4"));
    assert!(parts.iter().all(|grid| row(grid, "Urban").cells.last().unwrap().text == "700"));
    assert!(parts[2].notes.iter().any(|note| note.starts_with("A person could give several answers")));
}

#[test]
fn figures_without_an_estimate_or_an_interval_are_a_dash_or_stand_alone() {
    let mut found = results();
    let nothing = Cell { estimate: None, ..open(0.5) };
    let whole = Cell { estimate: Some(estimate(1.0, 0.0)), ..open(0.5) };
    let unreliable = Cell { reliability: Reliability::SmallBase, ..open(0.2) };
    found.tables[0].cells = vec![nothing, whole, unreliable];
    let document = compose(&definition(), &found, Language::Vi);
    sound(&document);
    let grid = grids(&document, "topline")[0];
    assert_eq!(grid.rows[0].cells[1], GridCell::words("–"));
    assert_eq!(grid.rows[1].cells[1], GridCell::words("100,0%"));
    assert_eq!(grid.rows[2].cells[1].mark, Some(Mark::Unreliable));
}

#[test]
fn a_derived_variable_is_not_called_a_question() {
    let mut study = definition();
    study.derive.push(sounding_study::Derived { name: "trust".into(), ..Default::default() });
    let document = compose(&study, &results(), Language::En);
    assert!(says(&document, "Computed from answers: “How much do you trust"));
    assert!(!says(&document, "Question: “How much") && says(&document, "Question: “What score"));
}

#[test]
fn labels_with_commas_are_told_apart_in_lists() {
    assert_eq!(tables::inside("Nhóm tuổi"), "nhóm tuổi");
    assert_eq!(tables::inside("GDP"), "GDP");
    let heading = "Tin vào việc giải quyết phản ánh, theo thành thị, nông thôn; giới tính";
    assert!(says(&compose(&definition(), &results(), Language::Vi), heading));
}

#[test]
fn every_statistic_has_words() {
    for statistic in [
        Statistic::Mean,
        Statistic::Total,
        Statistic::Median,
        Statistic::Ratio,
        Statistic::Quantile(Millionths::of(0.9)),
        Statistic::Deviation,
        Statistic::Variance,
        Statistic::Function,
    ] {
        let mut found = results();
        found.tables[1].statistic = statistic;
        for language in Language::ALL {
            sound(&compose(&definition(), &found, language));
        }
    }
}
