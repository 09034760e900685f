//! Designs that the answers bring whole, through tables: replicate weights, two phases, several frames; against R.

use sounding_statistics::numerics::student_t_quantile;
use sounding_study::Study;
use sounding_survey::{Estimate, Provenance, Results};

use super::*;
use crate::trial::Trial;
use crate::weigh;

const OPEN: &str = "[release]\nminimum_cell = 1\nminimum_base = 1\n";

/// Ready replicates and samples of two phases are sums over rows in another order than R's.
const TOLERANCE: f64 = 1e-9;

fn reference(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../reference/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn tables_of(study: &Study) -> Result<Results, Faults> {
    let answers = Answers::open(study, None)?;
    let weighted = weigh(&answers)?;
    tabulate(&answers, &weighted, None, Provenance::default())
}

#[track_caller]
fn run(answers: &str, study: &str) -> Results {
    let trial = Trial::of(answers, study, &[]);
    assert_eq!(trial.study.check(), [], "the study agrees with itself");
    tables_of(&trial.study).unwrap()
}

#[track_caller]
fn cell(results: &Results, id: &str, group: &str, column: usize) -> Estimate {
    let table = results.tables.iter().find(|table| table.id == id).unwrap();
    let row = table.groups.iter().position(|own| own.codes.join("*") == group).unwrap();
    table.cell(row, column).estimate.unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= TOLERANCE * expected.abs(), "{found} {expected}");
}

#[track_caller]
fn agrees(found: Estimate, value: f64, se: f64) {
    near(found.value, value);
    near(found.se, se);
}

/// The cluster sample with the 24 replicate columns of the frozen case.
fn with_replicates(full: bool) -> String {
    let text = reference("data/apiclus1.csv");
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let weight = head.split(',').position(|name| name == "pw").unwrap();
    let names: Vec<String> = (1..=24).map(|r| format!("rep{r}")).collect();
    let mut out = vec![format!("{head},{}", names.join(","))];
    for (i, line) in lines.enumerate() {
        let mut multipliers: Vec<f64> =
            (0..24).map(|r| ((7 * i + 13 * r + 3 * i * r) % 11 + 1) as f64 / 6.0).collect();
        multipliers[23] = f64::midpoint(multipliers[0], multipliers[1]);
        let pw: f64 = line.split(',').nth(weight).unwrap().parse().unwrap();
        let values = multipliers.iter().map(|m| if full { m * pw } else { *m }.to_string());
        out.push(format!("{line},{}", values.collect::<Vec<_>>().join(",")));
    }
    out.join("\n")
}

const MEASURES: &str = "[[tables]]\nquestions = [\"api00\"]\nby = [\"sch.wide\"]\nstatistic = \"mean\"\n[[tables]]\nquestions = [\"enroll\"]\nstatistic = \"total\"\n[[tables]]\nquestions = [\"sch.wide\"]\n[[tables]]\nquestions = [\"api00\"]\nstatistic = \"median\"\n";

fn replicates(keys: &str) -> String {
    format!("[study]\nid = \"x\"\n[design]\nweights = \"pw\"\nrep_weights = [\"rep*\"]\n{keys}{OPEN}{MEASURES}")
}

#[test]
fn replicate_weights_of_the_answers_agree_with_r_by_every_method() {
    let expected = reference("apiclus1/ready/expected.csv");
    let r = |name: &str| -> f64 {
        let line = expected.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap();
        line.split(',').nth(1).unwrap().parse().unwrap()
    };
    let rscales: Vec<String> = (0..24).map(|r| format!("{:?}", f64::from(r % 5) / 4.0)).collect();
    let rscales = format!("rep_rscales = [{}]\n", rscales.join(", "));
    let cases = [
        ("jk1_scale", "jk1", "rep_scale = 0.7\n".to_owned(), false),
        ("jk1_weights", "jk1", String::new(), true),
        ("jk1_multipliers", "jk1", String::new(), false),
        ("jkn_rscales", "jkn", format!("rep_scale = 1\n{rscales}"), true),
        ("jkn_multipliers", "jkn", String::new(), false),
        ("jk2", "jk2", String::new(), true),
        ("brr", "brr", String::new(), false),
        ("brr_rscales", "brr", rscales.clone(), false),
        ("fay", "fay:0.3", String::new(), true),
        ("bootstrap", "bootstrap", String::new(), false),
        ("bootstrap_average", "bootstrap:5", String::new(), true),
        ("bootstrap_scale", "bootstrap", "rep_scale = 0.05\n".to_owned(), false),
        ("successive", "sdr", String::new(), true),
        ("other", "other", format!("rep_scale = 0.1\n{rscales}"), false),
    ];
    for (name, method, keys, full) in cases {
        for mse in [false, true] {
            let multipliers = if full { "" } else { "rep_multipliers = true\n" };
            let keys = format!("rep_type = \"{method}\"\n{multipliers}rep_mse = {mse}\n{keys}");
            let results = run(&with_replicates(full), &replicates(&keys));
            assert_eq!(results.replicates, Some(24));
            let case = if mse { format!("{name}_mse") } else { name.to_owned() };
            for (id, group, column, measure) in [
                ("api00_by_sch.wide", "", 0, "mean_api00"),
                ("api00_by_sch.wide", "Yes", 0, "mean_api00_yes"),
                ("enroll", "", 0, "total_enroll"),
                ("sch.wide", "", 1, "proportion_yes"),
                ("api00_2", "", 0, "q50"),
            ] {
                let found = cell(&results, id, group, column);
                agrees(found, r(&format!("{case}_{measure}")), r(&format!("{case}_{measure}_se")));
            }
            let mean = cell(&results, "api00_by_sch.wide", "Yes", 0);
            let t = student_t_quantile(0.975, r(&format!("{name}_degf")));
            near(mean.high, mean.value + t * mean.se);
        }
    }
}
