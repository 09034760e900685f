//! Against R, and laws.

use super::*;
use crate::reference::{design, table};
use crate::weighting::poststratify::poststratify;
use crate::weighting::rake::Margin;

/// R's calibrate iterates to the 1e-12 asked of it in the case.
const ITERATED: f64 = 1e-8;

fn auxiliary(sample: &crate::reference::Sample) -> Vec<f64> {
    let types = sample.text("stype");
    let api99 = sample.numbers("api99");
    (0..sample.rows)
        .flat_map(|row| {
            let is = |label: &str| f64::from(u8::from(types[row] == label));
            [1.0, is("H"), is("M"), api99[row]]
        })
        .collect()
}

pub(super) const TOTALS: [f64; 4] = [6194.0, 755.0, 1018.0, 3914069.0];

#[test]
fn weights_agree_with_r_for_every_distance() {
    let frozen = table("api/calibration/expected.csv");
    let (sample, _, _, base) = design("clus1");
    let values = auxiliary(&sample);
    let distances = [
        ("linear", Distance::Linear),
        ("raking", Distance::Raking),
        ("logit", Distance::Logit { lower: 0.5, upper: 2.0 }),
    ];
    for (name, distance) in distances {
        let params = CalibrationParams { distance, tolerance: 1e-12, max_iterations: 100 };
        let found = calibrate(&base, &Auxiliary { values: &values, totals: &TOTALS }, &params).unwrap();
        for (row, expected) in frozen.numbers(name).into_iter().enumerate() {
            let weight = base[row] * found.factors[row];
            assert!(
                (weight - expected).abs() <= ITERATED * expected,
                "{name} row {row}: {weight} is not {expected}"
            );
        }
    }
}

#[test]
fn one_margin_is_post_stratification_for_every_distance() {
    let (sample, _, _, base) = design("clus1");
    let codes = sample.codes("stype");
    let totals = [4421.0, 755.0, 1018.0];
    let expected = poststratify(&base, &Margin { codes: &codes, totals: &totals }).unwrap();
    let values: Vec<f64> =
        codes.iter().flat_map(|&code| (0..3).map(move |at| f64::from(u8::from(at == code)))).collect();
    for distance in [Distance::Linear, Distance::Raking, Distance::Logit { lower: 0.2, upper: 3.0 }] {
        let params = CalibrationParams { distance, tolerance: 1e-13, max_iterations: 100 };
        let found = calibrate(&base, &Auxiliary { values: &values, totals: &totals }, &params).unwrap();
        for (a, b) in found.factors.iter().zip(&expected) {
            assert!((a - b).abs() < 1e-10);
        }
    }
}

#[test]
fn bounds_hold_and_what_they_make_impossible_is_named() {
    let (sample, _, _, base) = design("clus1");
    let values = auxiliary(&sample);
    let run = |lower, upper| {
        let params = CalibrationParams {
            distance: Distance::Logit { lower, upper },
            tolerance: 1e-10,
            max_iterations: 200,
        };
        calibrate(&base, &Auxiliary { values: &values, totals: &TOTALS }, &params)
    };
    let found = run(0.5, 2.0).unwrap();
    assert!(found.factors.iter().all(|factor| (0.5..=2.0).contains(factor)));
    assert!(matches!(run(0.99, 1.01), Err(WeightingError::Infeasible { .. })));
    assert_eq!(run(1.2, 3.0), Err(WeightingError::Bounds { lower: 1.2, upper: 3.0 }));
}
