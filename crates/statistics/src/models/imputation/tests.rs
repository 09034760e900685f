//! Against R's MIcombine and the degrees of freedom written out in R; by hand where data sets agree.

use super::*;
use crate::reference::{close, table};

fn read(name: &str) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let inputs = table(&format!("models/imputation/{name}.csv"));
    let sets = inputs.rows / 3;
    let columns: Vec<Vec<f64>> = ["estimate", "v1", "v2", "v3"].map(|name| inputs.numbers(name)).to_vec();
    let of = |set: usize| -> (Vec<f64>, Vec<f64>) {
        let rows = set * 3..set * 3 + 3;
        let covariance = rows.clone().flat_map(|row| (1..4).map(move |column| (column, row)));
        (columns[0][rows].to_vec(), covariance.map(|(column, row)| columns[column][row]).collect())
    };
    (0..sets).map(of).unzip()
}

#[test]
fn combined_estimates_agree_with_r() {
    let (estimates, covariances) = read("completed");
    let completed: Vec<Completed<'_>> = estimates
        .iter()
        .zip(&covariances)
        .map(|(estimates, covariance)| Completed { estimates, covariance })
        .collect();
    let cases = table("models/imputation/expected.csv");
    for row in 0..cases.rows {
        let number = |name: &str| cases.numbers(name)[row];
        let complete = number("complete_df");
        let found = combine(&completed, complete.is_finite().then_some(complete)).unwrap();
        let i = number("estimate") as usize;
        let what = format!("estimate {i} with {complete}");
        close(found.estimates[i], number("value"), &what);
        close(found.standard_error(i), number("se"), &what);
        close(found.degrees_of_freedom[i], number("df"), &what);
        close(found.missing_information[i], number("missing"), &what);
        let interval = found.interval(i, 0.95);
        close(interval.low, number("low"), &what);
        close(interval.high, number("high"), &what);
    }
    assert_eq!(cases.rows, 9);
}

#[test]
fn equal_data_sets_lose_nothing() {
    let one = Completed { estimates: &[3.0, -1.0], covariance: &[2.0, 0.5, 0.5, 1.0] };
    let found = combine(&[one, one, one], Some(20.0)).unwrap();
    assert_eq!(found.covariance, one.covariance);
    // (21 / 23) 20, without anything missing but the small sample's part.
    assert!((found.degrees_of_freedom[0] - 420.0 / 23.0).abs() < 1e-12);
    assert_eq!(combine(&[one, one], None).unwrap().degrees_of_freedom, [f64::INFINITY; 2]);
    // Q' U⁻¹ Q / 2 with U⁻¹ = (1, −0.5, −0.5, 2) / 1.75: (9 + 3 + 2) / 1.75 / 2 = 4.
    let test = found.wald(&[0, 1]).unwrap();
    assert!((test.statistic - 4.0).abs() < 1e-12 && test.denominator.is_infinite());
}

#[test]
fn a_joint_test_by_hand() {
    // Two data sets, one estimate each: Q 1 and 3, U 1: B = 2, r = 1.5 · 2 = 3, statistic 4 / (1 + 3) = 1; t = 1: (1)(2)(4/3)² / 2.
    let one = |estimate: &'static [f64]| Completed { estimates: estimate, covariance: &[1.0] };
    let found = combine(&[one(&[1.0]), one(&[3.0])], None).unwrap();
    let test = found.wald(&[0]).unwrap();
    assert!((test.statistic - 1.0).abs() < 1e-14 && (test.denominator - 16.0 / 9.0).abs() < 1e-14);
    // (m − 1) / λ² with λ = 3/4.
    assert!((found.degrees_of_freedom[0] - 16.0 / 9.0).abs() < 1e-14);
}

#[test]
fn what_does_not_fit_is_refused() {
    let one = Completed { estimates: &[1.0], covariance: &[1.0] };
    let two = Completed { estimates: &[1.0, 2.0], covariance: &[1.0] };
    assert_eq!(combine(&[one], None), Err(ModelError::Imputations { found: 1 }));
    assert_eq!(combine(&[one, two], None), Err(ModelError::Entries { expected: 1, found: 2 }));
    assert_eq!(
        combine(&[one, one], Some(0.0)),
        Err(ModelError::DegreesOfFreedom { degrees_of_freedom: 0.0 })
    );
}
