//! Replicates of quantiles, from counts by unit and value.

use super::{Centre, ReplicateEstimates, UnitSums, replicate};
use crate::estimation::proportion::interval;
use crate::estimation::quantile::{Quantile, QuantileParams, QuantileRule, read_ascending};
use crate::estimation::{Estimate, Interval};
use crate::moments::OUTSIDE;
use crate::numerics::student_t_quantile;
use crate::variance::replicates::{Replication, parallel::fill_rows};
use std::convert::Infallible;
use std::num::NonZeroUsize;

/// The weight of every value in every unit, for one domain cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueCounts {
    /// Distinct values in ascending order.
    values: Vec<f64>,
    /// Index of the value, unit, sum of weights; in this order.
    counts: Vec<(u32, u32, f64)>,
    /// Rows that were grouped.
    rows: u64,
}

impl ValueCounts {
    /// Groups the rows of every cell of `0..cells`. A NaN leaves a row out, as does the cell [`OUTSIDE`] or a weight of
    /// zero.
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn by_cell(
        units: &[u32],
        cells: &[u32],
        weights: &[f64],
        values: &[f64],
        count: u32,
    ) -> Vec<ValueCounts> {
        ValueCounts::entries(units, cells, weights, values, count)
            .into_iter()
            .map(ValueCounts::group)
            .collect()
    }

    /// As [`ValueCounts::by_cell`], but with every row by itself, in the order of values and then of rows: for the rules that
    /// look at single rows ([`QuantileRule::of_rows`]).
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn of_rows_by_cell(
        units: &[u32],
        cells: &[u32],
        weights: &[f64],
        values: &[f64],
        count: u32,
    ) -> Vec<ValueCounts> {
        let alone = |mut entries: Vec<(f64, u32, f64)>| {
            entries.sort_by(|a, b| a.0.total_cmp(&b.0));
            ValueCounts {
                rows: entries.len() as u64,
                values: entries.iter().map(|entry| entry.0).collect(),
                counts: (0..).zip(&entries).map(|(at, entry)| (at, entry.1, entry.2)).collect(),
            }
        };
        ValueCounts::entries(units, cells, weights, values, count).into_iter().map(alone).collect()
    }

    fn entries(
        units: &[u32],
        cells: &[u32],
        weights: &[f64],
        values: &[f64],
        count: u32,
    ) -> Vec<Vec<(f64, u32, f64)>> {
        let rows = units.len();
        assert!([cells.len(), weights.len(), values.len()] == [rows; 3], "columns have one value a row");
        let mut entries: Vec<Vec<(f64, u32, f64)>> = vec![Vec::new(); count as usize];
        for row in 0..rows {
            if cells[row] != OUTSIDE && weights[row] > 0.0 && !values[row].is_nan() {
                entries[cells[row] as usize].push((values[row], units[row], weights[row]));
            }
        }
        entries
    }

    fn group(mut entries: Vec<(f64, u32, f64)>) -> ValueCounts {
        // Stable, so that the weights of one value and unit are added in the order of the rows.
        entries.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut grouped = ValueCounts { rows: entries.len() as u64, ..ValueCounts::default() };
        for (value, unit, weight) in entries {
            if grouped.values.last() != Some(&value) {
                grouped.values.push(value);
            }
            let at = grouped.values.len() as u32 - 1;
            match grouped.counts.last_mut() {
                Some(last) if last.0 == at && last.1 == unit => last.2 += weight,
                _ => grouped.counts.push((at, unit, weight)),
            }
        }
        grouped
    }
}

/// Quantiles at `probabilities` with their replicate variance: in every replicate the weights of the distinct values are
/// formed again, and the rule [`QuantileRule::Math`] is applied to them. Where a replicate has negative weights the first value
/// that reaches the share is taken, as for ready-made weights; [`super::super::Replicates::rescaled_above`] avoids them.
pub fn replicate_quantiles<R: Replication>(
    replication: &R,
    counts: &ValueCounts,
    probabilities: &[f64],
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    replicate_quantiles_by(replication, counts, probabilities, QuantileRule::Math, centre, threads)
}

