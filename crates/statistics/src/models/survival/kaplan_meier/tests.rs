//! Against R's svykm, with the product's standard error written out in R; small curves by hand.

use super::super::sample::sample;
use super::*;
use crate::reference::{close, expected};
use crate::variance::{Design, DesignInput, SinglePsu};

#[test]
fn curves_agree_with_r() {
    for case in expected("models/kaplan_meier") {
        let sample = sample(&case.design);
        let inside = |row: usize| case.domain == "all" || sample.awards[row];
        let weights: Vec<f64> = (0..sample.weights.len())
            .map(|row| if inside(row) { sample.weights[row] } else { 0.0 })
            .collect();
        let context = Context { design: &sample.design, single: SinglePsu::Fail, calibration: None };
        let times = Times { start: None, time: &sample.time, event: &sample.event };
        let rows = Rows { weights: &weights, leaves: &sample.leaves, calibration: None };
        let curve = |estimator: Estimator, at: Option<&[f64]>| {
            kaplan_meier(&context, &times, &rows, estimator, at).unwrap()
        };
        let what = format!("{} {} {} {}", case.design, case.measure, case.domain, case.category);
        let number: f64 = case.category.parse().unwrap();
        match case.measure.as_str() {
            "quantile" => {
                let (value, interval) =
                    curve(Estimator::NelsonAalen, None).quantile(number, 0.95, f64::INFINITY);
                // R writes no figure where the curve does not come so low.
                assert_eq!(value, case.value, "{what}");
                assert_eq!((interval.low, interval.high), (case.low, case.high), "{what}");
            }
            "interval" => {
                let point = curve(Estimator::NelsonAalen, Some(&[number])).points[0];
                close(point.survival, case.value, &what);
                let interval = point.interval(0.95, f64::INFINITY);
                close(interval.low, case.low, &what);
                close(interval.high, case.high, &what);
            }
            measure => {
                let estimator =
                    if measure == "hazard" { Estimator::NelsonAalen } else { Estimator::KaplanMeier };
                let point = curve(estimator, Some(&[number])).points[0];
                close(point.survival, case.value, &what);
                close(point.se_log, case.se, &what);
            }
        }
    }
}

/// Points of a curve of rows with equal weights.
fn plain(start: Option<&[f64]>, time: &[f64], event: &[f64], at: Option<&[f64]>) -> Curve {
    let rows = time.len();
    let (design, leaves) = Design::new(&DesignInput { rows, ..DesignInput::default() }).unwrap();
    let weights = vec![1.0; rows];
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
    kaplan_meier(&context, &Times { start, time, event }, &rows, Estimator::KaplanMeier, at).unwrap()
}

#[test]
fn without_censoring_survival_is_a_share() {
    let curve = plain(None, &[1.0, 2.0, 2.0, 4.0, 9.0], &[1.0; 5], None);
    let shares: Vec<f64> = curve.points.iter().map(|point| point.survival).collect();
    for (found, expected) in shares.iter().zip([0.8, 0.4, 0.2, 0.0]) {
        assert!((found - expected).abs() < 1e-15);
    }
    // The standard error is that of a mean of indicators, with n / (n − 1).
    let se = (0.4 * 0.6 / 4.0_f64).sqrt();
    assert!((curve.points[1].se() - se).abs() < 1e-12);
    assert!(curve.points[3].se_log.is_nan());
    assert_eq!(curve.quantile(0.4, 0.95, 4.0).0, 2.0);
    assert_eq!(curve.degrees_of_freedom, 4.0);
}

#[test]
fn a_row_counts_at_risk_after_its_start_and_until_its_end() {
    let (start, time) = ([0.0, 0.0, 2.0, 5.0], [3.0, 6.0, 6.0, 7.0]);
    let curve = plain(Some(&start), &time, &[1.0, 0.0, 1.0, 1.0], Some(&[0.5, 2.5, 3.0, 6.0]));
    let at_risk: Vec<f64> = curve.points.iter().map(|point| point.at_risk).collect();
    assert_eq!(at_risk, [2.0, 3.0, 3.0, 3.0]);
    let survival: Vec<f64> = curve.points.iter().map(|point| point.survival).collect();
    for (found, expected) in survival.iter().zip([1.0, 1.0, 2.0 / 3.0, 4.0 / 9.0]) {
        assert!((found - expected).abs() < 1e-15);
    }
    assert_eq!(curve.points[0].se_log, 0.0);
}

#[test]
fn wrong_times_are_named() {
    let context = |design: &Design, start: [f64; 2], time: [f64; 2], at: Option<&[f64]>| {
        let context = Context { design, single: SinglePsu::Fail, calibration: None };
        let rows = Rows { weights: &[1.0; 2], leaves: &[0, 1], calibration: None };
        let times = Times { start: Some(&start), time: &time, event: &[1.0; 2] };
        kaplan_meier(&context, &times, &rows, Estimator::KaplanMeier, at).map(|_| ())
    };
    let (design, _) = Design::new(&DesignInput { rows: 2, ..DesignInput::default() }).unwrap();
    let wrong = |row, start, time| Err(ModelError::Interval { row, start, time });
    assert_eq!(context(&design, [0.0, 3.0], [1.0, 3.0], None), wrong(1, 3.0, 3.0));
    assert_eq!(context(&design, [0.0; 2], [1.0, 3.0], Some(&[2.0, 1.0])), wrong(0, 2.0, 1.0));
    assert_eq!(context(&design, [0.0; 2], [f64::NAN, f64::NAN], None), Err(ModelError::NoRows));
}
