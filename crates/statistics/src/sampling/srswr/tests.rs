//! Hits are binomial.

use super::*;

#[test]
fn hits_have_the_mean_and_variance_of_binomial_counts() {
    let (population, n, samples) = (8, 12, 20_000);
    let mut stream = Stream::new(5, 1);
    let (mut sum, mut square) = ([0.0; 8], [0.0; 8]);
    for _ in 0..samples {
        let sample = srswr(population, n, &mut stream).unwrap();
        assert_eq!(sample.drawn.iter().map(|d| d.hits).sum::<u32>() as usize, n);
        for drawn in &sample.drawn {
            assert_eq!((drawn.probability, drawn.certainty), (1.5, false));
            sum[drawn.unit] += f64::from(drawn.hits);
            square[drawn.unit] += f64::from(drawn.hits).powi(2);
        }
    }
    let (mean, variance) = (1.5, 12.0 * (1.0 / 8.0) * (7.0 / 8.0));
    for unit in 0..population {
        let found = sum[unit] / f64::from(samples);
        let spread = square[unit] / f64::from(samples) - found * found;
        assert!((found - mean).abs() < 5.0 * (variance / f64::from(samples)).sqrt(), "unit {unit}: {found}");
        // The variance of a squared binomial deviation is near twice the squared variance.
        let error = variance * (2.0 / f64::from(samples)).sqrt();
        assert!((spread - variance).abs() < 5.0 * error, "unit {unit}: {spread}");
    }
}

#[test]
fn an_empty_population_or_sample_is_refused() {
    let mut stream = Stream::new(5, 1);
    assert_eq!(srswr(0, 3, &mut stream), Err(SamplingError::Size { n: 3, population: 0 }));
    assert_eq!(srswr(3, 0, &mut stream), Err(SamplingError::Size { n: 0, population: 3 }));
}
