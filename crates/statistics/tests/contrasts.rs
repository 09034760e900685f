//! Contrasts across domains and variables against R: `reference/{apiclus1,apistrat}/contrast`, by linearisation and by
//! replicates.

mod support;

use sounding_statistics::estimation::contrast::{contrast, joint};
use sounding_statistics::estimation::{Context, Statistic};
use sounding_statistics::moments::Moments;
use sounding_statistics::variance::replicates::{Centre, Replication, replicate_statistics};
use sounding_statistics::variance::{Design, DesignInput, SinglePsu};
use support::{Expected, THREADS, clusters, strata};

/// Contrasts by their names in R, each of some statistics of the moments by type of school.
fn contrasts() -> [(&'static str, Vec<Statistic>, Vec<f64>); 3] {
    let means: Vec<Statistic> = (0..3).map(|cell| Statistic::Mean { cell, expression: 0 }).collect();
    let totals = (0..3).map(|cell| Statistic::Total { cell, expression: 2 }).collect();
    [
        ("E_less_H", means.clone(), vec![1.0, -1.0, 0.0]),
        ("E_less_rest", means, vec![1.0, -0.5, -0.5]),
        ("total_E_less_H", totals, vec![1.0, -1.0, 0.0]),
    ]
}

fn check(case: &str, method: &str, setup: &support::Design) {
    let expected = Expected::read(case);
    let (sample, psu, replicates) = setup;
    let fpc = sample.number("fpc");
    let ((stype, _), weights) = (sample.code("stype"), sample.number("pw"));
    let strata = (case.contains("strat")).then_some(stype.as_slice());
    let input = DesignInput { rows: sample.rows, strata, stages: &[psu], fpc: &[&fpc] };
    let (design, leaves) = Design::new(&input).unwrap();
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let [api00, api99, enroll] = ["api00", "api99", "enroll"].map(|c| sample.number(c));
    let units: Vec<u32> = (0..replicates.units() as u32).collect();
    let df = design.degrees_of_freedom();

    let years = [0, 1].map(|expression| Statistic::Mean { cell: 0, expression }).to_vec();
    let whole = ("api00_less_api99", years, vec![1.0, -1.0]);
    let one_cell = vec![0; sample.rows];
    let cases = contrasts().into_iter().map(|c| (c, &stype)).chain([(whole, &one_cell)]);
    for ((name, statistics, coefficients), cells) in cases {
        let of = |units: &[u32]| Moments::of(units, cells, &weights, &[&api00, &api99, &enroll]);
        let taylor = joint(&context, &of(&leaves), None, &statistics).unwrap();
        let centre = Centre::ReplicateMean;
        let by_replicates = replicate_statistics(replicates, &of(psu), &units, &statistics, centre, THREADS);
        let pairs = [
            ("taylor", contrast(&taylor.estimates, &coefficients, |a, b| taylor.covariance(a, b), df, 0.95)),
            (
                method,
                contrast(
                    &by_replicates.estimates,
                    &coefficients,
                    |a, b| by_replicates.covariance(a, b),
                    by_replicates.degrees_of_freedom as f64,
                    0.95,
                ),
            ),
        ];
        for (prefix, found) in pairs {
            let found = found.unwrap();
            expected.check(&format!("{prefix}_{name}"), found.estimate);
            expected.check(&format!("{prefix}_{name}_se"), found.standard_error);
            expected.check(&format!("{prefix}_{name}_lower"), found.interval[0]);
            expected.check(&format!("{prefix}_{name}_upper"), found.interval[1]);
            assert_eq!(found.degrees_of_freedom, expected.get(&format!("{prefix}_degf")));
        }
    }
}

#[test]
fn a_cluster_sample() {
    check("apiclus1/contrast", "jk1", &clusters());
}

#[test]
fn a_stratified_sample() {
    check("apistrat/contrast", "jkn", &strata());
}
