//! Requests on the California samples, against R's frozen figures, and requests that must be refused.

mod designs;

use std::path::PathBuf;

use super::*;
use crate::data::Reading;

/// Agreement asked of everything that R computes directly.
const RELATIVE: f64 = 1e-9;

fn reference(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference").join(path)
}

fn run(file: &str, request: &Request) -> Result<Answer, Faults> {
    let mut source = Source::open(&reference(&format!("data/{file}.csv")), Reading::default())?;
    estimate(&mut source, request)
}

fn clus2(measures: Vec<Measure>, by: &[&str]) -> Request {
    Request {
        design: DesignColumns {
            psu: vec!["dnum".into(), "snum".into()],
            fpc: vec!["fpc1".into(), "fpc2".into()],
            ..DesignColumns::default()
        },
        measures,
        by: by.iter().map(|&name| name.to_owned()).collect(),
        ..Request::default()
    }
}

/// value, se, low, high of a frozen case.
fn frozen(case: &str, design: &str, measure: &str, domain: &str) -> [f64; 4] {
    let text = std::fs::read_to_string(reference(&format!("api/{case}/expected.csv"))).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{design},{measure},{domain},")))
        .unwrap_or_else(|| panic!("no case {case} {design} {measure} {domain}"));
    let fields: Vec<&str> = line.split(',').collect();
    std::array::from_fn(|at| fields[4 + at].parse().unwrap_or(f64::NAN))
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= RELATIVE * expected.abs(), "{found} is not {expected}");
}

#[test]
fn two_stages_with_both_corrections_agree_with_r() {
    let request = clus2(
        vec![
            Measure::Mean("api00".into()),
            Measure::Total("enroll".into()),
            Measure::Ratio("api.stu".into(), "enroll".into()),
        ],
        &["stype"],
    );
    let answer = run("apiclus2", &request).unwrap();
    for figure in &answer.figures {
        let (case, measure) = match figure.measure.as_str() {
            "mean(api00)" => ("mean", "api00"),
            "total(enroll)" => ("total", "enroll"),
            _ => ("ratio", "api.stu/enroll"),
        };
        let [value, se, low, _] = frozen(case, "clus2", measure, &figure.domain[0]);
        close(figure.value, value);
        close(figure.se, se);
        if case == "mean" {
            close(figure.low, low);
        }
    }
    assert_eq!(answer.figures.len(), 9);
    assert_eq!((answer.design.psus, answer.design.df, answer.design.strata), (40, 39, 1));
}

#[test]
fn a_condition_is_a_domain_and_not_a_deletion() {
    let mut by_type = clus2(vec![Measure::Mean("api00".into())], &["stype"]);
    by_type.filter = Some("stype = 'H'".into());
    let answer = run("apiclus2", &by_type).unwrap();
    assert_eq!(answer.figures.len(), 1);
    let [value, se, ..] = frozen("mean", "clus2", "api00", "H");
    close(answer.figures[0].value, value);
    close(answer.figures[0].se, se);
}

#[test]
fn weights_follow_from_the_corrections_or_are_given() {
    let given = Request {
        design: DesignColumns { weights: Some("pw".into()), ..clus2(Vec::new(), &[]).design },
        ..clus2(vec![Measure::Total("enroll".into())], &[])
    };
    let found = run("apiclus2", &given).unwrap().figures[0].clone();
    let derived =
        run("apiclus2", &clus2(vec![Measure::Total("enroll".into())], &[])).unwrap().figures[0].clone();
    close(found.value, derived.value);
    close(found.se, derived.se);
}

#[test]
fn a_quantile_and_its_interval_agree_with_r() {
    let request = Request {
        design: DesignColumns {
            weights: Some("pw".into()),
            strata: Some("stype".into()),
            fpc: vec!["fpc".into()],
            ..DesignColumns::default()
        },
        measures: vec![Measure::Quantile("api00".into(), 0.5)],
        ..Request::default()
    };
    let figure = run("apistrat", &request).unwrap().figures[0].clone();
    let [value, se, low, high] = frozen("quantile", "strat", "api00@0.5", "");
    for (found, expected) in [(figure.value, value), (figure.se, se), (figure.low, low), (figure.high, high)]
    {
        close(found, expected);
    }
}

#[test]
fn replicates_and_linearisation_agree_for_a_total() {
    // JKn equals linearisation for a linear statistic.
    let mut request = Request {
        design: DesignColumns {
            weights: Some("pw".into()),
            strata: Some("stype".into()),
            fpc: vec!["fpc".into()],
            ..DesignColumns::default()
        },
        measures: vec![Measure::Total("enroll".into())],
        ..Request::default()
    };
    let taylor = run("apistrat", &request).unwrap().figures[0].se;
    request.variance = VarianceMethod::Jkn;
    close(run("apistrat", &request).unwrap().figures[0].se, taylor);
}

#[test]
fn a_cross_table_comes_with_its_test() {
    let request = clus2(vec![Measure::Table("stype".into(), "awards".into())], &[]);
    let answer = run("apiclus2", &request).unwrap();
    assert_eq!(answer.figures.len(), 6);
    let sum: f64 = answer.figures.iter().map(|figure| figure.value).sum();
    close(sum, 1.0);
    assert_eq!(answer.tests.len(), 1);
    assert!((0.0..=1.0).contains(&answer.tests[0].p_value));
}

#[test]
fn what_cannot_be_estimated_is_refused_with_its_code() {
    let codes = |request: &Request| -> Vec<&'static str> {
        run("apistrat", request).unwrap_err().0.iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&Request::default()), ["E-EST-001"]);
    let wrong = Request {
        measures: vec![Measure::Mean("api".into()), Measure::Mean("nothing".into())],
        by: vec!["typ".into()],
        ..Request::default()
    };
    assert_eq!(codes(&wrong), ["E-DATA-011"; 3]);
    let text = Request { measures: vec![Measure::Mean("stype".into())], ..Request::default() };
    assert!(codes(&text).iter().all(|code| *code == "E-DATA-013"));
    let nobody = Request {
        measures: vec![Measure::Mean("api00".into())],
        filter: Some("api00 > 5000".into()),
        ..Request::default()
    };
    assert_eq!(codes(&nobody), ["E-EST-008"]);
    let single = Request {
        design: DesignColumns { strata: Some("cds".into()), ..DesignColumns::default() },
        measures: vec![Measure::Mean("api00".into())],
        ..Request::default()
    };
    assert_eq!(codes(&single), ["E-EST-005"]);
    let census = Request {
        design: DesignColumns { fpc: vec!["meals".into()], ..DesignColumns::default() },
        measures: vec![Measure::Mean("api00".into())],
        ..Request::default()
    };
    assert!(codes(&census).iter().all(|code| *code == "E-EST-003"));
}

#[test]
fn bad_weights_are_listed_with_their_lines() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.csv");
    std::fs::write(&path, "y,w\n1,2\n2,-1\n3,\n").unwrap();
    let mut source = Source::open(&path, Reading::default()).unwrap();
    let request = Request {
        design: DesignColumns { weights: Some("w".into()), ..DesignColumns::default() },
        measures: vec![Measure::Mean("y".into())],
        ..Request::default()
    };
    let faults = estimate(&mut source, &request).unwrap_err();
    let found: Vec<_> = faults.0.iter().map(|finding| (finding.code, finding.place.line)).collect();
    assert_eq!(found, [("E-EST-004", Some(3)), ("E-EST-004", Some(4))]);
}
