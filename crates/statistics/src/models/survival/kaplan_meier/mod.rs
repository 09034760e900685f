//! Curves of survival under a design.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::{RiskSets, Times};
use crate::estimation::{Context, Interval};
use crate::models::rows::ScoreTotals;
use crate::models::{ModelError, Rows};
use crate::numerics::student_t_quantile;

/// How survival follows from the events and those at risk at each time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Estimator {
    /// Product of the shares that survive each time.
    #[default]
    KaplanMeier,
    /// Exponential of minus the cumulative hazard (Nelson and Aalen): what R's `svykm` gives with standard errors.
    NelsonAalen,
}

/// A curve at the times asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// How it was made.
    pub estimator: Estimator,
    /// Its points, in ascending order of time.
    pub points: Vec<CurvePoint>,
    /// Primary units less strata, among the rows of the curve.
    pub degrees_of_freedom: f64,
    /// Rows used.
    pub rows: u64,
    /// Rows of positive weight that were left out because a value is missing.
    pub left_out: u64,
}

/// Survival at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The time.
    pub time: f64,
    /// Estimated share that has not had the event at or before this time.
    pub survival: f64,
    /// Standard error of its logarithm; NaN where survival is zero.
    pub se_log: f64,
    /// Sum of the weights at risk at this time.
    pub at_risk: f64,
    /// Sum of the weights with the event at this time.
    pub events: f64,
}

impl CurvePoint {
    /// The standard error of survival itself.
    pub fn se(&self) -> f64 {
        self.survival * self.se_log
    }

    /// The interval, symmetric on the scale of the logarithm and not above 1. With infinite `degrees_of_freedom` it is R's.
    pub fn interval(&self, level: f64, degrees_of_freedom: f64) -> Interval {
        let half = student_t_quantile(f64::midpoint(1.0, level), degrees_of_freedom) * self.se_log;
        Interval { low: self.survival * (-half).exp(), high: (self.survival * half.exp()).min(1.0) }
    }
}

impl Curve {
    /// The first time at which survival is at most `survival`, and the times at which the ends of its intervals are; infinite where the
    /// curve does not come so low. It looks at the points of the curve only: take all times for it.
    pub fn quantile(&self, survival: f64, level: f64, degrees_of_freedom: f64) -> (f64, Interval) {
        let t = student_t_quantile(f64::midpoint(1.0, level), degrees_of_freedom);
        let first = |reach: &dyn Fn(&CurvePoint) -> f64| {
            self.points
                .iter()
                .find(|point| reach(point) <= survival)
                .map_or(f64::INFINITY, |point| point.time)
        };
        let low = first(&|point| point.survival * (-t * point.se_log).exp());
        let high = first(&|point| point.survival * (t * point.se_log).exp());
        (first(&|point| point.survival), Interval { low, high })
    }
}

/// The curve at `at` (ascending), or at every time with an event when there is none. A domain is its rows: the others have
/// weights of zero.
///
/// Work is rows times points; of a large sample ask for the points that are shown.
pub fn kaplan_meier(
    context: &Context<'_>,
    times: &Times<'_>,
    rows: &Rows<'_>,
    estimator: Estimator,
    at: Option<&[f64]>,
) -> Result<Curve, ModelError> {
    let (used, left_out) = times.used(rows, |_| true)?;
    let jumps = jumps(times, rows, &used, estimator);
    let wanted: Vec<f64> = at.map_or_else(|| jumps.iter().map(|jump| jump.time).collect(), <[f64]>::to_vec);
    if let Some(row) = wanted.windows(2).position(|pair| pair[0] > pair[1] || pair[0].is_nan()) {
        return Err(ModelError::Interval { row, start: wanted[row], time: wanted[row + 1] });
    }
    let before = |time: f64| jumps.partition_point(|jump| jump.time <= time);
    // For each row the jumps up to its end, and up to its start.
    let ends: Vec<(u32, u32)> = (0..used.len())
        .map(|row| {
            let start = times.start.map_or(0, |start| before(start[row]) as u32);
            if used[row] { (start, before(times.time[row]) as u32) } else { (0, 0) }
        })
        .collect();
    let mut degrees_of_freedom = f64::NAN;
    let mut points = Vec::with_capacity(wanted.len());
    for time in wanted {
        let last = before(time);
        let jump = last.checked_sub(1).map(|at| &jumps[at]);
        let cumulative = |jumps_before: u32| match (jumps_before as usize).min(last).checked_sub(1) {
            Some(at) => jumps[at].spread,
            None => 0.0,
        };
        // The influence of a row on the logarithm of survival: less at its event, more while it was at risk.
        let totals = ScoreTotals::of(rows, 1, |row, own| {
            let (start, end) = ends[row];
            let event = times.event[row] == 1.0 && end as usize <= last;
            let jump = if event { jumps[end as usize - 1].each } else { 0.0 };
            own[0] = cumulative(end) - cumulative(start) - jump;
            used[row]
        });
        degrees_of_freedom = totals.degrees_of_freedom(context);
        let variance = totals.covariance(context)?[0];
        let here = jump.filter(|jump| jump.time == time);
        let survival = jump.map_or(1.0, |jump| jump.survival);
        let se_log = if survival > 0.0 { variance.sqrt() } else { f64::NAN };
        let at_risk = here.map_or_else(|| at_risk(times, rows, &used, time), |jump| jump.at_risk);
        points.push(CurvePoint {
            time,
            survival,
            se_log,
            at_risk,
            events: here.map_or(0.0, |jump| jump.events),
        });
    }
    if points.is_empty() {
        degrees_of_freedom = ScoreTotals::of(rows, 1, |row, _| used[row]).degrees_of_freedom(context);
    }
    let count = used.iter().filter(|used| **used).count() as u64;
    Ok(Curve { estimator, points, degrees_of_freedom, rows: count, left_out })
}

