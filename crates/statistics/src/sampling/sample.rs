//! What every method of selection returns.

use super::SamplingError;

/// A drawn unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// Position in the population, from 0.
    pub unit: usize,
    /// First-order inclusion probability; with replacement, the expected number of hits.
    pub probability: f64,
    /// How often it was drawn: 1 unless the draw is with replacement.
    pub hits: u32,
    /// Whether every sample of the design contains it.
    pub certainty: bool,
}

/// A drawn sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The drawn units, in the order of the population.
    pub drawn: Vec<Drawn>,
    /// Probability of every unit of the population, as in [`Drawn::probability`].
    pub probabilities: Vec<f64>,
}

impl Sample {
    /// The sample of `units`, in any order and each once.
    pub(super) fn of(mut units: Vec<usize>, probabilities: Vec<f64>) -> Sample {
        units.sort_unstable();
        let drawn = units
            .into_iter()
            .map(|unit| {
                let probability = probabilities[unit];
                Drawn { unit, probability, hits: 1, certainty: probability == 1.0 }
            })
            .collect();
        Sample { drawn, probabilities }
    }
}

/// Refuses sizes for which equal probabilities without replacement are impossible.
pub(super) fn check_size(population: usize, n: usize) -> Result<(), SamplingError> {
    if n == 0 || n > population {
        return Err(SamplingError::Size { n, population });
    }
    Ok(())
}
