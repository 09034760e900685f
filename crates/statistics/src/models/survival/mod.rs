//! Times to an event, some of which are only known to be longer than observed.
//!
//! | module | what |
//! |---|---|
//! | [`kaplan_meier`] | curves of survival with standard errors, and their quantiles |
//! | [`log_rank`] | do groups have the same curve? |
//! | [`cox`] | proportional hazards |

pub mod cox;
pub mod kaplan_meier;
pub mod log_rank;

mod risk;
#[cfg(test)]
mod sample;

use risk::RiskSets;

use super::{ModelError, Rows};

/// When rows are observed. A NaN in any of them leaves the row out; its unit stays in the design.
#[derive(Debug, Clone, Copy)]
pub struct Times<'a> {
    /// When the observation starts, where it is not at the beginning (delayed entry): a row is at risk after it.
    pub start: Option<&'a [f64]>,
    /// When it ends: a row is at risk until then, and with it.
    pub time: &'a [f64],
    /// 1 if it ends with the event, 0 if it is censored.
    pub event: &'a [f64],
}

impl Times<'_> {
    /// Which rows have a positive weight, a time, and what `others` asks for, and how many of positive weight lack something.
    pub(in crate::models) fn used(
        &self,
        rows: &Rows<'_>,
        others: impl Fn(usize) -> bool,
    ) -> Result<(Vec<bool>, u64), ModelError> {
        rows.check()?;
        for found in [self.time.len(), self.event.len()].into_iter().chain(self.start.map(<[f64]>::len)) {
            rows.check_length(found)?;
        }
        let mut used = vec![false; rows.weights.len()];
        let mut left_out = 0;
        for row in 0..used.len() {
            if rows.weights[row] <= 0.0 {
                continue;
            }
            let (time, event) = (self.time[row], self.event[row]);
            let start = self.start.map_or(f64::NEG_INFINITY, |start| start[row]);
            if time.is_nan() || event.is_nan() || start.is_nan() || !others(row) {
                left_out += 1;
                continue;
            }
            if time.is_infinite() || start >= time {
                return Err(ModelError::Interval { row, start, time });
            }
            if event != 0.0 && event != 1.0 {
                return Err(ModelError::Response { row, value: event });
            }
            used[row] = true;
        }
        if used.contains(&true) { Ok((used, left_out)) } else { Err(ModelError::NoRows) }
    }
}
