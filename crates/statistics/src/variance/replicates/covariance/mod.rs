#![doc = include_str!("method.md")]

mod quantiles;

pub use quantiles::{ValueCounts, replicate_quantiles, replicate_quantiles_by, replicate_woodruff};

use super::{Jackknife, Replication, parallel::fill_rows, rule::TOGETHER};
use crate::estimation::statistic::{Statistic, Totals, cells_end, dense};
use crate::moments::Moments;
use std::convert::Infallible;
use std::num::NonZeroUsize;

#[cfg(test)]
mod tests;

/// Weighted sums by unit (PSU, or group of [`super::Carried`]) and column: what every replicate estimate is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSums {
    units: usize,
    columns: usize,
    sums: Vec<f64>,
}

/// The value that the replicates' deviations are taken from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Centre {
    /// The mean of the replicates: R's default.
    #[default]
    ReplicateMean,
    /// The full-sample estimate: R's `mse = TRUE`. Never smaller.
    FullSample,
}

/// Estimates with their replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicateEstimates {
    /// Full-sample estimates.
    pub estimates: Vec<f64>,
    /// Variance of each estimate; NaN where a replicate is undefined.
    pub variances: Vec<f64>,
    /// For each estimate, in how many replicates it is not a finite number (a domain without respondents, say).
    pub undefined: Vec<usize>,
    /// PSUs less strata, or replicates less one if that is smaller; for the whole sample, not for a domain.
    pub degrees_of_freedom: usize,
    replicates: Vec<f64>,
    centres: Vec<f64>,
    scales: Vec<f64>,
}

/// `outputs` estimates, each a function of the column totals, with their replicate variance.
///
/// `statistic` gets the totals of all columns and writes the estimates. It is called once for the full sample and once
/// for each replicate; what it returns may depend on its argument only.
///
/// # Panics
/// If `sums` has another number of units than `replication`.
pub fn replicate<R: Replication>(
    replication: &R,
    sums: &UnitSums,
    outputs: usize,
    statistic: impl Fn(&[f64], &mut [f64]) + Sync,
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    assert_eq!(replication.units(), sums.units, "the sums are of other units than the replicates");
    let mut factors = vec![0.0; sums.units];
    replication.full(&mut factors);
    let mut totals = vec![0.0; sums.columns];
    sums.totals(&factors, &mut totals);
    let mut estimates = vec![0.0; outputs];
    statistic(&totals, &mut estimates);

    let mut replicates = vec![0.0; outputs * replication.scales().len()];
    let jackknife = replication.jackknife().map(|jackknife| (jackknife, sums.strata(jackknife)));
    let state = || vec![0.0; TOGETHER * sums.columns];
    let fill = |block: usize, state: &mut Vec<f64>, rows: &mut [f64]| {
        let (first, count) = (block * TOGETHER, rows.len() / outputs);
        let own = &mut state[..count * sums.columns];
        if let Some((jackknife, strata)) = &jackknife {
            for at in 0..count {
                let own = &mut own[at * sums.columns..(at + 1) * sums.columns];
                sums.without(jackknife, strata, &totals, first + at, own);
            }
        } else {
            replication.totals(first, sums, own);
        }
        for (at, row) in rows.chunks_exact_mut(outputs).enumerate() {
            statistic(&own[at * sums.columns..(at + 1) * sums.columns], row);
        }
        Ok::<(), Infallible>(())
    };
    let Ok(()) = fill_rows(&mut replicates, outputs * TOGETHER, threads, state, fill);
    ReplicateEstimates::new(replication, estimates, replicates, centre)
}

/// Statistics of moments, with replicates of all of them. A cell without rows has a total of zero, and no mean (NaN).
///
/// `units` is the replication's unit of each unit of the moments: [`crate::variance::Design::psu_of_leaves`] for moments
/// by leaf, or each group itself for moments by the groups of [`super::Carried`], which must have base weights.
///
/// # Panics
/// If a unit of the moments is not in `units`, or a unit in `units` is not one of the replication's.
pub fn replicate_statistics<R: Replication>(
    replication: &R,
    moments: &Moments,
    units: &[u32],
    statistics: &[Statistic],
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    let (cells, expressions) = (cells_end(statistics), moments.expressions());
    let sums = dense(moments, cells, replication.units(), |unit| units[unit as usize] as usize);
    let sums = UnitSums::new(replication.units(), cells as usize * (expressions + 1), sums);
    let evaluate = |sums: &[f64], out: &mut [f64]| {
        for (result, statistic) in out.iter_mut().zip(statistics) {
            *result = statistic.value(Totals { sums, expressions });
        }
    };
    replicate(replication, &sums, statistics.len(), evaluate, centre, threads)
}

impl UnitSums {
    /// `sums[unit * columns + column]`, already weighted by the weights before replication.
    ///
    /// # Panics
    /// If the length of `sums` is not units times columns.
    pub fn new(units: usize, columns: usize, sums: Vec<f64>) -> UnitSums {
        assert_eq!(sums.len(), units * columns, "a sum for every unit and column");
        UnitSums { units, columns, sums }
    }

