//! Repeated samples under methods of replication whose point is more than the variance of a total: systematic samples from a sorted list, and
//! calibration to the estimates of another survey.

mod support;

use sounding_statistics::numerics::Stream;
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::{
    Carried, Centre, EstimatedControls, Groups, Matching, Psus, Replicates, SdrParams, UnitSums, jk1, jkn,
    replicate, sdr,
};
use sounding_statistics::weighting::calibrate::{Auxiliary, CalibrationParams, Distance, calibrate};
use std::num::NonZeroUsize;
use support::Sample;

const ONE: NonZeroUsize = NonZeroUsize::MIN;

/// The variance of a total from its weighted values.
fn variance(replicates: &Replicates, totals: &[f64]) -> f64 {
    let sums = UnitSums::new(totals.len(), 1, totals.to_vec());
    let copy = |t: &[f64], out: &mut [f64]| out.copy_from_slice(t);
    replicate(replicates, &sums, 1, copy, replicates.centre(), ONE).variances[0]
}

/// All systematic samples of about 150 schools from the list sorted by last year's index: the total of this year's, with which the order has much to do,
/// and that of the enrolment, with which it has little.
#[test]
fn successive_differences_know_what_the_order_of_a_systematic_sample_gains() {
    let frame = Sample::read("apipop");
    let [api00, api99, enroll] = ["api00", "api99", "enroll"].map(|name| frame.number(name));
    let mut rows: Vec<usize> = (0..frame.rows).filter(|&row| !enroll[row].is_nan()).collect();
    rows.sort_by(|&a, &b| api99[a].total_cmp(&api99[b]));
    let (step, count) = (41, rows.len() as f64);
    let mut ratios = Vec::new();
    for y in [&api00, &enroll] {
        let truth: f64 = rows.iter().map(|&row| y[row]).sum();
        let (mut error, mut successive, mut random) = (0.0, 0.0, 0.0);
        for start in 0..step {
            let drawn: Vec<usize> = rows[start..].iter().step_by(step).copied().collect();
            let n = drawn.len();
            let totals: Vec<f64> = drawn.iter().map(|&row| y[row] * count / n as f64).collect();
            let psus = Psus::new(&vec![0; n], 1).unwrap().with_fraction(&[n as f64 / count]).unwrap();
            error += (totals.iter().sum::<f64>() - truth).powi(2);
            successive +=
                variance(&sdr(&psus, &SdrParams { replicates: n + 1, order: None }).unwrap(), &totals);
            random += variance(&jkn(&psus, SinglePsu::Fail).unwrap(), &totals);
        }
        ratios.push((successive / error, random / error));
    }
    let [sorted_by_it, not] = ratios[..] else { panic!("two variables") };
    // 41 samples: the mean squared error itself has a coefficient of variation near 0.22.
    assert!((0.5..2.0).contains(&sorted_by_it.0), "{ratios:?}");
    assert!(sorted_by_it.1 > 10.0, "the jackknife knows no order: {ratios:?}");
    assert!((0.5..2.0).contains(&not.0) && (0.5..2.0).contains(&not.1), "{ratios:?}");
}

const POPULATION: usize = 4_000;
const SAMPLES: usize = 600;

/// A simple random sample of the population's rows.
fn drawn(stream: &mut Stream, rows: &mut [usize], n: usize) -> Vec<usize> {
    for at in 0..n {
        let other = at + stream.below((rows.len() - at) as u64) as usize;
        rows.swap(at, other);
    }
    rows[..n].to_vec()
}

#[test]
fn replicates_of_estimated_controls_carry_the_other_surveys_error() {
    let mut stream = Stream::new(20_261_105, 1);
    let x: Vec<f64> = (0..POPULATION).map(|_| 10.0 + 3.0 * stream.normal()).collect();
    let y: Vec<f64> = x.iter().map(|x| 4.0 * x + 6.0 * stream.normal()).collect();
    let truth: f64 = y.iter().sum();
    let mut rows: Vec<usize> = (0..POPULATION).collect();
    let (n, m) = (60, 120);
    let replicates =
        jk1(&Psus::new(&vec![0; n], 1).unwrap().with_fraction(&[n as f64 / POPULATION as f64]).unwrap());
    let replicates = replicates.unwrap();
    let (mut error, mut squared, mut estimated, mut ignored) = (0.0, 0.0, 0.0, 0.0);
    for sample in 0..SAMPLES {
        // The other survey: the number of people is known, the total of x is estimated.
        let other = drawn(&mut stream, &mut rows, m);
        let weight = POPULATION as f64 / m as f64;
        let total = weight * other.iter().map(|&row| x[row]).sum::<f64>();
        let mean = total / POPULATION as f64;
        let spread = other.iter().map(|&row| (x[row] - mean).powi(2)).sum::<f64>() / (m as f64 - 1.0);
        let of_total = weight * weight * m as f64 * (1.0 - 1.0 / weight) * spread;
        let controls = |variance: f64| {
            let covariance = [0.0, 0.0, 0.0, variance];
            let matching = Matching::AtRandom(sample as u64);
            EstimatedControls::from_covariance(
                &replicates,
                &[POPULATION as f64, total],
                &covariance,
                matching,
            )
            .unwrap()
        };
        let own = drawn(&mut stream, &mut rows, n);
        let values: Vec<f64> = own.iter().flat_map(|&row| [1.0, x[row]]).collect();
        let base = vec![POPULATION as f64 / n as f64; n];
        let units: Vec<u32> = (0..n as u32).collect();
        let (groups, _) = Groups::collapse(&units, &units, &base, n);
        let sums = UnitSums::new(n, 1, own.iter().map(|&row| base[0] * y[row]).collect());
        let run = |controls: &EstimatedControls| {
            let params =
                CalibrationParams { distance: Distance::Linear, tolerance: 1e-9, max_iterations: 20 };
            let adjust = |replicate: Option<usize>, w: &[f64]| {
                let auxiliary = Auxiliary { values: &values, totals: controls.totals(replicate) };
                calibrate(w, &auxiliary, &params).map(|calibrated| calibrated.factors)
            };
            let carried = Carried::by_replicate(&replicates, &groups, adjust, ONE).unwrap();
            let copy = |t: &[f64], out: &mut [f64]| out.copy_from_slice(t);
            replicate(&carried, &sums, 1, copy, Centre::FullSample, ONE)
        };
        let found = run(&controls(of_total));
        let square = (found.estimates[0] - truth).powi(2);
        error += square;
        squared += square * square;
        estimated += found.variances[0];
        ignored += run(&controls(0.0)).variances[0];
    }
    let count = SAMPLES as f64;
    let noise = ((squared / count - (error / count).powi(2)) / count).sqrt() / (error / count);
    let (ratio, without) = (estimated / error, ignored / error);
    assert!((ratio - 1.0).abs() < 4.0 * noise + 0.03, "{ratio}, noise {noise}");
    assert!(without < 0.6, "without the controls' error: {without}");
}
