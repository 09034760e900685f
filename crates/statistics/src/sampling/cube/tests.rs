//! Against R's sampling package with the same uniform numbers, and the laws.

use proptest::prelude::*;

use super::super::frequencies::{keeps_first_order, near, pairs};
use super::super::inclusion_probabilities;
use super::*;
use crate::reference::{RELATIVE, close, table};

/// Balance after the flight, in relation to the total: rounding over some hundred steps.
const BALANCED: f64 = 1e-9;

fn input<'a>(p: &'a [f64], balancing: &'a [&'a [f64]]) -> CubeInput<'a> {
    CubeInput {
        probabilities: p,
        balancing,
        strata: None,
        order: CubeOrder::Random,
        landing: CubeLanding::GiveUp,
    }
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
    let mut listed: Vec<usize> = (0..200).collect();
    listed.sort_by_key(|unit| strata[*unit]);
    // The districts come last.
    let schools_end = (0..rows.rows).find(|row| case[*row].starts_with("clusters")).unwrap();
    for at in (0..schools_end).step_by(200) {
        let stratified = case[at].starts_with("strata");
        let balancing = if stratified { &columns[..2] } else { &columns };
        // R's list has one stratum after the other.
        let place = |unit: usize| {
            let place =
                if stratified { listed.iter().position(|other| *other == unit).unwrap() } else { unit };
            at + place
        };
        let p: Vec<f64> = (0..200).map(|unit| p[place(unit)]).collect();
        let input = CubeInput {
            strata: stratified.then_some(&strata),
            order: CubeOrder::Listed,
            ..input(&p, balancing)
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
        walk(&input, &units, &mut found, &mut numbers()).unwrap();
        let right: Vec<f64> = (0..200).map(|unit| sample[place(unit)]).collect();
        assert_eq!(found, right, "{}", case[at]);
        compared += 1;
    }
    assert_eq!(compared, 6);
}

