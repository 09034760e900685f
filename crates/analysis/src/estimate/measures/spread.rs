//! Variances, standard deviations, covariances and correlations in the population.

use sounding_statistics::estimation::spread::{Spread, spread};
use sounding_statistics::moments::Moments;

use crate::estimate::replicates::Rows;
use crate::estimate::sampled::Sampled;
use crate::estimate::{Answer, Measure};
use crate::fault::Faults;

impl Sampled<'_> {
    pub(super) fn spread(
        &self,
        measure: &Measure,
        values: &[&[f64]],
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let prepared = self.prepared;
        let moments = Moments::of(&prepared.leaves, &prepared.cells, &prepared.weights, values);
        self.spreads(measure, &moments, Some((&prepared.cells, values)), answer)
    }

    /// A spread in every domain from its moments.
    pub(super) fn spreads(
        &self,
        measure: &Measure,
        moments: &Moments,
        rows: Rows<'_>,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let of = match measure {
            Measure::Variance(_) => Spread::Variance { expression: 0 },
            Measure::Deviation(_) => Spread::Deviation { expression: 0 },
            Measure::Covariance(_, _) => Spread::Covariance { x: 0, y: 1 },
            _ => Spread::Correlation { x: 0, y: 1 },
        };
        let domains = self.prepared.domains.len() as u32;
        let replicates = self.replicated.map(|replicated| {
            let asked: Vec<(u32, Spread)> = (0..domains).map(|cell| (cell, of)).collect();
            replicated.spreads(moments, rows, &asked)
        });
        let context = self.context();
        let cross = self.cross_of(rows);
        let estimate = |cell| spread(&context, moments, cross.as_ref(), cell, of);
        self.in_domains(measure, estimate, replicates.as_ref(), answer)
    }
}
