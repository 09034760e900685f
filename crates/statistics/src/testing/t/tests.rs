//! Against R's svyttest, svyglm and svycontrast, under linearisation, calibration and the jackknife; by hand for a simple random sample.

use super::*;
use crate::estimation::contrast::joint;
use crate::estimation::{Context, Statistic};
use crate::moments::Moments;
use crate::reference::{RELATIVE, close, table};
use crate::testing::sample::{Case, TAIL, agree};
use crate::testing::{Reference, Side};
use crate::variance::SinglePsu;

const fn mean(cell: u32, expression: usize) -> Statistic {
    Statistic::Mean { cell, expression }
}

/// Scores of two years and awards; in one group, or by whether the school met its target.
fn joint_of(name: &str, statistics: &[Statistic], domain: &str) -> Joint {
    let case = Case::open(name);
    let grouped = statistics.contains(&mean(1, 0)) || statistics.contains(&mean(1, 2));
    let groups = if grouped { case.sample.codes("sch.wide") } else { vec![0; case.sample.rows] };
    let [new, old] = ["api00", "api99"].map(|column| case.sample.numbers(column));
    let awards: Vec<f64> = case.sample.codes("awards").iter().map(|code| f64::from(*code)).collect();
    case.joint(&case.within(domain, &groups), &[&new, &old, &awards], statistics)
}

#[test]
fn agrees_with_r() {
    let cases = table("testing/t/expected.csv");
    let columns = ["estimate", "se", "t", "df", "p", "low", "high"];
    for row in 0..cases.rows {
        let (name, test, domain) =
            (&cases.text("design")[row], cases.text("test")[row].as_str(), &cases.text("domain")[row]);
        let variable = usize::from(cases.text("variable")[row] == "awards") * 2;
        let outcome = match test {
            "one" => {
                let null = if variable == 2 { 0.5 } else { 650.0 };
                one_sample(&joint_of(name, &[mean(0, variable)], domain), 0, null, 0.95)
            }
            "paired" => paired(&joint_of(name, &[mean(0, 0), mean(0, 1)], domain), [0, 1], 0.0, 0.95),
            "two" => two_groups(
                &joint_of(name, &[mean(0, variable), mean(1, variable)], domain),
                [1, 0],
                0.0,
                0.95,
            ),
            other => panic!("no test {other}"),
        }
        .unwrap();
        let what = format!("{name} {test} {domain} {variable}");
        let effect = outcome.effect.unwrap();
        let Reference::StudentT { degrees_of_freedom } = outcome.reference else { panic!("{what}") };
        let found = [
            effect.estimate,
            effect.standard_error,
            outcome.statistic,
            degrees_of_freedom,
            outcome.p,
            effect.interval.low,
            effect.interval.high,
        ];
        for (column, found) in columns.into_iter().zip(found) {
            let tolerance = if column == "p" { TAIL } else { RELATIVE };
            agree(found, cases.numbers(column)[row], tolerance, &format!("{what} {column}"));
        }
    }
    assert!(cases.rows >= 65);
}

#[test]
fn a_simple_random_sample_gives_the_classical_tests() {
    // By hand: 1, 2, 4, 5, 8 have mean 4, variance 7.5 and standard error √1.5.
    let y = [1.0, 2.0, 4.0, 5.0, 8.0];
    let input = crate::variance::DesignInput { rows: 5, ..Default::default() };
    let (tree, leaves) = crate::variance::Design::new(&input).unwrap();
    let context = Context { design: &tree, single: SinglePsu::Fail, calibration: None };
    let moments = Moments::of(&leaves, &[0; 5], &[3.0; 5], &[&y]);
    let joint = joint(&context, &moments, None, &[mean(0, 0)]).unwrap();
    let outcome = one_sample(&joint, 0, 1.0, 0.9).unwrap();
    close(outcome.statistic, 3.0 / 1.5f64.sqrt(), "t");
    // The 95 % point of t with four degrees of freedom, from a printed table.
    let half = (outcome.effect.unwrap().interval.high - 4.0) / 1.5f64.sqrt();
    assert!((half - 2.132).abs() < 5e-4);
}

