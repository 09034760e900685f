//! Chance that is the same in every run: a seed and a counter.

/// A stream of numbers that depends on nothing but its seed.
#[derive(Debug, Clone)]
pub(in crate::judge_forms) struct Chance(u64);

impl Chance {
    pub(in crate::judge_forms) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// By the name of something, so that one more form changes no other.
    pub(in crate::judge_forms) fn of(name: &str, number: u64) -> Self {
        let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Self::new(hash ^ number)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `bound`; 0 where the bound is 0.
    pub(in crate::judge_forms) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// True once in `times` times.
    pub(in crate::judge_forms) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several; `None` where there are none.
    pub(in crate::judge_forms) fn pick<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let at = self.below(several.len());
        several.get(at)
    }

    /// One of several texts; empty where there are none.
    pub(in crate::judge_forms) fn word<'a>(&mut self, several: &[&'a str]) -> &'a str {
        self.pick(several).copied().unwrap_or_default()
    }
}
