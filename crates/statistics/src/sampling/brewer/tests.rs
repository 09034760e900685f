//! Agreement with exact joint probabilities, and the laws.

use super::super::frequencies::{agrees_with_r, keeps_first_order, keeps_laws};
use super::*;

#[test]
fn pairs_are_drawn_as_often_as_in_r() {
    agrees_with_r("brewer", brewer);
}

#[test]
fn units_are_drawn_with_their_probability() {
    keeps_first_order(brewer);
}

#[test]
fn laws() {
    keeps_laws(brewer);
}
