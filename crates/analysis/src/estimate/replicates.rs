//! Standard errors from replicates: made of the design's first-stage units, or brought by the file as weights.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::spread::{Spread, replicate_spreads};
use sounding_statistics::moments::Moments;
use sounding_statistics::variance::replicates::{
    Centre, Psus, ReadyColumns, ReadyError, ReadyInput, ReadyReplicates, ReadyRows, ReplicateEstimates,
    Replicates, ReplicatesError, Replication as _, ValueCounts, bootstrap, brr, fay, jk1, jkn,
    replicate_quantiles, replicate_statistics,
};
use sounding_survey::Place;

use super::prepare::Prepared;
use super::{ReplicateColumns, Request, VarianceMethod};
use crate::data::Source;
use crate::fault::Faults;

/// Replicates of a sample.
#[derive(Debug)]
pub(super) struct Replicated<'a> {
    prepared: &'a Prepared,
    kind: Kind<'a>,
    threads: NonZeroUsize,
}

#[derive(Debug)]
enum Kind<'a> {
    /// Multipliers of first-stage units, with the unit of each row.
    Made { replicates: Replicates, psu: Vec<u32>, units: Vec<u32> },
    /// Weights of rows.
    Ready(ReadyReplicates<'a>),
}

impl<'a> Replicated<'a> {
    /// Replicates of the first-stage units, as the request names them.
    pub(super) fn made(
        source: &Source,
        request: &Request,
        prepared: &'a Prepared,
    ) -> Result<Replicated<'a>, Faults> {
        let design = &prepared.design;
        let made = Psus::of(design).and_then(|psus| match request.variance {
            VarianceMethod::Jk1 => jk1(&psus),
            VarianceMethod::Jkn | VarianceMethod::Taylor => jkn(&psus, prepared.single.without_domains()),
            VarianceMethod::Brr => brr(&psus),
            VarianceMethod::Fay(rho) => fay(&psus, rho),
            VarianceMethod::Bootstrap(count) => bootstrap(&psus, count as usize, request.seed),
        });
        let replicates = made.map_err(|error| fault(&error, source, request, prepared))?;
        let of_leaves = design.psu_of_leaves();
        let psu = prepared.leaves.iter().map(|&leaf| of_leaves[leaf as usize]).collect();
        let units = (0..design.psus() as u32).collect();
        Ok(Replicated { prepared, kind: Kind::Made { replicates, psu, units }, threads: threads() })
    }

    /// The replicate weights of the file; `slices` are their columns.
    pub(super) fn ready(
        source: &Source,
        columns: &'a ReplicateColumns,
        slices: &'a [&'a [f64]],
        prepared: &'a Prepared,
    ) -> Result<(Replicated<'a>, Vec<String>), Faults> {
        let input = ReadyInput {
            weights: &prepared.weights,
            columns: ReadyColumns::Slices(slices),
            content: columns.content,
            method: columns.method,
            scale: columns.scale,
            rscales: (!columns.rscales.is_empty()).then_some(columns.rscales.as_slice()),
            corrections: None,
            degrees_of_freedom: columns.df,
        };
        let ready =
            ReadyReplicates::new(&input, threads()).map_err(|error| ready_fault(&error, source, columns))?;
        let notes = ready.warnings().iter().map(ToString::to_string).collect();
        Ok((Replicated { prepared, kind: Kind::Ready(ready), threads: threads() }, notes))
    }

    /// Degrees of freedom of the replicates.
    pub(super) fn df(&self) -> usize {
        match &self.kind {
            Kind::Made { replicates, .. } => replicates.degrees_of_freedom(),
            Kind::Ready(ready) => ready.degrees_of_freedom(),
        }
    }

    /// Whether the file brought them.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.kind, Kind::Ready(_))
    }

    /// Statistics of the cells, whose expressions are `values`.
    pub(super) fn statistics(
        &self,
        cells: &[u32],
        values: &[&[f64]],
        statistics: &[Statistic],
    ) -> ReplicateEstimates {
        let centre = Centre::ReplicateMean;
        match &self.kind {
            Kind::Made { replicates, psu, units } => {
                let moments = Moments::of(psu, cells, &self.prepared.weights, values);
                replicate_statistics(replicates, &moments, units, statistics, centre, self.threads)
            }
            Kind::Ready(ready) => {
                ready.statistics(&ReadyRows { cells, values }, statistics, centre, self.threads)
            }
        }
    }

    /// Spreads, each of a cell.
    pub(super) fn spreads(
        &self,
        cells: &[u32],
        values: &[&[f64]],
        spreads: &[(u32, Spread)],
    ) -> ReplicateEstimates {
        let centre = Centre::ReplicateMean;
        match &self.kind {
            Kind::Made { replicates, psu, units } => {
                let moments = Moments::of(psu, cells, &self.prepared.weights, values);
                replicate_spreads(replicates, &moments, units, spreads, centre, self.threads)
            }
            Kind::Ready(ready) => {
                let rows: Vec<u32> = (0..ready.rows() as u32).collect();
                let ones = vec![1.0; rows.len()];
                let moments = Moments::of(&rows, cells, &ones, values);
                replicate_spreads(ready, &moments, &rows, spreads, centre, self.threads)
            }
        }
    }

    /// Covariance matrix of the weight totals of the `size` cells from 0 on.
    pub(super) fn weights_covariance(&self, cells: &[u32], size: usize) -> Vec<f64> {
        let asked: Vec<Statistic> = (0..size as u32).map(|cell| Statistic::Weight { cell }).collect();
        let found = self.statistics(cells, &[], &asked);
        (0..size * size).map(|at| found.covariance(at / size, at % size)).collect()
    }

    /// Standard errors of a quantile in every domain.
    pub(super) fn quantiles(&self, values: &[f64], domains: usize, probability: f64) -> Vec<f64> {
        let (cells, centre) = (&self.prepared.cells, Centre::ReplicateMean);
        match &self.kind {
            Kind::Made { replicates, psu, .. } => {
                let counts = ValueCounts::by_cell(psu, cells, &self.prepared.weights, values, domains as u32);
                let error = |counts| {
                    replicate_quantiles(replicates, counts, &[probability], centre, self.threads)
                        .standard_error(0)
                };
                counts.iter().map(error).collect()
            }
            Kind::Ready(ready) => {
                let found =
                    ready.quantiles(cells, values, domains as u32, &[probability], centre, self.threads);
                (0..domains).map(|cell| found.standard_error(cell)).collect()
            }
        }
    }
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn fault(error: &ReplicatesError, source: &Source, request: &Request, prepared: &Prepared) -> Faults {
    let strata: Vec<String> = match error {
        ReplicatesError::SinglePsu { strata } => strata.clone(),
        _ => Vec::new(),
    }
    .into_iter()
    .filter_map(|stratum| {
        let row = prepared.design.row_of_strata().get(stratum)?;
        prepared.frame.column(request.design.strata.as_deref()?)?.label(*row)
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

/// What is wrong with replicate weights, in the names of the file.
fn ready_fault(error: &ReadyError, source: &Source, columns: &ReplicateColumns) -> Faults {
    let place = Place::file(source.path().display().to_string());
    let place = match error {
        ReadyError::ReplicateWeight { replicate, row, .. } => {
            place.line(*row as u64 + 2).column(columns.columns.get(*replicate).cloned().unwrap_or_default())
        }
        _ => place,
    };
    let (message, remedy) = match error {
        ReadyError::ReplicateWeight { value, .. } => (
            format!(
                "expected a replicate weight, found {}",
                if value.is_nan() { "nothing".into() } else { value.to_string() }
            ),
            "give every row a weight in every replicate; who is left out of a replicate has 0",
        ),
        ReadyError::TooFew { replicates } => (
            format!("{replicates} column of replicate weights is too few: two at least make a variance"),
            "name all columns of replicate weights, such as --rep-weights \"repw*\"",
        ),
        ReadyError::ScaleMissing | ReadyError::RscalesMissing => {
            (error.to_string(), "give --rep-scale or --rep-rscales as the file's documentation has them")
        }
        _ => {
            (error.to_string(), "see the file's documentation for the method and the scale of its replicates")
        }
    };
    Faults::one("E-EST-014", place, message, remedy)
}
