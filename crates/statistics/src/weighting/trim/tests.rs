//! Laws: bounds and margins hold together, or the margin at fault is named.

use super::*;

fn sample() -> (Vec<f64>, Vec<u32>, Vec<u32>) {
    let weights: Vec<f64> =
        (0..200).map(|row| if row % 40 == 0 { 30.0 } else { 1.0 + f64::from(row % 7) * 0.3 }).collect();
    ((weights), (0..200).map(|row| row % 3).collect(), (0..200).map(|row| (row / 3) % 4).collect())
}

#[test]
fn bounds_and_margins_hold_together() {
    let (weights, a, b) = sample();
    let totals =
        |codes: &[u32], k: usize| -> Vec<f64> { Margin { codes, totals: &vec![0.0; k] }.sums(&weights) };
    let (ta, tb) = (totals(&a, 3), totals(&b, 4));
    let margins = [Margin { codes: &a, totals: &ta }, Margin { codes: &b, totals: &tb }];
    let params = TrimParams { lower: 0.3, upper: 3.0, ..TrimParams::default() };
    let found = trim(&weights, &margins, &params).unwrap();
    let mean = weights.iter().sum::<f64>() / 200.0;
    let trimmed: Vec<f64> = weights.iter().zip(&found.factors).map(|(w, g)| w * g).collect();
    assert_eq!(found.trimmed, 5);
    assert!(trimmed.iter().all(|w| (0.3 * mean * (1.0 - 1e-12)..=3.0 * mean * (1.0 + 1e-12)).contains(w)));
    assert!(largest_deviation(&trimmed, &margins).2 <= 1e-8);
}

#[test]
fn weights_within_bounds_are_left_alone() {
    let (weights, a, _) = sample();
    let totals = Margin { codes: &a, totals: &[0.0; 3] }.sums(&weights);
    let found = trim(&weights, &[Margin { codes: &a, totals: &totals }], &TrimParams::default()).unwrap();
    assert!(found.factors.iter().all(|factor| *factor == 1.0) && found.trimmed == 0);
}

#[test]
fn impossible_bounds_are_an_error() {
    // Category 1 has one row of 20: it cannot carry half of the population with at most twice the mean.
    let weights = vec![1.0; 20];
    let codes: Vec<u32> = (0..20).map(|row| u32::from(row == 0)).collect();
    let margin = Margin { codes: &codes, totals: &[10.0, 10.0] };
    let params = TrimParams { upper: 2.0, max_iterations: 100, ..TrimParams::default() };
    assert!(matches!(trim(&weights, &[margin], &params), Err(WeightingError::NotConverged { .. })));
    let bad = TrimParams { lower: 1.5, ..TrimParams::default() };
    assert!(matches!(trim(&weights, &[], &bad), Err(WeightingError::Bounds { .. })));
}
