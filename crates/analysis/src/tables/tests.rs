//! Tables of the California samples against R, weighting included.

use sounding_survey::{Disclosure, Estimate, Provenance, Results};

use super::*;
use crate::trial::Trial;
use crate::weigh;

const STYPE: [(&str, &str, f64); 3] = [("stype", "E", 4421.0), ("stype", "H", 755.0), ("stype", "M", 1018.0)];
const WIDE: [(&str, &str, f64); 2] = [("sch.wide", "No", 1072.0), ("sch.wide", "Yes", 5122.0)];

const TABLES: &str = "[release]\nminimum_cell = 1\nminimum_base = 1\n[variance]\nci = \"wald\"\n[[tables]]\nquestions = [\"awards\"]\nby = [\"stype\"]\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"mean\"\n[[tables]]\nquestions = [\"enroll\"]\nby = [\"stype\"]\nstatistic = \"total\"\n";

fn run(data: &str, study: &str, margins: &[(&str, &str, f64)]) -> Results {
    let trial = Trial::new(data, study, margins);
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    tabulate(&answers, &weighted, None, Provenance::default()).unwrap()
}

/// What R has for a design, measure and domain: the estimate and its standard error.
fn expected(design: &str, measure: &str, domain: &str) -> (f64, f64) {
    let path = format!("{}/../../reference/api/calibrated/expected.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{design},{measure},{domain},")))
        .unwrap_or_else(|| panic!("no case {design} {measure} {domain}"));
    let fields: Vec<&str> = line.split(',').collect();
    (fields[4].parse().unwrap(), fields[5].parse().unwrap())
}

fn estimate(results: &Results, id: &str, group: &str, column: usize) -> Estimate {
    let table = results.tables.iter().find(|table| table.id == id).unwrap();
    let row = table.groups.iter().position(|own| own.codes.join("*") == group).unwrap();
    table.cell(row, column).estimate.unwrap()
}

#[track_caller]
fn agrees(found: Estimate, expected: (f64, f64), tolerance: f64) {
    assert!((found.value / expected.0 - 1.0).abs() < tolerance, "{found:?} {expected:?}");
    assert!((found.se / expected.1 - 1.0).abs() < tolerance, "{found:?} {expected:?}");
}

#[test]
fn post_stratified_figures_agree_with_r() {
    let study = format!(
        "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n{TABLES}[[weighting]]\nstep = \"poststratify\"\nmargins = [\"stype\"]\n"
    );
    let results = run("apiclus1", &study, &STYPE);
    for (group, domain) in [("", ""), ("H", "H")] {
        agrees(
            estimate(&results, "awards_by_stype", group, 1),
            expected("clus1_post", "share:awards", domain),
            1e-9,
        );
        agrees(
            estimate(&results, "api00_by_stype", group, 0),
            expected("clus1_post", "mean:api00", domain),
            1e-9,
        );
        agrees(
            estimate(&results, "enroll_by_stype", group, 0),
            expected("clus1_post", "total:enroll", domain),
            1e-9,
        );
    }
}

#[test]
fn raked_and_calibrated_figures_agree_with_r() {
    let margins = [&STYPE[..], &WIDE[..]].concat();
    let design = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n";
    for step in ["rake", "calibrate"] {
        let study = format!(
            "{design}{TABLES}[[weighting]]\nstep = \"{step}\"\nmargins = [\"stype\", \"sch.wide\"]\n"
        );
        let results = run("apiclus1", &study, &margins);
        // R rakes these until the totals are met to 1e-12, we to 1e-10.
        agrees(
            estimate(&results, "awards_by_stype", "", 1),
            expected("clus1_raking", "share:awards", ""),
            1e-8,
        );
        agrees(
            estimate(&results, "api00_by_stype", "H", 0),
            expected("clus1_raking", "mean:api00", "H"),
            1e-8,
        );
    }
    let study = format!(
        "[study]\nid = \"x\"\n[design]\npsu = [\"dnum\", \"snum\"]\nfpc = [\"fpc1\", \"fpc2\"]\n{TABLES}[[weighting]]\nstep = \"calibrate\"\ndistance = \"linear\"\nmargins = [\"stype\"]\n"
    );
    let results = run("apiclus2", &study, &STYPE);
    agrees(estimate(&results, "awards_by_stype", "", 1), expected("clus2_linear", "share:awards", ""), 1e-9);
    agrees(estimate(&results, "api00_by_stype", "H", 0), expected("clus2_linear", "mean:api00", "H"), 1e-9);
}

