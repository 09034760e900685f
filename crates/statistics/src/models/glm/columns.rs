//! The predictors, read in blocks: which rows are used, and columns taken around their means where the model has a constant.

use super::GlmInput;
use super::scoring::dot;
use crate::models::ModelError;
use std::ops::Range;

/// Rows of a chunk: each chunk is summed by one thread, and the sums of chunks are added in their order.
pub(super) const CHUNK: usize = 16_384;
/// Rows of a block, whose predictors fit into the nearest cache.
pub(super) const BLOCK: usize = 256;
/// Below this many rows a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 50_000;

/// What one pass over the variables says about them.
#[derive(Debug)]
pub(super) struct Columns {
    /// Whether a row has a positive weight and all values.
    pub(super) used: Vec<bool>,
    /// Rows used, and rows of positive weight left out because a value is missing.
    pub(super) rows: u64,
    pub(super) left_out: u64,
    /// Sum of the weights of the rows used.
    pub(super) weight: f64,
    /// Subtracted from each column: its weighted mean where there is a constant column, else 0.
    pub(super) shift: Vec<f64>,
    /// The first constant column and its value.
    constant: Option<(usize, f64)>,
}

/// Variables of a block's rows, one column after the other, each `BLOCK` long.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) rows: usize,
    /// Number of each row in the input.
    pub(super) row: [u32; BLOCK],
    pub(super) x: Vec<f64>,
}

impl Block {
    pub(super) fn column(&self, column: usize) -> &[f64] {
        &self.x[column * BLOCK..column * BLOCK + self.rows]
    }

    /// The values of the block's rows.
    pub(super) fn gather(&self, values: &[f64], into: &mut [f64; BLOCK]) {
        let (n, first) = (self.rows, self.row[0] as usize);
        if n > 0 && self.row[n - 1] as usize - first + 1 == n {
            into[..n].copy_from_slice(&values[first..first + n]);
        } else {
            for (into, &row) in into.iter_mut().zip(&self.row[..n]) {
                *into = values[row as usize];
            }
        }
    }
}

/// What a chunk of rows says about the columns.
struct Seen {
    used: Vec<bool>,
    rows: u64,
    left_out: u64,
    weight: f64,
    sums: Vec<f64>,
    /// Value in the first row used, and whether another row has another.
    first: Vec<f64>,
    varies: Vec<bool>,
}

impl Columns {
    pub(super) fn scan(
        input: &GlmInput<'_>,
        allows: impl Fn(f64) -> bool + Sync,
        threads: usize,
    ) -> Result<Columns, ModelError> {
        let (n, p) = (input.rows.weights.len(), input.columns.len());
        let parts = chunks(n, threads, |rows| seen(input, &allows, rows));
        let mut scan = Columns {
            used: Vec::with_capacity(n),
            rows: 0,
            left_out: 0,
            weight: 0.0,
            shift: vec![0.0; p],
            constant: None,
        };
        let mut first = vec![f64::NAN; p];
        let mut varies = vec![false; p];
        let mut sums = vec![0.0; p];
        for part in parts {
            let part = part?;
            scan.used.extend(part.used);
            scan.left_out += part.left_out;
            if part.rows == 0 {
                continue;
            }
            scan.rows += part.rows;
            scan.weight += part.weight;
            for column in 0..p {
                if first[column].is_nan() {
                    first[column] = part.first[column];
                }
                varies[column] |= part.varies[column] || part.first[column] != first[column];
                sums[column] += part.sums[column];
            }
        }
        if scan.rows == 0 {
            return Err(ModelError::NoRows);
        }
        for column in (0..p).filter(|&column| !varies[column]) {
            if scan.constant.is_some() || first[column] == 0.0 {
                return Err(ModelError::Collinear { column });
            }
            scan.constant = Some((column, first[column]));
        }
        if let Some((constant, _)) = scan.constant {
            for column in (0..p).filter(|&column| column != constant) {
                scan.shift[column] = sums[column] / scan.weight;
            }
        }
        Ok(scan)
    }

    /// Coefficients of the shifted columns from those of the columns as given.
    pub(super) fn shifted(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut shifted = coefficients.to_vec();
        if let Some((constant, value)) = self.constant {
            let moved: f64 = self.shift.iter().zip(coefficients).map(|(shift, b)| shift * b).sum();
            shifted[constant] += moved / value;
        }
        shifted
    }

    /// Takes coefficients of the shifted columns to those of the columns as given: a matrix, row by row.
    pub(super) fn unshift(&self) -> Vec<f64> {
        let p = self.shift.len();
        let mut matrix = vec![0.0; p * p];
        for column in 0..p {
            matrix[column * p + column] = 1.0;
            if let Some((constant, value)) = self.constant.filter(|(constant, _)| *constant != column) {
                matrix[constant * p + column] = -self.shift[column] / value;
            }
        }
        matrix
    }

