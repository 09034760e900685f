//! Against R's svyglm, laws of scores and scaling, and what cannot be fitted.

use super::*;
use crate::models::CalibrationRows;
use crate::numerics::{Stream, student_t_quantile};
use crate::reference::{RELATIVE, Sample, close, design, expected};
use crate::variance::{Calibration, CalibrationInput, Design, DesignInput, SinglePsu};

/// Covariances are compared on the scale of correlations: one near zero keeps the digits of its variances.
const CORRELATION: f64 = 1e-9;

fn logit() -> Family {
    Family::Binomial(BinomialLink::Logit)
}

/// Response, columns, offset and family of a case.
type Model = (Vec<f64>, Vec<Vec<f64>>, Option<Vec<f64>>, Family);

fn model(sample: &Sample, name: &str) -> Model {
    let number = |column: &str| sample.numbers(column);
    let wide =
        || sample.text("sch.wide").iter().map(|v| f64::from(u8::from(v == "Yes"))).collect::<Vec<f64>>();
    let divided = |column: &str, by: f64| number(column).iter().map(|v| v / by).collect::<Vec<f64>>();
    let (response, family) = match name {
        "gaussian" | "gaussian_missing" => (number("api00"), Family::Gaussian),
        "logit" => (wide(), logit()),
        "probit" => (wide(), Family::Binomial(BinomialLink::Probit)),
        "cloglog" => (wide(), Family::Binomial(BinomialLink::Cloglog)),
        "quasibinomial" => (divided("full", 100.0), Family::Quasibinomial(BinomialLink::Logit)),
        "poisson" => (number("api.stu"), Family::Poisson),
        "quasipoisson" => (divided("api.stu", 10.0), Family::Quasipoisson),
        "gamma_log" => (number("api.stu"), Family::Gamma(GammaLink::Log)),
        "gamma_inverse" => (number("api00"), Family::Gamma(GammaLink::Inverse)),
        _ => panic!("no model {name}"),
    };
    let mut columns = vec![vec![1.0; sample.rows], number("ell"), number("meals")];
    match name {
        "gaussian" | "logit" | "probit" | "cloglog" => columns.push(number("mobility")),
        "gaussian_missing" => columns.push(number("enroll")),
        _ => {}
    }
    let offset = (name == "poisson").then(|| number("enroll").iter().map(|v| v.ln()).collect());
    (response, columns, offset, family)
}

#[test]
fn every_family_agrees_with_r() {
    let cases = expected("models/glm");
    let mut fits: Vec<(String, Glm)> = Vec::new();
    for case in &cases {
        let name = format!("{} {}", case.design, case.measure);
        if fits.last().is_none_or(|(known, _)| *known != name) {
            let (sample, design, leaves, weights) = design(&case.design);
            let (response, columns, offset, family) = model(&sample, &case.measure);
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
            let input = GlmInput { response: &response, columns: &columns, offset: offset.as_deref(), rows };
            let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
            fits.push((name.clone(), glm(&context, &input, family).unwrap()));
        }
        let fit = &fits.last().unwrap().1;
        let p = fit.coefficients.len();
        let what = format!("{name} {} {}", case.domain, case.category);
        match case.domain.as_str() {
            "coefficient" => {
                let i: usize = case.category.parse().unwrap();
                let half = student_t_quantile(0.975, fit.degrees_of_freedom) * fit.standard_error(i);
                close(fit.coefficients[i], case.value, &what);
                close(fit.standard_error(i), case.se, &what);
                let scale = case.value.abs() + case.se;
                assert!((fit.coefficients[i] - half - case.low).abs() < RELATIVE * scale, "{what}");
                assert!((fit.coefficients[i] + half - case.high).abs() < RELATIVE * scale, "{what}");
                assert_eq!(fit.degrees_of_freedom, case.df, "{what}");
            }
            "figure" => match case.category.as_str() {
                "deviance" => close(fit.deviance, case.value, &what),
                "dispersion" => close(fit.dispersion, case.value, &what),
                _ => assert_eq!(fit.rows as f64, case.value, "{what}"),
            },
            kind => {
                let matrix = if kind == "covariance" { &fit.covariance } else { &fit.model_covariance };
                let (i, j) = case.category.split_once(' ').unwrap();
                let (i, j): (usize, usize) = (i.parse().unwrap(), j.parse().unwrap());
                let scale = (matrix[i * p + i] * matrix[j * p + j]).sqrt();
                assert!((matrix[i * p + j] - case.value).abs() < CORRELATION * scale, "{what}");
            }
        }
    }
    assert_eq!(fits.len(), 20);
}

