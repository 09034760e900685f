//! Against R's survey package and dense matrices, unbiasedness over all samples, and the laws.

use super::*;
use crate::estimation::{LinearisedStatistics, Statistic, linearise_statistics};
use crate::moments::Moments;
use crate::reference::{Sample, close, expected, table};
use crate::variance::{
    Calibration, CalibrationInput, Design, DesignError, DesignInput, Linearised, SinglePsu,
};

/// Every so many rows of each label, as turn() of the case.
fn every(labels: &[String], step: impl Fn(&str) -> usize) -> Vec<bool> {
    let turn = |row: usize| labels[..row].iter().filter(|other| **other == labels[row]).count() + 1;
    (0..labels.len()).map(|row| turn(row) % step(&labels[row]) == 1).collect()
}

/// The case's first phase: sample, tree with selected rows, leaf and weight of each.
fn case(name: &str) -> (Sample, TwoPhase, Vec<u32>, Vec<f64>) {
    let file = match name.split('_').next().unwrap() {
        "srs" | "cal" => "apisrs",
        "strat" => "apistrat",
        "clus2" => "apiclus2",
        _ => "apiclus1",
    };
    let sample = table(&format!("data/{file}.csv"));
    let (stype, awards) = (sample.text("stype").to_vec(), sample.text("awards").to_vec());
    let by_type = |label: &str| if label == "E" { 3 } else { 2 };
    let (district, school) = (sample.codes("dnum"), sample.codes("snum"));
    let meals: Vec<f64> = sample.numbers("meals").iter().map(|meals| 0.2 + 0.6 * (meals / 100.0)).collect();
    let (types, awarded) = (sample.codes("stype"), sample.codes("awards"));
    let selected = match file {
        "apistrat" => {
            let crossed: Vec<String> = awards.iter().zip(&stype).map(|(a, s)| format!("{a} {s}")).collect();
            every(&crossed, |label| if label.starts_with("Yes") { 3 } else { 2 })
        }
        "apiclus2" => every(&awards, |_| 2),
        _ if name == "nested" => {
            let numbers = sample.numbers("dnum");
            let mut labels = numbers.clone();
            labels.sort_by(f64::total_cmp);
            labels.dedup();
            let taken: Vec<f64> = [1, 3, 4, 6, 7, 9, 10, 12, 13, 15].map(|at| labels[at - 1]).to_vec();
            let turn =
                |row: usize| district[..row].iter().filter(|other| **other == district[row]).count() + 1;
            (0..sample.rows).map(|row| taken.contains(&numbers[row]) && turn(row) % 3 != 0).collect()
        }
        _ => every(&stype, by_type),
    };
    let corrections: Vec<Vec<f64>> = match file {
        "apiclus2" => vec![sample.numbers("fpc1"), sample.numbers("fpc2")],
        _ => vec![sample.numbers("fpc")],
    };
    let fpc: Vec<&[f64]> = corrections.iter().map(Vec::as_slice).collect();
    let stages: Vec<&[u32]> = match file {
        "apiclus1" => vec![&district],
        "apiclus2" => vec![&district, &school],
        _ => Vec::new(),
    };
    let strata = (file == "apistrat").then_some(types.as_slice());
    let first = DesignInput { rows: sample.rows, strata, stages: &stages, fpc: &fpc };
    let nested: [&[u32]; 2] = [&district, &school];
    let second = match name {
        "strat_poisson" => SecondPhase::Independent(&meals),
        "nested" => SecondPhase::Stages { strata: None, stages: &nested },
        "strat" | "strat_simple" | "clus2" => SecondPhase::Stages { strata: Some(&awarded), stages: &[] },
        _ => SecondPhase::Stages { strata: Some(&types), stages: &[] },
    };
    let (design, leaves) = TwoPhase::new(&TwoPhaseInput { first, selected: &selected, second }).unwrap();
    let (plain, plain_leaves) = Design::new(&first).unwrap();
    let weights = design.weights(&plain.weights(&plain_leaves));
    (sample, design, leaves, weights)
}

fn of<T: Copy>(design: &TwoPhase, column: &[T]) -> Vec<T> {
    design.rows().iter().map(|&row| column[row]).collect()
}

const STATISTICS: [Statistic; 3] = [
    Statistic::Total { cell: 0, expression: 0 },
    Statistic::Mean { cell: 0, expression: 1 },
    Statistic::Ratio { cell: 0, y: 1, x: 2 },
];

