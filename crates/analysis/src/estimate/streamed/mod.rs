//! Estimates from files of any length: the rows are read batch by batch and summed in pieces, so that memory goes with sampling units and
//! domains. The figures have the same bits as those of all rows in memory. Whatever is wrong with a file is left to the
//! path that has its rows, which says where it stands.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sounding_statistics::moments::{Moments, OUTSIDE, Pieces};
use sounding_statistics::numerics::Pairs;
use sounding_statistics::variance::{Design, DesignInput};

use super::design::design_fault;
use super::prepare::{DOMAIN, Prepared, columns};
use super::{Measure, Request, SinglePsuRule, VarianceMethod};
use crate::data::{Column, Frame, Growing, MISSING, Source, Text};
use crate::fault::Faults;

/// What is left of the rows.
#[derive(Debug)]
pub(crate) struct Streamed {
    pub(super) rows: u64,
    /// Sum of the weights.
    pub(super) population: f64,
    /// Sums of each measure.
    pub(super) sums: Vec<Summed>,
}

/// The sums of a measure.
#[derive(Debug)]
pub(super) struct Summed {
    pub(super) moments: Moments,
    /// Rows in the domain that have no value.
    pub(super) missing: u64,
    /// The categories of a proportion.
    pub(super) labels: Vec<String>,
}

