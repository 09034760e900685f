//! Which rotation group is asked in which wave.

use super::{Pattern, RotationError};

/// A group in a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The group, from 0.
    pub group: usize,
    /// How often it was asked before, since it entered last.
    pub before: usize,
}

/// The groups of every wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    groups: usize,
    waves: Vec<Vec<Member>>,
}

impl Schedule {
    /// One new group in each wave, none of which comes back. From the first wave on as many groups are asked as the pattern has
    /// waves, as if the panel had always been there: the older groups are entered at their age. Groups are numbered in the order in which
    /// they would have entered; `waves + span − 1` of them are needed.
    pub fn renewed(pattern: &Pattern, waves: usize) -> Result<Schedule, RotationError> {
        let groups = (waves + pattern.span()).saturating_sub(1);
        Schedule::of(pattern, waves, groups, |wave, group| (wave + pattern.span() - 1).checked_sub(group))
    }

    /// A fixed number of groups that take turns: one enters in each wave, and again `groups` waves later. Fewer groups than the
    /// pattern's span would have to be twice in the panel at a time.
    pub fn in_turn(pattern: &Pattern, waves: usize, groups: usize) -> Result<Schedule, RotationError> {
        let needed = pattern.span();
        if groups < needed {
            return Err(RotationError::TooFewGroups { groups, needed });
        }
        Schedule::of(pattern, waves, groups, |wave, group| Some((wave + groups - group % groups) % groups))
    }

    fn of(
        pattern: &Pattern,
        waves: usize,
        groups: usize,
        age: impl Fn(usize, usize) -> Option<usize>,
    ) -> Result<Schedule, RotationError> {
        if waves == 0 {
            return Err(RotationError::NoWaves);
        }
        let member = |wave: usize, group: usize| {
            let before = pattern.asked_before(age(wave, group)?)?;
            Some(Member { group, before })
        };
        let waves =
            (0..waves).map(|wave| (0..groups).filter_map(|group| member(wave, group)).collect()).collect();
        Ok(Schedule { groups, waves })
    }

    /// Groups that the schedule needs.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Number of waves.
    pub fn waves(&self) -> usize {
        self.waves.len()
    }

    /// The groups of a wave, in ascending order.
    pub fn wave(&self, wave: usize) -> Result<&[Member], RotationError> {
        let waves = self.waves();
        self.waves.get(wave).map(Vec::as_slice).ok_or(RotationError::Wave { wave, waves })
    }

    /// The share of the units of wave `first` that are asked in wave `second` too, from the units of each group: of
    /// [`RotationGroups::sizes`](super::RotationGroups), or expected numbers.
    pub fn overlap(&self, first: usize, second: usize, sizes: &[usize]) -> Result<f64, RotationError> {
        if sizes.len() != self.groups {
            return Err(RotationError::TooFewGroups { groups: sizes.len(), needed: self.groups });
        }
        let (one, two) = (self.wave(first)?, self.wave(second)?);
        let (mut all, mut shared) = (0, 0);
        for member in one {
            all += sizes[member.group];
            if two.iter().any(|other| other.group == member.group) {
                shared += sizes[member.group];
            }
        }
        Ok(shared as f64 / all as f64)
    }
}
