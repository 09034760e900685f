//! The example `examples/chile1988`: it opens without a finding, and where its answers are at hand, its weights meet the margins and
//! its shares are those of a plain calculation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sounding_analysis::{Answers, tabulate, weigh};
use sounding_study::Study;
use sounding_survey::{Disclosure, Provenance, Results, Table};

/// Sums of a few thousand weights in another order than the program's.
const RELATIVE: f64 = 1e-9;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The example with its answers, in a folder of its own; `None` where the answers are not at hand.
fn example(test: &str) -> Option<tempfile::TempDir> {
    let kept = root().join("examples/chile1988");
    let places = [kept.join("answers.csv"), root().join("../shared/data/chile1988.csv")];
    let Some(answers) = places.iter().find(|place| place.exists()) else {
        skipped(test);
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    for name in ["study.toml", "questionnaire.xlsx", "margins.csv"] {
        std::fs::copy(kept.join(name), folder.path().join(name)).unwrap();
    }
    std::fs::copy(answers, folder.path().join("answers.csv")).unwrap();
    Some(folder)
}

#[expect(clippy::print_stderr, reason = "who runs the tests learns what was not tested")]
fn skipped(test: &str) {
    eprintln!("skipped: {test}: the answers of examples/chile1988 are not at hand (see its README.md)");
}

fn open(folder: &Path) -> Study {
    let (study, findings) = Study::open(folder);
    assert_eq!(findings, []);
    study.unwrap()
}

/// Region, sex and vote of each row, read without the program.
fn rows(folder: &Path) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_path(folder.join("answers.csv")).unwrap();
    let heads = reader.headers().unwrap().clone();
    let at = ["region", "sex", "vote"].map(|name| heads.iter().position(|head| head == name).unwrap());
    reader.records().map(|record| at.map(|at| record.as_ref().unwrap()[at].to_owned())).collect()
}

fn table<'a>(results: &'a Results, id: &str) -> &'a Table {
    results.tables.iter().find(|table| table.id == id).unwrap()
}

#[test]
fn the_example_opens_without_a_finding() {
    let study = open(&root().join("examples/chile1988"));
    assert_eq!(study.definition.about.id, "chile-1988");
    assert_eq!(study.margins.margins["region*sex"].categories.len(), 10);
    assert_eq!(study.codebook.variable("decided").unwrap().categories().len(), 2);
}

