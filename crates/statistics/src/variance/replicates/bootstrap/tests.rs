//! The Rao-Wu bootstrap: its moments, its streams, and what it refuses.

use super::*;
use crate::variance::replicates::Replication;

fn design() -> Psus {
    Psus::new(&[0, 0, 1, 1, 1, 1, 1], 2).unwrap()
}

fn matrix(replicates: &Replicates, psus: usize) -> Vec<Vec<f64>> {
    (0..replicates.len())
        .map(|r| {
            let mut row = vec![f64::NAN; psus];
            replicates.factors(r, &mut row);
            row
        })
        .collect()
}

#[test]
fn multipliers_sum_to_the_units_of_each_stratum() {
    let replicates = bootstrap(&design().with_fraction(&[0.3, 0.1]).unwrap(), 500, 9).unwrap();
    for row in matrix(&replicates, 7) {
        assert!(row.iter().all(|&m| m >= 0.0));
        assert!((row[..2].iter().sum::<f64>() - 2.0).abs() < 1e-12);
        assert!((row[2..].iter().sum::<f64>() - 5.0).abs() < 1e-12);
    }
}

#[test]
fn multipliers_are_unbiased_with_the_variance_of_the_method() {
    let r = 40_000;
    let fraction = [0.5, 0.2];
    let replicates = bootstrap(&design().with_fraction(&fraction).unwrap(), r, 9).unwrap();
    let rows = matrix(&replicates, 7);
    for psu in 0..7 {
        let (h, n) = if psu < 2 { (0, 2.0) } else { (1, 5.0) };
        // k is binomial(n - 1, 1/n): Var(m) = (1 - f) (n/(n-1))^2 (n-1) (1/n)(1 - 1/n) = 1 - f.
        let variance = 1.0 - fraction[h];
        assert!(n > 1.0);
        let mean = rows.iter().map(|row| row[psu]).sum::<f64>() / r as f64;
        assert!((mean - 1.0).abs() < 5.0 * (variance / r as f64).sqrt(), "unit {psu}: {mean}");
        let spread = rows.iter().map(|row| (row[psu] - 1.0).powi(2)).sum::<f64>() / r as f64;
        assert!((spread / variance - 1.0).abs() < 0.05, "unit {psu}: {spread}");
    }
}

#[test]
fn no_replicate_reuses_another_replicates_numbers() {
    let psus = Psus::new(&[0; 40], 1).unwrap();
    let mut rows = matrix(&bootstrap(&psus, 300, 1).unwrap(), 40);
    let second = matrix(&bootstrap(&psus, 300, 2).unwrap(), 40);
    rows.extend(second);
    let mut keys: Vec<Vec<u64>> = rows.iter().map(|row| row.iter().map(|m| m.to_bits()).collect()).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 600, "two seeds of 300 replicates are 600 different draws");
    // Shifted streams would show as draws of one replicate inside the next.
    let mut a = Stream::new(1, BOOTSTRAP_STREAM);
    let mut b = Stream::new(1, BOOTSTRAP_STREAM + 1);
    let first: Vec<u64> = (0..64).map(|_| a.below(1 << 40)).collect();
    let next: Vec<u64> = (0..64).map(|_| b.below(1 << 40)).collect();
    assert!(first.iter().all(|x| !next.contains(x)));
}

#[test]
fn replicates_do_not_depend_on_how_many_are_asked_for() {
    let few = matrix(&bootstrap(&design(), 5, 3).unwrap(), 7);
    let many = matrix(&bootstrap(&design(), 50, 3).unwrap(), 7);
    assert_eq!(few[..], many[..5]);
}

#[test]
fn single_units_are_refused_unless_taken_in_full() {
    let psus = Psus::new(&[0, 1, 1, 2], 3).unwrap();
    assert_eq!(bootstrap(&psus, 10, 1).unwrap_err(), ReplicatesError::SinglePsu { strata: vec![0, 2] });
    let full = psus.with_fraction(&[1.0, 0.5, 1.0]).unwrap();
    let rows = matrix(&bootstrap(&full, 10, 1).unwrap(), 4);
    assert!(rows.iter().all(|row| row[0] == 1.0 && row[3] == 1.0));
    let census = Psus::new(&[0, 0], 1).unwrap().with_fraction(&[1.0]).unwrap();
    assert_eq!(bootstrap(&census, 10, 1).unwrap_err(), ReplicatesError::Census);
}

#[test]
fn one_replicate_is_too_few() {
    assert_eq!(bootstrap(&design(), 1, 1).unwrap_err(), ReplicatesError::TooFew { replicates: 1 });
}