#[test]
fn agrees_with_r_in_every_design_and_domain() {
    let mut compared = 0;
    for line in expected("api/two_phase").iter().filter(|line| line.design != "cal") {
        let (sample, design, leaves, weights) = case(&line.design);
        let columns = ["api.stu", "api00", "api99"].map(|name| of(&design, &sample.numbers(name)));
        let cells = of(&design, &sample.domain("stype", &line.domain));
        let moments = Moments::of(&leaves, &cells, &weights, &[&columns[0], &columns[1], &columns[2]]);
        let LinearisedStatistics { estimates, linearised } = linearise_statistics(&moments, &STATISTICS);
        let method = if line.design.ends_with("simple") { PhaseMethod::Simple } else { PhaseMethod::Full };
        let found = design.covariance(&linearised, None, method, SinglePsu::Fail).unwrap().total();
        let number = match line.measure.as_str() {
            "total:api.stu" => 0,
            "mean:api00" => 1,
            _ => 2,
        };
        let what = format!("{} {} {}", line.design, line.measure, line.domain);
        close(estimates[number], line.value, &what);
        close(found[number * 4].sqrt(), line.se, &what);
        compared += 1;
    }
    assert_eq!(compared, 48);
}

#[test]
fn calibration_to_the_first_phase_agrees_with_r() {
    let (sample, design, leaves, base) = case("cal");
    let api99 = sample.numbers("api99");
    let first = sample.numbers("fpc")[0] / sample.rows as f64;
    let x = of(&design, &api99);
    // Linear calibration to the number and the total of api99 that the first phase estimates.
    let sums = |w: &[f64], power: i32| -> f64 { w.iter().zip(&x).map(|(w, x)| w * x.powi(power)).sum() };
    let known = [first * sample.rows as f64, api99.iter().map(|x| first * x).sum::<f64>()];
    let [a, b, c] = [0, 1, 2].map(|power| sums(&base, power));
    let gap = [known[0] - a, known[1] - b];
    let determinant = a * c - b * b;
    let slope = [(c * gap[0] - b * gap[1]) / determinant, (a * gap[1] - b * gap[0]) / determinant];
    let weights: Vec<f64> = base.iter().zip(&x).map(|(w, x)| w * (1.0 + slope[0] + slope[1] * x)).collect();
    // Every row is a pattern of its own.
    let patterns: Vec<u32> = (0..x.len() as u32).collect();
    let auxiliary: Vec<f64> = x.iter().flat_map(|x| [1.0, *x]).collect();
    let input = CalibrationInput {
        leaves: &leaves,
        patterns: &patterns,
        auxiliary: &auxiliary,
        auxiliaries: 2,
        base: &base,
        weights: &weights,
    };
    let calibration = Calibration::new(&input).unwrap();
    let y = of(&design, &sample.numbers("api00"));
    let cells = vec![0; y.len()];
    let moments = Moments::of(&leaves, &cells, &weights, &[&y]);
    let statistics =
        [Statistic::Total { cell: 0, expression: 0 }, Statistic::Mean { cell: 0, expression: 0 }];
    let LinearisedStatistics { estimates, linearised } = linearise_statistics(&moments, &statistics);
    let weight: f64 = weights.iter().sum();
    let influence = |number: usize, y: f64| if number == 0 { y } else { (y - estimates[1]) / weight };
    let cross: Vec<Vec<(u32, f64)>> = (0..2)
        .map(|number| {
            let sum = |row: &u32| base[*row as usize] * influence(number, y[*row as usize]);
            patterns.iter().map(|row| (*row, sum(row))).collect()
        })
        .collect();
    let residuals = calibration.residuals(&linearised, &cross);
    let found = design.covariance(&linearised, Some(&residuals), PhaseMethod::Full, SinglePsu::Fail);
    let total = found.unwrap().total();
    for line in expected("api/two_phase").iter().filter(|line| line.design == "cal") {
        let number = usize::from(line.measure.starts_with("mean"));
        close(estimates[number], line.value, &line.measure);
        close(total[number * 3].sqrt(), line.se, &line.measure);
    }
}

/// All subsets of `n` of the given units.
fn subsets(units: &[usize], n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, &unit) in units.iter().enumerate() {
        for mut rest in subsets(&units[at + 1..], n - 1) {
            rest.insert(0, unit);
            all.push(rest);
        }
    }
    all
}

