//! The simulated adults: counts by cell in every residential group. A person's answer is its place in a shuffled order of the
//! cell, so that the answers of all adults can be counted exactly without listing anybody.

use sounding_statistics::numerics::Stream;

use crate::model::{CELLS, Model, QUESTIONS};
use crate::units::{Unit, region, units};

/// Random streams of this crate; those of the sample have lower numbers.
const PEOPLE: u64 = 9_001;

/// A thôn or tổ dân phố.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) label: String,
    pub(crate) commune: usize,
    pub(crate) region: usize,
    pub(crate) urban: bool,
    pub(crate) adults: u32,
    /// Where it stands in mood, together with its commune.
    effect: f64,
    hash: u64,
}

impl Group {
    /// Its adults by cell.
    pub(crate) fn cells(&self) -> [u32; CELLS] {
        let shares = Model::shares(self.region, self.urban, self.effect);
        let start = unit(mix(self.hash ^ 0xC0FFEE));
        let (mut counts, mut sum, mut before) = ([0; CELLS], 0.0, 0);
        for (cell, share) in shares.iter().enumerate() {
            sum += share;
            let until = if cell + 1 == CELLS {
                self.adults
            } else {
                ((f64::from(self.adults) * sum + start) as u32).min(self.adults)
            };
            counts[cell] = until - before;
            before = until;
        }
        counts
    }
}

/// Everybody.
#[derive(Debug, Clone)]
pub(crate) struct Population {
    pub(crate) units: Vec<Unit>,
    pub(crate) groups: Vec<Group>,
    pub(crate) model: Model,
}

impl Population {
    pub(crate) fn new(seed: u64) -> Population {
        let units = units();
        let mut stream = Stream::new(seed, PEOPLE);
        let mut groups = Vec::new();
        for (commune, unit) in units.iter().enumerate() {
            let mean = match unit.kind.as_str() {
                "ward" => 38_700.0,
                "special" => 9_000.0,
                _ => 18_300.0,
            };
            let spread = 0.4_f64;
            let adults = (mean * (spread * stream.normal() - spread * spread / 2.0).exp()).max(900.0);
            let effect = 0.07 * stream.normal();
            let number = ((adults / 1_000.0).round() as usize).max(2);
            for at in 1..=number {
                let size = adults / number as f64 * (0.6 + 0.8 * stream.uniform());
                groups.push(Group {
                    label: format!("{}-{at:03}", unit.code),
                    commune,
                    region: region(&unit.province),
                    urban: unit.kind == "ward",
                    adults: size.round() as u32,
                    effect: effect + 0.03 * stream.normal(),
                    hash: mix(seed ^ mix(groups.len() as u64 + 1)),
                });
            }
        }
        Population { units, groups, model: Model::new() }
    }

    /// Where the answers to a question end in the order of a cell of `n` adults: answer k has the places up to `ends[k]`.
    pub(crate) fn ends(&self, group: &Group, question: usize, cell: usize, n: u32, ends: &mut Vec<u32>) {
        let offset = unit(mix(group.hash ^ ((cell * QUESTIONS + question) as u64 + 77)));
        ends.clear();
        let limits = self.model.limits(question, cell, group.region, group.urban);
        let last = limits.len() - 1;
        ends.extend(limits.iter().enumerate().map(|(at, limit)| {
            let end = (limit * f64::from(n) - offset).ceil().max(0.0) as u32;
            if at == last { n } else { end.min(n) }
        }));
    }

    /// The answer of the adult at `place` in a cell of `n`.
    pub(crate) fn answer(
        &self,
        group: &Group,
        question: usize,
        cell: usize,
        (place, n): (u32, u32),
    ) -> usize {
        // Primes larger than any cell: multiplication by one of them permutes the places.
        const STEPS: [u64; 8] =
            [104_729, 1_299_709, 15_485_863, 32_452_843, 7_919_999_983, 86_028_121, 49_979_687, 67_867_967];
        let hash = mix(group.hash ^ mix((cell * QUESTIONS + question) as u64 + 991));
        let mut step = STEPS[(hash % 8) as usize];
        while gcd(step, u64::from(n)) != 1 {
            step += 1;
        }
        let at =
            ((u64::from(place) * (step % u64::from(n)) + (hash >> 8) % u64::from(n)) % u64::from(n)) as u32;
        let mut ends = Vec::new();
        self.ends(group, question, cell, n, &mut ends);
        ends.iter().position(|&end| at < end).unwrap_or(ends.len() - 1)
    }

    /// Adults by cell and area and region, and by question and answer, over everybody.
    pub(crate) fn count(&self) -> Counts {
        let mut counts = Counts::default();
        let mut ends = Vec::new();
        for group in &self.groups {
            counts.region[group.region] += u64::from(group.adults);
            counts.area[usize::from(!group.urban)] += u64::from(group.adults);
            for (cell, &n) in group.cells().iter().enumerate().filter(|(_, n)| **n > 0) {
                counts.cells[cell] += u64::from(n);
                for question in 0..QUESTIONS {
                    self.ends(group, question, cell, n, &mut ends);
                    let mut before = 0;
                    for (answer, &end) in ends.iter().enumerate() {
                        counts.answers[question][answer] += u64::from(end.saturating_sub(before));
                        before = before.max(end);
                    }
                }
            }
        }
        counts
    }
}

/// Everybody, counted.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub(crate) region: [u64; 6],
    pub(crate) area: [u64; 2],
    pub(crate) cells: [u64; CELLS],
    pub(crate) answers: [[u64; 12]; QUESTIONS],
}

impl Default for Counts {
    fn default() -> Counts {
        Counts { region: [0; 6], area: [0; 2], cells: [0; CELLS], answers: [[0; 12]; QUESTIONS] }
    }
}

impl Counts {
    pub(crate) fn total(&self) -> u64 {
        self.area.iter().sum()
    }
}

/// Stafford's mix13 of `SplitMix64`.
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn unit(hash: u64) -> f64 {
    (hash >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
