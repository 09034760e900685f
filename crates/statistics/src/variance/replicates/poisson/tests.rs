//! The Poisson bootstrap: the law of its multipliers, and what it refuses.

use super::*;
use crate::variance::replicates::Replication;
use crate::variance::replicates::of_totals::{rows, totals, variance};
use std::fmt::Write as _;

const PROBABILITIES: [f64; 6] = [0.5, 0.3, 0.04, 1.0, 0.999, 0.17];

#[test]
fn multipliers_are_independent_with_mean_one_and_the_variance_of_the_design() {
    let r = 40_000;
    let rows = rows(&poisson(&PROBABILITIES, r, 5).unwrap());
    let bound = 5.0 / (r as f64).sqrt();
    for (a, p) in PROBABILITIES.iter().enumerate() {
        let mean = rows.iter().map(|row| row[a]).sum::<f64>() / r as f64;
        assert!((mean - 1.0).abs() <= bound * (1.0 - p).sqrt(), "unit {a}: {mean}");
        for (b, q) in PROBABILITIES.iter().enumerate().take(a + 1) {
            let product = rows.iter().map(|row| (row[a] - 1.0) * (row[b] - 1.0)).sum::<f64>() / r as f64;
            let expected = if a == b { 1.0 - p } else { 0.0 };
            // The fourth moment of a multiplier is below 5 where its variance is below 1.
            let spread = ((1.0 - p) * (1.0 - q)).sqrt();
            assert!(
                (product - expected).abs() <= 2.2 * bound * spread.max(0.03),
                "units {a} and {b}: {product}"
            );
        }
        let smallest = rows.iter().map(|row| row[a]).fold(f64::INFINITY, f64::min);
        assert!(smallest >= -p - 1e-12);
    }
}

#[test]
fn the_variance_of_a_total_is_on_average_that_of_poisson_sampling() {
    let totals = totals(6);
    let expected: f64 = PROBABILITIES.iter().zip(&totals).map(|(p, t)| (1.0 - p) * t * t).sum();
    let found = variance(&poisson(&PROBABILITIES, 20_000, 6).unwrap(), &totals);
    assert!((found / expected - 1.0).abs() < 5.0 * (3.0f64 / 20_000.0).sqrt());
}

#[test]
fn what_cannot_be_done_is_refused() {
    let refused = |p: &[f64], replicates| poisson(p, replicates, 1).unwrap_err();
    assert_eq!(refused(&[], 9), ReplicatesError::NoPsus);
    assert_eq!(refused(&[0.5], 1), ReplicatesError::TooFew { replicates: 1 });
    assert_eq!(refused(&[1.0, 1.0], 9), ReplicatesError::Census);
    for value in [0.0, 1.5, -0.1] {
        assert_eq!(refused(&[0.5, value], 9), ReplicatesError::Probability { unit: 1, value });
    }
    let made = poisson(&PROBABILITIES, 9, 1).unwrap();
    assert_eq!((made.degrees_of_freedom(), made.centre()), (5, Centre::FullSample));
}

/// The uniform numbers of the case: `SOUNDING_MULTIPLIERS=write` writes them anew, for a change of the contract on random streams only.
#[test]
fn the_numbers_of_the_case_are_those_of_the_streams() {
    let p: Vec<f64> = (1..=40).map(|u| if u > 36 { 1.0 } else { f64::from(u + 3) / 50.0 }).collect();
    let mut text = "replicate,unit,rounding,drawing\n".to_owned();
    for r in 0..50 {
        let mut stream = Stream::new(20_261_103, POISSON_STREAM + r);
        for (unit, &p) in p.iter().enumerate() {
            let [rounding, drawing] = if p < 1.0 { [stream.uniform(), stream.uniform()] } else { [0.0, 0.0] };
            writeln!(text, "{},{},{rounding:?},{drawing:?}", r + 1, unit + 1).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/apistrat/poisson/draws.csv");
    if std::env::var_os("SOUNDING_MULTIPLIERS").is_some_and(|what| what == "write") {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}