    /// Calls `each` for the blocks of some rows, or for every so many-th of all blocks, with the shifted columns of the rows that
    /// are used.
    pub(super) fn blocks(
        &self,
        columns: &[&[f64]],
        rows: Range<usize>,
        every: usize,
        mut each: impl FnMut(&Block),
    ) {
        let mut block = Block { rows: 0, row: [0; BLOCK], x: vec![0.0; columns.len() * BLOCK] };
        let mut start = rows.start;
        while start < rows.end {
            let end = (start + BLOCK).min(rows.end);
            if !(start / BLOCK).is_multiple_of(every) {
                start = end;
                continue;
            }
            if self.used[start..end].iter().all(|used| *used) {
                block.rows = end - start;
                for (row, number) in block.row.iter_mut().zip(start as u32..end as u32) {
                    *row = number;
                }
            } else {
                block.rows = 0;
                for row in (start..end).filter(|&row| self.used[row]) {
                    block.row[block.rows] = row as u32;
                    block.rows += 1;
                }
            }
            for (column, values) in columns.iter().enumerate() {
                let shift = self.shift[column];
                let into = &mut block.x[column * BLOCK..column * BLOCK + block.rows];
                if block.rows == end - start {
                    for (x, value) in into.iter_mut().zip(&values[start..end]) {
                        *x = value - shift;
                    }
                } else {
                    for (x, &row) in into.iter_mut().zip(&block.row) {
                        *x = values[row as usize] - shift;
                    }
                }
            }
            each(&block);
            start = end;
        }
    }
}

/// Reads a chunk: row by row what decides whether a row is used, column by column the rest.
fn seen(input: &GlmInput<'_>, allows: &impl Fn(f64) -> bool, rows: Range<usize>) -> Result<Seen, ModelError> {
    let p = input.columns.len();
    let start = rows.start;
    let weights = &input.rows.weights[rows.clone()];
    let mut used: Vec<bool> = weights.iter().map(|weight| *weight > 0.0).collect();
    let positive = used.iter().filter(|used| **used).count() as u64;
    for column in input.columns.iter().copied().chain([input.response]).chain(input.offset) {
        // Most columns have all values: one look without branches.
        if column[rows.clone()].iter().fold(false, |any, value| any | value.is_nan()) {
            for (used, value) in used.iter_mut().zip(&column[rows.clone()]) {
                *used &= !value.is_nan();
            }
        }
    }
    // Of several faults that of the first row.
    let fault = |row: usize| -> Option<ModelError> {
        let value = input.response[row];
        if !allows(value) {
            return Some(ModelError::Response { row, value });
        }
        if input.offset.is_some_and(|offset| offset[row].is_infinite()) {
            return Some(ModelError::Infinite { column: None, row });
        }
        let column = input.columns.iter().position(|column| column[row].is_infinite())?;
        Some(ModelError::Infinite { column: Some(column), row })
    };
    let mut seen = Seen {
        rows: used.iter().filter(|used| **used).count() as u64,
        left_out: 0,
        weight: 0.0,
        sums: vec![0.0; p],
        first: vec![f64::NAN; p],
        varies: vec![false; p],
        used: Vec::new(),
    };
    seen.left_out = positive - seen.rows;
    let faulty = rows.clone().any(|row| used[row - start] && !allows(input.response[row]))
        || input.offset.is_some_and(|offset| rows.clone().any(|row| offset[row].is_infinite()))
        || input
            .columns
            .iter()
            .any(|column| column[rows.clone()].iter().fold(false, |any, value| any | value.is_infinite()));
    if faulty && let Some(fault) = rows.clone().filter(|row| used[row - start]).find_map(fault) {
        return Err(fault);
    }
    if let Some(first) = used.iter().position(|used| *used) {
        for (weight, used) in weights.iter().zip(&used) {
            seen.weight += if *used { *weight } else { 0.0 };
        }
        for (column, values) in input.columns.iter().enumerate() {
            let values = &values[rows.clone()];
            let known = values[first];
            seen.first[column] = known;
            if seen.rows == values.len() as u64 {
                seen.varies[column] = values.iter().filter(|x| **x != known).count() > 0;
                seen.sums[column] = dot(weights, values);
            } else {
                for ((x, weight), _) in values.iter().zip(weights).zip(&used).filter(|(_, used)| **used) {
                    seen.varies[column] |= *x != known;
                    seen.sums[column] += weight * x;
                }
            }
        }
    }
    seen.used = used;
    Ok(seen)
}

/// Processors worth using for so many rows.
pub(super) fn threads(rows: usize) -> usize {
    if rows < WORTH_A_THREAD { 1 } else { std::thread::available_parallelism().map_or(1, usize::from).min(8) }
}

/// The results of `work` for every chunk of rows, in the order of chunks, on so many threads.
pub(super) fn chunks<T: Send>(
    rows: usize,
    threads: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let count = rows.div_ceil(CHUNK);
    let of = |chunk: usize| work(chunk * CHUNK..((chunk + 1) * CHUNK).min(rows));
    if threads <= 1 || count <= 1 {
        return (0..count).map(of).collect();
    }
    let each = count.div_ceil(threads);
    std::thread::scope(|scope| {
        let of = &of;
        let running: Vec<_> = (0..count)
            .step_by(each)
            .map(|first| scope.spawn(move || (first..(first + each).min(count)).map(of).collect::<Vec<T>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
