//! Cross-tables and Rao-Scott tests against R: `reference/{apiclus1,apistrat}/crosstab`.

mod support;

use sounding_statistics::estimation::{Context, Statistic};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::tabulation::{Crosstab, Share, Tabulated, crosstab};
use sounding_statistics::variance::replicates::{Centre, replicate_statistics};
use sounding_statistics::variance::{Calibration, CalibrationInput, Design, DesignInput, SinglePsu};
use sounding_statistics::weighting::poststratify::poststratify;
use sounding_statistics::weighting::rake::Margin;
use support::{Expected, Sample, THREADS, strata};

const TYPES: [&str; 3] = ["E", "H", "M"];
const ANSWERS: [&str; 2] = ["No", "Yes"];

fn design(name: &str) -> (Sample, Design, Vec<u32>) {
    let sample = Sample::read(name);
    let ((stype, _), (district, _), fpc) = (sample.code("stype"), sample.code("dnum"), sample.number("fpc"));
    let strata = (name == "apistrat").then_some(stype.as_slice());
    let stages: &[&[u32]] = if name == "apiclus1" { &[&district] } else { &[] };
    let input = DesignInput { rows: sample.rows, strata, stages, fpc: &[&fpc] };
    let (design, leaves) = Design::new(&input).unwrap();
    (sample, design, leaves)
}

/// The cell of each row in the table of two columns.
fn cells(sample: &Sample, rows: &str, columns: &str) -> (Vec<u32>, usize, usize) {
    let ((row, m), (column, k)) = (sample.code(rows), sample.code(columns));
    (row.iter().zip(column).map(|(row, column)| row * k as u32 + column).collect(), m, k)
}

fn check_shares(expected: &Expected, prefix: &str, table: &Crosstab, rows: &[&str]) {
    let check = |share: Share, estimate: &str, error: &str, cell: &str| {
        expected.check(&format!("{prefix}_{estimate}_{cell}"), share.estimate);
        expected.check(&format!("{prefix}_{error}_{cell}"), share.variance.sqrt());
    };
    let (all, of_rows) = (table.of_all(), table.of_rows());
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in ANSWERS.iter().enumerate() {
            let name = format!("{row}.{column}");
            check(all[i * 2 + j], "p", "se", &name);
            check(of_rows[i * 2 + j], "row", "row_se", &name);
        }
    }
}

fn check(case: &str, prefix: &str, found: &Tabulated, rows: &[&str]) {
    let expected = Expected::read(case);
    check_shares(&expected, prefix, &found.table, rows);
    let test = found.test().unwrap();
    for (name, value) in [
        ("n", found.rows as f64),
        ("X2", test.pearson),
        ("df", test.first_order.degrees_of_freedom),
        ("X2_p", test.first_order.p),
        ("F", test.f.statistic),
        ("ndf", test.f.numerator),
        ("ddf", test.f.denominator),
        ("F_p", test.f.p),
    ] {
        expected.check(&format!("{prefix}_{name}"), value);
    }
}

#[test]
fn a_cluster_sample_and_a_domain_of_it() {
    let (sample, design, leaves) = design("apiclus1");
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let (mut cells, m, k) = cells(&sample, "stype", "sch.wide");
    let weights = sample.number("pw");
    let moments = Moments::of(&leaves, &cells, &weights, &[]);
    let found = crosstab(&context, &moments, None, 0, m, k).unwrap().unwrap();
    check("apiclus1/crosstab", "all", &found, &TYPES);

    for (cell, enroll) in cells.iter_mut().zip(sample.number("enroll")) {
        *cell = if enroll > 300.0 { *cell } else { OUTSIDE };
    }
    let moments = Moments::of(&leaves, &cells, &weights, &[]);
    let found = crosstab(&context, &moments, None, 0, m, k).unwrap().unwrap();
    check("apiclus1/crosstab", "large", &found, &TYPES);
}

#[test]
fn post_stratified_weights_enter_through_their_residuals() {
    let (sample, design, leaves) = design("apiclus1");
    let (stype, _) = sample.code("stype");
    let base = sample.number("pw");
    let margin = Margin { codes: &stype, totals: &[4421.0, 755.0, 1018.0] };
    let factors = poststratify(&base, &margin).unwrap();
    let weights: Vec<f64> = base.iter().zip(factors).map(|(w, f)| w * f).collect();
    let calibration = Calibration::new(&CalibrationInput {
        leaves: &leaves,
        patterns: &stype,
        auxiliary: &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
        auxiliaries: 3,
        base: &base,
        weights: &weights,
    })
    .unwrap();
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: Some(&calibration) };
    let (cells, m, k) = cells(&sample, "stype", "awards");
    let moments = Moments::of(&leaves, &cells, &weights, &[]);
    let cross = Moments::of(&stype, &cells, &base, &[]);
    let found = crosstab(&context, &moments, Some(&cross), 0, m, k).unwrap().unwrap();
    check("apiclus1/crosstab", "post", &found, &TYPES);
}

#[test]
fn a_stratified_sample() {
    let (sample, design, leaves) = design("apistrat");
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    for (prefix, rows, columns, names) in
        [("all", "comp.imp", "awards", &ANSWERS[..]), ("stype", "stype", "sch.wide", &TYPES)]
    {
        let (cells, m, k) = cells(&sample, rows, columns);
        let moments = Moments::of(&leaves, &cells, &sample.number("pw"), &[]);
        let found = crosstab(&context, &moments, None, 0, m, k).unwrap().unwrap();
        check("apistrat/crosstab", prefix, &found, names);
    }
}

#[test]
fn replicates_give_the_covariance_too() {
    let (sample, psu, replicates) = strata();
    let (cells, m, k) = cells(&sample, "stype", "sch.wide");
    let moments = Moments::of(&psu, &cells, &sample.number("pw"), &[]);
    let weights: Vec<Statistic> = (0..6).map(|cell| Statistic::Weight { cell }).collect();
    let result = replicate_statistics(&replicates, &moments, &psu, &weights, Centre::ReplicateMean, THREADS);
    let covariance = (0..36).map(|i| result.covariance(i / 6, i % 6)).collect();
    let table = Crosstab::new(m, k, result.estimates.clone(), covariance).unwrap();
    let degrees_of_freedom = result.degrees_of_freedom as f64;
    check("apistrat/crosstab", "jkn", &Tabulated { table, rows: 200, degrees_of_freedom }, &TYPES);
}

#[test]
fn nobody_in_the_table_is_no_table() {
    let (sample, design, leaves) = design("apistrat");
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let moments = Moments::of(&leaves, &vec![OUTSIDE; sample.rows], &sample.number("pw"), &[]);
    assert_eq!(crosstab(&context, &moments, None, 0, 2, 2).unwrap(), None);
}
