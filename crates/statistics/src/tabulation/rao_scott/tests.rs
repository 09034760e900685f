//! Rao-Scott tests against R, and tables that cannot be tested.

use super::*;

const ROUNDING: f64 = 1e-12;

fn multinomial(p: &[f64], n: f64) -> Vec<f64> {
    let k = p.len();
    (0..k * k).map(|i| (f64::from(u8::from(i / k == i % k)) * p[i / k] - p[i / k] * p[i % k]) / n).collect()
}

#[test]
fn a_simple_random_sample_needs_no_correction() {
    // An independent table: then the multinomial covariance has design effects of exactly one.
    let (rows, columns) = ([0.2, 0.3, 0.5], [0.4, 0.6]);
    let p: Vec<f64> = rows.iter().flat_map(|r| columns.map(|c| r * c)).collect();
    let test = rao_scott(3, 2, &p, &multinomial(&p, 200.0), 200.0, 50.0).unwrap();
    assert!((test.mean_design_effect - 1.0).abs() < ROUNDING && test.spread.abs() < ROUNDING);
    assert!(test.pearson.abs() < ROUNDING && (test.f.p - 1.0).abs() < ROUNDING);
    assert!((test.f.numerator - 2.0).abs() < ROUNDING && (test.f.denominator - 100.0).abs() < 1e-9);
}

#[test]
fn a_design_effect_common_to_all_cells_divides_the_statistic() {
    let p = [0.3, 0.2, 0.1, 0.4];
    let simple = multinomial(&p, 100.0);
    let double: Vec<f64> = simple.iter().map(|v| 2.0 * v).collect();
    let one = rao_scott(2, 2, &p, &simple, 100.0, 30.0).unwrap();
    let two = rao_scott(2, 2, &p, &double, 100.0, 30.0).unwrap();
    assert_eq!(one.pearson, two.pearson);
    assert!((one.first_order.statistic / two.first_order.statistic - 2.0).abs() < ROUNDING);
    // By hand: 100 (0.3 * 0.4 - 0.2 * 0.1)^2 / (0.5 * 0.5 * 0.4 * 0.6).
    assert!((one.pearson - 100.0 * 0.01 / 0.06).abs() < 1e-10);
}

#[test]
fn rows_without_anyone_are_left_out() {
    let p = [0.3, 0.2, 0.1, 0.4];
    let padded = [0.3, 0.2, 0.0, 0.0, 0.1, 0.4];
    let small = rao_scott(2, 2, &p, &multinomial(&p, 100.0), 100.0, 30.0).unwrap();
    let large = rao_scott(3, 2, &padded, &multinomial(&padded, 100.0), 100.0, 30.0).unwrap();
    assert_eq!(small, large);
    assert_eq!(large.used, (2, 2));
}

#[test]
fn tables_that_cannot_be_tested_say_why() {
    let test = |rows, columns, p: &[f64], df| rao_scott(rows, columns, p, &multinomial(p, 10.0), 10.0, df);
    let one = test(2, 2, &[0.5, 0.5, 0.0, 0.0], 5.0);
    assert_eq!(one, Err(RaoScottError::OneCategory { rows: 1, columns: 2 }));
    let p = [0.3, 0.2, 0.1, 0.4];
    assert_eq!(test(2, 2, &p, 0.0), Err(RaoScottError::DegreesOfFreedom));
    assert_eq!(rao_scott(2, 2, &p, &[0.0; 16], 10.0, 5.0), Err(RaoScottError::NoVariance));
    let rounding: Vec<f64> = multinomial(&p, 10.0).iter().map(|v| 1e-15 * v).collect();
    assert_eq!(rao_scott(2, 2, &p, &rounding, 10.0, 5.0), Err(RaoScottError::NoVariance));
    assert_eq!(rao_scott(2, 2, &p, &[0.0; 9], 10.0, 5.0), Err(RaoScottError::Input));
    assert_eq!(rao_scott(2, 2, &p, &[f64::NAN; 16], 10.0, 5.0), Err(RaoScottError::Input));
    // A diagonal 3 x 3 table: two of its four contrasts have the last cell only, and are the same.
    let diagonal = [0.3, 0.0, 0.0, 0.0, 0.3, 0.0, 0.0, 0.0, 0.4];
    assert!(matches!(test(3, 3, &diagonal, 5.0), Err(RaoScottError::EmptyCells | RaoScottError::NoVariance)));
}
