//! Against R's plain count, and the laws.

use super::*;
use crate::numerics::Stream;
use crate::reference::{close, table};

#[test]
fn schedules_and_overlaps_are_those_that_r_counts() {
    let rows = table("sampling/rotation/expected.csv");
    let (case, measure, value) = (rows.text("case"), rows.text("measure"), rows.numbers("value"));
    let (first, second) = (rows.numbers("first"), rows.numbers("second"));
    let mut compared = 0;
    for row in 0..rows.rows {
        let (name, runs) = case[row].split_once(':').unwrap();
        let runs: Vec<usize> = runs.split('-').map(|run| run.parse().unwrap()).collect();
        let pattern = Pattern::new(&runs).unwrap();
        let schedule = match name {
            "renewed" => Schedule::renewed(&pattern, 20),
            _ => Schedule::in_turn(&pattern, 20, pattern.span() + 3),
        };
        let schedule = schedule.unwrap();
        let what = format!("{} {} {} {}", case[row], measure[row], first[row], second[row]);
        let sizes: Vec<usize> = (0..schedule.groups()).map(|group| 5 + group % 3).collect();
        let (one, two) = (first[row] as usize, second[row] as usize);
        let found = match measure[row].as_str() {
            "groups" => schedule.groups() as f64,
            "lag" => pattern.overlap(one),
            "overlap" => schedule.overlap(one, two, &sizes).unwrap(),
            // The second number is the group; −1 where it is not asked.
            _ => {
                let member = schedule.wave(one).unwrap().iter().find(|member| member.group == two);
                member.map_or(-1.0, |member| member.before as f64)
            }
        };
        close(found, value[row], &what);
        compared += 1;
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn every_wave_has_one_group_of_each_age() {
    for runs in [&[4, 8, 4][..], &[6], &[1, 1, 1, 2, 1], &[2, 2, 2]] {
        let pattern = Pattern::new(runs).unwrap();
        for schedule in [Schedule::renewed(&pattern, 30), Schedule::in_turn(&pattern, 30, pattern.span())] {
            let schedule = schedule.unwrap();
            for wave in 0..schedule.waves() {
                let mut ages: Vec<usize> =
                    schedule.wave(wave).unwrap().iter().map(|member| member.before).collect();
                ages.sort_unstable();
                assert_eq!(ages, (0..pattern.asked()).collect::<Vec<_>>());
            }
        }
        // Equal groups share what the pattern says, whatever the waves.
        let schedule = Schedule::renewed(&pattern, 30).unwrap();
        let sizes = vec![7; schedule.groups()];
        for lag in 0..29 {
            let found = schedule.overlap(1, 1 + lag, &sizes).unwrap();
            assert_eq!(found, pattern.overlap(lag), "{runs:?} after {lag}");
        }
    }
}

#[test]
fn the_pattern_of_the_labour_force_survey() {
    let pattern = Pattern::new(&[4, 8, 4]).unwrap();
    assert_eq!((pattern.span(), pattern.asked()), (16, 8));
    let found = [0, 1, 2, 3, 4, 8, 9, 12, 15, 16].map(|lag| pattern.overlap(lag));
    assert_eq!(found, [1.0, 0.75, 0.5, 0.25, 0.0, 0.0, 0.125, 0.5, 0.125, 0.0]);
    assert_eq!(pattern.asked_before(3), Some(3));
    assert_eq!(pattern.asked_before(4), None);
    assert_eq!(pattern.asked_before(12), Some(4));
}

#[test]
fn groups_are_balanced_and_chance_is_even() {
    let strata: Vec<u32> = (0..47).map(|unit| unit * unit % 5).collect();
    let mut stream = Stream::new(3, 1);
    let mut counts = vec![[0u32; 4]; 47];
    let draws = 10_000;
    for _ in 0..draws {
        let found = rotation_groups(47, Some(&strata), 4, &mut stream).unwrap();
        let spread = |sizes: &[usize]| sizes.iter().max().unwrap() - sizes.iter().min().unwrap();
        assert_eq!(found.sizes.iter().sum::<usize>(), 47);
        assert!(spread(&found.sizes) <= 1);
        for stratum in 0..5 {
            let mut sizes = vec![0; 4];
            for unit in (0..47).filter(|unit| strata[*unit] == stratum) {
                sizes[found.group[unit] as usize] += 1;
            }
            assert!(spread(&sizes) <= 1);
        }
        for (unit, group) in found.group.iter().enumerate() {
            counts[unit][*group as usize] += 1;
        }
    }
    let error = (0.25 * 0.75 / f64::from(draws)).sqrt();
    for count in counts.iter().flatten() {
        let share = f64::from(*count) / f64::from(draws);
        assert!((share - 0.25).abs() < 5.0 * error, "{share}");
    }
    let one = rotation_groups(47, None, 6, &mut Stream::new(9, 2)).unwrap();
    assert_eq!(one, rotation_groups(47, None, 6, &mut Stream::new(9, 2)).unwrap());
}

#[test]
fn what_is_impossible_is_named() {
    assert_eq!(Pattern::new(&[]), Err(RotationError::Runs { runs: 0 }));
    assert_eq!(Pattern::new(&[4, 8]), Err(RotationError::Runs { runs: 2 }));
    assert_eq!(Pattern::new(&[4, 0, 4]), Err(RotationError::Empty { run: 1 }));
    assert_eq!(Pattern::in_for(0), Err(RotationError::Empty { run: 0 }));
    let pattern = Pattern::new(&[2, 1, 2]).unwrap();
    let few = Schedule::in_turn(&pattern, 3, 4);
    assert_eq!(few, Err(RotationError::TooFewGroups { groups: 4, needed: 5 }));
    assert_eq!(Schedule::renewed(&pattern, 0), Err(RotationError::NoWaves));
    let schedule = Schedule::renewed(&pattern, 3).unwrap();
    assert_eq!(schedule.wave(3), Err(RotationError::Wave { wave: 3, waves: 3 }));
    let sizes = RotationError::TooFewGroups { groups: 2, needed: 7 };
    assert_eq!(schedule.overlap(0, 1, &[1, 1]), Err(sizes));
    let mut stream = Stream::new(1, 1);
    let units = RotationError::Units { units: 3, groups: 4 };
    assert_eq!(rotation_groups(3, None, 4, &mut stream), Err(units));
    let length = RotationError::Length { units: 3, found: 1 };
    assert_eq!(rotation_groups(3, Some(&[0]), 2, &mut stream), Err(length));
}
