//! Replicate weights that a file brings, against R's `svrepdesign`: `reference/apiclus1/ready`.

mod support;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::variance::replicates::{
    Centre, ReadyColumns, ReadyContent, ReadyInput, ReadyMethod, ReadyReplicates, ReadyRows, Replication,
};
use std::num::NonZeroUsize;
use support::{Expected, Sample, THREADS};

const REPLICATES: usize = 24;

/// The columns of case.R.
fn columns(rows: usize) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = (0..REPLICATES)
        .map(|r| (0..rows).map(|i| (((7 * i + 13 * r + 3 * i * r) % 11) as f64 + 1.0) / 6.0).collect())
        .collect();
    columns[23] = columns[0].iter().zip(&columns[1]).map(|(a, b)| f64::midpoint(*a, *b)).collect();
    columns
}

fn check(expected: &Expected, name: &str, sample: &Sample, ready: &ReadyReplicates<'_>) {
    let [api00, api99, enroll] = ["api00", "api99", "enroll"].map(|c| sample.number(c));
    let everyone = vec![0; sample.rows];
    let wide = sample.code("sch.wide").0;
    for (prefix, centre) in [("", Centre::ReplicateMean), ("mse_", Centre::FullSample)] {
        let put = |what: &str, found: (f64, f64)| {
            expected.check(&format!("{name}_{prefix}{what}"), found.0);
            expected.check(&format!("{name}_{prefix}{what}_se"), found.1);
        };
        let rows = ReadyRows { cells: &everyone, values: &[&api00, &api99, &enroll] };
        let statistics = [
            Statistic::Mean { cell: 0, expression: 0 },
            Statistic::Total { cell: 0, expression: 2 },
            Statistic::Ratio { cell: 0, y: 0, x: 1 },
        ];
        let all = ready.statistics(&rows, &statistics, centre, THREADS);
        for (i, what) in ["mean_api00", "total_enroll", "ratio_api00_api99"].iter().enumerate() {
            put(what, (all.estimates[i], all.standard_error(i)));
        }
        let rows = ReadyRows { cells: &wide, values: &[&api00] };
        let statistics = [Statistic::Mean { cell: 1, expression: 0 }, Statistic::Share { cell: 1, of: 0..2 }];
        let domain = ready.statistics(&rows, &statistics, centre, THREADS);
        put("mean_api00_yes", (domain.estimates[0], domain.standard_error(0)));
        put("proportion_yes", (domain.estimates[1], domain.standard_error(1)));
        let quantiles = ready.quantiles(&everyone, &api00, 1, &[0.5, 0.9], centre, THREADS);
        put("q50", (quantiles.estimates[0], quantiles.standard_error(0)));
        put("q90", (quantiles.estimates[1], quantiles.standard_error(1)));
    }
    assert_eq!(ready.degrees_of_freedom() as f64, expected.get(&format!("{name}_degf")), "{name}");
    expected.check(&format!("{name}_scale"), ready.scale());
    expected.check(&format!("{name}_rscales"), ready.rscales().iter().sum());
}

#[test]
fn every_method_and_scale_agrees_with_r() {
    let sample = Sample::read("apiclus1");
    let expected = Expected::read("apiclus1/ready");
    let weights = sample.number("pw");
    let multipliers = columns(sample.rows);
    let full: Vec<Vec<f64>> =
        multipliers.iter().map(|c| c.iter().zip(&weights).map(|(m, w)| m * w).collect()).collect();
    let [multipliers, full] = [&multipliers, &full].map(|c| c.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let rscales: Vec<f64> = (0..REPLICATES).map(|r| (r % 5) as f64 / 4.0).collect();
    let corrections: Vec<f64> = (0..REPLICATES).map(|r| 1.0 - r as f64 / 50.0).collect();
    let (scaled, none) = (Some(rscales.as_slice()), None);
    let average = |average| ReadyMethod::Bootstrap { average };
    let cases = [
        ("jk1_scale", ReadyMethod::Jk1, false, Some(0.7), none, none),
        ("jk1_weights", ReadyMethod::Jk1, true, None, none, none),
        ("jk1_multipliers", ReadyMethod::Jk1, false, None, none, none),
        ("jk1_fpc", ReadyMethod::Jk1, false, Some(0.7), none, Some(corrections.as_slice())),
        ("jkn_rscales", ReadyMethod::Jkn, true, Some(1.0), scaled, none),
        ("jkn_multipliers", ReadyMethod::Jkn, false, None, none, none),
        ("jk2", ReadyMethod::Jk2, true, None, none, none),
        ("brr", ReadyMethod::Brr, false, None, none, none),
        ("brr_rscales", ReadyMethod::Brr, false, None, scaled, none),
        ("fay", ReadyMethod::Fay { rho: 0.3 }, true, None, none, none),
        ("bootstrap", average(1.0), false, None, none, none),
        ("bootstrap_average", average(5.0), true, None, none, none),
        ("bootstrap_scale", average(1.0), false, Some(0.05), none, none),
        ("successive", ReadyMethod::SuccessiveDifference, true, None, none, none),
        ("acs", ReadyMethod::SuccessiveDifference, true, None, none, none),
        ("other", ReadyMethod::Other, false, Some(0.1), scaled, none),
    ];
    for (name, method, combined, scale, rscales, corrections) in cases {
        let slices = if combined { &full } else { &multipliers };
        let flat: Vec<f64> = (0..sample.rows).flat_map(|i| slices.iter().map(move |c| c[i])).collect();
        let content = if combined { ReadyContent::Weights } else { ReadyContent::Multipliers };
        for columns in
            [ReadyColumns::Slices(slices), ReadyColumns::RowMajor { values: &flat, replicates: REPLICATES }]
        {
            let input = ReadyInput {
                weights: &weights,
                columns,
                content,
                method,
                scale,
                rscales,
                corrections,
                degrees_of_freedom: None,
            };
            check(&expected, name, &sample, &ReadyReplicates::new(&input, THREADS).unwrap());
        }
    }
}

#[test]
fn layout_and_threads_do_not_change_a_bit() {
    let sample = Sample::read("apiclus1");
    let (weights, api00) = (sample.number("pw"), sample.number("api00"));
    let columns = columns(sample.rows);
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let flat: Vec<f64> = (0..sample.rows).flat_map(|i| columns.iter().map(move |c| c[i])).collect();
    let cells = sample.code("stype").0;
    let run = |columns, threads| {
        let input = ReadyInput {
            weights: &weights,
            columns,
            content: ReadyContent::Multipliers,
            method: ReadyMethod::Bootstrap { average: 1.0 },
            scale: None,
            rscales: None,
            corrections: None,
            degrees_of_freedom: None,
        };
        let threads = NonZeroUsize::new(threads).unwrap();
        let ready = ReadyReplicates::new(&input, threads).unwrap();
        let rows = ReadyRows { cells: &cells, values: &[&api00] };
        let means: Vec<Statistic> = (0..3).map(|cell| Statistic::Mean { cell, expression: 0 }).collect();
        (
            ready.statistics(&rows, &means, Centre::ReplicateMean, threads),
            ready.quantiles(&cells, &api00, 3, &[0.25, 0.5], Centre::ReplicateMean, threads),
        )
    };
    let one = run(ReadyColumns::Slices(&slices), 1);
    for threads in [1, 2, 3, 5, 64] {
        assert_eq!(one, run(ReadyColumns::Slices(&slices), threads));
        assert_eq!(one, run(ReadyColumns::RowMajor { values: &flat, replicates: REPLICATES }, threads));
    }
}
