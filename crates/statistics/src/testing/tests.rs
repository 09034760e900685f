//! What holds for all tests: under a true hypothesis they reject as often as they say, and words name one test each.

use super::*;
use crate::estimation::contrast::joint;
use crate::estimation::{Context, Statistic};
use crate::models::hypothesis::{Mixture, RatioTest, wald};
use crate::moments::Moments;
use crate::numerics::{Stream, f_upper_tail};
use crate::tabulation::crosstab;
use crate::variance::{Design, DesignInput, SinglePsu};

const SAMPLES: u32 = 2_000;
const CLUSTERS: u32 = 40;
const ROWS: u32 = 12;

/// One cluster sample with unequal weights: answers 0 to 2 with shares 0.35, 0.30 and 0.35 that differ between clusters, and a group
/// that has nothing to do with them.
fn sample(stream: &mut Stream) -> (Vec<u32>, Vec<u32>, Vec<f64>) {
    let (mut answers, mut groups, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..CLUSTERS {
        let low = if stream.uniform() < 0.5 { 0.5 } else { 0.2 };
        for _ in 0..ROWS {
            let u = stream.uniform();
            answers.push(u32::from(u >= low) + u32::from(u >= low + 0.3));
            groups.push(u32::from(stream.uniform() < 0.4));
            weights.push(1.0 + 2.0 * stream.uniform());
        }
    }
    (answers, groups, weights)
}

#[test]
fn true_hypotheses_are_rejected_at_the_level() {
    let clusters: Vec<u32> = (0..CLUSTERS * ROWS).map(|row| row / ROWS).collect();
    let input = DesignInput { rows: clusters.len(), stages: &[&clusters], ..DesignInput::default() };
    let (tree, leaves) = Design::new(&input).unwrap();
    let context = Context { design: &tree, single: SinglePsu::Fail, calibration: None };
    let mut stream = Stream::new(20_261_125, 1);
    let mut rejected = [0u32; 8];
    for _ in 0..SAMPLES {
        let (answers, groups, weights) = sample(&mut stream);
        let values: Vec<f64> = answers.iter().map(|answer| f64::from(*answer)).collect();
        let cells: Vec<u32> = groups.iter().zip(&answers).map(|(group, answer)| group * 3 + answer).collect();

        let moments = Moments::of(&leaves, &groups, &weights, &[&values]);
        let means = joint(&context, &moments, None, &joint::means(2)).unwrap();
        let input = rank::RankInput {
            values: &values,
            groups: &groups,
            weights: &weights,
            leaves: &leaves,
            calibration: None,
        };
        let ranks = |score| rank::rank_test(&context, &input, score, 0.95).unwrap();
        let moments = Moments::of(&leaves, &cells, &weights, &[]);
        let tabulated = crosstab(&context, &moments, None, 0, 2, 3).unwrap().unwrap();
        let table = table::Association::linearised(&tabulated);
        let moments = Moments::of(&leaves, &answers, &weights, &[]);
        let shares = [0, 1, 2].map(|cell| Statistic::Share { cell, of: 0..3 });
        let shares = joint(&context, &moments, None, &shares).unwrap();
        let given = [0.35, 0.3, 0.35];
        let fit =
            |statistic| goodness::goodness_of_fit(&shares, answers.len() as u64, &given, statistic).unwrap();
        let outcomes = [
            t::two_groups(&means, [1, 0], 0.0, 0.95).unwrap(),
            ranks(rank::RankScore::Wilcoxon),
            ranks(rank::RankScore::VanDerWaerden),
            table.test(ChiSquaredStatistic::F).unwrap(),
            table.test(ChiSquaredStatistic::Saddlepoint).unwrap(),
            table.test(ChiSquaredStatistic::AdjustedWald).unwrap(),
            fit(ChiSquaredStatistic::F),
            fit(ChiSquaredStatistic::AdjustedWald),
        ];
        for (count, outcome) in rejected.iter_mut().zip(outcomes) {
            *count += u32::from(outcome.p < 0.05);
        }
    }
    // Three standard errors of a share of 0.05 are 0.015; the approximation of the distributions has as much again.
    for (test, count) in rejected.iter().enumerate() {
        let share = f64::from(*count) / f64::from(SAMPLES);
        assert!((0.03..0.07).contains(&share), "test {test}: {share} of {rejected:?}");
    }
}

#[test]
fn tests_of_models_have_the_same_shape() {
    let found = wald(&[1.0, 2.0], &[1.0, 0.0, 0.0, 1.0], &[0, 1], None, 8.0).unwrap();
    let outcome = Outcome::of_wald(TestKind::Wald, &found);
    assert_eq!((outcome.statistic, outcome.p), (2.5, f_upper_tail(2.5, 2.0, 8.0)));
    let mixture = Mixture { design_effects: vec![1.5, 1.5], degrees_of_freedom: 8.0 };
    let ratio = RatioTest { statistic: 7.5, mixture };
    let exact = Outcome::of_ratio(TestKind::LikelihoodRatio, &ratio, quadratic_form::TailMethod::Exact);
    assert!((exact.p - f_upper_tail(2.5, 2.0, 8.0)).abs() < 1e-15 && exact.effect.is_none());
}

#[test]
fn a_known_scale_is_the_limit_of_an_estimated_one() {
    let t = |degrees_of_freedom| Reference::StudentT { degrees_of_freedom }.p(1.7);
    assert!((t(1e6) - t(f64::INFINITY)).abs() < 1e-6);
    let f = |denominator| Reference::F { numerator: 3.0, denominator }.p(2.2);
    assert!((f(1e6) - f(f64::INFINITY)).abs() < 1e-6);
    assert!((Reference::ChiSquared { degrees_of_freedom: 3.0 }.p(6.6) - f(f64::INFINITY)).abs() < 1e-15);
}
