//! Against R's survey package, Ruben's series and closed forms.

use super::*;
use crate::reference::{close, table};

/// R finds the saddlepoint to 1e-8 on the scale of ζ.
const UNIROOT: f64 = 1e-6;

/// What R's quadrature of Ruben's series reaches.
const INTEGRATE: f64 = 1e-9;

fn weights(set: &str) -> Vec<f64> {
    match set {
        "two" => vec![3.0, 1.0],
        "three" => vec![1.7, 1.1, 0.4],
        "six" => vec![2.9, 2.2, 1.4, 0.9, 0.6, 0.31],
        "unequal" => vec![40.0, 1.0, 0.5],
        "pairs" => vec![2.0, 2.0, 1.0, 1.0],
        _ => (0..40).map(|at| 0.2 + 2.8 * f64::from(at) / 39.0).collect(),
    }
}

#[test]
fn agrees_with_r_and_with_rubens_series() {
    let cases = table("testing/quadratic_form/expected.csv");
    let (q, denominator) = (cases.numbers("q"), cases.text("denominator"));
    let columns = ["satterthwaite", "saddlepoint", "exact"].map(|name| cases.numbers(name));
    for row in 0..cases.rows {
        let set = &cases.text("set")[row];
        let a = weights(set);
        let d = denominator[row].parse().unwrap_or(f64::INFINITY);
        let x = q[row] * a.iter().sum::<f64>();
        let what = format!("{set} {} {d}", q[row]);
        close(f_sum_upper_tail(x, &a, d, TailMethod::Satterthwaite), columns[0][row], &what);
        let found = f_sum_upper_tail(x, &a, d, TailMethod::Saddlepoint);
        assert!((found / columns[1][row] - 1.0).abs() < UNIROOT, "{what}: {found} {}", columns[1][row]);
        let (found, exact) = (f_sum_upper_tail(x, &a, d, TailMethod::Exact), columns[2][row]);
        // Ruben's series has nothing to say of tails that are nearer to zero than its rounding.
        assert!(exact.is_nan() || (found / exact - 1.0).abs() < INTEGRATE, "{what}: {found} {exact}");
    }
    assert_eq!(cases.rows, 120);
}

#[test]
fn pairs_of_equal_weights_have_a_closed_form() {
    // By hand: 2 (E₁) and 1 (E₂), exponential with means 4 and 2, exceed x with (4 e^(−x/4) − 2 e^(−x/2)) / 2.
    for x in [0.01f64, 0.3, 2.0, 6.0, 15.0, 60.0, 200.0] {
        let exact = 2.0 * (-x / 4.0).exp() - (-x / 2.0).exp();
        let found = chi_squared_sum_upper_tail(x, &[2.0, 1.0, 1.0, 2.0], TailMethod::Exact);
        assert!((found / exact - 1.0).abs() < 1e-11, "{x}: {found} {exact}");
    }
}

#[test]
fn almost_equal_weights_are_almost_chi_squared() {
    for k in [1, 3, 20, 150] {
        let a: Vec<f64> = (0..k).map(|at| 1.0 + 1e-13 * f64::from(at % 2)).collect();
        for q in [0.2, 0.95, 1.0, 1.05, 2.0, 4.0] {
            let x = q * f64::from(k);
            let (found, plain) = (exact::upper_tail(x, &a), chi_squared_upper_tail(x, f64::from(k)));
            assert!((found - plain).abs() < 1e-11 * plain.max(1e-3), "{k} {q}: {found} {plain}");
            let (found, plain) = (exact::f_upper_tail(x, &a, 9.5), f_upper_tail(q, f64::from(k), 9.5));
            assert!((found - plain).abs() < 1e-10 * plain.max(1e-3), "{k} {q}: {found} {plain}");
        }
    }
}

