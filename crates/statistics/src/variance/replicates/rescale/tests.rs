//! Rescaling and repetition: what they leave alone.

use super::*;
use crate::variance::SinglePsu;
use crate::variance::replicates::of_totals::{close, rows, totals, variance};
use crate::variance::replicates::{Psus, bootstrap, brr, jkn, poisson};

fn sets() -> Vec<Replicates> {
    let psus = Psus::new(&[0, 0, 1, 1, 2, 2], 3).unwrap();
    let probabilities = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
    vec![
        brr(&psus).unwrap(),
        jkn(&psus, SinglePsu::Fail).unwrap(),
        bootstrap(&psus, 40, 1).unwrap(),
        poisson(&probabilities, 40, 1).unwrap(),
    ]
}

#[test]
fn the_variance_of_a_total_stays_and_multipliers_come_closer_to_one() {
    let totals = totals(6);
    for made in sets() {
        let moved = made.clone().rescaled(2.5).unwrap();
        close(variance(&moved, &totals), variance(&made, &totals));
        close(moved.scale(), made.scale() * 6.25);
        for (m, of) in rows(&made).concat().iter().zip(rows(&moved).concat()) {
            close(of, 1.0 + (m - 1.0) / 2.5);
        }
    }
}

#[test]
fn the_floor_is_kept_with_the_smallest_factor_of_two_digits() {
    for made in sets() {
        let smallest = made.smallest_factor(NonZeroUsize::MIN);
        assert_eq!(smallest, rows(&made).concat().into_iter().fold(f64::INFINITY, f64::min));
        let two = NonZeroUsize::new(2).unwrap();
        let moved = made.clone().rescaled_above(0.1, two).unwrap();
        let lowest = moved.smallest_factor(two);
        assert!((0.1..0.11).contains(&lowest), "{lowest}");
        // Nothing to do any more.
        close(moved.clone().rescaled_above(0.05, two).unwrap().scale(), moved.scale());
    }
}

#[test]
fn repeated_replicates_have_the_same_variance() {
    let totals = totals(6);
    let three = NonZeroUsize::new(3).unwrap();
    for made in sets() {
        let more = made.clone().repeated(three);
        assert_eq!(more.len(), 3 * made.len());
        assert_eq!(more.degrees_of_freedom(), made.degrees_of_freedom());
        close(variance(&more, &totals), variance(&made, &totals));
        let (of, one) = (rows(&more), rows(&made));
        assert!((0..of.len()).all(|r| of[r] == one[r / 3]));
    }
}

#[test]
fn factors_below_one_and_floors_of_one_are_refused() {
    let made = sets().remove(0);
    assert_eq!(made.clone().rescaled(0.9).unwrap_err(), ReplicatesError::Tau { tau: 0.9 });
    let error = made.rescaled_above(1.0, NonZeroUsize::MIN).unwrap_err();
    assert_eq!(error, ReplicatesError::Floor { floor: 1.0 });
}
