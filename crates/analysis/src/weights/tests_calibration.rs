//! Calibrations with parts, totals of numbers, variances, weights to start from and estimated controls: against R, and laws.

use sounding_survey::{Estimate, Provenance, Results};

use super::*;
use crate::fault::Faults;
use crate::tabulate;
use crate::trial::Trial;

type Margins<'a> = Vec<(&'a str, &'a str, f64)>;

const DESIGN: &str =
    "[study]\nid = \"x\"\nseed = 3\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n";
const STRAT: &str = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\nstrata = \"stype\"\nfpc = [\"fpc\"]\n";
const TABLES: &str = "[release]\nminimum_cell = 1\nminimum_base = 1\n[[tables]]\nquestions = [\"api00\"]\nby = [\"awards\"]\nstatistic = \"mean\"\n[[tables]]\nquestions = [\"api.stu\", \"api00\"]\nstatistic = \"total\"\n";

fn stype() -> Margins<'static> {
    vec![("stype", "E", 4421.0), ("stype", "H", 755.0), ("stype", "M", 1018.0), ("api99", "", 3_914_069.0)]
}

fn frozen(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/../../reference/api/calibration_model/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn r_weights(case: &str) -> Vec<f64> {
    let lines = frozen("expected.csv").into_iter().filter(|line| line[0] == case);
    lines.map(|line| line[2].parse().unwrap()).collect()
}

/// Parts of apistrat: schools, those with sch.wide and the total of api99 by type.
fn parts() -> Margins<'static> {
    let mut margins = Vec::new();
    for (part, no, yes) in [("E", "E*No", "E*Yes"), ("H", "H*No", "H*Yes"), ("M", "M*No", "M*Yes")] {
        let totals = r_weights(&format!("totals_{part}"));
        margins.push(("stype*sch.wide", no, totals[0] - totals[1]));
        margins.push(("stype*sch.wide", yes, totals[1]));
        margins.push(("stype*api99", part, totals[2]));
    }
    margins
}

fn calibrate(keys: &str) -> String {
    format!("[[weighting]]\nstep = \"calibrate\"\n{keys}\n")
}

const ALL: &str = "margins = [\"stype\"]\ntotals = [\"api99\"]\n";
const PARTS: &str = "partition = \"stype\"\nmargins = [\"sch.wide\"]\ntotals = [\"api99\"]\n";

fn run(trial: &Trial) -> Result<(Vec<f64>, Results), Faults> {
    let answers = Answers::open(&trial.study, None)?;
    let weighted = weigh(&answers)?;
    let results = tabulate(&answers, &weighted, None, Provenance::default())?;
    Ok((weighted.weights, results))
}

fn results(design: &str, data: &str, keys: &str, margins: &Margins<'_>) -> (Vec<f64>, Results) {
    let trial = Trial::new(data, &format!("{design}{TABLES}{}", calibrate(keys)), margins);
    run(&trial).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn faults(design: &str, keys: &str, margins: &Margins<'_>) -> Vec<(&'static str, String)> {
    let trial = Trial::new("apiclus1", &format!("{design}{TABLES}{keys}"), margins);
    run(&trial).unwrap_err().0.into_iter().map(|fault| (fault.code, fault.remedy)).collect()
}

fn estimate(results: &Results, id: &str, group: &str) -> Estimate {
    let table = results.tables.iter().find(|table| table.id == id).unwrap();
    let row = table.groups.iter().position(|own| own.codes.join("*") == group).unwrap();
    table.cell(row, 0).estimate.unwrap()
}

fn figures(results: &Results) -> [Estimate; 3] {
    let total = results.tables.iter().find(|table| table.variable == "api.stu").unwrap();
    [
        estimate(results, "api00", ""),
        total.cell(0, 0).estimate.unwrap(),
        estimate(results, "api00_by_awards", "Yes"),
    ]
}

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs(), "{found} {expected}");
}

