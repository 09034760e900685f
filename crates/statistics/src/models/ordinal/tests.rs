//! Against R's svyolr, polished in R; laws of order and of links; what cannot be fitted.

use super::*;
use crate::models::glm::{BinomialLink, Family, GlmInput, glm};
use crate::reference::{RELATIVE, close, design, expected};
use crate::variance::{Design, DesignInput, SinglePsu};

/// Covariances are compared on the scale of correlations: one near zero keeps the digits of its variances.
const CORRELATION: f64 = 1e-9;

struct Case {
    design: Design,
    leaves: Vec<u32>,
    weights: Vec<f64>,
    response: Vec<u32>,
    columns: [Vec<f64>; 2],
}

fn case(name: &str) -> Case {
    let (sample, design, leaves, weights) = design(name);
    let level = |x: &f64| match x {
        x if x.is_nan() => MISSING,
        x if *x <= 10.0 => 0,
        x if *x <= 16.0 => 1,
        x if *x <= 25.0 => 2,
        _ => 3,
    };
    let response = sample.numbers("mobility").iter().map(level).collect();
    Case { design, leaves, weights, response, columns: ["ell", "meals"].map(|name| sample.numbers(name)) }
}

impl Case {
    fn fit(&self, response: &[u32], link: OrdinalLink) -> Result<Ordinal, ModelError> {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let rows = Rows { weights: &self.weights, leaves: &self.leaves, calibration: None };
        let input = OrdinalInput { response, categories: 4, columns: &columns, offset: None, rows };
        let context = Context { design: &self.design, single: SinglePsu::Fail, calibration: None };
        ordinal(&context, &input, link)
    }
}

#[test]
fn ordered_categories_agree_with_r() {
    let mut fits: Vec<(String, Ordinal)> = Vec::new();
    for expected in expected("models/ordinal") {
        let name = format!("{} {}", expected.design, expected.measure);
        if fits.last().is_none_or(|known| known.0 != name) {
            let link = match expected.measure.as_str() {
                "logit" => OrdinalLink::Logit,
                "probit" => OrdinalLink::Probit,
                "loglog" => OrdinalLink::Loglog,
                _ => OrdinalLink::Cauchit,
            };
            let case = case(&expected.design);
            fits.push((name.clone(), case.fit(&case.response, link).unwrap()));
        }
        let fit = &fits.last().unwrap().1;
        let k = fit.parameters.len();
        let what = format!("{name} {} {}", expected.domain, expected.category);
        match expected.domain.as_str() {
            "parameter" => {
                let i: usize = expected.category.parse().unwrap();
                let scale = expected.value.abs().max(expected.se);
                assert!((fit.parameters[i] - expected.value).abs() <= RELATIVE * scale, "{what}");
                close(fit.standard_error(i), expected.se, &what);
                assert_eq!(fit.degrees_of_freedom, expected.df, "{what}");
            }
            "figure" => close(fit.deviance, expected.value, &what),
            kind => {
                let matrix = if kind == "covariance" { &fit.covariance } else { &fit.model_covariance };
                let (i, j) = expected.category.split_once(' ').unwrap();
                let (i, j): (usize, usize) = (i.parse().unwrap(), j.parse().unwrap());
                let scale = (matrix[i * k + i] * matrix[j * k + j]).sqrt();
                assert!((matrix[i * k + j] - expected.value).abs() < CORRELATION * scale, "{what}");
            }
        }
    }
    assert_eq!(fits.len(), 8);
}

