//! Against R's svylogrank; laws of the scores and of strata.

use super::super::sample::{Sample, sample};
use super::*;
use crate::reference::{close, expected};
use crate::variance::SinglePsu;

/// Tails far out change a hundred times faster than their statistic.
const TAIL: f64 = 1e-7;

fn test(sample: &Sample, time: &[f64], emphasis: Emphasis, strata: Option<&[u32]>) -> LogRank {
    let context = Context { design: &sample.design, single: SinglePsu::Fail, calibration: None };
    let rows = Rows { weights: &sample.weights, leaves: &sample.leaves, calibration: None };
    let times = Times { start: None, time, event: &sample.event };
    log_rank(&context, &times, &sample.stype, 3, strata, emphasis, &rows).unwrap()
}

#[test]
fn tests_agree_with_r() {
    for case in expected("models/log_rank") {
        let sample = sample(&case.design);
        let (rho, gamma) = case.domain.split_once(' ').unwrap();
        let emphasis = Emphasis { rho: rho.parse().unwrap(), gamma: gamma.parse().unwrap() };
        let time = if case.measure == "tied" { &sample.time } else { &sample.free };
        let found = test(&sample, time, emphasis, None);
        let what = format!("{} {} {} {}", case.design, case.measure, case.domain, case.category);
        match case.category.as_str() {
            "chisq" => close(found.test.chi_squared.statistic, case.value, &what),
            "p" => {
                let p = found.test.chi_squared.p;
                assert!((p - case.value).abs() <= TAIL * case.value, "{what}: {p} is not {}", case.value);
            }
            group => {
                let group: usize = group.parse().unwrap();
                close(found.scores[group], case.value, &what);
                close(found.standard_errors[group], case.se, &what);
            }
        }
    }
}

#[test]
fn scores_sum_to_zero_and_strata_add_up() {
    let sample = sample("clus2");
    let emphasis = Emphasis::default();
    let all = test(&sample, &sample.time, emphasis, None);
    assert!(all.scores.iter().sum::<f64>().abs() < 1e-9 * all.scores[0].abs());
    // Scores of strata are those of the parts, one after the other.
    let strata: Vec<u32> = sample.awards.iter().map(|&awards| u32::from(awards)).collect();
    let stratified = test(&sample, &sample.time, emphasis, Some(&strata));
    let mut sums = [0.0; 3];
    for part in 0..2 {
        let own = |row: usize| if strata[row] == part { sample.weights[row] } else { 0.0 };
        let weights: Vec<f64> = (0..sample.weights.len()).map(own).collect();
        let part = Sample { weights, ..super::super::sample::sample("clus2") };
        for (sum, score) in sums.iter_mut().zip(test(&part, &part.time, emphasis, None).scores) {
            *sum += score;
        }
    }
    for (sum, score) in sums.iter().zip(&stratified.scores) {
        assert!((sum - score).abs() < 1e-9 * score.abs());
    }
}

#[test]
fn the_same_people_twice_do_not_differ() {
    let sample = sample("srs");
    let context = Context { design: &sample.design, single: SinglePsu::Fail, calibration: None };
    let rows = Rows { weights: &sample.weights, leaves: &sample.leaves, calibration: None };
    let times = Times { start: None, time: &sample.time, event: &sample.event };
    let one = vec![0; sample.time.len()];
    let found = log_rank(&context, &times, &one, 2, None, Emphasis::default(), &rows);
    assert_eq!(found, Err(ModelError::Singular { position: 0 }));
    let wrong = vec![7; sample.time.len()];
    let found = log_rank(&context, &times, &wrong, 2, None, Emphasis::default(), &rows);
    assert_eq!(found, Err(ModelError::Coefficient { coefficient: 7, coefficients: 2 }));
}