#[test]
fn the_saddlepoint_is_continuous_at_the_mean() {
    let a = [3.0, 1.0, 0.5];
    let at = |x: f64| chi_squared_sum_upper_tail(x, &a, TailMethod::Saddlepoint);
    let (below, mean, above) = (at(4.5 - 1e-6), at(4.5), at(4.5 + 1e-6));
    assert!(below > mean && mean > above && below - above < 1e-6);
    let approximate = chi_squared_sum_upper_tail(4.5, &a, TailMethod::Exact);
    assert!((mean / approximate - 1.0).abs() < 0.03);
}

#[test]
fn tails_fall_and_ends_are_ends() {
    let a = [5.0, 1.0, 1e-4];
    for d in [2.0, 30.0, f64::INFINITY] {
        let tails: Vec<f64> =
            (0..60).map(|at| f_sum_upper_tail(f64::from(at) / 2.0, &a, d, TailMethod::Exact)).collect();
        assert!(tails[0] == 1.0 && tails.windows(2).all(|pair| pair[1] < pair[0]), "{tails:?}");
    }
    for method in [TailMethod::Satterthwaite, TailMethod::Saddlepoint, TailMethod::Exact] {
        assert!(chi_squared_sum_upper_tail(1.0, &[], method).is_nan());
        assert!(chi_squared_sum_upper_tail(1.0, &[0.0], method).is_nan());
        assert!(chi_squared_sum_upper_tail(1.0, &[1.0, -1.0], method).is_nan());
        assert!(f_sum_upper_tail(f64::NAN, &a, 3.0, method).is_nan());
        assert!(f_sum_upper_tail(1.0, &a, 0.0, method).is_nan());
        assert_eq!(
            chi_squared_sum_upper_tail(1.0, &[2.0, 0.0, 1.0], method),
            chi_squared_sum_upper_tail(1.0, &[2.0, 1.0], method)
        );
    }
}

#[test]
fn far_out_a_tail_keeps_its_digits_and_ends_at_zero() {
    let a = [1.0, 1.0 + 1e-13, 1.0];
    for q in [1e3, 1e5, 1e7] {
        let (found, plain) = (exact::f_upper_tail(3.0 * q, &a, 9.5), f_upper_tail(q, 3.0, 9.5));
        assert!((found / plain - 1.0).abs() < 1e-9, "{q}: {found} {plain}");
    }
    // What a table without sampling error may leave: design effects of rounding.
    for method in [TailMethod::Satterthwaite, TailMethod::Saddlepoint, TailMethod::Exact] {
        assert_eq!(chi_squared_sum_upper_tail(25.0, &[3e-17, 1e-18], method), 0.0);
        let with_denominator = f_sum_upper_tail(25.0, &[3e-17, 1e-18], 12.0, method);
        assert!((0.0..1e-80).contains(&with_denominator), "{method:?}: {with_denominator}");
    }
}

#[test]
fn any_weights_have_a_tail_near_the_saddlepoints() {
    // Weights over many orders of magnitude, up to forty of them, from near one to far out.
    let mut stream = crate::numerics::Stream::new(7, 1);
    for round in 0..24 {
        let count = 2 + stream.below(39);
        let spread = f64::from(round % 6);
        let a: Vec<f64> = (0..count).map(|_| (spread * stream.normal()).exp()).collect();
        let sum: f64 = a.iter().sum();
        let d = [f64::INFINITY, 1.5, 8.0, 400.0][round as usize % 4];
        let mut before = 1.0;
        for q in [0.02, 0.3, 0.9, 1.0, 1.1, 2.5, 9.0, 40.0] {
            let found = f_sum_upper_tail(q * sum, &a, d, TailMethod::Exact);
            let near = f_sum_upper_tail(q * sum, &a, d, TailMethod::Saddlepoint);
            assert!(found >= 0.0 && found <= before, "{round} {q} {d}: {found} after {before}");
            before = found;
            if found > 1e-12 {
                let ratio = found / near;
                assert!((0.85..1.12).contains(&ratio), "{round} {q} {d} {count}: {found} {near}");
            }
        }
    }
}
