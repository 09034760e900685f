//! Rotation groups and waves.

use std::collections::BTreeMap;

use super::*;

fn panel(pattern: &str, waves: u64) -> Drawn {
    try_panel(pattern, waves).unwrap()
}

fn try_panel(pattern: &str, waves: u64) -> Result<Drawn, Faults> {
    let keys = format!("rotation = {{ pattern = {pattern}, waves = {waves} }}");
    let stages = "[[sample.stages]]\nunit = \"group\"\nmethod = \"srs\"\n";
    let mut found = definition(&format!("{keys}\n{stages}"));
    found.sample.as_mut().unwrap().allocation.total = 20;
    draw(&found, &frame())
}

/// Waves of each group, in the order of the groups.
fn waves(drawn: &Drawn) -> Vec<Vec<u32>> {
    let groups = drawn.sample.rows.iter().map(|row| row.rotation.clone().unwrap());
    let groups: BTreeMap<u32, Vec<u32>> = groups.map(|asked| (asked.group, asked.waves)).collect();
    assert_eq!(groups.len() as u64, drawn.summary.rotation_groups);
    assert!(groups.keys().copied().eq(1..=groups.len() as u32));
    groups.into_values().collect()
}

#[test]
fn groups_are_asked_by_the_pattern() {
    let expected: [&[u32]; 6] = [&[1], &[2], &[1, 3], &[1, 2], &[2, 3], &[3]];
    assert_eq!(waves(&panel("[2, 1, 1]", 3)), expected);
    assert_eq!(waves(&panel("[1]", 3)), [[1], [2], [3]]);
    // Four more groups would rest in both waves.
    assert_eq!(waves(&panel("[1, 5, 1]", 2)), [[1], [2], [1], [2]]);
}

#[test]
fn groups_are_of_one_size_in_every_stratum_and_the_sample_is_the_same_as_without() {
    let drawn = panel("[2, 1, 1]", 3);
    for stratum in ["rural", "urban", ""] {
        let mut sizes = [0; 6];
        for row in drawn.sample.rows.iter().filter(|row| stratum.is_empty() || row.stratum == stratum) {
            sizes[row.rotation.as_ref().unwrap().group as usize - 1] += 1;
        }
        assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{stratum}: {sizes:?}");
    }
    let mut plain = drawn.sample.clone();
    plain.rows.iter_mut().for_each(|row| row.rotation = None);
    let stages = "[[sample.stages]]\nunit = \"group\"\nmethod = \"srs\"\n";
    let mut found = definition(stages);
    found.sample.as_mut().unwrap().allocation.total = 20;
    assert_eq!(draw(&found, &frame()).unwrap().sample, plain);
    assert_eq!(drawn, panel("[2, 1, 1]", 3));
}

#[test]
fn groups_and_waves_are_in_the_file_and_read_back() {
    let drawn = panel("[2, 1, 1]", 3);
    let text = drawn.sample.to_csv();
    assert!(text.lines().next().unwrap().ends_with(",rotation_group,waves"), "{text}");
    assert!(text.lines().any(|line| line.ends_with(",3,1 3")), "{text}");
    assert_eq!(Sample::from_csv(&text, &drawn.sample.units, "out/sample.csv").unwrap(), drawn.sample);
    let broken = text.replace(",3,1 3", ",3,1;3");
    let faults = Sample::from_csv(&broken, &drawn.sample.units, "out/sample.csv").unwrap_err().0;
    assert!(faults.iter().all(|fault| fault.code == "E-SAMPLE-008") && !faults.is_empty());
}

#[test]
fn more_groups_than_units_are_said() {
    let faults = try_panel("[4, 8, 4]", 12).unwrap_err().0;
    assert_eq!((faults.len(), faults[0].code), (1, "E-SAMPLE-012"));
    assert_eq!(faults[0].place.column.as_deref(), Some("sample.rotation"));
}
