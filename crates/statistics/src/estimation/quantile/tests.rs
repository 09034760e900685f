//! Against R's survey package, on every design of the California samples.

use super::*;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;

#[test]
fn quantiles_and_woodruff_intervals_agree_with_r() {
    let mut without_low = 0;
    for case in expected("api/quantile") {
        let (sample, design, leaves, weights) = design(&case.design);
        let (name, probability) = case.measure.split_once('@').unwrap();
        let values = sample.numbers(name);
        let cells = sample.domain("stype", &case.domain);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let input = QuantileInput {
            leaves: &leaves,
            cells: &cells,
            weights: &weights,
            values: &values,
            patterns: None,
        };
        let found =
            quantile(&context, &input, 1, probability.parse().unwrap(), 0.95, None).unwrap()[0].unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.df, case.df, &what);
        close(found.interval.high, case.high, &what);
        if case.low.is_nan() {
            without_low += 1;
        } else {
            close(found.interval.low, case.low, &what);
            close(found.se, case.se, &what);
        }
    }
    assert!(without_low < 10, "{without_low} cases have no lower end in R");
}

#[test]
fn an_end_below_the_first_step_is_the_first_value() {
    let distribution = [(443.0, 1.0), (478.0, 2.0), (500.0, 3.0)];
    assert_eq!(invert(&distribution, 0.1), 443.0);
    assert_eq!(invert(&distribution, 1.0 / 3.0), 443.0);
    assert_eq!(invert(&distribution, 0.34), 478.0);
    assert!(invert(&distribution, -0.01).is_nan());
}
