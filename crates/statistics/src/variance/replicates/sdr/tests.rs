//! Successive difference replication: the estimator that it makes, and what its chains look like.

use super::*;
use crate::variance::replicates::brr;
use crate::variance::replicates::of_totals::{close, rows, totals, variance};

const STRATA: [u32; 16] = [0, 1, 1, 2, 2, 2, 1, 2, 0, 2, 2, 1, 2, 2, 1, 2];

fn design() -> Psus {
    Psus::new(&STRATA, 3).unwrap().with_fraction(&[0.2, 0.0, 0.5]).unwrap()
}

fn order() -> Vec<f64> {
    (0..16).map(|psu| f64::from(psu * 7 % 16)).collect()
}

/// SD2 by its definition.
fn successive(psus: &Psus, order: &[f64], totals: &[f64]) -> f64 {
    let mut v = 0.0;
    for h in 0..psus.sizes().len() {
        let mut units: Vec<usize> = (0..psus.len()).filter(|&u| psus.stratum()[u] as usize == h).collect();
        units.sort_by(|&a, &b| order[a].total_cmp(&order[b]));
        let before = |place: usize| units[(place + units.len() - 1) % units.len()];
        let squares: f64 =
            (0..units.len()).map(|place| (totals[units[place]] - totals[before(place)]).powi(2)).sum();
        v += psus.correction(h) / 2.0 * squares;
    }
    v
}

#[test]
fn with_a_column_for_every_joint_it_is_the_successive_difference_estimator() {
    let (psus, order, totals) = (design(), order(), totals(16));
    for wanted in [17, 20, 60] {
        let params = SdrParams { replicates: wanted, order: Some(&order) };
        let replicates = sdr(&psus, &params).unwrap();
        assert!(replicates.len() >= wanted && replicates.warnings().is_empty());
        close(replicates.scale(), 4.0 / replicates.len() as f64);
        close(variance(&replicates, &totals), successive(&psus, &order, &totals));
    }
}

#[test]
fn pairs_have_the_variance_of_balanced_half_samples() {
    let psus = Psus::new(&(0..20).map(|u| u / 2).collect::<Vec<u32>>(), 10).unwrap();
    let totals = totals(20);
    let replicates = sdr(&psus, &SdrParams { replicates: 21, order: None }).unwrap();
    close(variance(&replicates, &totals), variance(&brr(&psus).unwrap(), &totals));
}

#[test]
fn joints_that_share_a_column_are_added_before_they_are_squared() {
    let psus = Psus::new(&[0; 40], 1).unwrap();
    let totals = totals(40);
    for wanted in [2, 8, 12, 24] {
        let made = sdr(&psus, &SdrParams { replicates: wanted, order: None }).unwrap();
        assert_eq!(made.warnings(), [ReplicateWarning::DifferencesShared { replicates: 41 }]);
        let Rule::Successive(links) = &made.rule else { panic!("another rule") };
        let mut columns = vec![0.0; made.len()];
        for psu in 0..40 {
            let (last, next) = ((psu + 39) % 40, (psu + 1) % 40);
            let [before, after] = links.columns[psu];
            assert!(before != after && before != 0, "neighbouring joints never share");
            assert_eq!(after, links.columns[next][0], "a joint belongs to both of its units");
            columns[before as usize] += totals[psu] - totals[last];
        }
        close(variance(&made, &totals), columns.iter().map(|sum| sum * sum).sum::<f64>() / 2.0);
    }
}

#[test]
fn a_later_round_pairs_other_columns() {
    let psus = Psus::new(&[0; 44], 1).unwrap();
    let made = sdr(&psus, &SdrParams { replicates: 12, order: None }).unwrap();
    let Rule::Successive(links) = &made.rule else { panic!("another rule") };
    let mut pairs: Vec<[u32; 2]> = links.columns.iter().map(|&[a, b]| [a.min(b), a.max(b)]).collect();
    pairs.sort_unstable();
    pairs.dedup();
    assert!(pairs.len() >= 42, "{} of 44 are different", pairs.len());
}

#[test]
fn the_expectation_is_kept_when_columns_are_shared() {
    // Independent totals with variance 1: SD2 of 30 units has the expectation 30.
    let psus = Psus::new(&[0; 30], 1).unwrap();
    let made = sdr(&psus, &SdrParams { replicates: 12, order: None }).unwrap();
    let mut stream = crate::numerics::Stream::new(4, 1);
    let runs = 4000;
    let sum: f64 =
        (0..runs).map(|_| variance(&made, &(0..30).map(|_| stream.normal()).collect::<Vec<_>>())).sum();
    // Five standard errors: each has a coefficient of variation near √(2/11).
    assert!((sum / f64::from(runs) / 30.0 - 1.0).abs() < 5.0 * (2.0f64 / 11.0 / f64::from(runs)).sqrt());
}

#[test]
fn multipliers_are_never_negative_and_average_one() {
    let made = sdr(&design(), &SdrParams { replicates: 20, order: None }).unwrap();
    let rows = rows(&made);
    assert!(rows.iter().flatten().all(|m| *m > 0.29));
    for psu in 0..16 {
        close(rows.iter().map(|row| row[psu]).sum::<f64>() / rows.len() as f64, 1.0);
    }
    assert!(rows[0].iter().all(|m| *m == 1.0));
}

#[test]
fn strata_taken_in_full_do_not_vary_and_need_no_column() {
    let psus = Psus::new(&[0, 1, 1, 1], 2).unwrap().with_fraction(&[1.0, 0.0]).unwrap();
    let made = sdr(&psus, &SdrParams { replicates: 4, order: None }).unwrap();
    assert!(made.warnings().is_empty());
    assert!(rows(&made).iter().all(|row| row[0] == 1.0));
}

#[test]
fn what_cannot_be_done_is_refused() {
    let psus = Psus::new(&[0, 0, 1], 2).unwrap();
    let refused = |psus: &Psus, replicates, order: Option<&[f64]>| {
        sdr(psus, &SdrParams { replicates, order }).unwrap_err()
    };
    assert_eq!(refused(&psus, 8, None), ReplicatesError::SinglePsu { strata: vec![1] });
    let psus = Psus::new(&[0, 0, 0], 1).unwrap();
    assert_eq!(refused(&psus, 1, None), ReplicatesError::TooFew { replicates: 1 });
    assert_eq!(refused(&psus, 8, Some(&[1.0, 2.0])), ReplicatesError::Order { psus: vec![] });
    let lost = [1.0, f64::NAN, f64::INFINITY];
    assert_eq!(refused(&psus, 8, Some(&lost)), ReplicatesError::Order { psus: vec![1, 2] });
    let census = psus.with_fraction(&[1.0]).unwrap();
    assert_eq!(refused(&census, 8, None), ReplicatesError::Census);
}
