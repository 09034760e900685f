//! Cross-tables and Rao-Scott tests against R: `reference/{apiclus1,apistrat}/crosstab`. The covariance of the cell
//! totals comes from the jackknife, which for totals is Taylor's exactly.

mod support;

use sounding_statistics::tabulation::Crosstab;
use sounding_statistics::variance::replicates::{
    Centre, ReplicateEstimates, Replicates, Replication, UnitSums, replicate,
};
use support::{Design, Expected, THREADS, clusters, strata};

/// One value of each row in each cell, added up by PSU: the totals of the columns with their covariance.
fn totals(
    psu: &[u32],
    replicates: &Replicates,
    cells: usize,
    value: impl Fn(usize, usize) -> f64,
) -> ReplicateEstimates {
    let mut sums = vec![0.0; replicates.units() * cells];
    for row in 0..psu.len() {
        (0..cells).for_each(|cell| sums[psu[row] as usize * cells + cell] += value(row, cell));
    }
    let sums = UnitSums::new(replicates.units(), cells, sums);
    replicate(replicates, &sums, cells, |t, out| out.copy_from_slice(t), Centre::ReplicateMean, THREADS)
}

fn covariance(of: &ReplicateEstimates) -> Vec<f64> {
    let k = of.estimates.len();
    (0..k * k).map(|i| of.covariance(i / k, i % k)).collect()
}

fn check(case: &str, prefix: &str, table: &Crosstab, rows: &[&str], columns: &[&str]) {
    let expected = Expected::read(case);
    let name = |what: &str| format!("{prefix}_{what}");
    let n = expected.get(&name("n"));
    let df = expected.get(&name("ddf")) / expected.get(&name("ndf"));
    let (all, of_rows) = (table.of_all(), table.of_rows());
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            let cell = i * columns.len() + j;
            let cells = [(all[cell], "p", "se"), (of_rows[cell], "row", "row_se")];
            for (share, estimate, error) in cells {
                expected.check(&name(&format!("{estimate}_{row}.{column}")), share.estimate);
                expected.check(&name(&format!("{error}_{row}.{column}")), share.variance.sqrt());
            }
        }
    }
    let test = table.test(n, df.round()).unwrap();
    expected.check(&name("X2"), test.pearson);
    expected.check(&name("df"), test.first_order.degrees_of_freedom);
    expected.check(&name("X2_p"), test.first_order.p);
    expected.check(&name("F"), test.f.statistic);
    expected.check(&name("ndf"), test.f.numerator);
    expected.check(&name("ddf"), test.f.denominator);
    expected.check(&name("F_p"), test.f.p);
}

const TYPES: [&str; 3] = ["E", "H", "M"];
const ANSWERS: [&str; 2] = ["No", "Yes"];

/// The table of two columns among the rows of a domain.
fn crosstab(setup: &Design, rows: &str, columns: &str, domain: impl Fn(usize) -> bool) -> Crosstab {
    let (sample, psu, replicates) = setup;
    let (w, (row, m), (column, k)) = (sample.number("pw"), sample.code(rows), sample.code(columns));
    let totals = totals(psu, replicates, m * k, |r, cell| {
        let inside = domain(r) && row[r] as usize == cell / k && column[r] as usize == cell % k;
        if inside { w[r] } else { 0.0 }
    });
    let covariance = covariance(&totals);
    Crosstab::new(m, k, totals.estimates, covariance).unwrap()
}

#[test]
fn a_cluster_sample() {
    let table = crosstab(&clusters(), "stype", "sch.wide", |_| true);
    check("apiclus1/crosstab", "all", &table, &TYPES, &ANSWERS);
}

#[test]
fn a_domain_of_a_cluster_sample() {
    let setup = clusters();
    let enroll = setup.0.number("enroll");
    let table = crosstab(&setup, "stype", "sch.wide", |row| enroll[row] > 300.0);
    check("apiclus1/crosstab", "large", &table, &TYPES, &ANSWERS);
}

#[test]
fn post_stratified_weights_enter_through_their_residuals() {
    let (sample, psu, replicates) = clusters();
    let ((stype, _), (awards, _), w) = (sample.code("stype"), sample.code("awards"), sample.number("pw"));
    let sum = |s: u32| (0..w.len()).filter(|r| stype[*r] == s).map(|r| w[r]).sum::<f64>();
    let factor = [4421.0 / sum(0), 755.0 / sum(1), 1018.0 / sum(2)];
    let weight = |row: usize| w[row] * factor[stype[row] as usize];
    let inside =
        |row: usize, cell: usize| stype[row] as usize == cell / 2 && awards[row] as usize == cell % 2;
    let indicator = |row, cell| f64::from(u8::from(inside(row, cell)));
    let estimates = totals(&psu, &replicates, 6, |row, cell| weight(row) * indicator(row, cell)).estimates;
    // The residual of a cell's indicator on the post-strata: less the cell's share of its own post-stratum.
    let share = |cell: usize| estimates[cell] / (estimates[cell / 2 * 2] + estimates[cell / 2 * 2 + 1]);
    let residuals = totals(&psu, &replicates, 6, |row, cell| {
        let mean = if stype[row] as usize == cell / 2 { share(cell) } else { 0.0 };
        weight(row) * (indicator(row, cell) - mean)
    });
    let table = Crosstab::new(3, 2, estimates, covariance(&residuals)).unwrap();
    check("apiclus1/crosstab", "post", &table, &TYPES, &ANSWERS);
}

#[test]
fn a_stratified_sample() {
    let setup = strata();
    let table = crosstab(&setup, "comp.imp", "awards", |_| true);
    check("apistrat/crosstab", "all", &table, &ANSWERS, &ANSWERS);
    let table = crosstab(&setup, "stype", "sch.wide", |_| true);
    check("apistrat/crosstab", "stype", &table, &TYPES, &ANSWERS);
    check("apistrat/crosstab", "jkn", &table, &TYPES, &ANSWERS);
}
