//! Against R's survey package, on every design of the California samples.

use super::*;
use crate::estimation::{Interval, Statistic};
use crate::reference::{close, design, expected, jackknife};
use crate::variance::SinglePsu;
use crate::variance::replicates::{Centre, replicate_statistics};

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

/// The roots of the likelihood ratio are R's uniroot's, to its tolerance.
const ROOT: f64 = 1e-8;

#[test]
fn arcsine_logit_and_likelihood_agree_with_r() {
    for case in expected("api/proportion_intervals") {
        let (sample, design, leaves, weights) = design(&case.design);
        let inside = sample.domain("stype", &case.domain);
        let category = sample.codes("awards");
        let cells: Vec<u32> =
            inside.iter().zip(&category).map(|(&cell, &code)| if cell == 0 { code } else { cell }).collect();
        let moments = Moments::of(&leaves, &cells, &weights, &[]);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = shares(&context, &moments, None, 0..2).unwrap()[usize::from(case.category == "Yes")];
        let what = format!("{} {} {} {}", case.design, case.measure, case.domain, case.category);
        close(found.se, case.se, &what);
        let (method, tolerance) = match case.measure.as_str() {
            "awards:asin" => (IntervalMethod::Arcsine, 1e-9),
            "awards:xlogit" => (IntervalMethod::Logit, 1e-9),
            _ => (IntervalMethod::Likelihood, ROOT),
        };
        let ends = interval(&found, method, 0.95, found.rows, case.df);
        for (found, expected) in [(ends.low, case.low), (ends.high, case.high)] {
            assert!((found - expected).abs() <= tolerance * expected, "{what}: {found} is not {expected}");
        }
    }
}

#[test]
fn replicates_of_a_share_have_the_same_intervals_as_in_r() {
    for case in expected("apiclus1/proportion") {
        let (sample, design, leaves, weights) = design("clus1");
        let inside = sample.domain("stype", &case.domain);
        let category = sample.codes("awards");
        let cells: Vec<u32> =
            inside.iter().zip(&category).map(|(&cell, &code)| if cell == 0 { code } else { cell }).collect();
        let moments = Moments::of(&leaves, &cells, &weights, &[]);
        let share = [Statistic::Share { cell: 1, of: 0..2 }];
        let (replicates, psus) = (jackknife(&design), design.psu_of_leaves());
        let one = std::num::NonZeroUsize::MIN;
        let found = replicate_statistics(&replicates, &moments, &psus, &share, Centre::default(), one);
        let estimate = Estimate {
            value: found.estimates[0],
            se: found.standard_error(0),
            df: case.df,
            deff: None,
            rows: 183,
            weight: 0.0,
        };
        close(estimate.se, case.se, &case.measure);
        let method = match case.measure.as_str() {
            "awards:mean" => IntervalMethod::Wald,
            "awards:asin" => IntervalMethod::Arcsine,
            _ => IntervalMethod::Logit,
        };
        let ends = interval(&estimate, method, 0.95, 183, case.df);
        close(ends.low, case.low, &case.measure);
        close(ends.high, case.high, &case.measure);
    }
}

fn plain(value: f64, se: f64) -> Estimate {
    Estimate { value, se, df: 50.0, deff: None, rows: 30, weight: 30.0 }
}

#[test]
fn every_interval_mirrors_when_the_question_is_turned_round() {
    let methods = [
        IntervalMethod::Wald,
        IntervalMethod::Logit,
        IntervalMethod::Wilson,
        IntervalMethod::KornGraubard,
        IntervalMethod::Arcsine,
        IntervalMethod::Likelihood,
    ];
    for method in methods {
        for p in [0.02, 0.3, 0.5, 0.97] {
            let of = |p: f64| interval(&plain(p, 0.03), method, 0.9, 100, 50.0);
            let (one, other): (Interval, Interval) = (of(p), of(1.0 - p));
            assert!((one.low - (1.0 - other.high)).abs() < 1e-10, "{method:?} {p}");
            assert!(one.low < p && p < one.high);
        }
    }
}

#[test]
fn the_arcsine_interval_stops_at_zero() {
    let ends = interval(&plain(0.01, 0.03), IntervalMethod::Arcsine, 0.95, 100, 50.0);
    assert_eq!(ends.low, 0.0);
    assert!(ends.high > 0.01);
}

#[test]
fn nobody_or_everybody_leaves_a_likelihood_by_hand() {
    // Nobody among 30: (1 - q)^60 is exp(-t²) at the upper end.
    let t = crate::numerics::student_t_quantile(0.975, 50.0);
    let ends = interval(&plain(0.0, 0.0), IntervalMethod::Likelihood, 0.95, 100, 50.0);
    assert_eq!(ends.low, 0.0);
    assert!((ends.high - (1.0 - (-t * t / 60.0).exp())).abs() < 1e-14);
    let ends = interval(&plain(1.0, 0.0), IntervalMethod::Likelihood, 0.95, 100, 50.0);
    assert!((ends.low - (-t * t / 60.0).exp()).abs() < 1e-14 && ends.high == 1.0);
    let without_df = interval(&plain(0.3, 0.1), IntervalMethod::Likelihood, 0.95, 100, 0.0);
    assert!(without_df.low.is_nan() && without_df.high.is_nan());
}
