//! Against R, laws, and the ways to fail.

use super::*;
use crate::numerics::Stream;
use crate::reference::{design, table};

/// R iterates to its own tolerance of 1e-12 on the margins.
const ITERATED: f64 = 1e-9;

#[test]
fn weights_agree_with_r() {
    let frozen = table("api/raking/expected.csv");
    let (sample, _, _, base) = design("clus1");
    let (types, wide) = (sample.codes("stype"), sample.codes("sch.wide"));
    let margins = [
        Margin { codes: &types, totals: &[4421.0, 755.0, 1018.0] },
        Margin { codes: &wide, totals: &[1072.0, 5122.0] },
    ];
    let raked = rake(&base, &margins, &RakingParams::default()).unwrap();
    for (row, expected) in frozen.numbers("rake").into_iter().enumerate() {
        let found = base[row] * raked.factors[row];
        assert!((found - expected).abs() <= ITERATED * expected, "row {row}: {found} is not {expected}");
    }
    assert_eq!(frozen.rows, 183);
}

fn sample(rows: usize) -> (Vec<f64>, Vec<u32>, Vec<u32>) {
    let mut stream = Stream::new(5, 1);
    (
        (0..rows).map(|_| 0.5 + stream.uniform()).collect(),
        (0..rows).map(|_| stream.below(3) as u32).collect(),
        (0..rows).map(|_| stream.below(4) as u32).collect(),
    )
}

#[test]
fn raked_weights_meet_the_margins_and_are_not_raked_again() {
    let (start, a, b) = sample(500);
    let margins = [
        Margin { codes: &a, totals: &[10.0, 30.0, 60.0] },
        Margin { codes: &b, totals: &[40.0, 30.0, 20.0, 10.0] },
    ];
    let raked = rake(&start, &margins, &RakingParams::default()).unwrap();
    let weights: Vec<f64> = start.iter().zip(&raked.factors).map(|(d, g)| d * g).collect();
    assert!(largest_deviation(&weights, &margins).2 <= 1e-10);
    let again = rake(&weights, &margins, &RakingParams::default()).unwrap();
    assert!(again.factors.iter().all(|factor| (factor - 1.0).abs() < 1e-9));
}

#[test]
fn the_scale_and_the_order_of_the_rows_change_nothing() {
    let (start, a, b) = sample(300);
    let totals = ([10.0, 30.0, 60.0], [40.0, 30.0, 20.0, 10.0]);
    let rake_rows = |start: &[f64], a: &[u32], b: &[u32]| -> Vec<f64> {
        let margins = [Margin { codes: a, totals: &totals.0 }, Margin { codes: b, totals: &totals.1 }];
        let raked = rake(start, &margins, &RakingParams::default()).unwrap();
        start.iter().zip(&raked.factors).map(|(d, g)| d * g).collect()
    };
    let plain = rake_rows(&start, &a, &b);
    let scaled = rake_rows(&start.iter().map(|d| d * 1000.0).collect::<Vec<_>>(), &a, &b);
    let back: Vec<usize> = (0..300).rev().collect();
    let turned = rake_rows(
        &back.iter().map(|&row| start[row]).collect::<Vec<_>>(),
        &back.iter().map(|&row| a[row]).collect::<Vec<_>>(),
        &back.iter().map(|&row| b[row]).collect::<Vec<_>>(),
    );
    for row in 0..300 {
        assert!((plain[row] - scaled[row]).abs() < 1e-9 * plain[row]);
        assert!((plain[row] - turned[299 - row]).abs() < 1e-9 * plain[row]);
    }
}

#[test]
fn failures_name_the_margin() {
    let start = [1.0; 4];
    let a = Margin { codes: &[0, 0, 1, 1], totals: &[5.0, 5.0] };
    let params = RakingParams::default();
    let missing = Margin { codes: &[0, 0, 0, 0], totals: &[4.0, 6.0] };
    assert_eq!(
        rake(&start, &[a, missing], &params),
        Err(WeightingError::EmptyCategories { categories: vec![(1, 1)] })
    );
    let other = Margin { codes: &[0, 1, 0, 1], totals: &[5.0, 6.0] };
    assert_eq!(
        rake(&start, &[a, other], &params),
        Err(WeightingError::SumsDiffer { sums: vec![10.0, 11.0] })
    );
    // Both margins are the same rows with different shares: nothing meets both.
    let contrary = Margin { codes: &[0, 0, 1, 1], totals: &[2.0, 8.0] };
    let error = rake(&start, &[a, contrary], &params).unwrap_err();
    assert!(matches!(error, WeightingError::NotConverged { iterations: 1_000, margin: 0, .. }), "{error}");
    let unknown = Margin { codes: &[0, 1, 2, 1], totals: &[5.0, 5.0] };
    assert_eq!(rake(&start, &[unknown], &params), Err(WeightingError::NoTotal { categories: vec![(0, 2)] }));
}
