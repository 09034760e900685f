//! Agreement with R's joint probabilities, and the laws.

use super::super::frequencies::{agrees_with_r, keeps_first_order, keeps_laws, near, pairs, standard_error};
use super::*;

#[test]
fn pairs_are_drawn_as_often_as_in_r() {
    agrees_with_r("sampford", sampford);
}

#[test]
fn units_are_drawn_with_their_probability() {
    keeps_first_order(sampford);
}

#[test]
fn laws() {
    keeps_laws(sampford);
}

/// Pairs of a design of two units, without certain ones.
const TWO: [f64; 5] = [0.8, 0.5, 0.3, 0.25, 0.15];

/// Chances of the first and of a later draw.
fn chances() -> (Vec<f64>, Vec<f64>) {
    let odds: f64 = TWO.iter().map(|p| p / (1.0 - p)).sum();
    (TWO.iter().map(|p| p / 2.0).collect(), TWO.iter().map(|p| p / (1.0 - p) / odds).collect())
}

#[test]
fn a_repeated_unit_rejects_the_whole_try() {
    let (first, later) = chances();
    let found = pairs(5, |stream| sampford(&TWO, stream));
    let accepted: f64 = (0..5).map(|i| first[i] * (1.0 - later[i])).sum();
    let mut largest = 0.0f64;
    for i in 0..5 {
        for j in 0..i {
            let whole = (first[i] * later[j] + first[j] * later[i]) / accepted;
            near(found[i][j], whole, &format!("units {i} and {j}"));
            // Had only the second draw been made again, the pair would have another probability.
            let again = first[i] * later[j] / (1.0 - later[i]) + first[j] * later[i] / (1.0 - later[j]);
            largest = largest.max((found[i][j] - again).abs() / standard_error(again));
        }
    }
    // Twice as far as frequencies may be from the probabilities of the method.
    assert!(largest > 10.0, "{largest} standard errors");
}

#[test]
fn tries_are_as_many_as_the_rate_of_acceptance_says() {
    let (first, later) = chances();
    let accepted: f64 = (0..5).map(|i| first[i] * (1.0 - later[i])).sum();
    let split = Split::of(&TWO).unwrap();
    let mut stream = Stream::new(8, 1);
    let tries: u64 = (0..20_000).map(|_| distinct(&split, &mut stream).unwrap().1).sum();
    // Geometric, with variance (1 - a) / a².
    let error = ((1.0 - accepted) / 20_000.0).sqrt() / accepted;
    assert!((tries as f64 / 20_000.0 - 1.0 / accepted).abs() < 5.0 * error);
}

#[test]
fn a_design_that_is_never_accepted_is_refused() {
    let found = sampford(&[0.5; 200], &mut Stream::new(8, 1));
    assert_eq!(found, Err(SamplingError::Rejected { tries: TRIES }));
}
