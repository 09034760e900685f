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

/// Value and standard error of a line of a frozen case.
fn line(case: &str, start: &str) -> (f64, f64) {
    let text = reference(&format!("{case}/expected.csv"));
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no case {start}"));
    let fields: Vec<&str> = line.split(',').collect();
    (fields[4].parse().unwrap(), fields[5].parse().unwrap())
}

/// A sample with the case's second phase in the column `selected`: rows of each kind by turns. Nobody asked the others.
fn two_phases(data: &str, kind: &[&str], selects: impl Fn(&str, usize) -> bool) -> String {
    let text = reference(data);
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let mut turns = std::collections::BTreeMap::new();
    let mut out = vec![format!("{},selected,p", head.join(","))];
    for line in lines {
        let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        let key: Vec<&str> = kind.iter().map(|name| fields[at(name)].as_str()).collect();
        let turn = turns.entry(key.join(" ")).or_insert(0);
        *turn += 1;
        let selected = selects(&key.join(" "), *turn);
        let probability = 0.2 + 0.6 * (fields[at("meals")].parse::<f64>().unwrap() / 100.0);
        if !selected {
            fields[at("api.stu")] = String::new();
            fields[at("api00")] = String::new();
        }
        out.push(format!("{},{},{probability}", fields.join(","), u8::from(selected)));
    }
    out.join("\n")
}

const SCHOOLS: &str = "[[tables]]\nquestions = [\"api.stu\"]\nby = [\"stype\"]\nstatistic = \"total\"\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"mean\"\n";

#[test]
fn answers_from_two_phases_agree_with_r() {
    let stype = |kind: &str, turn: usize| turn % if kind == "E" { 3 } else { 2 } == 1;
    let awards = |kind: &str, turn: usize| turn % if kind.starts_with("Yes") { 3 } else { 2 } == 1;
    let srs = two_phases("data/apisrs.csv", &["stype"], stype);
    let strat = two_phases("data/apistrat.csv", &["awards", "stype"], awards);
    let clus1 = two_phases("data/apiclus1.csv", &["stype"], stype);
    let clus2 = two_phases("data/apiclus2.csv", &["awards"], |_, turn| turn % 2 == 1);
    let cases = [
        ("srs", &srs, "fpc = [\"fpc\"]\nphase2_strata = \"stype\"\n"),
        ("srs_simple", &srs, "fpc = [\"fpc\"]\nphase2_strata = \"stype\"\nphase2_method = \"simple\"\n"),
        ("strat", &strat, "strata = \"stype\"\nfpc = [\"fpc\"]\nphase2_strata = \"awards\"\n"),
        ("strat_poisson", &strat, "strata = \"stype\"\nfpc = [\"fpc\"]\nphase2_probabilities = \"p\"\n"),
        ("clus1", &clus1, "psu = [\"dnum\"]\nfpc = [\"fpc\"]\nphase2_strata = \"stype\"\n"),
        (
            "clus2",
            &clus2,
            "psu = [\"dnum\", \"snum\"]\nfpc = [\"fpc1\", \"fpc2\"]\nphase2_strata = \"awards\"\n",
        ),
    ];
    for (name, answers, keys) in cases {
        let study = format!("[study]\nid = \"x\"\n[design]\nphase2 = \"selected\"\n{keys}{OPEN}{SCHOOLS}");
        let results = run(answers, &study);
        let asked = answers.lines().filter(|line| line.contains(",1,0.")).count() as u64;
        assert_eq!(results.respondents, asked, "only who is in the second phase was asked");
        for domain in ["", "E"] {
            for (id, measure) in [("api.stu_by_stype", "total:api.stu"), ("api00_by_stype", "mean:api00")] {
                let (value, se) = line("api/two_phase", &format!("{name},{measure},{domain},"));
                agrees(cell(&results, id, domain, 0), value, se);
            }
        }
    }
}

#[test]
fn rows_outside_the_second_phase_have_no_outcome_and_no_weight() {
    let answers = "n,asked,d,api00\n10,1,1.1,5\n10,1,2.1,\n10,0,,\n10,1,1.2,9\n10,0,,\n";
    let study = format!(
        "[study]\nid = \"x\"\n[answers]\ndisposition = \"d\"\n[design]\nfpc = [\"n\"]\nphase2 = \"asked\"\n{OPEN}[[tables]]\nquestions = [\"api00\"]\nstatistic = \"mean\"\n[[weighting]]\nstep = \"nonresponse-classes\"\nby = [\"asked\"]\n"
    );
    let trial = Trial::of(answers, &study, &[]);
    let answers = Answers::open(&trial.study, None).unwrap();
    // Five of ten, three of the five: each stands for 10/3, and the two who answered for 5.
    assert_eq!(
        answers.base.iter().map(|weight| (weight * 3.0).round()).collect::<Vec<_>>(),
        [10., 10., 0., 10., 0.]
    );
    assert_eq!((answers.outcome.unwrap().tally.total(), answers.respondents()), (3, 2));
    let mut rest = trial.study.clone();
    rest.definition.weighting.clear();
    let results = tables_of(&rest).unwrap();
    near(cell(&results, "api00", "", 0).value, 7.0);
    let empty = "n,asked,d,api00\n10,1,,5\n10,2,1.1,\n10,,,\n";
    let trial = Trial::of(empty, &study, &[]);
    let faults = tables_of(&trial.study).unwrap_err();
    let places: Vec<_> = faults.0.iter().map(|fault| (fault.code, fault.place.line)).collect();
    assert_eq!(places, [("E-EST-018", Some(3)), ("E-EST-018", Some(4))]);
}