/// As [`replicate_quantiles`], by any rule. Rules that look at single rows need [`ValueCounts::of_rows_by_cell`].
pub fn replicate_quantiles_by<R: Replication>(
    replication: &R,
    counts: &ValueCounts,
    probabilities: &[f64],
    rule: QuantileRule,
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    let estimate = |factors: &[f64], weights: &mut [f64], out: &mut [f64]| {
        weights.fill(0.0);
        for &(value, unit, weight) in &counts.counts {
            weights[value as usize] += factors[unit as usize] * weight;
        }
        out.copy_from_slice(&read_ascending(rule, &counts.values, weights, probabilities));
    };
    let state = || (vec![0.0; replication.units()], vec![0.0; counts.values.len()]);
    let (mut factors, mut weights) = state();
    replication.full(&mut factors);
    let mut estimates = vec![0.0; probabilities.len()];
    estimate(&factors, &mut weights, &mut estimates);
    let mut replicates = vec![0.0; probabilities.len() * replication.scales().len()];
    let fill = |r: usize, (factors, weights): &mut (Vec<f64>, Vec<f64>), row: &mut [f64]| {
        replication.factors(r, factors);
        estimate(factors, weights, row);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = fill_rows(&mut replicates, probabilities.len(), threads, state, fill);
    ReplicateEstimates::new(replication, estimates, replicates, centre)
}

/// Quantiles with Woodruff's interval, the standard error of the share at or below each being that of replicates. `None` without
/// rows, or for the score interval, which has no form for replicates. Rules that look at single rows need
/// [`ValueCounts::of_rows_by_cell`].
pub fn replicate_woodruff<R: Replication>(
    replication: &R,
    counts: &ValueCounts,
    probabilities: &[f64],
    params: &QuantileParams,
    centre: Centre,
    threads: NonZeroUsize,
) -> Option<Vec<Quantile>> {
    let method = params.interval.of_share()?;
    if counts.values.is_empty() {
        return None;
    }
    let mut factors = vec![0.0; replication.units()];
    replication.full(&mut factors);
    let mut weights = vec![0.0; counts.values.len()];
    for &(value, unit, weight) in &counts.counts {
        weights[value as usize] += factors[unit as usize] * weight;
    }
    let read = |probabilities: &[f64]| read_ascending(params.rule, &counts.values, &weights, probabilities);
    let points = read(probabilities);
    let k = points.len();
    let mut sums = vec![0.0; replication.units() * (k + 1)];
    for &(value, unit, weight) in &counts.counts {
        let own = &mut sums[unit as usize * (k + 1)..(unit as usize + 1) * (k + 1)];
        own[k] += weight;
        for (sum, &point) in own.iter_mut().zip(&points) {
            *sum += if counts.values[value as usize] <= point { weight } else { 0.0 };
        }
    }
    let shares = |sums: &[f64], out: &mut [f64]| {
        for (share, sum) in out.iter_mut().zip(&sums[..k]) {
            *share = sum / sums[k];
        }
    };
    let sums = UnitSums::new(replication.units(), k + 1, sums);
    let found = replicate(replication, &sums, k, shares, centre, threads);
    let df = params.df.unwrap_or(found.degrees_of_freedom as f64);
    let t = student_t_quantile(f64::midpoint(1.0, params.level), df);
    let (rows, weight) = (counts.rows, weights.iter().sum());
    let of_point = |(number, &value): (usize, &f64)| {
        let (share, se) = (found.estimates[number], found.standard_error(number));
        let share = Estimate { value: share, se, df, deff: None, rows, weight };
        let ends = interval(&share, method, params.level, rows, df);
        let ends = read(&[ends.low, ends.high]);
        let interval = Interval { low: ends[0], high: ends[1] };
        Quantile { value, se: (ends[1] - ends[0]) / (2.0 * t), interval, df, rows, weight }
    };
    Some(points.iter().enumerate().map(of_point).collect())
}
