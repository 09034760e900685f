//! Against R's survey package, and the rules by hand.

use super::*;
use crate::estimation::{Statistic, linearise_statistics};
use crate::moments::{Moments, OUTSIDE};
use crate::reference::{Sample, close, expected, table};
use crate::variance::{Design, DesignError, DesignInput, Linearised};

fn strata() -> (Sample, Vec<u32>, Vec<f64>) {
    let known = table("apistrat/single/strata.csv");
    let labels = known.numbers("h").iter().map(|h| *h as u32).collect();
    (table("data/apistrat.csv"), labels, known.numbers("N"))
}

fn domain(sample: &Sample, name: &str) -> Vec<u32> {
    let inside: Vec<bool> = match name {
        "even" => sample.numbers("cnum").iter().map(|county| county % 2.0 == 0.0).collect(),
        "yr.rnd" => sample.text("yr.rnd").iter().map(|label| label == "Yes").collect(),
        _ => vec![true; sample.rows],
    };
    inside.into_iter().map(|inside| if inside { 0 } else { OUTSIDE }).collect()
}

#[test]
fn rules_agree_with_r_in_every_domain() {
    let (sample, strata, population) = strata();
    let weights = sample.numbers("pw");
    let columns = ["enroll", "api00", "api.stu"].map(|name| sample.numbers(name));
    let values: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let collapsed = {
        let score: Vec<f64> = strata.iter().map(|h| f64::from(*h)).collect();
        let blocks: Vec<u32> = strata.iter().map(|h| h / 100).collect();
        collapse(&CollapseInput {
            strata: &strata,
            psus: None,
            fpc: Some(&population),
            similarity: Some(&score),
            blocks: Some(&blocks),
        })
        .unwrap()
    };
    // The other stratum of one school is the whole of its population.
    assert_eq!(collapsed.groups, [[307, 308]]);
    let mut compared = 0;
    for case in expected("apistrat/single") {
        let parts: Vec<&str> = case.design.split('_').collect();
        let single = match (parts[0], parts[1], *parts.last().unwrap()) {
            ("collapse", ..) => SinglePsu::Fail,
            (_, "remove", _) => SinglePsu::Remove,
            (_, "certainty", _) => SinglePsu::Certainty,
            (_, "adjust", "plain") => SinglePsu::Adjust,
            (_, "adjust", _) => SinglePsu::AdjustDomain,
            (_, "average", "plain") => SinglePsu::Average,
            _ => SinglePsu::AverageDomain,
        };
        let (strata, fpc) = match parts[0] {
            "collapse" => (&collapsed.strata, vec![collapsed.fpc.as_deref().unwrap()]),
            "fpc" => (&strata, vec![population.as_slice()]),
            _ => (&strata, Vec::new()),
        };
        let input = DesignInput { rows: sample.rows, strata: Some(strata), stages: &[], fpc: &fpc };
        let (design, leaves) = Design::new(&input).unwrap();
        let moments = Moments::of(&leaves, &domain(&sample, &case.domain), &weights, &values);
        let statistic = match case.measure.as_str() {
            "total:enroll" => Statistic::Total { cell: 0, expression: 0 },
            "mean:api00" => Statistic::Mean { cell: 0, expression: 1 },
            _ => Statistic::Ratio { cell: 0, y: 2, x: 0 },
        };
        let found = linearise_statistics(&moments, &[statistic]);
        let variance = found.linearised.variance(&design, single).unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.estimates[0], case.value, &what);
        close(variance.sqrt(), case.se, &what);
        compared += 1;
    }
    assert_eq!(compared, 147);
}

#[test]
fn an_average_needs_a_stratum_to_take_it_of() {
    let strata = [0, 1];
    let input = DesignInput { rows: 2, strata: Some(&strata), ..DesignInput::default() };
    let (design, _) = Design::new(&input).unwrap();
    let totals = Linearised { leaves: vec![0, 1], totals: vec![1.0, 2.0], estimates: 1 };
    let found = totals.variance(&design, SinglePsu::Average);
    assert_eq!(found, Err(DesignError::SinglePsu { stage: 1, rows: vec![0, 1] }));
}

