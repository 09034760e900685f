//! Against R's glm, and laws.

use super::*;
use crate::reference::{design, table};

#[test]
fn propensities_agree_with_r() {
    let frozen = table("api/propensity/expected.csv");
    let (sample, _, _, weights) = design("strat");
    let (meals, types) = (sample.numbers("meals"), sample.text("stype"));
    let predictors: Vec<f64> = (0..sample.rows)
        .flat_map(|row| {
            let is = |label: &str| f64::from(u8::from(types[row] == label));
            [1.0, meals[row], is("H"), is("M")]
        })
        .collect();
    let responded: Vec<bool> = sample.text("awards").iter().map(|value| value == "Yes").collect();
    let found = propensities(&weights, &predictors, 4, &responded).unwrap();
    for (row, expected) in frozen.numbers("propensity").into_iter().enumerate() {
        let propensity = found.propensities[row];
        // R stops when the deviance changes by less than the 1e-14 asked of it.
        assert!((propensity - expected).abs() < 1e-9, "row {row}: {propensity} is not {expected}");
    }
}

#[test]
fn a_predictor_that_decides_the_response_is_an_error() {
    let predictors = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let found = propensities(&[1.0; 4], &predictors, 2, &[false, false, true, true]);
    assert_eq!(found, Err(WeightingError::Separation));
}

#[test]
fn classes_have_nearly_equal_weight_and_keep_ties_together() {
    let propensities = [0.1, 0.9, 0.5, 0.5, 0.3, 0.7];
    assert_eq!(propensity_classes(&[1.0; 6], &propensities, 3), [0, 2, 1, 1, 0, 2]);
}
