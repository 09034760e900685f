//! Every set is equally likely.

use super::super::frequencies::{near, pairs};
use super::*;

#[test]
fn units_and_pairs_have_equal_probabilities() {
    let found = pairs(9, |stream| srs(9, 4, stream));
    for i in 0..9 {
        for j in 0..9 {
            let probability = if i == j { 4.0 / 9.0 } else { 4.0 * 3.0 / (9.0 * 8.0) };
            near(found[i][j], probability, &format!("units {i} and {j}"));
        }
    }
}

#[test]
fn the_size_is_exact_and_a_census_is_certain() {
    let mut stream = Stream::new(3, 1);
    for n in 1..=20 {
        let sample = srs(20, n, &mut stream).unwrap();
        assert_eq!(sample.drawn.len(), n);
        assert!(sample.drawn.windows(2).all(|pair| pair[0].unit < pair[1].unit));
        assert!(sample.drawn.iter().all(|drawn| drawn.certainty == (n == 20) && drawn.hits == 1));
        assert!((sample.probabilities.iter().sum::<f64>() - n as f64).abs() < 1e-12);
    }
    assert_eq!(srs(20, 0, &mut stream), Err(SamplingError::Size { n: 0, population: 20 }));
    assert_eq!(srs(20, 21, &mut stream), Err(SamplingError::Size { n: 21, population: 20 }));
}