#[test]
fn weights_agree_with_r() {
    let cases = [
        ("truncated", format!("{ALL}distance = \"truncated\"\nbounds = [0.7, 1.7]"), DESIGN, "apiclus1"),
        ("linear", format!("{ALL}distance = \"linear\""), DESIGN, "apiclus1"),
        ("linear_variance", format!("{ALL}distance = \"linear\"\nvariance = \"api00\""), DESIGN, "apiclus1"),
        ("raking_variance", format!("{ALL}variance = \"api00\""), DESIGN, "apiclus1"),
        (
            "logit_variance",
            format!("{ALL}distance = \"logit\"\nbounds = [0.5, 2]\nvariance = \"api00\""),
            DESIGN,
            "apiclus1",
        ),
        ("parts_linear", format!("{PARTS}distance = \"linear\""), STRAT, "apistrat"),
        ("parts_raking", PARTS.to_owned(), STRAT, "apistrat"),
    ];
    for (case, keys, design, data) in cases {
        let margins = if data == "apistrat" { parts() } else { stype() };
        let (weights, _) = results(design, data, &keys, &margins);
        let expected = r_weights(case);
        assert_eq!(weights.len(), expected.len());
        for (found, expected) in weights.iter().zip(expected) {
            close(*found, expected, 1e-7);
        }
    }
}

#[test]
fn standard_errors_agree_with_r() {
    let cases = [
        ("linear", format!("{ALL}distance = \"linear\""), DESIGN, "apiclus1"),
        ("truncated", format!("{ALL}distance = \"truncated\"\nbounds = [0.7, 1.7]"), DESIGN, "apiclus1"),
        ("linear_variance", format!("{ALL}distance = \"linear\"\nvariance = \"api00\""), DESIGN, "apiclus1"),
        ("parts_linear", format!("{PARTS}distance = \"linear\""), STRAT, "apistrat"),
    ];
    for (case, keys, design, data) in cases {
        let margins = if data == "apistrat" { parts() } else { stype() };
        let (_, results) = results(design, data, &keys, &margins);
        let lines: Vec<_> = frozen("variance.csv").into_iter().filter(|line| line[0] == case).collect();
        assert_eq!(lines.len(), 3);
        for (found, line) in figures(&results).iter().zip(lines) {
            close(found.value, line[2].parse().unwrap(), 1e-9);
            close(found.se, line[3].parse().unwrap(), 1e-7);
        }
    }
}

#[test]
fn totals_are_met_in_every_part_and_the_summary_shows_them() {
    let (_, results) = results(STRAT, "apistrat", PARTS, &parts());
    let weighting = results.weighting.unwrap();
    assert_eq!(weighting.steps[1].variables, ["stype*sch.wide", "stype*api99"]);
    assert_eq!(weighting.margins.len(), 2);
    for category in weighting.margins.iter().flat_map(|margin| &margin.categories) {
        close(category.after, category.population, 1e-9);
        assert!(category.respondents > 0);
    }
    assert_eq!(weighting.margins[1].categories[1].code, "H");
}

#[test]
fn weights_to_start_from_stand_in_the_place_of_those_of_the_design() {
    let derive = "[[derive]]\nname = \"other\"\nsql = \"pw * (1.0 + meals / 100.0)\"\n";
    for method in ["", "[variance]\nmethod = \"jk1\"\n"] {
        let of = |weights: &str, start: &str| {
            let design = DESIGN.replace("\"pw\"", &format!("\"{weights}\""));
            results(&format!("{design}{derive}{method}"), "apiclus1", &format!("{ALL}{start}"), &stype())
        };
        let (own, found) = of("pw", "start = \"other\"");
        let (other, expected) = of("other", "");
        let (plain, _) = of("pw", "");
        for (found, expected) in own.iter().zip(&other) {
            close(*found, *expected, 1e-9);
        }
        assert!(own.iter().zip(&plain).any(|(own, plain)| (own - plain).abs() > 0.1));
        for (found, expected) in figures(&found).iter().zip(&figures(&expected)) {
            close(found.value, expected.value, 1e-9);
            close(found.se, expected.se, 1e-7);
        }
    }
}

