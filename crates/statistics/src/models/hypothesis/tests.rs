//! Against R's regTermTest and a score test written out in R; tails of mixtures by hand.

use super::*;
use crate::estimation::Context;
use crate::models::Rows;
use crate::models::glm::{BinomialLink, Family, GammaLink, GlmInput, glm};
use crate::numerics::chi_squared_upper_tail;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;

/// R's root finder stops the saddlepoint at 1e-8 of its range, which is that of 1 / (2 λ) and may be long.
const SADDLEPOINT: f64 = 1e-6;
/// Tails of a quantity with 1e-10 relative agreement far out, where the tail changes a hundred times faster.
const TAIL: f64 = 1e-8;
/// Far out the saddlepoint exceeds the tail by the error of Stirling's formula for the gamma shape of the largest weight, half its
/// degrees of freedom: Γ(s) / (√2π s^(s − 1/2) e^−s) at s = 1 and s = 3/2, from R.
const STIRLING_ONE: f64 = 1.084438;
const STIRLING_THREE_HALVES: f64 = 1.056344;

#[test]
fn tests_agree_with_r() {
    let mut fits: Vec<(String, Glm, Glm, ScoreTest)> = Vec::new();
    for case in expected("models/tests") {
        let name = format!("{} {}", case.design, case.measure);
        if fits.last().is_none_or(|known| known.0 != name) {
            let (sample, design, leaves, weights) = design(&case.design);
            let (response, family): (Vec<f64>, Family) = match case.measure.as_str() {
                "gaussian" => (sample.numbers("api00"), Family::Gaussian),
                "logit" => (
                    sample.text("sch.wide").iter().map(|v| f64::from(u8::from(v == "Yes"))).collect(),
                    Family::Binomial(BinomialLink::Logit),
                ),
                "quasipoisson" => {
                    (sample.numbers("api.stu").iter().map(|v| v / 10.0).collect(), Family::Quasipoisson)
                }
                _ => (sample.numbers("api.stu"), Family::Gamma(GammaLink::Log)),
            };
            let ones = vec![1.0; sample.rows];
            let [ell, meals, mobility] = ["ell", "meals", "mobility"].map(|name| sample.numbers(name));
            let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
            let columns: [&[f64]; 4] = [&ones, &ell, &meals, &mobility];
            let input = |count: usize| GlmInput {
                response: &response,
                columns: &columns[..count],
                offset: None,
                rows,
            };
            let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
            let full = glm(&context, &input(4), family).unwrap();
            let reduced = glm(&context, &input(2), family).unwrap();
            let score = score(&context, &input(4), &reduced).unwrap();
            fits.push((name.clone(), full, reduced, score));
        }
        let (_, full, reduced, score) = fits.last().unwrap();
        let terms = [2, 3];
        let what = format!("{name} {}", case.category);
        let df = full.degrees_of_freedom;
        let wald = wald(&full.coefficients, &full.covariance, &terms, None, df).unwrap();
        let working = working_wald(full, &terms).unwrap();
        let ratio = likelihood_ratio(full, reduced, &terms).unwrap();
        let known = Mixture { degrees_of_freedom: f64::INFINITY, ..ratio.mixture.clone() };
        let within = |found: f64, tolerance: f64| {
            assert!(
                (found - case.value).abs() <= tolerance * case.value,
                "{what}: {found} is not {}",
                case.value
            );
        };
        match case.category.as_str() {
            "wald_F" => close(wald.f.statistic, case.value, &what),
            "wald_ddf" => close(wald.f.denominator, case.value, &what),
            "wald_p" => within(wald.f.p, TAIL),
            "wald_chisq" => close(wald.chi_squared.statistic, case.value, &what),
            "wald_chisq_p" => within(wald.chi_squared.p, TAIL),
            "wald_null_F" => {
                let null = [-0.01, 0.02];
                let test =
                    super::wald(&full.coefficients, &full.covariance, &terms, Some(&null), df).unwrap();
                close(test.f.statistic, case.value, &what);
            }
            "working_wald" => close(working.statistic, case.value, &what),
            "working_wald_p" => within(working.mixture.saddlepoint(working.statistic), SADDLEPOINT),
            "lambda_0" => close(ratio.mixture.design_effects[0], case.value, &what),
            "lambda_1" => close(ratio.mixture.design_effects[1], case.value, &what),
            "lrt" => close(ratio.statistic, case.value, &what),
            "lrt_satterthwaite_F" => within(ratio.mixture.satterthwaite(ratio.statistic), TAIL),
            "lrt_saddlepoint_F" => within(ratio.mixture.saddlepoint(ratio.statistic), SADDLEPOINT),
            "lrt_satterthwaite" => within(known.satterthwaite(ratio.statistic), TAIL),
            "lrt_saddlepoint" => within(known.saddlepoint(ratio.statistic), SADDLEPOINT),
            "score_chisq" => close(score.design.chi_squared.statistic, case.value, &what),
            "score_F_p" => within(score.design.f.p, TAIL),
            "score_working" => close(score.working.statistic, case.value, &what),
            "score_lambda_0" => close(score.working.mixture.design_effects[0], case.value, &what),
            "score_lambda_1" => close(score.working.mixture.design_effects[1], case.value, &what),
            other => panic!("no figure {other}"),
        }
    }
    assert_eq!(fits.len(), 8);
}

