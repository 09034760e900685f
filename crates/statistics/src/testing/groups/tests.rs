//! Against R's regTermTest and contrasts of svyglm on the groups; laws.

use super::*;
use crate::estimation::Statistic;
use crate::reference::{RELATIVE, close, table};
use crate::testing::Reference;
use crate::testing::joint::means;
use crate::testing::sample::{Case, TAIL, agree};

fn joint_of(name: &str, groups: &str, domain: &str) -> Joint {
    let case = Case::open(name);
    let codes = if groups == "band" { case.bands() } else { case.sample.codes(groups) };
    let values = if groups == "band" { "ell" } else { "api00" };
    let k = codes.iter().max().unwrap() + 1;
    let statistics: Vec<Statistic> = means(k);
    case.joint(&case.within(domain, &codes), &[&case.sample.numbers(values)], &statistics)
}

#[test]
fn agrees_with_r() {
    let cases = table("testing/groups/expected.csv");
    for row in 0..cases.rows {
        let text = |name: &str| cases.text(name)[row].as_str();
        let what = ["design", "groups", "domain", "pair"].map(text).join(" ");
        let within = |found: f64, column: &str| {
            let tolerance = if column == "p" || column == "holm" { TAIL } else { RELATIVE };
            agree(found, cases.numbers(column)[row], tolerance, &format!("{what} {column}"));
        };
        let joint = joint_of(text("design"), text("groups"), text("domain"));
        if text("pair") == "all" {
            let found = equal(&joint).unwrap();
            let Reference::F { numerator, denominator } = found.reference else { panic!("{what}") };
            within(found.statistic, "statistic");
            within(numerator, "df");
            within(denominator, "ddf");
            within(found.p, "p");
            continue;
        }
        let pairs = pairwise(&joint, 0.95, Adjustment::Holm).unwrap();
        let [a, b] = [0, 2].map(|at| text("pair")[at..=at].parse::<usize>().unwrap());
        let pair = pairs.iter().find(|pair| pair.groups == [a, b]).unwrap();
        let outcome = pair.outcome.as_ref().unwrap();
        let effect = outcome.effect.unwrap();
        within(effect.estimate, "estimate");
        within(outcome.statistic, "statistic");
        within(outcome.p, "p");
        within(pair.adjusted, "holm");
        within(effect.interval.low, "low");
        within(effect.interval.high, "high");
    }
    assert!(cases.rows >= 90);
}

#[test]
fn two_groups_are_one_pair() {
    let joint = joint_of("clus1", "sch.wide", "");
    let (all, pairs) = (equal(&joint).unwrap(), pairwise(&joint, 0.95, Adjustment::Bonferroni).unwrap());
    let two = t::two_groups(&joint, [1, 0], 0.0, 0.95).unwrap();
    assert_eq!((pairs.len(), pairs[0].outcome.as_ref().unwrap().p, pairs[0].adjusted), (1, two.p, two.p));
    close(all.statistic, two.statistic * two.statistic, "t squared");
    assert!((all.p / two.p - 1.0).abs() < TAIL);
}

#[test]
fn the_order_of_the_groups_is_nothing() {
    let joint = joint_of("strat", "band", "");
    let turn = [2, 0, 3, 1];
    let turned = Joint {
        estimates: turn.iter().map(|&at| joint.estimates[at]).collect(),
        covariance: turn.iter().flat_map(|&a| turn.map(|b| joint.covariance(a, b))).collect(),
        degrees_of_freedom: joint.degrees_of_freedom,
    };
    close(equal(&turned).unwrap().statistic, equal(&joint).unwrap().statistic, "turned");
}

#[test]
fn what_cannot_be_tested_says_why() {
    let one = Joint { estimates: vec![1.0], covariance: vec![1.0], degrees_of_freedom: 5.0 };
    assert_eq!(equal(&one), Err(TestingError::TooFew { found: 1 }));
    assert_eq!(pairwise(&one, 0.95, Adjustment::Holm), Err(TestingError::TooFew { found: 1 }));
    let empty = Joint { estimates: vec![1.0, f64::NAN], covariance: vec![1.0; 4], degrees_of_freedom: 5.0 };
    assert_eq!(equal(&empty), Err(TestingError::Undefined { estimate: 1 }));
    assert_eq!(pairwise(&one, 2.0, Adjustment::Holm).unwrap_err(), TestingError::TooFew { found: 1 });
    assert_eq!(pairwise(&empty, 2.0, Adjustment::Holm), Err(TestingError::Level { level: 2.0 }));
    let mut identity = vec![0.0; 9];
    identity.iter_mut().step_by(4).for_each(|variance| *variance = 1.0);
    let few = Joint { estimates: vec![1.0, 2.0, 3.0], covariance: identity, degrees_of_freedom: 2.0 };
    assert_eq!(equal(&few), Err(TestingError::DegreesOfFreedom { degrees_of_freedom: 0.0 }));
}

#[test]
fn an_empty_group_leaves_the_other_pairs() {
    let mut covariance = vec![0.0; 9];
    covariance.iter_mut().step_by(4).for_each(|variance| *variance = 1.0);
    let joint = Joint { estimates: vec![1.0, f64::NAN, 4.0], covariance, degrees_of_freedom: 20.0 };
    let pairs = pairwise(&joint, 0.95, Adjustment::Bonferroni).unwrap();
    assert_eq!(pairs[0].outcome, Err(TestingError::Undefined { estimate: 1 }));
    assert!(pairs[0].adjusted.is_nan() && pairs[2].outcome.is_err());
    assert_eq!(pairs[1].adjusted, pairs[1].outcome.as_ref().unwrap().p);
}