#[test]
fn a_remedy_names_bounds_that_can_meet_the_totals() {
    let narrow = format!("{ALL}distance = \"truncated\"\nbounds = [0.95, 1.05]\n");
    let found = faults(DESIGN, &calibrate(&narrow), &stype());
    assert_eq!(found[0].0, "E-WGT-008");
    let bounds = &found[0].1[found[0].1.find("bounds = [").unwrap()..=found[0].1.find(']').unwrap()];
    let (weights, _) =
        results(DESIGN, "apiclus1", &format!("{ALL}distance = \"truncated\"\n{bounds}"), &stype());
    let api99: f64 = weights.iter().sum();
    close(api99, 6194.0, 1e-9);
    let ends: Vec<f64> = bounds[10..].trim_end_matches(']').split(", ").map(|n| n.parse().unwrap()).collect();
    close(ends[1] - ends[0], r_weights("width")[0], 0.01);
}

#[test]
fn combinations_without_a_variance_are_refused() {
    let codes = |keys: &str| -> Vec<&'static str> {
        let design = DESIGN.replace("fpc = [\"fpc\"]\n", "");
        faults(&design, keys, &stype()).into_iter().map(|(code, _)| code).collect()
    };
    let own = calibrate(ALL);
    assert_eq!(
        codes(&format!("[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\"]\n{own}")),
        ["E-WGT-013"]
    );
    let classes = "[[weighting]]\nstep = \"nonresponse-classes\"\nby = [\"stype\"]\n";
    assert_eq!(codes(&format!("{classes}{}", calibrate(&format!("{ALL}start = \"pw\"")))), ["E-WGT-014"]);
    assert_eq!(codes(&format!("{own}[[weighting]]\nstep = \"trim\"\nupper = 3\n")), ["E-WGT-015"]);
    // A number that is not positive, and one that is not there.
    assert_eq!(codes(&calibrate(&format!("{ALL}variance = \"yr.rnd\"")))[0], "E-DATA-013");
    let zero = "[[derive]]\nname = \"zero\"\nsql = \"CASE WHEN snum = 237 THEN 0.0 WHEN snum = 236 THEN NULL ELSE 1.0 END\"\n";
    assert_eq!(
        codes(&format!("{zero}{}", calibrate(&format!("{ALL}variance = \"zero\"")))),
        ["E-WGT-001", "E-WGT-012"]
    );
    let both = [("stype", "E", 4421.0), ("stype", "H", 755.0), ("stype", "M", 1018.0), ("api99", "", 4e6)];
    let twice = "[[derive]]\nname = \"twice\"\nsql = \"api99 * 2\"\n";
    let margins = [&both[..], &[("twice", "", 9e6)]].concat();
    let contrary = format!("{twice}{}", calibrate("margins = [\"stype\"]\ntotals = [\"api99\", \"twice\"]"));
    let found = faults(DESIGN, &contrary, &margins);
    assert_eq!(found[0].0, "E-WGT-017");
}

#[test]
fn the_errors_of_estimated_totals_are_in_the_variance_of_replicates() {
    let margins = [&stype()[..3], &[("api00", "", 4_117_000.0)]].concat();
    let keys = "margins = [\"stype\"]\ntotals = [\"api00\"]\ndistance = \"linear\"\n";
    let of = |method: &str, error: f64| {
        let study = format!("{DESIGN}[variance]\n{method}\n{TABLES}{}", calibrate(keys));
        let mut trial = Trial::new("apiclus1", &study, &margins);
        trial.study.margins.margins.get_mut("api00").unwrap().errors = vec![error];
        run(&trial).unwrap_or_else(|faults| panic!("{faults:?}")).1
    };
    for method in ["method = \"jk1\"", "method = \"bootstrap\"\nreplicates = 80"] {
        let (known, estimated) = (of(method, 0.0), of(method, 30_000.0));
        let total = |results: &Results| {
            let tables = results.tables.iter().filter(|table| table.variable == "api00");
            tables.map(|table| table.cell(0, 0).estimate.unwrap()).find(|own| own.value > 1e6).unwrap()
        };
        // The calibrated total has the error that it was given, and nothing else.
        assert!(total(&known).se < 1e-3, "{:?}", total(&known));
        close(total(&estimated).se, 30_000.0, 1e-9);
        for (known, estimated) in figures(&known).iter().zip(&figures(&estimated)) {
            close(known.value, estimated.value, 1e-9);
        }
        assert!(figures(&estimated)[0].se > figures(&known)[0].se);
        assert!(estimated.warnings.iter().all(|own| !own.get(Language::En).contains("taken as known")));
    }
    let taylor = of("method = \"taylor\"", 30_000.0);
    assert!(taylor.warnings.iter().any(|own| own.get(Language::En).contains("taken as known")));
}

