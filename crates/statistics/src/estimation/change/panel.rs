//! Waves with designs of their own that share some of their primary units.

use std::collections::BTreeMap;

use super::{Change, ChangeError};
use crate::estimation::Context;
use crate::variance::{Design, Linearised, SinglePsu};

/// A wave with estimates under its own design.
#[derive(Debug, Clone, Copy)]
pub struct Wave<'a> {
    /// The design of the wave.
    pub design: &'a Design,
    /// The leaf of each row.
    pub leaves: &'a [u32],
    /// The identity of each row's primary unit, the same in all waves.
    pub units: &'a [u64],
    /// The estimates.
    pub estimates: &'a [f64],
    /// Their linearised values, by leaf of the wave's design.
    pub linearised: &'a Linearised,
}

/// How the covariance of a stratum's shared units is made into that of the estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// From the covariance of the shared units' totals: without bias.
    #[default]
    Covariance,
    /// From their correlation, and each wave's spread over all of its units: the variance of a change is never negative.
    Correlation,
}

/// The changes of several estimates.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelChange {
    /// For each estimate.
    pub changes: Vec<Change>,
    /// Primary units that both waves have.
    pub shared: usize,
    /// A row (of the later wave) of every stratum with a single shared unit: it adds nothing to the covariances.
    pub alone: Vec<usize>,
}

