//! Moments: sums of a few expressions by sampling unit and domain cell, from which every estimate and every variance is
//! made without going back to the rows.
//!
//! The number of threads changes nothing. Memory goes with the number of (unit, cell) pairs that occur.

mod gather;
mod groups;
mod pieces;
#[cfg(test)]
mod tests;

use gather::{Rows, gather};
pub use groups::{Group, GroupError};
pub use pieces::Pieces;

/// The cell of a row outside every domain. It adds nothing, and its unit stays in the design.
pub const OUTSIDE: u32 = u32::MAX;

/// Below this many rows a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 50_000;

/// Sums by (unit, cell), sorted by cell and then by unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments {
    expressions: usize,
    keys: Vec<(u32, u32)>,
    sums: Vec<f64>,
    shift: Vec<f64>,
}

/// One (unit, cell) pair with its sums.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot<'a> {
    /// Sampling unit.
    pub unit: u32,
    /// Domain cell.
    pub cell: u32,
    /// Rows with a positive weight and all values present.
    pub rows: u64,
    /// Sum of weights.
    pub weight: f64,
    /// Sum of weight times value, for each expression.
    pub values: &'a [f64],
    /// Σ w (y_i − s_i)(y_j − s_j) by row of the symmetric matrix, around the shift.
    products: &'a [f64],
    shift: &'a [f64],
}

/// The sums of a whole cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSums {
    /// Rows.
    pub rows: u64,
    /// Sum of weights.
    pub weight: f64,
    /// Sum of squared weights.
    pub weight_squared: f64,
    /// Sum of weight times value, for each expression.
    pub values: Vec<f64>,
    /// Σ w (y_i − s_i)(y_j − s_j) by row of the symmetric matrix, around the shift.
    products: Vec<f64>,
    shift: Vec<f64>,
}

impl Moments {
    /// Sums the rows on all processors. `values` has one column for each expression; a NaN in any of them leaves the row
    /// out of the sums, as does the cell [`OUTSIDE`] or a weight of zero.
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn of(units: &[u32], cells: &[u32], weights: &[f64], values: &[&[f64]]) -> Moments {
        Moments::with_threads(units, cells, weights, values, threads_for(units.len()))
    }

    /// As [`Moments::of`], on so many threads: the result is the same for any number.
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn with_threads(
        units: &[u32],
        cells: &[u32],
        weights: &[f64],
        values: &[&[f64]],
        threads: usize,
    ) -> Moments {
        let rows = units.len();
        let lengths =
            [cells.len(), weights.len()].into_iter().chain(values.iter().map(|column| column.len()));
        assert!(lengths.into_iter().all(|length| length == rows), "columns have one value a row");
        let shift: Vec<f64> = values
            .iter()
            .map(|column| column.iter().copied().find(|y| y.is_finite()).unwrap_or(0.0))
            .collect();
        let gathered = gather(&Rows { units, cells, weights, values, shift: &shift }, threads.max(1));
        Moments { expressions: values.len(), keys: gathered.keys, sums: gathered.sums, shift }
    }

    /// Expressions summed.
    pub fn expressions(&self) -> usize {
        self.expressions
    }

    /// All pairs, by cell and then by unit.
    pub fn slots(&self) -> impl Iterator<Item = Slot<'_>> {
        (0..self.keys.len()).map(|at| self.slot(at))
    }

    /// The pairs of one cell, by unit.
    pub fn cell(&self, cell: u32) -> impl Iterator<Item = Slot<'_>> {
        let start = self.keys.partition_point(|key| key.0 < cell);
        let end = self.keys.partition_point(|key| key.0 <= cell);
        (start..end).map(|at| self.slot(at))
    }

    /// The sums of one cell; `None` where it has no rows.
    pub fn cell_sums(&self, cell: u32) -> Option<CellSums> {
        let k = self.expressions;
        let start = self.keys.partition_point(|key| key.0 < cell);
        let end = self.keys.partition_point(|key| key.0 <= cell);
        if start == end {
            return None;
        }
        let stride = stride(k);
        let mut total = vec![0.0; stride];
        for slot in self.sums[start * stride..end * stride].chunks_exact(stride) {
            for (sum, part) in total.iter_mut().zip(slot) {
                *sum += part;
            }
        }
        Some(CellSums {
            rows: total[0] as u64,
            weight: total[1],
            weight_squared: total[2],
            values: total[3..3 + k].to_vec(),
            products: total[3 + k..].to_vec(),
            shift: self.shift.clone(),
        })
    }

    fn slot(&self, at: usize) -> Slot<'_> {
        let stride = stride(self.expressions);
        let sums = &self.sums[at * stride..(at + 1) * stride];
        let (cell, unit) = self.keys[at];
        let (values, products) = sums[3..].split_at(self.expressions);
        Slot { unit, cell, rows: sums[0] as u64, weight: sums[1], values, products, shift: &self.shift }
    }
}

impl Slot<'_> {
    /// Σ w (y_i − centre_i)(y_j − centre_j) of the pair's rows, for any centres near the values.
    pub fn product_around(&self, i: usize, j: usize, centre_i: f64, centre_j: f64) -> f64 {
        let (of_i, of_j) = (centre_i - self.shift[i], centre_j - self.shift[j]);
        // Σ w (y − s) for each of the two.
        let shifted = |e: usize| self.values[e] - self.weight * self.shift[e];
        let (high, low) = (i.max(j), i.min(j));
        self.products[high * (high + 1) / 2 + low] - of_j * shifted(i) - of_i * shifted(j)
            + of_i * of_j * self.weight
    }
}

impl CellSums {
    /// Σ w (y_i − ȳ_i)(y_j − ȳ_j), the means being the weighted ones of the cell.
    pub fn centred_product(&self, i: usize, j: usize) -> f64 {
        let (i, j) = (i.max(j), i.min(j));
        let deviation = |e: usize| self.values[e] / self.weight - self.shift[e];
        self.products[i * (i + 1) / 2 + j] - self.weight * deviation(i) * deviation(j)
    }
}

/// Threads that so many rows are worth.
fn threads_for(rows: usize) -> usize {
    let all = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    if rows < WORTH_A_THREAD { 1 } else { all }
}

/// Rows, weight, squared weight, values, lower triangle of products.
fn stride(expressions: usize) -> usize {
    3 + expressions + expressions * (expressions + 1) / 2
}
