//! Rotating panels: which part of a panel is asked in which wave, and how much two waves share.
#![doc = include_str!("method.md")]

mod assign;
mod error;
mod schedule;
#[cfg(test)]
mod tests;

pub use assign::{RotationGroups, rotation_groups};
pub use error::RotationError;
pub use schedule::{Member, Schedule};

/// When a unit is asked, counted from the wave in which it enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Waves in and waves out by turns, beginning and ending with waves in.
    runs: Vec<usize>,
    /// Waves since entry in which the unit is asked.
    ages: Vec<usize>,
}

impl Pattern {
    /// From waves in and waves out by turns: `[4, 8, 4]` is asked in four waves, rests for eight and is asked in four more.
    pub fn new(runs: &[usize]) -> Result<Pattern, RotationError> {
        if runs.len().is_multiple_of(2) {
            return Err(RotationError::Runs { runs: runs.len() });
        }
        if let Some(run) = runs.iter().position(|length| *length == 0) {
            return Err(RotationError::Empty { run });
        }
        let (mut ages, mut age) = (Vec::new(), 0);
        for (number, &length) in runs.iter().enumerate() {
            if number % 2 == 0 {
                ages.extend(age..age + length);
            }
            age += length;
        }
        Ok(Pattern { runs: runs.to_vec(), ages })
    }

    /// In the panel for `waves` waves in a row.
    pub fn in_for(waves: usize) -> Result<Pattern, RotationError> {
        Pattern::new(&[waves])
    }

    /// Waves in and waves out by turns.
    pub fn runs(&self) -> &[usize] {
        &self.runs
    }

    /// Waves from entry to the last in which a unit is asked, both counted.
    pub fn span(&self) -> usize {
        self.runs.iter().sum()
    }

    /// Waves in which a unit is asked.
    pub fn asked(&self) -> usize {
        self.ages.len()
    }

    /// How often a unit has been asked before, if it is asked in the wave `age` after its entry.
    pub fn asked_before(&self, age: usize) -> Option<usize> {
        self.ages.binary_search(&age).ok()
    }

    /// The share of a wave's units that are asked again `lag` waves later, once as many groups enter in each wave as leave.
    pub fn overlap(&self, lag: usize) -> f64 {
        let again = self.ages.iter().filter(|age| self.asked_before(*age + lag).is_some()).count();
        again as f64 / self.asked() as f64
    }
}