/// The design and the sums of all measures; `None` where they need the rows, or where something is wrong with these.
pub(super) fn prepared(source: &Source, request: &Request) -> Result<Option<Prepared>, Faults> {
    let design = &request.design;
    let moments = |measure: &Measure| !matches!(measure, Measure::Quantile(_, _) | Measure::Table(_, _));
    // Corrections are checked row by row, and without units every row is one.
    let simple = design.fpc.is_empty() && design.unequal.is_none() && design.replicates.is_none();
    let simple = simple && design.second.is_none() && design.frames.is_none() && request.wave.is_none();
    // What asks for the order of the rows or for a number in each.
    let by_rows = request.single_psu == SinglePsuRule::Collapse
        || request.collapse_by.is_some()
        || request.order.is_some()
        || matches!(request.variance, VarianceMethod::Sdr(_));
    let possible = source.in_parts() && simple && !by_rows && !design.psu.is_empty();
    if !possible || !request.measures.iter().all(moments) {
        return Ok(None);
    }
    let names: Vec<&str> = columns(request).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let at = |name: &str| names.iter().position(|known| *known == name).unwrap_or_default();
    let mut rows = Rows {
        strata: design.strata.as_deref().map(at),
        stages: design.psu.iter().map(|name| at(name)).collect(),
        weights: design.weights.as_deref().map(at),
        domain: request.filter.as_ref().map(|_| at(DOMAIN)),
        by: request.by.iter().map(|name| (at(name), Numbers::default())).collect(),
        measures: request.measures.iter().map(|measure| Sums::new(measure, at)).collect(),
        units: Numbers::default(),
        count: 0,
        inside: false,
        population: -0.0,
    };
    let mut whole = true;
    let read = source.batches(&names, |columns, count| {
        whole = rows.take(columns, count).is_some();
        columns.iter_mut().for_each(Growing::clear);
        if whole { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    if !whole || !rows.inside {
        return Ok(None);
    }
    rows.finish(source, request, &read)
}

/// Where the columns are, and what the rows so far have been.
struct Rows {
    strata: Option<usize>,
    stages: Vec<usize>,
    weights: Option<usize>,
    domain: Option<usize>,
    /// The variables of the domains: each with the pairs of a domain of the variables before and its own category.
    by: Vec<(usize, Numbers)>,
    measures: Vec<Sums>,
    /// Stratum and unit.
    units: Numbers,
    count: u64,
    /// Whether any row is in the domain of study.
    inside: bool,
    population: f64,
}

/// The rows of a measure.
struct Sums {
    columns: Vec<usize>,
    pieces: Pieces,
    missing: u64,
    /// Domain and category of a proportion.
    crossed: Option<Numbers>,
}

impl Sums {
    fn new(measure: &Measure, at: impl Fn(&str) -> usize) -> Sums {
        let columns: Vec<usize> = measure.variables().into_iter().map(at).collect();
        let crossed = matches!(measure, Measure::Proportion(_)).then(Numbers::default);
        let expressions = if crossed.is_some() { 0 } else { columns.len() };
        Sums { columns, pieces: Pieces::new(expressions), missing: 0, crossed }
    }
}

impl Rows {
    /// Sums a batch; `None` where a row has no unit or no weight, or a text stands for a number.
    fn take(&mut self, columns: &mut [Growing], count: usize) -> Option<()> {
        let strata = self.strata.map_or_else(|| vec![0; count], |at| columns[at].codes());
        let stages: Vec<Vec<u32>> = self.stages.iter().map(|&at| columns[at].codes()).collect();
        if strata.contains(&MISSING) || stages.iter().any(|codes| codes.contains(&MISSING)) {
            return None;
        }
        let units: Vec<u32> =
            strata.iter().zip(&stages[0]).map(|(&h, &unit)| self.units.code(h, unit)).collect();
        let mut cells = match self.domain {
            Some(at) => {
                columns[at].numbers()?.iter().map(|in_it| if *in_it == 1.0 { 0 } else { OUTSIDE }).collect()
            }
            None => vec![0; count],
        };
        for (at, pairs) in &mut self.by {
            cross(&mut cells, &columns[*at].codes(), pairs);
        }
        let ones;
        let weights = if let Some(at) = self.weights {
            columns[at].numbers()?
        } else {
            ones = vec![1.0; count];
            &ones
        };
        if weights.iter().any(|weight| weight.is_nan() || *weight < 0.0) {
            return None;
        }
        self.count += count as u64;
        self.inside |= cells.iter().any(|&cell| cell != OUTSIDE);
        self.population = weights.iter().fold(self.population, |sum, weight| sum + weight);
        let weights = weights.to_vec();
        for sums in &mut self.measures {
            if let Some(pairs) = &mut sums.crossed {
                let mut cells = cells.clone();
                cross(&mut cells, &columns[sums.columns[0]].codes(), pairs);
                sums.pieces.push(&units, &cells, &weights, &[]);
                continue;
            }
            let values: Vec<&[f64]> =
                sums.columns.iter().map(|&at| columns[at].numbers()).collect::<Option<_>>()?;
            let lacks =
                |row: &usize| cells[*row] != OUTSIDE && values.iter().any(|column| column[*row].is_nan());
            sums.missing += (0..count).filter(lacks).count() as u64;
            sums.pieces.push(&units, &cells, &weights, &values);
        }
        Some(())
    }

    /// Numbers everything as the rows in memory are numbered.
    fn finish(
        self,
        source: &Source,
        request: &Request,
        columns: &[Growing],
    ) -> Result<Option<Prepared>, Faults> {
        let pairs = self.units.pairs.into_pairs();
        let mut frame = Frame::new(pairs.len());
        let mut coded =
            |name: Option<&str>, at: Option<usize>, codes: &mut dyn Iterator<Item = u32>| -> Vec<u32> {
                let Some(at) = at else { return codes.collect() };
                let (rank, labels) = columns[at].sorted();
                let codes: Vec<u32> = codes.map(|code| rank[code as usize]).collect();
                let text = Text { codes: codes.clone(), labels };
                frame.insert(name.unwrap_or_default(), Column::Text(text));
                codes
            };
        let design = &request.design;
        let strata = coded(design.strata.as_deref(), self.strata, &mut pairs.iter().map(|pair| pair.0));
        let stage = self.stages.first().copied();
        let units =
            coded(design.psu.first().map(String::as_str), stage, &mut pairs.iter().map(|pair| pair.1));
        let input = DesignInput {
            rows: pairs.len(),
            strata: self.strata.map(|_| strata.as_slice()),
            stages: &[&units],
            fpc: &[],
        };
        let file = source.path().display().to_string();
        let (tree, leaves) =
            Design::new(&input).map_err(|error| design_fault(&error, &file, design, &frame))?;
        // Of every domain the place of its category of each variable.
        let mut domains: Vec<Vec<u32>> = vec![Vec::new()];
        let mut labels = Vec::new();
        for (at, pairs) in self.by {
            let (rank, own) = columns[at].sorted();
            let longer = |(before, code): (u32, u32)| {
                [domains[before as usize].as_slice(), &[rank[code as usize]]].concat()
            };
            domains = pairs.pairs.into_pairs().into_iter().map(longer).collect();
            labels.push(own);
        }
        let mut order: Vec<usize> = (0..domains.len()).collect();
        order.sort_unstable_by(|&a, &b| domains[a].cmp(&domains[b]));
        let mut cells = vec![0; domains.len()];
        order.iter().zip(0..).for_each(|(&domain, rank)| cells[domain] = rank);
        let named = |&domain: &usize| -> Vec<String> {
            domains[domain].iter().zip(&labels).map(|(&code, labels)| labels[code as usize].clone()).collect()
        };
        let sums = self.measures.into_iter().map(|sums| sums.finish(columns, &leaves, &cells)).collect();
        Ok(Some(Prepared {
            design: tree,
            leaves: Vec::new(),
            weights: Vec::new(),
            cells: Vec::new(),
            domains: order.iter().map(named).collect(),
            single: request.single_psu.into(),
            joined: Vec::new(),
            streamed: Some(Streamed { rows: self.count, population: self.population, sums }),
            frame,
        }))
    }
}

impl Sums {
    fn finish(self, columns: &[Growing], leaves: &[u32], cells: &[u32]) -> Summed {
        let Some(pairs) = self.crossed else {
            let moments = self.pieces.finish(leaves, cells);
            return Summed { moments, missing: self.missing, labels: Vec::new() };
        };
        let (rank, labels) = columns[self.columns[0]].sorted();
        let size = labels.len() as u32;
        let crossed = |(cell, code): (u32, u32)| cells[cell as usize] * size + rank[code as usize];
        let crossed: Vec<u32> = pairs.pairs.into_pairs().into_iter().map(crossed).collect();
        Summed { moments: self.pieces.finish(leaves, &crossed), missing: 0, labels }
    }
}

/// Each row's cell with its category, numbered by first appearance; outside where either is missing.
fn cross(cells: &mut [u32], codes: &[u32], pairs: &mut Numbers) {
    for (cell, &code) in cells.iter_mut().zip(codes) {
        let whole = *cell != OUTSIDE && code != MISSING;
        *cell = if whole { pairs.code(*cell, code) } else { OUTSIDE };
    }
}

/// Pairs in order of appearance, with a place for each where both codes are small: most of them are.
#[derive(Debug)]
struct Numbers {
    /// One more than the number of the pair.
    near: Vec<u32>,
    pairs: Pairs,
}

/// Codes below these have a place. A page that is never touched takes no memory.
const NEAR: [usize; 2] = [1 << 10, 1 << 12];

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers { near: vec![0; NEAR[0] * NEAR[1]], pairs: Pairs::new() }
    }
}

impl Numbers {
    fn code(&mut self, a: u32, b: u32) -> u32 {
        let (high, low) = (a as usize, b as usize);
        if high >= NEAR[0] || low >= NEAR[1] {
            return self.pairs.code(a, b);
        }
        let place = &mut self.near[high * NEAR[1] + low];
        if *place == 0 {
            *place = self.pairs.code(a, b) + 1;
        }
        *place - 1
    }
}