#[test]
fn more_estimated_totals_than_replicates_repeat_these() {
    let margins = &stype()[..3];
    let study = format!(
        "{DESIGN}[variance]\nmethod = \"groups\"\nreplicates = 2\n{TABLES}[[weighting]]\nstep = \"poststratify\"\nmargins = [\"stype\"]\n"
    );
    let of = |errors: Vec<f64>| {
        let mut trial = Trial::new("apiclus1", &study, margins);
        trial.study.margins.margins.get_mut("stype").unwrap().errors = errors;
        run(&trial).unwrap_or_else(|faults| panic!("{faults:?}")).1
    };
    let (known, estimated) = (of(Vec::new()), of(vec![40.0, 20.0, 30.0]));
    assert!(figures(&estimated)[1].se > figures(&known)[1].se);
}

#[test]
fn estimated_totals_of_several_margins_are_refused_with_replicates() {
    let margins = [&stype()[..3], &[("awards", "No", 3000.0), ("awards", "Yes", 3194.0)]].concat();
    for (method, refused) in [("jk1", true), ("taylor", false)] {
        let study = format!(
            "{DESIGN}[variance]\nmethod = \"{method}\"\n{TABLES}[[weighting]]\nstep = \"rake\"\nmargins = [\"stype\", \"awards\"]\n"
        );
        let mut trial = Trial::new("apiclus1", &study, &margins);
        trial.study.margins.margins.get_mut("awards").unwrap().errors = vec![10.0, 10.0];
        let codes = run(&trial).map_err(|faults| faults.0[0].code);
        assert_eq!(codes.err(), refused.then_some("E-WGT-016"));
    }
}

#[test]
fn thousands_of_constraints_are_met() {
    let (parts, mut text) = (600, String::from("part,sex,w,income\n"));
    let mut totals: Vec<(String, String, f64)> = Vec::new();
    for part in 0..parts {
        let mut incomes = 0.0;
        for row in 0..6 {
            let income = f64::from((part * 7 + row * 13) % 50 + 10);
            incomes += income;
            let sex = ["F", "M", "X"][row as usize % 3];
            text.extend([format!("p{part},{sex},10,{income}\n")]);
        }
        for sex in ["F", "M", "X"] {
            totals.push(("part*sex".into(), format!("p{part}*{sex}"), 21.0 + f64::from(part % 5)));
        }
        totals.push(("part*income".into(), format!("p{part}"), incomes * (10.6 + f64::from(part % 5) * 0.5)));
    }
    let margins: Vec<(&str, &str, f64)> = totals.iter().map(|own| (&own.0[..], &own.1[..], own.2)).collect();
    let study = format!(
        "[study]\nid = \"x\"\n[design]\nweights = \"w\"\n{}",
        calibrate("partition = \"part\"\nmargins = [\"sex\"]\ntotals = [\"income\"]\ndistance = \"linear\"")
    );
    let trial = Trial::of(&text, &study, &margins);
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap_or_else(|faults| panic!("{faults:?}"));
    for category in weighted.summary.margins.iter().flat_map(|margin| &margin.categories) {
        close(category.after, category.population, 1e-8);
    }
}
