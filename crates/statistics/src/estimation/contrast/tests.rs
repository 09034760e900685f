//! Contrasts and differences against R and against plain arithmetic.

use super::*;

/// R: qt(0.975, 10).
const T10: f64 = 2.228_138_851_986_274;

#[test]
fn a_difference_counts_the_covariance_twice() {
    let c = difference([5.0, 3.0], [4.0, 1.0], 0.5, 10.0, 0.95).unwrap();
    assert_eq!((c.estimate, c.variance, c.standard_error), (2.0, 4.0, 2.0));
    assert!((c.interval[1] - (2.0 + 2.0 * T10)).abs() < 1e-9);
    assert!((c.interval[0] - (2.0 - 2.0 * T10)).abs() < 1e-9);
    // R: 2 * pt(-1, 10).
    assert!((c.p - 0.340_893_132_302_060_1).abs() < 1e-9);
}

#[test]
fn estimates_with_coefficient_zero_may_be_undefined() {
    let covariance = |a: usize, b: usize| if a == 1 || b == 1 { f64::NAN } else { 1.0 };
    let c = contrast(&[1.0, f64::NAN, 2.0], &[1.0, 0.0, 1.0], covariance, 5.0, 0.95).unwrap();
    assert_eq!((c.estimate, c.variance), (3.0, 4.0));
    let error = contrast(&[1.0, f64::NAN], &[1.0, 1.0], covariance, 5.0, 0.95).unwrap_err();
    assert_eq!(error, ContrastError::Undefined { estimate: 1 });
}

#[test]
fn an_estimate_less_itself_is_certain_and_has_no_t() {
    let c = difference([5.0, 5.0], [4.0, 4.0], 4.0, 3.0, 0.9).unwrap();
    assert_eq!((c.estimate, c.variance, c.interval), (0.0, 0.0, [0.0, 0.0]));
    assert!(c.t.is_nan() && c.p.is_nan());
}

#[test]
fn wrong_input_is_named() {
    let zero = |_: usize, _: usize| 0.0;
    let short = contrast(&[1.0, 2.0], &[1.0], zero, 5.0, 0.95).unwrap_err();
    assert_eq!(short, ContrastError::Coefficients { estimates: 2, coefficients: 1 });
    let level = contrast(&[1.0], &[1.0], zero, 5.0, 95.0).unwrap_err();
    assert_eq!(level, ContrastError::Level { level: 95.0 });
    let df = contrast(&[1.0], &[1.0], zero, 0.0, 0.95).unwrap_err();
    assert_eq!(df, ContrastError::DegreesOfFreedom { degrees_of_freedom: 0.0 });
}
