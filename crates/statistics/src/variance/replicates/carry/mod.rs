#![doc = include_str!("method.md")]

use super::{Replicates, Replication, UnitSums, parallel::fill_rows, rule::TOGETHER};
use crate::numerics::ordered_pairs;
use std::fmt;
use std::num::NonZeroUsize;

#[cfg(test)]
mod tests;

/// Replicates in which the weighting adjustments are made again. Its units are the groups of [`Groups`].
#[derive(Debug, Clone)]
pub struct Carried<'a> {
    replicates: &'a Replicates,
    groups: &'a Groups,
    /// Factor of each pattern: the full sample first, then each replicate.
    factors: Vec<f64>,
}

/// Rows collapsed to the distinct pairs of PSU and adjustment pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    psu: Vec<u32>,
    pattern: Vec<u32>,
    base: Vec<f64>,
    patterns: usize,
}

/// An adjustment that cannot be carried through.
#[derive(Debug, Clone, PartialEq)]
pub enum CarryError<E> {
    /// The groups are of other PSUs than the replicates.
    Psus {
        /// A PSU that is not among the replicates' PSUs.
        psu: u32,
    },
    /// The adjustment of the full sample failed.
    Full(E),
    /// The adjustment of a replicate failed.
    Replicate {
        /// Which, counted from 0.
        replicate: usize,
        /// Why.
        source: E,
    },
    /// The adjustment did not return one finite factor for each pattern.
    Factors {
        /// The replicate, or none for the full sample.
        replicate: Option<usize>,
    },
}

impl<'a> Carried<'a> {
    /// Adjusts the full sample and every replicate.
    ///
    /// `adjust` gets the sum of base weights of each pattern and returns the factor of each. It is called once for the
    /// full sample and once for each replicate, from several threads.
    pub fn new<E: Send>(
        replicates: &'a Replicates,
        groups: &'a Groups,
        adjust: impl Fn(&[f64]) -> Result<Vec<f64>, E> + Sync,
        threads: NonZeroUsize,
    ) -> Result<Carried<'a>, CarryError<E>> {
        Carried::by_replicate(replicates, groups, |_, totals| adjust(totals), threads)
    }

    /// As [`Carried::new`]; `adjust` also gets the number of the replicate, none for the full sample: for controls that are estimates themselves
    /// ([`super::EstimatedControls`]).
    pub fn by_replicate<E: Send>(
        replicates: &'a Replicates,
        groups: &'a Groups,
        adjust: impl Fn(Option<usize>, &[f64]) -> Result<Vec<f64>, E> + Sync,
        threads: NonZeroUsize,
    ) -> Result<Carried<'a>, CarryError<E>> {
        if let Some(&psu) = groups.psu.iter().find(|&&psu| psu as usize >= replicates.units()) {
            return Err(CarryError::Psus { psu });
        }
        let mut factors = vec![0.0; groups.patterns * (replicates.len() + 1)];
        let state = || (vec![[0.0; TOGETHER]; replicates.units()], vec![[0.0; TOGETHER]; groups.patterns]);
        let fill = |block: usize, (multipliers, totals): &mut (Several, Several), rows: &mut [f64]| {
            let (first, count) = (block * TOGETHER, rows.len() / groups.patterns);
            let number = |at: usize| (first + at).checked_sub(1);
            several(replicates, number, count, multipliers);
            groups.totals(multipliers, totals);
            for (at, row) in rows.chunks_exact_mut(groups.patterns).enumerate() {
                let replicate = number(at);
                let own: Vec<f64> = totals.iter().map(|totals| totals[at]).collect();
                let adjusted = adjust(replicate, &own).map_err(|source| match replicate {
                    None => CarryError::Full(source),
                    Some(replicate) => CarryError::Replicate { replicate, source },
                })?;
                if adjusted.len() != row.len() || adjusted.iter().any(|f| !f.is_finite()) {
                    return Err(CarryError::Factors { replicate });
                }
                row.copy_from_slice(&adjusted);
            }
            Ok(())
        };
        fill_rows(&mut factors, groups.patterns * TOGETHER, threads, state, fill)?;
        Ok(Carried { replicates, groups, factors })
    }

    /// The factor of each pattern in the full sample.
    pub fn full_factors(&self) -> &[f64] {
        &self.factors[..self.groups.patterns]
    }

    fn write(&self, row: usize, out: &mut [f64]) {
        let factors = &self.factors[row * self.groups.patterns..];
        let mut multipliers = vec![1.0; self.replicates.units()];
        if row > 0 {
            self.replicates.factors(row - 1, &mut multipliers);
        }
        for ((factor, &psu), &pattern) in out.iter_mut().zip(&self.groups.psu).zip(&self.groups.pattern) {
            *factor = multipliers[psu as usize] * factors[pattern as usize];
        }
    }
}

