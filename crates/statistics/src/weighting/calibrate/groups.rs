//! Rows collapsed to those that must get the same factor: equal vectors, or clusters.

use super::Distance;
use super::error::CalibrationError;
use super::newton::{Auxiliaries, Sums};
use super::terms::{CalibrationModel, Term};
use crate::moments::OUTSIDE;
use crate::numerics::{Layout, Links, Pairs, in_blocks, pair_codes};
use std::ops::Range;

/// Groups summed by themselves.
const BLOCK: usize = 16_384;
/// Entries of a system that each block sums by itself.
const SMALL: usize = 4_096;
/// Systems of so few constraints are not searched for zeros.
const FEW: usize = 48;
/// Rows that are looked at to see whether a variable has few values.
const LOOKED_AT: usize = 1_024;

/// The groups of all parts.
pub(super) struct Groups<'a> {
    terms: &'a [Term<'a>],
    /// Constraints before each term.
    before: Vec<u32>,
    constraints: usize,
    /// Group of each row; `None` where every row is one.
    pub(super) of_rows: Option<Vec<u32>>,
    /// A row of each group.
    rows: Vec<u32>,
    /// Sum of start weights.
    pub(super) weights: Vec<f64>,
    /// 1 over the variance; empty where all are equal.
    scale: Vec<f64>,
    /// Averaged vectors of clusters.
    averaged: Option<Averaged>,
    /// The groups of each part.
    pub(super) parts: Vec<Vec<u32>>,
}

/// First entry of each cluster's vector and the end; constraints and values.
type Averaged = (Vec<usize>, Vec<(u32, f64)>);

/// The groups of one part.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    groups: &'a Groups<'a>,
    members: &'a [u32],
}

impl<'a> Groups<'a> {
    /// Collapses the rows of a model that was checked.
    pub(super) fn new(start: &[f64], model: &CalibrationModel<'a>) -> Result<Groups<'a>, CalibrationError> {
        let rows = start.len();
        let of_rows = match model.clusters {
            Some(clusters) => Some(by_cluster(clusters, model)?),
            None => by_pattern(rows, model),
        };
        let mut firsts: Vec<u32> = Vec::new();
        let mut weights: Vec<f64> = Vec::new();
        if let Some(of_rows) = &of_rows {
            for (row, (&group, weight)) in of_rows.iter().zip(start).enumerate() {
                if group as usize == firsts.len() {
                    firsts.push(row as u32);
                    weights.push(0.0);
                }
                weights[group as usize] += weight;
            }
        } else {
            firsts = (0..rows as u32).collect();
            weights = start.to_vec();
        }
        let mut parts = vec![Vec::new(); model.parts()];
        for (group, &row) in firsts.iter().enumerate() {
            let part = model.partition.map_or(0, |partition| partition.codes[row as usize]);
            parts[part as usize].push(group as u32);
        }
        let mut before = Vec::with_capacity(model.terms.len());
        let mut constraints = 0;
        for term in model.terms {
            before.push(constraints as u32);
            constraints += term.len();
        }
        let mut groups = Groups {
            terms: model.terms,
            before,
            constraints,
            of_rows,
            rows: firsts,
            weights,
            scale: Vec::new(),
            averaged: None,
            parts,
        };
        if let Some(variances) = model.variances {
            groups.scale = groups.rows.iter().map(|&row| 1.0 / variances[row as usize]).collect();
        }
        if model.clusters.is_some() {
            groups.average(start, model.variances);
        }
        Ok(groups)
    }

    /// Number of groups.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn part(&self, part: usize) -> Part<'_> {
        Part { groups: self, members: &self.parts[part] }
    }