/// Survival alone at some times, without what the design says: what replicates need.
pub fn survival(
    times: &Times<'_>,
    rows: &Rows<'_>,
    estimator: Estimator,
    at: &[f64],
) -> Result<Vec<f64>, ModelError> {
    let (used, _) = times.used(rows, |_| true)?;
    let jumps = jumps(times, rows, &used, estimator);
    let of = |time: &f64| match jumps.partition_point(|jump| jump.time <= *time).checked_sub(1) {
        Some(last) => jumps[last].survival,
        None => 1.0,
    };
    Ok(at.iter().map(of).collect())
}

/// A time with events.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jump {
    pub(super) time: f64,
    pub(super) at_risk: f64,
    pub(super) events: f64,
    /// After this time.
    pub(super) survival: f64,
    /// What an event of weight 1 takes from the logarithm of survival.
    each: f64,
    /// What a weight of 1 at risk gives to it, up to and with this time.
    spread: f64,
}

pub(super) fn jumps(times: &Times<'_>, rows: &Rows<'_>, used: &[bool], estimator: Estimator) -> Vec<Jump> {
    let sets = RiskSets::new(times, None, used);
    let mut jumps = Vec::new();
    let mut at_risk = 0.0;
    sets.backwards(times, 0, |step| {
        let mut events = 0.0;
        for &row in step.ending {
            let weight = rows.weights[row as usize];
            at_risk += weight;
            events += weight * times.event[row as usize];
        }
        for &row in step.leaving {
            at_risk -= rows.weights[row as usize];
        }
        if events > 0.0 {
            let (survival, each, spread) = (0.0, 0.0, 0.0);
            jumps.push(Jump { time: step.time, at_risk, events, survival, each, spread });
        }
    });
    jumps.reverse();
    let (mut survival, mut hazard, mut spread) = (1.0, 0.0, 0.0);
    for jump in &mut jumps {
        let share = jump.events / jump.at_risk;
        // Rounding of the sums must not leave survivors when the last have gone.
        let last = share >= 1.0 - 1e-12;
        survival *= if last { 0.0 } else { 1.0 - share };
        hazard += share;
        (jump.survival, jump.each) = match estimator {
            Estimator::KaplanMeier => (survival, 1.0 / (jump.at_risk - jump.events)),
            Estimator::NelsonAalen => ((-hazard).exp(), 1.0 / jump.at_risk),
        };
        spread += share * jump.each;
        jump.spread = spread;
    }
    jumps
}

/// The weight at risk at a time without events.
fn at_risk(times: &Times<'_>, rows: &Rows<'_>, used: &[bool], time: f64) -> f64 {
    let is = |row: &usize| {
        used[*row] && times.time[*row] >= time && times.start.is_none_or(|start| start[*row] < time)
    };
    (0..used.len()).filter(is).map(|row| rows.weights[row]).sum()
}
