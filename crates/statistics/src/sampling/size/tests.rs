//! Sizes against hand calculations with z = 1.959964.

use super::*;

const PLAIN: Precision = Precision { margin: 0.05, level: 0.95, deff: 1.0, population: None, response: 1.0 };

fn sizes(size: Size) -> [u64; 3] {
    [size.effective, size.completed, size.invited]
}

#[test]
fn proportions() {
    // 3.841459 * 0.25 / 0.0025 = 384.146.
    assert_eq!(sizes(proportion(0.5, &PLAIN).unwrap()), [385, 385, 385]);
    // 3.841459 * 0.25 / 0.0009 = 1067.072.
    let three = Precision { margin: 0.03, ..PLAIN };
    assert_eq!(sizes(proportion(0.5, &three).unwrap()), [1068, 1068, 1068]);
    // 3.841459 * 0.09 / 0.0025 = 138.293; at 90 %: 2.705543 * 0.25 / 0.0025 = 270.554.
    assert_eq!(proportion(0.1, &PLAIN).unwrap().completed, 139);
    assert_eq!(proportion(0.5, &Precision { level: 0.9, ..PLAIN }).unwrap().completed, 271);
    // Cochran's form: 384.146 / (1 + 383.146 / 1000) = 277.733.
    let small = Precision { population: Some(1000), ..PLAIN };
    assert_eq!(proportion(0.5, &small).unwrap().completed, 278);
}

#[test]
fn design_effect_and_response() {
    // 1.5 * 384.146 = 576.219; 577 / 0.6 = 961.67.
    let plan = Precision { deff: 1.5, response: 0.6, ..PLAIN };
    assert_eq!(sizes(proportion(0.5, &plan).unwrap()), [385, 577, 962]);
    // n0 = 384.146 * 2000/1999 = 384.338; 384.338 / 1.192169 = 322.386; 768.676 / 1.384338 = 555.266; 556 / 0.5.
    let plan = Precision { deff: 2.0, response: 0.5, population: Some(2000), ..PLAIN };
    assert_eq!(sizes(proportion(0.5, &plan).unwrap()), [323, 556, 1112]);
}

#[test]
fn means() {
    // 3.841459 * 225 / 4 = 216.082; with N = 500: 216.082 / 1.432164 = 150.878.
    let plan = Precision { margin: 2.0, ..PLAIN };
    assert_eq!(mean(15.0, &plan).unwrap().completed, 217);
    assert_eq!(mean(15.0, &Precision { population: Some(500), ..plan }).unwrap().completed, 151);
}

#[test]
fn the_size_reaches_the_margin_and_one_less_does_not() {
    let plan = Precision { margin: 0.04, deff: 1.7, population: Some(900), ..PLAIN };
    let n = proportion(0.3, &plan).unwrap().completed;
    let reached = |n: u64| {
        let (n, all) = (n as f64, 900.0);
        1.959964 * (1.7 * (1.0 - n / all) * 0.21 * all / (all - 1.0) / n).sqrt()
    };
    assert!(reached(n) <= 0.04 && reached(n - 1) > 0.04);
}

#[test]
fn a_whole_result_is_not_rounded_up() {
    assert_eq!(up(0.1 * 3.0 * 10.0), 3);
    assert_eq!(up(385.0 / 0.55), 700);
    assert_eq!(up(3.0001), 4);
}

#[test]
fn plans_that_make_no_sense_are_refused() {
    for plan in [
        Precision { margin: 0.0, ..PLAIN },
        Precision { margin: f64::NAN, ..PLAIN },
        Precision { level: 1.0, ..PLAIN },
        Precision { deff: -1.0, ..PLAIN },
        Precision { response: 0.0, ..PLAIN },
        Precision { response: 1.1, ..PLAIN },
        Precision { population: Some(0), ..PLAIN },
    ] {
        assert!(matches!(proportion(0.5, &plan), Err(SamplingError::Parameter { .. })), "{plan:?}");
    }
    assert!(proportion(1.0, &PLAIN).is_err() && mean(0.0, &PLAIN).is_err());
    // 385 / (1 + 384 / 400) = 197 answers need 394 invitations at 50 %, and 493 at 40 %.
    let few = Precision { population: Some(400), response: 0.5, ..PLAIN };
    assert!(proportion(0.5, &few).is_ok());
    let found = proportion(0.5, &Precision { response: 0.4, ..few });
    assert!(matches!(found, Err(SamplingError::Unreachable { population: 400, .. })), "{found:?}");
}
