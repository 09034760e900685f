//! Sums by group against sums of rows, on the California samples: the same figures, whichever way the files are cut.

use std::path::{Path, PathBuf};

use super::*;
use crate::data::{Reading, write_parquet};
use crate::estimate::{DesignColumns, Function, VarianceMethod, estimate};

/// Both ways sum the same numbers, in another order.
const ORDER_OF_SUMS: f64 = 1e-12;

fn csv(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference/data").join(format!("{file}.csv"))
}

/// The file's rows as Parquet, dealt out to so many files.
fn parquet(file: &str, parts: usize, folder: &Path) {
    let source = Source::open(&csv(file), Reading::default()).unwrap();
    let names = source.names();
    let frame = source.frame(names.iter().map(String::as_str)).unwrap();
    for part in 0..parts {
        let rows: Vec<usize> = (0..frame.rows).filter(|row| row % parts == part).rev().collect();
        write_parquet(&frame.take(&rows), &folder.join(format!("part-{part}.parquet"))).unwrap();
    }
}

fn of_rows(file: &str, request: &Request) -> Answer {
    estimate(&mut Source::open(&csv(file), Reading::default()).unwrap(), request).unwrap()
}

fn of_groups(file: &str, parts: usize, request: &Request) -> Result<Answer, Faults> {
    let folder = tempfile::tempdir().unwrap();
    parquet(file, parts, folder.path());
    estimate(&mut Source::open_in_groups(folder.path())?, request)
}

fn clus2() -> Request {
    Request {
        design: DesignColumns {
            psu: vec!["dnum".into(), "snum".into()],
            fpc: vec!["fpc1".into(), "fpc2".into()],
            ..DesignColumns::default()
        },
        measures: vec![
            Measure::Mean("api00".into()),
            Measure::Table("stype".into(), "awards".into()),
            Measure::Total("enroll".into()),
            Measure::Ratio("api.stu".into(), "enroll".into()),
            Measure::Proportion("sch.wide".into()),
            Measure::Function(Function::parse("mean(api00) / mean(api99) - 1").unwrap()),
            Measure::Deviation("api00".into()),
            Measure::Correlation("api00".into(), "api99".into()),
        ],
        ..Request::default()
    }
}

fn strat() -> Request {
    Request {
        design: DesignColumns {
            weights: Some("pw".into()),
            strata: Some("stype".into()),
            psu: vec!["snum".into()],
            fpc: vec!["fpc".into()],
            ..DesignColumns::default()
        },
        ..clus2()
    }
}

#[track_caller]
fn same(found: &Answer, expected: &Answer) {
    let close = |a: f64, b: f64| (a - b).abs() <= ORDER_OF_SUMS * b.abs() || (a.is_nan() && b.is_nan());
    assert_eq!(found.figures.len(), expected.figures.len());
    for (a, b) in found.figures.iter().zip(&expected.figures) {
        assert_eq!(
            (&a.measure, &a.domain, &a.category, a.n, a.df),
            (&b.measure, &b.domain, &b.category, b.n, b.df)
        );
        for (x, y) in [(a.value, b.value), (a.se, b.se), (a.low, b.low), (a.high, b.high)] {
            assert!(close(x, y), "{} {:?} {:?}: {x} is not {y}", a.measure, a.domain, a.category);
        }
        let (x, y) = (a.deff.unwrap_or(f64::NAN), b.deff.unwrap_or(f64::NAN));
        assert!((x.is_nan() && y.is_nan()) || (x - y).abs() < 1e-9 * y, "{}: deff {x} is not {y}", a.measure);
    }
    assert_eq!(found.tests.len(), expected.tests.len());
    for (a, b) in found.tests.iter().zip(&expected.tests) {
        assert!((a.f - b.f).abs() < 1e-9 * b.f && (a.p_value - b.p_value).abs() < 1e-9, "{a:?} {b:?}");
    }
    assert!(close(found.design.population, expected.design.population));
    assert_eq!((found.design.rows, found.design.psus), (expected.design.rows, expected.design.psus));
    assert_eq!(found.warnings, expected.warnings);
}

