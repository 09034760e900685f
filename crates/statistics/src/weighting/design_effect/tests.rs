//! Against R, and laws.

use super::*;
use crate::reference::{close, table};

#[test]
fn design_effects_agree_with_r() {
    let frozen = table("api/design_effect/expected.csv");
    let sample = table("data/apistrat.csv");
    let (pw, ell) = (sample.numbers("pw"), sample.numbers("ell"));
    let weights: Vec<f64> = pw.iter().zip(&ell).map(|(w, ell)| w * (1.0 + ell / 50.0)).collect();
    for (at, variable) in frozen.text("variable").iter().enumerate() {
        let found = spencer_design_effect(&weights, &sample.numbers(variable)).unwrap();
        close(found.kish, frozen.numbers("kish")[at], variable);
        close(found.correlation, frozen.numbers("correlation")[at], variable);
        close(found.intercept, frozen.numbers("intercept")[at], variable);
        close(found.value, frozen.numbers("spencer")[at], variable);
    }
    assert_eq!(frozen.rows, 3);
}

#[test]
fn equal_weights_have_none_and_size_measures_help() {
    let values = [1.0, 5.0, 2.0, 8.0];
    let equal = spencer_design_effect(&[3.0; 4], &values).unwrap();
    assert!((equal.value - 1.0).abs() < 1e-12 && equal.correlation == 0.0);
    // A variable in proportion to the probabilities has a total without variance.
    let exact = spencer_design_effect(&values.map(|value| 40.0 / value), &values).unwrap();
    assert!(exact.value.abs() < 1e-12, "{exact:?}");
    assert_eq!(spencer_design_effect(&[1.0, 2.0], &[4.0, 4.0]), None);
    assert_eq!(spencer_design_effect(&[1.0, 2.0, 0.0], &[4.0, f64::NAN, 3.0]), None);
    assert_eq!(spencer_design_effect(&[1.0], &[4.0, 4.0]), None);
}
