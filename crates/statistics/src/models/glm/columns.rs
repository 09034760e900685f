//! The predictors, read in blocks: which rows are used, and columns taken around their means where the model has a constant.

use super::GlmInput;
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
}

impl Columns {
    pub(super) fn scan(input: &GlmInput<'_>, allows: impl Fn(f64) -> bool) -> Result<Columns, ModelError> {
        let n = input.rows.weights.len();
        let p = input.columns.len();
        let mut scan = Columns {
            used: vec![false; n],
            rows: 0,
            left_out: 0,
            weight: 0.0,
            shift: vec![0.0; p],
            constant: None,
        };
        let mut first = vec![f64::NAN; p];
        let mut varies = vec![false; p];
        let mut sums = vec![0.0; p];
        for row in 0..n {
            let weight = input.rows.weights[row];
            if weight <= 0.0 {
                continue;
            }
            let y = input.response[row];
            let offset = input.offset.map_or(0.0, |offset| offset[row]);
            if y.is_nan() || offset.is_nan() || input.columns.iter().any(|column| column[row].is_nan()) {
                scan.left_out += 1;
                continue;
            }
            if !allows(y) {
                return Err(ModelError::Response { row, value: y });
            }
            if offset.is_infinite() {
                return Err(ModelError::Infinite { column: None, row });
            }
            scan.used[row] = true;
            scan.rows += 1;
            scan.weight += weight;
            for (column, values) in input.columns.iter().enumerate() {
                let x = values[row];
                if x.is_infinite() {
                    return Err(ModelError::Infinite { column: Some(column), row });
                }
                if first[column].is_nan() {
                    first[column] = x;
                }
                varies[column] |= x != first[column];
                sums[column] += weight * x;
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

    /// Calls `each` for the blocks of some rows, with the shifted columns of the rows that are used.
    pub(super) fn blocks(&self, columns: &[&[f64]], rows: Range<usize>, mut each: impl FnMut(&Block)) {
        let mut block = Block { rows: 0, row: [0; BLOCK], x: vec![0.0; columns.len() * BLOCK] };
        let mut start = rows.start;
        while start < rows.end {
            let end = (start + BLOCK).min(rows.end);
            block.rows = 0;
            for row in (start..end).filter(|&row| self.used[row]) {
                block.row[block.rows] = row as u32;
                block.rows += 1;
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
