//! One measure at a time, in every domain.

use sounding_statistics::estimation::proportion::{IntervalMethod as Method, interval, shares};
use sounding_statistics::estimation::quantile::{QuantileInput, quantile};
use sounding_statistics::estimation::{Context, Estimate, Interval, mean, ratio, total};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::tabulation::Crosstab;
use sounding_statistics::variance::Linearised;

use super::prepare::{Prepared, design_fault};
use super::replicates::Replicated;
use super::{Answer, Association, Figure, IntervalMethod, Measure, Request, VarianceMethod};
use crate::data::{Column, MISSING, Source, Text};
use crate::fault::Faults;

/// Estimates measures under one design.
pub(super) struct Estimator<'a> {
    source: &'a Source,
    request: &'a Request,
    prepared: &'a Prepared,
    replicated: Option<Replicated>,
}

impl<'a> Estimator<'a> {
    pub(super) fn new(
        source: &'a Source,
        request: &'a Request,
        prepared: &'a Prepared,
    ) -> Result<Estimator<'a>, Faults> {
        let replicated = match request.variance {
            VarianceMethod::Taylor => None,
            _ => Some(Replicated::new(source, request, prepared)?),
        };
        Ok(Estimator { source, request, prepared, replicated })
    }

    /// Adds the figures of one measure.
    pub(super) fn measure(&self, measure: &Measure, answer: &mut Answer) -> Result<(), Faults> {
        match measure {
            Measure::Mean(y) | Measure::Total(y) => {
                let values = [self.numbers(y)?];
                self.note_missing(&values, &[y], answer);
                self.values(measure, &values, answer)
            }
            Measure::Ratio(y, x) => {
                let values = [self.numbers(y)?, self.numbers(x)?];
                self.note_missing(&values, &[y, x], answer);
                self.values(measure, &values, answer)
            }
            Measure::Quantile(y, p) => {
                let values = self.numbers(y)?;
                self.note_missing(&[values], &[y], answer);
                self.quantile(measure, values, *p, answer)
            }
            Measure::Proportion(y) => self.proportion(measure, &self.categories(y), answer),
            Measure::Table(a, b) => self.table(measure, &self.categories(a), &self.categories(b), answer),
        }
    }

    fn values(&self, measure: &Measure, values: &[&[f64]], answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let moments = Moments::of(&prepared.leaves, &prepared.cells, &prepared.weights, values);
        let standard_errors =
            self.replicated.as_ref().map(|replicated| replicated.values(measure, prepared, values));
        for cell in 0..prepared.domains.len() as u32 {
            let context = self.context();
            let estimate = match measure {
                Measure::Mean(_) => mean::mean(&context, &moments, None, cell, 0),
                Measure::Total(_) => total::total(&context, &moments, None, cell, 0),
                _ => ratio::ratio(&context, &moments, None, cell, 0, 1),
            };
            let estimate = estimate.map_err(|error| self.fault(&error))?;
            let Some(mut estimate) = estimate else {
                self.note_empty(measure, cell, answer);
                continue;
            };
            if let Some(errors) = &standard_errors {
                estimate.deff =
                    estimate.deff.map(|deff| deff * (errors[cell as usize] / estimate.se).powi(2));
                estimate.se = errors[cell as usize];
            }
            let interval = estimate.interval(self.request.level);
            answer.figures.push(self.figure(measure, cell, Vec::new(), &estimate, interval));
        }
        Ok(())
    }

    fn proportion(&self, measure: &Measure, y: &Text, answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let categories = y.labels.len() as u32;
        let cells = crossed(&prepared.cells, y);
        let moments = Moments::of(&prepared.leaves, &cells, &prepared.weights, &[]);
        let errors =
            self.replicated.as_ref().map(|replicated| replicated.shares(prepared, &cells, categories));
        for cell in 0..prepared.domains.len() as u32 {
            let found = shares(&self.context(), &moments, None, cell * categories..(cell + 1) * categories)
                .map_err(|error| self.fault(&error))?;
            if found.is_empty() {
                self.note_empty(measure, cell, answer);
            }
            for (category, mut estimate) in found.into_iter().enumerate() {
                if let Some(errors) = &errors {
                    estimate.se = errors[cell as usize * categories as usize + category];
                    estimate.deff = None;
                }
                let interval = share_interval(&estimate, self.request);
                answer.figures.push(self.figure(
                    measure,
                    cell,
                    vec![y.labels[category].clone()],
                    &estimate,
                    interval,
                ));
            }
        }
        Ok(())
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
        let domains = prepared.domains.len() as u32;
        let found = quantile(&self.context(), &input, domains, p, self.request.level, None)
            .map_err(|error| self.fault(&error))?;
        for (cell, quantile) in found.into_iter().enumerate() {
            let cell = cell as u32;
            let Some(quantile) = quantile else {
                self.note_empty(measure, cell, answer);
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
            if let Some(replicated) = &self.replicated {
                estimate.se = replicated.quantile(prepared, values, cell, p);
                interval = estimate.interval(self.request.level);
            }
            answer.figures.push(self.figure(measure, cell, Vec::new(), &estimate, interval));
        }
        Ok(())
    }

    fn table(&self, measure: &Measure, a: &Text, b: &Text, answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let (rows, columns) = (a.labels.len(), b.labels.len());
        let crossed = crossed_pair(a, b);
        let cells = crossed_codes(&prepared.cells, &crossed, (rows * columns) as u32);
        let size = (rows * columns) as u32;
        let moments = Moments::of(&prepared.leaves, &cells, &prepared.weights, &[]);
        let context = self.context();
        for cell in 0..prepared.domains.len() as u32 {
            let range = cell * size..(cell + 1) * size;
            let found =
                shares(&context, &moments, None, range.clone()).map_err(|error| self.fault(&error))?;
            if found.is_empty() {
                self.note_empty(measure, cell, answer);
                continue;
            }
            let (n, df) = (found[0].rows, found[0].df);
            let errors = self.replicated.as_ref().map(|replicated| replicated.shares(prepared, &cells, size));
            for (at, mut estimate) in found.into_iter().enumerate() {
                if let Some(errors) = &errors {
                    estimate.se = errors[(range.start as usize) + at];
                    estimate.deff = None;
                }
                let category = vec![a.labels[at / columns].clone(), b.labels[at % columns].clone()];
                let interval = share_interval(&estimate, self.request);
                answer.figures.push(self.figure(measure, cell, category, &estimate, interval));
            }
            let totals = totals(&moments, range);
            let covariance = match &self.replicated {
                Some(replicated) => {
                    replicated.totals_covariance(prepared, &cells, cell * size, size as usize)
                }
                None => totals
                    .covariance(&prepared.design, prepared.single)
                    .map_err(|error| self.fault(&error))?,
            };
            let sums: Vec<f64> = (0..size as usize)
                .map(|at| moments.cell_sums(cell * size + at as u32).map_or(0.0, |sums| sums.weight))
                .collect();
            let test = Crosstab::new(rows, columns, sums, covariance)
                .map_err(|error| error.to_string())
                .and_then(|table| table.test(n as f64, df).map_err(|error| error.to_string()));
            match test {
                Ok(test) => answer.tests.push(Association {
                    measure: measure.to_string(),
                    domain: prepared.domains[cell as usize].clone(),
                    f: test.f.statistic,
                    df1: test.f.numerator,
                    df2: test.f.denominator,
                    p_value: test.f.p,
                    chi_squared: test.pearson,
                }),
                Err(reason) => {
                    answer.warnings.push(format!("{measure}: independence was not tested: {reason}"));
                }
            }
        }
        Ok(())
    }

    fn context(&self) -> Context<'_> {
        // With replicates the linearised variance is not used, and a single unit must not stop it.
        let single = match self.replicated {
            Some(_) => sounding_statistics::variance::SinglePsu::Remove,
            None => self.prepared.single,
        };
        Context { design: &self.prepared.design, single, calibration: None }
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

    fn note_missing(&self, values: &[&[f64]], names: &[&String], answer: &mut Answer) {
        let inside = |row: &usize| self.prepared.cells[*row] != OUTSIDE;
        let missing = (0..self.prepared.frame.rows)
            .filter(inside)
            .filter(|&row| values.iter().any(|column| column[row].is_nan()))
            .count();
        if missing > 0 {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
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

/// The interval of a share that the request asks for.
pub(super) fn share_interval(estimate: &Estimate, request: &Request) -> Interval {
    let method = match request.interval {
        IntervalMethod::Wald => Method::Wald,
        IntervalMethod::Logit => Method::Logit,
        IntervalMethod::Wilson => Method::Wilson,
        IntervalMethod::KornGraubard => Method::KornGraubard,
    };
    interval(estimate, method, request.level, estimate.rows, estimate.df)
}

/// Cell × category, outside where either is missing.
fn crossed(cells: &[u32], y: &Text) -> Vec<u32> {
    crossed_codes(cells, &y.codes, y.labels.len() as u32)
}

fn crossed_codes(cells: &[u32], codes: &[u32], size: u32) -> Vec<u32> {
    cells
        .iter()
        .zip(codes)
        .map(|(&cell, &code)| if cell == OUTSIDE || code == MISSING { OUTSIDE } else { cell * size + code })
        .collect()
}

fn crossed_pair(a: &Text, b: &Text) -> Vec<u32> {
    let columns = b.labels.len() as u32;
    a.codes
        .iter()
        .zip(&b.codes)
        .map(|(&a, &b)| if a == MISSING || b == MISSING { MISSING } else { a * columns + b })
        .collect()
}

/// Weight totals of neighbouring cells side by side, by leaf.
pub(super) fn totals(moments: &Moments, cells: std::ops::Range<u32>) -> Linearised {
    let k = cells.len();
    let mut entries: Vec<(u32, usize, f64)> = cells
        .enumerate()
        .flat_map(|(at, cell)| moments.cell(cell).map(move |slot| (slot.unit, at, slot.weight)))
        .collect();
    entries.sort_unstable_by_key(|&(leaf, at, _)| (leaf, at));
    let mut linearised = Linearised { estimates: k, ..Linearised::default() };
    for group in entries.chunk_by(|a, b| a.0 == b.0) {
        let start = linearised.totals.len();
        linearised.leaves.push(group[0].0);
        linearised.totals.resize(start + k, 0.0);
        for &(_, at, weight) in group {
            linearised.totals[start + at] = weight;
        }
    }
    linearised
}
