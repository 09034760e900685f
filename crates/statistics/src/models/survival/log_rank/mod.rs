//! Tests that groups have the same survival, under a design.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::kaplan_meier::{Estimator, jumps};
use super::{RiskSets, Times};
use crate::estimation::Context;
use crate::models::hypothesis::{Wald, of_quadratic, positive, quadratic};
use crate::models::rows::ScoreTotals;
use crate::models::{ModelError, Rows};

/// What a difference at some time counts: S^ρ (1 − S)^γ, *S* being survival just before it in all groups together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Emphasis {
    /// More of it gives early differences more weight: 0 for the log-rank test, 1 for Peto and Peto's.
    pub rho: f64,
    /// More of it gives late differences more weight.
    pub gamma: f64,
}

/// A test of equal survival.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// For each group: events less those expected if all groups had the same hazard, weighted.
    pub scores: Vec<f64>,
    /// Standard error of each under the design.
    pub standard_errors: Vec<f64>,
    /// Covariance of the scores, row by row; its rank is one less than groups.
    pub covariance: Vec<f64>,
    /// The test: chi-squared as R has it, and F with the design's degrees of freedom.
    pub test: Wald,
    /// Rows used.
    pub rows: u64,
    /// Rows of positive weight that were left out because a value is missing.
    pub left_out: u64,
}

/// Tests whether the groups `0..groups` have the same survival; `group` gives the group of each row, `u32::MAX` where it is missing. With
/// `strata`, groups are compared inside each.
///
/// Source: Rader (2014), *Methods for Analyzing Survival and Binary Data in Complex Surveys*, Harvard; Fleming and Harrington (1991),
/// *Counting Processes and Survival Analysis*, chapter 7.
pub fn log_rank(
    context: &Context<'_>,
    times: &Times<'_>,
    group: &[u32],
    groups: u32,
    strata: Option<&[u32]>,
    emphasis: Emphasis,
    rows: &Rows<'_>,
) -> Result<LogRank, ModelError> {
    rows.check_length(group.len())?;
    rows.check_length(strata.map_or(group.len(), <[u32]>::len))?;
    if groups < 2 {
        return Err(ModelError::Empty);
    }
    if let Some(row) = group.iter().position(|&code| code >= groups && code != u32::MAX) {
        return Err(ModelError::Coefficient {
            coefficient: group[row] as usize,
            coefficients: groups as usize,
        });
    }
    let (used, left_out) = times.used(rows, |row| group[row] != u32::MAX)?;
    let k = groups as usize;
    let influence = influences(times, group, k, strata, emphasis, rows, &used)?;
    let totals = ScoreTotals::of(rows, k, |row, own| {
        own.copy_from_slice(&influence[row * k..(row + 1) * k]);
        used[row]
    });
    let scores = totals.sum();
    let degrees_of_freedom = totals.degrees_of_freedom(context) + 2.0 - f64::from(groups);
    positive(degrees_of_freedom)?;
    let covariance = totals.covariance(context)?;
    // The scores sum to zero: the first group is left out of the statistic.
    let of = |a: usize| (1..k).map(move |b| (a, b));
    let tested: Vec<f64> = (1..k).flat_map(of).map(|(a, b)| covariance[a * k + b]).collect();
    let statistic = quadratic(&tested, &scores[1..])?;
    Ok(LogRank {
        standard_errors: (0..k).map(|g| covariance[g * (k + 1)].sqrt()).collect(),
        scores,
        covariance,
        test: of_quadratic(statistic, k - 1, degrees_of_freedom),
        rows: used.iter().filter(|used| **used).count() as u64,
        left_out,
    })
}

/// Of each row, what it adds to the scores of the groups: `groups` numbers, one row after the other.
fn influences(
    times: &Times<'_>,
    group: &[u32],
    groups: usize,
    strata: Option<&[u32]>,
    emphasis: Emphasis,
    rows: &Rows<'_>,
    used: &[bool],
) -> Result<Vec<f64>, ModelError> {
    let k = groups;
    let sets = RiskSets::new(times, strata, used);
    let mut influence = vec![0.0; used.len() * k];
    let mut any = false;
    for stratum in 0..sets.strata() {
        let events = events(times, rows, group, k, &sets, stratum, emphasis);
        any |= !events.is_empty();
        let before = |time: f64| events.partition_point(|at| at.time <= time);
        for &row in sets.rows(stratum) {
            let row = row as usize;
            let own = &mut influence[row * k..(row + 1) * k];
            let end = before(times.time[row]);
            let start = times.start.map_or(0, |start| before(start[row]));
            for g in 0..k {
                let is = f64::from(u8::from(group[row] as usize == g));
                if times.event[row] == 1.0 {
                    let at = &events[end - 1];
                    own[g] += at.emphasis * (is - at.share[g]);
                }
                let up_to = |at: usize| match at.checked_sub(1) {
                    Some(at) => is * events[at].cumulative - events[at].cumulative_share[g],
                    None => 0.0,
                };
                own[g] -= up_to(end) - up_to(start);
            }
        }
    }
    if any { Ok(influence) } else { Err(ModelError::NoEvents) }
}

/// A time with events in a stratum.
struct At {
    time: f64,
    emphasis: f64,
    /// Share of each group in those at risk.
    share: Vec<f64>,
    /// Sum of emphasis times hazard over the times up to this one, and the same times the groups' shares.
    cumulative: f64,
    cumulative_share: Vec<f64>,
}

fn events(
    times: &Times<'_>,
    rows: &Rows<'_>,
    group: &[u32],
    groups: usize,
    sets: &RiskSets,
    stratum: usize,
    emphasis: Emphasis,
) -> Vec<At> {
    let mut inside = vec![false; rows.weights.len()];
    for &row in sets.rows(stratum) {
        inside[row as usize] = true;
    }
    let mut at_risk = vec![0.0; groups];
    let mut events = Vec::new();
    sets.backwards(times, stratum, |step| {
        let mut own = 0.0;
        for &row in step.ending {
            let row = row as usize;
            at_risk[group[row] as usize] += rows.weights[row];
            own += rows.weights[row] * times.event[row];
        }
        for &row in step.leaving {
            at_risk[group[row as usize] as usize] -= rows.weights[row as usize];
        }
        if own > 0.0 {
            let all: f64 = at_risk.iter().sum();
            let share: Vec<f64> = at_risk.iter().map(|weight| weight / all).collect();
            events.push((step.time, own / all, share));
        }
    });
    // Survival before each time with events, which are those of the curve.
    let curve = jumps(times, rows, &inside, Estimator::KaplanMeier);
    let mut sums = (0.0, vec![0.0; groups]);
    let mut survival = 1.0_f64;
    events
        .into_iter()
        .rev()
        .zip(&curve)
        .map(|((time, hazard, share), jump)| {
            let emphasis = survival.powf(emphasis.rho) * (1.0 - survival).powf(emphasis.gamma);
            survival = jump.survival;
            sums.0 += emphasis * hazard;
            for (sum, share) in sums.1.iter_mut().zip(&share) {
                *sum += emphasis * hazard * share;
            }
            At { time, emphasis, share, cumulative: sums.0, cumulative_share: sums.1.clone() }
        })
        .collect()
}
