//! Against R's svychisq on linearised and replicated tables, and Ruben's series; a simple random sample by hand.

use super::*;
use crate::reference::{RELATIVE, table};
use crate::tabulation::crosstab;
use crate::testing::Reference;
use crate::testing::sample::{Case, TAIL, agree};
use ChiSquaredStatistic::{AdjustedWald, Exact, F, FirstOrder, Saddlepoint, SecondOrder, Wald};

/// R finds the saddlepoint to 1e-8 on the scale of ζ.
const UNIROOT: f64 = 1e-6;

fn association(name: &str, factors: &str, domain: &str) -> Association {
    let case = Case::open(name);
    let codes = |column: &str| case.sample.codes(column);
    let (rows, columns, size) = match factors {
        "type_by_wide" => (codes("stype"), codes("sch.wide"), (3, 2)),
        "wide_by_award" => (codes("sch.wide"), codes("awards"), (2, 2)),
        _ => (codes("stype"), case.bands(), (3, 4)),
    };
    let cells: Vec<u32> = rows.iter().zip(&columns).map(|(r, c)| r * size.1 as u32 + c).collect();
    let (moments, cross) = case.moments(&case.within(domain, &cells), &[]);
    let tabulated = crosstab(&case.context(), &moments, cross.as_ref(), 0, size.0, size.1).unwrap().unwrap();
    let Some(replicates) = &case.replicates else { return Association::linearised(&tabulated) };
    let (units, threads) = (case.design.psu_of_leaves(), NonZeroUsize::new(2).unwrap());
    let df = tabulated.degrees_of_freedom;
    let centre = Centre::ReplicateMean;
    Association::replicated(replicates, &moments, &units, 0, size, df, centre, threads).unwrap()
}

#[test]
fn agrees_with_r() {
    let cases = table("testing/table/expected.csv");
    for row in 0..cases.rows {
        let text = |name: &str| cases.text(name)[row].as_str();
        let association = association(text("design"), text("factors"), text("domain"));
        let statistic = match text("statistic") {
            "F" => ChiSquaredStatistic::F,
            "Chisq" => ChiSquaredStatistic::FirstOrder,
            "second" => ChiSquaredStatistic::SecondOrder,
            "Wald" => ChiSquaredStatistic::Wald,
            "adjWald" => ChiSquaredStatistic::AdjustedWald,
            "exact" => ChiSquaredStatistic::Exact,
            "saddlepoint" => ChiSquaredStatistic::Saddlepoint,
            other => panic!("no statistic {other}"),
        };
        let outcome = association.test(statistic).unwrap();
        let what = format!("{} {} {} {statistic:?}", text("design"), text("factors"), text("domain"));
        let within = |found: f64, column: &str, tolerance: f64| {
            agree(found, cases.numbers(column)[row], tolerance, &format!("{what} {column}"));
        };
        within(outcome.statistic, "value", RELATIVE);
        within(outcome.p, "p", if text("statistic") == "saddlepoint" { UNIROOT } else { TAIL });
        match &outcome.reference {
            Reference::F { numerator, denominator } => {
                within(*numerator, "df", RELATIVE);
                within(*denominator, "ddf", RELATIVE);
            }
            Reference::ChiSquared { degrees_of_freedom } => {
                within(*degrees_of_freedom, "df", RELATIVE);
            }
            Reference::ChiSquaredSum { denominator, .. } => {
                within(*denominator, "ddf", RELATIVE);
            }
            Reference::StudentT { .. } => panic!("{what}"),
        }
    }
    assert!(cases.rows >= 90);
}

/// A table of independent rows: counts with their multinomial covariance.
fn simple(counts: &[f64], rows: usize, columns: usize, degrees_of_freedom: f64) -> Association {
    let n: f64 = counts.iter().sum();
    let k = counts.len();
    let of_shares: Vec<f64> = (0..k * k)
        .map(|at| {
            let (a, b) = (counts[at / k] / n, counts[at % k] / n);
            (f64::from(u8::from(at / k == at % k)) * a - a * b) / n
        })
        .collect();
    let of_totals = of_shares.iter().map(|value| value * n * n).collect();
    Association {
        rows,
        columns,
        totals: counts.to_vec(),
        of_totals,
        of_shares,
        respondents: n,
        degrees_of_freedom,
    }
}

