//! What a set of replicates is: a rule that gives the multipliers of one replicate at a time.

use super::{
    Centre, Hadamard, UnitSums, bootstrap, canty_davison, delete_a_group, generalised, poisson, preston, sdr,
};
use crate::variance::Design;

/// So many replicates are summed in one pass over the units.
pub(super) const TOGETHER: usize = 8;

/// Something that gives, for every replicate, a factor for every unit whose sums are known. The units are the PSUs, or
/// the groups of [`super::Carried`].
pub trait Replication: Sync {
    /// Number of units.
    fn units(&self) -> usize;

    /// What each replicate's squared deviation is multiplied by: scale times rscale. Its length is the number of
    /// replicates.
    fn scales(&self) -> &[f64];

    /// The factors of the full sample, written to `out` (one for each unit).
    fn full(&self, out: &mut [f64]);

    /// The factors of one replicate, written to `out` (one for each unit).
    fn factors(&self, replicate: usize, out: &mut [f64]);

    /// PSUs less strata, or the number of replicates less one if that is smaller.
    fn degrees_of_freedom(&self) -> usize;

    /// Column totals of the replicates from `first` on, as many as `out` has places for: one replicate after the other. Units
    /// are added in order.
    fn totals(&self, first: usize, sums: &UnitSums, out: &mut [f64]) {
        let count = out.len() / sums.columns().max(1);
        let mut factors = vec![0.0; count * self.units()];
        for (at, factors) in factors.chunks_exact_mut(self.units().max(1)).enumerate() {
            self.factors(first + at, factors);
        }
        sums.totals_together(&factors, out);
    }

    /// How the totals of a replicate follow from those of its stratum, where units are left out one at a time.
    fn jackknife(&self) -> Option<&Jackknife> {
        None
    }
}

/// Replicate multipliers of PSUs (of leaves, in designs of which every stage counts), made one replicate at a time by the rule of a method; the matrix is never kept.
#[derive(Debug, Clone)]
pub struct Replicates {
    pub(super) psus: usize,
    pub(super) scale: f64,
    pub(super) rscales: Vec<f64>,
    pub(super) scales: Vec<f64>,
    pub(super) degrees_of_freedom: usize,
    pub(super) warnings: Vec<ReplicateWarning>,
    pub(super) centre: Centre,
    pub(super) unit: ReplicateUnit,
    /// What the distance of a multiplier from 1 is divided by.
    pub(super) tau: f64,
    /// How many replicates in a row have the same multipliers.
    pub(super) repeat: usize,
    pub(super) rule: Rule,
}

/// What has a multiplier of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplicateUnit {
    /// A primary sampling unit.
    Psu,
    /// A unit of the last stage that counts, a leaf of the design.
    Leaf,
}

/// What was noticed while the replicates were made.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplicateWarning {
    /// The method has no finite population correction: the fractions that were given are not used, and variances
    /// are too large rather than too small.
    FractionNotUsed,
    /// These strata have one PSU and were dealt with by the rule in force.
    SinglePsu {
        /// The strata.
        strata: Vec<usize>,
    },
    /// There are fewer replicates than successive differences need: some share a column of the Hadamard matrix. The
    /// variance has the same expectation and is less stable.
    DifferencesShared {
        /// The number of replicates from which on none are shared.
        replicates: usize,
    },
    /// A quadratic form was not positive semi-definite and the nearest one that is has taken its place: variances are too large
    /// rather than too small.
    NearestMatrix {
        /// The smallest eigenvalue, which is taken as zero as all negative ones are.
        eigenvalue: f64,
    },
}

/// Units left out one at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Jackknife {
    /// The stratum of each unit.
    pub stratum: Vec<u32>,
    /// Number of strata.
    pub strata: usize,
    /// For each replicate: the unit that is left out, what the others of its stratum are multiplied by, and what
    /// all other strata are multiplied by.
    pub deletions: Vec<Deletion>,
}

/// One unit left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deletion {
    /// The unit.
    pub unit: u32,
    /// Multiplier of the other units of its stratum.
    pub within: f64,
    /// Multiplier of the units of other strata.
    pub elsewhere: f64,
}

