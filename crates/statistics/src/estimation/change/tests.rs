//! Against R's stacked designs and a covariance written out, and unbiasedness over all pairs of samples.

use super::*;
use crate::estimation::{LinearisedStatistics, linearise_statistics};
use crate::moments::OUTSIDE;
use crate::reference::{Expected, Sample, close, expected, jackknife, table};
use crate::variance::{Design, DesignInput, Linearised, SinglePsu};

fn compare(case: &Expected, change: &Change) {
    let what = format!("{} {} {}", case.design, case.measure, case.domain);
    let found = match case.measure.as_str() {
        "before" | "after" => {
            let wave = usize::from(case.measure == "after");
            close(change.estimates[wave], case.value, &what);
            close(change.variances[wave].sqrt(), case.se, &what);
            return;
        }
        "covariance" => return close(change.covariance, case.value, &what),
        "difference" => change.difference(0.95).unwrap(),
        _ => change.relative(0.95).unwrap(),
    };
    close(found.estimate, case.value, &what);
    close(found.standard_error, case.se, &what);
    close(found.interval[0], case.low, &what);
    close(found.interval[1], case.high, &what);
    close(found.degrees_of_freedom, case.df, &what);
}

/// The stacked waves: design, leaf, weight, value and cell of each row.
struct Stacked {
    design: Design,
    leaves: Vec<u32>,
    weights: Vec<f64>,
    y: Vec<f64>,
    sample: Sample,
    rows: Vec<(usize, u32)>,
}

fn stacked(name: &str) -> Stacked {
    let (sample, _, _, plain) = crate::reference::design(name);
    // The second wave lacks every seventh row.
    let rows: Vec<(usize, u32)> = (0..sample.rows)
        .map(|row| (row, 0))
        .chain((0..sample.rows).filter(|row| (row + 1) % 7 != 0).map(|row| (row, 1)))
        .collect();
    let codes = |name: &str| -> Vec<u32> {
        let column = sample.codes(name);
        rows.iter().map(|row| column[row.0]).collect()
    };
    let numbers = |name: &str| -> Vec<f64> {
        let column = sample.numbers(name);
        rows.iter().map(|row| column[row.0]).collect()
    };
    let (types, district, school) = (codes("stype"), codes("dnum"), codes("snum"));
    let stages: Vec<&[u32]> = match name {
        "strat" => vec![&school],
        "clus1" => vec![&district],
        _ => vec![&district, &school],
    };
    let corrections =
        if name == "clus2" { vec![numbers("fpc1"), numbers("fpc2")] } else { vec![numbers("fpc")] };
    let fpc: Vec<&[f64]> = corrections.iter().map(Vec::as_slice).collect();
    let strata = (name == "strat").then_some(types.as_slice());
    let (design, leaves) =
        Design::new(&DesignInput { rows: rows.len(), strata, stages: &stages, fpc: &fpc }).unwrap();
    let weights = rows.iter().map(|row| plain[row.0]).collect();
    let waves = [sample.numbers("api99"), sample.numbers("api00")];
    let y = rows.iter().map(|&(row, wave)| waves[wave as usize][row]).collect();
    Stacked { design, leaves, weights, y, sample, rows }
}

const MEANS: [Statistic; 2] =
    [Statistic::Mean { cell: 0, expression: 0 }, Statistic::Mean { cell: 1, expression: 0 }];

impl Stacked {
    fn moments(&self, domain: &str) -> Moments {
        let inside = self.sample.domain("stype", domain);
        let cell = |&(row, wave): &(usize, u32)| if inside[row] == OUTSIDE { OUTSIDE } else { wave };
        let cells: Vec<u32> = self.rows.iter().map(cell).collect();
        Moments::of(&self.leaves, &cells, &self.weights, &[&self.y])
    }
}

#[test]
fn stacked_waves_agree_with_r() {
    let mut compared = 0;
    for case in expected("api/change") {
        if !["strat", "clus1", "clus2"].contains(&case.design.as_str()) {
            continue;
        }
        let stacked = stacked(&case.design);
        let context = Context { design: &stacked.design, single: SinglePsu::Fail, calibration: None };
        let change = stacked_change(&context, &stacked.moments(&case.domain), None, &MEANS).unwrap();
        compare(&case, &change);
        compared += 1;
    }
    assert_eq!(compared, 30);
}

#[test]
fn replicates_agree_with_r() {
    let mut compared = 0;
    for case in expected("api/change") {
        let Some(name) = case.design.strip_suffix("_jackknife") else { continue };
        let stacked = stacked(name);
        let found = replicated_change(
            &jackknife(&stacked.design),
            &stacked.moments(""),
            &stacked.design.psu_of_leaves(),
            &MEANS,
            Centre::ReplicateMean,
            NonZeroUsize::MIN,
        );
        if case.measure == "ratio" {
            let ratio = found.change.ratio(0.95).unwrap();
            close(ratio.estimate, case.value, &case.design);
            close(found.ratio_variance.sqrt(), case.se, &case.design);
            // The linearised variance is close.
            assert!((ratio.variance / found.ratio_variance - 1.0).abs() < 0.01);
        } else {
            compare(&case, &found.change);
        }
        assert_eq!(found.undefined, 0);
        compared += 1;
    }
    assert_eq!(compared, 6);
}

