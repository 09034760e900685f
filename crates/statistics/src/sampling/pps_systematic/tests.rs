//! Agreement with R's joint probabilities, and the laws.

use super::super::frequencies::{agrees_with_r, keeps_first_order, keeps_laws};
use super::*;

#[test]
fn pairs_are_drawn_as_often_as_in_r() {
    agrees_with_r("pps_systematic", pps_systematic);
}

#[test]
fn units_are_drawn_with_their_probability() {
    keeps_first_order(pps_systematic);
}

#[test]
fn laws() {
    keeps_laws(pps_systematic);
}
