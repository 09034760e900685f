//! Shares of categories, and cross-tables with their test.

use sounding_statistics::estimation::Statistic;
use sounding_statistics::estimation::proportion::shares;
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::tabulation::Crosstab;
use sounding_statistics::variance::Linearised;
use sounding_statistics::variance::replicates::ReplicateEstimates;

use crate::data::{MISSING, Text};
use crate::estimate::replicates::Rows;
use crate::estimate::sampled::Sampled;
use crate::estimate::{Answer, Association, Measure};
use crate::fault::Faults;

impl Sampled<'_> {
    pub(super) fn proportion(&self, measure: &Measure, y: &Text, answer: &mut Answer) -> Result<(), Faults> {
        let prepared = self.prepared;
        let size = y.labels.len() as u32;
        let cells = crossed(&prepared.cells, &y.codes, size);
        let moments = Moments::of(&prepared.leaves, &cells, &prepared.weights, &[]);
        self.shares(measure, &y.labels, &moments, Some((&cells, &[])), answer)
    }

    /// The share of every category in every domain from the moments of their crossing.
    pub(super) fn shares(
        &self,
        measure: &Measure,
        labels: &[String],
        moments: &Moments,
        rows: Rows<'_>,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let size = labels.len() as u32;
        let replicates = self.replicated_shares(moments, rows, size);
        let cross = self.cross_of(rows);
        for cell in 0..self.prepared.domains.len() as u32 {
            let found = shares(&self.context(), moments, cross.as_ref(), cell * size..(cell + 1) * size)
                .map_err(|error| self.fault(&error))?;
            if found.is_empty() {
                self.note_empty(measure, cell, answer);
            }
            for (category, mut estimate) in found.into_iter().enumerate() {
                if let Some(replicates) = &replicates {
                    self.replace(&mut estimate, replicates.standard_error((cell * size) as usize + category));
                }
                let interval = self.share_interval(&estimate);
                let category = vec![labels[category].clone()];
                answer.figures.push(self.figure(measure, cell, category, &estimate, interval));
            }
        }
        Ok(())
    }

    pub(super) fn table(
        &self,
        measure: &Measure,
        a: &Text,
        b: &Text,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let prepared = self.prepared;
        let size = (a.labels.len() * b.labels.len()) as u32;
        let cells = crossed(&prepared.cells, &crossed_pair(a, b), size);
        let moments = Moments::of(&prepared.leaves, &cells, &prepared.weights, &[]);
        self.cross_table(measure, [&a.labels, &b.labels], &moments, Some((&cells, &[])), answer)
    }

    /// A cross-table in every domain from the moments of domain, row and column, with its test.
    pub(super) fn cross_table(
        &self,
        measure: &Measure,
        [a, b]: [&[String]; 2],
        moments: &Moments,
        of_rows: Rows<'_>,
        answer: &mut Answer,
    ) -> Result<(), Faults> {
        let prepared = self.prepared;
        let (rows, columns) = (a.len(), b.len());
        let size = (rows * columns) as u32;
        let context = self.context();
        let replicates = self.replicated_shares(moments, of_rows, size);
        for cell in 0..prepared.domains.len() as u32 {
            let range = cell * size..(cell + 1) * size;
            let found = shares(&context, moments, None, range.clone()).map_err(|error| self.fault(&error))?;
            if found.is_empty() {
                self.note_empty(measure, cell, answer);
                continue;
            }
            let n = found[0].rows;
            let mut df = found[0].df;
            for (at, mut estimate) in found.into_iter().enumerate() {
                if let Some(replicates) = &replicates {
                    self.replace(&mut estimate, replicates.standard_error(range.start as usize + at));
                    df = estimate.df;
                }
                let category = vec![a[at / columns].clone(), b[at % columns].clone()];
                let interval = self.share_interval(&estimate);
                answer.figures.push(self.figure(measure, cell, category, &estimate, interval));
            }
            let (cells, covariance) = if let Some(replicated) = self.replicated {
                // Shares of the whole in every replicate, whose totals differ: to linearise them would be another variance.
                replicated.shares_covariance(moments, of_rows, range)
            } else {
                let covariance = totals(moments, range.clone())
                    .covariance(&prepared.design, prepared.single)
                    .map_err(|error| self.fault(&error))?;
                let weight = |cell| moments.cell_sums(cell).map_or(0.0, |sums| sums.weight);
                (range.map(weight).collect(), covariance)
            };
            let test = Crosstab::new(rows, columns, cells, covariance)
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

    /// Shares in neighbouring groups of `size` cells, where there are replicates.
    fn replicated_shares(&self, moments: &Moments, rows: Rows<'_>, size: u32) -> Option<ReplicateEstimates> {
        let replicated = self.replicated?;
        let of = |cell: u32| cell / size * size..(cell / size + 1) * size;
        let all = 0..self.prepared.domains.len() as u32 * size;
        let asked: Vec<Statistic> = all.map(|cell| Statistic::Share { cell, of: of(cell) }).collect();
        Some(replicated.statistics(moments, rows, &asked))
    }
}

/// Cell × category, outside where either is missing.
fn crossed(cells: &[u32], codes: &[u32], size: u32) -> Vec<u32> {
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
fn totals(moments: &Moments, cells: std::ops::Range<u32>) -> Linearised {
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
