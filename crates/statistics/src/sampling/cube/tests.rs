//! Against R's sampling package with the same uniform numbers, and the laws.

use proptest::prelude::*;

use super::super::frequencies::{keeps_first_order, near, pairs};
use super::super::inclusion_probabilities;
use super::*;
use crate::reference::{RELATIVE, close, table};

/// Balance after the flight, in relation to the total: rounding over some hundred steps.
const BALANCED: f64 = 1e-9;

fn input<'a>(p: &'a [f64], balancing: &'a [&'a [f64]]) -> CubeInput<'a> {
    CubeInput { probabilities: p, balancing, strata: None, order: CubeOrder::Random }
}

#[test]
fn the_same_uniform_numbers_give_the_flight_and_the_sample_of_r() {
    let schools = table("data/apisrs.csv");
    let columns = ["api99", "meals", "ell"].map(|name| schools.numbers(name));
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let strata: Vec<u32> = schools.text("stype").iter().map(|s| u32::from(s != "E")).collect();
    let uniforms = table("sampling/cube/uniforms.csv").numbers("u");
    let rows = table("sampling/cube/expected.csv");
    let (case, p) = (rows.text("case"), rows.numbers("probability"));
    let (flight, sample) = (rows.numbers("flight"), rows.numbers("sample"));
    let mut compared = 0;
    for at in (0..rows.rows).step_by(200) {
        let within = at..at + 200;
        let stratified = case[at].starts_with("strata");
        let balancing = if stratified { &columns[..2] } else { &columns };
        let input = CubeInput {
            strata: stratified.then_some(&strata),
            order: CubeOrder::Listed,
            ..input(&p[within.clone()], balancing)
        };
        let start: usize = case[at].split('_').next_back().unwrap().parse().unwrap();
        let units: Vec<usize> = (0..200).collect();
        let numbers = || {
            let mut from = uniforms[start..].iter();
            move || *from.next().unwrap()
        };
        if !stratified {
            let mut found = check(&input).unwrap();
            let rows = rows_of(&input);
            let equations = Equations { rows: &rows, width: 3, used: 3, sizes: Sizes::Whole };
            fly(equations, 0..200, &mut found, &mut numbers());
            for unit in 0..200 {
                let right = flight[at + unit];
                // R leaves rounding where a unit has arrived.
                let right = if right < 1e-10 { 0.0 } else { right };
                close(found[unit], right, &format!("{} unit {unit}", case[at]));
            }
        }
        let mut found = check(&input).unwrap();
        walk(&input, &units, &mut found, &mut numbers());
        assert_eq!(found, sample[within], "{}", case[at]);
        compared += 1;
    }
    assert_eq!(compared, 6);
}

fn rows_of(input: &CubeInput<'_>) -> Vec<f64> {
    let units: Vec<usize> = (0..input.probabilities.len()).collect();
    rows(input, input.probabilities, &units)
}

#[test]
fn units_are_drawn_with_their_probability() {
    keeps_first_order(|p, stream| Ok(cube(&input(p, &[]), stream).unwrap().sample));
    let x: Vec<f64> = (0..12).map(|unit| f64::from(unit * unit % 7)).collect();
    let y: Vec<f64> = (0..12).map(f64::from).collect();
    let sizes = [12.0, 30.0, 0.0, 7.5, 300.0, 22.0, 18.0, 41.0, 9.0, 15.0, 3.0, 0.0];
    let p = inclusion_probabilities(&sizes, 5).unwrap().probabilities;
    let strata = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2];
    for strata in [None, Some(&strata[..])] {
        for order in [CubeOrder::Listed, CubeOrder::Random] {
            let balancing: [&[f64]; 2] = [&x, &y];
            let input = CubeInput { probabilities: &p, balancing: &balancing, strata, order };
            let found = pairs(12, |stream| Ok(cube(&input, stream).unwrap().sample));
            for unit in 0..12 {
                near(found[unit][unit], p[unit], &format!("unit {unit}"));
            }
        }
    }
}

#[test]
fn without_variables_and_with_equal_probabilities_every_pair_is_as_likely() {
    let p = [0.4; 5];
    let found = pairs(5, |stream| Ok(cube(&input(&p, &[]), stream).unwrap().sample));
    for i in 0..5 {
        for j in 0..i {
            near(found[i][j], 0.1, &format!("units {i} and {j}"));
        }
    }
}