#[test]
fn a_lonely_stratum_where_the_domain_is_not_changes_no_average() {
    // By hand: 2 (1 + 1) from the first stratum; the second has one unit and no row of the domain.
    let strata = [0, 0, 1];
    let input = DesignInput { rows: 3, strata: Some(&strata), ..DesignInput::default() };
    let (design, _) = Design::new(&input).unwrap();
    let totals = Linearised { leaves: vec![0, 1], totals: vec![1.0, 3.0], estimates: 1 };
    assert_eq!(totals.variance(&design, SinglePsu::Average), Ok(4.0));
}

fn plain(strata: &[u32]) -> CollapseInput<'_> {
    CollapseInput { strata, psus: None, fpc: None, similarity: None, blocks: None }
}

#[test]
fn neighbours_are_joined_in_the_order_of_labels() {
    // 10 and 30 have one unit. 10 joins 20; 30 has 20 and 40 as near, and joins the lower, and so its group.
    let strata = [40, 40, 10, 20, 20, 30];
    let found = collapse(&plain(&strata)).unwrap();
    assert_eq!(found.strata, [40, 40, 10, 10, 10, 10]);
    assert_eq!(found.groups, [[10, 20, 30]]);
    assert_eq!(found.fpc, None);
    let none = collapse(&plain(&[1, 1, 2, 2])).unwrap();
    assert_eq!((none.strata, none.groups), (vec![1, 1, 2, 2], Vec::new()));
}

#[test]
fn two_lonely_strata_may_join_each_other() {
    // By similarity 1 and 3 are a pair; 3 is not lonely any more when its turn comes.
    let found = collapse(&CollapseInput {
        similarity: Some(&[0.0, 5.0, 5.0, 1.0]),
        fpc: Some(&[4.0, 8.0, 8.0, 6.0]),
        ..plain(&[1, 2, 2, 3])
    })
    .unwrap();
    assert_eq!(found.strata, [1, 2, 2, 1]);
    assert_eq!(found.fpc, Some(vec![10.0, 8.0, 8.0, 10.0]));
    // Fractions become counts when they add up.
    let shares = collapse(&CollapseInput {
        similarity: Some(&[0.0, 5.0, 5.0, 1.0]),
        fpc: Some(&[0.25, 0.5, 0.5, 0.125]),
        ..plain(&[1, 2, 2, 3])
    })
    .unwrap();
    assert_eq!(shares.fpc, Some(vec![12.0, 4.0, 4.0, 12.0]));
}

#[test]
fn strata_without_a_partner_are_named() {
    let blocks = CollapseInput { blocks: Some(&[0, 1, 1]), ..plain(&[1, 2, 2]) };
    assert_eq!(collapse(&blocks), Err(CollapseError::NoPartner { rows: vec![0] }));
    // A stratum that is taken in full is neither lonely nor a partner.
    let census = CollapseInput { fpc: Some(&[5.0, 1.0]), ..plain(&[1, 2]) };
    assert_eq!(collapse(&census), Err(CollapseError::NoPartner { rows: vec![0] }));
    let varies = CollapseInput { similarity: Some(&[0.0, 1.0, 2.0]), ..plain(&[1, 2, 2]) };
    assert_eq!(collapse(&varies), Err(CollapseError::Varies { row: 2 }));
    let short = CollapseInput { blocks: Some(&[0]), ..plain(&[1, 2, 2]) };
    assert_eq!(collapse(&short), Err(CollapseError::Design(DesignError::Length { rows: 3, found: 1 })));
}

#[test]
fn units_of_several_rows_count_once() {
    // Stratum 2 has two rows of one unit.
    let found = collapse(&CollapseInput { psus: Some(&[1, 2, 5, 5]), ..plain(&[1, 1, 2, 2]) }).unwrap();
    assert_eq!(found.groups, [[1, 2]]);
}
