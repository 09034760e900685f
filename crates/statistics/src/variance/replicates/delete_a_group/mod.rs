#![doc = include_str!("method.md")]

use super::psus::members;
use super::rule::Rule;
use super::{Centre, Psus, Replicates, ReplicatesError};
use crate::numerics::Stream;

#[cfg(test)]
mod tests;

/// The stream of the order that [`Grouping::AtRandom`] puts the PSUs of a stratum in.
pub const GROUPS_STREAM: u64 = 6 << 32;

/// How PSUs are put into groups.
#[derive(Debug, Clone, Copy)]
pub enum Grouping<'a> {
    /// In turn, in order of stratum and then of number; a stratum goes on where the one before it ended.
    InTurn {
        /// Number of groups.
        groups: usize,
    },
    /// In turn as well, the PSUs of each stratum shuffled first, from stream [`GROUPS_STREAM`] of the seed.
    AtRandom {
        /// Number of groups.
        groups: usize,
        /// The seed.
        seed: u64,
    },
    /// The group of each PSU, `0..groups`.
    Given {
        /// The group of each PSU.
        of: &'a [u32],
        /// Number of groups.
        groups: usize,
    },
}

/// One replicate for each group of PSUs, without that group.
pub fn delete_a_group(psus: &Psus, grouping: Grouping<'_>) -> Result<Replicates, ReplicatesError> {
    let (Grouping::InTurn { groups } | Grouping::AtRandom { groups, .. } | Grouping::Given { groups, .. }) =
        grouping;
    let fault = |empty, psus| Err(ReplicatesError::Groups { groups, empty, psus });
    if groups < 2 {
        return fault(Vec::new(), Vec::new());
    }
    psus.check_for_variance()?;
    let members = members(psus);
    let group = match grouping {
        Grouping::InTurn { .. } => in_turn(psus.len(), &members, groups),
        Grouping::AtRandom { seed, .. } => {
            let mut stream = Stream::new(seed, GROUPS_STREAM);
            let mut shuffled = members.clone();
            for stratum in &mut shuffled {
                stream.shuffle(stratum);
            }
            in_turn(psus.len(), &shuffled, groups)
        }
        Grouping::Given { of, .. } if of.len() != psus.len() => return fault(Vec::new(), Vec::new()),
        Grouping::Given { of, .. } => of.to_vec(),
    };
    let lost: Vec<usize> = (0..group.len()).filter(|&psu| group[psu] as usize >= groups).collect();
    if !lost.is_empty() {
        return fault(Vec::new(), lost);
    }
    let mut filled = vec![false; groups];
    for &g in &group {
        filled[g as usize] = true;
    }
    let empty: Vec<usize> = (0..groups).filter(|&g| !filled[g]).collect();
    if !empty.is_empty() {
        return fault(empty, Vec::new());
    }
    let alone = |h: &usize| {
        let members: &[u32] = &members[*h];
        psus.correction(*h) > 0.0
            && !members.is_empty()
            && members.iter().all(|&m| group[m as usize] == group[members[0] as usize])
    };
    let sizes = psus.sizes();
    let strata: Vec<usize> = (0..sizes.len()).filter(alone).collect();
    if !strata.is_empty() {
        return Err(ReplicatesError::StratumInOneGroup { strata });
    }
    let corrections = (0..sizes.len()).map(|h| psus.correction(h).sqrt()).collect();
    let rule = Rule::Grouped(Groups { group, members, corrections, count: groups });
    let scale = (groups as f64 - 1.0) / groups as f64;
    let mut made = Replicates::new(psus.len(), scale, vec![1.0; groups], psus.degrees_of_freedom(), rule);
    made.centre = Centre::FullSample;
    Ok(made)
}

fn in_turn(psus: usize, members: &[Vec<u32>], groups: usize) -> Vec<u32> {
    let mut group = vec![0; psus];
    for (place, &psu) in members.iter().flatten().enumerate() {
        group[psu as usize] = (place % groups) as u32;
    }
    group
}

/// The group of each PSU, and what its stratum needs to know.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    group: Vec<u32>,
    members: Vec<Vec<u32>>,
    /// √(1 − f) of each stratum.
    corrections: Vec<f64>,
    count: usize,
}

impl Groups {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        out.fill(1.0);
        for (members, correction) in self.members.iter().zip(&self.corrections) {
            let inside = |psu: u32| self.group[psu as usize] as usize == replicate;
            let (n, gone) = (members.len(), members.iter().filter(|&&psu| inside(psu)).count());
            if gone == 0 || gone == n {
                continue;
            }
            let (n, gone, groups) = (n as f64, gone as f64, self.count as f64);
            let share = if members.len() < self.count {
                // Kott's Z times n − 1, for one unit in the group; its extension to several.
                (groups * (n - gone) / ((groups - 1.0) * n)).sqrt()
            } else {
                1.0
            };
            for &psu in members {
                let change = if inside(psu) { -share } else { share * gone / (n - gone) };
                out[psu as usize] = 1.0 + correction * change;
            }
        }
    }
}