#[test]
fn two_by_two_by_hand() {
    // Independent by construction but for one person more: Y = N₁₁ − N₁₊N₊₁/N = 21 − 41·51/102 = 0.5.
    let counts = [21.0, 20.0, 30.0, 31.0];
    let outcome = simple(&counts, 2, 2, 40.0).test(ChiSquaredStatistic::Wald).unwrap();
    // Linearised, Y is a total of zᵢ = (own cell − share of the column)(…): (x − x̄)(y − ȳ), whose variance is Σ z² − Y²/n.
    let (x, y) = (41.0 / 102.0, 51.0 / 102.0);
    let z = [(1.0 - x) * (1.0 - y), -(1.0 - x) * y, -x * (1.0 - y), x * y];
    let (sum, squares): (f64, f64) = counts
        .iter()
        .zip(z)
        .fold((0.0, 0.0), |(sum, squares), (count, z)| (sum + count * z, squares + count * z * z));
    assert!((sum - 0.5f64).abs() < 1e-12);
    let expected = sum * sum / (squares - sum * sum / 102.0);
    assert!((outcome.statistic / expected - 1.0).abs() < 1e-10);
}

#[test]
fn the_order_of_the_categories_is_nothing() {
    let association = association("clus1", "type_by_band", "");
    let (r, c, cells) = (3, 4, 12);
    let turned: Vec<usize> = (0..cells).map(|at| (r - 1 - at / c) * c + (at % c + 1) % c).collect();
    let square = |matrix: &[f64]| -> Vec<f64> {
        turned.iter().flat_map(|&a| turned.iter().map(move |&b| matrix[a * cells + b])).collect()
    };
    let other = Association {
        totals: turned.iter().map(|&at| association.totals[at]).collect(),
        of_totals: square(&association.of_totals),
        of_shares: square(&association.of_shares),
        ..association.clone()
    };
    for statistic in [F, FirstOrder, SecondOrder, Exact, Saddlepoint, Wald, AdjustedWald] {
        let (one, two) = (association.test(statistic).unwrap(), other.test(statistic).unwrap());
        assert!((one.p / two.p - 1.0).abs() < 1e-8, "{statistic:?}: {} {}", one.p, two.p);
    }
}

#[test]
fn what_cannot_be_tested_says_why() {
    let one = simple(&[3.0, 4.0, 0.0, 0.0], 2, 2, 10.0);
    let error = RaoScottError::OneCategory { rows: 1, columns: 2 };
    assert_eq!(one.test(Wald), Err(TestingError::Table(error.clone())));
    assert_eq!(one.test(F), Err(TestingError::Table(error)));
    let few = simple(&[9.0, 4.0, 5.0, 7.0, 8.0, 6.0], 2, 3, 1.0);
    assert_eq!(few.test(AdjustedWald), Err(TestingError::DegreesOfFreedom { degrees_of_freedom: 0.0 }));
    let none = simple(&[9.0, 4.0, 5.0, 7.0], 2, 2, 0.0);
    assert_eq!(none.test(Wald), Err(TestingError::DegreesOfFreedom { degrees_of_freedom: 0.0 }));
    let mut census = simple(&[9.0, 4.0, 5.0, 7.0], 2, 2, 9.0);
    census.of_shares.iter_mut().chain(&mut census.of_totals).for_each(|value| *value *= 1e-16);
    assert_eq!(census.test(Wald), Err(TestingError::NoVariance));
    assert_eq!(census.test(F), Err(TestingError::Table(RaoScottError::NoVariance)));
    // An empty cell of three rows and columns is not in the way of any.
    let hole = simple(&[9.0, 4.0, 0.0, 5.0, 7.0, 6.0, 3.0, 5.0, 8.0], 3, 3, 60.0);
    assert!([F, Wald, AdjustedWald].into_iter().all(|statistic| hole.test(statistic).is_ok()));
    // Rows without anyone change nothing.
    let padded = simple(&[9.0, 4.0, 0.0, 0.0, 5.0, 7.0], 3, 2, 12.0).test(Wald).unwrap();
    let plain = simple(&[9.0, 4.0, 5.0, 7.0], 2, 2, 12.0).test(Wald).unwrap();
    assert!((padded.p - plain.p).abs() < 1e-12);
}