#[test]
fn a_single_unit_is_named_in_its_own_phase() {
    let answers = "h,g,asked,api00\na,x,1,5\na,y,0,6\na,x,1,7\nb,y,0,8\nb,y,1,8\nb,x,1,2\n";
    let study = |more: &str| {
        format!(
            "[study]\nid = \"x\"\n[design]\nstrata = \"h\"\nphase2 = \"asked\"\nphase2_strata = \"g\"\n{more}{OPEN}[[tables]]\nquestions = [\"api00\"]\nstatistic = \"mean\"\n"
        )
    };
    let fault = |answers: &str, more: &str| {
        let trial = Trial::of(answers, &study(more), &[]);
        let found = tables_of(&trial.study).unwrap_err().0.swap_remove(0);
        (found.code, found.place.column.unwrap_or_default(), found.message)
    };
    let (code, column, message) = fault(answers, "");
    assert_eq!((code, column.as_str()), ("E-EST-005", "g"));
    assert!(message.ends_with("in: y"), "{message}");
    let (code, column, message) = fault(&answers.replace("a,", "c,").replacen("c,", "a,", 1), "");
    assert_eq!((code, column.as_str()), ("E-EST-005", "h"));
    assert!(message.ends_with("in: a"), "{message}");
    let average = "[variance]\nsingle_psu = \"average\"\n";
    assert_eq!(fault(answers, average).0, "E-EST-016");
    let nobody = fault(&answers.replace("b,y,1", "b,y,0"), "");
    assert_eq!((nobody.0, nobody.1.as_str()), ("E-EST-016", "g"));
    assert!(nobody.2.contains("\"y\""), "{}", nobody.2);
    let trial = Trial::of(answers, &study("[variance]\nsingle_psu = \"remove\"\n"), &[]);
    assert!(tables_of(&trial.study).is_ok());
}

#[test]
fn what_the_weights_meet_has_no_variance_in_two_phases_either() {
    let stype = |kind: &str, turn: usize| turn % if kind == "E" { 3 } else { 2 } == 1;
    let study = format!(
        "[study]\nid = \"x\"\n[design]\nfpc = [\"fpc\"]\nphase2 = \"selected\"\nphase2_strata = \"stype\"\n{OPEN}[[tables]]\nquestions = [\"sch.wide\"]\nby = [\"stype\"]\n[[weighting]]\nstep = \"rake\"\nmargins = [\"sch.wide\"]\n"
    );
    let wide = [("sch.wide", "No", 1072.0), ("sch.wide", "Yes", 5122.0)];
    let trial = Trial::of(&two_phases("data/apisrs.csv", &["stype"], stype), &study, &wide);
    let results = tables_of(&trial.study).unwrap();
    let all = cell(&results, "sch.wide_by_stype", "", 1);
    near(all.value, 5122.0 / 6194.0);
    assert!(all.se < 1e-9, "{all:?}");
    assert!(cell(&results, "sch.wide_by_stype", "H", 1).se > 1e-3);
}

