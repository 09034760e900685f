//! Cross-tables against R, with empty cells and missing values.

use super::*;

/// Multinomial covariance of the cell counts of n independent draws.
fn multinomial(totals: &[f64]) -> Vec<f64> {
    let n: f64 = totals.iter().sum();
    let k = totals.len();
    (0..k * k)
        .map(|i| {
            let (a, b) = (i / k, i % k);
            let p = |c: usize| totals[c] / n;
            n * (f64::from(u8::from(a == b)) * p(a) - p(a) * p(b))
        })
        .collect()
}

fn table() -> Crosstab {
    let totals = vec![10.0, 30.0, 0.0, 20.0, 25.0, 15.0];
    let covariance = multinomial(&totals);
    Crosstab::new(2, 3, totals, covariance).unwrap()
}

fn close(found: Share, estimate: f64, variance: f64) {
    assert!((found.estimate - estimate).abs() < 1e-15, "{found:?}");
    assert!((found.variance - variance).abs() < 1e-15, "{found:?} {variance}");
}

#[test]
fn shares_have_binomial_variances_under_multinomial_sampling() {
    let t = table();
    close(t.of_all()[0], 0.1, 0.09 / 100.0);
    // Within a row of 40, and a column of 30, the count is binomial given the margin.
    close(t.of_rows()[0], 0.25, 0.25 * 0.75 / 40.0);
    close(t.of_columns()[0], 1.0 / 3.0, 2.0 / 9.0 / 30.0);
    close(t.of_rows()[2], 0.0, 0.0);
    close(t.of_columns()[5], 1.0, 0.0);
}

#[test]
fn the_covariance_of_shares_has_the_variances_on_its_diagonal_and_sums_to_zero() {
    let t = table();
    let covariance = t.covariance_of_all();
    for (cell, share) in t.of_all().iter().enumerate() {
        assert!((covariance[cell * 6 + cell] - share.variance).abs() < 1e-17);
        assert!(covariance[cell * 6..][..6].iter().sum::<f64>().abs() < 1e-17);
    }
}

#[test]
fn an_empty_row_has_no_shares_of_itself() {
    let totals = vec![1.0, 3.0, 0.0, 0.0];
    let covariance = multinomial(&totals);
    let t = Crosstab::new(2, 2, totals, covariance).unwrap();
    assert!(t.of_rows()[2].estimate.is_nan() && t.of_rows()[3].variance.is_nan());
    close(t.of_columns()[3], 0.0, 0.0);
}

#[test]
fn wrong_input_is_named() {
    let shape = Crosstab::new(2, 2, vec![1.0; 3], vec![0.0; 16]).unwrap_err();
    assert_eq!(shape, CrosstabError::Shape { cells: 4, totals: 3, covariances: 16 });
    let totals = Crosstab::new(1, 3, vec![1.0, -1.0, f64::NAN], vec![0.0; 9]).unwrap_err();
    assert_eq!(totals, CrosstabError::Totals { cells: vec![1, 2] });
    assert_eq!(Crosstab::new(1, 1, vec![0.0], vec![0.0]).unwrap_err(), CrosstabError::Empty);
}
