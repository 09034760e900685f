//! Chance, made from the random bits that the caller gives.

/// A source of uniform 64-bit numbers. Simulations draw one for each respondent, so that respondents do not depend on each other.
pub type Bits<'a> = Box<dyn FnMut() -> u64 + 'a>;

/// Draws of the kinds that a respondent needs.
pub(super) struct Chance<'a> {
    bits: Bits<'a>,
}

impl<'a> Chance<'a> {
    pub(super) fn new(bits: Bits<'a>) -> Chance<'a> {
        Chance { bits }
    }

    /// 64 uniform bits.
    pub(super) fn bits(&mut self) -> u64 {
        (self.bits)()
    }

    /// Uniform in [0, 1).
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.bits)() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in `0..count`; 0 when `count` is 0. The bias of a product of 64 bits is below 2^-40 for any list.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((u128::from((self.bits)()) * count as u128) >> 64) as usize
    }

    /// Whether something of that probability happens.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A position drawn with these weights; `None` when none is above zero.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().sum();
        if total <= 0.0 || !total.is_finite() {
            return None;
        }
        let mut left = self.uniform() * total;
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return Some(at);
            }
            left -= weight;
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }

    /// Shuffles in place, by Fisher and Yates.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at + 1);
            items.swap(at, other);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Stafford's mix13 of a counter: good enough to try things with.
    pub(in super::super) fn counter(seed: u64) -> Bits<'static> {
        let mut state = seed;
        Box::new(move || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        })
    }

    #[test]
    fn draws_follow_their_weights() {
        let mut chance = Chance::new(counter(1));
        let mut counts = [0u32; 3];
        for _ in 0..30_000 {
            counts[chance.weighted(&[1.0, 0.0, 2.0]).unwrap()] += 1;
        }
        // Four standard deviations of a binomial with p = 1/3.
        assert!((f64::from(counts[0]) - 10_000.0).abs() < 4.0 * 81.7, "{counts:?}");
        assert_eq!(counts[1], 0);
        assert_eq!(chance.weighted(&[0.0, 0.0]), None);
        assert_eq!(chance.below(0), 0);
    }
}
