//! Calibration to estimated controls against R: `reference/apiclus1/controls`.

mod support;

use sounding_statistics::variance::replicates::{
    Carried, Centre, EstimatedControls, Groups, Matching, Psus, ReplicateEstimates, Replicates, UnitSums,
    jk1, replicate,
};
use sounding_statistics::weighting::calibrate::{Auxiliary, CalibrationParams, Distance, calibrate};
use std::num::NonZeroUsize;
use support::{Expected, Sample, THREADS, clusters};

/// Number of schools, high and middle schools, total of api99: four values a row.
fn auxiliary(sample: &Sample) -> Vec<f64> {
    let (stype, api99) = (sample.text("stype"), sample.number("api99"));
    (0..sample.rows)
        .flat_map(|row| [1.0, f64::from(stype[row] == "H"), f64::from(stype[row] == "M"), api99[row]])
        .collect()
}

fn check(name: &str, replicates: &Replicates, controls: &EstimatedControls) {
    let (sample, psu, _) = clusters();
    let (base, x) = (sample.number("pw"), auxiliary(&sample));
    let each: Vec<u32> = (0..sample.rows as u32).collect();
    let (groups, of_row) = Groups::collapse(&psu, &each, &base, sample.rows);
    let params = CalibrationParams { distance: Distance::Linear, tolerance: 1e-12, max_iterations: 50 };
    let adjust = |replicate: Option<usize>, w: &[f64]| {
        let auxiliary = Auxiliary { values: &x, totals: controls.totals(replicate) };
        calibrate(w, &auxiliary, &params).map(|calibrated| calibrated.factors)
    };
    let carried = Carried::by_replicate(replicates, &groups, adjust, THREADS).unwrap();
    let [api00, api99, enroll] = ["api00", "api99", "enroll"].map(|c| sample.number(c));
    let mut sums = vec![0.0; groups.len() * 6];
    for row in 0..sample.rows {
        let e = f64::from(sample.text("stype")[row] == "E");
        let values = [1.0, api00[row], api99[row], enroll[row], e, e * api00[row]];
        for (c, v) in values.iter().enumerate() {
            sums[of_row[row] as usize * 6 + c] += base[row] * v;
        }
    }
    let sums = UnitSums::new(groups.len(), 6, sums);
    let statistics = |t: &[f64], out: &mut [f64]| {
        out.copy_from_slice(&[t[1] / t[0], t[3], t[1] / t[2], t[5] / t[4], t[2]]);
    };
    let found = replicate(&carried, &sums, 5, statistics, Centre::FullSample, THREADS);
    let expected = Expected::read("apiclus1/controls");
    let names = ["mean_api00", "total_enroll", "ratio_api00_api99", "mean_api00_E", "total_api99"];
    for (i, of) in names.iter().enumerate() {
        expected.check(&format!("{name}_{of}"), found.estimates[i]);
        expected.check(&format!("{name}_{of}_se"), found.standard_error(i));
    }
    // The control has the error that it has where it comes from.
    expected.check(&format!("{name}_control_api99_se"), found.standard_error(4));
}

#[test]
fn controls_with_their_covariance() {
    let (_, _, replicates) = clusters();
    let expected = Expected::read("apiclus1/controls");
    let totals: Vec<f64> = (1..=4).map(|i| expected.get(&format!("fuller_total_{i}"))).collect();
    let mut covariance = vec![0.0; 16];
    for i in 0..9 {
        covariance[(i / 3 + 1) * 4 + i % 3 + 1] = expected.get(&format!("fuller_covariance_{}", i + 1));
    }
    let places = in_order_of_the_file(&clusters().1);
    let given = [places[3], places[7], places[11]];
    let matching = Matching::Given(&given);
    let controls = EstimatedControls::from_covariance(&replicates, &totals, &covariance, matching).unwrap();
    check("fuller", &replicates, &controls);
}

#[test]
fn controls_with_replicates_of_their_own() {
    let other = other();
    let (_, _, replicates) = clusters();
    let replicates = replicates.repeated(NonZeroUsize::new(3).unwrap());
    let places = in_order_of_the_file(&clusters().1);
    let given: Vec<usize> = (0..40).map(|s| 7 * s % 45).map(|r| places[r / 3] * 3 + r % 3).collect();
    let controls = EstimatedControls::from_replicates(&replicates, &other, Matching::Given(&given)).unwrap();
    check("sample", &replicates, &controls);
}

/// The controls in the two-stage sample, taken as districts.
fn other() -> ReplicateEstimates {
    let sample = Sample::read("apiclus2");
    let (psu, n) = sample.code("dnum");
    let (weights, x) = (sample.number("pw"), auxiliary(&sample));
    let mut sums = vec![0.0; n * 4];
    for row in 0..sample.rows {
        for c in 0..4 {
            sums[psu[row] as usize * 4 + c] += weights[row] * x[row * 4 + c];
        }
    }
    let sums = in_order_of_the_file(&psu).iter().flat_map(|&p| sums[p * 4..p * 4 + 4].to_vec()).collect();
    let replicates = jk1(&Psus::new(&vec![0; n], 1).unwrap()).unwrap();
    let copy = |t: &[f64], out: &mut [f64]| out.copy_from_slice(t);
    replicate(&replicates, &UnitSums::new(n, 4, sums), 4, copy, Centre::FullSample, THREADS)
}

/// PSUs in the order of the file, which is that of R's replicates.
fn in_order_of_the_file(psu: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for &p in psu {
        if !order.contains(&(p as usize)) {
            order.push(p as usize);
        }
    }
    order
}
