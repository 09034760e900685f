//! Against a regression in R, simple random sampling, and repeated draws by the cube method.

use super::*;
use crate::numerics::Stream;
use crate::reference::{RELATIVE, close, table};
use crate::sampling::{CubeInput, CubeLanding, CubeOrder, cube};
use crate::variance::{Design, DesignInput, SinglePsu};

fn of(totals: Vec<f64>, estimates: usize) -> Linearised {
    Linearised { leaves: (0..(totals.len() / estimates) as u32).collect(), totals, estimates }
}

#[test]
fn agrees_with_a_regression_in_r() {
    let rows = table("sampling/balanced/sample.csv");
    let p = rows.numbers("p");
    let columns = ["meals", "ell", "api99", "double"].map(|name| rows.numbers(name));
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let strata = rows.codes("stype");
    let (api00, enroll) = (rows.numbers("api00"), rows.numbers("enroll"));
    let totals = (0..rows.rows).flat_map(|row| [api00[row] / p[row], enroll[row] / p[row]]).collect();
    let linearised = of(totals, 2);
    let expected = table("sampling/balanced/expected.csv");
    let figures = expected.numbers("value");
    for (at, name) in expected.text("case").iter().enumerate() {
        let (variables, strata) = match name.as_str() {
            "none" => (0, None),
            "two" => (2, None),
            // The last variable is twice another: the rank is three.
            "four" => (4, None),
            _ => (2, Some(strata.as_slice())),
        };
        let input = BalancedInput { probabilities: &p, balancing: &columns[..variables], strata };
        let found = balanced_covariance(&linearised, &input).unwrap();
        let entry = match expected.text("measure")[at].as_str() {
            "api00" => found[0],
            "enroll" => found[3],
            _ => found[1],
        };
        close(entry, figures[at], &format!("{name} {}", expected.text("measure")[at]));
    }
    assert_eq!(expected.rows, 12);
}

#[test]
fn equal_probabilities_without_variables_are_simple_random_sampling() {
    let totals = of(vec![3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 1);
    let fpc: [&[f64]; 1] = [&[20.0; 6]];
    let (simple, _) = Design::new(&DesignInput { rows: 6, fpc: &fpc, ..DesignInput::default() }).unwrap();
    let right = totals.variance(&simple, SinglePsu::Fail).unwrap();
    let input = BalancedInput { probabilities: &[0.3; 6], balancing: &[], strata: None };
    let found = balanced_covariance(&totals, &input).unwrap()[0];
    assert!((found - right).abs() < RELATIVE * right);
}

#[test]
fn what_the_variables_explain_does_not_vary() {
    let (p, x) = ([0.1, 0.4, 0.25, 0.6, 1.0], [3.0, 1.0, 4.0, 1.5, 100.0]);
    let y = (0..5).map(|k| 2.0 * x[k] / p[k] + 7.0).collect();
    let input = BalancedInput { probabilities: &p, balancing: &[&x], strata: None };
    let found = balanced_covariance(&of(y, 1), &input).unwrap()[0];
    assert!(found.abs() < 1e-18 * 1e6, "{found}");
}

#[test]
fn repeated_draws_have_that_variance() {
    let mut stream = Stream::new(14, 1);
    let population = 300;
    let x: Vec<f64> = (0..population).map(|_| 1.0 + 4.0 * stream.uniform()).collect();
    let y: Vec<f64> = x.iter().map(|x| 20.0 * x + 40.0 * stream.normal()).collect();
    let p: Vec<f64> = (0..population).map(|_| 0.1 + 0.2 * stream.uniform()).collect();
    let balancing: [&[f64]; 1] = [&x];
    let input = CubeInput {
        probabilities: &p,
        balancing: &balancing,
        strata: None,
        order: CubeOrder::Random,
        landing: CubeLanding::GiveUp,
    };
    let truth: f64 = y.iter().sum();
    let draws = 2_000;
    let (mut squares, mut estimated, mut unbalanced) = (0.0, 0.0, 0.0);
    for _ in 0..draws {
        let units: Vec<usize> =
            cube(&input, &mut stream).unwrap().sample.drawn.iter().map(|d| d.unit).collect();
        let totals: Vec<f64> = units.iter().map(|&unit| y[unit] / p[unit]).collect();
        squares += (totals.iter().sum::<f64>() - truth).powi(2) / f64::from(draws);
        let own: Vec<f64> = units.iter().map(|&unit| p[unit]).collect();
        let values: Vec<f64> = units.iter().map(|&unit| x[unit]).collect();
        let columns: [&[f64]; 1] = [&values];
        let input = BalancedInput { probabilities: &own, balancing: &columns, strata: None };
        let totals = of(totals, 1);
        estimated += balanced_covariance(&totals, &input).unwrap()[0] / f64::from(draws);
        let without = BalancedInput { balancing: &[], ..input };
        unbalanced += balanced_covariance(&totals, &without).unwrap()[0] / f64::from(draws);
    }
    // The Monte Carlo error of the mean square is 3 %; the landing adds a few percent.
    assert!((estimated / squares - 1.0).abs() < 0.15, "{estimated}, not {squares}");
    // What would be estimated had the sample not been balanced on the variable.
    assert!(squares < 0.8 * unbalanced, "{squares}, {unbalanced}");
}

#[test]
fn what_is_wrong_is_named() {
    let found = |p: &[f64], balancing: &[&[f64]]| {
        let input = BalancedInput { probabilities: p, balancing, strata: None };
        balanced_covariance(&of(vec![1.0, 2.0], 1), &input).unwrap_err()
    };
    assert_eq!(found(&[0.5, 0.0], &[]), BalancedError::Probability { unit: 1, value: 0.0 });
    assert_eq!(found(&[0.5, 0.5], &[&[1.0]]), BalancedError::Length { units: 2, found: 1 });
    assert_eq!(found(&[0.5], &[]), BalancedError::Length { units: 1, found: 2 });
    let few = found(&[0.5, 0.4], &[&[1.0, 2.0]]);
    assert_eq!(few, BalancedError::Units { units: 2, variables: 2 });
    let infinite = BalancedError::Value { variable: 0, unit: 1, value: f64::INFINITY };
    assert_eq!(found(&[0.5, 0.5], &[&[1.0, f64::INFINITY]]), infinite);
}