#[test]
fn calibration_to_totals_of_numbers_agrees_with_r() {
    let margins = [&STYPE[..], &[("api99", "", 3_914_069.0)]].concat();
    let clus1 = "[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n";
    let strat = "[design]\nweights = \"pw\"\nstrata = \"stype\"\nfpc = [\"fpc\"]\n";
    for (data, design, case) in [("apiclus1", clus1, "clus1_linear"), ("apistrat", strat, "strat_linear")] {
        let study = format!(
            "[study]\nid = \"x\"\n{design}{TABLES}[[weighting]]\nstep = \"calibrate\"\ndistance = \"linear\"\nmargins = [\"stype\"]\ntotals = [\"api99\"]\n"
        );
        let results = run(data, &study, &margins);
        for (group, domain) in [("", ""), ("H", "H")] {
            for (id, measure, column) in
                [("awards", "share:awards", 1), ("api00", "mean:api00", 0), ("enroll", "total:enroll", 0)]
            {
                let found = estimate(&results, &format!("{id}_by_stype"), group, column);
                agrees(found, expected(case, measure, domain), 1e-9);
            }
        }
    }
}

#[test]
fn replicates_carry_the_weighting_and_leave_the_estimates_alone() {
    let design = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n";
    let weighting = "[[weighting]]\nstep = \"poststratify\"\nmargins = [\"stype\"]\n";
    let taylor = run("apiclus1", &format!("{design}{TABLES}{weighting}"), &STYPE);
    let tables = TABLES.replace("[variance]", "[variance]\nmethod = \"jk1\"");
    let jackknife = run("apiclus1", &format!("{design}{tables}{weighting}"), &STYPE);
    for (a, b) in taylor.tables.iter().zip(&jackknife.tables) {
        for (a, b) in a.cells.iter().zip(&b.cells) {
            let (a, b) = (a.estimate.unwrap(), b.estimate.unwrap());
            assert!((a.value - b.value).abs() <= 1e-10 * a.value.abs());
        }
    }
    let path = format!("{}/../../reference/apiclus1/carry/expected.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let r = |name: &str| -> f64 {
        let line = text.lines().find(|line| line.trim_start_matches('"').starts_with(name)).unwrap();
        line.rsplit(',').next().unwrap().parse().unwrap()
    };
    for (id, group, name) in [
        ("api00_by_stype", "", "poststratify_mean_api00"),
        ("api00_by_stype", "E", "poststratify_mean_api00_E"),
        ("enroll_by_stype", "", "poststratify_total_enroll"),
    ] {
        let (value, se) = (r(&format!("{name},")), r(&format!("{name}_se,")));
        agrees(estimate(&jackknife, id, group, 0), (value, se), 1e-9);
    }
}

