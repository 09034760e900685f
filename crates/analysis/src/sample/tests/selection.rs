//! Each method of selection: its probabilities, its size, its balance, and how samples are coordinated.

use std::collections::BTreeSet;

use sounding_study::Definition;
use sounding_survey::Place;

use super::*;

/// One stage of groups, four in all, with more keys of the stage and of `[sample]`.
fn groups(method: &str, stage: &str, sample: &str) -> Definition {
    let stages = format!("[[sample.stages]]\nunit = \"group\"\nmethod = \"{method}\"\n{stage}\n");
    let mut found = definition(&format!("{sample}\n{stages}"));
    found.sample.as_mut().unwrap().allocation.total = 8;
    found
}

fn drawn(definition: &Definition) -> BTreeSet<String> {
    labels(&draw(definition, &frame()).unwrap())
}

fn labels(drawn: &Drawn) -> BTreeSet<String> {
    drawn.sample.rows.iter().map(|row| row.labels.join("/")).collect()
}

/// Probability of the group in this row for a sample of `n` of its stratum by the number of adults.
fn by_size(row: usize, n: f64) -> f64 {
    let adults = |row: usize| (20 + row % 5 + 10 * (row / 3)) as f64;
    let stratum = row / 12 * 12..row / 12 * 12 + 12;
    n * adults(row) / stratum.map(adults).sum::<f64>()
}

/// How often each group is drawn with seeds (also of permanent numbers) from 0.
fn frequencies(definition: &Definition, seeds: u64) -> [f64; 24] {
    let mut found = [0.0; 24];
    for seed in 0..seeds {
        let mut own = definition.clone();
        own.about.seed = Some(seed);
        // A Poisson sample of nobody is refused: nobody is in it.
        for row in draw(&own, &frame()).map_or_else(|_| Vec::new(), |found| found.sample.rows) {
            found[row.labels[0][1..].parse::<usize>().unwrap()] += 1.0 / seeds as f64;
        }
    }
    found
}

const SIZE: &str = "size = \"adults\"";

#[test]
fn methods_by_size_draw_with_these_probabilities_and_carry_them() {
    let balance = format!("{SIZE}\nbalance = [\"adults\"]");
    for (method, stage, fixed, near) in [
        ("poisson", SIZE, false, 0.0),
        ("poisson-permanent", SIZE, false, 0.0),
        ("cube", &balance[..], true, 0.0),
        // Order samples have their probabilities only nearly.
        ("pareto", SIZE, true, 0.01),
        ("sequential-poisson", SIZE, true, 0.03),
    ] {
        let definition = groups(method, stage, "");
        let found = draw(&definition, &frame()).unwrap();
        for row in &found.sample.rows {
            let p = by_size(row.labels[0][1..].parse().unwrap(), 4.0);
            assert!(
                (row.probabilities[0] / p - 1.0).abs() < 1e-12 && row.weight == 1.0 / row.probabilities[0]
            );
            assert!(row.populations.is_empty(), "{method}");
        }
        let seeds = 600;
        for (row, frequency) in frequencies(&definition, seeds).into_iter().enumerate() {
            let p = by_size(row, 4.0);
            let error = (p * (1.0 - p) / seeds as f64).sqrt();
            assert!((frequency - p).abs() < 4.0 * error + near, "{method} {row}: {frequency} for {p}");
        }
        let sizes: BTreeSet<u64> = (0..20)
            .flat_map(|seed| {
                let mut own = definition.clone();
                own.about.seed = Some(seed);
                let found = draw(&own, &frame()).unwrap();
                let drawn: Vec<u64> = found.summary.strata.iter().map(|stratum| stratum.drawn).collect();
                assert_eq!(drawn.iter().sum::<u64>(), found.sample.rows.len() as u64);
                drawn
            })
            .collect();
        assert_eq!(sizes == BTreeSet::from([4]), fixed, "{method}: {sizes:?}");
        assert_eq!(found, draw(&definition, &frame()).unwrap());
    }
}

#[test]
fn a_simple_random_sample_by_permanent_numbers_counts_its_population() {
    let found = draw(&groups("srs-permanent", "", ""), &frame()).unwrap();
    assert_eq!(found.sample.rows.len(), 8);
    assert!(found.sample.rows.iter().all(|row| row.populations == [12] && row.weight == 3.0));
    let frequencies = frequencies(&groups("srs-permanent", "", ""), 600);
    assert!(frequencies.iter().all(|share| (share - 1.0 / 3.0).abs() < 0.08), "{frequencies:?}");
}

#[test]
fn poisson_that_draws_nobody_is_said() {
    let mut few = groups("poisson", SIZE, "");
    few.sample.as_mut().unwrap().allocation.total = 2;
    let empty = (0..200).find_map(|seed| {
        few.about.seed = Some(seed);
        draw(&few, &frame()).err()
    });
    assert_eq!(empty.unwrap().0[0].code, "E-SAMPLE-011");
}

