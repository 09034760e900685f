//! Randomness: numbers and identifiers from the bits that are given, and the shuffle with a seed, which gives the same order in every
//! engine of ODK forms.

/// A number from 0 up to, not including, 1.
pub(crate) fn unit(random: &dyn Fn() -> u64) -> f64 {
    (random() >> 11) as f64 / (1u64 << 53) as f64
}

/// Signs that an identifier of a given length may have: more only cost memory.
const LONGEST: f64 = 4096.0;

/// Without a length a UUID of version 4; with one so many digits and capitals.
pub(crate) fn uuid(length: Option<f64>, random: &dyn Fn() -> u64) -> String {
    if let Some(length) = length {
        let length = length.clamp(0.0, LONGEST) as usize;
        return (0..length).map(|_| sign(unit(random))).collect();
    }
    let (high, low) = (random(), random());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | (0b10 << 62);
    let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0xffff);
    format!("{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff)
}

fn sign(unit: f64) -> char {
    char::from_digit((unit * 36.0) as u32, 36).unwrap_or('0').to_ascii_uppercase()
}

/// The random numbers of Park and Miller, as ODK's engines compute them.
pub(crate) struct ParkMiller {
    state: f64,
}

const MODULUS: f64 = 2_147_483_647.0;

impl ParkMiller {
    pub(crate) fn new(seed: i64) -> ParkMiller {
        let state = seed as f64 % MODULUS;
        ParkMiller { state: if state <= 0.0 { state + (MODULUS - 1.0) } else { state } }
    }

    fn unit(&mut self) -> f64 {
        self.state = self.state * 16_807.0 % MODULUS;
        (self.state - 1.0) / (MODULUS - 1.0)
    }
}

/// In the order that a seed gives.
pub(crate) fn shuffle_seeded<T: Copy>(items: &[T], seed: i64) -> Vec<T> {
    let mut numbers = ParkMiller::new(seed);
    shuffle(items, || numbers.unit())
}

/// In the order that random bits give.
pub(crate) fn shuffle_random<T: Copy>(items: &[T], random: &dyn Fn() -> u64) -> Vec<T> {
    shuffle(items, || unit(random))
}

/// The shuffle of Fisher and Yates that builds the order from the inside out.
fn shuffle<T: Copy>(items: &[T], mut unit: impl FnMut() -> f64) -> Vec<T> {
    let mut out: Vec<T> = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let j = ((unit() * (i + 1) as f64) as usize).min(i);
        if j == i {
            out.push(*item);
        } else {
            out.push(out[j]);
            out[j] = *item;
        }
    }
    out
}
