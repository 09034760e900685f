//! Figures from moments, measure by measure.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::function::function;
use sounding_statistics::estimation::proportion::shares;
use sounding_statistics::estimation::{Context, Estimate, Interval, Statistic, mean, ratio, total};
use sounding_statistics::moments::Moments;
use sounding_statistics::tabulation::Crosstab;
use sounding_statistics::variance::replicates::{ReplicateEstimates, Replicates, replicate_statistics};
use sounding_statistics::variance::{DesignError, SinglePsu};

use super::gather::Gathered;
use super::units::Units;
use crate::data::{Source, Text};
use crate::estimate::measures::{share_interval, statistic, totals};
use crate::estimate::prepare::facts;
use crate::estimate::replicates::{Given, made};
use crate::estimate::{Answer, Association, Figure, Measure, Request, VarianceMethod, design_fault};
use crate::fault::Faults;

/// Makes figures under one design.
pub(super) struct Figures<'a> {
    source: &'a Source,
    request: &'a Request,
    units: &'a Units,
    replicates: Option<Replicates>,
    psus: Vec<u32>,
    domains: Vec<Vec<String>>,
    pub(super) answer: Answer,
}

impl<'a> Figures<'a> {
    pub(super) fn new(
        source: &'a Source,
        request: &'a Request,
        units: &'a Units,
    ) -> Result<Figures<'a>, Faults> {
        let single = request.single_psu.into();
        let replicates = match request.variance {
            VarianceMethod::Taylor => None,
            _ => Some(made(
                source,
                request,
                &units.design,
                &units.frame,
                single,
                &Given { order: &[], independent: &[] },
            )?),
        };
        let answer = Answer {
            figures: Vec::new(),
            tests: Vec::new(),
            design: facts(request, &units.design, units.rows, 0.0),
            warnings: Vec::new(),
        };
        let psus = match &replicates {
            Some(replicates) => replicates.units_of_leaves(&units.design),
            None => Vec::new(),
        };
        Ok(Figures { source, request, units, replicates, psus, domains: Vec::new(), answer })
    }

    /// The groups that the next figures come from.
    pub(super) fn about(&mut self, gathered: &Gathered) {
        self.domains.clone_from(&gathered.domains);
        self.answer.design.population = gathered.population;
    }

    /// A mean, total or ratio in every domain.
    pub(super) fn values(
        &mut self,
        measure: &Measure,
        moments: &Moments,
        missing: u64,
    ) -> Result<(), Faults> {
        if missing > 0 {
            self.answer.warnings.push(format!(
                "{missing} rows have no value of {}; they count as outside the domain, and their units stay in the design",
                measure.variables().join(" or ")
            ));
        }
        let cells = self.domains.len() as u32;
        let statistics: Vec<Statistic> = (0..cells).filter_map(|cell| statistic(measure, cell)).collect();
        let replicated = self.replicated(moments, &statistics);
        for cell in 0..cells {
            let context = self.context();
            let estimate = match measure {
                Measure::Total(_) => total::total(&context, moments, None, cell, 0),
                Measure::Ratio(_, _) => ratio::ratio(&context, moments, None, cell, 0, 1),
                Measure::Function(of) => function(&context, moments, None, cell, of),
                _ => mean::mean(&context, moments, None, cell, 0),
            };
            let Some(mut estimate) = estimate.map_err(|error| self.fault(&error))? else {
                self.note_empty(measure, cell);
                continue;
            };
            if let Some(replicated) = &replicated {
                replace(&mut estimate, replicated, cell as usize);
            }
            let interval = estimate.interval(self.request.level);
            self.figure(measure, cell, Vec::new(), &estimate, interval);
        }
        Ok(())
    }

    /// The shares of all categories in every domain; of two variables with a test of independence.
    pub(super) fn categories(
        &mut self,
        measure: &Measure,
        texts: &[Text],
        moments: &Moments,
    ) -> Result<(), Faults> {
        let sizes: Vec<usize> = texts.iter().map(|text| text.labels.len()).collect();
        let size = sizes.iter().product::<usize>() as u32;
        for cell in 0..self.domains.len() as u32 {
            let range = cell * size..(cell + 1) * size;
            let found =
                shares(&self.context(), moments, None, range.clone()).map_err(|error| self.fault(&error))?;
            let Some(first) = found.first() else {
                self.note_empty(measure, cell);
                continue;
            };
            let (n, df) = (first.rows, first.df);
            let share = |cell| Statistic::Share { cell, of: range.clone() };
            let replicated = self.replicated(moments, &range.clone().map(share).collect::<Vec<_>>());
            for (at, mut estimate) in found.into_iter().enumerate() {
                if let Some(replicated) = &replicated {
                    replace(&mut estimate, replicated, at);
                }
                let last = sizes.last().copied().unwrap_or(1).max(1);
                let category = match texts {
                    [a, b] => vec![a.labels[at / last].clone(), b.labels[at % last].clone()],
                    _ => texts.iter().map(|text| text.labels[at].clone()).collect(),
                };
                let interval = share_interval(&estimate, self.request);
                self.figure(measure, cell, category, &estimate, interval);
            }
            if let [rows, columns] = sizes[..] {
                self.test(measure, cell, moments, (rows, columns), (n, df))?;
            }
        }
        Ok(())
    }

    fn test(
        &mut self,
        measure: &Measure,
        cell: u32,
        moments: &Moments,
        (rows, columns): (usize, usize),
        (n, df): (u64, f64),
    ) -> Result<(), Faults> {
        let size = (rows * columns) as u32;
        let range = cell * size..(cell + 1) * size;
        let weights: Vec<Statistic> = range.clone().map(|cell| Statistic::Weight { cell }).collect();
        let covariance = match self.replicated(moments, &weights) {
            Some(found) => {
                let k = weights.len();
                (0..k * k).map(|at| found.covariance(at / k, at % k)).collect()
            }
            None => totals(moments, range.clone())
                .covariance(&self.units.design, self.request.single_psu.into())
                .map_err(|error| self.fault(&error))?,
        };
        let sums = range.map(|cell| moments.cell_sums(cell).map_or(0.0, |sums| sums.weight)).collect();
        let test = Crosstab::new(rows, columns, sums, covariance)
            .map_err(|error| error.to_string())
            .and_then(|table| table.test(n as f64, df).map_err(|error| error.to_string()));
        match test {
            Ok(test) => self.answer.tests.push(Association {
                measure: measure.to_string(),
                domain: self.domains[cell as usize].clone(),
                f: test.f.statistic,
                df1: test.f.numerator,
                df2: test.f.denominator,
                p_value: test.f.p,
                chi_squared: test.pearson,
            }),
            Err(reason) => {
                self.answer.warnings.push(format!("{measure}: independence was not tested: {reason}"));
            }
        }
        Ok(())
    }

    fn replicated(&self, moments: &Moments, statistics: &[Statistic]) -> Option<ReplicateEstimates> {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.replicates.as_ref().map(|replicates| {
            replicate_statistics(replicates, moments, &self.psus, statistics, replicates.centre(), threads)
        })
    }

    fn context(&self) -> Context<'a> {
        // With replicates the linearised variance is not used, and a single unit must not stop it.
        let single = match self.replicates {
            Some(_) => SinglePsu::Remove,
            None => self.request.single_psu.into(),
        };
        Context { design: &self.units.design, single, calibration: None }
    }

    fn figure(
        &mut self,
        measure: &Measure,
        cell: u32,
        category: Vec<String>,
        estimate: &Estimate,
        interval: Interval,
    ) {
        self.answer.figures.push(Figure {
            measure: measure.to_string(),
            domain: self.domains[cell as usize].clone(),
            category,
            n: estimate.rows,
            value: estimate.value,
            se: estimate.se,
            low: interval.low,
            high: interval.high,
            df: estimate.df,
            deff: estimate.deff,
        });
    }

    fn fault(&self, error: &DesignError) -> Faults {
        let file = self.source.path().display().to_string();
        design_fault(error, &file, &self.request.design, &self.units.frame)
    }

    fn note_empty(&mut self, measure: &Measure, cell: u32) {
        let domain = &self.domains[cell as usize];
        let place = if domain.is_empty() { String::new() } else { format!(" in {}", domain.join(", ")) };
        self.answer.warnings.push(format!(
            "{measure}: no row{place} has a value and a positive weight, so there is no figure"
        ));
    }
}

/// Puts the replicates' standard error in the place of the linearised one.
fn replace(estimate: &mut Estimate, replicated: &ReplicateEstimates, at: usize) {
    let se = replicated.standard_error(at);
    estimate.deff = estimate.deff.filter(|_| estimate.se > 0.0).map(|deff| deff * (se / estimate.se).powi(2));
    estimate.se = se;
    estimate.df = estimate.df.min(replicated.degrees_of_freedom as f64);
}
