//! Rotation groups: which of the drawn units is asked in which wave.

use std::collections::BTreeMap;

use sounding_statistics::numerics::Stream;
use sounding_statistics::sampling::rotation::{Pattern, RotationError, Schedule, rotation_groups};
use sounding_study::Rotation;
use sounding_survey::Place;

use super::{Asked, ROTATION, SampleRow};
use crate::fault::Faults;

/// Deals the rows to the groups of a panel in which one group enters and one leaves in every wave, and says how many groups there are. Groups
/// that would rest in all waves planned get nobody.
pub(super) fn assign(plan: &Rotation, rows: &mut [SampleRow], seed: u64) -> Result<u64, Faults> {
    let groups = groups(plan).map_err(|error| fault(&error))?;
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut strata = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let next = numbers.len() as u32;
        strata.push(*numbers.entry(row.stratum.clone()).or_insert(next));
    }
    let mut stream = Stream::new(seed, ROTATION);
    let dealt = rotation_groups(rows.len(), Some(&strata), groups.len(), &mut stream)
        .map_err(|error| fault(&error))?;
    for (row, &group) in rows.iter_mut().zip(&dealt.group) {
        row.rotation = Some(Asked { group: group + 1, waves: groups[group as usize].clone() });
    }
    Ok(groups.len() as u64)
}

/// The waves of each group that is asked at all, counted from 1.
fn groups(plan: &Rotation) -> Result<Vec<Vec<u32>>, RotationError> {
    let runs: Vec<usize> = plan.pattern.iter().map(|&waves| waves as usize).collect();
    let schedule = Schedule::renewed(&Pattern::new(&runs)?, plan.waves as usize)?;
    let mut groups = vec![Vec::new(); schedule.groups()];
    for wave in 0..schedule.waves() {
        for member in schedule.wave(wave)? {
            groups[member.group].push(wave as u32 + 1);
        }
    }
    groups.retain(|waves| !waves.is_empty());
    Ok(groups)
}

fn fault(error: &RotationError) -> Faults {
    Faults::one(
        "E-SAMPLE-012",
        Place::file("study.toml").column("sample.rotation"),
        format!("the sample cannot rotate: {error}"),
        "draw more units, or plan fewer waves or a shorter pattern",
    )
}
