//! Moments of rows that come batch by batch: memory goes with the pairs that occur and with one piece of rows, never with all rows. The
//! sums have the same bits as those of all rows at once.

use super::gather::{BLOCK, PARTED, Rows, Sums, TABLE, added, in_blocks, in_ranges, side_by_side};
use super::{Moments, stride, threads_for};

/// Rows so far. Units and cells are numbered as they come; their codes in the moments are known at the end.
#[derive(Debug, Default)]
pub struct Pieces {
    units: Vec<u32>,
    cells: Vec<u32>,
    weights: Vec<f64>,
    values: Vec<Vec<f64>>,
    /// What each expression is measured from, once it has a finite value.
    shift: Vec<Option<f64>>,
    /// Largest unit and cell so far, and one more.
    ends: [u64; 2],
    /// Sums of parts, as they are where slots are many.
    many: Sums,
    /// Sums of blocks, as they are where slots are few; none once they are many.
    few: Option<Sums>,
}

impl Pieces {
    /// No rows yet, of so many expressions.
    pub fn new(expressions: usize) -> Pieces {
        Pieces {
            values: vec![Vec::new(); expressions],
            shift: vec![None; expressions],
            few: Some(Sums::default()),
            ..Pieces::default()
        }
    }

    /// Adds rows; as for [`Moments::of`].
    ///
    /// # Panics
    /// If the columns differ in length, or in number from the expressions.
    pub fn push(&mut self, units: &[u32], cells: &[u32], weights: &[f64], values: &[&[f64]]) {
        let rows = units.len();
        let lengths =
            [cells.len(), weights.len()].into_iter().chain(values.iter().map(|column| column.len()));
        assert!(lengths.into_iter().all(|length| length == rows), "columns have one value a row");
        assert_eq!(values.len(), self.values.len(), "a column for every expression");
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + PARTED - self.units.len());
            self.units.extend_from_slice(&units[start..end]);
            self.cells.extend_from_slice(&cells[start..end]);
            self.weights.extend_from_slice(&weights[start..end]);
            for (own, column) in self.values.iter_mut().zip(values) {
                own.extend_from_slice(&column[start..end]);
            }
            if self.units.len() == PARTED {
                self.sum();
            }
            start = end;
        }
    }

    /// The moments, given the code of every unit and of every cell by its number. Different numbers have different codes.
    ///
    /// # Panics
    /// If a unit or cell has no code.
    pub fn finish(mut self, units: &[u32], cells: &[u32]) -> Moments {
        self.sum();
        let end = |codes: &[u32]| codes.iter().max().map_or(0, |&most| u64::from(most) + 1);
        let slots = end(units) * end(cells);
        let sums = self.few.filter(|_| slots <= TABLE).unwrap_or(self.many);
        let step = stride(self.values.len());
        let (mut keys, mut own) = (Vec::with_capacity(sums.keys.len()), Vec::with_capacity(sums.sums.len()));
        // The slots of a cell are neighbours: cells are put in order, and the units within each.
        let mut parts: Vec<(u32, usize, usize)> = Vec::new();
        for (at, &(cell, _)) in sums.keys.iter().enumerate() {
            let code = cells[cell as usize];
            match parts.last_mut() {
                Some(part) if part.0 == code => part.2 = at + 1,
                _ => parts.push((code, at, at + 1)),
            }
        }
        parts.sort_unstable();
        let mut within: Vec<(u32, usize)> = Vec::new();
        for (cell, start, end) in parts {
            within.clear();
            within.extend((start..end).map(|at| (units[sums.keys[at].1 as usize], at)));
            within.sort_unstable();
            for &(unit, at) in &within {
                keys.push((cell, unit));
                own.extend_from_slice(&sums.sums[at * step..(at + 1) * step]);
            }
        }
        Moments {
            expressions: self.values.len(),
            keys,
            sums: own,
            shift: self.shift.into_iter().map(Option::unwrap_or_default).collect(),
        }
    }

    /// Sums the rows of the piece and lets them go.
    fn sum(&mut self) {
        if self.units.is_empty() {
            return;
        }
        for (shift, column) in self.shift.iter_mut().zip(&self.values) {
            *shift = shift.or_else(|| column.iter().copied().find(|y| y.is_finite()));
        }
        let shift: Vec<f64> = self.shift.iter().map(|shift| shift.unwrap_or_default()).collect();
        let values: Vec<&[f64]> = self.values.iter().map(Vec::as_slice).collect();
        let (units, cells, weights) = (&self.units[..], &self.cells[..], &self.weights[..]);
        let rows = Rows { units, cells, weights, values: &values, shift: &shift };
        let most = rows.units.iter().max().map_or(0, |&unit| u64::from(unit) + 1);
        let cells = rows.cells.iter().map(|cell| cell.wrapping_add(1)).max().map_or(0, u64::from);
        self.ends = [self.ends[0].max(most), self.ends[1].max(cells)];
        let [most, cells] = self.ends;
        let (count, step, threads) = (rows.units.len(), stride(values.len()), threads_for(rows.units.len()));
        self.few = self.few.take().filter(|_| most * cells <= TABLE);
        if most * cells > 0 {
            if let Some(few) = &mut self.few {
                let starts: Vec<usize> = (0..count).step_by(BLOCK).collect();
                for wave in starts.chunks(threads) {
                    let parts = side_by_side(wave.len(), |number| {
                        let within = wave[number]..count.min(wave[number] + BLOCK);
                        let values: Vec<&[f64]> =
                            values.iter().map(|column| &column[within.clone()]).collect();
                        in_blocks(&rows.part(within, &values), most, most * cells, 1)
                    });
                    for part in &parts {
                        *few = added(few, part, step);
                    }
                }
            }
            let part = in_ranges(&rows, 0..count, most, most * cells, threads);
            self.many = added(&self.many, &part, step);
        }
        self.units.clear();
        self.cells.clear();
        self.weights.clear();
        self.values.iter_mut().for_each(Vec::clear);
    }
}

impl<'a> Rows<'a> {
    fn part<'b>(&self, within: std::ops::Range<usize>, values: &'b [&'b [f64]]) -> Rows<'b>
    where
        'a: 'b,
    {
        Rows {
            units: &self.units[within.clone()],
            cells: &self.cells[within.clone()],
            weights: &self.weights[within],
            values,
            shift: self.shift,
        }
    }
}

const _: () = assert!(PARTED.is_multiple_of(BLOCK), "no block is in two pieces");