/// One wave of the panel of the case.
struct Rotated {
    design: Design,
    leaves: Vec<u32>,
    units: Vec<u64>,
    found: LinearisedStatistics,
}

impl Rotated {
    fn wave(&self) -> Wave<'_> {
        Wave {
            design: &self.design,
            leaves: &self.leaves,
            units: &self.units,
            estimates: &self.found.estimates,
            linearised: &self.found.linearised,
        }
    }
}

fn rotated(wave: usize, awards: bool) -> Rotated {
    let sample = table("data/apistrat.csv");
    let types = sample.codes("stype");
    let turn = |row: usize| 1 + types[..row].iter().filter(|other| **other == types[row]).count();
    let size = |row: usize| types.iter().filter(|other| **other == types[row]).count() as f64;
    let rows: Vec<usize> = (0..sample.rows)
        .filter(|&row| {
            let share = turn(row) as f64 / size(row);
            if wave == 0 { share <= 0.7 } else { share > 0.25 }
        })
        .collect();
    let of = |column: Vec<f64>| -> Vec<f64> { rows.iter().map(|&row| column[row]).collect() };
    let strata: Vec<u32> = rows.iter().map(|&row| types[row]).collect();
    let fpc = of(sample.numbers("fpc"));
    let corrections: [&[f64]; 1] = [&fpc];
    let input = DesignInput { rows: rows.len(), strata: Some(&strata), stages: &[], fpc: &corrections };
    let (design, leaves) = Design::new(&input).unwrap();
    let inside = sample.domain("awards", if awards { "Yes" } else { "" });
    let cells: Vec<u32> = rows.iter().map(|&row| inside[row]).collect();
    let y = of(sample.numbers(["api99", "api00"][wave]));
    let moments = Moments::of(&leaves, &cells, &design.weights(&leaves), &[&y]);
    let statistics = [Statistic::Total { cell: 0, expression: 0 }, MEANS[0].clone()];
    let found = linearise_statistics(&moments, &statistics);
    Rotated { design, leaves, units: rows.iter().map(|row| *row as u64).collect(), found }
}

#[test]
fn panels_agree_with_the_covariance_written_out_in_r() {
    let mut compared = 0;
    for case in expected("api/change").iter().filter(|case| case.design.starts_with("panel")) {
        let waves = [0, 1].map(|wave| rotated(wave, !case.domain.is_empty()));
        let matching =
            if case.design.ends_with("covariance") { Matching::Covariance } else { Matching::Correlation };
        let found = panel_change([&waves[0].wave(), &waves[1].wave()], matching, SinglePsu::Fail).unwrap();
        compare(case, &found.changes[usize::from(case.design.contains("mean"))]);
        // 70 of 100 and from 26 on; the same shares of 50 and 50.
        assert_eq!((found.shared, found.alone.len()), (45 + 23 + 23, 0));
        compared += 1;
    }
    assert_eq!(compared, 40);
}

#[test]
fn the_same_units_in_both_waves_are_the_stacked_design() {
    let stacked = stacked("strat");
    let moments = stacked.moments("");
    let context = Context { design: &stacked.design, single: SinglePsu::Fail, calibration: None };
    let right = stacked_change(&context, &moments, None, &MEANS).unwrap();
    let found = linearise_statistics(&moments, &MEANS);
    let units: Vec<u64> = stacked.leaves.iter().map(|leaf| u64::from(*leaf) + 1_000).collect();
    let of = |e: usize| Linearised {
        leaves: found.linearised.leaves.clone(),
        totals: found.linearised.totals.iter().skip(e).step_by(2).copied().collect(),
        estimates: 1,
    };
    let linearised = [of(0), of(1)];
    let wave = |e: usize| Wave {
        design: &stacked.design,
        leaves: &stacked.leaves,
        units: &units,
        estimates: &found.estimates[e..=e],
        linearised: &linearised[e],
    };
    for matching in [Matching::Covariance, Matching::Correlation] {
        let panel = panel_change([&wave(0), &wave(1)], matching, SinglePsu::Fail).unwrap();
        let change = &panel.changes[0];
        assert!((change.covariance / right.covariance - 1.0).abs() < 1e-9);
        assert!((change.correlation() - right.correlation()).abs() < 1e-9);
        assert_eq!(panel.shared, 200);
    }
}

