//! Laws: weight is moved, never made.

use super::*;

#[test]
fn the_weight_of_a_class_stays_in_it() {
    let start = [1.0, 2.0, 3.0, 4.0, 5.0];
    let classes = [0, 0, 0, 1, 1];
    let found = nonresponse_classes(&start, &classes, &[true, false, true, true, false], 2).unwrap();
    assert_eq!(found.factors, [1.5, 0.0, 1.5, 2.25, 0.0]);
    assert_eq!(found.small, [(1, 1)]);
    let class_total: f64 = (0..3).map(|row| start[row] * found.factors[row]).sum();
    assert_eq!(class_total, 6.0);
}

#[test]
fn every_class_without_respondents_is_named() {
    let found = nonresponse_classes(&[1.0; 4], &[0, 1, 2, 2], &[true, false, false, false], 1);
    assert_eq!(found, Err(WeightingError::NoRespondents { classes: vec![1, 2] }));
}
