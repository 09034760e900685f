//! The score interval: the values whose distribution function, tested against the probability, is not rejected.

use super::distribution::Distribution;
use super::{Interval, QuantileInput, QuantileParams, shares_below};
use crate::estimation::Context;
use crate::numerics::student_t_quantile;
use crate::variance::DesignError;

/// For each cell the ends of the interval: the values at which the test statistic passes −t and t. Both ends of all cells are
/// looked for together by halving, with a pass over the rows for each halving.
pub(super) fn intervals(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    distributions: &mut [Distribution<'_>],
    probability: f64,
    params: &QuantileParams,
) -> Result<Vec<Interval>, DesignError> {
    let low = passing(context, input, distributions, probability, params, false)?;
    let high = passing(context, input, distributions, probability, params, true)?;
    Ok(low.into_iter().zip(high).map(|(low, high)| Interval { low, high }).collect())
}

/// The first value of each cell at which the statistic is at least −t, or over t.
fn passing(
    context: &Context<'_>,
    input: &QuantileInput<'_>,
    distributions: &mut [Distribution<'_>],
    probability: f64,
    params: &QuantileParams,
    above: bool,
) -> Result<Vec<f64>, DesignError> {
    // The last row always passes: everything is at or below it, without a doubt.
    let mut ends: Vec<(usize, usize)> =
        distributions.iter().map(|rows| (0, rows.len().saturating_sub(1))).collect();
    while ends.iter().any(|(low, high)| low < high) {
        // A cell whose end is found, or that has none, needs no further point.
        let points: Vec<f64> = ends
            .iter()
            .zip(distributions.iter_mut())
            .map(
                |(&(low, high), rows)| {
                    if low < high { rows.at(usize::midpoint(low, high)).0 } else { f64::NAN }
                },
            )
            .collect();
        let shares = shares_below(context, input, std::slice::from_ref(&points))?;
        for ((end, share), point) in ends.iter_mut().zip(shares).zip(&points) {
            let Some(share) = share.first().filter(|_| end.0 < end.1) else { continue };
            let df = params.df.unwrap_or(share.df);
            let t = student_t_quantile(f64::midpoint(1.0, params.level), df);
            let distance = share.value - probability;
            // Of a share of all rows the standard error is zero but for rounding.
            let certain = share.se <= 1e-12;
            let passed = match (certain, above) {
                (true, _) => distance > 0.0,
                (false, true) => distance > t * share.se,
                (false, false) => distance >= -t * share.se,
            };
            let middle = usize::midpoint(end.0, end.1);
            if t.is_nan() {
                *end = (usize::MAX, usize::MAX);
            } else if passed {
                end.1 = middle;
            } else {
                end.0 = middle + 1;
            }
            debug_assert!(!point.is_nan());
        }
    }
    Ok(ends
        .iter()
        .zip(distributions)
        .map(|(&(place, _), rows)| if place < rows.len() { rows.at(place).0 } else { f64::NAN })
        .collect())
}
