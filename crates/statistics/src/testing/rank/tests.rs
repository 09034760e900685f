//! Against R's svyranktest without equal values, and ranks written out in R with them; laws of ranks.

use super::*;
use crate::moments::OUTSIDE;
use crate::reference::{RELATIVE, table};
use crate::testing::Reference;
use crate::testing::sample::{Case, TAIL, agree};
use crate::variance::{Design, DesignInput, SinglePsu};

fn test_of(name: &str, variable: &str, grouping: &str, domain: &str, score: RankScore<'_>) -> Outcome {
    let case = Case::open(name);
    let api = case.sample.numbers("api00");
    let values: Vec<f64> = match variable {
        // No two are equal: the school's place in the file, far behind the point.
        "apart" => (api.iter().zip(1..)).map(|(y, at)| y + f64::from(at) / 4096.0).collect(),
        _ => api.iter().map(|y| (y / 50.0).floor()).collect(),
    };
    let groups = case.within(domain, &case.sample.codes(grouping));
    let calibration =
        case.calibrated.as_ref().map(|c| CalibrationRows { patterns: &c.patterns, base: &c.base });
    let (weights, leaves) = (&case.weights, &case.leaves);
    let input = RankInput { values: &values, groups: &groups, weights, leaves, calibration };
    let Some(replicates) = &case.replicates else {
        return rank_test(&case.context(), &input, score, 0.95).unwrap();
    };
    let (df, units) = (case.design.degrees_of_freedom(), case.design.psu_of_leaves());
    let how = (Centre::ReplicateMean, NonZeroUsize::new(2).unwrap());
    replicate_rank_test(replicates, &units, &input, score, df, how, 0.95).unwrap()
}

#[test]
fn agrees_with_r() {
    let cases = table("testing/rank/expected.csv");
    // A score of the caller: more weight to the upper end.
    let square = |place: f64| place * place;
    for row in 0..cases.rows {
        let text = |name: &str| cases.text(name)[row].as_str();
        let number = |name: &str| cases.numbers(name)[row];
        let score = match text("test") {
            "wilcoxon" => RankScore::Wilcoxon,
            "vanderWaerden" => RankScore::VanDerWaerden,
            "median" => RankScore::Median,
            _ => RankScore::Function(&square),
        };
        let found = test_of(text("design"), text("variable"), text("groups"), text("domain"), score);
        let what = ["design", "variable", "groups", "domain", "test"].map(text).join(" ");
        let within = |found: f64, column: &str, tolerance: f64| {
            agree(found, number(column), tolerance, &format!("{what} {column}"));
        };
        within(found.statistic, "statistic", RELATIVE);
        within(found.p, "p", TAIL);
        match found.reference {
            Reference::StudentT { degrees_of_freedom } => {
                within(degrees_of_freedom, "ddf", RELATIVE);
                within(found.effect.unwrap().estimate, "estimate", RELATIVE);
            }
            Reference::F { numerator, denominator } => {
                within(numerator, "df", RELATIVE);
                within(denominator, "ddf", RELATIVE);
            }
            _ => panic!("{what}"),
        }
    }
    assert!(cases.rows >= 60);
}

#[test]
fn places_are_the_middles_of_steps() {
    // By hand: weights 1, 3, 2, 4 of 10; the two threes share the step from 0.1 to 0.6.
    let places_of =
        |values: &[f64]| places(values, &[0, 0, 1, 1, OUTSIDE], &[1.0, 3.0, 2.0, 4.0, 9.0]).unwrap();
    let found = places_of(&[-1.0, 3.0, 3.0, 7.0, 3.0]);
    for (found, expected) in found.iter().zip([0.05, 0.35, 0.35, 0.8]) {
        assert!((found - expected).abs() < 1e-15);
    }
    assert!(found[4].is_nan());
    // Zero and minus zero are the same value.
    let zeros = places_of(&[0.0, -0.0, 1.0, 1.0, 0.0]);
    assert!(zeros[0] == 0.2 && zeros[1] == 0.2);
    assert!(places_of(&[f64::NAN, 1.0, 2.0, 3.0, 0.0])[0].is_nan());
}

/// Rows with values in steps, groups and unequal weights, without clusters.
fn rows(count: u32) -> (Vec<f64>, Vec<u32>, Vec<f64>) {
    let values = (0..count).map(|row| f64::from(row * 31 % 17 % 6)).collect();
    let groups = (0..count).map(|row| row * 7 % 5 % 3).collect();
    let weights = (0..count).map(|row| 1.0 + f64::from(row * 13 % 11)).collect();
    (values, groups, weights)
}