impl Replication for Carried<'_> {
    fn units(&self) -> usize {
        self.groups.len()
    }

    fn scales(&self) -> &[f64] {
        self.replicates.scales()
    }

    fn full(&self, out: &mut [f64]) {
        self.write(0, out);
    }

    fn factors(&self, replicate: usize, out: &mut [f64]) {
        self.write(replicate + 1, out);
    }

    fn degrees_of_freedom(&self) -> usize {
        self.replicates.degrees_of_freedom()
    }

    fn totals(&self, first: usize, sums: &UnitSums, out: &mut [f64]) {
        let (columns, patterns) = (sums.columns(), self.groups.patterns);
        let count = out.len() / columns.max(1);
        let mut multipliers = vec![[0.0; TOGETHER]; self.replicates.units()];
        let mut factors = vec![[0.0; TOGETHER]; patterns];
        let mut totals = vec![[0.0; TOGETHER]; columns];
        for start in (0..count).step_by(TOGETHER) {
            let own = TOGETHER.min(count - start);
            several(self.replicates, |at| Some(first + start + at), own, &mut multipliers);
            for (at, row) in
                self.factors[(first + start + 1) * patterns..].chunks(patterns).take(own).enumerate()
            {
                factors.iter_mut().zip(row).for_each(|(factors, factor)| factors[at] = *factor);
            }
            totals.fill([0.0; TOGETHER]);
            for (group, (&psu, &pattern)) in self.groups.psu.iter().zip(&self.groups.pattern).enumerate() {
                let (multipliers, factors) = (&multipliers[psu as usize], &factors[pattern as usize]);
                let factor: [f64; TOGETHER] = std::array::from_fn(|at| multipliers[at] * factors[at]);
                for (totals, sum) in totals.iter_mut().zip(sums.unit(group)) {
                    totals.iter_mut().zip(&factor).for_each(|(total, factor)| *total += factor * sum);
                }
            }
            for (at, out) in out[start * columns..].chunks_mut(columns).take(own).enumerate() {
                out.iter_mut().zip(&totals).for_each(|(out, totals)| *out = totals[at]);
            }
        }
    }
}

/// Numbers of several replicates side by side, for each unit or pattern.
type Several = Vec<[f64; TOGETHER]>;

/// The multipliers of `count` replicates side by side; `number` says which, `None` being the full sample.
fn several(
    replicates: &Replicates,
    number: impl Fn(usize) -> Option<usize>,
    count: usize,
    out: &mut [[f64; TOGETHER]],
) {
    let mut own = vec![0.0; replicates.units()];
    for at in 0..count {
        match number(at) {
            None => replicates.full(&mut own),
            Some(replicate) => replicates.factors(replicate, &mut own),
        }
        out.iter_mut().zip(&own).for_each(|(out, own)| out[at] = *own);
    }
}

impl Groups {
    /// Collapses rows, given the PSU, the adjustment pattern (`0..patterns`) and the base weight of each. Returns the
    /// groups in order of PSU, then pattern, and the group of each row.
    ///
    /// # Panics
    /// If the slices differ in length, or a pattern is not below `patterns`.
    pub fn collapse(psu: &[u32], pattern: &[u32], base: &[f64], patterns: usize) -> (Groups, Vec<u32>) {
        assert!(psu.len() == pattern.len() && psu.len() == base.len(), "one of each for every row");
        assert!(
            pattern.iter().all(|&p| (p as usize) < patterns),
            "a pattern is not below the number of patterns"
        );
        let (of_row, keys, _) = ordered_pairs(psu, pattern);
        let mut groups = Groups {
            psu: keys.iter().map(|k| k.0).collect(),
            pattern: keys.iter().map(|k| k.1).collect(),
            base: vec![0.0; keys.len()],
            patterns,
        };
        for (&group, weight) in of_row.iter().zip(base) {
            groups.base[group as usize] += weight;
        }
        (groups, of_row)
    }

    /// Base weights of every pattern under several sets of multipliers, groups added in order.
    fn totals(&self, multipliers: &[[f64; TOGETHER]], totals: &mut [[f64; TOGETHER]]) {
        totals.fill([0.0; TOGETHER]);
        for ((&psu, &pattern), base) in self.psu.iter().zip(&self.pattern).zip(&self.base) {
            let multipliers = &multipliers[psu as usize];
            let totals = &mut totals[pattern as usize];
            totals.iter_mut().zip(multipliers).for_each(|(total, multiplier)| *total += multiplier * base);
        }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.psu.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.psu.is_empty()
    }

    /// The PSU of each group.
    pub fn psu(&self) -> &[u32] {
        &self.psu
    }

    /// The pattern of each group.
    pub fn pattern(&self) -> &[u32] {
        &self.pattern
    }

    /// Sum of base weights of each group.
    pub fn base(&self) -> &[f64] {
        &self.base
    }

    /// Number of patterns.
    pub fn patterns(&self) -> usize {
        self.patterns
    }
}

impl<E: fmt::Display> fmt::Display for CarryError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Psus { psu } => write!(f, "sampling unit {psu} has no replicate multipliers"),
            Self::Full(source) => write!(f, "the weighting adjustment failed: {source}"),
            Self::Replicate { replicate, source } => {
                write!(f, "the weighting adjustment failed in replicate {replicate}: {source}")
            }
            Self::Factors { replicate: None } => write!(f, "the weighting adjustment gave unusable factors"),
            Self::Factors { replicate: Some(r) } => {
                write!(f, "the weighting adjustment gave unusable factors in replicate {r}")
            }
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for CarryError<E> {}
