//! Tests of the California samples against R's frozen figures.

use std::path::PathBuf;

use super::*;
use crate::data::Reading;
use crate::estimate::{DesignColumns, VarianceMethod};

fn reference(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference").join(path)
}

fn strat(hypotheses: Vec<Hypothesis>) -> TestRequest {
    let design = DesignColumns {
        weights: Some("pw".into()),
        strata: Some("stype".into()),
        fpc: vec!["fpc".into()],
        ..DesignColumns::default()
    };
    TestRequest { base: Request { design, ..Request::default() }, hypotheses, ..TestRequest::default() }
}

fn run(file: &str, request: &TestRequest) -> Result<TestAnswer, Faults> {
    let mut source = Source::open(&reference(&format!("data/{file}.csv")), Reading::default())?;
    test(&mut source, request)
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

/// The numbers of the line of a frozen case that begins so, from the named field on.
fn frozen(case: &str, start: &str, from: usize) -> Vec<f64> {
    let text = std::fs::read_to_string(reference(&format!("testing/{case}/expected.csv"))).unwrap();
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no case {start}"));
    line.split(',').skip(from).map(|field| field.parse().unwrap_or(f64::NAN)).collect()
}

fn mean(y: &str, null: f64) -> Hypothesis {
    Hypothesis::Mean { y: y.into(), null }
}

fn rank(y: &str, by: &str) -> Hypothesis {
    Hypothesis::Rank { y: y.into(), by: by.into() }
}

fn groups(y: &str, by: &str) -> Hypothesis {
    Hypothesis::Groups { y: y.into(), by: by.into() }
}

#[test]
fn t_tests_agree_with_r() {
    let request = strat(vec![
        mean("api00", 650.0),
        Hypothesis::Paired("api00".into(), "api99".into()),
        groups("api00", "sch.wide"),
    ]);
    let answer = run("apistrat", &request).unwrap();
    for (tested, start) in
        answer.tests.iter().zip(["strat,one,,api00,", "strat,paired,,api00,", "strat,two,,api00,"])
    {
        let [estimate, se, t, df, p, low, high] = frozen("t", start, 4).try_into().unwrap();
        let effect = tested.outcome.effect.unwrap();
        close(effect.estimate, estimate);
        close(effect.standard_error, se);
        close(tested.outcome.statistic, t);
        assert_eq!(tested.outcome.reference, Reference::StudentT { degrees_of_freedom: df });
        close(tested.p, p);
        close(effect.interval.low, low);
        close(effect.interval.high, high);
    }
    assert_eq!(answer.tests[2].pair, Some(["Yes".to_owned(), "No".to_owned()]));
}

#[test]
fn several_groups_are_compared_together_and_in_pairs() {
    let answer = run("apistrat", &strat(vec![groups("api00", "stype")])).unwrap();
    assert_eq!(answer.tests.len(), 4);
    let all = frozen("groups", "strat,stype,,all,", 4);
    close(answer.tests[0].outcome.statistic, all[1]);
    close(answer.tests[0].p, all[4]);
    for (tested, pair) in answer.tests[1..].iter().zip(["1-0", "2-0", "2-1"]) {
        let expected = frozen("groups", &format!("strat,stype,,{pair},"), 4);
        close(tested.outcome.effect.unwrap().estimate, expected[0]);
        close(tested.p, expected[4]);
    }
}

#[test]
fn tables_have_every_statistic_of_r() {
    let request = strat(vec![Hypothesis::Table("stype".into(), "sch.wide".into())]);
    for (word, statistic) in [
        ("F", ChiSquaredStatistic::F),
        ("Wald", ChiSquaredStatistic::Wald),
        ("adjWald", ChiSquaredStatistic::AdjustedWald),
        ("exact", ChiSquaredStatistic::Exact),
        ("saddlepoint", ChiSquaredStatistic::Saddlepoint),
    ] {
        let answer = run("apistrat", &TestRequest { statistic, ..request.clone() }).unwrap();
        let expected = frozen("table", &format!("strat,type_by_wide,,{word},"), 4);
        close(answer.tests[0].outcome.statistic, expected[0]);
        assert!(
            (answer.tests[0].p / expected[3] - 1.0).abs() < 1e-6,
            "{word} {} {expected:?}",
            answer.tests[0].p
        );
    }
}

#[test]
fn a_correlation_agrees_with_r_also_in_a_domain() {
    let mut request = strat(vec![Hypothesis::Correlation("ell".into(), "api00".into())]);
    let expected = frozen("correlation", "strat,api00,,0,", 4);
    let answer = run("apistrat", &request).unwrap();
    close(answer.tests[0].outcome.effect.unwrap().estimate, expected[0]);
    close(answer.tests[0].p, expected[4]);
    request.base.by = vec!["stype".into()];
    let answer = run("apistrat", &request).unwrap();
    assert_eq!(answer.tests.len(), 3);
    assert_eq!(answer.tests[1].n, 50);
}

#[test]
fn replicates_serve_every_test() {
    let mut request = strat(vec![
        mean("api00", 650.0),
        groups("api00", "sch.wide"),
        rank("api00", "sch.wide"),
        Hypothesis::Table("stype".into(), "sch.wide".into()),
        Hypothesis::Correlation("api00".into(), "meals".into()),
    ]);
    let linearised = run("apistrat", &request).unwrap();
    request.base.variance = VarianceMethod::Jkn;
    let replicated = run("apistrat", &request).unwrap();
    for (one, two) in linearised.tests.iter().zip(&replicated.tests) {
        // A jackknife and linearisation differ in the third digit in a sample of two hundred.
        assert!((one.outcome.statistic / two.outcome.statistic - 1.0).abs() < 0.05, "{one:?} {two:?}");
    }
    assert!(replicated.warnings.is_empty());
}

#[test]
fn shares_are_given_for_every_category_and_probabilities_adjusted_together() {
    let fit = |shares: &[(&str, f64)]| Hypothesis::Fit {
        y: "stype".into(),
        shares: shares.iter().map(|&(label, share)| (label.to_owned(), share)).collect(),
    };
    let population = fit(&[("E", 4421.0), ("M", 1018.0), ("H", 755.0)]);
    let mut request = strat(vec![population, mean("api00", 660.0), mean("api99", 600.0)]);
    request.base.design.strata = None;
    request.base.design.fpc = Vec::new();
    request.adjustment = Some(Adjustment::Bonferroni);
    let answer = run("apistrat", &request).unwrap();
    assert!((answer.tests[0].p - 1.0).abs() < 1e-6, "the weights meet the population: {}", answer.tests[0].p);
    for tested in &answer.tests {
        close(tested.adjusted.unwrap(), (3.0 * tested.p).min(1.0));
    }
    let codes = |hypothesis| run("apistrat", &strat(vec![hypothesis])).unwrap_err().0[0].code;
    assert_eq!(codes(fit(&[("E", 0.7), ("M", 0.3)])), "E-TEST-001");
    assert_eq!(codes(fit(&[("E", 0.7), ("M", 0.2), ("X", 0.1)])), "E-TEST-001");
    assert_eq!(codes(mean("stype", 1.0)), "E-DATA-013");
}
