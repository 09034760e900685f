//! Against R's lm, and laws.

use super::*;
use crate::reference::{close, table};

/// R's coefficients of fitted weights stand still at 1e-13 a fit, which leaves more than that open over all fits.
const SETTLED: f64 = 1e-8;

#[test]
fn curves_agree_with_r() {
    let frozen = table("api/variance_function/expected.csv");
    let (models, fits) = (frozen.text("model"), frozen.text("weights"));
    let (names, values) = (frozen.text("name"), frozen.numbers("value"));
    let data = |what: &str| -> Vec<f64> {
        (0..frozen.rows).filter(|&at| models[at] == "data" && fits[at] == what).map(|at| values[at]).collect()
    };
    let (x, s) = (data("estimate"), data("se"));
    let total: f64 = x.iter().sum();
    let given: Vec<f64> = x.iter().map(|x| x / total).collect();
    let mut compared = 0;
    for at in (0..frozen.rows).filter(|&at| models[at] != "data") {
        let model = match models[at].as_str() {
            "inverse" => VarianceModel::Inverse,
            "inverse_square" => VarianceModel::InverseSquare,
            "log" => VarianceModel::Log,
            "standard_error" => VarianceModel::StandardError,
            _ => VarianceModel::Coefficient,
        };
        let fit = match fits[at].as_str() {
            "equal" => VarianceFit::Equal,
            "given" => VarianceFit::Given(&given),
            "observed" => VarianceFit::Observed,
            _ => VarianceFit::Fitted,
        };
        let found = variance_function(&x, &s, model, fit).unwrap();
        let value = match names[at].as_str() {
            "sigma" => found.sigma,
            "r2" => found.r_squared,
            "at50000" => found.standard_error(5e4).unwrap(),
            "at400000" => found.standard_error(4e5).unwrap(),
            name => {
                let (list, number) = name.split_at(name.len() - 1);
                let list = if list == "b" { &found.coefficients } else { &found.standard_errors };
                list[number.parse::<usize>().unwrap()]
            }
        };
        let what = format!("{} {} {}", models[at], fits[at], names[at]);
        if fit == VarianceFit::Fitted {
            let near = (value - values[at]).abs() <= SETTLED * values[at].abs();
            assert!(near, "{what}: {value} is not {}", values[at]);
        } else {
            close(value, values[at], &what);
        }
        compared += 1;
    }
    assert!(compared > 80, "{compared}");
}

#[test]
fn a_curve_through_its_own_points_is_found_again() {
    let x: [f64; 6] = [1e3, 5e3, 2e4, 7e4, 3e5, 1e6];
    let s = x.map(|x| x * (1e-4 + 40.0 / x).sqrt());
    for fit in [VarianceFit::Equal, VarianceFit::Observed, VarianceFit::Fitted] {
        let found = variance_function(&x, &s, VarianceModel::Inverse, fit).unwrap();
        assert!((found.coefficients[0] / 1e-4 - 1.0).abs() < 1e-9);
        assert!((found.coefficients[1] / 40.0 - 1.0).abs() < 1e-9);
        let read = found.standard_error(1e5).unwrap();
        assert!((read / (1e5 * (1e-4 + 4e-4_f64).sqrt()) - 1.0).abs() < 1e-9);
        assert!(found.covers(1e5) && !found.covers(1e7) && !found.covers(10.0));
    }
    // Another unit of measurement changes the standard errors with it.
    let thousands =
        variance_function(&x.map(|x| x / 1e3), &s.map(|s| s / 1e3), VarianceModel::Log, VarianceFit::Equal);
    let ones = variance_function(&x, &s, VarianceModel::Log, VarianceFit::Equal).unwrap();
    let (a, b) = (thousands.unwrap().standard_error(50.0).unwrap(), ones.standard_error(5e4).unwrap());
    assert!((a * 1e3 / b - 1.0).abs() < 1e-12);
}

#[test]
fn what_cannot_be_fitted_is_named() {
    let run = |x: &[f64], s: &[f64], model, fit| variance_function(x, s, model, fit).unwrap_err();
    let (inverse, equal) = (VarianceModel::Inverse, VarianceFit::Equal);
    assert_eq!(run(&[1.0], &[1.0], inverse, equal), VarianceFunctionError::TooFew { points: 1, needed: 2 });
    assert_eq!(
        run(&[1.0, 2.0], &[1.0], inverse, equal),
        VarianceFunctionError::Length { points: 2, found: 1 }
    );
    assert_eq!(
        run(&[1.0, 0.0], &[1.0, 1.0], inverse, equal),
        VarianceFunctionError::Estimate { point: 1, value: 0.0 }
    );
    assert_eq!(
        run(&[1.0, 2.0], &[1.0, 0.0], VarianceModel::Log, equal),
        VarianceFunctionError::StandardError { point: 1, value: 0.0 }
    );
    assert_eq!(
        run(&[1.0, 2.0], &[1.0, 1.0], VarianceModel::Log, VarianceFit::Fitted),
        VarianceFunctionError::Weighting
    );
    assert_eq!(run(&[2.0, 2.0, 2.0], &[1.0; 3], inverse, equal), VarianceFunctionError::Collinear);
    // A curve that falls below zero gives no standard error there.
    let falling = variance_function(&[1.0, 2.0, 4.0], &[0.9, 1.0, 0.1], inverse, equal).unwrap();
    assert_eq!(falling.standard_error(1e6), None);
    assert_eq!(falling.standard_error(-1.0), None);
}
