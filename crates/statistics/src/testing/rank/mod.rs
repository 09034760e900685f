//! Rank tests of two or more groups.
#![doc = include_str!("method.md")]

mod places;
#[cfg(test)]
mod tests;

pub use places::places;
use places::scored;

use super::groups::equal;
use super::joint::{means, replicate_linearised};
use super::{Outcome, TestKind, TestingError, t::two_groups};
use crate::estimation::contrast::{Joint, joint};
use crate::estimation::{Context, linearise_statistics};
use crate::models::CalibrationRows;
use crate::moments::Moments;
use crate::numerics::normal_quantile;
use crate::variance::replicates::{Centre, Replication};
use std::collections::BTreeSet;
use std::num::NonZeroUsize;

/// What is tested. A row with a NaN, a weight of zero or the group [`OUTSIDE`](crate::moments::OUTSIDE) is left out; its unit stays in the design.
#[derive(Debug, Clone, Copy)]
pub struct RankInput<'a> {
    /// The variable.
    pub values: &'a [f64],
    /// The group of each row, one of `0..k`.
    pub groups: &'a [u32],
    /// Weights.
    pub weights: &'a [f64],
    /// Leaf of each row in the design.
    pub leaves: &'a [u32],
    /// Patterns and base weights, where the context has a calibration.
    pub calibration: Option<CalibrationRows<'a>>,
}

/// The middle of the distribution; a place that rounding puts above it is not in the upper half.
const MIDDLE: f64 = 0.5 + 1e-12;

/// How a place in the distribution is scored.
#[derive(Clone, Copy)]
pub enum RankScore<'a> {
    /// The place itself: Wilcoxon's rank sum test, and Kruskal and Wallis's for more groups.
    Wilcoxon,
    /// The normal quantile of the place.
    VanDerWaerden,
    /// Whether the place is in the upper half.
    Median,
    /// A function of the place, which is between 0 and 1.
    Function(&'a dyn Fn(f64) -> f64),
}

/// Tests that the variable has one distribution in all groups, under linearisation.
pub fn rank_test(
    context: &Context<'_>,
    input: &RankInput<'_>,
    score: RankScore<'_>,
    level: f64,
) -> Result<Outcome, TestingError> {
    let (scores, groups) = rank_scores(input, score)?;
    let moments = Moments::of(input.leaves, input.groups, input.weights, &[&scores]);
    let cross = input.calibration.map(|c| Moments::of(c.patterns, input.groups, c.base, &[&scores]));
    let joint = joint(context, &moments, cross.as_ref(), &means(groups))?;
    rank_outcome(&joint, score, level)
}

/// The same with the variance of replicates. `units` is the replication's unit of each leaf, `degrees_of_freedom` are the
/// design's among the rows of the test.
pub fn replicate_rank_test<R: Replication>(
    replication: &R,
    units: &[u32],
    input: &RankInput<'_>,
    score: RankScore<'_>,
    degrees_of_freedom: f64,
    (centre, threads): (Centre, NonZeroUsize),
    level: f64,
) -> Result<Outcome, TestingError> {
    let (scores, groups) = rank_scores(input, score)?;
    let moments = Moments::of(input.leaves, input.groups, input.weights, &[&scores]);
    let statistics = linearise_statistics(&moments, &means(groups));
    let joint = replicate_linearised(replication, &statistics, units, centre, threads);
    rank_outcome(&Joint { degrees_of_freedom, ..joint }, score, level)
}

/// The scores of all rows (NaN where a row is left out), and the number of groups. The test is one of their means in the groups:
/// for a design of another kind, give [`rank_outcome`] the covariance of these.
pub fn rank_scores(input: &RankInput<'_>, score: RankScore<'_>) -> Result<(Vec<f64>, u32), TestingError> {
    let expected = input.values.len();
    let calibration = input.calibration.iter().flat_map(|c| [c.patterns.len(), c.base.len()]);
    let lengths = [input.groups.len(), input.weights.len(), input.leaves.len()];
    if let Some(found) = lengths.into_iter().chain(calibration).find(|found| *found != expected) {
        return Err(TestingError::Length { expected, found });
    }
    let score = |place: f64| match score {
        RankScore::Wilcoxon => place,
        RankScore::VanDerWaerden => normal_quantile(place),
        RankScore::Median => f64::from(u8::from(place > MIDDLE)),
        RankScore::Function(function) => function(place),
    };
    let scores = scored(input.values, input.groups, input.weights, score)?;
    let present: BTreeSet<u32> =
        (0..expected).filter(|&row| !scores[row].is_nan()).map(|row| input.groups[row]).collect();
    // The lowest number that no row has, if a higher one occurs.
    if let Some((group, _)) = (0..).zip(&present).find(|(group, found)| group != *found) {
        return Err(TestingError::EmptyGroup { group });
    }
    if present.len() < 2 {
        return Err(TestingError::TooFew { found: present.len() });
    }
    Ok((scores, present.len() as u32))
}

/// The test from the mean scores of all groups with their covariance.
pub fn rank_outcome(joint: &Joint, score: RankScore<'_>, level: f64) -> Result<Outcome, TestingError> {
    let kind = match score {
        RankScore::Wilcoxon => TestKind::Wilcoxon,
        RankScore::VanDerWaerden => TestKind::VanDerWaerden,
        RankScore::Median => TestKind::Median,
        RankScore::Function(_) => TestKind::RankScore,
    };
    if joint.estimates.len() == 2 {
        return Ok(Outcome { test: kind, ..two_groups(joint, [1, 0], 0.0, level)? });
    }
    Ok(Outcome { test: kind, ..equal(joint)? })
}
