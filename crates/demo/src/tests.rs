//! The world, its study and its fieldwork.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sounding_study::Study;
use sounding_survey::{Estimate, Language, Text};

use super::*;

static DEMO: LazyLock<Demo> = LazyLock::new(|| Demo::new(2026));

#[test]
fn the_units_are_those_of_july_2026() {
    let units = units();
    let kind = |kind: &str| units.iter().filter(|unit| unit.kind == kind).count();
    assert_eq!((kind("commune"), kind("ward"), kind("special")), (2_611, 697, 13));
    assert_eq!(units.iter().map(|unit| &unit.code).collect::<BTreeSet<_>>().len(), 3_321);
    let provinces: BTreeMap<&str, &str> =
        units.iter().map(|unit| (unit.province.as_str(), unit.province_name.as_str())).collect();
    assert_eq!(provinces.len(), 34);
    assert_eq!(provinces.values().filter(|name| name.starts_with("Thành phố")).count(), 7);
    assert_eq!(provinces["75"], "Thành phố Đồng Nai");
}

/// The tone of oa, oe and uy on the second vowel, in lower case: both spellings are in use.
fn spelling(name: &str) -> String {
    let pairs = [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("òe", "oè"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("õe", "oẽ"),
        ("ọe", "oẹ"),
        ("ùy", "uỳ"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
    ];
    pairs.iter().fold(name.to_lowercase().replace('’', "'"), |name, (from, to)| name.replace(from, to))
}

#[test]
fn the_units_agree_with_another_list() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/vn_units_2026-07.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        std::io::Write::write_all(
            &mut std::io::stderr(),
            b"skipped: ../shared is not beside the repository\n",
        )
        .unwrap();
        return;
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let listed: BTreeSet<[String; 4]> = reader
        .records()
        .map(Result::unwrap)
        .map(|row| [row[0].to_owned(), spelling(&row[1]), row[3].to_owned(), spelling(&row[4])])
        .collect();
    let ours: BTreeSet<[String; 4]> = units()
        .into_iter()
        .map(|unit| [unit.province, spelling(&unit.province_name), unit.code, spelling(&unit.name)])
        .collect();
    assert_eq!(ours.difference(&listed).collect::<Vec<_>>(), Vec::<&[String; 4]>::new());
    assert_eq!(listed.len(), ours.len());
}

#[test]
fn about_75_million_adults_live_there() {
    assert!((72_000_000..78_000_000).contains(&DEMO.adults()), "{}", DEMO.adults());
    let cells: u64 = DEMO.counts.cells.iter().sum();
    assert_eq!(cells, DEMO.adults());
    for answers in &DEMO.counts.answers {
        assert_eq!(answers.iter().sum::<u64>(), DEMO.adults());
    }
}

#[test]
fn true_proportions_sum_to_one() {
    let truth = DEMO.truth();
    for name in ["service", "trust", "aware", "wait_before", "wait_after"] {
        let sum: f64 = truth.iter().filter(|truth| truth.variable == name).map(|truth| truth.value).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{name}");
    }
    assert!(truth.iter().any(|truth| truth.variable == "score" && (4.0..8.0).contains(&truth.value)));
}

#[test]
fn asking_everybody_of_a_group_gives_its_counts() {
    let population = &DEMO.population;
    let group = &population.groups[1_234];
    for (cell, &n) in group.cells().iter().enumerate().filter(|(_, n)| **n > 0) {
        for question in 0..model::QUESTIONS {
            let mut ends = Vec::new();
            population.ends(group, question, cell, n, &mut ends);
            let mut counted = vec![0; ends.len()];
            for place in 0..n {
                counted[population.answer(group, question, cell, (place, n))] += 1;
            }
            let mut before = 0;
            let expected: Vec<u32> = ends
                .iter()
                .map(|&end| {
                    let n = end - before;
                    before = end;
                    n
                })
                .collect();
            assert_eq!(counted, expected);
        }
    }
}

#[test]
fn the_form_has_no_faults_and_every_respondent_comes_to_its_end() {
    let (form, faults) = questionnaire::questionnaire(&units());
    assert_eq!(faults, []);
    assert_eq!(
        sounding_questionnaire::check(&form, &std::collections::BTreeMap::new(), "questionnaire.md"),
        []
    );
    let mut asked = 0;
    form.walk(&mut |item, _| {
        if let sounding_questionnaire::definition::Item::Question(question) = item {
            asked += usize::from(question.kind.is_asked());
        }
    });
    assert!(asked >= 60, "{asked}");
    // One arm of the list experiment for each respondent, and each for about half of them.
    let mut reader = csv::Reader::from_reader(ANSWERS.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (short, long, last) = (at("list_short"), at("list_long"), at("others_present"));
    let complete: Vec<csv::StringRecord> =
        reader.records().map(Result::unwrap).filter(|record| &record[2] == "1.1").collect();
    assert!(complete.iter().all(|record| record[short].is_empty() != record[long].is_empty()));
    assert!(complete.iter().all(|record| !record[last].is_empty()));
    let arm = complete.iter().filter(|record| record[long].is_empty()).count() as f64;
    let n = complete.len() as f64;
    // Four standard deviations of a binomial with p = 1/2.
    assert!((arm - n / 2.0).abs() < 4.0 * (n / 4.0).sqrt(), "{arm} of {n}");
}

#[test]
fn the_study_opens_without_errors() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in DEMO.study_files() {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let (study, findings) = Study::open(folder.path());
    assert_eq!(findings, []);
    let study = study.unwrap();
    assert!(study.definition.about.simulated);
    assert_eq!(study.frame().unwrap().rows, DEMO.population.groups.len());
}

/// The answers of that sample.
static ANSWERS: LazyLock<String> = LazyLock::new(|| DEMO.answers(&sample()).unwrap());

/// A sample of every 150th group, for which no draw is needed.
fn sample() -> String {
    let groups = DEMO.population.groups.iter().step_by(150);
    let lines: Vec<String> = groups.map(|group| format!("{},10", group.label)).collect();
    format!("group,invite\n{}\n", lines.join("\n"))
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let again = Demo::new(2026);
    assert_eq!(again.study_files(), DEMO.study_files());
    assert_eq!(again.answers(&sample()).unwrap(), *ANSWERS);
    assert_ne!(Demo::new(2027).truth(), DEMO.truth());
}

#[test]
fn nonresponse_makes_the_raw_answers_too_content_and_too_old() {
    let answers = &*ANSWERS;
    let invited = answers.lines().count() - 1;
    let complete = answers.lines().filter(|line| line.split(',').nth(2) == Some("1.1")).count();
    assert!((0.5..0.8).contains(&(complete as f64 / invited as f64)), "{complete} of {invited}");
    let raw = Demo::unweighted(answers);
    let share = |known: &[Truth], name: &str, codes: &[&str]| -> f64 {
        let wanted = |truth: &&Truth| truth.variable == name && codes.contains(&truth.category.as_str());
        known.iter().filter(wanted).map(|truth| truth.value).sum()
    };
    let truth = DEMO.truth();
    assert!(share(&raw, "service", &["4", "5"]) > share(&truth, "service", &["4", "5"]) + 0.01);
    let young = DEMO.counts.cells.iter().enumerate().filter(|(cell, _)| model::who(*cell).age == 0);
    let young = young.map(|(_, n)| *n).sum::<u64>() as f64 / DEMO.adults() as f64;
    assert!(share(&raw, "age_group", &["18-29"]) < young - 0.02);
}

#[test]
fn a_sample_of_another_frame_is_refused() {
    assert_eq!(DEMO.answers("group,invite\nnowhere,10\n").unwrap_err().code, "E-DEMO-001");
    assert_eq!(DEMO.answers("unit\nx\n").unwrap_err().code, "E-DEMO-001");
    assert_eq!(DEMO.answers("group,invite\n00004-001,many\n").unwrap_err().code, "E-DEMO-001");
}

#[test]
fn the_page_says_what_was_covered() {
    let line = |value: f64, low: f64, high: f64| Line {
        variable: "aware".into(),
        question: Text::same("q"),
        answer: Text::same("a"),
        mean: false,
        estimate: Estimate { value, se: 0.01, low, high, deff: None },
        truth: 0.40,
        unweighted: 0.45,
    };
    let comparison =
        Comparison { lines: vec![line(0.41, 0.38, 0.44), line(0.43, 0.41, 0.45)], ..Comparison::default() };
    assert_eq!(comparison.covered(), 1);
    let (raw, weighted) = comparison.mean_errors();
    assert!((raw - 0.05).abs() < 1e-12 && (weighted - 0.02).abs() < 1e-12);
    let page = format!("{:?}", how_close(&comparison, Language::Vi));
    assert!(page.contains("1 trên 2 con số") && page.contains("41,0%") && page.contains("+5,0"));
    assert!(format!("{:?}", how_close(&comparison, Language::En)).contains("1 of 2 figures"));
}
