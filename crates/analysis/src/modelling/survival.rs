//! Curves of survival, and the test that groups have the same.

use sounding_statistics::models::replicates::{ReplicateWeights, refit};
use sounding_statistics::models::survival::Times;
use sounding_statistics::models::survival::kaplan_meier::{kaplan_meier, survival};
use sounding_statistics::models::survival::log_rank::{Emphasis, log_rank};
use sounding_statistics::models::{ModelError, Rows};
use sounding_statistics::testing::{Outcome, Reference, TestKind};
use sounding_survey::Place as FilePlace;

pub use sounding_statistics::models::survival::kaplan_meier::Estimator as SurvivalEstimator;

use super::fit::Place;
use crate::data::Source;
use crate::estimate::{DesignFacts, Prepared, Request, Sampled, derive, with_design};
use crate::fault::Faults;
use crate::listing::{Listing, Shown};

/// What is asked of times to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveRequest {
    /// Design, groups, condition and level: a curve for each crossing of `by`.
    pub base: Request,
    /// Column with the time at which the observation ends.
    pub time: String,
    /// Column with 1 where it ends with the event, 0 where it is censored.
    pub status: String,
    /// Column with the time at which the observation starts, where entry is delayed.
    pub start: Option<String>,
    /// How survival follows from the events.
    pub estimator: SurvivalEstimator,
    /// Times to be shown, ascending; all times with an event when there is none.
    pub at: Vec<f64>,
    /// Shares of which the times are wanted: 0.5 for the median.
    pub quantiles: Vec<f64>,
    /// More weight for early differences in the test: 0 for the log-rank test, 1 for Peto and Peto's.
    pub rho: f64,
    /// More weight for late differences.
    pub gamma: f64,
}

/// A point of a curve or a quantile.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The group.
    pub group: Vec<String>,
    /// The time, or the share of a quantile.
    pub at: f64,
    /// Survival, or the time of a quantile.
    pub value: f64,
    /// Standard error of survival; NaN for quantiles.
    pub se: f64,
    /// Ends of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Weight at risk; NaN for quantiles.
    pub at_risk: f64,
    /// Weight with the event; NaN for quantiles.
    pub events: f64,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveAnswer {
    /// Points of the curves, group by group.
    pub points: Vec<Point>,
    /// Quantiles, group by group.
    pub quantiles: Vec<Point>,
    /// The test that all groups have the same curve, where there are several.
    pub test: Option<Outcome>,
    /// What the design looked like.
    pub design: DesignFacts,
    /// What was noticed on the way.
    pub warnings: Vec<String>,
}

/// Curves of survival in every group, and the log-rank test of their equality.
pub fn survival_curves(source: &mut Source, request: &CurveRequest) -> Result<CurveAnswer, Faults> {
    if let Some(at) = (1..request.at.len()).find(|&at| request.at[at - 1] >= request.at[at]) {
        return Err(Faults::one(
            "E-MODEL-001",
            FilePlace::default(),
            format!("the times asked for do not ascend: {} and {}", request.at[at - 1], request.at[at]),
            "give every time once, in ascending order",
        ));
    }
    derive(source, &request.base)?;
    let mut names = vec![request.time.as_str(), request.status.as_str()];
    names.extend(request.start.as_deref());
    let prepared = Prepared::new(source, &request.base, &names)?;
    with_design(source, &request.base, &prepared, |sampled, warnings| curves(sampled, request, warnings))
}

