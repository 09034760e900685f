//! Joint probabilities by hand, and the laws.

use super::super::frequencies::{keeps_first_order, keeps_laws, near, pairs};
use super::*;

#[test]
fn pairs_are_drawn_as_calculated_by_hand() {
    let p = [0.3, 0.4, 0.6, 0.7];
    // The first duel is won by 0 or 1, with 3/7 and 4/7; the winner holds 0.7 and is then taken with 4/7, or else unit
    // 2 is, and the other goes on with 0.3 against 0.7.
    let (zero, one) = (3.0 / 7.0, 4.0 / 7.0);
    let joint = [
        [0.3, 0.0, zero * 0.3, zero * 0.4],
        [0.0, 0.4, one * 0.3, one * 0.4],
        [zero * 0.3, one * 0.3, 0.6, 0.3],
        [zero * 0.4, one * 0.4, 0.3, 0.7],
    ];
    let found = pairs(4, |stream| pivotal(&p, stream));
    for i in 0..4 {
        for j in 0..4 {
            near(found[i][j], joint[i][j], &format!("units {i} and {j}"));
        }
    }
}

#[test]
fn units_are_drawn_with_their_probability() {
    keeps_first_order(pivotal);
}

#[test]
fn laws() {
    keeps_laws(pivotal);
}