/// The change of each estimate between two waves that were drawn by designs of their own and share some primary units.
pub fn panel_change(
    waves: [&Wave<'_>; 2],
    matching: Matching,
    single: SinglePsu,
) -> Result<PanelChange, ChangeError> {
    let k = waves[0].estimates.len();
    for wave in waves {
        for found in [wave.estimates.len(), wave.linearised.estimates] {
            if found != k {
                return Err(ChangeError::Estimates { expected: k, found });
            }
        }
    }
    if !matches!(single, SinglePsu::Fail | SinglePsu::Remove | SinglePsu::Certainty | SinglePsu::Adjust) {
        return Err(ChangeError::Rule { single });
    }
    let units = [Units::of(waves[0], 0)?, Units::of(waves[1], 1)?];
    let mut variances = Vec::new();
    let mut df = f64::INFINITY;
    for (number, wave) in waves.iter().enumerate() {
        let covariance = wave
            .linearised
            .covariance(wave.design, single)
            .map_err(|error| ChangeError::Design { wave: number, error })?;
        variances.push((0..k).map(|e| covariance[e * (k + 1)]).collect::<Vec<f64>>());
        let context = Context { design: wave.design, single, calibration: None };
        df = df.min(context.degrees_of_freedom(wave.linearised.leaves.iter().copied()));
    }
    let (covariances, shared, alone) = covariances(waves, &units, matching, single)?;
    let changes = (0..k)
        .map(|e| Change {
            estimates: [waves[0].estimates[e], waves[1].estimates[e]],
            variances: [variances[0][e], variances[1][e]],
            covariance: covariances[e],
            degrees_of_freedom: df,
        })
        .collect();
    Ok(PanelChange { changes, shared, alone })
}

/// The primary units of a wave.
struct Units {
    /// Primary unit by identity.
    by_identity: BTreeMap<u64, u32>,
    /// Totals of each primary unit, one estimate after the other.
    totals: Vec<f64>,
    /// A row of each primary unit.
    row: Vec<usize>,
}

impl Units {
    fn of(wave: &Wave<'_>, number: usize) -> Result<Units, ChangeError> {
        let rows = wave.leaves.len();
        if wave.units.len() != rows {
            return Err(ChangeError::Length { wave: number, rows, found: wave.units.len() });
        }
        let psu = wave.design.psu_of_leaves();
        let mut row_of = vec![usize::MAX; wave.design.psus()];
        let mut by_identity = BTreeMap::new();
        for row in 0..rows {
            let unit = psu[wave.leaves[row] as usize];
            let known = *by_identity.entry(wave.units[row]).or_insert(unit);
            let first = &mut row_of[unit as usize];
            if *first == usize::MAX {
                *first = row;
            }
            if known != unit || wave.units[*first] != wave.units[row] {
                return Err(ChangeError::Identity { wave: number, row });
            }
        }
        let k = wave.linearised.estimates;
        let mut totals = vec![0.0; wave.design.psus() * k];
        for (&leaf, own) in wave.linearised.leaves.iter().zip(wave.linearised.totals.chunks_exact(k.max(1))) {
            let at = psu[leaf as usize] as usize * k;
            totals[at..at + k].iter_mut().zip(own).for_each(|(total, value)| *total += value);
        }
        Ok(Units { by_identity, totals, row: row_of })
    }
}

/// The covariance of each estimate's two waves, the number of shared units, and the strata with a single one.
fn covariances(
    waves: [&Wave<'_>; 2],
    units: &[Units; 2],
    matching: Matching,
    single: SinglePsu,
) -> Result<(Vec<f64>, usize, Vec<usize>), ChangeError> {
    let k = waves[0].estimates.len();
    // Pairs of primary units by stratum of the later wave, in the order of identities.
    let strata = [waves[0].design.stratum_of_psus(), waves[1].design.stratum_of_psus()];
    let mut pairs: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    let mut later: BTreeMap<u32, u32> = BTreeMap::new();
    let mut shared = 0;
    for (identity, &after) in &units[1].by_identity {
        let Some(&before) = units[0].by_identity.get(identity) else { continue };
        let [h, g] = [strata[0][before as usize], strata[1][after as usize]];
        let of_stratum = pairs.entry(g).or_default();
        let earlier = of_stratum.first().map_or(h, |pair: &(u32, u32)| strata[0][pair.0 as usize]);
        if earlier != h || *later.entry(h).or_insert(g) != g {
            return Err(ChangeError::Moved { row: units[1].row[after as usize] });
        }
        of_stratum.push((before, after));
        shared += 1;
    }
    let sizes = strata.map(sizes);
    let mut sums = vec![0.0; k];
    let mut alone = Vec::new();
    for (&stratum, pairs) in &pairs {
        let of = [strata[0][pairs[0].0 as usize] as usize, stratum as usize];
        let n = [sizes[0][of[0]] as f64, sizes[1][of[1]] as f64];
        let f = [0, 1].map(|wave: usize| waves[wave].design.fraction_of_strata()[of[wave]]);
        let common = pairs.len() as f64;
        let factor = common - (n[0] * f[0] * n[1] * f[1]).sqrt();
        let total = |wave: usize, unit: u32, e: usize| units[wave].totals[unit as usize * k + e];
        if pairs.len() == 1 {
            if n[0] > 1.0 || n[1] > 1.0 {
                alone.push(units[1].row[pairs[0].1 as usize]);
            } else if single == SinglePsu::Adjust {
                for (e, sum) in sums.iter_mut().enumerate() {
                    *sum += factor * total(0, pairs[0].0, e) * total(1, pairs[0].1, e);
                }
            }
            continue;
        }
        for (e, sum) in sums.iter_mut().enumerate() {
            let x: Vec<f64> = pairs.iter().map(|pair| total(0, pair.0, e)).collect();
            let y: Vec<f64> = pairs.iter().map(|pair| total(1, pair.1, e)).collect();
            let product = centred(&x, &y);
            let covariance = match matching {
                Matching::Covariance => product / (common - 1.0),
                Matching::Correlation => {
                    let spread = (centred(&x, &x) * centred(&y, &y)).sqrt();
                    let own = [0, 1].map(|wave: usize| {
                        let all: Vec<f64> = (0..strata[wave].len() as u32)
                            .filter(|unit| strata[wave][*unit as usize] as usize == of[wave])
                            .map(|unit| total(wave, unit, e))
                            .collect();
                        centred(&all, &all) / (n[wave] - 1.0)
                    });
                    if spread > 0.0 { product / spread * (own[0] * own[1]).sqrt() } else { 0.0 }
                }
            };
            *sum += factor * covariance;
        }
    }
    Ok((sums, shared, alone))
}

/// Number of units of each stratum.
fn sizes(stratum_of: &[u32]) -> Vec<usize> {
    let mut sizes = Vec::new();
    for &stratum in stratum_of {
        let at = stratum as usize;
        if at >= sizes.len() {
            sizes.resize(at + 1, 0);
        }
        sizes[at] += 1;
    }
    sizes
}

/// Σ (x − x̄)(y − ȳ).
fn centred(x: &[f64], y: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (a, b) = (mean(x), mean(y));
    x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum()
}