#[derive(Debug, Clone)]
pub(super) enum Rule {
    Jackknife(Jackknife),
    /// Stratum of each PSU by Hadamard column, whether the PSU is its stratum's first, and Fay's coefficient.
    Balanced {
        column: Vec<u32>,
        sign: Vec<i8>,
        matrix: Hadamard,
        rho: f64,
    },
    Bootstrap(bootstrap::Draws),
    Successive(sdr::Links),
    Grouped(delete_a_group::Groups),
    Multistage(preston::Tree),
    Copies(canty_davison::Populations),
    Poisson(poisson::Independent),
    Perturbed(generalised::Perturbed),
}

impl Replicates {
    pub(super) fn new(
        psus: usize,
        scale: f64,
        rscales: Vec<f64>,
        degrees_of_freedom: usize,
        rule: Rule,
    ) -> Replicates {
        let scales: Vec<f64> = rscales.iter().map(|r| scale * r).collect();
        let degrees_of_freedom = degrees_of_freedom.min(scales.len().saturating_sub(1));
        let (warnings, centre) = (Vec::new(), Centre::ReplicateMean);
        let unit = ReplicateUnit::Psu;
        Replicates {
            psus,
            scale,
            rscales,
            scales,
            degrees_of_freedom,
            warnings,
            centre,
            unit,
            tau: 1.0,
            repeat: 1,
            rule,
        }
    }

    /// Number of replicates.
    pub fn len(&self) -> usize {
        self.rscales.len()
    }

    /// Whether there is no replicate; no method returns such a set.
    pub fn is_empty(&self) -> bool {
        self.rscales.is_empty()
    }

    /// The factor common to all replicates.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The factor of each replicate.
    pub fn rscales(&self) -> &[f64] {
        &self.rscales
    }

    /// The centre that belongs to the method: what its variance of a total is the textbook's with.
    pub fn centre(&self) -> Centre {
        self.centre
    }

    /// What has a multiplier of its own.
    pub fn unit(&self) -> ReplicateUnit {
        self.unit
    }

    /// The unit of each leaf of the design that the replicates were made from: what [`super::replicate_statistics`] asks for.
    pub fn units_of_leaves(&self, design: &Design) -> Vec<u32> {
        match self.unit {
            ReplicateUnit::Psu => design.psu_of_leaves(),
            ReplicateUnit::Leaf => (0..design.leaves() as u32).collect(),
        }
    }

    /// What was noticed.
    pub fn warnings(&self) -> &[ReplicateWarning] {
        &self.warnings
    }
}

impl Replication for Replicates {
    fn units(&self) -> usize {
        self.psus
    }

    fn scales(&self) -> &[f64] {
        &self.scales
    }

    fn full(&self, out: &mut [f64]) {
        out.fill(1.0);
    }

    fn factors(&self, replicate: usize, out: &mut [f64]) {
        let replicate = replicate / self.repeat;
        match &self.rule {
            Rule::Jackknife(jackknife) => {
                let Deletion { unit, within, elsewhere } = jackknife.deletions[replicate];
                let stratum = jackknife.stratum[unit as usize];
                for (factor, &h) in out.iter_mut().zip(&jackknife.stratum) {
                    *factor = if h == stratum { within } else { elsewhere };
                }
                out[unit as usize] = 0.0;
            }
            Rule::Balanced { column, sign, matrix, rho } => {
                for (psu, factor) in out.iter_mut().enumerate() {
                    let kept = matrix.entry(replicate, column[psu] as usize) == sign[psu];
                    *factor = if kept { 2.0 - rho } else { *rho };
                }
            }
            Rule::Bootstrap(draws) => draws.factors(replicate, out),
            Rule::Successive(links) => links.factors(replicate, out),
            Rule::Grouped(groups) => groups.factors(replicate, out),
            Rule::Multistage(tree) => tree.factors(replicate, out),
            Rule::Copies(populations) => populations.factors(replicate, out),
            Rule::Poisson(independent) => independent.factors(replicate, out),
            Rule::Perturbed(perturbed) => perturbed.factors(replicate, out),
        }
        if self.tau != 1.0 {
            for factor in out {
                *factor = 1.0 + (*factor - 1.0) / self.tau;
            }
        }
    }

    fn degrees_of_freedom(&self) -> usize {
        self.degrees_of_freedom
    }

    fn jackknife(&self) -> Option<&Jackknife> {
        match &self.rule {
            Rule::Jackknife(jackknife) if self.tau == 1.0 && self.repeat == 1 => Some(jackknife),
            _ => None,
        }
    }
}
