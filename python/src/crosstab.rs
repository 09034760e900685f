//! Cross-tables of two variables with Rao and Scott's test, in every domain.

use std::ops::Range;

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::proportion::shares;
use sounding_statistics::moments::Moments;
use sounding_statistics::tabulation::Crosstab;
use sounding_statistics::variance::Linearised;

use crate::answer::{Answer, Association};
use crate::categories::MISSING;
use crate::fault::Faults;
use crate::measures::{Estimator, Measure};

/// Cells of a table at most: their covariance has the square of it.
const CELLS: usize = 4_096;

impl Estimator<'_> {
    pub(crate) fn table(
        &self,
        measure: &Measure,
        a: &str,
        b: &str,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let sample = self.sample;
        sample.table.require([a, b])?;
        let (a, b) = (sample.table.categories(a)?, sample.table.categories(b)?);
        let (rows, columns) = (a.len(), b.len());
        self.domains.check(&measure.written(), rows * columns, CELLS)?;
        let pair = |(&a, &b): (&u32, &u32)| {
            if a == MISSING || b == MISSING { MISSING } else { a * columns as u32 + b }
        };
        let pairs: Vec<u32> = a.codes.iter().zip(&b.codes).map(pair).collect();
        let size = (rows * columns) as u32;
        let cells = self.domains.with(&pairs, rows * columns);
        self.note_lost(measure, &cells, answer);
        let moments = Moments::of(&sample.leaves, &cells, &sample.weights, &[]);
        let errors = self.share_errors(&cells, &moments, size)?;
        let replicated = match &sample.replicated {
            None => None,
            Some(replicated) => {
                let all = self.domains.labels.len() as u32 * size;
                // Shares of the whole in every replicate, whose totals differ: to linearise them would be another variance.
                let whole = |cell: u32| cell / size * size..(cell / size + 1) * size;
                let asked: Vec<Statistic> =
                    (0..all).map(|cell| Statistic::Share { cell, of: whole(cell) }).collect();
                Some(replicated.statistics(sample, &cells, &[], &moments, &asked)?)
            }
        };
        for cell in 0..self.domains.labels.len() as u32 {
            let range = cell * size..(cell + 1) * size;
            let found = shares(&self.context(), &moments, None, range.clone())
                .map_err(|error| sample.fault(&error))?;
            let Some(first) = found.first() else {
                self.note_empty(measure, cell, answer);
                continue;
            };
            let (n, mut df) = (first.rows as f64, first.df);
            for (at, mut estimate) in found.into_iter().enumerate() {
                if let Some(errors) = &errors {
                    self.replace(&mut estimate, errors[range.start as usize + at]);
                    df = estimate.df;
                }
                let labels = vec![a.label(at / columns), b.label(at % columns)];
                let interval = self.share_interval(&estimate);
                answer.figures.push(self.figure(measure, cell, labels, &estimate, interval));
            }
            let (start, k) = (range.start as usize, size as usize);
            let (cells, covariance) = if let Some(replicated) = &replicated {
                let covariance = |at: usize| replicated.covariance(start + at / k, start + at % k);
                (replicated.estimates[start..start + k].to_vec(), (0..k * k).map(covariance).collect())
            } else {
                let covariance = totals(&moments, range.clone())
                    .covariance(&sample.design, sample.single)
                    .map_err(|error| sample.fault(&error))?;
                let weight = |cell| moments.cell_sums(cell).map_or(0.0, |sums| sums.weight);
                (range.map(weight).collect(), covariance)
            };
            let test = Crosstab::new(rows, columns, cells, covariance)
                .map_err(|error| error.to_string())
                .and_then(|table| table.test(n, df).map_err(|error| error.to_string()));
            match test {
                Ok(test) => answer.tests.push(Association {
                    measure: measure.written(),
                    domain: self.domains.labels[cell as usize].clone(),
                    f: test.f.statistic,
                    df1: test.f.numerator,
                    df2: test.f.denominator,
                    p_value: test.f.p,
                    chi_squared: test.pearson,
                }),
                Err(reason) => {
                    let written = measure.written();
                    answer.warnings.push(format!("{written}: independence was not tested: {reason}"));
                }
            }
        }
        Ok(())
    }
}

/// Weight totals of neighbouring cells side by side, by leaf.
fn totals(moments: &Moments, cells: Range<u32>) -> Linearised {
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
