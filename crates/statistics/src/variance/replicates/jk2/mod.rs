#![doc = include_str!("method.md")]

use super::psus::members;
use super::rule::{Deletion, Jackknife, Rule};
use super::{Centre, Psus, Replicates, ReplicatesError};
use crate::numerics::Stream;

#[cfg(test)]
mod tests;

/// The stream of the choices of [`Dropped::AtRandom`].
pub const PAIRS_STREAM: u64 = 9 << 32;

/// Which unit of a pair is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dropped {
    /// The unit with the lower number.
    #[default]
    First,
    /// Either with the same probability, from stream [`PAIRS_STREAM`] of this seed; one draw for each stratum, in order.
    AtRandom(u64),
}

/// What is done with strata of three units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Triples {
    /// An error that names them.
    #[default]
    Refuse,
    /// Two replicates, each without another unit, the two that are left times 1.5.
    TwoReplicates,
}

/// One replicate for each stratum of two units, without one of them.
pub fn jk2(psus: &Psus, dropped: Dropped, triples: Triples) -> Result<Replicates, ReplicatesError> {
    let sizes = psus.sizes();
    let used = |h: usize| sizes[h] > 0 && psus.correction(h) > 0.0;
    let fits = |n: usize| n == 2 || n == 3 && triples == Triples::TwoReplicates;
    let odd: Vec<(usize, usize)> =
        (0..sizes.len()).filter(|&h| used(h) && !fits(sizes[h])).map(|h| (h, sizes[h])).collect();
    if !odd.is_empty() {
        return Err(ReplicatesError::NotPairedOrTriple { strata: odd });
    }
    let mut stream = match dropped {
        Dropped::First => None,
        Dropped::AtRandom(seed) => Some(Stream::new(seed, PAIRS_STREAM)),
    };
    let (mut deletions, mut rscales) = (Vec::new(), Vec::new());
    for (h, members) in members(psus).iter().enumerate().filter(|(h, _)| used(*h)) {
        let n = members.len();
        let first = stream.as_mut().map_or(0, |stream| stream.below(n as u64) as usize);
        for next in 0..n - 1 {
            let unit = members[(first + next) % n];
            deletions.push(Deletion { unit, within: n as f64 / (n as f64 - 1.0), elsewhere: 1.0 });
            rscales.push(psus.correction(h));
        }
    }
    if deletions.is_empty() {
        return Err(ReplicatesError::Census);
    }
    let rule =
        Rule::Jackknife(Jackknife { stratum: psus.stratum().to_vec(), strata: sizes.len(), deletions });
    let mut replicates = Replicates::new(psus.len(), 1.0, rscales, psus.degrees_of_freedom(), rule);
    // One replicate a stratum is no sample of replicates: there are no others to be averaged with.
    replicates.degrees_of_freedom = psus.degrees_of_freedom();
    replicates.centre = Centre::FullSample;
    Ok(replicates)
}
