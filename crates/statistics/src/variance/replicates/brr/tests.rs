//! Balanced repeated replication: balance, pairs, and what it refuses.

use super::*;
use crate::variance::replicates::Replication;

/// Largest order checked in full; the constructions do not change above it.
const CHECKED: usize = 130;

#[test]
fn matrices_are_hadamard_and_normalised() {
    for strata in 0..CHECKED {
        let h = Hadamard::above(strata);
        let n = h.order();
        assert!(n > strata);
        assert!((0..n).all(|i| h.entry(i, 0) == 1 && h.entry(0, i) == 1), "order {n}");
        for a in 0..n {
            for b in 0..a {
                let dot: i32 = (0..n).map(|i| i32::from(h.entry(i, a) * h.entry(i, b))).sum();
                assert_eq!(dot, 0, "columns {a} and {b} of order {n}");
            }
        }
    }
}

#[test]
fn orders_are_the_smallest_that_the_constructions_reach() {
    let order = |strata| Hadamard::above(strata).order();
    assert_eq!([1, 2, 3, 4, 7, 8].map(order), [2, 4, 4, 8, 8, 12]);
    // 28 = 2(13 + 1), 36 = 2(17 + 1) and 44 = 43 + 1; 52 needs the field of 25 elements, so 56 = 2 x 28 comes next.
    assert_eq!([24, 33, 40, 48].map(order), [28, 36, 44, 56]);
    // 92 is reached by none of the constructions; 96 is twice 48.
    assert_eq!(order(88), 96);
    // 1003 = 17 x 59 and 501 = 3 x 167 are composite; 1008 is twice 503 + 1.
    assert_eq!(order(1000), 1008);
}

#[test]
fn no_stratum_rides_on_the_constant_column() {
    for strata in 1..40 {
        let psus = Psus::new(&(0..2 * strata).map(|i| i as u32 / 2).collect::<Vec<_>>(), strata).unwrap();
        let replicates = brr(&psus).unwrap();
        let mut factors = vec![0.0; psus.len()];
        let mut kept = vec![0; psus.len()];
        for r in 0..replicates.len() {
            replicates.factors(r, &mut factors);
            for (count, &factor) in kept.iter_mut().zip(&factors) {
                assert!(factor == 0.0 || factor == 2.0);
                *count += u32::from(factor == 2.0);
            }
        }
        let half = replicates.len() as u32 / 2;
        assert!(kept.iter().all(|&k| k == half), "{strata} strata: each unit is in half the replicates");
    }
}

#[test]
fn all_strata_without_a_pair_are_named() {
    let psus = Psus::new(&[0, 1, 1, 2, 2, 2], 4).unwrap();
    assert_eq!(brr(&psus).unwrap_err(), ReplicatesError::NotPaired { strata: vec![(0, 1), (2, 3)] });
}

#[test]
fn fractions_are_not_used_and_that_is_said() {
    let psus = Psus::new(&[0, 0], 1).unwrap().with_fraction(&[0.5]).unwrap();
    let replicates = brr(&psus).unwrap();
    assert_eq!(replicates.warnings(), [ReplicateWarning::FractionNotUsed]);
    assert_eq!(replicates.degrees_of_freedom(), 1);
}
