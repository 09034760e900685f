//! One figure a group: means, totals, quantiles, spreads, and functions of totals.

use std::sync::Arc;

use sounding_statistics::estimation::function::{Function, function};
use sounding_statistics::estimation::quantile::{QuantileInput, quantile};
use sounding_statistics::estimation::spread::{Spread, spread};
use sounding_statistics::estimation::{Estimate as Found, Statistic as Asked, mean, total};
use sounding_statistics::moments::Moments;
use sounding_statistics::variance::replicates::ReplicateEstimates;
use sounding_survey::{Estimate, Millionths, Statistic};

use super::estimator::{Counted, Estimator};
use crate::fault::Faults;

/// What is made of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NumberFigure {
    /// Of the one variable.
    Mean,
    /// Of the one variable.
    Total,
    /// Of the one variable, at a probability.
    Quantile(f64),
    /// Variance of the one variable.
    Variance,
    /// Standard deviation of the one variable.
    Deviation,
    /// Of all variables, in the order in which it names them.
    Function(Arc<Function>),
}

impl NumberFigure {
    /// The figure that a statistic of one variable is; `None` for shares.
    pub(super) fn of(statistic: Statistic) -> Option<NumberFigure> {
        Some(match statistic {
            Statistic::Mean => NumberFigure::Mean,
            Statistic::Total => NumberFigure::Total,
            Statistic::Median => NumberFigure::Quantile(0.5),
            Statistic::Quantile(p) => NumberFigure::Quantile(p.value()),
            Statistic::Variance => NumberFigure::Variance,
            Statistic::Deviation => NumberFigure::Deviation,
            Statistic::Percent | Statistic::Ratio | Statistic::Function => return None,
        })
    }

    fn asked(&self, cell: u32) -> Option<Asked> {
        match self {
            NumberFigure::Mean => Some(Asked::Mean { cell, expression: 0 }),
            NumberFigure::Total => Some(Asked::Total { cell, expression: 0 }),
            NumberFigure::Function(function) => {
                Some(Asked::Function { cell, function: Arc::clone(function) })
            }
            _ => None,
        }
    }

    fn spread(&self) -> Option<Spread> {
        match self {
            NumberFigure::Variance => Some(Spread::Variance { expression: 0 }),
            NumberFigure::Deviation => Some(Spread::Deviation { expression: 0 }),
            _ => None,
        }
    }
}

/// The share that a request names, as the report keeps it.
pub(super) fn share(p: Option<f64>) -> Millionths {
    Millionths::of(p.unwrap_or(0.5))
}

/// The respondents behind a quantile: the smaller side of it twice, which for the median are all of them. What lies beyond a
/// high quantile of few people is one of them.
fn behind(rows: u64, p: f64) -> u64 {
    // A share written in decimals must not lose a person to the last bit.
    ((2.0 * rows as f64 * p.min(1.0 - p) + 1e-9).floor() as u64).min(rows)
}

impl Estimator<'_> {
    /// A figure of each group.
    pub(super) fn numbers(
        &self,
        rows: &[u32],
        values: &[&[f64]],
        size: usize,
        figure: &NumberFigure,
    ) -> Result<Counted, Faults> {
        if let NumberFigure::Quantile(p) = figure {
            return self.quantiles(rows, values[0], size, *p);
        }
        let context = self.context();
        let moments = Moments::of(&self.answers.leaves, rows, &self.weighted.weights, values);
        let cross = self.cross(rows, values);
        let cells = 0..size as u32;
        let replicates = if let Some(of) = figure.spread() {
            self.replicated_spreads(rows, values, size, of)
        } else {
            let asked: Vec<Asked> = cells.clone().filter_map(|cell| figure.asked(cell)).collect();
            self.replicate(rows, values, &asked)
        };
        cells
            .map(|cell| {
                let cross = cross.as_ref();
                let found = match (figure, figure.spread()) {
                    (_, Some(of)) => spread(&context, &moments, cross, cell, of),
                    (NumberFigure::Function(of), _) => function(&context, &moments, cross, cell, of),
                    (NumberFigure::Total, _) => total::total(&context, &moments, cross, cell, 0),
                    _ => mean::mean(&context, &moments, cross, cell, 0),
                };
                let Some(mut found) = found.map_err(|error| self.design_fault(&error))? else {
                    return Ok((moments.cell_sums(cell).map_or(0, |sums| sums.rows), None));
                };
                self.replace(&mut found, replicates.as_ref(), cell as usize);
                let ends = found.interval(self.level());
                let estimate = Estimate {
                    value: found.value,
                    se: found.se,
                    low: ends.low,
                    high: ends.high,
                    deff: found.deff,
                };
                Ok((found.rows, Some(estimate)))
            })
            .collect()
    }

    fn quantiles(&self, rows: &[u32], values: &[f64], size: usize, p: f64) -> Result<Counted, Faults> {
        let (weights, leaves) = (&self.weighted.weights, &self.answers.leaves);
        let patterns = self.weighted.patterns.as_ref().map(|(patterns, base)| (&patterns[..], &base[..]));
        let input = QuantileInput { leaves, cells: rows, weights, values, patterns };
        let found = quantile(&self.context(), &input, size as u32, p, self.level(), None)
            .map_err(|error| self.design_fault(&error))?;
        let start = &self.answers.start;
        let errors = self.replication.map(|own| own.quantile_errors(start, rows, values, size as u32, p));
        let cell = |(cell, found): (usize, Option<sounding_statistics::estimation::quantile::Quantile>)| {
            let Some(found) = found else { return (0, None) };
            let mut estimate = Estimate {
                value: found.value,
                se: found.se,
                low: found.interval.low,
                high: found.interval.high,
                deff: None,
            };
            if let (Some(replicated), Some(errors)) = (self.replication, &errors) {
                let own = Found {
                    value: found.value,
                    se: errors[cell],
                    df: replicated.df(found.df),
                    deff: None,
                    rows: found.rows,
                    weight: found.weight,
                };
                let ends = own.interval(self.level());
                estimate = Estimate { se: own.se, low: ends.low, high: ends.high, ..estimate };
            }
            (behind(found.rows, p), Some(estimate))
        };
        Ok(found.into_iter().enumerate().map(cell).collect())
    }

    fn replicated_spreads(
        &self,
        rows: &[u32],
        values: &[&[f64]],
        size: usize,
        of: Spread,
    ) -> Option<ReplicateEstimates> {
        let asked: Vec<(u32, Spread)> = (0..size as u32).map(|cell| (cell, of)).collect();
        Some(self.replication?.spreads(&self.answers.start, rows, values, &asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_stand_behind_a_high_quantile() {
        assert_eq!([0.5, 0.9, 0.1, 0.75].map(|p| behind(50, p)), [50, 10, 10, 25]);
        assert_eq!((behind(49, 0.9), behind(7, 0.5)), (9, 7));
    }
}
