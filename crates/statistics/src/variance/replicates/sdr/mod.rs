#![doc = include_str!("method.md")]

use super::psus::members;
use super::rule::{ReplicateWarning, Rule};
use super::{Hadamard, Psus, Replicates, ReplicatesError};

#[cfg(test)]
mod tests;

/// The least order of a Hadamard matrix with three columns that are not constant.
const LEAST: usize = 4;

/// How many replicates, and the order in which PSUs were selected.
#[derive(Debug, Clone, Copy, Default)]
pub struct SdrParams<'a> {
    /// At least so many replicates; the next order of a Hadamard matrix is taken. More than there are PSUs make the method exact.
    pub replicates: usize,
    /// The place of each PSU in the order of selection within its stratum; equal places keep the order of numbers. `None` for the
    /// order of numbers.
    pub order: Option<&'a [f64]>,
}

/// Successive difference replicates of a design whose PSUs were selected systematically from a sorted list.
pub fn sdr(psus: &Psus, params: &SdrParams<'_>) -> Result<Replicates, ReplicatesError> {
    let SdrParams { replicates, order } = *params;
    if replicates < 2 {
        return Err(ReplicatesError::TooFew { replicates });
    }
    psus.check_for_variance()?;
    let members = in_order(psus, order)?;
    let matrix = Hadamard::above(replicates.max(LEAST) - 1);
    let mut columns = Columns { count: matrix.order() - 1, step: 1, at: 0, taken: 0 };
    let mut links = Links { columns: vec![[0; 2]; psus.len()], size: vec![0.0; psus.len()], matrix };
    let mut needed = 0;
    for (h, members) in members.iter().enumerate() {
        let correction = psus.correction(h);
        if correction > 0.0 && !members.is_empty() {
            links.close(members, &mut columns, (correction / 8.0).sqrt());
            needed += members.len();
        }
    }
    let r = links.matrix.order();
    let rule = Rule::Successive(links);
    let scale = 4.0 / r as f64;
    let mut made = Replicates::new(psus.len(), scale, vec![1.0; r], psus.degrees_of_freedom(), rule);
    if needed >= r {
        made.warnings.push(ReplicateWarning::DifferencesShared { replicates: needed + 1 });
    }
    Ok(made)
}

/// The PSUs of each stratum in order of selection.
pub(super) fn in_order(psus: &Psus, order: Option<&[f64]>) -> Result<Vec<Vec<u32>>, ReplicatesError> {
    let mut members = members(psus);
    if let Some(order) = order {
        let lost: Vec<usize> = (0..order.len()).filter(|&psu| !order[psu].is_finite()).collect();
        if order.len() != psus.len() || !lost.is_empty() {
            let psus = if order.len() == psus.len() { lost } else { Vec::new() };
            return Err(ReplicatesError::Order { psus });
        }
        for stratum in &mut members {
            stratum.sort_by(|&a, &b| order[a as usize].total_cmp(&order[b as usize]));
        }
    }
    Ok(members)
}

/// Two columns of the matrix for each PSU, and what their difference is multiplied by.
#[derive(Debug, Clone)]
pub(super) struct Links {
    columns: Vec<[u32; 2]>,
    size: Vec<f64>,
    matrix: Hadamard,
}

impl Links {
    pub(super) fn factors(&self, replicate: usize, out: &mut [f64]) {
        // Columns are used twice at least: each entry is computed once.
        let row: Vec<i8> =
            (0..self.matrix.order()).map(|column| self.matrix.entry(replicate, column)).collect();
        for ((factor, &[one, two]), size) in out.iter_mut().zip(&self.columns).zip(&self.size) {
            *factor = 1.0 + size * f64::from(row[one as usize] - row[two as usize]);
        }
    }

    /// Gives the joints of a stratum's closed chain their columns: each PSU has that of the joint before and of the joint after it.
    fn close(&mut self, members: &[u32], columns: &mut Columns, size: f64) {
        let first = columns.other_than(&[]);
        let mut before = first;
        for (place, &psu) in members.iter().enumerate() {
            let left = members.len() - 1 - place;
            let after = match left {
                0 => first,
                1 => columns.other_than(&[before, first]),
                _ => columns.other_than(&[before]),
            };
            self.columns[psu as usize] = [before, after];
            self.size[psu as usize] = size;
            before = after;
        }
    }
}

/// Columns in use, without end: rounds of all of them, each with a step of its own that has no divisor in common with their number, so
/// that two columns that were neighbours in one round are not in the next.
struct Columns {
    count: usize,
    step: usize,
    at: usize,
    taken: usize,
}

impl Columns {
    fn other_than(&mut self, avoided: &[u32]) -> u32 {
        loop {
            let column = self.following();
            if !avoided.contains(&column) {
                return column;
            }
        }
    }

    fn following(&mut self) -> u32 {
        if self.taken == self.count {
            self.taken = 0;
            self.at = 0;
            self.step += 1;
            while divisor(self.step, self.count) != 1 {
                self.step += 1;
            }
            self.step %= self.count;
        } else if self.taken > 0 {
            self.at = (self.at + self.step) % self.count;
        }
        self.taken += 1;
        // Column 0 of the matrix is constant.
        self.at as u32 + 1
    }
}

fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}
