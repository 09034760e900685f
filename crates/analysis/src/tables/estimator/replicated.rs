//! Where standard errors come from, if not from linearisation: replicates made of the design, or brought by the answers.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::Statistic as Asked;
use sounding_statistics::estimation::spread::{Spread, replicate_spreads};
use sounding_statistics::moments::Moments;
use sounding_statistics::variance::replicates::{
    Carried, Centre, ReadyReplicates, ReadyRows, ReadyWarning, ReplicateEstimates, Replication as _,
    ValueCounts, replicate_quantiles, replicate_statistics,
};
use sounding_survey::Text as Words;

use super::Replication;
use crate::answers::Answers;
use crate::estimate::{self, CarriedRows, Prepared, ready};
use crate::fault::Faults;

/// The replicates of a study.
#[derive(Clone, Copy)]
pub(crate) enum Replicated<'a> {
    /// Multipliers of sampling units, through each of which the weighting is carried.
    Carried(&'a Replication, &'a Carried<'a>),
    /// Weights that came with the answers.
    Ready(&'a Ready<'a>),
}

/// Replicate weights that came with the answers.
pub(crate) struct Ready<'a> {
    replicates: ReadyReplicates<'a>,
    centre: Centre,
    threads: NonZeroUsize,
}

impl<'a> Replicated<'a> {
    /// The same for tests and models over the rows of `prepared`; `start` as for [`Replicated::statistics`].
    pub(crate) fn over(self, prepared: &'a Prepared, start: &'a [f64]) -> estimate::Replicated<'a> {
        match self {
            Replicated::Carried(own, carried) => {
                let identity = (0..own.groups.len() as u32).collect();
                let rows = CarriedRows { carried, of_rows: &own.of_rows, identity, start };
                estimate::Replicated::carried(prepared, rows, own.centre(), own.threads)
            }
            Replicated::Ready(ready) => {
                let replicates = ready.replicates.clone();
                estimate::Replicated::of_answers(prepared, replicates, ready.centre, ready.threads)
            }
        }
    }
}

impl Replicated<'_> {
    /// The degrees of freedom of a group that has `linearised` under the design.
    pub(in crate::tables) fn df(self, linearised: f64) -> f64 {
        match self {
            Replicated::Carried(_, carried) => linearised.min(carried.degrees_of_freedom() as f64),
            // They know no sampling units: their degrees of freedom serve for all groups.
            Replicated::Ready(ready) => ready.replicates.degrees_of_freedom() as f64,
        }
    }

    /// Statistics of the cells of rows, whose expressions are `values`; `start` are the weights before all weighting.
    pub(in crate::tables) fn statistics(
        self,
        start: &[f64],
        cells: &[u32],
        values: &[&[f64]],
        asked: &[Asked],
    ) -> ReplicateEstimates {
        match self {
            Replicated::Carried(own, carried) => {
                let moments = Moments::of(&own.of_rows, cells, start, values);
                let identity: Vec<u32> = (0..own.groups.len() as u32).collect();
                replicate_statistics(carried, &moments, &identity, asked, own.centre(), own.threads)
            }
            Replicated::Ready(ready) => {
                let rows = ReadyRows { cells, values };
                ready.replicates.statistics(&rows, asked, ready.centre, ready.threads)
            }
        }
    }

    /// Spreads, each of a cell of rows whose expressions are `values`; `start` as for [`Replicated::statistics`].
    pub(in crate::tables) fn spreads(
        self,
        start: &[f64],
        cells: &[u32],
        values: &[&[f64]],
        asked: &[(u32, Spread)],
    ) -> ReplicateEstimates {
        match self {
            Replicated::Carried(own, carried) => {
                let moments = Moments::of(&own.of_rows, cells, start, values);
                let identity: Vec<u32> = (0..own.groups.len() as u32).collect();
                replicate_spreads(carried, &moments, &identity, asked, own.centre(), own.threads)
            }
            Replicated::Ready(ready) => {
                // Each row is a unit of its own, whose sums are without weight.
                let rows: Vec<u32> = (0..ready.replicates.rows() as u32).collect();
                let moments = Moments::of(&rows, cells, &vec![1.0; rows.len()], values);
                replicate_spreads(&ready.replicates, &moments, &rows, asked, ready.centre, ready.threads)
            }
        }
    }

    /// Standard errors of a quantile in each of the cells `0..size`.
    pub(in crate::tables) fn quantile_errors(
        self,
        start: &[f64],
        cells: &[u32],
        values: &[f64],
        size: u32,
        probability: f64,
    ) -> Vec<f64> {
        match self {
            Replicated::Carried(own, carried) => {
                let counts = ValueCounts::by_cell(&own.of_rows, cells, start, values, size);
                let found =
                    |counts| replicate_quantiles(carried, counts, &[probability], own.centre(), own.threads);
                counts.iter().map(|counts| found(counts).standard_error(0)).collect()
            }
            Replicated::Ready(ready) => {
                let (centre, threads) = (ready.centre, ready.threads);
                let found = ready.replicates.quantiles(cells, values, size, &[probability], centre, threads);
                (0..size as usize).map(|cell| found.standard_error(cell)).collect()
            }
        }
    }
}