    /// Vectors and variances of clusters: means of their rows with the start weights.
    fn average(&mut self, start: &[f64], variances: Option<&[f64]>) {
        let Some(of_rows) = &self.of_rows else { return };
        let mut entries: Vec<(u32, u32, f64)> = Vec::new();
        let mut own = Vec::new();
        let mut variance = vec![0.0; self.len()];
        for (row, (&group, &weight)) in of_rows.iter().zip(start).enumerate() {
            let share =
                if self.weights[group as usize] > 0.0 { weight / self.weights[group as usize] } else { 0.0 };
            self.entries_of_row(row, &mut own);
            entries.extend(own.iter().map(|&(constraint, value)| (group, constraint, share * value)));
            variance[group as usize] += share * variances.map_or(1.0, |variances| variances[row]);
        }
        if variances.is_some() {
            self.scale = variance.iter().map(|&own| if own > 0.0 { 1.0 / own } else { 1.0 }).collect();
        }
        // Stable: entries of one constraint are added in the order of the rows.
        entries.sort_by_key(|&(group, constraint, _)| (group, constraint));
        let (mut starts, mut averaged) = (vec![0], Vec::new());
        for entries in entries.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            while starts.len() <= entries[0].0 as usize {
                starts.push(averaged.len());
            }
            averaged.push((entries[0].1, entries.iter().map(|entry| entry.2).sum()));
        }
        starts.resize(self.len() + 1, averaged.len());
        self.averaged = Some((starts, averaged));
    }

    fn entries_of_row(&self, row: usize, entries: &mut Vec<(u32, f64)>) {
        entries.clear();
        for (term, before) in self.terms.iter().zip(&self.before) {
            entries.extend(term.entry(row).map(|(at, value)| (before + at, value)));
        }
    }

    /// The vector of a group, without its zeros.
    pub(super) fn entries(&self, group: u32, entries: &mut Vec<(u32, f64)>) {
        match &self.averaged {
            Some((starts, averaged)) => {
                entries.clear();
                entries.extend_from_slice(&averaged[starts[group as usize]..starts[group as usize + 1]]);
            }
            None => self.entries_of_row(self.rows[group as usize] as usize, entries),
        }
    }

    /// 1 over the variance of a group.
    pub(super) fn scale(&self, group: u32) -> f64 {
        self.scale.get(group as usize).copied().unwrap_or(1.0)
    }
}

impl Part<'_> {
    /// The factors of the part's groups, in their order.
    pub(super) fn factors(&self, lambda: &[f64], distance: Distance) -> Vec<f64> {
        let of_block = |within: Range<usize>| -> Vec<f64> {
            let mut entries = Vec::new();
            let of = |&group: &u32| {
                self.groups.entries(group, &mut entries);
                distance.factor(self.groups.scale(group) * predictor(&entries, lambda)).0
            };
            self.members[within].iter().map(of).collect()
        };
        in_blocks(self.members.len(), BLOCK, of_block).concat()
    }

    fn sums(
        &self,
        within: Range<usize>,
        lambda: &[f64],
        distance: Distance,
        mut gram: Option<(&Layout, &mut [f64])>,
        floor: f64,
    ) -> Sums {
        let mut sums = Sums::zero(self.groups.constraints);
        let mut entries = Vec::new();
        for &group in &self.members[within] {
            let d = self.groups.weights[group as usize];
            if d == 0.0 {
                continue;
            }
            self.groups.entries(group, &mut entries);
            let scale = self.groups.scale(group);
            let u = scale * predictor(&entries, lambda);
            let (factor, slope) = distance.factor(u);
            sums.integral += d * distance.integral(u) / scale;
            for &(at, value) in &entries {
                sums.reached[at as usize] += d * factor * value;
            }
            if let Some((layout, gram)) = &mut gram {
                let weight = d * scale * slope.max(floor);
                for (number, &(a, value)) in entries.iter().enumerate() {
                    let own = weight * value;
                    for &(b, other) in &entries[..=number] {
                        gram[layout.at(a as usize, b as usize)] += own * other;
                    }
                }
            }
        }
        sums
    }
}