/// The samples of the case, those from frame C left out where two frames are wanted.
fn framed(three: bool) -> String {
    let text = reference("api/frames/samples.csv");
    let lines = text.lines().filter(|line| !line.starts_with('#') && (three || !line.starts_with("C,")));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn answers_from_several_frames_agree_with_r() {
    let study = |keys: &str| {
        format!(
            "[study]\nid = \"x\"\n[design]\nstrata = \"stratum\"\npsu = [\"unit\"]\nfpc = [\"fpc\"]\nframe = \"frame\"\n{keys}{OPEN}[[tables]]\nquestions = [\"enroll\"]\nby = [\"stype\"]\nstatistic = \"total\"\n[[tables]]\nquestions = [\"api00\"]\nby = [\"stype\"]\nstatistic = \"mean\"\n"
        )
    };
    let cases = [
        ("fixed", false, "members = [\"A\", \"B\"]\nframe_share = 0.3\n"),
        ("multiplicity2", false, "members = [\"A\", \"B\"]\n"),
        ("multiplicity", true, "members = [\"A\", \"B\", \"C\"]\n"),
    ];
    for (name, three, keys) in cases {
        // The weights of the file are those that follow from its corrections.
        for weights in ["weights = \"w\"\n", ""] {
            let results = run(&framed(three), &study(&format!("{keys}{weights}")));
            for domain in ["", "E"] {
                for (id, measure) in [("enroll_by_stype", "total:enroll"), ("api00_by_stype", "mean:api00")] {
                    let (value, se) = line("api/frames", &format!("{name},{measure},{domain},"));
                    agrees(cell(&results, id, domain, 0), value, se);
                }
            }
        }
    }
    let codes = |answers: &str, keys: &str| -> Vec<_> {
        let trial = Trial::of(answers, &study(keys), &[]);
        let faults = tables_of(&trial.study).unwrap_err();
        faults.0.into_iter().map(|fault| (fault.code, fault.place.line, fault.place.column)).collect()
    };
    let frame = Some("frame".to_owned());
    assert_eq!(codes(&framed(false), "members = [\"A\"]\n"), [("E-EST-017", None, frame)]);
    let rows = "frame,stratum,unit,fpc,A,B,stype,api00,enroll\na,x,1,9,0,1,E,1,1\na,x,2,9,1,3,E,1,1\nb,x,1,9,1,0,E,1,1\n";
    let column = |name: &str| Some(name.to_owned());
    let expected = [("E-EST-017", Some(2), column("A")), ("E-EST-018", Some(3), column("B"))];
    assert_eq!(codes(rows, "members = [\"A\", \"B\"]\n"), expected);
}

/// The stratified sample in the order of the cases' 40 units: five schools of a type each, with the unit's key and probability.
fn units() -> String {
    let text = reference("data/apistrat.csv");
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let mut counts = std::collections::BTreeMap::new();
    let mut rows: Vec<(usize, String)> = lines
        .map(|line| {
            let stype = line.split(',').nth(1).unwrap();
            let count = counts.entry(stype).or_insert(0);
            *count += 1;
            let first = [("E", 0), ("M", 20), ("H", 30)].into_iter().find(|own| own.0 == stype).unwrap().1;
            let unit = first + (*count - 1) / 5 + 1;
            let probability = if unit < 37 { (unit + 3) as f64 / 50.0 } else { 1.0 };
            let stratum = 1 + u8::from(unit > 20) + u8::from(unit > 30);
            (unit, format!("{line},{stratum},{unit},{},{probability}", (7 * unit) % 41))
        })
        .collect();
    rows.sort_by_key(|row| row.0);
    let rows: Vec<String> = rows.into_iter().map(|row| row.1).collect();
    format!("{head},h,unit,key,p\n{}", rows.join("\n"))
}

#[test]
fn replicates_by_the_order_of_selection_and_of_independent_units_agree_with_r() {
    let study = |keys: &str, variance: &str| {
        format!(
            "[study]\nid = \"x\"\nseed = 20261103\n[design]\nweights = \"pw\"\npsu = [\"unit\"]\n{keys}[variance]\n{variance}{OPEN}{MEASURES}"
        )
    };
    let cases = [
        ("sdr", study("strata = \"h\"\n", "method = \"sdr\"\nreplicates = 44\norder = \"key\"\n")),
        ("poisson", study("probabilities = [\"p\"]\n", "method = \"poisson\"\nreplicates = 50\n")),
    ];
    for (name, study) in cases {
        let expected = reference(&format!("apistrat/{name}/expected.csv"));
        let r = |name: &str| -> f64 {
            let line = expected.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap();
            line.split(',').nth(1).unwrap().parse().unwrap()
        };
        let results = run(&units(), &study);
        for (id, group, measure) in [
            ("api00_by_sch.wide", "", "mean_api00"),
            ("api00_by_sch.wide", "Yes", "mean_api00_yes"),
            ("enroll", "", "total_enroll"),
        ] {
            let found = cell(&results, id, group, 0);
            // Each deviates from where its method does: the mean of the replicates, and the estimate.
            let case = if name == "poisson" { format!("mse_{measure}") } else { measure.to_owned() };
            agrees(found, r(&case), r(&format!("{case}_se")));
        }
    }
    let missing = units().replacen(",7,0.08\n", ",,0.08\n", 1);
    let trial = Trial::of(&missing, &study("strata = \"h\"\n", "method = \"sdr\"\norder = \"key\"\n"), &[]);
    let fault = tables_of(&trial.study).unwrap_err().0.swap_remove(0);
    let place = (fault.place.file.as_deref(), fault.place.column.as_deref());
    assert_eq!((fault.code, place), ("E-EST-015", (Some("answers.csv"), Some("key"))));
}
