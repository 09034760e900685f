//! Against R's survey package, on every design of the California samples.

use super::*;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;

#[test]
fn agrees_with_r_in_every_design_and_domain() {
    let mut compared = 0;
    for case in expected("api/mean") {
        let (sample, design, leaves, weights) = design(&case.design);
        let y = sample.numbers(&case.measure);
        let cells = sample.domain("stype", &case.domain);
        let moments = Moments::of(&leaves, &cells, &weights, &[&y]);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = mean(&context, &moments, None, 0, 0).unwrap().unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        let interval = found.interval(0.95);
        close(found.value, case.value, &what);
        close(found.se, case.se, &what);
        close(found.df, case.df, &what);
        close(interval.low, case.low, &what);
        close(interval.high, case.high, &what);
        close(found.deff.unwrap_or(f64::NAN), case.deff, &what);
        compared += 1;
    }
    assert!(compared >= 20);
}
