//! The delete-a-group jackknife: groups, strata smaller than their number, and what is refused.

use super::*;
use crate::variance::SinglePsu;
use crate::variance::replicates::jkn;
use crate::variance::replicates::of_totals::{close, rows, stratified, totals, variance};

fn strata(sizes: &[u32]) -> Vec<u32> {
    sizes.iter().enumerate().flat_map(|(h, &n)| (0..n).map(move |_| h as u32)).collect()
}

#[test]
fn a_group_for_every_unit_is_the_jackknife() {
    let psus = Psus::new(&[0; 9], 1).unwrap().with_fraction(&[0.3]).unwrap();
    let totals = totals(9);
    let made = delete_a_group(&psus, Grouping::InTurn { groups: 9 }).unwrap();
    close(variance(&made, &totals), variance(&jkn(&psus, SinglePsu::Fail).unwrap(), &totals));
}

#[test]
fn a_stratum_smaller_than_the_number_of_groups_has_its_taylor_variance() {
    let totals = totals(7);
    for n in 2..=7 {
        // A second stratum, taken in full, fills the other groups.
        let stratum = strata(&[n as u32, 30]);
        let fraction = [0.4, 1.0];
        let psus = Psus::new(&stratum, 2).unwrap().with_fraction(&fraction).unwrap();
        let mut all = totals[..n].to_vec();
        all.extend([3.0; 30]);
        let made = delete_a_group(&psus, Grouping::InTurn { groups: 10 }).unwrap();
        close(variance(&made, &all), stratified(&stratum, &fraction, &all));
        assert!(rows(&made).iter().flatten().all(|m| *m >= 0.0));
    }
}

#[test]
fn multipliers_keep_the_number_of_units_of_every_stratum() {
    let stratum = strata(&[3, 5, 8, 23, 40]);
    let psus = Psus::new(&stratum, 5).unwrap();
    for grouping in [Grouping::InTurn { groups: 8 }, Grouping::AtRandom { groups: 8, seed: 5 }] {
        let made = delete_a_group(&psus, grouping).unwrap();
        assert_eq!((made.len(), made.degrees_of_freedom), (8, 7));
        for row in rows(&made) {
            for (h, &n) in psus.sizes().iter().enumerate() {
                let sum: f64 = (0..psus.len()).filter(|&u| stratum[u] as usize == h).map(|u| row[u]).sum();
                close(sum, n as f64);
            }
        }
    }
}

#[test]
fn equal_shares_of_every_stratum_are_the_jackknife_of_the_groups() {
    // Two strata of multiples of four: the totals of four groups are a simple random sample.
    let psus = Psus::new(&strata(&[8, 12]), 2).unwrap();
    let totals = totals(20);
    let made = delete_a_group(&psus, Grouping::InTurn { groups: 4 }).unwrap();
    let groups: Vec<f64> = (0..4).map(|g| (g..20).step_by(4).map(|u| totals[u]).sum()).collect();
    // 8 is a multiple of 4, so the second stratum begins with group 0 again.
    close(variance(&made, &totals), stratified(&[0; 4], &[0.0], &groups));
}

#[test]
fn over_random_groups_the_variance_is_that_of_the_design() {
    let stratum = strata(&[4, 6, 12, 24]);
    let fraction = [0.0, 0.2, 0.1, 0.0];
    let psus = Psus::new(&stratum, 4).unwrap().with_fraction(&fraction).unwrap();
    let totals = totals(46);
    let runs = 4000;
    let found: Vec<f64> = (0..runs)
        .map(|seed| {
            variance(&delete_a_group(&psus, Grouping::AtRandom { groups: 12, seed }).unwrap(), &totals)
        })
        .collect();
    let mean = found.iter().sum::<f64>() / runs as f64;
    let spread = (found.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / runs as f64).sqrt();
    let expected = stratified(&stratum, &fraction, &totals);
    assert!((mean - expected).abs() < 5.0 * spread / (runs as f64).sqrt(), "{mean} is not {expected}");
}

#[test]
fn unusable_groups_are_refused() {
    let psus = Psus::new(&[0, 0, 1, 1], 2).unwrap();
    let refused = |grouping| delete_a_group(&psus, grouping).unwrap_err();
    let fault = |groups, empty, psus| ReplicatesError::Groups { groups, empty, psus };
    assert_eq!(refused(Grouping::InTurn { groups: 1 }), fault(1, vec![], vec![]));
    assert_eq!(refused(Grouping::InTurn { groups: 6 }), fault(6, vec![4, 5], vec![]));
    assert_eq!(refused(Grouping::Given { of: &[0, 1], groups: 2 }), fault(2, vec![], vec![]));
    assert_eq!(refused(Grouping::Given { of: &[0, 1, 2, 1], groups: 2 }), fault(2, vec![], vec![2]));
    let whole = ReplicatesError::StratumInOneGroup { strata: vec![1] };
    assert_eq!(refused(Grouping::Given { of: &[0, 1, 1, 1], groups: 2 }), whole);
    let single = Psus::new(&[0, 1, 1], 2).unwrap();
    let error = delete_a_group(&single, Grouping::InTurn { groups: 2 }).unwrap_err();
    assert_eq!(error, ReplicatesError::SinglePsu { strata: vec![0] });
}
