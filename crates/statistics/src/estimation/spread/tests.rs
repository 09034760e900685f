//! Against R's survey package, against the definition, and on variables that do not vary.

use super::*;
use crate::estimation::Statistic;
use crate::estimation::function::Function;
use crate::reference::{Named, close, design, expected, jackknife};
use crate::variance::SinglePsu;
use crate::variance::replicates::replicate_statistics;
use std::sync::Arc;

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

fn named(measure: &str) -> Spread {
    let parts: Vec<&str> = measure.split(':').collect();
    let expression = usize::from(parts[1] == "enroll");
    match parts[0] {
        "variance" => Spread::Variance { expression },
        "deviation" => Spread::Deviation { expression },
        "covariance" => Spread::Covariance { x: 0, y: 1 },
        _ => Spread::Correlation { x: 0, y: 1 },
    }
}

#[test]
fn agrees_with_r_in_every_design_and_domain() {
    for case in expected("api/spread") {
        let (sample, design, leaves, weights) = design(&case.design);
        let (api00, enroll) = (sample.numbers("api00"), sample.numbers("enroll"));
        let cells = sample.domain("stype", &case.domain);
        let moments = Moments::of(&leaves, &cells, &weights, &[&api00, &enroll]);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = spread(&context, &moments, None, 0, named(&case.measure)).unwrap().unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.se, case.se, &what);
        close(found.df, case.df, &what);
    }
}

#[test]
fn replicates_agree_with_r() {
    for (name, folder) in [("strat", "apistrat/spread"), ("clus1", "apiclus1/spread")] {
        let (sample, design, leaves, weights) = design(name);
        let replicates = jackknife(&design);
        let expected = Named::read(folder);
        let columns = ["api00", "enroll", "api.stu"].map(|column| sample.numbers(column));
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let moments = Moments::of(&leaves, &vec![0; leaves.len()], &weights, &columns);
        let units = design.psu_of_leaves();
        let asked = ["variance:api00", "variance:enroll", "covariance:", "deviation:api00", "correlation:"];
        let spreads = asked.map(|measure| (0, named(measure)));
        let found = replicate_spreads(&replicates, &moments, &units, &spreads, Centre::ReplicateMean, TWO);
        for (at, measure) in asked.iter().enumerate() {
            let name = measure.trim_end_matches(':').replace(':', "_");
            expected.check(&name, found.estimates[at]);
            expected.check(&format!("{name}_se"), found.standard_error(at));
        }
        let function = Function::parse("total(api.stu) / total(enroll) - 1").unwrap();
        let function = Arc::new(function.with_expressions(&[2, 1]).unwrap());
        let statistic = [Statistic::Function { cell: 0, function }];
        let found =
            replicate_statistics(&replicates, &moments, &units, &statistic, Centre::ReplicateMean, TWO);
        expected.check("function", found.estimates[0]);
        expected.check("function_se", found.standard_error(0));
    }
}

#[test]
fn equal_weights_give_the_textbook_figures() {
    // By hand: x = 1, 2, 3, 6 has mean 3 and squares 4 + 1 + 0 + 9; y = 2, 2, 4, 8 has mean 4 and products 4 + 2 + 0 + 12.
    let (_, design, _, _) = design("strat");
    let leaves = [0, 1, 2, 3];
    let (x, y) = ([1.0, 2.0, 3.0, 6.0], [2.0, 2.0, 4.0, 8.0]);
    let moments = Moments::of(&leaves, &[0; 4], &[5.0; 4], &[&x, &y]);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let value = |one| spread(&context, &moments, None, 0, one).unwrap().unwrap().value;
    assert!((value(Spread::Variance { expression: 0 }) - 14.0 / 3.0).abs() < 1e-14);
    assert!((value(Spread::Covariance { x: 0, y: 1 }) - 6.0).abs() < 1e-14);
    assert!((value(Spread::Covariance { x: 1, y: 0 }) - 6.0).abs() < 1e-14);
    assert!((value(Spread::Correlation { x: 0, y: 1 }) - 18.0 / (14.0f64 * 24.0).sqrt()).abs() < 1e-14);
}

#[test]
fn a_large_origin_costs_no_digits() {
    let (sample, design, leaves, weights) = design("clus1");
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let api00 = sample.numbers("api00");
    let far: Vec<f64> = api00.iter().map(|y| y + 1e9).collect();
    let of = |y: &[f64]| {
        let moments = Moments::of(&leaves, &vec![0; leaves.len()], &weights, &[y]);
        spread(&context, &moments, None, 0, Spread::Variance { expression: 0 }).unwrap().unwrap()
    };
    let (near, far) = (of(&api00), of(&far));
    assert!((far.value / near.value - 1.0).abs() < 1e-6 && (far.se / near.se - 1.0).abs() < 1e-6);
}

#[test]
fn what_does_not_vary_has_no_correlation() {
    let (sample, design, leaves, weights) = design("strat");
    let (y, constant) = (sample.numbers("api00"), vec![7.0; leaves.len()]);
    let moments = Moments::of(&leaves, &vec![0; leaves.len()], &weights, &[&y, &constant]);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let of = |one| spread(&context, &moments, None, 0, one).unwrap();
    assert_eq!(of(Spread::Correlation { x: 0, y: 1 }), None);
    assert_eq!(of(Spread::Deviation { expression: 1 }), None);
    assert_eq!(of(Spread::Variance { expression: 1 }).unwrap().se, 0.0);
    let one = Moments::of(&leaves[..1], &[0], &weights[..1], &[&y[..1]]);
    assert_eq!(spread(&context, &one, None, 0, Spread::Variance { expression: 0 }), Ok(None));
    // A variable with itself: one, and certain.
    let itself = of(Spread::Correlation { x: 0, y: 0 }).unwrap();
    assert!((itself.value - 1.0).abs() < 1e-14 && itself.se < 1e-12);
}