fn plain(
    values: &[f64],
    groups: &[u32],
    weights: &[f64],
    score: RankScore<'_>,
) -> Result<Outcome, TestingError> {
    let (tree, leaves) = Design::new(&DesignInput { rows: values.len(), ..Default::default() }).unwrap();
    let context = Context { design: &tree, single: SinglePsu::Fail, calibration: None };
    let input = RankInput { values, groups, weights, leaves: &leaves, calibration: None };
    rank_test(&context, &input, score, 0.95)
}

#[test]
fn order_of_rows_scale_of_weights_and_increasing_functions_change_nothing() {
    let (values, groups, weights) = rows(120);
    for k in [2, 3] {
        let groups: Vec<u32> = groups.iter().map(|group| group % k).collect();
        for score in [RankScore::Wilcoxon, RankScore::VanDerWaerden, RankScore::Median] {
            let p = plain(&values, &groups, &weights, score).unwrap().p;
            let turned = |column: &[f64]| -> Vec<f64> { column.iter().rev().copied().collect() };
            let back: Vec<u32> = groups.iter().rev().copied().collect();
            let reversed = plain(&turned(&values), &back, &turned(&weights), score).unwrap().p;
            let heavier: Vec<f64> = weights.iter().map(|weight| 250.0 * weight).collect();
            let cubed: Vec<f64> = values.iter().map(|value| value.powi(3) - 5.0).collect();
            for other in [reversed, plain(&cubed, &groups, &heavier, score).unwrap().p] {
                assert!((p / other - 1.0).abs() < 1e-9, "{p} {other}");
            }
        }
    }
}

#[test]
fn equal_weights_give_the_rank_sum() {
    // By hand: group 1 has ranks 3, 5, 6 and group 0 ranks 1, 2, 4 of six: places (rank − 1/2) / 6, means 25/36 and 11/36.
    let found =
        plain(&[10.0, 20.0, 30.0, 40.0, 50.0, 60.0], &[0, 0, 1, 0, 1, 1], &[2.0; 6], RankScore::Wilcoxon);
    assert!((found.unwrap().effect.unwrap().estimate - 14.0 / 36.0).abs() < 1e-14);
}

#[test]
fn the_middle_row_is_in_the_lower_half_whatever_the_weights() {
    // Of seven rows with one weight the fourth is in the middle: one in three of group 0 is above, two in four of group 1.
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    for weight in [1.0, 0.1, 30.97, 1.0 / 3.0] {
        let found = plain(&values, &[0, 1, 0, 1, 1, 0, 1], &[weight; 7], RankScore::Median).unwrap();
        assert!((found.effect.unwrap().estimate - (0.5 - 1.0 / 3.0)).abs() < 1e-14, "{weight}");
    }
}

#[test]
fn what_cannot_be_tested_says_why() {
    let (values, groups, weights) = rows(30);
    let test = |groups: &[u32], weights: &[f64]| plain(&values, groups, weights, RankScore::Wilcoxon);
    assert_eq!(test(&[0; 30], &weights), Err(TestingError::TooFew { found: 1 }));
    assert_eq!(test(&[OUTSIDE; 30], &weights), Err(TestingError::TooFew { found: 0 }));
    let gap: Vec<u32> = groups.iter().map(|group| group * 2).collect();
    assert_eq!(test(&gap, &weights), Err(TestingError::EmptyGroup { group: 1 }));
    let far: Vec<u32> = groups.iter().map(|group| u32::MAX - 3 + group).collect();
    assert_eq!(test(&far, &weights), Err(TestingError::EmptyGroup { group: 0 }));
    let mut wrong = weights.clone();
    wrong[4] = -1.0;
    assert_eq!(test(&groups, &wrong), Err(TestingError::Row { row: 4, value: -1.0 }));
    assert_eq!(test(&groups[..9], &weights), Err(TestingError::Length { expected: 30, found: 9 }));
    let pole = |place: f64| if place > 0.9 { f64::INFINITY } else { place };
    let score = plain(&values, &groups, &weights, RankScore::Function(&pole));
    assert!(matches!(score, Err(TestingError::Score { .. })));
    let constant = plain(&[1.0; 30], &groups, &weights, RankScore::Median);
    assert_eq!(constant, Err(TestingError::Singular { position: 0 }));
}
