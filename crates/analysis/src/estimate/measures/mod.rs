//! One measure at a time, in every domain.

mod change;
mod shares;
mod spread;
mod values;

use sounding_statistics::estimation::proportion::interval;
use sounding_statistics::estimation::quantile::{QuantileInput, QuantileParams, quantiles};
use sounding_statistics::estimation::{Estimate, Interval};
use sounding_statistics::variance::DesignError;
use sounding_statistics::variance::replicates::ReplicateEstimates;

use super::sampled::{Sampled, missing_words};
use super::streamed::Summed;
use super::{Answer, Figure, Measure, Request};
use crate::fault::Faults;

impl<'a> Sampled<'a> {
    /// Adds the figures of the measure of that number in the request.
    pub(super) fn measure(
        &self,
        number: usize,
        measure: &Measure,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        if let Some(streamed) = &self.prepared.streamed {
            let Summed { moments, missing, labels } = &streamed.sums[number];
            answer.warnings.extend(missing_words(*missing, &measure.variables()));
            return match measure {
                Measure::Proportion(_) => self.shares(measure, &labels[0], moments, None, answer),
                Measure::Table(_, _) => {
                    self.cross_table(measure, [&labels[0], &labels[1]], moments, None, answer)
                }
                measure if measure.is_spread() => self.spreads(measure, moments, None, answer),
                _ => self.figures(measure, moments, None, answer),
            };
        }
        let first = answer.figures.len();
        self.of_rows(measure, answer)?;
        if self.request.wave.is_some() {
            self.changes(measure, first, answer)?;
        }
        Ok(())
    }

    fn of_rows(&self, measure: &Measure, answer: &mut Answer) -> Result<(), Faults> {
        match measure {
            Measure::Quantile(y, p) => {
                let values = self.numbers(y)?;
                answer.warnings.extend(missing_words(self.missing(&[values]), &[y]));
                self.quantile(measure, values, *p, answer)
            }
            Measure::Proportion(y) => self.proportion(measure, &self.categories(y), answer),
            Measure::Table(a, b) => self.table(measure, &self.categories(a), &self.categories(b), answer),
            Measure::Mean(_) | Measure::Total(_) | Measure::Ratio(_, _) | Measure::Function(_) => {
                let columns = self.columns(measure, answer)?;
                self.values(measure, &columns, answer)
            }
            Measure::Variance(_)
            | Measure::Deviation(_)
            | Measure::Covariance(_, _)
            | Measure::Correlation(_, _) => {
                let columns = self.columns(measure, answer)?;
                self.spread(measure, &columns, answer)
            }
        }
    }

    /// The numbers of a measure's variables, and a note of the rows that lack one.
    fn columns(&self, measure: &Measure, answer: &mut Answer) -> Result<Vec<&'a [f64]>, Faults> {
        let names = measure.variables();
        let mut columns = Vec::with_capacity(names.len());
        let mut faults = Vec::new();
        for name in &names {
            match self.numbers(name) {
                Ok(values) => columns.push(values),
                Err(more) => faults.extend(more.0),
            }
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        answer.warnings.extend(missing_words(self.missing(&columns), &names));
        Ok(columns)
    }

    fn quantile(&self, measure: &Measure, values: &[f64], p: f64, answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let input = QuantileInput {
            leaves: &prepared.leaves,
            cells: &prepared.cells,
            weights: &prepared.weights,
            values,
            patterns: self.calibrated.map(|own| (own.rows.patterns, own.rows.base)),
        };
        let domains = prepared.domains.len();
        let Request { quantile_rule: rule, quantile_interval: interval, level, .. } = *self.request;
        let params = QuantileParams { rule, interval, level, df: None };
        let found = quantiles(&self.context(), &input, domains as u32, &[p], &params)
            .map_err(|error| self.fault(&error))?;
        let errors = self.replicated.map(|replicated| replicated.quantiles(values, domains, p, rule));
        for (cell, quantile) in found.into_iter().enumerate() {
            let Some(quantile) = quantile.and_then(|found| found.first().copied()) else {
                self.note_empty(measure, cell as u32, answer);
                continue;
            };
            let mut estimate = Estimate {
                value: quantile.value,
                se: quantile.se,
                df: quantile.df,
                deff: None,
                rows: quantile.rows,
                weight: quantile.weight,
            };
            let mut interval = quantile.interval;
            if let Some(errors) = &errors {
                self.replace(&mut estimate, errors[cell]);
                interval = estimate.interval(self.request.level);
            }
            answer.figures.push(self.figure(measure, cell as u32, Vec::new(), &estimate, interval));
        }
        Ok(())
    }

    /// Puts the replicates' standard error in the place of the linearised one.
    fn replace(&self, estimate: &mut Estimate, se: f64) {
        estimate.deff =
            estimate.deff.filter(|_| estimate.se > 0.0).map(|deff| deff * (se / estimate.se).powi(2));
        estimate.se = se;
        estimate.df = self.df(estimate.df);
    }

    /// One figure in every domain, with the standard errors of replicates where there are any.
    fn in_domains(
        &self,
        measure: &Measure,
        estimate: impl Fn(u32) -> Result<Option<Estimate>, DesignError>,
        replicates: Option<&ReplicateEstimates>,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        for cell in 0..self.prepared.domains.len() as u32 {
            let Some(mut estimate) = estimate(cell).map_err(|error| self.fault(&error))? else {
                self.note_empty(measure, cell, answer);
                continue;
            };
            if let Some(replicates) = replicates {
                self.replace(&mut estimate, replicates.standard_error(cell as usize));
            }
            let interval = estimate.interval(self.request.level);
            answer.figures.push(self.figure(measure, cell, Vec::new(), &estimate, interval));
        }
        Ok(())
    }

    fn share_interval(&self, estimate: &Estimate) -> Interval {
        interval(estimate, self.request.interval, self.request.level, estimate.rows, estimate.df)
    }

    fn figure(
        &self,
        measure: &Measure,
        cell: u32,
        category: Vec<String>,
        estimate: &Estimate,
        interval: Interval,
    ) -> Figure {
        Figure {
            measure: measure.to_string(),
            domain: self.prepared.domains[cell as usize].clone(),
            category,
            n: estimate.rows,
            value: estimate.value,
            se: estimate.se,
            low: interval.low,
            high: interval.high,
            df: estimate.df,
            deff: estimate.deff,
        }
    }

    fn note_empty(&self, measure: &Measure, cell: u32, answer: &mut Answer) {
        let domain = &self.prepared.domains[cell as usize];
        let place = if domain.is_empty() { String::new() } else { format!(" in {}", domain.join(", ")) };
        let reason = if measure.is_spread() {
            format!("fewer than two rows{place} have a value, or there is no difference between them")
        } else {
            format!("no row{place} has a value and a positive weight")
        };
        answer.warnings.push(format!("{measure}: {reason}, so there is no figure"));
    }
}
