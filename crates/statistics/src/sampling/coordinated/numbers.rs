//! The number that a unit keeps for life.

use super::CoordinationError;
use crate::numerics::Stream;

/// Gives every unit its number from its key alone: units that come or go change nobody else's number.
///
/// The mapping is a public contract. `key = Stream::new(seed, stream).below(u64::MAX)`, and a unit's number is
/// `Stream::new(key, unit's key).uniform()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermanentNumbers {
    key: u64,
}

impl PermanentNumbers {
    /// The numbers of a register: `seed` and `stream` must stay the same for all samples that are coordinated.
    pub fn new(seed: u64, stream: u64) -> PermanentNumbers {
        PermanentNumbers { key: Stream::new(seed, stream).below(u64::MAX) }
    }

    /// The number of the unit with this key, in [0, 1).
    pub fn number(&self, key: u64) -> f64 {
        Stream::new(self.key, key).uniform()
    }

    /// The numbers of all units. Each key must occur once.
    pub fn numbers(&self, keys: &[u64]) -> Result<Vec<f64>, CoordinationError> {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_unstable_by_key(|&unit| (keys[unit], unit));
        if let Some(pair) = order.windows(2).find(|pair| keys[pair[0]] == keys[pair[1]]) {
            return Err(CoordinationError::Key { first: pair[0], second: pair[1] });
        }
        Ok(keys.iter().map(|&key| self.number(key)).collect())
    }
}

/// The key of a label: FNV-1a of its UTF-8 bytes, 64 bits. Among a million labels two have the same key with a chance of 3e-8, and
/// [`PermanentNumbers::numbers`] says so.
pub fn key_of(label: &str) -> u64 {
    label
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
