//! Probabilities multiply.

use super::*;

#[test]
fn sizes_and_a_fixed_take_give_equal_probabilities() {
    let members = [40.0, 100.0, 60.0, 50.0];
    let total: f64 = members.iter().sum();
    for size in members {
        let found = overall(&[2.0 * size / total, 10.0 / size]).unwrap();
        assert!((found - 20.0 / total).abs() < 1e-15);
    }
}

#[test]
fn a_unit_that_cannot_be_drawn_has_no_weight() {
    assert_eq!(overall(&[0.5, 0.0]), Err(SamplingError::Probability { at: 1, value: 0.0 }));
    assert!(overall(&[f64::NAN]).is_err());
    assert_eq!(overall(&[]), Ok(1.0));
}
