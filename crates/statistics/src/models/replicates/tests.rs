//! Against R on jackknife weights; near linearisation; failures by number.

use super::*;
use crate::estimation::Context;
use crate::models::Rows;
use crate::models::glm::{BinomialLink, glm};
use crate::models::survival::Times;
use crate::models::survival::kaplan_meier::{Estimator, survival};
use crate::reference::{RELATIVE, close, design, expected, jackknife};
use crate::variance::SinglePsu;

const ONE: NonZeroUsize = NonZeroUsize::MIN;

#[test]
fn replicates_agree_with_r() {
    for case in expected("models/replicates") {
        let (sample, design, leaves, weights) = design(&case.design);
        let replicates = jackknife(&design);
        let psu = design.psu_of_leaves();
        let units: Vec<u32> = leaves.iter().map(|&leaf| psu[leaf as usize]).collect();
        let centre = if case.domain == "full" { Centre::FullSample } else { Centre::ReplicateMean };
        let replicated = ReplicateWeights {
            replication: &replicates,
            units: &units,
            base: &weights,
            centre,
            threads: ONE,
        };
        let wide: Vec<f64> =
            sample.text("sch.wide").iter().map(|v| f64::from(u8::from(v == "Yes"))).collect();
        let time: Vec<f64> = sample.numbers("api.stu").iter().map(|size| (size / 10.0).ceil()).collect();
        let (ones, ell, meals) = (vec![1.0; sample.rows], sample.numbers("ell"), sample.numbers("meals"));
        let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
        let times = Times { start: None, time: &time, event: &wide };
        let found = match case.measure.as_str() {
            "logit" => {
                let columns: [&[f64]; 3] = [&ones, &ell, &meals];
                let input = GlmInput { response: &wide, columns: &columns, offset: None, rows };
                glm_replicates(&replicated, &input, Family::Binomial(BinomialLink::Logit))
            }
            "cox" => {
                let columns: [&[f64]; 2] = [&ell, &meals];
                let input = CoxInput { times, columns: &columns, offset: None, strata: None, rows };
                cox_replicates(&replicated, &input, Ties::Efron)
            }
            _ => refit(&replicated, |own, _| {
                let rows = Rows { weights: own, ..rows };
                survival(&times, &rows, Estimator::KaplanMeier, &[20.0, 40.0, 60.0])
            }),
        }
        .unwrap();
        let what = format!("{} {} {} {}", case.design, case.measure, case.domain, case.category);
        match case.category.as_str() {
            "covariance" => {
                let scale = found.standard_error(0) * found.standard_error(1);
                assert!((found.covariance(0, 1) - case.value).abs() < RELATIVE * scale, "{what}");
            }
            "df" => assert_eq!(found.degrees_of_freedom as f64 - 2.0, case.value, "{what}"),
            i => {
                let i: usize = i.parse().unwrap();
                let scale = case.value.abs().max(case.se);
                assert!((found.estimates[i] - case.value).abs() < RELATIVE * scale, "{what}");
                close(found.standard_error(i), case.se, &what);
            }
        }
    }
}

#[test]
fn threads_change_nothing_and_linearisation_is_near() {
    let (sample, design, leaves, weights) = design("clus1");
    let replicates = jackknife(&design);
    let units: Vec<u32> = leaves.clone();
    let (ones, ell) = (vec![1.0; sample.rows], sample.numbers("ell"));
    let response = sample.numbers("api00");
    let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
    let columns: [&[f64]; 2] = [&ones, &ell];
    let input = GlmInput { response: &response, columns: &columns, offset: None, rows };
    let of = |threads: usize| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let centre = Centre::FullSample;
        let replicated =
            ReplicateWeights { replication: &replicates, units: &units, base: &weights, centre, threads };
        glm_replicates(&replicated, &input, Family::Gaussian).unwrap()
    };
    let one = of(1);
    assert_eq!(of(2), one);
    assert_eq!(of(40), one);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let linearised = glm(&context, &input, Family::Gaussian).unwrap();
    let ratio = one.standard_error(1) / linearised.standard_error(1);
    assert!((0.9..1.3).contains(&ratio), "{ratio}");
}

#[test]
fn a_replicate_without_an_estimate_is_named() {
    let (sample, design, leaves, weights) = design("clus1");
    let replicates = jackknife(&design);
    // A column that only the third unit has.
    let only: Vec<f64> = leaves.iter().map(|&leaf| f64::from(u8::from(leaf == 2))).collect();
    let (ones, response) = (vec![1.0; sample.rows], sample.numbers("api00"));
    let columns: [&[f64]; 2] = [&ones, &only];
    let rows = Rows { weights: &weights, leaves: &leaves, calibration: None };
    let input = GlmInput { response: &response, columns: &columns, offset: None, rows };
    let centre = Centre::default();
    let replicated =
        ReplicateWeights { replication: &replicates, units: &leaves, base: &weights, centre, threads: ONE };
    let cause = Box::new(ModelError::Collinear { column: 1 });
    let found = glm_replicates(&replicated, &input, Family::Gaussian);
    assert_eq!(found, Err(ModelError::Replicate { replicate: 2, cause }));
}