#[test]
fn every_measure_of_sums_has_the_figures_of_the_rows() {
    for (file, request) in [("apiclus2", clus2()), ("apistrat", strat())] {
        for (by, filter) in
            [(vec![], None), (vec!["stype"], None), (vec!["stype", "awards"], Some("enroll > 300"))]
        {
            let request = Request {
                by: by.into_iter().map(str::to_owned).collect(),
                filter: filter.map(str::to_owned),
                derive: vec![("half".into(), "CASE WHEN \"api00\" > 600 THEN \"api99\" END".into())],
                measures: [request.measures.clone(), vec![Measure::Mean("half".into())]].concat(),
                ..request.clone()
            };
            same(&of_groups(file, 3, &request).unwrap(), &of_rows(file, &request));
        }
    }
}

#[test]
fn replicates_multiply_units_and_not_rows() {
    for variance in [VarianceMethod::Jkn, VarianceMethod::Bootstrap(20)] {
        let request = Request { variance, by: vec!["awards".into()], ..strat() };
        same(&of_groups("apistrat", 2, &request).unwrap(), &of_rows("apistrat", &request));
    }
}

#[test]
fn however_the_rows_are_dealt_out_the_bits_are_the_same() {
    let request = Request { by: vec!["stype".into()], ..clus2() };
    let once = format!("{:?}", of_groups("apiclus2", 1, &request).unwrap());
    for parts in [2, 5, 9] {
        assert_eq!(format!("{:?}", of_groups("apiclus2", parts, &request).unwrap()), once);
    }
}

fn codes(found: Result<Answer, Faults>) -> Vec<&'static str> {
    found.unwrap_err().0.iter().map(|finding| finding.code).collect()
}

#[test]
fn what_needs_rows_is_refused_with_everything_else() {
    let request = Request {
        measures: vec![
            Measure::Quantile("api00".into(), 0.5),
            Measure::Mean("stype".into()),
            Measure::Mean("nothing".into()),
        ],
        design: DesignColumns::default(),
        ..clus2()
    };
    assert_eq!(
        codes(of_groups("apiclus2", 1, &request)),
        ["E-DATA-011", "E-DATA-013", "E-ENGINE-003", "E-ENGINE-007"]
    );
    assert_eq!(codes(Source::open_in_groups(&csv("apiclus2")).map(|_| Answer::default())), ["E-ENGINE-005"]);
    assert_eq!(
        codes(Source::open_in_groups(Path::new("nowhere.parquet")).map(|_| Answer::default())),
        ["E-DATA-001"]
    );
}

#[test]
fn bad_values_are_counted() {
    let derive = |sql: &str| Request { derive: vec![("bad".into(), sql.into())], ..strat() };
    let infinite = "CASE WHEN \"api00\" > 800 THEN CAST('Infinity' AS DOUBLE) ELSE 1 END";
    let request = Request { measures: vec![Measure::Mean("bad".into())], ..derive(infinite) };
    assert_eq!(codes(of_groups("apistrat", 2, &request)), ["E-ENGINE-006"]);
    let mut request = derive("CASE WHEN \"api00\" > 800 THEN -1 WHEN \"api00\" < 400 THEN NULL ELSE 1 END");
    request.design.weights = Some("bad".into());
    let faults = of_groups("apistrat", 2, &request).unwrap_err();
    let bad = faults.0[0].message.split(' ').next().unwrap().parse::<u64>().unwrap();
    assert_eq!((faults.0[0].code, faults.0.len()), ("E-EST-004", 1));
    assert!(bad > 0 && bad < 200);
    let mut request = derive("CASE WHEN \"api00\" > 800 THEN 4000 ELSE 5000 END");
    request.design.fpc = vec!["bad".into()];
    assert_eq!(codes(of_groups("apistrat", 2, &request)), ["E-EST-006"]);
    let nobody = Request { filter: Some("\"api00\" > 5000".into()), ..strat() };
    assert_eq!(codes(of_groups("apistrat", 2, &nobody)), ["E-EST-008"]);
    let single = Request {
        design: DesignColumns {
            strata: Some("cds".into()),
            psu: vec!["snum".into()],
            ..DesignColumns::default()
        },
        ..strat()
    };
    let faults = of_groups("apistrat", 2, &single).unwrap_err();
    assert!(faults.0.iter().all(|finding| finding.code == "E-EST-005"));
}