#[test]
fn categories_read_from_the_other_end_turn_the_signs() {
    let case = case("clus2");
    let turned: Vec<u32> =
        case.response.iter().map(|&y| if y == MISSING { MISSING } else { 3 - y }).collect();
    let pairs = [
        (OrdinalLink::Logit, OrdinalLink::Logit),
        (OrdinalLink::Cauchit, OrdinalLink::Cauchit),
        (OrdinalLink::Cloglog, OrdinalLink::Loglog),
    ];
    for (link, other) in pairs {
        let (one, back) = (case.fit(&case.response, link).unwrap(), case.fit(&turned, other).unwrap());
        for i in 0..2 {
            assert!((one.parameters[i] + back.parameters[i]).abs() < 1e-9 * one.standard_error(i));
            assert!((one.standard_error(i) / back.standard_error(i) - 1.0).abs() < 1e-9);
        }
        for (a, b) in one.thresholds().iter().zip(back.thresholds().iter().rev()) {
            assert!((a + b).abs() < 1e-9, "{link:?}: {a} and {b}");
        }
    }
}

#[test]
fn without_predictors_probabilities_are_shares() {
    let case = case("strat");
    let context = Context { design: &case.design, single: SinglePsu::Fail, calibration: None };
    let rows = Rows { weights: &case.weights, leaves: &case.leaves, calibration: None };
    let input = OrdinalInput { response: &case.response, categories: 4, columns: &[], offset: None, rows };
    let fit = ordinal(&context, &input, OrdinalLink::Probit).unwrap();
    let mut shares = [0.0; 4];
    for (&y, weight) in case.response.iter().zip(&case.weights).filter(|(y, _)| **y != MISSING) {
        shares[y as usize] += weight / fit.weight;
    }
    for (found, share) in fit.probabilities(0.0).iter().zip(shares) {
        assert!((found - share).abs() < 1e-12);
    }
    assert!(fit.left_out < 5);
}

#[test]
fn one_threshold_says_nearly_the_same_as_all() {
    let case = case("strat");
    let columns: Vec<&[f64]> = case.columns.iter().map(Vec::as_slice).collect();
    let rows = Rows { weights: &case.weights, leaves: &case.leaves, calibration: None };
    let context = Context { design: &case.design, single: SinglePsu::Fail, calibration: None };
    let input =
        OrdinalInput { response: &case.response, categories: 4, columns: &columns, offset: None, rows };
    let fit = ordinal(&context, &input, OrdinalLink::Logit).unwrap();
    let ones = vec![1.0; case.response.len()];
    let above: Vec<f64> = case
        .response
        .iter()
        .map(|&y| if y == MISSING { f64::NAN } else { f64::from(u8::from(y > 1)) })
        .collect();
    let all = [&ones[..], columns[0], columns[1]];
    let binary = GlmInput { response: &above, columns: &all, offset: None, rows };
    let logit = glm(&context, &binary, Family::Binomial(BinomialLink::Logit)).unwrap();
    // The same odds ratio is asked of one threshold; both are estimates of it.
    for i in 0..2 {
        let apart = (fit.parameters[i] - logit.coefficients[i + 1]).abs();
        assert!(apart < 2.0 * logit.standard_error(i + 1));
    }
}

#[test]
fn what_cannot_be_fitted_is_said() {
    let rows = 9;
    let (design, leaves) = Design::new(&DesignInput { rows, ..DesignInput::default() }).unwrap();
    let weights = vec![1.0; rows];
    let fit = |response: &[u32], categories: u32, x: &[f64]| {
        let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
        let input = OrdinalInput { response, categories, columns: &[x], offset: None, rows };
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        ordinal(&context, &input, OrdinalLink::Logit).map(|_| ())
    };
    let x: Vec<f64> = (0..9).map(f64::from).collect();
    let y = [0, 0, 0, 1, 1, 1, 2, 2, 2];
    assert_eq!(fit(&y, 3, &x), Err(ModelError::Separation { column: 0 }));
    assert_eq!(fit(&y, 4, &x), Err(ModelError::Category { category: 3 }));
    assert_eq!(fit(&y, 2, &x), Err(ModelError::Category { category: 2 }));
    assert_eq!(fit(&[9, 0, 0, 1, 1, 1, 2, 2, 2], 3, &x), Err(ModelError::Response { row: 0, value: 9.0 }));
    assert_eq!(fit(&y, 3, &[1.0; 9]), Err(ModelError::Collinear { column: 0 }));
}
