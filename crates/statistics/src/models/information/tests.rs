//! Against R's AIC and BIC of svyglm, and the gaussian criteria written out in R.

use super::*;
use crate::models::Rows;
use crate::models::glm::{BinomialLink, GammaLink, glm};
use crate::reference::{close, design, expected};
use crate::variance::{Design, SinglePsu};

/// Design, leaves and weights; response, columns and family.
type Case = (Design, Vec<u32>, Vec<f64>, Vec<f64>, [Vec<f64>; 4], Family);

fn fits(name: &str, family: &str) -> Case {
    let (sample, design, leaves, weights) = design(name);
    let (response, family) = match family {
        "logit" => (
            sample.text("sch.wide").iter().map(|v| f64::from(u8::from(v == "Yes"))).collect(),
            Family::Quasibinomial(BinomialLink::Logit),
        ),
        "quasipoisson" => {
            (sample.numbers("api.stu").iter().map(|v| v / 10.0).collect(), Family::Quasipoisson)
        }
        _ => (sample.numbers("api00"), Family::Gaussian),
    };
    let columns =
        [vec![1.0; sample.rows], sample.numbers("ell"), sample.numbers("meals"), sample.numbers("mobility")];
    (design, leaves, weights, response, columns, family)
}

#[test]
fn criteria_agree_with_r() {
    for case in expected("models/information") {
        let (design, leaves, weights, response, columns, family) = fits(&case.design, &case.measure);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let input =
            |count: usize| GlmInput { response: &response, columns: &columns[..count], offset: None, rows };
        let maximal = glm(&context, &input(4), family).unwrap();
        let linear = family == Family::Gaussian;
        let count = if case.category.starts_with("small") && !linear { 2 } else { 4 };
        let left_out: &[usize] =
            if count == 2 || case.category.starts_with("reduced") { &[2, 3] } else { &[] };
        let model = glm(&context, &input(count), family).unwrap();
        let aic = aic(&context, &input(count), &model, &[0]).unwrap();
        let bic = bic(&maximal, left_out).unwrap();
        let found = match case.category.split_once('_').unwrap().1 {
            "effective" => aic.effective,
            "aic" => aic.aic,
            "bic" => bic.bic,
            _ => bic.effective_rows.unwrap(),
        };
        close(found, case.value, &format!("{} {} {}", case.design, case.measure, case.category));
    }
}

#[test]
fn units_of_the_response_do_not_order_models() {
    let (design, leaves, weights, response, columns, family) = fits("clus2", "gaussian");
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let difference = |unit: f64| {
        let response: Vec<f64> = response.iter().map(|y| unit * y).collect();
        let fit = |count: usize| {
            let input = GlmInput { response: &response, columns: &columns[..count], offset: None, rows };
            let model = glm(&context, &input, family).unwrap();
            (aic(&context, &input, &model, &[0]).unwrap(), model)
        };
        let ((small, _), (large, maximal)) = (fit(2), fit(4));
        let bic = |left_out: &[usize]| bic(&maximal, left_out).unwrap().bic;
        (large.aic - small.aic, bic(&[]) - bic(&[2, 3]))
    };
    let (in_points, in_thousands) = (difference(1.0), difference(1e-3));
    assert!((in_points.0 - in_thousands.0).abs() < 1e-6 && (in_points.1 - in_thousands.1).abs() < 1e-6);
}

#[test]
fn a_gamma_model_has_no_criterion() {
    let (design, leaves, weights, response, columns, _) = fits("strat", "gaussian");
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let input = GlmInput { response: &response, columns: &columns, offset: None, rows };
    let model = glm(&context, &input, Family::Gamma(GammaLink::Log)).unwrap();
    assert_eq!(aic(&context, &input, &model, &[0]), Err(ModelError::NoLikelihood));
    assert_eq!(bic(&model, &[1]), Err(ModelError::NoLikelihood));
}