/// A simulated sample with a cluster effect.
struct Simulated {
    response: Vec<f64>,
    columns: Vec<Vec<f64>>,
    weights: Vec<f64>,
    leaves: Vec<u32>,
    design: Design,
}

fn simulated(rows: usize) -> Simulated {
    let mut stream = Stream::new(11, 3);
    let psu: Vec<u32> = (0..rows).map(|_| stream.below(60) as u32).collect();
    let strata: Vec<u32> = psu.iter().map(|psu| psu % 5).collect();
    let effects: Vec<f64> = (0..60).map(|_| 0.3 * stream.normal()).collect();
    let x: Vec<f64> = (0..rows).map(|_| 2000.0 + stream.normal()).collect();
    let z: Vec<f64> = (0..rows).map(|_| stream.uniform()).collect();
    let response = (0..rows)
        .map(|row| {
            let eta = -0.5 + 0.8 * (x[row] - 2000.0) - z[row] + effects[psu[row] as usize];
            f64::from(u8::from(stream.uniform() < 1.0 / (1.0 + (-eta).exp())))
        })
        .collect();
    let weights = (0..rows).map(|_| 1.0 + stream.uniform()).collect();
    let stages: [&[u32]; 1] = [&psu];
    let input = DesignInput { rows, strata: Some(&strata), stages: &stages, fpc: &[] };
    let (design, leaves) = Design::new(&input).unwrap();
    Simulated { response, columns: vec![vec![1.0; rows], x, z], weights, leaves, design }
}

