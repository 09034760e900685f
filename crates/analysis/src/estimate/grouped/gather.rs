//! The queries that sum by leaf and domain, and the moments that their groups make.

use sounding_statistics::moments::{Group, Moments, OUTSIDE};
use sounding_survey::Place;

use super::plan::{Exact, all, count, count_not, finite, name, number, present};
use super::units::{Range, Units};
use super::{categories, numbers};
use crate::data::{Frame, MISSING, Source, Text};
use crate::estimate::prepare::DOMAIN;
use crate::estimate::{Measure, Request};
use crate::fault::Faults;

/// The groups of one query: the leaf and the domain of each.
pub(super) struct Gathered {
    frame: Frame,
    leaves: Vec<u32>,
    /// Domain of each group, or outside.
    cells: Vec<u32>,
    /// Labels of each domain.
    pub(super) domains: Vec<Vec<String>>,
    /// Sum of all weights.
    pub(super) population: f64,
}

/// What every query says in the same way.
pub(super) struct Words<'a> {
    source: &'a Source,
    request: &'a Request,
    units: &'a Units,
    /// A row is in the domain of study; `None` where all are.
    inside: Option<String>,
    weight: String,
    /// A row has a weight.
    weighted: String,
}

impl<'a> Words<'a> {
    pub(super) fn new(source: &'a Source, request: &'a Request, units: &'a Units) -> Words<'a> {
        let mut conditions: Vec<String> = Vec::new();
        if request.filter.is_some() {
            conditions.push(format!("{} = 1", name(DOMAIN)));
        }
        for by in &request.by {
            conditions.push(present(by, source.is_number(by) == Some(true)));
        }
        let weights = request.design.weights.as_deref();
        let weight = weights.map_or_else(|| "CAST(1.0 AS DOUBLE)".to_owned(), number);
        let weighted =
            weights.map_or_else(|| "TRUE".to_owned(), |weights| format!("{} > 0.0", number(weights)));
        let inside = (!conditions.is_empty()).then(|| all(&conditions));
        Words { source, request, units, inside, weight, weighted }
    }

    /// Sums of several measures of values in one query, each over the rows that have all of its values.
    pub(super) fn values(&self, measures: &[Vec<Summed<'_>>]) -> Result<Gathered, Faults> {
        let mut sums = Vec::new();
        for (at, values) in measures.iter().enumerate().filter(|(_, values)| !values.is_empty()) {
            let kept: Vec<String> = values.iter().map(|value| finite(&value.number)).collect();
            sums.push((column(at, "missing"), count_not(&all(&kept))));
            let valid = all(&[vec![self.weighted.clone()], kept].concat());
            sums.extend(self.weights(at, &valid));
            for (i, value) in values.iter().enumerate() {
                let term = format!("{} * {}", self.weight, value.number);
                sums.push((column(at, &format!("value {i}")), self.value(*value.range).sum(&valid, &term)));
                for (j, other) in values.iter().enumerate().take(i + 1) {
                    let term = format!("{} * {} * {}", self.weight, value.centred(), other.centred());
                    let exact = self.product(*value.range, *other.range);
                    sums.push((column(at, &format!("product {i} {j}")), exact.sum(&valid, &term)));
                }
            }
        }
        self.gather(&[], sums)
    }

    /// Weights by the categories of the variables, which come as further keys.
    pub(super) fn categories(&self, variables: &[&str]) -> Result<Gathered, Faults> {
        let sums = self.weights(0, &self.weighted).to_vec();
        self.gather(variables, sums)
    }

    fn gather(&self, variables: &[&str], mut sums: Vec<(String, String)>) -> Result<Gathered, Faults> {
        // Rows outside the domain of study are one group for each category, whatever their unit.
        let key = |column: &str| match &self.inside {
            Some(inside) => format!("CASE WHEN {inside} THEN {} END", name(column)),
            None => name(column),
        };
        let mut keys: Vec<(String, String)> = Vec::new();
        for (at, unit) in self.units.keys.iter().enumerate() {
            keys.push((numbered("unit", at), key(unit)));
        }
        for (at, by) in self.request.by.iter().enumerate() {
            keys.push((numbered("by", at), key(by)));
        }
        for (at, variable) in variables.iter().enumerate() {
            keys.push((numbered("category", at), name(variable)));
        }
        sums.push((POPULATION.to_owned(), self.heft().sum("TRUE", &self.weight)));
        let frame = self.source.grouped(&keys, &sums)?;
        let names: Vec<String> = (0..self.units.keys.len()).map(|at| numbered("unit", at)).collect();
        let leaves = self.units.leaves(&frame, &names);
        let (cells, domains) = domains(&frame, &leaves, self.request.by.len()).ok_or_else(|| {
            Faults::one(
                "E-EST-008",
                Place::file(self.source.path().display().to_string()),
                "no row is in the domain of study",
                "look at the condition, and at the values that the file has",
            )
        })?;
        let population = match &self.units.leaf_weights {
            None => in_order(numbers(&frame, POPULATION).iter().map(|sum| self.heft().read(*sum))),
            Some(weights) => weights.iter().zip(&self.units.leaf_rows).map(|(w, &n)| w * n as f64).sum(),
        };
        Ok(Gathered { frame, leaves, cells, domains, population })
    }

    /// Rows, weights and their squares.
    fn weights(&self, at: usize, valid: &str) -> [(String, String); 3] {
        [
            (column(at, "rows"), count(valid)),
            (column(at, "weight"), self.heft().sum(valid, &self.weight)),
            (column(at, "square"), self.square().sum(valid, &format!("{0} * {0}", self.weight))),
        ]
    }

    /// The moments of a measure of values; the second is how many rows inside have no value.
    pub(super) fn moments(&self, gathered: &Gathered, at: usize, values: &[Summed<'_>]) -> (Moments, u64) {
        let columns: Vec<&[f64]> =
            (0..values.len()).map(|i| numbers(&gathered.frame, &column(at, &format!("value {i}")))).collect();
        let mut products = Vec::new();
        for (i, value) in values.iter().enumerate() {
            for (j, other) in values.iter().enumerate().take(i + 1) {
                let sums = numbers(&gathered.frame, &column(at, &format!("product {i} {j}")));
                products.push((sums, self.product(*value.range, *other.range)));
            }
        }
        let shift: Vec<f64> = values.iter().map(|value| value.range.shift).collect();
        let groups = self.groups(gathered, at, &gathered.cells).map(|(row, mut group)| {
            let heft = self.leaf_weight(group.unit);
            let read =
                |(sums, value): (&&[f64], &Summed<'_>)| heft * self.value(*value.range).read(sums[row]);
            group.values = columns.iter().zip(values).map(read).collect();
            group.products = products.iter().map(|(sums, exact)| heft * exact.read(sums[row])).collect();
            group
        });
        let missing = numbers(&gathered.frame, &column(at, "missing"));
        let inside = (0..gathered.frame.rows).filter(|&row| gathered.cells[row] != OUTSIDE);
        let missing = inside.map(|row| missing[row] as u64).sum();
        (Moments::from_groups(&shift, groups).unwrap_or_default(), missing)
    }

    /// The moments of categories: in each domain a cell for each category, or for each pair of them.
    pub(super) fn crossed(&self, gathered: &Gathered) -> (Vec<Text>, Moments) {
        // A measure has two variables at most.
        let texts: Vec<Text> = (0..2)
            .map(|at| numbered("category", at))
            .filter(|name| gathered.frame.column(name).is_some())
            .map(|name| categories(&gathered.frame, &name))
            .collect();
        let cell = |row: usize| {
            texts.iter().try_fold(gathered.cells[row], |cell, text| {
                let code = text.codes[row];
                (cell != OUTSIDE && code != MISSING).then(|| cell * text.labels.len() as u32 + code)
            })
        };
        let cells: Vec<u32> = (0..gathered.frame.rows).map(|row| cell(row).unwrap_or(OUTSIDE)).collect();
        let groups = self.groups(gathered, 0, &cells).map(|(_, group)| group);
        let moments = Moments::from_groups(&[], groups).unwrap_or_default();
        (texts, moments)
    }

    fn groups<'g>(
        &'g self,
        gathered: &'g Gathered,
        at: usize,
        cells: &'g [u32],
    ) -> impl Iterator<Item = (usize, Group)> + 'g {
        let sums = |what: &str| numbers(&gathered.frame, &column(at, what));
        let (rows, weight, square) = (sums("rows"), sums("weight"), sums("square"));
        let inside = (0..gathered.frame.rows).filter(|&row| cells[row] != OUTSIDE);
        inside.map(move |row| {
            let unit = gathered.leaves[row];
            let heft = self.leaf_weight(unit);
            let group = Group {
                unit,
                cell: cells[row],
                rows: rows[row] as u64,
                weight: heft * self.heft().read(weight[row]),
                weight_squared: heft * heft * self.square().read(square[row]),
                values: Vec::new(),
                products: Vec::new(),
            };
            (row, group)
        })
    }

    /// The weight of a leaf's rows where it follows from the design, and 1 where the query has multiplied by it.
    fn leaf_weight(&self, leaf: u32) -> f64 {
        self.units.leaf_weights.as_ref().map_or(1.0, |weights| weights[leaf as usize])
    }

    fn heft(&self) -> Exact {
        Exact::within(self.units.most_weight)
    }

    fn square(&self) -> Exact {
        Exact::within(self.units.most_weight * self.units.most_weight)
    }

    fn value(&self, range: Range) -> Exact {
        Exact::within(self.units.most_weight * range.reach(0.0))
    }

    fn product(&self, one: Range, other: Range) -> Exact {
        Exact::within(self.units.most_weight * one.reach(one.shift) * other.reach(other.shift))
    }
}

/// A variable that is summed.
pub(super) struct Summed<'a> {
    number: String,
    range: &'a Range,
}

impl<'a> Summed<'a> {
    pub(super) fn new(variable: &str, range: &'a Range) -> Summed<'a> {
        Summed { number: number(variable), range }
    }

    fn centred(&self) -> String {
        format!("({} - ({:e}))", self.number, self.range.shift)
    }
}

/// The variables of a measure of values.
pub(super) fn variables(measure: &Measure) -> Vec<&str> {
    match measure {
        Measure::Proportion(_) | Measure::Table(_, _) | Measure::Quantile(_, _) => Vec::new(),
        _ => measure.variables(),
    }
}

const POPULATION: &str = "sounding: population";

fn column(measure: usize, what: &str) -> String {
    format!("sounding: {what} of measure {measure}")
}

fn numbered(what: &str, at: usize) -> String {
    format!("sounding: {what} {at}")
}

/// The sum of numbers that come in any order, as groups do.
fn in_order(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.iter().sum()
}

/// The domain of each group and the labels of each domain, in the order of the labels; `None` where nobody is inside.
fn domains(frame: &Frame, leaves: &[u32], by: usize) -> Option<(Vec<u32>, Vec<Vec<String>>)> {
    let by: Vec<Text> = (0..by).map(|at| categories(frame, &numbered("by", at))).collect();
    let keys: Vec<Option<Vec<u32>>> = (0..frame.rows)
        .map(|row| (leaves[row] != MISSING).then(|| by.iter().map(|text| text.codes[row]).collect()))
        .collect();
    let mut occurring: Vec<&Vec<u32>> = keys.iter().flatten().collect();
    occurring.sort_unstable();
    occurring.dedup();
    let labels: Vec<Vec<String>> = occurring
        .iter()
        .map(|key| key.iter().zip(&by).map(|(&code, text)| text.labels[code as usize].clone()).collect())
        .collect();
    let cell = |key: &Option<Vec<u32>>| {
        key.as_ref().and_then(|key| occurring.binary_search(&key).ok()).map_or(OUTSIDE, |at| at as u32)
    };
    let cells = keys.iter().map(cell).collect();
    (!labels.is_empty()).then_some((cells, labels))
}