#[test]
fn a_mixture_of_equal_weights_is_chi_squared() {
    for degrees_of_freedom in [f64::INFINITY, 25.0] {
        let mixture = Mixture { design_effects: vec![2.0; 3], degrees_of_freedom };
        for x in [1.0, 10.0, 60.0] {
            let exact = crate::numerics::f_upper_tail(x / 6.0, 3.0, degrees_of_freedom);
            assert!((mixture.satterthwaite(x) - exact).abs() < 1e-12);
            let ratio = mixture.saddlepoint(x) / exact;
            assert!((0.999..STIRLING_THREE_HALVES).contains(&ratio), "{x} {degrees_of_freedom}: {ratio}");
        }
    }
    let mixture = Mixture { design_effects: vec![1.0, 3.0], degrees_of_freedom: 9.0 };
    assert!((mixture.first_order(8.0) - chi_squared_upper_tail(4.0, 2.0)).abs() < 1e-15);
}

#[test]
fn a_pair_of_weights_has_an_exact_tail() {
    // a χ²₂ + b χ²₂ is a sum of two exponential variables: P(> x) = (a exp(−x/2a) − b exp(−x/2b)) / (a − b).
    let (a, b): (f64, f64) = (3.0, 0.5);
    let mixture = Mixture { design_effects: vec![b, b, a, a], degrees_of_freedom: f64::INFINITY };
    for x in [15.0, 40.0, 120.0] {
        let exact = (a * (-x / (2.0 * a)).exp() - b * (-x / (2.0 * b)).exp()) / (a - b);
        let ratio = mixture.saddlepoint(x) / exact;
        assert!((0.999..STIRLING_ONE).contains(&ratio), "{x}: {ratio}");
        assert!((mixture.exact(x) / exact - 1.0).abs() < TAIL, "{x}");
    }
}

#[test]
fn wrong_terms_are_named() {
    let v = [1.0, 0.0, 0.0, 1.0];
    let test =
        |terms: &[usize], df| wald(&[1.0, 2.0], &v, terms, None, df).map(|test| test.chi_squared.statistic);
    assert_eq!(test(&[0, 1], 5.0), Ok(5.0));
    assert_eq!(test(&[0, 0], 5.0), Err(ModelError::Singular { position: 1 }));
    assert_eq!(test(&[2], 5.0), Err(ModelError::Coefficient { coefficient: 2, coefficients: 2 }));
    assert_eq!(test(&[], 5.0), Err(ModelError::Empty));
    assert_eq!(test(&[1], 0.0), Err(ModelError::DegreesOfFreedom { degrees_of_freedom: 0.0 }));
}