#[test]
fn a_balanced_sample_meets_its_totals_inside_strata_and_over_them() {
    let mut frame = frame();
    // Half of each stratum, and a quarter of each: half of the latter cannot be had in one stratum of the sample, but in both.
    frame.columns.insert("even".into(), (0..24).map(|row| (1 - row % 2).to_string()).collect());
    frame.columns.insert("coast".into(), (0..24).map(|row| u8::from(row % 4 == 3).to_string()).collect());
    for (column, inside) in [("even", Some(3)), ("coast", None)] {
        let mut definition = groups("cube", &format!("balance = [\"{column}\"]"), "");
        definition.sample.as_mut().unwrap().allocation.total = 12;
        for seed in 0..30 {
            definition.about.seed = Some(seed);
            let found = draw(&definition, &frame).unwrap();
            let balance = &found.summary.stages[0].balance[0];
            assert_eq!(balance.column, column);
            assert!((balance.estimate - balance.total).abs() < 1e-9, "{column} {seed}: {balance:?}");
            for stratum in ["rural", "urban"] {
                let rows: Vec<_> = found.sample.rows.iter().filter(|row| row.stratum == stratum).collect();
                assert!(
                    rows.len() == 6 && rows.iter().all(|row| row.populations == [12] && row.weight == 2.0)
                );
                let own = rows
                    .iter()
                    .map(|row| &frame.columns[column][row.labels[0][1..].parse::<usize>().unwrap()]);
                let own = own.filter(|value| *value == "1").count();
                assert!(inside.is_none_or(|inside| own == inside), "{seed}: {own}");
            }
        }
    }
}

#[test]
fn a_later_stage_can_be_balanced_and_drawn_by_permanent_numbers() {
    let stages = THREE.replace("pps-systematic", "pareto");
    for method in ["\"cube\"\nbalance = [\"adults\"]", "\"srs-permanent\""] {
        let stages = stages.replacen("\"srs\"", method, 1);
        let found = draw(&definition(&stages), &frame()).unwrap();
        assert_eq!(found.sample.rows.len(), 8);
        assert!(found.sample.rows.iter().all(|row| row.probabilities[1] == 2.0 / 3.0));
        assert_eq!(found.summary.stages[1].balance.len(), usize::from(method.contains("cube")));
        assert!(found.summary.stages[1].balance.iter().all(|own| own.total > 0.0 && own.estimate > 0.0));
    }
}

#[test]
fn samples_of_the_same_start_are_nested_and_those_of_a_distant_start_apart() {
    // Another study: its own seed, the same numbers.
    let study = |method: &str, total: u64, start: f64, seed: u64| {
        let stage = if method == "srs-permanent" { "" } else { SIZE };
        let keys = format!("permanent_seed = 5\npermanent_start = {start}");
        let mut found = groups(method, stage, &keys);
        found.about.seed = Some(seed);
        found.sample.as_mut().unwrap().allocation.total = total;
        drawn(&found)
    };
    for method in ["srs-permanent", "poisson-permanent", "pareto", "sequential-poisson"] {
        let (few, many) = (study(method, 4, 0.0, 1), study(method, 8, 0.0, 2));
        assert!(few.is_subset(&many), "{method}");
        assert_eq!(many, study(method, 8, 0.0, 3));
    }
    // No group has a probability of a half: the two ranges of numbers do not meet.
    for start in [0.0, 0.3, 0.5] {
        let apart = study("poisson-permanent", 4, (start + 0.5) % 1.0, 2);
        assert!(study("poisson-permanent", 4, start, 1).is_disjoint(&apart));
    }
    assert_ne!(study("srs-permanent", 8, 0.0, 1), study("srs-permanent", 8, 0.5, 1));
}

#[test]
fn a_unit_that_leaves_the_frame_changes_no_other_number() {
    let definition = groups("srs-permanent", "", "");
    let before = drawn(&definition);
    let gone = (0..24).find(|row| !before.contains(&format!("g{row}"))).unwrap();
    let mut smaller = frame();
    smaller.rows = 23;
    for column in smaller.columns.values_mut() {
        column.remove(gone);
    }
    assert_eq!(labels(&draw(&definition, &smaller).unwrap()), before);
}

#[test]
fn the_permanent_key_is_what_a_unit_is_known_by() {
    let key = "permanent_key = \"code\"";
    let mut first = frame();
    first.columns.insert("code".into(), (0..24).map(|row| format!("k{row}")).collect());
    let mut renamed = first.clone();
    renamed.columns.insert("group".into(), (0..24).map(|row| format!("n{row}")).collect());
    let definition = groups("pareto", SIZE, key);
    let before = labels(&draw(&definition, &first).unwrap());
    let after = labels(&draw(&definition, &renamed).unwrap());
    assert_eq!(after, before.iter().map(|label| label.replace('g', "n")).collect());
    assert_ne!(before, drawn(&groups("pareto", SIZE, "")), "without a key the label is one");

    let fault = |column: &str, row: usize, value: &str| {
        let mut wrong = first.clone();
        wrong.columns.get_mut(column).unwrap()[row] = value.into();
        draw(&definition, &wrong).unwrap_err().0
    };
    let place = |line: u64| Place::file("frame.csv").line(line).column("code");
    let twice = fault("code", 3, "k0");
    assert_eq!((twice.len(), twice[0].code, &twice[0].place), (1, "E-SAMPLE-010", &place(5)));
    let none = fault("code", 3, "");
    assert_eq!((none.len(), none[0].code, &none[0].place), (1, "E-SAMPLE-009", &place(5)));
    let two = fault("group", 1, "g0");
    assert_eq!((two.len(), two[0].code, &two[0].place), (1, "E-SAMPLE-009", &place(3)));
    // Labels that only their stratum tells apart need a key.
    let mut alike = frame();
    alike.columns.get_mut("group").unwrap()[23] = "g0".into();
    let faults = draw(&groups("pareto", SIZE, ""), &alike).unwrap_err().0;
    assert_eq!((faults.len(), faults[0].code), (1, "E-SAMPLE-010"));
    assert_eq!(faults[0].place, Place::file("frame.csv").line(25).column("group"));
}