impl Simulated {
    fn fit(&self, weights: &[f64], threads: usize) -> Glm {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let rows = Rows { weights, leaves: &self.leaves, calibration: None };
        let input = GlmInput { response: &self.response, columns: &columns, offset: None, rows };
        let context = Context { design: &self.design, single: SinglePsu::Fail, calibration: None };
        glm_with_threads(&context, &input, logit(), threads).unwrap()
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    // The larger one begins with a part of its rows.
    for rows in [70_000, 220_000] {
        let sample = simulated(rows);
        let one = sample.fit(&sample.weights, 1);
        for threads in [2, 3, 8] {
            assert_eq!(sample.fit(&sample.weights, threads), one);
        }
    }
}

#[test]
fn where_the_fit_begins_changes_nothing() {
    let sample = simulated(220_000);
    let fit = sample.fit(&sample.weights, 2);
    let columns: Vec<&[f64]> = sample.columns.iter().map(Vec::as_slice).collect();
    let rows = Rows { weights: &sample.weights, leaves: &sample.leaves, calibration: None };
    let input = GlmInput { response: &sample.response, columns: &columns, offset: None, rows };
    for start in [[0.0; 3], [-1600.0, 0.8, -1.0]] {
        let found = glm_coefficients(&input, logit(), Some(&start)).unwrap();
        for i in 0..3 {
            assert!((found[i] - fit.coefficients[i]).abs() < 1e-9 * fit.standard_error(i));
        }
    }
    // The order of rows changes nothing but which part begins.
    let mut order: Vec<usize> = (0..220_000).collect();
    order.sort_by(|&a, &b| sample.response[a].total_cmp(&sample.response[b]));
    let of = |values: &[f64]| -> Vec<f64> { order.iter().map(|&row| values[row]).collect() };
    let sorted: Vec<Vec<f64>> = sample.columns.iter().map(|column| of(column)).collect();
    let sorted: Vec<&[f64]> = sorted.iter().map(Vec::as_slice).collect();
    let (response, weights) = (of(&sample.response), of(&sample.weights));
    let rows = Rows { weights: &weights, leaves: &sample.leaves, calibration: None };
    let input = GlmInput { response: &response, columns: &sorted, offset: None, rows };
    let found = glm_coefficients(&input, logit(), None).unwrap();
    for i in 0..3 {
        assert!((found[i] - fit.coefficients[i]).abs() < 1e-9 * fit.standard_error(i));
    }
}

#[test]
fn the_weighted_scores_sum_to_zero() {
    let sample = simulated(3_000);
    let fit = sample.fit(&sample.weights, 1);
    for column in &sample.columns {
        let (mut sum, mut size) = (0.0, 0.0);
        for row in 0..3_000 {
            let eta: f64 = fit.coefficients.iter().zip(&sample.columns).map(|(b, x)| b * x[row]).sum();
            let term = sample.weights[row] * column[row] * (sample.response[row] - logit().mean(eta));
            sum += term;
            size += term.abs();
        }
        assert!(sum.abs() < 1e-11 * size);
    }
}

#[test]
fn scaling_the_weights_changes_nothing() {
    let sample = simulated(3_000);
    let one = sample.fit(&sample.weights, 1);
    let scaled: Vec<f64> = sample.weights.iter().map(|w| 1e6 * w).collect();
    let other = sample.fit(&scaled, 1);
    for (a, b) in one.covariance.iter().zip(&other.covariance) {
        assert!((a - b).abs() < 1e-10 * a.abs());
    }
    assert!((one.deviance - other.deviance).abs() < 1e-10 * one.deviance);
}

#[test]
fn a_calibration_on_the_scores_own_columns_removes_their_variance() {
    // Gaussian with a perfect linear response: scores vanish. With the response a linear function of the auxiliary pattern plus
    // nothing else, residuals on the patterns are zero.
    let rows = 40;
    let patterns: Vec<u32> = (0..rows as u32).map(|row| row % 2).collect();
    let (design, leaves) = Design::new(&DesignInput { rows, ..DesignInput::default() }).unwrap();
    let (auxiliary, weights) = ([1.0, 0.0, 0.0, 1.0], vec![2.0; rows]);
    let calibration = Calibration::new(&CalibrationInput {
        leaves: &leaves,
        patterns: &patterns,
        auxiliary: &auxiliary,
        auxiliaries: 2,
        base: &weights,
        weights: &weights,
    })
    .unwrap();
    let response: Vec<f64> = patterns.iter().map(|&pattern| f64::from(pattern)).collect();
    let ones = vec![1.0; rows];
    let known = CalibrationRows { patterns: &patterns, base: &weights };
    let fit = |calibration: Option<&Calibration>| {
        let context = Context { design: &design, single: SinglePsu::Fail, calibration };
        let rows =
            Rows { weights: &weights, leaves: &leaves, calibration: calibration.is_some().then_some(known) };
        let input = GlmInput { response: &response, columns: &[&ones], offset: None, rows };
        glm(&context, &input, Family::Gaussian).unwrap()
    };
    assert!(fit(None).standard_error(0) > 0.05);
    assert!(fit(Some(&calibration)).standard_error(0) < 1e-9);
}

/// Fits a logistic model to columns without a design.
fn plain(response: &[f64], columns: &[&[f64]], family: Family) -> Result<Glm, ModelError> {
    let rows = response.len();
    let (design, leaves) = Design::new(&DesignInput { rows, ..DesignInput::default() }).unwrap();
    let weights = vec![1.0; rows];
    let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    glm(&context, &GlmInput { response, columns, offset: None, rows }, family)
}

#[test]
fn a_predictor_that_decides_the_response_is_named() {
    let ones = [1.0; 8];
    let noise = [0.3, -0.2, 0.5, 0.1, -0.4, 0.2, 0.0, 0.6];
    let complete = [0.0, 0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9];
    let y = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    for link in [BinomialLink::Logit, BinomialLink::Probit, BinomialLink::Cloglog] {
        let found = plain(&y, &[&ones, &noise, &complete], Family::Binomial(link));
        assert_eq!(found, Err(ModelError::Separation { column: 2 }), "{link:?}");
    }
    // Quasi-complete: everyone in the second group responds, in the first some do.
    let group = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let y = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0];
    assert_eq!(plain(&y, &[&ones, &group], logit()), Err(ModelError::Separation { column: 1 }));
    // A group without any count has a mean of zero.
    let y = [2.0, 1.0, 3.0, 1.0, 4.0, 0.0, 0.0, 0.0];
    assert_eq!(plain(&y, &[&ones, &group], Family::Poisson), Err(ModelError::Separation { column: 1 }));
    // Nobody responds at all.
    assert_eq!(plain(&[0.0; 8], &[&ones], logit()), Err(ModelError::Separation { column: 0 }));
}

