//! A frame of 2 strata × 4 communes × 3 groups.

use sounding_study::{Frame, read_definition};

use super::*;

mod panel;
mod selection;

fn frame() -> Frame {
    let mut frame = Frame { rows: 24, ..Frame::default() };
    let mut push = |name: &str, value: &dyn Fn(usize) -> String| {
        frame.columns.insert(name.to_owned(), (0..24).map(value).collect());
    };
    push("area", &|row| ["rural", "urban"][row / 12].to_owned());
    push("commune", &|row| format!("c{}", row / 3));
    push("group", &|row| format!("g{row}"));
    push("adults", &|row| (20 + row % 5 + 10 * (row / 3)).to_string());
    frame
}

fn definition(stages: &str) -> sounding_study::Definition {
    let text = format!(
        "[study]\nid = \"x\"\nseed = 7\n[sample]\nstrata = [\"area\"]\nallocation = {{ method = \"equal\", total = 4 }}\n{stages}"
    );
    read_definition(&text, "study.toml").0
}

const THREE: &str = "[[sample.stages]]\nunit = \"commune\"\nmethod = \"pps-systematic\"\nsize = \"adults\"\n[[sample.stages]]\nunit = \"group\"\nmethod = \"srs\"\ntake = 2\n[[sample.stages]]\nunit = \"person\"\nmethod = \"srs\"\ntake = 5\ncount = \"adults\"\n";

#[test]
fn probabilities_multiply_over_the_stages() {
    let drawn = draw(&definition(THREE), &frame()).unwrap();
    assert_eq!(drawn.sample.rows.len(), 8);
    assert_eq!(drawn.summary.drawn, 40);
    let adults = |commune: usize| {
        (3 * commune..3 * commune + 3).map(|row| (20 + row % 5 + 10 * commune) as f64).sum::<f64>()
    };
    for row in &drawn.sample.rows {
        let commune: usize = row.labels[0][1..].parse().unwrap();
        let group: usize = row.labels[1][1..].parse().unwrap();
        let stratum: f64 = (commune / 4 * 4..commune / 4 * 4 + 4).map(adults).sum();
        let first = 2.0 * adults(commune) / stratum;
        let own = (20 + group % 5 + 10 * commune) as f64;
        let expected = 1.0 / (first * (2.0 / 3.0) * (5.0 / own));
        assert!((row.weight / expected - 1.0).abs() < 1e-12, "{row:?}");
        assert_eq!(row.variance_unit, row.labels[0]);
        assert!(row.populations.is_empty(), "unequal probabilities have no simple correction");
    }
}

#[test]
fn equal_probabilities_carry_their_population_counts() {
    let stages = THREE.replace("pps-systematic", "srs");
    let drawn = draw(&definition(&stages), &frame()).unwrap();
    for row in &drawn.sample.rows {
        assert_eq!(row.populations[..2], [4, 3]);
        assert_eq!(row.populations[2], row.invite.unwrap().1);
    }
}

#[test]
fn a_unit_drawn_with_certainty_becomes_a_stratum() {
    let mut frame = frame();
    frame.columns.get_mut("adults").unwrap()[0] = "900".into();
    let drawn = draw(&definition(THREE), &frame).unwrap();
    let certain: Vec<_> = drawn.sample.rows.iter().filter(|row| row.labels[0] == "c0").collect();
    assert_eq!(certain.len(), 2);
    assert_eq!(drawn.summary.stages[0].certainty, 1);
    for row in certain {
        assert_eq!(row.variance_stratum, "rural/c0");
        assert_eq!(row.variance_unit, row.labels.join("/"));
        assert_eq!(row.probabilities[0], 1.0);
    }
}

#[test]
fn the_file_reads_back_to_the_same_sample() {
    let drawn = draw(&definition(THREE), &frame()).unwrap();
    let text = drawn.sample.to_csv();
    assert_eq!(Sample::from_csv(&text, &drawn.sample.units, "out/sample.csv").unwrap(), drawn.sample);
    let faults = Sample::from_csv("stratum,commune\n", &drawn.sample.units, "out/sample.csv").unwrap_err();
    assert!(faults.0.len() > 5 && faults.0.iter().all(|fault| fault.code == "E-SAMPLE-007"));
}

#[test]
fn the_same_seed_draws_the_same_sample_and_another_does_not() {
    let first = draw(&definition(THREE), &frame()).unwrap();
    assert_eq!(first, draw(&definition(THREE), &frame()).unwrap());
    let mut other = definition(THREE);
    other.about.seed = Some(8);
    assert_ne!(first.sample, draw(&other, &frame()).unwrap().sample);
}

#[test]
fn impossible_sizes_are_said() {
    let mut fixed = definition(THREE);
    let allocation = &mut fixed.sample.as_mut().unwrap().allocation;
    allocation.method = sounding_study::AllocationMethod::Fixed;
    allocation.sizes = [("rural".to_owned(), 9), ("north".to_owned(), 1)].into();
    let codes: Vec<&str> = draw(&fixed, &frame()).unwrap_err().0.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["E-SAMPLE-004", "E-SAMPLE-005", "E-SAMPLE-004"]);
}