#[test]
fn clusters_are_balanced_on_their_totals_as_in_r() {
    let schools = table("data/apisrs.csv");
    let district = schools.numbers("dnum");
    let mut districts = district.clone();
    districts.sort_by(f64::total_cmp);
    districts.dedup();
    let total = |value: &[f64]| -> Vec<f64> {
        let own = |number: &f64| {
            (0..200).filter(|row| district[*row] == *number).map(|row| value[row]).sum::<f64>()
        };
        districts.iter().map(own).collect()
    };
    let columns = ["enroll", "meals"].map(|name| total(&schools.numbers(name)));
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let p = inclusion_probabilities(&total(&[1.0; 200]), 25).unwrap().probabilities;
    let uniforms = table("sampling/cube/uniforms.csv").numbers("u");
    let rows = table("sampling/cube/expected.csv");
    let (case, probability, sample) =
        (rows.text("case"), rows.numbers("probability"), rows.numbers("sample"));
    for start in [0, 1000] {
        let name = format!("clusters_{start}");
        let of: Vec<usize> = (0..rows.rows).filter(|row| case[*row] == name).collect();
        assert_eq!(of.len(), districts.len());
        for (row, p) in of.iter().zip(&p) {
            close(*p, probability[*row], &name);
        }
        let input = CubeInput { order: CubeOrder::Listed, ..input(&p, &columns) };
        let units: Vec<usize> = (0..p.len()).filter(|unit| !decided(p[*unit])).collect();
        let mut found = check(&input).unwrap();
        let mut from = uniforms[start..].iter();
        walk(&input, &units, &mut found, &mut || *from.next().unwrap()).unwrap();
        assert_eq!(found, of.iter().map(|row| sample[*row]).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn the_landing_by_a_program_costs_what_it_costs_in_r() {
    let schools = table("data/apisrs.csv");
    let columns = ["api99", "meals", "ell"].map(|name| schools.numbers(name));
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let rows = table("sampling/cube/expected.csv");
    let (case, p, flight) = (rows.text("case"), rows.numbers("probability"), rows.numbers("flight"));
    let programs = table("sampling/cube/programs.csv");
    for (at, name) in programs.text("case").iter().enumerate() {
        let start = (0..rows.rows).find(|row| case[*row] == *name).unwrap();
        let input = CubeInput { landing: CubeLanding::Program, ..input(&p[start..start + 200], &columns) };
        let found: Vec<f64> = flight[start..start + 200]
            .iter()
            .map(|p| {
                if *p < 1e-10 {
                    0.0
                } else if *p > 1.0 - 1e-10 {
                    1.0
                } else {
                    *p
                }
            })
            .collect();
        let units: Vec<usize> = (0..200).collect();
        let (left, landing) = land(&input, &units, &found).unwrap();
        let cost = programs.numbers("cost")[at];
        close(landing.cost, cost, name);
        // The design keeps the probabilities.
        for (place, &unit) in left.iter().enumerate() {
            let taken = landing.samples.iter().zip(&landing.probabilities);
            let sum: f64 = taken.filter(|(sample, _)| sample[place]).map(|(_, p)| p).sum();
            assert!((sum - found[unit]).abs() < 1e-9, "unit {unit}: {sum}, not {}", found[unit]);
        }
        assert_eq!(landing.samples.len(), programs.numbers("samples")[at] as usize);
    }
    assert_eq!(programs.rows, 4);
}

#[test]
fn a_program_keeps_probabilities_and_sizes() {
    let x: Vec<f64> = (0..12).map(|unit| f64::from(unit * unit % 7)).collect();
    let y: Vec<f64> = (0..12).map(f64::from).collect();
    let balancing: [&[f64]; 2] = [&x, &y];
    for p in [[0.25; 12], [0.3; 12]] {
        let input = CubeInput { landing: CubeLanding::Program, ..input(&p, &balancing) };
        let found = pairs(12, |stream| Ok(cube(&input, stream).unwrap().sample));
        for unit in 0..12 {
            near(found[unit][unit], p[unit], &format!("unit {unit}"));
        }
    }
    let mut stream = Stream::new(2, 2);
    let mut worse = 0;
    for seed in 0..200 {
        let p = [0.25; 12];
        let of = |landing| CubeInput { landing, ..input(&p, &balancing) };
        let programmed = cube(&of(CubeLanding::Program), &mut Stream::new(seed, 1)).unwrap();
        assert_eq!(programmed.sample.drawn.len(), 3);
        let given_up = cube(&of(CubeLanding::GiveUp), &mut Stream::new(seed, 1)).unwrap();
        let out = |found: &Balanced| found.balance.iter().map(|b| b.deviation().powi(2)).sum::<f64>();
        worse += u32::from(out(&programmed) > out(&given_up));
    }
    assert!(worse < 100, "the program is further from balance in {worse} of 200 samples");
    // Nineteen variables leave more undecided than can be gone through.
    let many: Vec<Vec<f64>> = (0..19).map(|_| (0..60).map(|_| stream.normal()).collect()).collect();
    let many: Vec<&[f64]> = many.iter().map(Vec::as_slice).collect();
    let half = [0.5; 60];
    let input = CubeInput { landing: CubeLanding::Program, ..input(&half, &many) };
    let refused = cube(&input, &mut stream).unwrap_err();
    assert!(matches!(refused, CubeError::Program { undecided: 17.., most: 20_000 }), "{refused:?}");
    let strata = [0; 60];
    let input = CubeInput { strata: Some(&strata), ..input };
    assert_eq!(cube(&input, &mut stream), Err(CubeError::ProgramStrata));
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
            let input = CubeInput { strata, order, ..input(&p, &balancing) };
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
        let mut order: Vec<usize> = (0..units).collect();
        order.sort_by_key(|unit| strata.map_or(0, |strata| strata[*unit]));
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
fn many_strata_cost_no_more_than_few() {
    // 4,000 strata of ten, with whole sizes and with others: a window that held one unit of each would take hours.
    let units = 40_000;
    let strata: Vec<u32> = (0..units).map(|unit| unit * 7 % 4_000).collect();
    let mut stream = Stream::new(16, 1);
    let x: Vec<f64> = (0..units).map(|_| stream.normal().exp()).collect();
    let balancing: [&[f64]; 1] = [&x];
    for rate in [0.2, 0.23] {
        let p = vec![rate; units as usize];
        let found = cube(&CubeInput { strata: Some(&strata), ..input(&p, &balancing) }, &mut stream).unwrap();
        let expected = rate * f64::from(units);
        assert_eq!(found.sample.drawn.len(), expected.round() as usize);
        let mut sizes = vec![0; 4_000];
        for drawn in &found.sample.drawn {
            sizes[strata[drawn.unit] as usize] += 1;
        }
        assert!(sizes.iter().all(|size| (f64::from(*size) - rate * 10.0).abs() < 1.0));
        // Stratified sampling alone is off by 1.4 percent or so.
        let limit = if rate == 0.2 { 0.001 } else { 0.02 };
        assert!(found.balance[0].deviation().abs() < limit, "{rate}: {:?}", found.balance);
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
    fn a_program_keeps_every_probability_and_costs_no_more_than_another_design(
        units in prop::collection::vec((0.01f64..0.99, -3.0f64..3.0, 0u8..3), 2..9),
        level in any::<bool>(),
    ) {
        // Some probabilities are equal, and some sums are whole.
        let mut p: Vec<f64> = units.iter().map(|u| if u.2 == 0 { 0.5 } else { u.0 }).collect();
        if level {
            let sum: f64 = p.iter().sum();
            let whole = sum.ceil().min(p.len() as f64 - 1.0).max(1.0);
            p = vec![whole / p.len() as f64; p.len()];
        }
        let rows: Vec<f64> = units.iter().flat_map(|u| [1.0, u.1]).collect();
        let n = units.len() as f64;
        let (first, second): (f64, f64) = (units.iter().map(|u| u.1).sum(), units.iter().map(|u| u.1 * u.1).sum());
        let landing = Landing::of(&p, &rows, 2, &[n, first, first, second + 1.0]).unwrap();
        prop_assert!(landing.probabilities.iter().all(|p| *p >= 0.0));
        prop_assert!((landing.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for (unit, p) in p.iter().enumerate() {
            let taken = landing.samples.iter().zip(&landing.probabilities).filter(|(sample, _)| sample[unit]);
            prop_assert!((taken.map(|(_, p)| p).sum::<f64>() - p).abs() < 1e-9);
        }
        // Systematic sampling keeps the same probabilities and sizes.
        let determinant = n * (second + 1.0) - first * first;
        let cost = |sample: &[bool]| {
            let step = |unit: usize| f64::from(u8::from(sample[unit])) - p[unit];
            let d: f64 = (0..p.len()).map(step).sum();
            let e: f64 = (0..p.len()).map(|unit| step(unit) * units[unit].1).sum();
            ((second + 1.0) * d * d - 2.0 * first * d * e + n * e * e) / determinant
        };
        let mut ends: Vec<f64> = vec![0.0, 1.0];
        let mut sum = 0.0;
        for p in &p {
            sum += p;
            ends.push(sum.fract());
        }
        ends.sort_by(f64::total_cmp);
        let mut systematic = 0.0;
        for pair in ends.windows(2).filter(|pair| pair[1] > pair[0]) {
            let start = f64::midpoint(pair[0], pair[1]);
            let mut sum = 0.0;
            let sample: Vec<bool> = p
                .iter()
                .map(|p| {
                    let before = sum;
                    sum += p;
                    (sum - start).floor() > (before - start).floor()
                })
                .collect();
            systematic += (pair[1] - pair[0]) * cost(&sample);
        }
        prop_assert!(landing.cost <= systematic * (1.0 + 1e-9) + 1e-9, "{} and {systematic}", landing.cost);
    }

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
            let input = CubeInput { strata, ..input(&p, &balancing) };
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
