//! One measure at a time, in every domain.

use std::sync::Arc;

use sounding_statistics::estimation::function::{Function, function};
use sounding_statistics::estimation::proportion::{IntervalMethod, interval, shares};
use sounding_statistics::estimation::quantile::{
    QuantileInput, QuantileInterval, QuantileParams, QuantileRule, quantiles,
};
use sounding_statistics::estimation::spread::{Spread, spread};
use sounding_statistics::estimation::{Context, Estimate, Interval, Statistic, mean, ratio, total};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::variance::SinglePsu;

use crate::answer::{Answer, Figure};
use crate::domains::Domains;
use crate::fault::Faults;
use crate::sample::Sample;
use crate::table::Numbers;

/// Categories of a proportion at most.
const CATEGORIES: usize = 10_000;

/// One thing to estimate, in the words of the command line.
#[derive(Debug, Clone)]
pub(crate) enum Measure {
    Mean(String),
    Total(String),
    Ratio(String, String),
    Proportion(String),
    Quantile(String, f64),
    Table(String, String),
    Spread(Spread, Vec<String>),
    Function(Arc<Function>),
}

impl Measure {
    /// As it is written in the answer.
    pub(crate) fn written(&self) -> String {
        match self {
            Measure::Mean(y) => format!("mean({y})"),
            Measure::Total(y) => format!("total({y})"),
            Measure::Proportion(y) => format!("proportion({y})"),
            Measure::Ratio(y, x) => format!("ratio({y}/{x})"),
            Measure::Quantile(y, p) => format!("quantile({y}@{p})"),
            Measure::Table(a, b) => format!("table({a}*{b})"),
            Measure::Spread(spread, names) => {
                let kind = match spread {
                    Spread::Variance { .. } => "variance",
                    Spread::Deviation { .. } => "sd",
                    Spread::Covariance { .. } => "covariance",
                    Spread::Correlation { .. } => "correlation",
                };
                format!("{kind}({})", names.join("*"))
            }
            Measure::Function(function) => function.text().to_owned(),
        }
    }

    /// The numeric variables, in the order of the moments' expressions.
    fn numeric(&self) -> Vec<String> {
        match self {
            Measure::Mean(y) | Measure::Total(y) | Measure::Quantile(y, _) => vec![y.clone()],
            Measure::Ratio(y, x) => vec![y.clone(), x.clone()],
            Measure::Spread(_, names) => names.clone(),
            Measure::Function(function) => function.variables().to_vec(),
            Measure::Proportion(_) | Measure::Table(_, _) => Vec::new(),
        }
    }
}

/// Estimates measures in the same domains.
#[derive(Debug)]
pub(crate) struct Estimator<'a> {
    pub(crate) sample: &'a Sample,
    pub(crate) domains: &'a Domains,
    /// Confidence level.
    pub(crate) level: f64,
    /// Interval of proportions.
    pub(crate) ci: IntervalMethod,
    /// How quantiles are read off, and their interval.
    pub(crate) quantiles: (QuantileRule, QuantileInterval),
}

