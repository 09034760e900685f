//! Adjustments carried through the replicates.

use super::*;
use crate::variance::SinglePsu;
use crate::variance::replicates::{Centre, Psus, UnitSums, jkn, replicate};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// Two strata of three PSUs, two patterns in each PSU; one row for each.
fn rows() -> (Vec<u32>, Vec<u32>, Vec<f64>) {
    let psu = (0..12).map(|i| i / 2).collect();
    let pattern = (0..12).map(|i| i % 2).collect();
    (psu, pattern, (0..12).map(|i| f64::from(i * i + 1)).collect())
}

fn replicates() -> Replicates {
    jkn(&Psus::new(&[0, 0, 0, 1, 1, 1], 2).unwrap(), SinglePsu::Fail).unwrap()
}

#[test]
fn rows_collapse_to_pairs_of_unit_and_pattern() {
    let (groups, of_row) = Groups::collapse(&[1, 0, 1, 1], &[0, 1, 0, 1], &[1.0, 2.0, 4.0, 8.0], 2);
    assert_eq!(
        (groups.psu(), groups.pattern(), groups.base()),
        (&[0, 1, 1][..], &[1, 0, 1][..], &[2.0, 5.0, 8.0][..])
    );
    assert_eq!(of_row, [1, 0, 1, 2]);
}

#[test]
fn no_adjustment_gives_the_replicates_themselves() {
    let (psu, pattern, base) = rows();
    let (groups, _) = Groups::collapse(&psu, &pattern, &base, 2);
    let replicates = replicates();
    let carried = Carried::new(&replicates, &groups, |w| Ok::<_, ()>(vec![1.0; w.len()]), TWO).unwrap();
    let (mut psus, mut groups) = ([0.0; 6], [0.0; 12]);
    for r in 0..6 {
        replicates.factors(r, &mut psus);
        carried.factors(r, &mut groups);
        assert!((0..12).all(|g| groups[g] == psus[g / 2]));
    }
}

#[test]
fn a_total_that_the_adjustment_fixes_has_no_variance() {
    let (psu, pattern, base) = rows();
    let (groups, _) = Groups::collapse(&psu, &pattern, &base, 2);
    let replicates = replicates();
    let known = [100.0, 300.0];
    let poststratify = |w: &[f64]| Ok::<_, ()>(w.iter().zip(known).map(|(w, n)| n / w).collect::<Vec<f64>>());
    let carried = Carried::new(&replicates, &groups, poststratify, TWO).unwrap();
    let mut sums = vec![0.0; 24];
    (0..12).for_each(|g| sums[g * 2 + g % 2] = groups.base()[g]);
    let sums = UnitSums::new(12, 2, sums);
    let result = replicate(&carried, &sums, 2, |t, out| out.copy_from_slice(t), Centre::default(), TWO);
    for (estimate, known) in result.estimates.iter().zip(known) {
        assert!((estimate - known).abs() < 1e-10);
    }
    assert!(result.variances.iter().all(|v| *v < 1e-20));
}

#[test]
fn a_replicate_that_cannot_be_adjusted_is_named() {
    let (psu, pattern, base) = rows();
    let (groups, _) = Groups::collapse(&psu, &pattern, &base, 2);
    let replicates = replicates();
    // Replicates 4 and 5 leave out the largest weights; the full sample has all of them.
    let full: f64 = base.iter().sum();
    let adjust = |w: &[f64]| {
        let total: f64 = w.iter().sum();
        if total < full * 0.8 { Err("too little left") } else { Ok(vec![1.0; 2]) }
    };
    let error = Carried::new(&replicates, &groups, adjust, TWO).unwrap_err();
    assert_eq!(error, CarryError::Replicate { replicate: 5, source: "too little left" });
    let never = Carried::new(&replicates, &groups, |_| Err::<Vec<f64>, _>("never"), TWO).unwrap_err();
    assert_eq!(never, CarryError::Full("never"));
}

#[test]
fn unusable_factors_and_foreign_units_are_errors() {
    let (psu, pattern, base) = rows();
    let (groups, _) = Groups::collapse(&psu, &pattern, &base, 2);
    let replicates = replicates();
    let short = Carried::new(&replicates, &groups, |_| Ok::<_, ()>(vec![1.0]), TWO).unwrap_err();
    assert_eq!(short, CarryError::Factors { replicate: None });
    let (foreign, _) = Groups::collapse(&[6], &[0], &[1.0], 1);
    let error = Carried::new(&replicates, &foreign, |_| Ok::<_, ()>(vec![1.0]), TWO).unwrap_err();
    assert_eq!(error, CarryError::Psus { psu: 6 });
}
