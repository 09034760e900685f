//! Which unit is in which rotation group.

use super::RotationError;
use crate::numerics::Stream;

/// Units in rotation groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationGroups {
    /// The group of each unit.
    pub group: Vec<u32>,
    /// Units of each group.
    pub sizes: Vec<usize>,
}

/// Deals units to `groups` groups by chance, so that the groups differ by one unit at most, in every stratum and in all. Each unit
/// is in each group with the same probability.
pub fn rotation_groups(
    units: usize,
    strata: Option<&[u32]>,
    groups: usize,
    stream: &mut Stream,
) -> Result<RotationGroups, RotationError> {
    if let Some(found) = strata.map(<[u32]>::len).filter(|found| *found != units) {
        return Err(RotationError::Length { units, found });
    }
    if groups == 0 || units < groups {
        return Err(RotationError::Units { units, groups });
    }
    let mut order: Vec<usize> = (0..units).collect();
    stream.shuffle(&mut order);
    if let Some(strata) = strata {
        // Stable: inside a stratum the order is that of chance.
        order.sort_by_key(|&unit| strata[unit]);
    }
    let first = stream.below(groups as u64) as usize;
    let mut dealt = RotationGroups { group: vec![0; units], sizes: vec![0; groups] };
    for (place, unit) in order.into_iter().enumerate() {
        let group = (first + place) % groups;
        dealt.group[unit] = group as u32;
        dealt.sizes[group] += 1;
    }
    Ok(dealt)
}