    /// Number of units.
    pub fn units(&self) -> usize {
        self.units
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The sums of one unit.
    pub fn unit(&self, unit: usize) -> &[f64] {
        &self.sums[unit * self.columns..(unit + 1) * self.columns]
    }

    /// Column totals with the given factor for each unit, units added in order.
    pub fn totals(&self, factors: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        for (unit, &factor) in factors.iter().enumerate() {
            if factor != 0.0 {
                for (total, sum) in out.iter_mut().zip(self.unit(unit)) {
                    *total += factor * sum;
                }
            }
        }
    }

    /// The same for several sets of factors, one after the other, in one pass over the units: the sums of a unit are read once.
    pub(super) fn totals_together(&self, factors: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        if self.columns == 0 {
            return;
        }
        for unit in 0..self.units {
            let own = self.unit(unit);
            for (at, out) in out.chunks_exact_mut(self.columns).enumerate() {
                let factor = factors[at * self.units + unit];
                if factor != 0.0 {
                    for (total, sum) in out.iter_mut().zip(own) {
                        *total += factor * sum;
                    }
                }
            }
        }
    }

    /// Column totals of every stratum.
    fn strata(&self, jackknife: &Jackknife) -> Vec<f64> {
        let mut strata = vec![0.0; jackknife.strata * self.columns];
        for (unit, &h) in jackknife.stratum.iter().enumerate() {
            let totals = &mut strata[h as usize * self.columns..][..self.columns];
            for (total, sum) in totals.iter_mut().zip(self.unit(unit)) {
                *total += sum;
            }
        }
        strata
    }

    /// Column totals with one unit left out, from the totals of its stratum: O(columns), not O(units x columns).
    fn without(
        &self,
        jackknife: &Jackknife,
        strata: &[f64],
        totals: &[f64],
        replicate: usize,
        out: &mut [f64],
    ) {
        let deletion = jackknife.deletions[replicate];
        let unit = self.unit(deletion.unit as usize);
        let stratum = &strata[jackknife.stratum[deletion.unit as usize] as usize * self.columns..];
        for (column, total) in out.iter_mut().enumerate() {
            let elsewhere = totals[column] - stratum[column];
            *total = deletion.elsewhere * elsewhere + deletion.within * (stratum[column] - unit[column]);
        }
    }
}

impl ReplicateEstimates {
    pub(crate) fn new<R: Replication>(
        replication: &R,
        estimates: Vec<f64>,
        replicates: Vec<f64>,
        centre: Centre,
    ) -> ReplicateEstimates {
        let (k, scales) = (estimates.len(), replication.scales().to_vec());
        let mut undefined = vec![0; k];
        let mut centres = vec![0.0; k];
        // A replicate whose factor is zero is no replicate: ready-made weights may have such.
        let rows = replicates.chunks(k.max(1)).zip(&scales);
        for (row, _) in rows.filter(|(_, scale)| **scale > 0.0) {
            for (j, theta) in row.iter().enumerate() {
                undefined[j] += usize::from(!theta.is_finite());
                centres[j] += theta;
            }
        }
        let used = scales.iter().filter(|scale| **scale > 0.0).count();
        for (j, sum) in centres.iter_mut().enumerate() {
            *sum = match centre {
                Centre::ReplicateMean => *sum / used as f64,
                Centre::FullSample => estimates[j],
            };
        }
        let mut result = ReplicateEstimates {
            estimates,
            variances: Vec::new(),
            undefined,
            degrees_of_freedom: replication.degrees_of_freedom(),
            replicates,
            centres,
            scales,
        };
        result.variances = (0..k).map(|j| result.covariance(j, j)).collect();
        result
    }

    /// Number of replicates.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is no replicate.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// What the squared deviation of each replicate is multiplied by.
    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    /// What deviations are taken from, for each estimate.
    pub fn centres(&self) -> &[f64] {
        &self.centres
    }

    /// The estimates of one replicate.
    pub fn replicate(&self, replicate: usize) -> &[f64] {
        let k = self.estimates.len();
        &self.replicates[replicate * k..(replicate + 1) * k]
    }

    /// Covariance of two estimates; NaN where either is undefined in a replicate.
    pub fn covariance(&self, a: usize, b: usize) -> f64 {
        if self.undefined[a] + self.undefined[b] > 0 {
            return f64::NAN;
        }
        let k = self.estimates.len();
        let rows = self.replicates.chunks(k).zip(&self.scales).filter(|(_, scale)| **scale > 0.0);
        rows.map(|(row, scale)| scale * ((row[a] - self.centres[a]) * (row[b] - self.centres[b]))).sum()
    }

    /// Standard error of an estimate.
    pub fn standard_error(&self, estimate: usize) -> f64 {
        self.variances[estimate].sqrt()
    }
}