#[test]
fn independent_simple_random_samples_give_welchs_test() {
    let known = crate::reference::Named::read("testing/welch");
    let of = |file: &str| {
        let y = table(&format!("data/{file}.csv")).numbers("api00");
        let input = crate::variance::DesignInput { rows: y.len(), ..Default::default() };
        let (tree, leaves) = crate::variance::Design::new(&input).unwrap();
        let context = Context { design: &tree, single: SinglePsu::Fail, calibration: None };
        let moments = Moments::of(&leaves, &vec![0; y.len()], &vec![1.0; y.len()], &[&y]);
        crate::estimation::mean::mean(&context, &moments, None, 0, 0).unwrap().unwrap()
    };
    let (first, second) = (of("apisrs"), of("apiclus2"));
    let found = independent([&first, &second], 5.0, 0.95).unwrap();
    let Reference::StudentT { degrees_of_freedom } = found.reference else { panic!() };
    let effect = found.effect.unwrap();
    known.check("t", found.statistic);
    known.check("df", degrees_of_freedom);
    known.check("p", found.p);
    known.check("low", effect.interval.low);
    known.check("high", effect.interval.high);
    known.check("greater", found.one_sided(Side::Above).unwrap());
    known.check("less", found.one_sided(Side::Below).unwrap());
    let none = Estimate { se: 0.0, ..first };
    assert_eq!(independent([&none, &none], 0.0, 0.95), Err(TestingError::NoVariance));
}

#[test]
fn contrasts_contain_the_other_tests() {
    let joint = joint_of("clus1", &[mean(0, 0), mean(1, 0)], "");
    let two = two_groups(&joint, [1, 0], 0.0, 0.95).unwrap();
    let same = contrast(&joint, &[-1.0, 1.0], 2, 0.0, 0.95).unwrap();
    assert_eq!((two.statistic, two.p, two.effect), (same.statistic, same.p, same.effect));
    let shifted = contrast(&joint, &[-1.0, 1.0], 2, two.effect.unwrap().estimate, 0.95).unwrap();
    assert!(shifted.statistic == 0.0 && shifted.p == 1.0);
    // Twice the difference is as far from zero.
    let double = contrast(&joint, &[-2.0, 2.0], 2, 0.0, 0.95).unwrap();
    close(double.statistic, two.statistic, "twice");
}

#[test]
fn an_interval_holds_the_values_that_are_not_refuted() {
    let joint = joint_of("strat", &[mean(0, 0)], "");
    let interval = one_sample(&joint, 0, 0.0, 0.99).unwrap().effect.unwrap().interval;
    for end in [interval.low, interval.high] {
        close(one_sample(&joint, 0, end, 0.99).unwrap().p, 0.01, "at the end");
    }
}

#[test]
fn what_cannot_be_tested_says_why() {
    let joint = Joint {
        estimates: vec![1.0, f64::NAN],
        covariance: vec![0.5, 0.0, 0.0, 1.0],
        degrees_of_freedom: 1.0,
    };
    assert_eq!(one_sample(&joint, 1, 0.0, 0.95), Err(TestingError::Undefined { estimate: 1 }));
    assert_eq!(one_sample(&joint, 2, 0.0, 0.95), Err(TestingError::Length { expected: 3, found: 2 }));
    assert_eq!(one_sample(&joint, 0, 0.0, 95.0), Err(TestingError::Level { level: 95.0 }));
    let null = one_sample(&joint, 0, f64::INFINITY, 0.95);
    assert_eq!(null, Err(TestingError::Hypothesis { position: 0, value: f64::INFINITY }));
    let none = two_groups(&joint, [0, 1], 0.0, 0.95);
    assert_eq!(none, Err(TestingError::DegreesOfFreedom { degrees_of_freedom: 0.0 }));
    // A share and its complement vary together.
    let both =
        Joint { estimates: vec![0.3, 0.7], covariance: vec![0.1, -0.1, -0.1, 0.1], degrees_of_freedom: 9.0 };
    assert_eq!(contrast(&both, &[1.0, 1.0], 1, 1.0, 0.95), Err(TestingError::NoVariance));
    assert_eq!(paired(&both, [0, 0], 0.0, 0.95), Err(TestingError::NoVariance));
    // What rounding leaves of the variance of a share that the design fixes.
    let fixed = Joint { estimates: vec![0.3], covariance: vec![1e-34], degrees_of_freedom: 9.0 };
    assert_eq!(one_sample(&fixed, 0, 0.2, 0.95), Err(TestingError::NoVariance));
}
