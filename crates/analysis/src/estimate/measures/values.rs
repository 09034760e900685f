//! Means, totals, ratios, and functions of totals.

use std::sync::Arc;

use sounding_statistics::estimation::{Statistic, function::function, mean, ratio, total};
use sounding_statistics::moments::Moments;

use crate::estimate::replicates::Rows;
use crate::estimate::sampled::Sampled;
use crate::estimate::{Answer, Measure};
use crate::fault::Faults;

impl Sampled<'_> {
    pub(super) fn values(
        &self,
        measure: &Measure,
        values: &[&[f64]],
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let prepared = self.prepared;
        let moments = Moments::of(&prepared.leaves, &prepared.cells, &prepared.weights, values);
        self.figures(measure, &moments, Some((&prepared.cells, values)), answer)
    }

    /// A mean, total, ratio or function in every domain from its moments.
    pub(super) fn figures(
        &self,
        measure: &Measure,
        moments: &Moments,
        rows: Rows<'_>,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let domains = self.prepared.domains.len() as u32;
        let replicates = self.replicated.map(|replicated| {
            let asked: Vec<Statistic> = (0..domains).filter_map(|cell| statistic(measure, cell)).collect();
            replicated.statistics(moments, rows, &asked)
        });
        let context = self.context();
        let cross = self.cross_of(rows);
        let cross = cross.as_ref();
        let estimate = |cell| match measure {
            Measure::Total(_) => total::total(&context, moments, cross, cell, 0),
            Measure::Ratio(_, _) => ratio::ratio(&context, moments, cross, cell, 0, 1),
            Measure::Function(of) => function(&context, moments, cross, cell, of),
            _ => mean::mean(&context, moments, cross, cell, 0),
        };
        self.in_domains(measure, estimate, replicates.as_ref(), answer)
    }
}

/// What the replicates make again; `None` for what is no function of totals.
pub(super) fn statistic(measure: &Measure, cell: u32) -> Option<Statistic> {
    Some(match measure {
        Measure::Mean(_) => Statistic::Mean { cell, expression: 0 },
        Measure::Total(_) => Statistic::Total { cell, expression: 0 },
        Measure::Ratio(_, _) => Statistic::Ratio { cell, y: 0, x: 1 },
        Measure::Function(function) => Statistic::Function { cell, function: Arc::new(function.clone()) },
        _ => return None,
    })
}
