//! Agreement with R's joint probabilities, and the laws.

use super::super::frequencies::{agrees_with_r, keeps_first_order, keeps_laws};
use super::*;

#[test]
fn pairs_are_drawn_as_often_as_in_r() {
    agrees_with_r("tille", tille);
}

#[test]
fn units_are_drawn_with_their_probability() {
    keeps_first_order(tille);
}

#[test]
fn laws() {
    keeps_laws(tille);
}

/// A large population, where a step must not cost as much as a pass.
#[test]
fn the_work_is_that_of_sorting() {
    let sizes: Vec<f64> = (0..100_000).map(|unit| 1.0 + f64::from(unit % 977)).collect();
    let p = super::super::inclusion_probabilities(&sizes, 1_000).unwrap().probabilities;
    assert_eq!(tille(&p, &mut Stream::new(6, 1)).unwrap().drawn.len(), 1_000);
}
