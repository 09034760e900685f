//! The jackknife of pairs.

use super::*;
use crate::variance::replicates::of_totals::{close, rows, stratified, totals, variance};

#[test]
fn the_variance_of_a_total_is_taylors_whichever_unit_is_left_out() {
    let stratum: Vec<u32> = (0..12).map(|unit| unit % 6).collect();
    let fraction = [0.0, 0.5, 0.1, 0.2, 0.3, 1.0];
    let psus = Psus::new(&stratum, 6).unwrap().with_fraction(&fraction).unwrap();
    let totals = totals(12);
    let mut choices = Vec::new();
    for dropped in [Dropped::First, Dropped::AtRandom(1), Dropped::AtRandom(2)] {
        let made = jk2(&psus, dropped, Triples::Refuse).unwrap();
        assert_eq!((made.len(), made.scale(), made.degrees_of_freedom), (5, 1.0, 5));
        close(variance(&made, &totals), stratified(&stratum, &fraction, &totals));
        choices.push(rows(&made));
    }
    assert!(choices[0].iter().enumerate().all(|(h, row)| row[h] == 0.0 && row[h + 6] == 2.0));
    assert_ne!(choices[1], choices[2]);
}

#[test]
fn a_triple_has_two_replicates_without_different_units() {
    let psus = Psus::new(&[0, 0, 1, 1, 1], 2).unwrap();
    let made = jk2(&psus, Dropped::First, Triples::TwoReplicates).unwrap();
    let expected = [[0.0, 2.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 1.5, 1.5], [1.0, 1.0, 1.5, 0.0, 1.5]];
    assert_eq!(rows(&made), expected);
    // Every choice of two of three: on average the Taylor variance exactly.
    let triple = Psus::new(&[0, 0, 0], 1).unwrap();
    let totals = totals(3);
    let of =
        |seed| variance(&jk2(&triple, Dropped::AtRandom(seed), Triples::TwoReplicates).unwrap(), &totals);
    let mut found: Vec<f64> = (0..40).map(of).collect();
    found.sort_by(f64::total_cmp);
    found.dedup();
    assert_eq!(found.len(), 3);
    close(found.iter().sum::<f64>() / 3.0, stratified(&[0, 0, 0], &[0.0], &totals));
}

#[test]
fn strata_of_another_size_are_all_named() {
    let psus = Psus::new(&[0, 1, 1, 1, 2, 2, 3, 3, 3, 3], 5).unwrap();
    let refused = |triples| jk2(&psus, Dropped::First, triples).unwrap_err();
    let odd = |strata| ReplicatesError::NotPairedOrTriple { strata };
    assert_eq!(refused(Triples::Refuse), odd(vec![(0, 1), (1, 3), (3, 4)]));
    assert_eq!(refused(Triples::TwoReplicates), odd(vec![(0, 1), (3, 4)]));
    let census = Psus::new(&[0, 0], 1).unwrap().with_fraction(&[1.0]).unwrap();
    assert_eq!(jk2(&census, Dropped::First, Triples::Refuse).unwrap_err(), ReplicatesError::Census);
}
