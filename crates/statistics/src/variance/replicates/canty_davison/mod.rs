#![doc = include_str!("method.md")]

use super::psus::members;
use super::rule::Rule;
use super::{Psus, Replicates, ReplicatesError};
use crate::numerics::Stream;
use std::collections::BTreeSet;

#[cfg(test)]
mod tests;

/// Replicate `r` draws from stream `CANTY_DAVISON_STREAM + r` of the seed.
pub const CANTY_DAVISON_STREAM: u64 = 3 << 32;

/// The stream of the order of units in the populations of copies.
pub const COPIES_STREAM: u64 = 8 << 32;

/// How it is made up that a sample of n copies varies less than n units do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CopiesScaling {
    /// In each stratum, by its own factor: the variance of a total has the right expectation. Multipliers may be slightly negative.
    #[default]
    Stratum,
    /// By one factor for all strata, the harmonic mean of their sizes over that less one, as R has it. Multipliers are counts.
    Average,
}

/// `replicates` bootstrap samples from populations made of copies of the PSUs, from `seed`.
pub fn canty_davison(
    psus: &Psus,
    scaling: CopiesScaling,
    replicates: usize,
    seed: u64,
) -> Result<Replicates, ReplicatesError> {
    if replicates < 2 {
        return Err(ReplicatesError::TooFew { replicates });
    }
    psus.check_for_variance()?;
    let mut order = Stream::new(seed, COPIES_STREAM);
    let strata = members(psus)
        .into_iter()
        .enumerate()
        .map(|(h, mut members)| {
            order.shuffle(&mut members);
            Copies::new(members, psus.correction(h), scaling)
        })
        .collect();
    let used: Vec<f64> = psus.sizes().iter().filter(|&&n| n > 0).map(|&n| n as f64).collect();
    let average = used.len() as f64 / used.iter().map(|n| 1.0 / n).sum::<f64>();
    let up = match scaling {
        CopiesScaling::Stratum => 1.0,
        CopiesScaling::Average => average / (average - 1.0),
    };
    let scale = up / (replicates as f64 - 1.0);
    let rule = Rule::Copies(Populations { seed, strata });
    Ok(Replicates::new(psus.len(), scale, vec![1.0; replicates], psus.degrees_of_freedom(), rule))
}

/// The population of copies of every stratum.
#[derive(Debug, Clone)]
pub(super) struct Populations {
    seed: u64,
    strata: Vec<Copies>,
}

/// Place x of the population is a copy of unit x modulo n, in the shuffled order.
#[derive(Debug, Clone)]
struct Copies {
    order: Vec<u32>,
    drawn: Drawn,
    /// What the distance of a count from 1 is multiplied by.
    stretch: f64,
}

#[derive(Debug, Clone, Copy)]
enum Drawn {
    All,
    WithReplacement,
    Of(u64),
}

impl Copies {
    fn new(order: Vec<u32>, correction: f64, scaling: CopiesScaling) -> Copies {
        let n = order.len() as f64;
        if order.is_empty() || correction == 0.0 {
            return Copies { order, drawn: Drawn::All, stretch: 1.0 };
        }
        if correction == 1.0 {
            let stretch = if scaling == CopiesScaling::Stratum { (n / (n - 1.0)).sqrt() } else { 1.0 };
            return Copies { order, drawn: Drawn::WithReplacement, stretch };
        }
        let population = (n / (1.0 - correction)).round().max(n + 1.0);
        let more = population % n;
        // The expected spread of the population over that of the sample, over the choice of units with one copy more.
        let spread = (population * (n - 1.0) / n - more * (1.0 - more / n) / population) / (population - 1.0);
        // Populations are whole numbers, fractions are not.
        let missed = correction / (1.0 - n / population);
        let stretch = if scaling == CopiesScaling::Stratum { (missed / spread).sqrt() } else { 1.0 };
        Copies { order, drawn: Drawn::Of(population as u64), stretch }
    }

    fn draw(&self, stream: &mut Stream, mut unit: impl FnMut(u32)) {
        let n = self.order.len();
        let mut taken = BTreeSet::new();
        for _ in 0..n {
            match self.drawn {
                Drawn::All => return self.order.iter().for_each(|&psu| unit(psu)),
                Drawn::WithReplacement => unit(self.order[stream.below(n as u64) as usize]),
                Drawn::Of(population) => loop {
                    let copy = stream.below(population);
                    if taken.insert(copy) {
                        unit(self.order[(copy % n as u64) as usize]);
                        break;
                    }
                },
            }
        }
    }
}

impl Populations {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        let mut stream = Stream::new(self.seed, CANTY_DAVISON_STREAM + replicate as u64);
        out.fill(0.0);
        for copies in &self.strata {
            copies.draw(&mut stream, |psu| out[psu as usize] += 1.0);
            if copies.stretch != 1.0 {
                for &psu in &copies.order {
                    out[psu as usize] = 1.0 + copies.stretch * (out[psu as usize] - 1.0);
                }
            }
        }
    }
}
