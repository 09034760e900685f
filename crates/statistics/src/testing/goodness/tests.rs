//! Against Rao and Scott's formula written out in R, under linearisation and replicates; a simple random sample by hand.

use super::*;
use crate::estimation::Statistic;
use crate::moments::OUTSIDE;
use crate::numerics::chi_squared_upper_tail;
use crate::reference::{RELATIVE, table};
use crate::testing::Reference;
use crate::testing::sample::{Case, TAIL, agree};

fn shares(name: &str, variable: &str, domain: &str) -> (Joint, u64) {
    let case = Case::open(name);
    let codes = if variable == "band" { case.bands() } else { case.sample.codes(variable) };
    let cells = case.within(domain, &codes);
    let rows = cells.iter().filter(|cell| **cell != OUTSIDE).count() as u64;
    let k = codes.iter().max().unwrap() + 1;
    let statistics: Vec<Statistic> = (0..k).map(|cell| Statistic::Share { cell, of: 0..k }).collect();
    (case.joint(&cells, &[], &statistics), rows)
}

#[test]
fn agrees_with_rao_and_scotts_formula_in_r() {
    let cases = table("testing/goodness/expected.csv");
    for row in 0..cases.rows {
        let text = |name: &str| cases.text(name)[row].as_str();
        let number = |name: &str| cases.numbers(name)[row];
        let (shares, rows) = shares(text("design"), text("variable"), text("domain"));
        let given = if text("variable") == "band" { vec![25.0, 30.0, 25.0, 20.0] } else { vec![0.4, 0.6] };
        let statistic = match text("statistic") {
            "F" => ChiSquaredStatistic::F,
            "first" => ChiSquaredStatistic::FirstOrder,
            "second" => ChiSquaredStatistic::SecondOrder,
            "exact" => ChiSquaredStatistic::Exact,
            "Wald" => ChiSquaredStatistic::Wald,
            _ => ChiSquaredStatistic::AdjustedWald,
        };
        let found = goodness_of_fit(&shares, rows, &given, statistic).unwrap();
        let what = ["design", "variable", "domain", "statistic"].map(text).join(" ");
        let within = |found: f64, column: &str, tolerance: f64| {
            agree(found, number(column), tolerance, &format!("{what} {column}"));
        };
        within(found.statistic, "value", RELATIVE);
        within(found.p, "p", TAIL);
        match found.reference {
            Reference::F { numerator, denominator } => {
                within(numerator, "df", RELATIVE);
                within(denominator, "ddf", RELATIVE);
            }
            Reference::ChiSquared { degrees_of_freedom } => {
                within(degrees_of_freedom, "df", RELATIVE);
            }
            Reference::ChiSquaredSum { denominator, .. } => within(denominator, "ddf", RELATIVE),
            Reference::StudentT { .. } => panic!("{what}"),
        }
    }
    assert!(cases.rows >= 80);
}

/// The shares of `counts` of independent rows.
fn simple(counts: &[f64]) -> Joint {
    let n: f64 = counts.iter().sum();
    let p: Vec<f64> = counts.iter().map(|count| count / n).collect();
    let k = p.len();
    let covariance = (0..k * k)
        .map(|at| (f64::from(u8::from(at / k == at % k)) * p[at / k] - p[at / k] * p[at % k]) / n)
        .collect();
    Joint { estimates: p, covariance, degrees_of_freedom: f64::INFINITY }
}

