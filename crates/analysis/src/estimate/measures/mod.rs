//! One measure at a time, in every domain.

mod shares;
mod spread;
mod values;

use sounding_statistics::estimation::proportion::{IntervalMethod as Method, interval};
use sounding_statistics::estimation::quantile::{QuantileInput, quantile};
use sounding_statistics::estimation::{Context, Estimate, Interval};
use sounding_statistics::moments::OUTSIDE;

use super::design::design_fault;
use super::prepare::Prepared;
use super::replicates::Replicated;
use super::{Answer, Figure, IntervalMethod, Measure, Request};
use crate::data::{Column, Source, Text};
use crate::fault::Faults;

/// Estimates measures under one design.
pub(super) struct Estimator<'a> {
    pub(super) source: &'a Source,
    pub(super) request: &'a Request,
    pub(super) prepared: &'a Prepared,
    pub(super) replicated: Option<&'a Replicated<'a>>,
}

impl<'a> Estimator<'a> {
    /// Adds the figures of one measure.
    pub(super) fn measure(&self, measure: &Measure, answer: &mut Answer) -> Result<(), Faults> {
        match measure {
            Measure::Quantile(y, p) => {
                let values = self.numbers(y)?;
                self.note_missing(&[values], &[y], answer);
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
        self.note_missing(&columns, &names, answer);
        Ok(columns)
    }

    fn quantile(&self, measure: &Measure, values: &[f64], p: f64, answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let input = QuantileInput {
            leaves: &prepared.leaves,
            cells: &prepared.cells,
            weights: &prepared.weights,
            values,
            patterns: None,
        };
        let domains = prepared.domains.len();
        let found = quantile(&self.context(), &input, domains as u32, p, self.request.level, None)
            .map_err(|error| self.fault(&error))?;
        let errors = self.replicated.map(|replicated| replicated.quantiles(values, domains, p));
        for (cell, quantile) in found.into_iter().enumerate() {
            let Some(quantile) = quantile else {
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
        let Some(replicated) = self.replicated else { return };
        estimate.deff =
            estimate.deff.filter(|_| estimate.se > 0.0).map(|deff| deff * (se / estimate.se).powi(2));
        estimate.se = se;
        // Replicates of a file know no domains: their degrees of freedom serve for all.
        let own = replicated.df() as f64;
        estimate.df = if replicated.is_ready() { own } else { estimate.df.min(own) };
    }

    fn context(&self) -> Context<'_> {
        // With replicates the linearised variance is not used, and a single unit must not stop it.
        let single = match self.replicated {
            Some(_) => sounding_statistics::variance::SinglePsu::Remove,
            None => self.prepared.single,
        };
        Context { design: &self.prepared.design, single, calibration: None }
    }

    fn share_interval(&self, estimate: &Estimate) -> Interval {
        let method = match self.request.interval {
            IntervalMethod::Wald => Method::Wald,
            IntervalMethod::Logit => Method::Logit,
            IntervalMethod::Wilson => Method::Wilson,
            IntervalMethod::KornGraubard => Method::KornGraubard,
        };
        interval(estimate, method, self.request.level, estimate.rows, estimate.df)
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

    fn numbers(&self, name: &str) -> Result<&'a [f64], Faults> {
        self.source.numbers(&self.prepared.frame, name)
    }

    fn categories(&self, name: &str) -> Text {
        self.prepared.frame.column(name).map_or_else(|| Text::of([None::<&str>]), Column::categories)
    }

    fn fault(&self, error: &sounding_statistics::variance::DesignError) -> Faults {
        design_fault(
            error,
            &self.source.path().display().to_string(),
            &self.request.design,
            &self.prepared.frame,
        )
    }

    fn note_missing(&self, values: &[&[f64]], names: &[&str], answer: &mut Answer) {
        let inside = |row: &usize| self.prepared.cells[*row] != OUTSIDE;
        let missing = (0..self.prepared.frame.rows)
            .filter(inside)
            .filter(|&row| values.iter().any(|column| column[row].is_nan()))
            .count();
        if missing > 0 {
            answer.warnings.push(format!(
                "{missing} rows have no value of {}; they count as outside the domain, and their units stay in the design",
                names.join(" or ")
            ));
        }
    }

    fn note_empty(&self, measure: &Measure, cell: u32, answer: &mut Answer) {
        let domain = &self.prepared.domains[cell as usize];
        let place = if domain.is_empty() { String::new() } else { format!(" in {}", domain.join(", ")) };
        answer.warnings.push(format!(
            "{measure}: no row{place} has a value and a positive weight, so there is no figure"
        ));
    }
}
