#![doc = include_str!("method.md")]

mod factor;
mod form;
mod parts;
#[cfg(test)]
mod tests;

pub use form::{Chain, Indefinite, QuadraticForm};

pub(super) use factor::columns;

use super::rule::Rule;
use super::{Centre, Hadamard, Replicates, ReplicatesError};
use crate::numerics::Stream;

/// Replicate `r` draws from stream `GENERALISED_STREAM + r` of the seed.
pub const GENERALISED_STREAM: u64 = 5 << 32;

/// `replicates` sets of normal multipliers with mean 1 and the form's matrix as covariance, from `seed`.
pub fn generalised_bootstrap(
    form: QuadraticForm,
    replicates: usize,
    seed: u64,
) -> Result<Replicates, ReplicatesError> {
    if replicates < 2 {
        return Err(ReplicatesError::TooFew { replicates });
    }
    Ok(made(form, Source::Normal { seed }, replicates))
}

/// As many replicates as it takes to make the form exactly, by the signs of a Hadamard matrix: nothing is random.
pub fn generalised_replication(form: QuadraticForm) -> Replicates {
    let matrix = Hadamard::above(form.inputs());
    let replicates = matrix.order();
    made(form, Source::Signs(matrix), replicates)
}

fn made(form: QuadraticForm, source: Source, replicates: usize) -> Replicates {
    let (units, unit, degrees, warnings) =
        (form.units(), form.unit, form.degrees_of_freedom, form.warnings.clone());
    let rule = Rule::Perturbed(Perturbed { form, source });
    let mut made = Replicates::new(units, 1.0 / replicates as f64, vec![1.0; replicates], degrees, rule);
    (made.centre, made.unit, made.warnings) = (Centre::FullSample, unit, warnings);
    made
}

/// Ones, moved by what the form makes of independent numbers.
#[derive(Debug, Clone)]
pub(super) struct Perturbed {
    form: QuadraticForm,
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Normal {
        seed: u64,
    },
    /// Column 0 is constant and not used.
    Signs(Hadamard),
}

impl Perturbed {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        let inputs = self.form.inputs();
        let z: Vec<f64> = match &self.source {
            Source::Normal { seed } => {
                let mut stream = Stream::new(*seed, GENERALISED_STREAM + replicate as u64);
                (0..inputs).map(|_| stream.normal()).collect()
            }
            Source::Signs(matrix) => {
                (1..=inputs).map(|column| f64::from(matrix.entry(replicate, column))).collect()
            }
        };
        out.fill(1.0);
        self.form.add(&z, out);
    }
}
