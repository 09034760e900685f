//! Against R's survey package, on every design of the California samples.

use super::*;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;

#[test]
fn agrees_with_r_in_every_design_and_domain() {
    let mut compared = 0;
    for case in expected("api/ratio") {
        let (sample, design, leaves, weights) = design(&case.design);
        let (y, x) = (sample.numbers("api.stu"), sample.numbers("enroll"));
        let cells = sample.domain("stype", &case.domain);
        let moments = Moments::of(&leaves, &cells, &weights, &[&y, &x]);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = ratio(&context, &moments, None, 0, 0, 1).unwrap().unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);

        close(found.value, case.value, &what);
        close(found.se, case.se, &what);
        close(found.df, case.df, &what);

        compared += 1;
    }
    assert!(compared >= 20);
}
