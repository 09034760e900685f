//! Contrasts across domains and variables against R: `reference/{apiclus1,apistrat}/contrast`, by linearisation and by
//! replicates. The jackknife of totals is Taylor's variance exactly, and linearised values are such totals.

mod support;

use sounding_statistics::estimation::contrast::{Contrast, contrast};
use sounding_statistics::variance::replicates::{
    Centre, ReplicateEstimates, Replicates, Replication, UnitSums, replicate,
};
use support::{Expected, Sample, THREADS, clusters, strata};

/// Columns: weight and weighted api00 in E, H, M; weighted enroll in E, H, M; weight, api00 and api99 of all.
fn values(sample: &Sample) -> Vec<[f64; 12]> {
    let (w, api00, api99) = (sample.number("pw"), sample.number("api00"), sample.number("api99"));
    let (enroll, (stype, _)) = (sample.number("enroll"), sample.code("stype"));
    (0..sample.rows)
        .map(|row| {
            let mut v = [0.0; 12];
            let s = stype[row] as usize;
            v[s] = w[row];
            v[3 + s] = w[row] * api00[row];
            v[6 + s] = w[row] * enroll[row];
            v[9..].copy_from_slice(&[w[row], w[row] * api00[row], w[row] * api99[row]]);
            v
        })
        .collect()
}

/// Means of api00 by domain, totals of enroll by domain, and means of api00 and api99.
fn statistics(t: &[f64], out: &mut [f64]) {
    let means = [t[3] / t[0], t[4] / t[1], t[5] / t[2]];
    out[..3].copy_from_slice(&means);
    out[3..6].copy_from_slice(&t[6..9]);
    out[6..].copy_from_slice(&[t[10] / t[9], t[11] / t[9]]);
}

fn estimates(
    psu: &[u32],
    replicates: &Replicates,
    values: &[impl AsRef<[f64]>],
    outputs: usize,
    statistic: impl Fn(&[f64], &mut [f64]) + Sync,
) -> ReplicateEstimates {
    let columns = values[0].as_ref().len();
    let mut sums = vec![0.0; replicates.units() * columns];
    for (row, values) in values.iter().enumerate() {
        for (c, v) in values.as_ref().iter().enumerate() {
            sums[psu[row] as usize * columns + c] += v;
        }
    }
    let sums = UnitSums::new(replicates.units(), columns, sums);
    replicate(replicates, &sums, outputs, statistic, Centre::ReplicateMean, THREADS)
}

/// The linearised values of the eight statistics, row by row.
fn linearised(values: &[[f64; 12]]) -> Vec<[f64; 8]> {
    let total = |c: usize| values.iter().map(|v| v[c]).sum::<f64>();
    values
        .iter()
        .map(|v| {
            let ratio = |y: usize, x: usize| (v[y] - total(y) / total(x) * v[x]) / total(x);
            let means = [ratio(3, 0), ratio(4, 1), ratio(5, 2)];
            [means[0], means[1], means[2], v[6], v[7], v[8], ratio(10, 9), ratio(11, 9)]
        })
        .collect()
}

fn check(case: &str, method: &str, sample: &Sample, psu: &[u32], replicates: &Replicates) {
    let expected = Expected::read(case);
    let values = values(sample);
    let by_replicates = estimates(psu, replicates, &values, 8, statistics);
    let taylor = estimates(psu, replicates, &linearised(&values), 8, |t, out| out.copy_from_slice(t));
    let contrasts = [
        ("E_less_H", [1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        ("E_less_rest", [1.0, -0.5, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0]),
        ("total_E_less_H", [0.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        ("api00_less_api99", [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0]),
    ];
    for (prefix, variances) in [("taylor", &taylor), (method, &by_replicates)] {
        for (name, coefficients) in contrasts {
            let df = replicates.degrees_of_freedom() as f64;
            let covariance = |a, b| variances.covariance(a, b);
            let Contrast { estimate, standard_error, interval, .. } =
                contrast(&by_replicates.estimates, &coefficients, covariance, df, 0.95).unwrap();
            expected.check(&format!("{prefix}_{name}"), estimate);
            expected.check(&format!("{prefix}_{name}_se"), standard_error);
            expected.check(&format!("{prefix}_{name}_lower"), interval[0]);
            expected.check(&format!("{prefix}_{name}_upper"), interval[1]);
            assert_eq!(df, expected.get(&format!("{prefix}_degf")));
        }
    }
}

#[test]
fn a_cluster_sample() {
    let (sample, psu, replicates) = clusters();
    check("apiclus1/contrast", "jk1", &sample, &psu, &replicates);
}

#[test]
fn a_stratified_sample() {
    let (sample, psu, replicates) = strata();
    check("apistrat/contrast", "jkn", &sample, &psu, &replicates);
}