impl<'a> Ready<'a> {
    /// The replicates in `slices`, which are the columns that the answers bring; none where they bring none.
    pub(in crate::tables) fn new(
        answers: &'a Answers<'_>,
        slices: &'a [&'a [f64]],
        threads: NonZeroUsize,
    ) -> Result<Option<Ready<'a>>, Faults> {
        let Some(columns) = &answers.replicates else { return Ok(None) };
        let replicates = ready::ready(&answers.source, columns, slices, &answers.base, threads)
            .map_err(|faults| answers.named(faults))?;
        Ok(Some(Ready { replicates, centre: columns.centre(), threads }))
    }

    /// Their columns.
    pub(in crate::tables) fn slices<'b>(answers: &'b Answers<'_>) -> Result<Vec<&'b [f64]>, Faults> {
        match &answers.replicates {
            Some(columns) => ready::slices(&answers.source, columns, &answers.labels)
                .map_err(|faults| answers.named(faults)),
            None => Ok(Vec::new()),
        }
    }

    /// How many there are.
    pub(in crate::tables) fn count(&self) -> u64 {
        self.replicates.len() as u64
    }

    /// What was noticed about them.
    pub(in crate::tables) fn warnings(&self) -> impl Iterator<Item = Words> {
        self.replicates.warnings().iter().map(words)
    }
}

fn words(warning: &ReadyWarning) -> Words {
    let vi = match warning {
        ReadyWarning::ScaleNotUsed => {
            "Hệ số chung rep_scale không được dùng: phương pháp của các quyền số lặp có hệ số riêng."
                .to_owned()
        }
        ReadyWarning::RscalesNotUsed => {
            "Các hệ số rep_rscales không được dùng: phương pháp của các quyền số lặp có hệ số riêng."
                .to_owned()
        }
        ReadyWarning::ScaleDerived { scale } => {
            format!("Không có hệ số chung rep_scale; hệ số {scale} được suy ra từ các quyền số lặp.")
        }
        ReadyWarning::RscalesDerived => {
            "Không có các hệ số rep_rscales; chúng được suy ra từ các bội số lặp.".to_owned()
        }
        ReadyWarning::LooksLikeMultipliers { replicate_mean, weight_mean } => format!(
            "Các cột quyền số lặp có vẻ là bội số: trung bình của chúng là {replicate_mean:.4}, của quyền số là {weight_mean:.4}. Nếu đúng vậy, hãy ghi rep_multipliers = true."
        ),
        ReadyWarning::LooksLikeWeights { replicate_mean, weight_mean } => format!(
            "Các cột bội số lặp có vẻ là quyền số: trung bình của chúng là {replicate_mean:.4}, của quyền số là {weight_mean:.4}. Nếu đúng vậy, hãy bỏ rep_multipliers."
        ),
        ReadyWarning::Negative { values } => format!("{values} quyền số lặp là số âm."),
    };
    let en = match warning {
        ReadyWarning::ScaleNotUsed => {
            "rep_scale is not used: the method of the replicate weights has a scale of its own.".to_owned()
        }
        ReadyWarning::RscalesNotUsed => {
            "rep_rscales are not used: the method of the replicate weights has its own.".to_owned()
        }
        ReadyWarning::ScaleDerived { scale } => {
            format!("No rep_scale was given; {scale} follows from the replicate weights.")
        }
        ReadyWarning::RscalesDerived => {
            "No rep_rscales were given; they follow from the multipliers.".to_owned()
        }
        ReadyWarning::LooksLikeMultipliers { replicate_mean, weight_mean } => format!(
            "The columns of replicate weights look like multipliers: their mean is {replicate_mean:.4}, that of the weights {weight_mean:.4}. If they are, write rep_multipliers = true."
        ),
        ReadyWarning::LooksLikeWeights { replicate_mean, weight_mean } => format!(
            "The columns of multipliers look like weights: their mean is {replicate_mean:.4}, that of the weights {weight_mean:.4}. If they are, take rep_multipliers out."
        ),
        ReadyWarning::Negative { values } => format!("{values} replicate weights are negative."),
    };
    Words::new(vi, en)
}