#[test]
fn over_all_pairs_of_samples_the_variance_of_the_change_is_right() {
    // Three of six units in each wave, two of them in both.
    let y = [[3.0, 7.0, 1.0, 9.0, 4.0, 12.0], [5.0, 6.0, 2.0, 11.0, 9.0, 10.0]];
    let sets: Vec<Vec<usize>> = (0..64usize)
        .filter(|set| set.count_ones() == 3)
        .map(|set| (0..6).filter(|unit| set >> unit & 1 == 1).collect())
        .collect();
    let fpc: [&[f64]; 1] = [&[6.0; 3]];
    let (design, leaves) =
        Design::new(&DesignInput { rows: 3, fpc: &fpc, ..DesignInput::default() }).unwrap();
    let (mut pairs, mut squares, mut estimated) = (0.0, 0.0, 0.0);
    let truth: f64 = y[1].iter().sum::<f64>() - y[0].iter().sum::<f64>();
    for first in &sets {
        for second in &sets {
            if first.iter().filter(|unit| second.contains(unit)).count() != 2 {
                continue;
            }
            let sets = [first, second];
            let totals = [0, 1].map(|wave: usize| Linearised {
                leaves: vec![0, 1, 2],
                totals: sets[wave].iter().map(|unit| 2.0 * y[wave][*unit]).collect(),
                estimates: 1,
            });
            let values = [0, 1].map(|wave: usize| [totals[wave].totals.iter().sum::<f64>()]);
            let units =
                [0, 1].map(|wave: usize| sets[wave].iter().map(|unit| *unit as u64).collect::<Vec<_>>());
            let wave = |wave: usize| Wave {
                design: &design,
                leaves: &leaves,
                units: &units[wave],
                estimates: &values[wave],
                linearised: &totals[wave],
            };
            let found = panel_change([&wave(0), &wave(1)], Matching::Covariance, SinglePsu::Fail).unwrap();
            let change = &found.changes[0];
            pairs += 1.0;
            squares += (change.estimates[1] - change.estimates[0] - truth).powi(2);
            estimated += change.variances[0] + change.variances[1] - 2.0 * change.covariance;
        }
    }
    assert_eq!(pairs, 180.0);
    assert!((estimated / squares - 1.0).abs() < 1e-9, "{estimated}, not {squares}");
}

#[test]
fn what_is_wrong_is_named() {
    let strata = [0, 0, 1, 1];
    let (design, leaves) =
        Design::new(&DesignInput { rows: 4, strata: Some(&strata), ..DesignInput::default() }).unwrap();
    let linearised = Linearised { leaves: leaves.clone(), totals: vec![1.0, 2.0, 3.0, 5.0], estimates: 1 };
    let wave = |units: &'static [u64]| Wave {
        design: &design,
        leaves: &leaves,
        units,
        estimates: &[1.0],
        linearised: &linearised,
    };
    let found = |one: &[u64], two: &'static [u64]| {
        let before = Wave { units: one, ..wave(&[1, 2, 3, 4]) };
        panel_change([&before, &wave(two)], Matching::Covariance, SinglePsu::Fail)
    };
    let short = ChangeError::Length { wave: 0, rows: 4, found: 1 };
    assert_eq!(found(&[1], &[1, 2, 3, 4]), Err(short));
    assert_eq!(found(&[1, 1, 3, 4], &[1, 2, 3, 4]), Err(ChangeError::Identity { wave: 0, row: 1 }));
    assert_eq!(found(&[1, 2, 3, 4], &[1, 3, 2, 4]), Err(ChangeError::Moved { row: 2 }));
    // One unit of the first stratum is shared, none of the second.
    let alone = found(&[1, 2, 3, 4], &[1, 6, 7, 8]).unwrap();
    assert_eq!((alone.shared, alone.alone), (1, vec![0]));
    assert_eq!(alone.changes[0].covariance, 0.0);
    let rule = panel_change([&wave(&[1, 2, 3, 4]); 2], Matching::Covariance, SinglePsu::Average);
    assert_eq!(rule, Err(ChangeError::Rule { single: SinglePsu::Average }));
    let more = Wave { estimates: &[1.0, 2.0], ..wave(&[1, 2, 3, 4]) };
    let found = panel_change([&wave(&[1, 2, 3, 4]), &more], Matching::Covariance, SinglePsu::Fail);
    assert_eq!(found, Err(ChangeError::Estimates { expected: 1, found: 2 }));
    let change =
        Change { estimates: [2.0, 3.0], variances: [4.0, 1.0], covariance: 1.0, degrees_of_freedom: 10.0 };
    // By hand: 4 + 1 - 2, and (1 + 2.25 × 4 - 3) / 4.
    assert_eq!(change.difference(0.95).unwrap().variance, 3.0);
    assert!((change.ratio(0.95).unwrap().variance - 1.75).abs() < 1e-12);
    assert_eq!(change.relative(0.95).unwrap().estimate, 0.5);
    assert_eq!(change.correlation(), 0.5);
    // A covariance of a few shared units that is too large for the variances.
    let wrong = Change { covariance: 2.75, ..change }.difference(0.95);
    assert_eq!(wrong, Err(ContrastError::Negative { variance: -0.5 }));
}