impl Auxiliaries for Part<'_> {
    fn constraints(&self) -> usize {
        self.groups.constraints
    }

    fn layout(&self) -> Layout {
        let q = self.groups.constraints;
        if q <= FEW {
            return Layout::full(q);
        }
        let mut links = Links::new(q);
        let mut entries = Vec::new();
        for &group in self.members {
            self.groups.entries(group, &mut entries);
            for (number, &(a, _)) in entries.iter().enumerate() {
                for &(b, _) in &entries[..=number] {
                    links.mark(a as usize, b as usize);
                }
            }
        }
        (0..q).for_each(|at| links.mark(at, at));
        Layout::new(links)
    }

    fn pass(
        &self,
        lambda: &[f64],
        distance: Distance,
        gram: Option<(&Layout, &mut [f64])>,
        floor: f64,
    ) -> Sums {
        let count = self.members.len();
        let mut total = Sums::zero(self.groups.constraints);
        match gram {
            // A system of many entries is not copied for each block.
            Some((layout, gram)) if layout.len() > SMALL => {
                total.add(&self.sums(0..count, lambda, distance, Some((layout, gram)), floor));
            }
            Some((layout, gram)) => {
                let parts = in_blocks(count, BLOCK, |within| {
                    let mut own = vec![0.0; layout.len()];
                    let sums = self.sums(within, lambda, distance, Some((layout, &mut own)), floor);
                    (sums, own)
                });
                for (sums, own) in &parts {
                    total.add(sums);
                    gram.iter_mut().zip(own).for_each(|(sum, part)| *sum += part);
                }
            }
            None => {
                let sums = |within| self.sums(within, lambda, distance, None, floor);
                for part in in_blocks(count, BLOCK, sums) {
                    total.add(&part);
                }
            }
        }
        total
    }
}

fn predictor(entries: &[(u32, f64)], lambda: &[f64]) -> f64 {
    entries.iter().map(|&(at, value)| value * lambda[at as usize]).sum()
}

fn by_cluster(clusters: &[u32], model: &CalibrationModel<'_>) -> Result<Vec<u32>, CalibrationError> {
    let zeros = vec![0; clusters.len()];
    let codes = pair_codes(&zeros, clusters).0;
    if let Some(partition) = model.partition {
        let mut parts: Vec<u32> = Vec::new();
        for (row, (&code, &part)) in codes.iter().zip(partition.codes).enumerate() {
            if code as usize == parts.len() {
                parts.push(part);
            }
            if parts[code as usize] != part {
                return Err(CalibrationError::Cluster { row });
            }
        }
    }
    Ok(codes)
}

/// Codes of the distinct vectors (with their part and variance) by first appearance; `None` where a variable has so many
/// values that next to every row is one of its own.
fn by_pattern(rows: usize, model: &CalibrationModel<'_>) -> Option<Vec<u32>> {
    let variables = || model.terms.iter().filter_map(Term::values).chain(model.variances);
    if variables().any(has_many_values) {
        return None;
    }
    let mut codes = vec![0; rows];
    if let Some(partition) = model.partition {
        codes = pair_codes(&codes, partition.codes).0;
    }
    for term in model.terms {
        if let Some(column) = term.codes() {
            codes = if column.contains(&OUTSIDE) {
                let none = term.len() as u32;
                let own: Vec<u32> =
                    column.iter().map(|&code| if code == OUTSIDE { none } else { code }).collect();
                pair_codes(&codes, &own).0
            } else {
                pair_codes(&codes, column).0
            };
        }
    }
    for column in variables() {
        let mut pairs = Pairs::new();
        let own: Vec<u32> = column
            .iter()
            .map(|value| {
                let bits = (value + 0.0).to_bits();
                pairs.code((bits >> 32) as u32, bits as u32)
            })
            .collect();
        codes = pair_codes(&codes, &own).0;
    }
    Some(codes)
}

fn has_many_values(column: &[f64]) -> bool {
    let step = (column.len() / LOOKED_AT).max(1);
    let mut seen: Vec<u64> = column.iter().step_by(step).map(|value| value.to_bits()).collect();
    let looked_at = seen.len();
    seen.sort_unstable();
    seen.dedup();
    looked_at >= LOOKED_AT && seen.len() * 4 > looked_at
}