#[test]
fn strong_predictors_are_not_separation() {
    // One response on the wrong side, by little.
    let ones = [1.0; 10];
    let x = [0.0, 1.0, 2.0, 3.0, 4.01, 3.99, 5.0, 6.0, 7.0, 8.0];
    let y = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    for link in [BinomialLink::Logit, BinomialLink::Probit, BinomialLink::Cloglog] {
        assert!(plain(&y, &[&ones, &x], Family::Binomial(link)).is_ok(), "{link:?}");
    }
}

#[test]
fn collinear_columns_are_named() {
    let ones = [1.0; 6];
    let a = [1.0, 2.0, 4.0, 3.0, 0.0, 5.0];
    let b: Vec<f64> = a.iter().map(|a| 3.0 - 0.5 * a).collect();
    let c = [2.0, 0.0, 1.0, 1.0, 5.0, 3.0];
    let y = [0.0, 1.0, 0.0, 1.0, 1.0, 0.0];
    assert_eq!(plain(&y, &[&ones, &a, &c, &b], logit()), Err(ModelError::Collinear { column: 3 }));
    assert_eq!(plain(&y, &[&ones, &a, &[4.0; 6]], logit()), Err(ModelError::Collinear { column: 2 }));
    assert_eq!(plain(&y, &[&[0.0; 6]], logit()), Err(ModelError::Collinear { column: 0 }));
}

#[test]
fn years_and_their_squares_are_not_collinear() {
    let years: Vec<f64> = (0..25).map(|row| f64::from(2000 + row)).collect();
    let squares: Vec<f64> = years.iter().map(|year| year * year).collect();
    let y: Vec<f64> = years.iter().map(|year| 3.0 + (year - 2010.0) * (year - 2010.0)).collect();
    let fit = plain(&y, &[&[1.0; 25], &years, &squares], Family::Gaussian).unwrap();
    assert!((fit.coefficients[2] - 1.0).abs() < 1e-6 && (fit.coefficients[1] + 4020.0).abs() < 1e-3);
}

#[test]
fn wrong_values_are_named_by_row() {
    let ones = [1.0; 3];
    let fit = |y: [f64; 3], x: [f64; 3], family| plain(&y, &[&ones, &x], family).map(|_| ());
    let x = [1.0, 2.0, 4.0];
    assert_eq!(fit([0.0, 2.0, 1.0], x, logit()), Err(ModelError::Response { row: 1, value: 2.0 }));
    assert_eq!(fit([0.0, 2.0, 0.5], x, Family::Poisson), Err(ModelError::Response { row: 2, value: 0.5 }));
    assert_eq!(
        fit([1.0, 0.0, 0.5], x, Family::Gamma(GammaLink::Log)),
        Err(ModelError::Response { row: 1, value: 0.0 })
    );
    let infinite = fit([0.0, 1.0, 1.0], [1.0, f64::INFINITY, 0.0], Family::Poisson);
    assert_eq!(infinite, Err(ModelError::Infinite { column: Some(1), row: 1 }));
    assert_eq!(fit([f64::NAN; 3], x, logit()), Err(ModelError::NoRows));
    assert_eq!(plain(&[1.0], &[], logit()), Err(ModelError::Empty));
    assert_eq!(plain(&[1.0, 0.0], &[&[1.0; 3]], logit()), Err(ModelError::Length { rows: 2, found: 3 }));
}
