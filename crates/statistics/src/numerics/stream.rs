//! Seeded random streams, the only randomness in the program.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// A stream of random numbers: `ChaCha20` with the seed in the first eight key bytes (little endian, the rest zero) and the
/// purpose as the cipher's stream number. Two streams of one seed never overlap.
#[derive(Debug, Clone)]
pub struct Stream {
    rng: ChaCha20Rng,
}

impl Stream {
    /// The stream numbered `stream` of `seed`.
    pub fn new(seed: u64, stream: u64) -> Stream {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha20Rng::from_seed(key);
        rng.set_stream(stream);
        Stream { rng }
    }

    /// A uniform number in [0, 1): the upper 53 bits of the next 64, times 2^-53.
    pub fn uniform(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A uniform integer in `0..bound`, without bias, by rejection.
    ///
    /// # Panics
    /// If `bound` is zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        assert!(bound > 0, "no integer is below zero");
        let zone = u64::MAX - u64::MAX.wrapping_rem(bound).wrapping_add(1).wrapping_rem(bound);
        loop {
            let draw = self.rng.next_u64();
            if draw <= zone {
                return draw % bound;
            }
        }
    }

    /// A standard normal number, by the polar method of Marsaglia and Bray (1964); the second of the pair is dropped
    /// so that the stream position depends on the number of draws only through rejections.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                return u * (-2.0 * s.ln() / s).sqrt();
            }
        }
    }

    /// Shuffles in place, by Fisher and Yates (Durstenfeld 1964).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.below(i as u64 + 1) as usize;
            items.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_stream_always_give_the_same_draws() {
        let draw = |seed, stream| Stream::new(seed, stream).below(1_000_000);
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }

    #[test]
    fn uniform_has_the_right_mean_and_range() {
        let mut stream = Stream::new(1, 1);
        let draws: Vec<f64> = (0..100_000).map(|_| stream.uniform()).collect();
        assert!(draws.iter().all(|u| (0.0..1.0).contains(u)));
        let mean = draws.iter().sum::<f64>() / 1e5;
        // Five standard errors of the mean of a uniform variable.
        assert!((mean - 0.5).abs() < 5.0 * (1.0f64 / 12.0 / 1e5).sqrt());
    }

    #[test]
    fn below_is_even() {
        let mut stream = Stream::new(2, 1);
        let mut counts = [0u32; 6];
        for _ in 0..60_000 {
            counts[stream.below(6) as usize] += 1;
        }
        let chi2: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        // 99.9 % point of chi-squared with 5 degrees of freedom.
        assert!(chi2 < 20.5, "{counts:?}");
    }

    #[test]
    fn normal_has_mean_zero_and_variance_one() {
        let mut stream = Stream::new(3, 1);
        let draws: Vec<f64> = (0..100_000).map(|_| stream.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|z| z * z).sum::<f64>() / 1e5;
        assert!(mean.abs() < 5.0 / 1e5f64.sqrt());
        assert!((variance - 1.0).abs() < 5.0 * (2.0f64 / 1e5).sqrt());
    }
}