#[test]
fn a_variable_with_a_balanced_sample_in_every_flight_is_met_exactly() {
    // An indicator of a group with a whole expected number of units is a stratum.
    let p = [0.5; 20];
    let group: Vec<f64> = (0..20).map(|unit| f64::from(u8::from(unit % 5 < 2))).collect();
    let balancing: [&[f64]; 1] = [&group];
    let mut stream = Stream::new(4, 1);
    for _ in 0..200 {
        let found = cube(&input(&p, &balancing), &mut stream).unwrap();
        assert_eq!(found.landed, 0);
        assert_eq!(found.sample.drawn.len(), 10);
        assert!((found.balance[0].estimate - 8.0).abs() < 1e-12, "{:?}", found.balance);
    }
}

#[test]
fn the_flight_is_balanced_and_few_units_land() {
    let mut stream = Stream::new(9, 1);
    let units = 300;
    let columns: Vec<Vec<f64>> =
        (0..4).map(|_| (0..units).map(|_| stream.normal().exp()).collect()).collect();
    let balancing: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let p: Vec<f64> = (0..units).map(|_| 0.05 + 0.4 * stream.uniform()).collect();
    let strata: Vec<u32> = (0..units as u32).map(|unit| unit % 40).collect();
    for strata in [None, Some(strata.as_slice())] {
        let input = CubeInput { strata, ..input(&p, &balancing) };
        let order: Vec<usize> = (0..units).collect();
        let rows = rows_of(&input);
        let sizes = strata.map_or(Sizes::Whole, Sizes::Strata);
        let mut q = p.clone();
        fly(Equations { rows: &rows, width: 4, used: 4, sizes }, order.iter().copied(), &mut q, &mut || {
            stream.uniform()
        });
        let left = q.iter().filter(|q| !decided(**q)).count();
        assert!(left <= 4 + strata.map_or(1, |_| 40), "{left}");
        assert!(q.iter().all(|q| (0.0..=1.0).contains(q)));
        for column in &columns {
            let total: f64 = column.iter().sum();
            let flown: f64 = (0..units).map(|k| column[k] / p[k] * q[k]).sum();
            assert!((flown - total).abs() < BALANCED * total, "{flown}, not {total}");
        }
        let found = cube(&input, &mut stream).unwrap();
        assert!(found.balance.iter().all(|balance| balance.deviation().abs() < 0.25), "{:?}", found.balance);
    }
}

#[test]
fn strata_keep_their_whole_sizes() {
    let strata: Vec<u32> = (0..120).map(|unit| unit % 6).collect();
    let p: Vec<f64> = strata.iter().map(|stratum| f64::from(stratum + 1) / 20.0).collect();
    let x: Vec<f64> = (0..120).map(|unit| f64::from(unit * 37 % 101)).collect();
    let balancing: [&[f64]; 1] = [&x];
    let mut stream = Stream::new(6, 1);
    for _ in 0..50 {
        let input = CubeInput { strata: Some(&strata), ..input(&p, &balancing) };
        let drawn = cube(&input, &mut stream).unwrap().sample.drawn;
        for stratum in 0..6 {
            let count = drawn.iter().filter(|d| strata[d.unit] == stratum).count();
            assert_eq!(count, stratum as usize + 1);
        }
    }
    // Sizes that are not whole: each stratum has one of the two numbers beside, and the whole is exact.
    let p = [0.25; 120];
    let codes: Vec<u32> = (0..120).map(|unit| unit % 7).collect();
    for _ in 0..50 {
        let input = CubeInput { strata: Some(&codes), ..input(&p, &balancing) };
        let drawn = cube(&input, &mut stream).unwrap().sample.drawn;
        assert_eq!(drawn.len(), 30);
        for stratum in 0..7 {
            let size = codes.iter().filter(|code| **code == stratum).count() as f64 * 0.25;
            let count = drawn.iter().filter(|d| codes[d.unit] == stratum).count() as f64;
            assert!((count - size).abs() < 1.0, "{count} of {size}");
        }
    }
}