#[test]
fn the_weights_meet_the_population_of_each_region_and_sex() {
    let Some(folder) = example("the_weights_meet_the_population_of_each_region_and_sex") else { return };
    let study = open(folder.path());
    let answers = Answers::open(&study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for ([region, sex, _], weight) in rows(folder.path()).iter().zip(&weighted.weights) {
        assert!(*weight > 0.0);
        *sums.entry(format!("{region}*{sex}")).or_default() += weight;
    }
    for (category, population) in &study.margins.margins["region*sex"].categories {
        assert!((sums[category] / population - 1.0).abs() < RELATIVE, "{category}: {}", sums[category]);
    }
    assert_eq!((answers.rows(), answers.respondents()), (2_700, 2_700));
}

#[test]
fn shares_of_the_decided_are_those_of_a_plain_calculation_and_stand_beside_the_result() {
    let name = "shares_of_the_decided_are_those_of_a_plain_calculation_and_stand_beside_the_result";
    let Some(folder) = example(name) else { return };
    let study = open(folder.path());
    let answers = Answers::open(&study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    let results = tabulate(&answers, &weighted, None, Provenance::default()).unwrap();

    // Everyone in a region and sex weighs its population over its respondents.
    let mut cells: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for [region, sex, vote] in rows(folder.path()) {
        let [all, no, yes] = cells.entry(format!("{region}*{sex}")).or_default();
        *all += 1.0;
        *no += f64::from(u8::from(vote == "N"));
        *yes += f64::from(u8::from(vote == "Y"));
    }
    let sum = |which: usize| -> f64 {
        let population = &study.margins.margins["region*sex"].categories;
        population.iter().map(|(code, total)| total / cells[code][0] * cells[code][which]).sum()
    };
    let share = sum(1) / (sum(1) + sum(2));

    let decided = table(&results, "decided");
    let no = decided.cell(0, 0).estimate.unwrap();
    assert_eq!((decided.columns[0].code.as_str(), decided.groups[0].base), ("N", 1_757));
    assert!((no.value / share - 1.0).abs() < RELATIVE, "{no:?} {share}");
    // The regions' vote shares differ little, so that the error is near that of a simple random sample.
    let simple = (share * (1.0 - share) / 1_757.0).sqrt();
    assert!((0.9..1.1).contains(&(no.se / simple)), "{no:?} {simple}");
    assert!((no.value - 889.0 / 1_757.0).abs() < 2.0 * simple, "{no:?}");
    let known: Vec<(&str, f64)> =
        decided.benchmarks.iter().map(|benchmark| (benchmark.column.as_str(), benchmark.value)).collect();
    assert_eq!(known, [("N", 0.5599), ("Y", 0.4401)]);
}

#[test]
fn no_cell_of_under_ten_people_is_shown() {
    let Some(folder) = example("no_cell_of_under_ten_people_is_shown") else { return };
    let study = open(folder.path());
    let answers = Answers::open(&study, None).unwrap();
    let results = tabulate(&answers, &weigh(&answers).unwrap(), None, Provenance::default()).unwrap();
    let small = results.tables.iter().flat_map(|table| &table.cells).filter(|cell| cell.count < 10);
    let (mut found, mut open) = (0, 0);
    for cell in small {
        found += 1;
        // A group without anybody has nothing to show.
        open += usize::from(cell.disclosure == Disclosure::Open && cell.count > 0);
    }
    assert!(found > 0);
    assert_eq!(open, 0);
}

#[test]
fn two_people_who_would_abstain_cannot_be_computed_from_those_who_have_decided() {
    let Some(folder) = example("two_people_who_would_abstain_cannot_be_computed_from_those_who_have_decided")
    else {
        return;
    };
    let study = open(folder.path());
    let answers = Answers::open(&study, None).unwrap();
    let results = tabulate(&answers, &weigh(&answers).unwrap(), None, Provenance::default()).unwrap();
    let [vote, decided] =
        ["vote", "decided"].map(|name| table(&results, &format!("{name}_by_region_sex_age_group_education")));
    let hidden = |table: &Table, row: usize, code: &str| {
        let column = table.columns.iter().position(|column| column.code == code)?;
        Some(table.cell(row, column).disclosure != Disclosure::Open)
    };
    // Unknown is what is hidden in each table that has it. The bases say how many have decided and how many have not.
    let codes = ["N", "Y", "U", "A"];
    let unknown: Vec<[bool; 4]> = (0..vote.groups.len())
        .map(|row| {
            codes.map(|code| hidden(vote, row, code).unwrap() && hidden(decided, row, code) != Some(false))
        })
        .collect();
    let region = |code: &str| vote.groups.iter().position(|group| group.codes == [code]).unwrap();
    assert!(unknown[region("M")][3], "two people");
    for (row, [no, yes, undecided, abstain]) in unknown.iter().enumerate() {
        assert_eq!((no, undecided), (yes, abstain), "{:?}", vote.groups[row].codes);
    }
    for breakdown in 0..vote.breakdowns.len() {
        for column in 0..codes.len() {
            let own = |row: &usize| vote.groups[*row].breakdown == Some(breakdown) && unknown[*row][column];
            assert_ne!((0..unknown.len()).filter(own).count(), 1, "{breakdown} {}", codes[column]);
        }
    }
    // That costs four cells of the one table, and none of the other.
    let count = |table: &Table| table.cells.iter().filter(|cell| cell.disclosure != Disclosure::Open).count();
    assert_eq!((count(vote), count(decided)), (4, 0));
}
