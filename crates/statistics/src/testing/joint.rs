//! Estimates with covariances from replicates, in the shape that linearisation gives.

use crate::estimation::contrast::Joint;
use crate::estimation::{LinearisedStatistics, Statistic};
use crate::variance::replicates::{Centre, ReplicateEstimates, Replication, UnitSums, replicate};
use std::num::NonZeroUsize;

/// Estimates with the covariances of their replicates, for tests and contrasts. The degrees of freedom are those of the replicates
/// of the whole sample; a domain that leaves units out has fewer, which the caller knows (primary units less strata of the domain) and
/// sets.
pub fn of_replicates(estimates: &ReplicateEstimates) -> Joint {
    let k = estimates.estimates.len();
    let pairs = (0..k).flat_map(|a| (0..k).map(move |b| (a, b)));
    Joint {
        estimates: estimates.estimates.clone(),
        covariance: pairs.map(|(a, b)| estimates.covariance(a, b)).collect(),
        degrees_of_freedom: estimates.degrees_of_freedom as f64,
    }
}

/// The replicate covariance of the totals of linearised values, `units` being the replication's unit of each leaf: what is left when
/// the estimates are not made again in each replicate.
pub(super) fn replicate_linearised<R: Replication>(
    replication: &R,
    statistics: &LinearisedStatistics,
    units: &[u32],
    centre: Centre,
    threads: NonZeroUsize,
) -> Joint {
    let linearised = &statistics.linearised;
    let k = linearised.estimates;
    let mut sums = vec![0.0; replication.units() * k];
    for (leaf, totals) in linearised.leaves.iter().zip(linearised.totals.chunks_exact(k.max(1))) {
        let unit = units[*leaf as usize] as usize;
        sums[unit * k..(unit + 1) * k].iter_mut().zip(totals).for_each(|(sum, total)| *sum += total);
    }
    let sums = UnitSums::new(replication.units(), k, sums);
    let totals = |totals: &[f64], out: &mut [f64]| out.copy_from_slice(totals);
    let replicates = replicate(replication, &sums, k, totals, centre, threads);
    Joint { estimates: statistics.estimates.clone(), ..of_replicates(&replicates) }
}

/// The means of expression 0 in the cells `0..groups`.
pub(super) fn means(groups: u32) -> Vec<Statistic> {
    (0..groups).map(|cell| Statistic::Mean { cell, expression: 0 }).collect()
}
