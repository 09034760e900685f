//! Standard errors from replicates: multipliers of first-stage units over their moments.

use std::num::NonZeroUsize;

use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::variance::replicates::{
    Centre, Psus, Replicates, ReplicatesError, UnitSums, ValueCounts, bootstrap, brr, fay, jk1, jkn,
    replicate, replicate_quantiles,
};
use sounding_statistics::variance::{Design, SinglePsu};
use sounding_survey::Place;

use super::prepare::Prepared;
use super::{Measure, Request, VarianceMethod};
use crate::data::{Frame, Source};
use crate::fault::Faults;

/// Replicates of a design.
pub(super) struct Replicated {
    replicates: Replicates,
    /// First-stage unit of each row.
    psu: Vec<u32>,
    psus: usize,
    threads: NonZeroUsize,
}

impl Replicated {
    pub(super) fn new(source: &Source, request: &Request, prepared: &Prepared) -> Result<Replicated, Faults> {
        let design = &prepared.design;
        let replicates = made(source, request, design, &prepared.frame, prepared.single)?;
        let of_leaves = design.psu_of_leaves();
        let psu = prepared.leaves.iter().map(|&leaf| of_leaves[leaf as usize]).collect();
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Replicated { replicates, psu, psus: design.psus(), threads })
    }

    /// Standard errors of a mean, total or ratio in every domain.
    pub(super) fn values(&self, measure: &Measure, prepared: &Prepared, values: &[&[f64]]) -> Vec<f64> {
        let moments = Moments::of(&self.psu, &prepared.cells, &prepared.weights, values);
        let (k, cells) = (values.len() + 1, prepared.domains.len());
        let mut sums = vec![0.0; self.psus * cells * k];
        for slot in moments.slots() {
            let at = (slot.unit as usize * cells + slot.cell as usize) * k;
            sums[at] = slot.weight;
            sums[at + 1..at + k].copy_from_slice(slot.values);
        }
        let sums = UnitSums::new(self.psus, cells * k, sums);
        let statistic = |totals: &[f64], out: &mut [f64]| {
            for (figure, sums) in out.iter_mut().zip(totals.chunks_exact(k)) {
                *figure = match measure {
                    Measure::Total(_) => sums[1],
                    Measure::Ratio(_, _) => sums[1] / sums[2],
                    _ => sums[1] / sums[0],
                };
            }
        };
        let found = replicate(&self.replicates, &sums, cells, statistic, Centre::ReplicateMean, self.threads);
        (0..cells).map(|cell| found.standard_error(cell)).collect()
    }

    /// Standard errors of shares: `size` neighbouring cells make up a domain.
    pub(super) fn shares(&self, prepared: &Prepared, cells: &[u32], size: u32) -> Vec<f64> {
        let columns = prepared.domains.len() * size as usize;
        let sums = self.weights(prepared, cells, 0, columns);
        let statistic = |totals: &[f64], out: &mut [f64]| {
            for (shares, weights) in
                out.chunks_exact_mut(size as usize).zip(totals.chunks_exact(size as usize))
            {
                let whole: f64 = weights.iter().sum();
                for (share, weight) in shares.iter_mut().zip(weights) {
                    *share = weight / whole;
                }
            }
        };
        let found =
            replicate(&self.replicates, &sums, columns, statistic, Centre::ReplicateMean, self.threads);
        (0..columns).map(|at| found.standard_error(at)).collect()
    }

    /// Covariance matrix of the weight totals of `size` cells from `first` on.
    pub(super) fn totals_covariance(
        &self,
        prepared: &Prepared,
        cells: &[u32],
        first: u32,
        size: usize,
    ) -> Vec<f64> {
        let sums = self.weights(prepared, cells, first, size);
        let copy = |totals: &[f64], out: &mut [f64]| out.copy_from_slice(totals);
        let found = replicate(&self.replicates, &sums, size, copy, Centre::ReplicateMean, self.threads);
        (0..size * size).map(|at| found.covariance(at / size, at % size)).collect()
    }

    /// Standard error of a quantile in one domain.
    pub(super) fn quantile(&self, prepared: &Prepared, values: &[f64], cell: u32, probability: f64) -> f64 {
        let own: Vec<u32> = prepared.cells.iter().map(|own| if *own == cell { 0 } else { OUTSIDE }).collect();
        let counts = ValueCounts::by_cell(&self.psu, &own, &prepared.weights, values, 1);
        let centre = Centre::ReplicateMean;
        let found = replicate_quantiles(&self.replicates, &counts[0], &[probability], centre, self.threads);
        found.standard_error(0)
    }

    fn weights(&self, prepared: &Prepared, cells: &[u32], first: u32, size: usize) -> UnitSums {
        let own: Vec<u32> = cells
            .iter()
            .map(|&cell| {
                if cell == OUTSIDE || cell < first || cell - first >= size as u32 {
                    OUTSIDE
                } else {
                    cell - first
                }
            })
            .collect();
        let moments = Moments::of(&self.psu, &own, &prepared.weights, &[]);
        let mut sums = vec![0.0; self.psus * size];
        for slot in moments.slots() {
            sums[slot.unit as usize * size + slot.cell as usize] = slot.weight;
        }
        UnitSums::new(self.psus, size, sums)
    }
}

/// The replicates of a design; `frame` has a row of each stratum, to name it.
pub(super) fn made(
    source: &Source,
    request: &Request,
    design: &Design,
    frame: &Frame,
    single: SinglePsu,
) -> Result<Replicates, Faults> {
    let made = Psus::of(design).and_then(|psus| match request.variance {
        VarianceMethod::Jk1 => jk1(&psus),
        VarianceMethod::Jkn | VarianceMethod::Taylor => jkn(&psus, single),
        VarianceMethod::Brr => brr(&psus),
        VarianceMethod::Fay(rho) => fay(&psus, rho),
        VarianceMethod::Bootstrap(count) => bootstrap(&psus, count as usize, request.seed),
    });
    made.map_err(|error| fault(&error, source, request, design, frame))
}

fn fault(
    error: &ReplicatesError,
    source: &Source,
    request: &Request,
    design: &Design,
    frame: &Frame,
) -> Faults {
    let strata: Vec<String> = match error {
        ReplicatesError::SinglePsu { strata } => strata.clone(),
        _ => Vec::new(),
    }
    .into_iter()
    .filter_map(|stratum| {
        let row = design.row_of_strata().get(stratum)?;
        frame.column(request.design.strata.as_deref()?)?.label(*row)
    })
    .collect();
    let named = if strata.is_empty() { String::new() } else { format!(" ({})", strata.join(", ")) };
    Faults::one(
        "E-EST-009",
        Place::file(source.path().display().to_string()),
        format!("these replicates cannot be made from this design: {error}{named}"),
        "choose another kind of replicates, join the strata, or use Taylor linearisation (leave --replicates out)",
    )
}