/// Curves and their test in a sample.
pub(crate) fn curves(
    sampled: &Sampled<'_>,
    request: &CurveRequest,
    warnings: Vec<String>,
) -> Result<CurveAnswer, Faults> {
    let prepared = sampled.prepared;
    let mut answer = CurveAnswer {
        points: Vec::new(),
        quantiles: Vec::new(),
        test: None,
        design: sampled.facts(),
        warnings,
    };
    let (time, event) = (sampled.numbers(&request.time)?, sampled.numbers(&request.status)?);
    let start = request.start.as_deref().map(|name| sampled.numbers(name)).transpose()?;
    let times = Times { start, time, event };
    let context = sampled.context();
    let level = request.base.level;
    let at = (!request.at.is_empty()).then_some(request.at.as_slice());
    let mut left_out = 0;
    for (cell, group) in prepared.domains.iter().enumerate() {
        let place = Place { sampled, cell: cell as u32 };
        let fault = |error: ModelError| place.model_fault(&error, &[]);
        let weights = place.weights();
        let rows =
            Rows { weights: &weights, leaves: &prepared.leaves, calibration: sampled.calibration_rows() };
        let curve = kaplan_meier(&context, &times, &rows, request.estimator, at).map_err(fault)?;
        left_out += curve.left_out;
        let mut points = curve.points.clone();
        let df = sampled.df(curve.degrees_of_freedom);
        if let Some(replicated) = sampled.replicated {
            let units = replicated.units_of_rows();
            let (replication, (centre, threads)) = (replicated.replication(), replicated.manner());
            let replicates = ReplicateWeights {
                replication: &replication,
                units: &units,
                base: &weights,
                centre,
                threads,
            };
            let shown: Vec<f64> = points.iter().map(|point| point.time).collect();
            let found = refit(&replicates, |own, _| {
                let rows =
                    Rows { weights: own, leaves: &prepared.leaves, calibration: sampled.calibration_rows() };
                survival(&times, &rows, request.estimator, &shown)
            })
            .map_err(fault)?;
            for (number, point) in points.iter_mut().enumerate() {
                point.se_log = found.standard_error(number) / point.survival;
            }
        }
        answer.points.extend(points.iter().map(|point| {
            let ends = point.interval(level, df);
            Point {
                group: group.clone(),
                at: point.time,
                value: point.survival,
                se: point.se(),
                low: ends.low,
                high: ends.high,
                at_risk: point.at_risk,
                events: point.events,
            }
        }));
        if !request.quantiles.is_empty() {
            let whole = match at {
                Some(_) => kaplan_meier(&context, &times, &rows, request.estimator, None).map_err(fault)?,
                None => curve,
            };
            answer.quantiles.extend(request.quantiles.iter().map(|&share| {
                let (value, ends) = whole.quantile(share, level, df);
                Point {
                    group: group.clone(),
                    at: share,
                    value,
                    se: f64::NAN,
                    low: ends.low,
                    high: ends.high,
                    at_risk: f64::NAN,
                    events: f64::NAN,
                }
            }));
        }
    }
    if left_out > 0 {
        answer.warnings.push(format!("{left_out} rows lack a time or a status and were left out"));
    }
    if prepared.domains.len() > 1 {
        let place = Place { sampled, cell: 0 };
        let rows = Rows {
            weights: &prepared.weights,
            leaves: &prepared.leaves,
            calibration: sampled.calibration_rows(),
        };
        let emphasis = Emphasis { rho: request.rho, gamma: request.gamma };
        let groups = prepared.domains.len() as u32;
        if sampled.replicated.is_some() {
            answer.warnings.push("the test of equal curves is by linearisation".to_owned());
        }
        let test = log_rank(&context, &times, &prepared.cells, groups, None, emphasis, &rows)
            .map_err(|error| place.model_fault(&error, &[]))?;
        answer.test = Some(Outcome::of_wald(TestKind::LogRank, &test.test));
    }
    Ok(answer)
}

impl CurveAnswer {
    /// The curves as columns.
    pub fn curves(&self, by: &[String]) -> Listing {
        listing("curves", by, &self.points, "time", "survival")
            .numbers("at_risk", self.points.iter().map(|point| point.at_risk), Shown::Fixed(1))
            .numbers("events", self.points.iter().map(|point| point.events), Shown::Fixed(1))
    }

    /// The quantiles as columns.
    pub fn times(&self, by: &[String]) -> Listing {
        listing("quantiles", by, &self.quantiles, "share", "time")
    }
}

impl CurveAnswer {
    /// The test as columns; no row where there is one group.
    pub fn test_listing(&self) -> Listing {
        let tests = || self.test.iter();
        let degrees = |test: &Outcome| match test.reference {
            Reference::F { numerator, denominator } => (numerator, denominator),
            _ => (f64::NAN, f64::NAN),
        };
        Listing::new("tests")
            .texts("test", tests().map(|test| test.test.word().to_owned()))
            .numbers("statistic", tests().map(|test| test.statistic), Shown::Fixed(3))
            .numbers("df1", tests().map(|test| degrees(test).0), Shown::Fixed(2))
            .numbers("df2", tests().map(|test| degrees(test).1), Shown::Fixed(2))
            .numbers("p_value", tests().map(|test| test.p), Shown::Probability)
    }
}

fn listing(name: &'static str, by: &[String], points: &[Point], at: &str, value: &str) -> Listing {
    Listing::new(name)
        .domains(by, points.iter().map(|point| point.group.as_slice()))
        .numbers(at, points.iter().map(|point| point.at), Shown::Plain)
        .numbers(value, points.iter().map(|point| point.value), Shown::Scaled)
        .numbers("se", points.iter().map(|point| point.se), Shown::Scaled)
        .numbers("low", points.iter().map(|point| point.low), Shown::Interval)
        .numbers("high", points.iter().map(|point| point.high), Shown::Not)
}