#[test]
fn over_all_samples_the_variance_is_right_on_average() {
    // Two strata of four, of which three are drawn; the six are drawn again, two from each group of another partition, whatever its size.
    let y = [3.0, 8.0, 1.0, 6.0, 20.0, 12.0, 15.0, 27.0];
    let groups = [0u32, 1, 0, 1, 1, 0, 1, 0];
    let truth: f64 = y.iter().sum();
    let (mut mean, mut squares, mut estimated, mut chance) = (0.0, 0.0, 0.0, 0.0);
    for low in subsets(&[0, 1, 2, 3], 3) {
        for high in subsets(&[4, 5, 6, 7], 3) {
            let first = [low.clone(), high].concat();
            let strata: Vec<u32> = first.iter().map(|unit| u32::from(*unit > 3)).collect();
            let group: Vec<u32> = first.iter().map(|unit| groups[*unit]).collect();
            let of_group = |g: u32| -> Vec<usize> { (0..6).filter(|row| group[*row] == g).collect() };
            let (zeros, ones) = (subsets(&of_group(0), 2), subsets(&of_group(1), 2));
            let share = 1.0 / 16.0 / (zeros.len() * ones.len()) as f64;
            for zero in &zeros {
                for one in &ones {
                    let selected: Vec<bool> =
                        (0..6).map(|row| zero.contains(&row) || one.contains(&row)).collect();
                    let fpc: [&[f64]; 1] = [&[4.0; 6]];
                    let input = TwoPhaseInput {
                        first: DesignInput { rows: 6, strata: Some(&strata), stages: &[], fpc: &fpc },
                        selected: &selected,
                        second: SecondPhase::Stages { strata: Some(&group), stages: &[] },
                    };
                    let (design, leaves) = TwoPhase::new(&input).unwrap();
                    let weights = design.weights(&[4.0 / 3.0; 6]);
                    let totals: Vec<f64> =
                        design.rows().iter().zip(&weights).map(|(row, w)| w * y[first[*row]]).collect();
                    let total: f64 = totals.iter().sum();
                    let linearised = Linearised { leaves, totals, estimates: 1 };
                    let variance = design
                        .covariance(&linearised, None, PhaseMethod::Full, SinglePsu::Fail)
                        .unwrap()
                        .total()[0];
                    mean += share * total;
                    squares += share * (total - truth).powi(2);
                    estimated += share * variance;
                    chance += share;
                }
            }
        }
    }
    assert!((chance - 1.0).abs() < 1e-12 && (mean - truth).abs() < 1e-9);
    assert!((estimated / squares - 1.0).abs() < 1e-9, "{estimated}, not {squares}");
}

#[test]
fn a_second_phase_that_takes_all_adds_nothing() {
    let y = [3.0, 1.0, 4.0, 1.5, 9.0, 2.0];
    let fpc: [&[f64]; 1] = [&[20.0; 6]];
    let first = DesignInput { rows: 6, strata: None, stages: &[], fpc: &fpc };
    let groups = [0, 1, 0, 1, 0, 1];
    let second = SecondPhase::Stages { strata: Some(&groups), stages: &[] };
    let input = TwoPhaseInput { first, selected: &[true; 6], second };
    let (design, leaves) = TwoPhase::new(&input).unwrap();
    let linearised = Linearised { leaves: leaves.clone(), totals: y.to_vec(), estimates: 1 };
    let (one, _) = Design::new(&first).unwrap();
    let right = linearised.variance(&one, SinglePsu::Fail).unwrap();
    for method in [PhaseMethod::Full, PhaseMethod::Simple] {
        let found = design.covariance(&linearised, None, method, SinglePsu::Fail).unwrap();
        assert_eq!(found.second, [0.0]);
        assert!((found.first[0] - right).abs() < 1e-12 * right, "{method:?}");
    }
    assert_eq!((design.degrees_of_freedom(), design.leaves()), (4.0, 6));
    let certain = TwoPhaseInput { second: SecondPhase::Independent(&[1.0; 6]), ..input };
    let (design, _) = TwoPhase::new(&certain).unwrap();
    let found = design.covariance(&linearised, None, PhaseMethod::Full, SinglePsu::Fail).unwrap();
    assert!((found.total()[0] - right).abs() < 1e-12 * right);
}

