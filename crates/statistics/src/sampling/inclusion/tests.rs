//! Agreement with R's `inclusionprobabilities`, and the laws.

use super::*;
use crate::reference::{close, table};
use proptest::prelude::*;

#[test]
fn agrees_with_r() {
    let rows = table("sampling/inclusion/expected.csv");
    let (cases, n) = (rows.text("case"), rows.numbers("n"));
    let (sizes, expected) = (rows.numbers("size"), rows.numbers("probability"));
    let mut names = cases.to_vec();
    names.dedup();
    assert_eq!(names.len(), 4);
    for name in names {
        let of: Vec<usize> = (0..rows.rows).filter(|row| cases[*row] == name).collect();
        let sizes: Vec<f64> = of.iter().map(|row| sizes[*row]).collect();
        let found = inclusion_probabilities(&sizes, n[of[0]] as usize).unwrap();
        for (unit, row) in of.into_iter().enumerate() {
            close(found.probabilities[unit], expected[row], &format!("{name}, unit {unit}"));
            assert_eq!(found.certainty.contains(&unit), expected[row] == 1.0);
        }
    }
}

#[test]
fn equal_sizes_are_all_certain_in_a_census() {
    let found = inclusion_probabilities(&[0.1, 0.1, 0.0, 0.1], 3).unwrap();
    assert_eq!(found, Inclusion { probabilities: vec![1.0, 1.0, 0.0, 1.0], certainty: vec![0, 1, 3] });
}

#[test]
fn huge_sizes_do_not_overflow() {
    let found = inclusion_probabilities(&[f64::MAX, f64::MAX, f64::MAX, f64::MAX], 2).unwrap();
    assert_eq!(found.probabilities, [0.5; 4]);
}

#[test]
fn impossible_sizes_are_refused() {
    assert_eq!(inclusion_probabilities(&[1.0, 0.0], 2), Err(SamplingError::Size { n: 2, population: 1 }));
    assert_eq!(inclusion_probabilities(&[1.0, -2.0], 1), Err(SamplingError::Measure { at: 1, value: -2.0 }));
    assert!(inclusion_probabilities(&[f64::NAN], 1).is_err());
    assert!(inclusion_probabilities(&[f64::INFINITY, 1.0], 1).is_err());
    assert_eq!(inclusion_probabilities(&[1.0], 0), Err(SamplingError::Size { n: 0, population: 1 }));
}

proptest! {
    #[test]
    fn they_add_up_and_keep_the_order_of_the_sizes(
        sizes in prop::collection::vec(0.001f64..1000.0, 2..40),
        part in 0.0f64..1.0,
    ) {
        let n = 1 + (part * (sizes.len() - 1) as f64) as usize;
        let p = inclusion_probabilities(&sizes, n).unwrap().probabilities;
        prop_assert!((p.iter().sum::<f64>() - n as f64).abs() < 1e-7);
        for i in 0..p.len() {
            prop_assert!(p[i] > 0.0 && p[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(sizes[i] > sizes[j] || p[i] <= p[j]);
            }
        }
    }
}
