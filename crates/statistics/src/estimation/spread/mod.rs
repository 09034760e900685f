//! Variances, covariances, standard deviations and correlations of variables in the population.
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::{Context, Estimate};
use crate::moments::{CellSums, Moments, Slot};
use crate::variance::replicates::{Centre, ReplicateEstimates, Replication, UnitSums, replicate};
use crate::variance::{DesignError, Linearised};
use std::num::NonZeroUsize;

/// How one or two variables spread. Expressions are numbered as in the moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Variance, in squared units of the variable.
    Variance {
        /// The variable.
        expression: usize,
    },
    /// Standard deviation, in units of the variable.
    Deviation {
        /// The variable.
        expression: usize,
    },
    /// Covariance of two variables.
    Covariance {
        /// One variable.
        x: usize,
        /// The other.
        y: usize,
    },
    /// Pearson's correlation of two variables.
    Correlation {
        /// One variable.
        x: usize,
        /// The other.
        y: usize,
    },
}

/// Variance or covariance, and the two standard deviations, of one domain.
#[derive(Debug, Clone, Copy)]
struct Second {
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Spread {
    fn variables(self) -> (usize, usize) {
        match self {
            Spread::Variance { expression } | Spread::Deviation { expression } => (expression, expression),
            Spread::Covariance { x, y } | Spread::Correlation { x, y } => (x, y),
        }
    }

    /// The value; NaN for the correlation of a variable that does not vary.
    fn value(self, of: Second) -> f64 {
        match self {
            Spread::Variance { .. } | Spread::Covariance { .. } => of.xy,
            Spread::Deviation { .. } => of.xy.max(0.0).sqrt(),
            Spread::Correlation { .. } => of.xy / (of.xx * of.yy).sqrt(),
        }
    }

    /// The change of the value with changes of the second moments.
    fn change(self, of: Second, by: Second) -> f64 {
        match self {
            Spread::Variance { .. } | Spread::Covariance { .. } => by.xy,
            Spread::Deviation { .. } => by.xy / (2.0 * of.xy.sqrt()),
            Spread::Correlation { .. } => {
                let half = of.xy / (of.xx * of.yy).sqrt() / 2.0;
                by.xy / (of.xx * of.yy).sqrt() - half * (by.xx / of.xx + by.yy / of.yy)
            }
        }
    }
}

/// Estimates a spread in `cell`; `None` where the cell has fewer than two rows, or where the value or its linearisation
/// divides by a variance of zero. `cross` as for a total.
pub fn spread(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cell: u32,
    spread: Spread,
) -> Result<Option<Estimate>, DesignError> {
    Ok(spreads(context, moments, cross, cell, &[spread])?.map(|mut joint| joint.estimates.remove(0)))
}

/// Several spreads of a cell with the covariances between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Spreads {
    /// The estimates, in the order asked for.
    pub estimates: Vec<Estimate>,
    /// Their covariance matrix, row by row.
    pub covariance: Vec<f64>,
}

/// Estimates several spreads of `cell` together; `None` as for [`spread()`], if it would be so for any of them.
pub fn spreads(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cell: u32,
    spreads: &[Spread],
) -> Result<Option<Spreads>, DesignError> {
    let Some(sums) = moments.cell_sums(cell).filter(|sums| sums.rows > 1) else { return Ok(None) };
    let scale = correction(sums.rows) / sums.weight;
    let seconds: Vec<Second> = spreads.iter().map(|one| Second::of(&sums, *one, scale)).collect();
    let influence = |number: usize, slot: &Slot<'_>| {
        let (one, of) = (spreads[number], seconds[number]);
        let change = |i, j, value: f64| {
            let centre = |e: usize| sums.values[e] / sums.weight;
            scale * slot.product_around(i, j, centre(i), centre(j)) - value * slot.weight / sums.weight
        };
        let (x, y) = one.variables();
        let by = Second { xx: change(x, x, of.xx), xy: change(x, y, of.xy), yy: change(y, y, of.yy) };
        one.change(of, by)
    };
    let k = spreads.len();
    let mut linearised = Linearised { estimates: k, ..Linearised::default() };
    for slot in moments.cell(cell) {
        linearised.leaves.push(slot.unit);
        linearised.totals.extend((0..k).map(|number| influence(number, &slot)));
    }
    let values: Vec<f64> = spreads.iter().zip(&seconds).map(|(one, of)| one.value(*of)).collect();
    if values.iter().chain(&linearised.totals).any(|value| !value.is_finite()) {
        return Ok(None);
    }
    let df = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let linearised = context.residuals(linearised, || {
        let slots = |number| {
            let slots = cross.into_iter().flat_map(|cross| cross.cell(cell));
            slots.map(|slot| (slot.unit, influence(number, &slot))).collect()
        };
        (0..k).map(slots).collect()
    });
    let covariance = linearised.covariance(context.design, context.single)?;
    let estimate = |(number, value): (usize, &f64)| {
        let se = covariance[number * k + number].max(0.0).sqrt();
        Estimate { value: *value, se, df, deff: None, rows: sums.rows, weight: sums.weight }
    };
    let estimates = values.iter().enumerate().map(estimate).collect();
    Ok(Some(Spreads { estimates, covariance }))
}

