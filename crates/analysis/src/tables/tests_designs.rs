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

const MEASURES: &str = "[[tables]]\nquestions = [\"api00\"]\nby = [\"sch.wide\"]\nstatistic = \"mean\"\n[[tables]]\nquestions = [\"enroll\"]\nstatistic = \"total\"\n[[tables]]\nquestions = [\"sch.wide\"]\nby = [\"stype\"]\n[[tables]]\nquestions = [\"api00\"]\nstatistic = \"median\"\n";

fn replicates(keys: &str) -> String {
    format!(
        "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\nrep_weights = [\"rep*\"]\n{keys}{OPEN}{MEASURES}"
    )
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
            let table = results.tables.iter().find(|table| table.id == "sch.wide_by_stype").unwrap();
            let test = &table.tests[0];
            for (found, what) in
                [(test.statistic, "F"), (test.df1, "ndf"), (test.df2, "ddf"), (test.p_value, "p")]
            {
                near(found, r(&format!("{case}_{what}")));
            }
        }
    }
}

#[test]
fn a_star_leaves_out_what_the_study_asks_and_one_rscale_serves_for_all() {
    let answers = "w,api00,api_a,api_b,api_c\n1,5,2,0,1\n1,6,0,2,1\n1,9,1,1,1\n";
    let study = format!(
        "[study]\nid = \"x\"\n[design]\nweights = \"w\"\nrep_weights = [\"api*\"]\nrep_type = \"other\"\nrep_rscales = 0.5\n{OPEN}[[tables]]\nquestions = [\"api00\"]\nstatistic = \"total\"\n"
    );
    let results = run(answers, &study);
    assert_eq!(results.replicates, Some(3));
    // Totals of the replicates: 19, 21 and 20, whose squared deviations from 20 sum to 2.
    agrees(cell(&results, "api00", "", 0), 20.0, 1.0);
    let trial = Trial::of(answers, &study.replace("api*", "rep*"), &[]);
    let faults = tables_of(&trial.study).unwrap_err();
    assert_eq!(faults.0.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["E-DATA-011"]);
    assert_eq!(faults.0[0].place.file.as_deref(), Some("answers.csv"));
}

#[test]
fn every_hole_in_replicate_weights_is_said_with_its_line() {
    let answers = "w,api00,r1,r2\n1,5,2,\n1,6,,2\n-1,9,1,1\n";
    let study = format!(
        "[study]\nid = \"x\"\n[design]\nweights = \"w\"\nrep_weights = [\"r1\", \"r2\"]\nrep_type = \"brr\"\n{OPEN}[[tables]]\nquestions = [\"api00\"]\nstatistic = \"mean\"\n"
    );
    let trial = Trial::of(&answers.replace("-1,9", "1,9"), &study, &[]);
    let faults = tables_of(&trial.study).unwrap_err();
    let places: Vec<_> =
        faults.0.iter().map(|fault| (fault.code, fault.place.line, fault.place.column.as_deref())).collect();
    assert_eq!(places, [("E-EST-014", Some(3), Some("r1")), ("E-EST-014", Some(2), Some("r2"))]);
    assert!(faults.0.iter().all(|fault| fault.place.file.as_deref() == Some("answers.csv")));
    let trial = Trial::of(answers, &study, &[]);
    assert_eq!(tables_of(&trial.study).unwrap_err().0[0].code, "E-EST-004");
    let one = study.replace("[\"r1\", \"r2\"]", "[\"r1\"]");
    let trial = Trial::of("w,api00,r1\n1,5,2\n1,6,1\n", &one, &[]);
    assert_eq!(tables_of(&trial.study).unwrap_err().0[0].code, "E-EST-014");
}

#[test]
fn who_did_not_answer_is_in_no_replicate() {
    let study = |more: &str| {
        format!(
            "[study]\nid = \"x\"\n{more}[design]\nweights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"sdr\"\nrep_df = 3\n{OPEN}[[tables]]\nquestions = [\"api00\"]\nstatistic = \"mean\"\n"
        )
    };
    let all = "w,api00,d,r1,r2,r3\n2,5,1.1,3,2,2\n1,6,1.2,1,2,1\n3,9,1.1,3,2,5\n4,,2.1,9,9,9\n";
    let answered = &all[..all.find("4,,2.1").unwrap()];
    let found = run(all, &study("[answers]\ndisposition = \"d\"\n"));
    let expected = run(answered, &study(""));
    let (found, expected) = (cell(&found, "api00", "", 0), cell(&expected, "api00", "", 0));
    agrees(found, expected.value, expected.se);
    near(found.high, expected.high);
    assert!(found.se > 0.0);
}
