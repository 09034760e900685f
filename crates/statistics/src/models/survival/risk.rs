//! Who is at risk when: rows in the order of their times, stratum by stratum.

use super::Times;
use std::ops::Range;

/// Rows by stratum and time.
#[derive(Debug)]
pub(super) struct RiskSets {
    by_end: Vec<u32>,
    /// The same rows by stratum and start, where there are starts.
    by_start: Vec<u32>,
    /// The rows of each stratum in both.
    strata: Vec<Range<usize>>,
}

/// One time at which observations end, looking back from the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) time: f64,
    /// Rows whose observation ends at this time, in the order of the input: they come into the risk set.
    pub(super) ending: &'a [u32],
    /// Rows whose observation starts at or after this time: they leave it. They were in it.
    pub(super) leaving: &'a [u32],
}

impl RiskSets {
    /// Sorts the rows that are used.
    pub(super) fn new(times: &Times<'_>, strata: Option<&[u32]>, used: &[bool]) -> RiskSets {
        let stratum = |row: u32| strata.map_or(0, |strata| strata[row as usize]);
        let sorted = |by: &[f64]| {
            let mut order: Vec<u32> = (0..used.len() as u32).filter(|&row| used[row as usize]).collect();
            // Stable: rows with one time stay in the order of the input.
            order.sort_by(|&a, &b| {
                stratum(a).cmp(&stratum(b)).then(by[a as usize].total_cmp(&by[b as usize]))
            });
            order
        };
        let by_end = sorted(times.time);
        let by_start = times.start.map_or_else(Vec::new, sorted);
        let mut bounds = Vec::new();
        let mut at = 0;
        while at < by_end.len() {
            let own = stratum(by_end[at]);
            let end = at + by_end[at..].partition_point(|&row| stratum(row) == own);
            bounds.push(at..end);
            at = end;
        }
        RiskSets { by_end, by_start, strata: bounds }
    }

    /// Number of strata.
    pub(super) fn strata(&self) -> usize {
        self.strata.len()
    }

    /// The rows of a stratum in the order of their times.
    pub(super) fn rows(&self, stratum: usize) -> &[u32] {
        &self.by_end[self.strata[stratum].clone()]
    }

    /// Calls `each` for the times of a stratum from the last to the first.
    pub(super) fn backwards(&self, times: &Times<'_>, stratum: usize, mut each: impl FnMut(Step<'_>)) {
        let bounds = self.strata[stratum].clone();
        let (mut end, mut left) = (bounds.end, bounds.end);
        while end > bounds.start {
            let time = times.time[self.by_end[end - 1] as usize];
            let mut first = end - 1;
            while first > bounds.start && times.time[self.by_end[first - 1] as usize] == time {
                first -= 1;
            }
            let mut leaves = left;
            if let Some(start) = times.start {
                while leaves > bounds.start && start[self.by_start[leaves - 1] as usize] >= time {
                    leaves -= 1;
                }
            }
            let leaving = if times.start.is_some() { &self.by_start[leaves..left] } else { &[] };
            each(Step { time, ending: &self.by_end[first..end], leaving });
            (end, left) = (first, leaves);
        }
    }
}