#[test]
fn a_size_that_is_not_whole_is_rounded_by_chance() {
    let p = [0.3; 8];
    let (draws, mut sum) = (20_000, 0);
    let mut stream = Stream::new(2, 1);
    for _ in 0..draws {
        let n = cube(&input(&p, &[]), &mut stream).unwrap().sample.drawn.len();
        assert!(n == 2 || n == 3);
        sum += n;
    }
    // Three with a chance of 0.4.
    let mean = f64::from(sum as u32) / f64::from(draws);
    assert!((mean - 2.4).abs() < 5.0 * (0.24 / f64::from(draws)).sqrt(), "{mean}");
}

#[test]
fn what_is_wrong_is_named() {
    let mut stream = Stream::new(1, 1);
    let mut refused = |p: &[f64], balancing: &[&[f64]]| cube(&input(p, balancing), &mut stream).unwrap_err();
    assert_eq!(refused(&[0.5, 1.5], &[]), CubeError::Probability { unit: 1, value: 1.5 });
    assert!(matches!(refused(&[f64::NAN], &[]), CubeError::Probability { unit: 0, .. }));
    assert_eq!(refused(&[0.0, 0.0], &[]), CubeError::Nobody);
    assert_eq!(refused(&[], &[]), CubeError::Nobody);
    let short = CubeError::Length { variable: Some(0), units: 2, found: 1 };
    assert_eq!(refused(&[0.5, 0.5], &[&[1.0]]), short);
    let infinite = refused(&[0.5, 0.5], &[&[1.0, 2.0], &[1.0, f64::INFINITY]]);
    assert_eq!(infinite, CubeError::Value { variable: 1, unit: 1, value: f64::INFINITY });
    let strata = CubeInput { strata: Some(&[0]), ..input(&[0.5, 0.5], &[]) };
    let found = cube(&strata, &mut Stream::new(1, 1)).unwrap_err();
    assert_eq!(found, CubeError::Length { variable: None, units: 2, found: 1 });
    // A unit that cannot be drawn needs no value.
    let found = cube(&input(&[0.0, 0.5, 0.5], &[&[f64::NAN, 1.0, 2.0]]), &mut Stream::new(1, 1)).unwrap();
    assert_eq!(found.sample.drawn.len(), 1);
}

proptest! {
    #[test]
    fn laws(
        units in prop::collection::vec((0.0f64..=1.0, -5.0f64..5.0, 0u32..3, 0u8..3), 1..40),
        seed in any::<u64>(),
    ) {
        // Some probabilities are exactly zero or one, some variables constant or zero.
        let p: Vec<f64> = units.iter().map(|u| if u.3 == 0 { u.0.round() } else { u.0 }).collect();
        prop_assume!(p.iter().any(|p| *p > 0.0));
        let x: Vec<f64> = units.iter().map(|u| u.1).collect();
        let constant = vec![3.0; p.len()];
        let zero = vec![0.0; p.len()];
        let strata: Vec<u32> = units.iter().map(|u| u.2).collect();
        let balancing: [&[f64]; 4] = [&x, &constant, &zero, &x];
        for strata in [None, Some(strata.as_slice())] {
            let input = CubeInput { probabilities: &p, balancing: &balancing, strata, order: CubeOrder::Random };
            let found = cube(&input, &mut Stream::new(seed, 1)).unwrap();
            let sum: f64 = p.iter().sum();
            prop_assert!((found.sample.drawn.len() as f64 - sum).abs() < 1.0 + RELATIVE);
            prop_assert!(found.sample.drawn.windows(2).all(|pair| pair[0].unit < pair[1].unit));
            for drawn in &found.sample.drawn {
                prop_assert!(p[drawn.unit] > 0.0 && drawn.hits == 1);
            }
            for (unit, p) in p.iter().enumerate() {
                prop_assert!(*p < 1.0 || found.sample.drawn.iter().any(|drawn| drawn.unit == unit));
            }
            let exact = Balance { total: sum, ..found.size };
            prop_assert!((exact.total - found.size.total).abs() < 1e-9);
            prop_assert_eq!(&found, &cube(&input, &mut Stream::new(seed, 1)).unwrap());
        }
    }
}
