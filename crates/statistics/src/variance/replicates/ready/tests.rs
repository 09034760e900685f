//! Ready-made replicate weights: against replicates made here, and what is refused.

use super::*;
use crate::estimation::Statistic;
use crate::moments::{Moments, OUTSIDE};
use crate::variance::SinglePsu;
use crate::variance::replicates::{
    Centre, Psus, ValueCounts, bootstrap, jkn, poisson, replicate_quantiles, replicate_statistics,
};

const ONE: NonZeroUsize = NonZeroUsize::MIN;

fn input<'a>(weights: &'a [f64], columns: ReadyColumns<'a>, method: ReadyMethod) -> ReadyInput<'a> {
    ReadyInput {
        weights,
        columns,
        content: ReadyContent::Multipliers,
        method,
        scale: None,
        rscales: None,
        corrections: None,
        degrees_of_freedom: Some(1),
    }
}

#[test]
fn written_out_replicates_give_what_their_rule_gives() {
    let psu: Vec<u32> = (0..40).map(|i| i / 4).collect();
    let weights: Vec<f64> = (0..40).map(|i| 1.0 + f64::from(i % 7)).collect();
    let y: Vec<f64> = (0..40).map(|i| if i == 5 { f64::NAN } else { f64::from(i * i % 13) }).collect();
    let cells: Vec<u32> = (0..40).map(|i| if i % 5 == 4 { OUTSIDE } else { i % 2 }).collect();
    let psus = Psus::new(&[0, 0, 0, 1, 1, 1, 1, 2, 2, 2], 3).unwrap();
    // The Poisson bootstrap has negative multipliers.
    let independent = poisson(&[0.3, 0.9, 0.8, 0.7, 0.6, 0.5, 0.9, 0.9, 0.8, 0.7], 30, 5).unwrap();
    for replicates in [jkn(&psus, SinglePsu::Fail).unwrap(), bootstrap(&psus, 30, 5).unwrap(), independent] {
        let mut columns = Vec::new();
        for r in 0..replicates.len() {
            let mut factors = vec![0.0; 10];
            replicates.factors(r, &mut factors);
            columns.push(psu.iter().map(|&p| factors[p as usize]).collect::<Vec<f64>>());
        }
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let given = ReadyInput {
            scale: Some(replicates.scale()),
            rscales: Some(replicates.rscales()),
            degrees_of_freedom: None,
            ..input(&weights, ReadyColumns::Slices(&slices), ReadyMethod::Other)
        };
        let ready = ReadyReplicates::new(&given, ONE).unwrap();
        if replicates.degrees_of_freedom() == 7 {
            assert_eq!(ready.degrees_of_freedom(), 7);
        }
        let statistics = [
            Statistic::Mean { cell: 0, expression: 0 },
            Statistic::Total { cell: 1, expression: 0 },
            Statistic::Share { cell: 1, of: 0..2 },
        ];
        let found = ready.statistics(
            &ReadyRows { cells: &cells, values: &[&y] },
            &statistics,
            Centre::ReplicateMean,
            ONE,
        );
        let moments = Moments::of(&psu, &cells, &weights, &[&y]);
        let units: Vec<u32> = (0..10).collect();
        let plain =
            replicate_statistics(&replicates, &moments, &units, &statistics, Centre::ReplicateMean, ONE);
        for j in 0..3 {
            assert!((found.estimates[j] / plain.estimates[j] - 1.0).abs() < 1e-12);
            assert!((found.variances[j] / plain.variances[j] - 1.0).abs() < 1e-9);
        }
        let quantiles = ready.quantiles(&cells, &y, 2, &[0.1, 0.5, 1.0], Centre::ReplicateMean, ONE);
        for (cell, counts) in ValueCounts::by_cell(&psu, &cells, &weights, &y, 2).iter().enumerate() {
            let plain =
                replicate_quantiles(&replicates, counts, &[0.1, 0.5, 1.0], Centre::ReplicateMean, ONE);
            for j in 0..3 {
                assert_eq!(quantiles.estimates[cell * 3 + j], plain.estimates[j]);
                assert!((quantiles.variances[cell * 3 + j] - plain.variances[j]).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn a_replicate_with_no_factor_does_not_count() {
    let (weights, y) = ([1.0, 1.0], [3.0, 5.0]);
    let columns: [&[f64]; 3] = [&[2.0, 0.0], &[0.0, 2.0], &[0.0, 0.0]];
    let rscales = [0.5, 0.5, 0.0];
    let given = ReadyInput {
        rscales: Some(&rscales),
        ..input(&weights, ReadyColumns::Slices(&columns), ReadyMethod::Other)
    };
    let ready = ReadyReplicates::new(&given, ONE).unwrap();
    let rows = ReadyRows { cells: &[0, 0], values: &[&y] };
    let mean = [Statistic::Mean { cell: 0, expression: 0 }];
    let result = ready.statistics(&rows, &mean, Centre::ReplicateMean, ONE);
    // Means 3 and 5 around 4; the third replicate has no mean, and no say.
    assert_eq!((result.variances[0], result.undefined[0]), (1.0, 0));
}

#[test]
fn negative_weights_are_used_and_said() {
    let weights = [1.0, 1.0, 1.0];
    let columns: [&[f64]; 2] = [&[1.5, -0.25, 1.75], &[1.0, 1.0, 1.0]];
    let given = input(&weights, ReadyColumns::Slices(&columns), ReadyMethod::SuccessiveDifference);
    let ready = ReadyReplicates::new(&given, ONE).unwrap();
    assert_eq!(ready.warnings(), [ReadyWarning::Negative { values: 1 }]);
    let q = ready.quantiles(&[0; 3], &[1.0, 2.0, 3.0], 1, &[0.5], Centre::FullSample, ONE);
    assert_eq!((q.estimates[0], q.replicate(0)[0], q.replicate(1)[0]), (2.0, 1.0, 2.0));
}

#[test]
fn what_is_given_in_vain_or_derived_is_said() {
    let weights = [50.0, 50.0];
    let columns: [&[f64]; 2] = [&[0.0, 2.0], &[2.0, 0.0]];
    let rscales = [1.0, 1.0];
    let columns = ReadyColumns::Slices(&columns);
    let warnings = |given: ReadyInput<'_>| ReadyReplicates::new(&given, ONE).unwrap().warnings().to_vec();
    let acs = input(&weights, columns, ReadyMethod::SuccessiveDifference);
    let acs = ReadyInput { scale: Some(1.0), rscales: Some(&rscales), ..acs };
    assert_eq!(warnings(acs), [ReadyWarning::ScaleNotUsed, ReadyWarning::RscalesNotUsed]);
    let jk1 = input(&weights, columns, ReadyMethod::Jk1);
    assert_eq!(warnings(jk1), [ReadyWarning::ScaleDerived { scale: 0.5 }]);
    assert_eq!(warnings(input(&weights, columns, ReadyMethod::Jkn)), [ReadyWarning::RscalesDerived]);
    let wrong = ReadyInput { content: ReadyContent::Weights, ..input(&weights, columns, ReadyMethod::Brr) };
    let looks = ReadyWarning::LooksLikeMultipliers { replicate_mean: 1.0, weight_mean: 50.0 };
    assert_eq!(warnings(wrong), [looks]);
}

#[test]
fn unusable_columns_and_scales_are_refused() {
    let weights = [1.0, 1.0];
    let good: [&[f64]; 2] = [&[0.0, 2.0], &[2.0, 0.0]];
    let fine = ReadyColumns::Slices(&good);
    let refused = |given: ReadyInput<'_>| ReadyReplicates::new(&given, ONE).unwrap_err();
    let brr = |columns| input(&weights, columns, ReadyMethod::Brr);
    let short: [&[f64]; 2] = [&[1.0, 1.0], &[1.0]];
    let length = ReadyError::Length { replicate: Some(1), expected: 2, found: 1 };
    assert_eq!(refused(brr(ReadyColumns::Slices(&short))), length);
    let flat = ReadyColumns::RowMajor { values: &[1.0; 5], replicates: 2 };
    assert_eq!(refused(brr(flat)), ReadyError::Length { replicate: None, expected: 4, found: 5 });
    let alone = ReadyColumns::RowMajor { values: &[1.0; 2], replicates: 1 };
    assert_eq!(refused(brr(alone)), ReadyError::TooFew { replicates: 1 });
    let hole = ReadyColumns::RowMajor { values: &[1.0, 1.0, 1.0, f64::INFINITY], replicates: 2 };
    let infinite = ReadyError::ReplicateWeight { replicate: 1, row: 1, value: f64::INFINITY };
    assert_eq!(refused(brr(hole)), infinite);
    let negative = ReadyInput { weights: &[1.0, -1.0], ..brr(fine) };
    assert_eq!(refused(negative), ReadyError::Weight { row: 1, value: -1.0 });
    let other = input(&weights, fine, ReadyMethod::Other);
    assert_eq!(refused(other), ReadyError::ScaleMissing);
    assert_eq!(refused(ReadyInput { scale: Some(0.0), ..other }), ReadyError::Scale { value: 0.0 });
    assert_eq!(refused(ReadyInput { rscales: Some(&[0.0, 0.0]), ..other }), ReadyError::NoFactor);
    let one = ReadyInput { rscales: Some(&[1.0]), ..other };
    assert_eq!(refused(one), ReadyError::Factors { which: "rscales", expected: 2, found: 1 });
    let over = ReadyInput { scale: Some(1.0), corrections: Some(&[0.5, 1.5]), ..other };
    assert_eq!(refused(over), ReadyError::Factor { which: "corrections", replicate: 1, value: 1.5 });
    let corrected = ReadyInput { corrections: Some(&[0.5, 0.5]), ..brr(fine) };
    assert_eq!(refused(corrected), ReadyError::CorrectionNotUsed);
    let jkn = ReadyInput { content: ReadyContent::Weights, ..input(&weights, fine, ReadyMethod::Jkn) };
    assert_eq!(refused(jkn), ReadyError::RscalesMissing);
    let fay = input(&weights, fine, ReadyMethod::Fay { rho: 1.0 });
    assert_eq!(refused(fay), ReadyError::Rho { rho: 1.0 });
}