#[test]
fn percentages_of_small_groups_are_hidden_and_taken_out() {
    let study = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\n[[tables]]\nquestions = [\"awards\"]\nby = [\"stype\"]\nkey = true\n";
    let results = run("apiclus1", study, &[]);
    let table = &results.tables[1];
    assert_eq!(results.key_tables, ["awards"]);
    // Fourteen high schools and twenty-five middle schools are too few for percentages.
    for (row, group) in table.groups.iter().enumerate() {
        for column in 0..table.columns.len() {
            let cell = table.cell(row, column);
            assert_eq!(cell.disclosure != Disclosure::Open, group.base < 30, "{group:?}");
            assert_eq!(cell.estimate.is_none() && cell.count == 0, group.base < 30, "nothing of it is left");
        }
    }
    assert!(results.weighting.unwrap().margin_of_error > 0.0);
}

#[test]
fn a_table_that_makes_no_sense_is_refused_by_name() {
    let trial = Trial::new(
        "apisrs",
        "[study]\nid = \"x\"\n[[tables]]\nquestions = [\"api00\"]\n[[tables]]\nquestions = [\"stype\"]\nstatistic = \"mean\"\n",
        &[],
    );
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    let faults = tabulate(&answers, &weighted, None, Provenance::default()).unwrap_err();
    assert_eq!(faults.0.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["E-TAB-001", "E-TAB-001"]);
}

#[test]
fn an_empty_group_has_no_figure_and_stops_nothing() {
    let study = "[study]\nid = \"x\"\n[[tables]]\nquestions = [\"awards\"]\nby = [\"stype\"]\nwhere = \"stype <> 'M'\"\nuniverse = \"x\"\n";
    let results = run("apisrs", study, &[]);
    let table = &results.tables[1];
    assert_eq!((table.groups[3].base, table.cell(3, 0).estimate), (0, None));
}

#[test]
fn a_design_of_unequal_probabilities_agrees_with_r() {
    let text = |path: &str| {
        std::fs::read_to_string(format!("{}/../../reference/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let study = "[study]\nid = \"x\"\n[design]\nprobabilities = [\"p\"]\npps = \"hajek\"\n[release]\nminimum_cell = 1\nminimum_base = 1\n[[tables]]\nquestions = [\"api00\"]\nstatistic = \"mean\"\n";
    let trial = Trial::of(&text("data/election_pps.csv").replace("Bush", "api00"), study, &[]);
    let answers = Answers::open(&trial.study, None).unwrap();
    let weighted = weigh(&answers).unwrap();
    let results = tabulate(&answers, &weighted, None, Provenance::default()).unwrap();
    let expected = text("election/pps/expected.csv");
    let line = expected.lines().find(|line| line.starts_with("hajek,mean:Bush,,")).unwrap();
    let fields: Vec<f64> = line.split(',').skip(4).take(2).map(|field| field.parse().unwrap()).collect();
    agrees(results.tables[0].cell(0, 0).estimate.unwrap(), (fields[0], fields[1]), 1e-9);
}

/// Standard deviation, variance, 25% quantile and a function, by type of school.
const SPREAD: &str = "[release]\nminimum_cell = 1\nminimum_base = 1\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"sd\"\n[[tables]]\nquestions = [\"api00\"]\nstatistic = \"variance\"\nby = [\"stype\"]\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"quantile\"\np = 0.25\n[[tables]]\nfunction = \"total(api.stu) / total(enroll) - 1\"\ntitle = { vi = \"Chênh lệch\", en = \"Difference\" }\nby = [\"stype\"]\n";

/// A case of a folder of reference figures: estimate and standard error.
fn frozen(case: &str, design: &str, measure: &str, domain: &str) -> (f64, f64) {
    let path = format!("{}/../../reference/{case}/expected.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let begin = format!("{design},{measure},{domain},");
    let line = text.lines().find(|line| line.starts_with(&begin)).unwrap_or_else(|| panic!("no {begin}"));
    let fields: Vec<&str> = line.split(',').collect();
    (fields[4].parse().unwrap(), fields[5].parse().unwrap())
}

/// A named figure and its standard error.
fn named(case: &str, name: &str) -> (f64, f64) {
    let path = format!("{}/../../reference/{case}/expected.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let value = |name: &str| -> f64 {
        let line = text.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap();
        line.split_once(',').unwrap().1.parse().unwrap()
    };
    (value(name), value(&format!("{name}_se")))
}

#[test]
fn spreads_quantiles_and_functions_in_tables_agree_with_r() {
    let design = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\nstrata = \"stype\"\nfpc = [\"fpc\"]\n";
    let results = run("apistrat", &format!("{design}{SPREAD}"), &[]);
    for domain in ["", "E"] {
        let of = |id: &str| estimate(&results, id, domain, 0);
        agrees(of("api00_by_stype"), frozen("api/spread", "strat", "deviation:api00", domain), 1e-9);
        agrees(of("api00_by_stype_2"), frozen("api/spread", "strat", "variance:api00", domain), 1e-9);
        agrees(of("api00_by_stype_3"), frozen("api/quantile", "strat", "api00@0.25", domain), 1e-9);
        let function = "total(api.stu) / total(enroll) - 1";
        agrees(
            of("function_api.stu_enroll_by_stype"),
            frozen("api/function", "strat", function, domain),
            1e-9,
        );
    }
    let last = results.tables.last().unwrap();
    assert_eq!((last.statistic, last.short.get(Language::Vi)), (Statistic::Function, "Chênh lệch"));
    assert_eq!(
        last.question.get(Language::En),
        "total(api.stu) / total(enroll) - 1 (api.stu: api.stu; enroll: enroll)"
    );
}

#[test]
fn spreads_and_functions_on_replicates_agree_with_r() {
    let design = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n[variance]\nmethod = \"jk1\"\n";
    let results = run("apiclus1", &format!("{design}{SPREAD}"), &[]);
    for (id, name) in [
        ("api00_by_stype", "deviation_api00"),
        ("api00_by_stype_2", "variance_api00"),
        ("function_api.stu_enroll_by_stype", "function"),
    ] {
        agrees(estimate(&results, id, "", 0), named("apiclus1/spread", name), 1e-9);
    }
}

#[test]
fn a_function_after_calibration_has_the_residual_variance_of_r() {
    let study = format!(
        "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\npsu = [\"dnum\"]\nfpc = [\"fpc\"]\n{SPREAD}[[weighting]]\nstep = \"poststratify\"\nmargins = [\"stype\"]\n"
    );
    let results = run("apiclus1", &study, &STYPE);
    for domain in ["", "H"] {
        let (ratio, se) = expected("clus1_post", "ratio:api.stu/enroll", domain);
        let found = estimate(&results, "function_api.stu_enroll_by_stype", domain, 0);
        agrees(found, (ratio - 1.0, se), 1e-9);
    }
}

#[test]
fn a_high_quantile_of_few_people_is_hidden_and_their_mean_is_not() {
    let study = "[study]\nid = \"x\"\n[design]\nweights = \"pw\"\nstrata = \"stype\"\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"quantile\"\np = 0.95\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"mean\"\n";
    let results = run("apistrat", study, &[]);
    let open = |id: &str| -> Vec<bool> {
        let table = results.tables.iter().find(|table| table.id == id).unwrap();
        table.cells.iter().map(|cell| cell.disclosure == Disclosure::Open).collect()
    };
    // 100 elementary schools have five beyond, 50 others two or three.
    assert_eq!(open("api00_by_stype"), [true, true, false, false]);
    assert_eq!(open("api00_by_stype_2"), [true; 4]);
}

#[test]
fn what_is_wrong_with_functions_is_said_at_once() {
    let study = "[study]\nid = \"x\"\n[[tables]]\nfunction = \"total(api00\"\ntitle = { vi = \"a\", en = \"a\" }\n[[tables]]\nfunction = \"total(api01) / count()\"\ntitle = { vi = \"b\", en = \"b\" }\n";
    let trial = Trial::new("apistrat", study, &[]);
    let faults = Answers::open(&trial.study, None).unwrap_err();
    let found: Vec<_> =
        faults.0.iter().map(|fault| (fault.code, fault.place.column.as_deref().unwrap())).collect();
    assert_eq!(found, [("E-TAB-005", "tables[0].function"), ("E-STUDY-051", "tables[1].function")]);
    assert_eq!(faults.0[1].remedy, "did you mean \"api00\"?");
}