impl Estimator<'_> {
    /// Adds the figures of one measure.
    pub(crate) fn measure(&self, measure: &Measure, answer: &mut Answer) -> Result<(), Faults> {
        let names = measure.numeric();
        self.sample.table.require(names.iter().map(String::as_str))?;
        let values: Vec<Numbers> =
            names.iter().map(|name| self.sample.table.numbers(name)).collect::<Result<_, _>>()?;
        let values: Vec<&[f64]> = values.iter().map(|column| &column[..]).collect();
        self.note_missing(&values, &names, answer);
        match measure {
            Measure::Proportion(y) => self.proportion(measure, y, answer),
            Measure::Table(a, b) => self.table(measure, a, b, answer),
            Measure::Quantile(_, p) => self.quantile(measure, values[0], *p, answer),
            _ => self.values(measure, &values, answer),
        }
    }

    /// Measures that are functions of the moments of each domain.
    fn values(&self, measure: &Measure, values: &[&[f64]], answer: &mut Answer) -> Result<(), Faults> {
        let (sample, cells) = (self.sample, &self.domains.cells);
        let moments = Moments::of(&sample.leaves, cells, &sample.weights, values);
        let errors = self.replicate_errors(measure, values, &moments)?;
        for cell in 0..self.domains.labels.len() as u32 {
            let context = self.context();
            let found = match measure {
                Measure::Mean(_) => mean::mean(&context, &moments, None, cell, 0),
                Measure::Total(_) => total::total(&context, &moments, None, cell, 0),
                Measure::Spread(kind, _) => spread(&context, &moments, None, cell, *kind),
                Measure::Function(text) => function(&context, &moments, None, cell, text),
                _ => ratio::ratio(&context, &moments, None, cell, 0, 1),
            };
            let Some(mut estimate) = found.map_err(|error| sample.fault(&error))? else {
                self.note_empty(measure, cell, answer);
                continue;
            };
            if let Some(errors) = &errors {
                self.replace(&mut estimate, errors[cell as usize]);
            }
            let interval = estimate.interval(self.level);
            answer.figures.push(self.figure(measure, cell, Vec::new(), &estimate, interval));
        }
        Ok(())
    }

    fn replicate_errors(
        &self,
        measure: &Measure,
        values: &[&[f64]],
        moments: &Moments,
    ) -> Result<Option<Vec<f64>>, Faults> {
        let Some(replicated) = &self.sample.replicated else { return Ok(None) };
        let (sample, own) = (self.sample, &self.domains.cells);
        let cells = 0..self.domains.labels.len() as u32;
        if let Measure::Spread(kind, _) = measure {
            let spreads: Vec<(u32, Spread)> = cells.map(|cell| (cell, *kind)).collect();
            return replicated.spreads(sample, own, values, moments, &spreads).map(Some);
        }
        let statistics: Vec<Statistic> = cells
            .map(|cell| match measure {
                Measure::Total(_) => Statistic::Total { cell, expression: 0 },
                Measure::Ratio(_, _) => Statistic::Ratio { cell, y: 0, x: 1 },
                Measure::Function(function) => Statistic::Function { cell, function: function.clone() },
                _ => Statistic::Mean { cell, expression: 0 },
            })
            .collect();
        let found = replicated.statistics(sample, own, values, moments, &statistics)?;
        Ok(Some((0..statistics.len()).map(|at| found.standard_error(at)).collect()))
    }

    fn proportion(&self, measure: &Measure, y: &str, answer: &mut Answer) -> Result<(), Faults> {
        let sample = self.sample;
        let y = sample.table.categories(y)?;
        self.domains.check(&measure.written(), y.len(), CATEGORIES)?;
        let size = y.len() as u32;
        let cells = self.domains.with(&y.codes, y.len());
        self.note_lost(measure, &cells, answer);
        let moments = Moments::of(&sample.leaves, &cells, &sample.weights, &[]);
        let errors = self.share_errors(&cells, &moments, size)?;
        for cell in 0..self.domains.labels.len() as u32 {
            let found = shares(&self.context(), &moments, None, cell * size..(cell + 1) * size)
                .map_err(|error| sample.fault(&error))?;
            if found.is_empty() {
                self.note_empty(measure, cell, answer);
            }
            for (category, mut estimate) in found.into_iter().enumerate() {
                if let Some(errors) = &errors {
                    self.replace(&mut estimate, errors[cell as usize * y.len() + category]);
                }
                let interval = self.share_interval(&estimate);
                let label = vec![y.label(category)];
                answer.figures.push(self.figure(measure, cell, label, &estimate, interval));
            }
        }
        Ok(())
    }

    /// Standard errors of the shares of each domain's `size` categories, from replicates.
    pub(crate) fn share_errors(
        &self,
        cells: &[u32],
        moments: &Moments,
        size: u32,
    ) -> Result<Option<Vec<f64>>, Faults> {
        let Some(replicated) = &self.sample.replicated else { return Ok(None) };
        let all = self.domains.labels.len() as u32 * size;
        let share = |cell: u32| {
            let first = cell / size * size;
            Statistic::Share { cell, of: first..first + size }
        };
        let statistics: Vec<Statistic> = (0..all).map(share).collect();
        let found = replicated.statistics(self.sample, cells, &[], moments, &statistics)?;
        Ok(Some((0..all as usize).map(|at| found.standard_error(at)).collect()))
    }

    fn quantile(&self, measure: &Measure, values: &[f64], p: f64, answer: &mut Answer) -> Result<(), Faults> {
        let (sample, cells) = (self.sample, &self.domains.cells);
        let (leaves, weights) = (&sample.leaves, &sample.weights);
        let input = QuantileInput { leaves, cells, weights, values, patterns: None };
        let count = self.domains.labels.len() as u32;
        let (rule, interval) = self.quantiles;
        let params = QuantileParams { rule, interval, level: self.level, df: None };
        let found =
            quantiles(&self.context(), &input, count, &[p], &params).map_err(|error| sample.fault(&error))?;
        let errors = match &sample.replicated {
            Some(replicated) => Some(replicated.quantiles(sample, cells, values, count, (p, rule))?),
            None => None,
        };
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
                interval = estimate.interval(self.level);
            }
            answer.figures.push(self.figure(measure, cell as u32, Vec::new(), &estimate, interval));
        }
        Ok(())
    }

    pub(crate) fn context(&self) -> Context<'_> {
        // With replicates the linearised variance is not used, and a single unit must not stop it.
        let single = match self.sample.replicated {
            Some(_) => SinglePsu::Remove,
            None => self.sample.single,
        };
        Context { design: &self.sample.design, single, calibration: None }
    }

    /// Puts the replicates' standard error in the place of the linearised one.
    pub(crate) fn replace(&self, estimate: &mut Estimate, se: f64) {
        let Some(replicated) = &self.sample.replicated else { return };
        estimate.deff =
            estimate.deff.filter(|_| estimate.se > 0.0).map(|deff| deff * (se / estimate.se).powi(2));
        estimate.se = se;
        estimate.df = replicated.df(estimate.df);
    }

    pub(crate) fn share_interval(&self, estimate: &Estimate) -> Interval {
        interval(estimate, self.ci, self.level, estimate.rows, estimate.df)
    }

    pub(crate) fn figure(
        &self,
        measure: &Measure,
        cell: u32,
        category: Vec<String>,
        estimate: &Estimate,
        interval: Interval,
    ) -> Figure {
        Figure {
            measure: measure.written(),
            domain: self.domains.labels[cell as usize].clone(),
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

    fn note_missing(&self, values: &[&[f64]], names: &[String], answer: &mut Answer) {
        let inside = self.domains.cells.iter().enumerate().filter(|(_, cell)| **cell != OUTSIDE);
        let missing = inside.filter(|(row, _)| values.iter().any(|column| column[*row].is_nan())).count();
        if missing > 0 {
            answer.warnings.push(format!(
                "{missing} rows have no value of {}; they count as outside the domain, and their units stay in the design",
                names.join(" or ")
            ));
        }
    }

    /// The same of categories.
    pub(crate) fn note_lost(&self, measure: &Measure, cells: &[u32], answer: &mut Answer) {
        let pairs = self.domains.cells.iter().zip(cells);
        let missing = pairs.filter(|(domain, cell)| **domain != OUTSIDE && **cell == OUTSIDE).count();
        if missing > 0 {
            answer.warnings.push(format!(
                "{}: {missing} rows have no category; they count as outside the domain, and their units stay in the design",
                measure.written()
            ));
        }
    }

    pub(crate) fn note_empty(&self, measure: &Measure, cell: u32, answer: &mut Answer) {
        let domain = &self.domains.labels[cell as usize];
        let place = if domain.is_empty() { String::new() } else { format!(" in {}", domain.join(", ")) };
        answer.warnings.push(format!(
            "{}: no row{place} has a value and a positive weight, so there is no figure",
            measure.written()
        ));
    }
}
