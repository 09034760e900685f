//! Even steps, equal probabilities.

use super::super::frequencies::{near, pairs};
use super::*;

#[test]
fn units_are_drawn_equally_often_with_an_interval_that_is_not_whole() {
    let found = pairs(11, |stream| systematic(11, 4, stream));
    for unit in 0..11 {
        near(found[unit][unit], 4.0 / 11.0, &format!("unit {unit}"));
        // Neighbours are nearer than an interval of 2.75.
        assert_eq!(found[unit][(unit + 1) % 11], 0.0);
    }
}

#[test]
fn the_size_is_exact_and_steps_differ_by_one_at_most() {
    let mut stream = Stream::new(4, 1);
    for population in 1..40 {
        for n in 1..=population {
            let sample = systematic(population, n, &mut stream).unwrap();
            assert_eq!(sample.drawn.len(), n);
            for pair in sample.drawn.windows(2) {
                let step = pair[1].unit - pair[0].unit;
                assert!(step == population / n || step == population.div_ceil(n));
            }
        }
    }
    assert!(systematic(3, 4, &mut stream).is_err() && systematic(3, 0, &mut stream).is_err());
}

#[test]
fn it_is_the_real_interval_in_integers() {
    // Every start of 10 units: the floor of t + 2.5 i with t = start / 4.
    for start in 0..10u32 {
        let real: Vec<usize> =
            (0..4).map(|i| (f64::from(start) / 4.0 + f64::from(i) * 2.5).floor() as usize).collect();
        let whole: Vec<usize> = (0..4).map(|i| ((start + i * 10) / 4) as usize).collect();
        assert_eq!(real, whole);
    }
}
