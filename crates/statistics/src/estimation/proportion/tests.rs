//! Against R's survey package, on every design of the California samples.

use super::*;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;

#[test]
fn shares_and_intervals_agree_with_r() {
    for case in expected("api/proportion") {
        let (sample, design, leaves, weights) = design(&case.design);
        let inside = sample.domain("stype", &case.domain);
        let category = sample.codes("awards");
        let cells: Vec<u32> =
            inside.iter().zip(&category).map(|(&cell, &code)| if cell == 0 { code } else { cell }).collect();
        let moments = Moments::of(&leaves, &cells, &weights, &[]);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = shares(&context, &moments, None, 0..2).unwrap()[usize::from(case.category == "Yes")];
        let what = format!("{} {} {} {}", case.design, case.measure, case.domain, case.category);
        close(found.value, case.value, &what);
        close(found.se, case.se, &what);
        close(found.df, case.df, &what);
        if !case.deff.is_nan() {
            close(found.deff.unwrap(), case.deff, &what);
        }
        let method = match case.measure.as_str() {
            "awards:wald" => IntervalMethod::Wald,
            "awards:logit" => IntervalMethod::Logit,
            "awards:wilson" => IntervalMethod::Wilson,
            _ => IntervalMethod::KornGraubard,
        };
        let rows = inside.iter().filter(|&&cell| cell == 0).count() as u64;
        let interval = interval(&found, method, 0.95, rows, found.df);
        close(interval.low, case.low, &what);
        close(interval.high, case.high, &what);
    }
}

#[test]
fn shares_of_a_table_use_the_centred_variance() {
    // Everyone in one category: the share is one and certain, though its total is not.
    let (_, design, leaves, weights) = design("clus1");
    let moments = Moments::of(&leaves, &vec![0; leaves.len()], &weights, &[]);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let found = shares(&context, &moments, None, 0..2).unwrap();
    assert_eq!((found[0].value, found[1].value), (1.0, 0.0));
    assert!(found[0].se < 1e-15);
    let at_the_edge = interval(&found[0], IntervalMethod::KornGraubard, 0.95, 183, 14.0);
    assert!(at_the_edge.low > 0.9 && at_the_edge.high == 1.0);
}
