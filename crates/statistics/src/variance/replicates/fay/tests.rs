//! Fay's variant of balanced replication.

use super::*;
use crate::variance::replicates::{Replication, brr};

#[test]
fn both_units_of_a_stratum_stay_with_multipliers_that_sum_to_two() {
    let psus = Psus::new(&[0, 0, 1, 1, 2, 2], 3).unwrap();
    let replicates = fay(&psus, 0.3).unwrap();
    assert!((replicates.scale() - 1.0 / (4.0 * 0.49)).abs() < 1e-15);
    let (mut soft, mut hard) = ([0.0; 6], [0.0; 6]);
    for r in 0..replicates.len() {
        replicates.factors(r, &mut soft);
        brr(&psus).unwrap().factors(r, &mut hard);
        for (s, h) in soft.iter().zip(hard) {
            assert!((s - (h * 0.7 + 0.3)).abs() < 1e-15);
        }
    }
}

#[test]
fn a_coefficient_of_one_is_refused() {
    let psus = Psus::new(&[0, 0], 1).unwrap();
    for rho in [1.0, -0.1, f64::NAN] {
        assert!(matches!(fay(&psus, rho), Err(ReplicatesError::Rho { .. })));
    }
}
