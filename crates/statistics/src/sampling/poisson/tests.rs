//! Independence, the size, and the variance.

use super::super::frequencies::{near, pairs};
use super::*;
use crate::reference::{close, table};
use crate::variance::Linearised;
use crate::variance::pps::{Form, JointProbabilities, PpsDesign, PpsInput, PpsVariance};

#[test]
fn units_are_independent() {
    let p = [0.0, 0.2, 0.9, 1.0, 0.5];
    let found = pairs(5, |stream| poisson(&p, stream));
    for i in 0..5 {
        for j in 0..5 {
            let joint = if i == j { p[i] } else { p[i] * p[j] };
            near(found[i][j], joint, &format!("units {i} and {j}"));
        }
    }
    let found = pairs(4, |stream| bernoulli(4, 0.3, stream));
    near(found[0][0], 0.3, "one");
    near(found[1][3], 0.09, "two");
}

#[test]
fn the_variance_is_that_of_the_package() {
    // R: sum((1 - p) * (y / p)^2), and the same design's svytotal with poisson_sampling(), frozen beside.
    let rows = table("sampling/poisson/expected.csv");
    let (p, y) = (rows.numbers("probability"), rows.numbers("y"));
    let input = PpsInput { rows: rows.rows, probabilities: &[&p], ..PpsInput::default() };
    let (design, leaves) = PpsDesign::new(&input).unwrap();
    let totals: Vec<f64> = y.iter().zip(&p).map(|(y, p)| y / p).collect();
    let linearised = Linearised { leaves, totals, estimates: 1 };
    let joint = JointProbabilities::independent(&p).unwrap();
    let variance = PpsVariance::joint(&joint, Form::HorvitzThompson);
    let found = design.covariance(&linearised, &variance).unwrap()[0];
    close(found.sqrt(), rows.numbers("se")[0], "standard error");
    close(linearised.totals.iter().sum(), rows.numbers("total")[0], "total");
}

#[test]
fn a_simulation_has_that_variance() {
    let p = [0.1, 0.7, 0.4, 0.25, 0.9, 1.0];
    let y = [3.0, 5.0, -2.0, 8.0, 4.0, 6.0];
    let mut stream = Stream::new(12, 1);
    let draws = 40_000;
    let right: f64 = (0..6).map(|k| (1.0 - p[k]) / p[k] * y[k] * y[k]).sum();
    let total: f64 = y.iter().sum();
    let mut squares = 0.0;
    for _ in 0..draws {
        let sample = poisson(&p, &mut stream).unwrap();
        let estimate: f64 = sample.drawn.iter().map(|d| y[d.unit] / d.probability).sum();
        squares += (estimate - total).powi(2) / f64::from(draws);
    }
    // The fourth moment is below 15 times the squared variance here.
    assert!((squares / right - 1.0).abs() < 5.0 * (15.0 / f64::from(draws)).sqrt(), "{squares}, not {right}");
}

#[test]
fn what_is_wrong_is_named() {
    let mut stream = Stream::new(1, 1);
    let found = poisson(&[0.5, -0.1], &mut stream);
    assert_eq!(found, Err(SamplingError::Probability { at: 1, value: -0.1 }));
    assert!(matches!(bernoulli(3, f64::NAN, &mut stream), Err(SamplingError::Probability { at: 0, .. })));
    assert_eq!(bernoulli(3, 0.0, &mut stream).unwrap().drawn, []);
    assert!(bernoulli(3, 1.0, &mut stream).unwrap().drawn.iter().all(|drawn| drawn.certainty));
}