#[test]
fn what_is_wrong_is_named() {
    let first = DesignInput { rows: 4, ..DesignInput::default() };
    let build = |selected: &[bool], second: SecondPhase<'_>| {
        TwoPhase::new(&TwoPhaseInput { first, selected, second }).map(|_| ()).unwrap_err()
    };
    let plain = SecondPhase::Stages { strata: None, stages: &[] };
    assert_eq!(build(&[true], plain), TwoPhaseError::Length { rows: 4, found: 1 });
    assert_eq!(build(&[false; 4], plain), TwoPhaseError::Nobody);
    let strata = SecondPhase::Stages { strata: Some(&[0, 0, 1, 1]), stages: &[] };
    assert_eq!(build(&[true, true, false, false], strata), TwoPhaseError::EmptyStratum { row: 2 });
    let p = SecondPhase::Independent(&[0.5, 0.0, 0.5, 0.5]);
    assert_eq!(build(&[true; 4], p), TwoPhaseError::Probability { row: 1, value: 0.0 });

    let input = TwoPhaseInput { first, selected: &[true, false, true, true], second: strata };
    let (design, leaves) = TwoPhase::new(&input).unwrap();
    let one = Linearised { leaves, totals: vec![1.0, 2.0, 4.0], estimates: 1 };
    let found = |method, single| design.covariance(&one, None, method, single);
    let single = TwoPhaseError::Second(DesignError::SinglePsu { stage: 1, rows: vec![0] });
    assert_eq!(found(PhaseMethod::Full, SinglePsu::Fail), Err(single));
    let rule = TwoPhaseError::Rule { single: SinglePsu::Average };
    assert_eq!(found(PhaseMethod::Full, SinglePsu::Average), Err(rule));
    let two = Linearised { estimates: 2, ..Linearised::default() };
    let found = design.covariance(&one, Some(&two), PhaseMethod::Full, SinglePsu::Remove);
    assert_eq!(found, Err(TwoPhaseError::Estimates { expected: 1, found: 2 }));

    let stages: [&[u32]; 1] = [&[0, 0, 1, 1]];
    let clusters = DesignInput { rows: 4, stages: &stages, ..DesignInput::default() };
    let input = TwoPhaseInput { first: clusters, selected: &[true; 4], second: plain };
    let (design, leaves) = TwoPhase::new(&input).unwrap();
    let one = Linearised { leaves, totals: vec![1.0; 4], estimates: 1 };
    let found = design.covariance(&one, None, PhaseMethod::Simple, SinglePsu::Fail);
    assert_eq!(found, Err(TwoPhaseError::NotSimple));
}

#[test]
fn a_design_of_two_phases_has_their_covariance_and_degrees_of_freedom() {
    for name in ["srs", "strat", "clus1", "clus2", "nested", "strat_poisson", "strat_simple"] {
        let (sample, phases, mut leaves, weights) = case(name);
        let method = if name.ends_with("simple") { PhaseMethod::Simple } else { PhaseMethod::Full };
        let columns = ["api.stu", "api00", "api99"].map(|name| of(&phases, &sample.numbers(name)));
        let values: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let cells = vec![0; leaves.len()];
        let linearised = |leaves: &[u32]| {
            linearise_statistics(&Moments::of(leaves, &cells, &weights, &values), &STATISTICS).linearised
        };
        let expected =
            phases.covariance(&linearised(&leaves), None, method, SinglePsu::Fail).unwrap().total();
        let df = phases.degrees_of_freedom();
        let design = phases.into_design(&mut leaves, method, SinglePsu::Fail).unwrap();
        let found = linearised(&leaves).covariance(&design, SinglePsu::Fail).unwrap();
        for (found, expected) in found.iter().zip(&expected) {
            close(*found, *expected, name);
        }
        assert_eq!(design.degrees_of_freedom(), df);
        assert_eq!(design.leaves(), leaves.iter().max().map_or(0, |leaf| *leaf as usize + 1));
    }
    // A stratum of one row: the rule is asked for, and has no meaning here.
    let first = DesignInput { rows: 3, strata: Some(&[0, 0, 1]), ..DesignInput::default() };
    let second = SecondPhase::Stages { strata: None, stages: &[] };
    let input = TwoPhaseInput { first, selected: &[true; 3], second };
    let (phases, mut leaves) = TwoPhase::new(&input).unwrap();
    let found = phases.into_design(&mut leaves, PhaseMethod::Full, SinglePsu::Average);
    assert!(matches!(found, Err(TwoPhaseError::Rule { .. })), "{found:?}");
}