/// Spreads with their replicate variance, each of a cell of its own. `units` as for
/// [`crate::variance::replicates::replicate_statistics`]; NaN for a cell with fewer than two rows.
///
/// # Panics
/// If a unit of the moments is not in `units`, or a unit in `units` is not one of the replication's.
pub fn replicate_spreads<R: Replication>(
    replication: &R,
    moments: &Moments,
    units: &[u32],
    spreads: &[(u32, Spread)],
    centre: Centre,
    threads: NonZeroUsize,
) -> ReplicateEstimates {
    // For each spread: weight, both sums and three products around the means of the full sample, so that nothing cancels.
    let width = 6 * spreads.len();
    let mut sums = vec![0.0; replication.units() * width];
    let mut corrections = Vec::with_capacity(spreads.len());
    for (number, &(cell, spread)) in spreads.iter().enumerate() {
        let whole = moments.cell_sums(cell);
        corrections.push(correction(whole.as_ref().map_or(0, |whole| whole.rows)));
        let (x, y) = spread.variables();
        let at = |e: usize| whole.as_ref().map_or(0.0, |whole| whole.values[e] / whole.weight);
        let (of_x, of_y) = (at(x), at(y));
        for slot in moments.cell(cell) {
            let start = units[slot.unit as usize] as usize * width + 6 * number;
            let parts = [
                slot.weight,
                slot.values[x] - slot.weight * of_x,
                slot.values[y] - slot.weight * of_y,
                slot.product_around(x, x, of_x, of_x),
                slot.product_around(x, y, of_x, of_y),
                slot.product_around(y, y, of_y, of_y),
            ];
            for (sum, part) in sums[start..start + 6].iter_mut().zip(parts) {
                *sum += part;
            }
        }
    }
    let sums = UnitSums::new(replication.units(), width, sums);
    let evaluate = |sums: &[f64], out: &mut [f64]| {
        for (number, (result, (_, spread))) in out.iter_mut().zip(spreads).enumerate() {
            let part = &sums[6 * number..6 * number + 6];
            let (weight, x, y) = (part[0], part[1] / part[0], part[2] / part[0]);
            let second = |product: f64, centres: f64| corrections[number] * (product / weight - centres);
            let of =
                Second { xx: second(part[3], x * x), xy: second(part[4], x * y), yy: second(part[5], y * y) };
            *result = spread.value(of);
        }
    };
    replicate(replication, &sums, spreads.len(), evaluate, centre, threads)
}

impl Second {
    fn of(sums: &CellSums, spread: Spread, scale: f64) -> Second {
        let (x, y) = spread.variables();
        let of = |i, j| scale * sums.centred_product(i, j);
        Second { xx: of(x, x), xy: of(x, y), yy: of(y, y) }
    }
}

/// n / (n − 1), as in the variance of a simple random sample; not finite for fewer than two rows.
fn correction(rows: u64) -> f64 {
    if rows < 2 { f64::NAN } else { rows as f64 / (rows as f64 - 1.0) }
}