#[test]
fn a_simple_random_sample_on_the_hypothesis_has_no_design_effect() {
    // By hand: 30, 50, 20 of 100 against 1 : 2 : 1 is 1 + 0 + 1 = 2. The covariance at the hypothesis itself has effects of one.
    let mut shares = simple(&[25.0, 50.0, 25.0]);
    shares.estimates = vec![0.3, 0.5, 0.2];
    for statistic in
        [ChiSquaredStatistic::FirstOrder, ChiSquaredStatistic::SecondOrder, ChiSquaredStatistic::Exact]
    {
        let found = goodness_of_fit(&shares, 100, &[1.0, 2.0, 1.0], statistic).unwrap();
        assert!(
            (found.statistic - 2.0).abs() < 1e-12
                && (found.p - chi_squared_upper_tail(2.0, 2.0)).abs() < 1e-12
        );
    }
    // Pearson's statistic is then Wald's too.
    let wald = goodness_of_fit(&shares, 100, &[1.0, 2.0, 1.0], ChiSquaredStatistic::Wald).unwrap();
    assert!((wald.statistic - 1.0).abs() < 1e-12);
}

#[test]
fn the_category_left_out_is_nothing() {
    let (shares, rows) = shares("clus1", "band", "");
    let turn = [2, 0, 3, 1];
    let turned = Joint {
        estimates: turn.iter().map(|&at| shares.estimates[at]).collect(),
        covariance: turn
            .iter()
            .flat_map(|&a| turn.iter().map(move |&b| (a, b)))
            .map(|(a, b)| shares.covariance(a, b))
            .collect(),
        degrees_of_freedom: shares.degrees_of_freedom,
    };
    for statistic in
        [ChiSquaredStatistic::F, ChiSquaredStatistic::Saddlepoint, ChiSquaredStatistic::AdjustedWald]
    {
        let one = goodness_of_fit(&shares, rows, &[0.2, 0.3, 0.4, 0.1], statistic).unwrap();
        let two = goodness_of_fit(&turned, rows, &[0.4, 0.2, 0.1, 0.3], statistic).unwrap();
        assert!((one.p / two.p - 1.0).abs() < 1e-9, "{statistic:?}");
    }
}

#[test]
fn what_cannot_be_tested_says_why() {
    let shares = simple(&[3.0, 5.0, 2.0]);
    let test = |given: &[f64]| goodness_of_fit(&shares, 10, given, ChiSquaredStatistic::F);
    assert_eq!(test(&[0.5, 0.5]), Err(TestingError::Length { expected: 3, found: 2 }));
    assert_eq!(test(&[0.5, 0.5, 0.0]), Err(TestingError::Impossible { category: 2 }));
    assert_eq!(test(&[0.5, -0.5, 1.0]), Err(TestingError::Hypothesis { position: 1, value: -0.5 }));
    let census = Joint { covariance: vec![0.0; 9], ..shares.clone() };
    let none = goodness_of_fit(&census, 10, &[1.0; 3], ChiSquaredStatistic::Wald);
    assert_eq!(none, Err(TestingError::NoVariance));
    // Strata of the design have the shares that it gave them.
    let (strata, rows) = self::shares("strat", "stype", "");
    let fixed = goodness_of_fit(&strata, rows, &[0.7, 0.1, 0.2], ChiSquaredStatistic::F);
    assert_eq!(fixed, Err(TestingError::NoVariance));
    let one = Joint { estimates: vec![1.0, 0.0], covariance: vec![0.0; 4], degrees_of_freedom: 3.0 };
    let few = goodness_of_fit(&one, 10, &[1.0, 0.0], ChiSquaredStatistic::F);
    assert_eq!(few, Err(TestingError::TooFew { found: 1 }));
    let empty = Joint { estimates: vec![f64::NAN; 3], ..shares.clone() };
    let undefined = goodness_of_fit(&empty, 0, &[1.0; 3], ChiSquaredStatistic::F);
    assert_eq!(undefined, Err(TestingError::Undefined { estimate: 0 }));
    // A category that cannot occur, and does not, is no category.
    let padded = simple(&[3.0, 0.0, 5.0, 2.0]);
    let same = goodness_of_fit(&padded, 10, &[1.0, 0.0, 1.0, 1.0], ChiSquaredStatistic::F).unwrap();
    assert!((same.p - test(&[1.0; 3]).unwrap().p).abs() < 1e-14);
}
