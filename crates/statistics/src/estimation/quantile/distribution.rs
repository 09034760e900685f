//! The rows of one cell in ascending order of their values, put in order only where they are looked at.
//!
//! Many rows are first parted by values drawn from among them, and the part that holds a quantile is sorted when it is
//! asked for: a few quantiles of a million rows do not sort a million rows. Equal values keep the order of the rows.

use crate::moments::OUTSIDE;
use crate::numerics::in_blocks;

/// Rows that are sorted at once without parting them.
const SMALL: usize = 20_000;
/// Values that the dividing ones are chosen from.
const SAMPLE: usize = 4_096;
/// Parts of a large cell.
const PARTS: usize = 256;
/// Rows that are parted together.
const BLOCK: usize = 1 << 16;
/// The part of a row that does not count.
const NONE: u16 = u16::MAX;

/// Values with the weight at or below each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distribution<'a> {
    source: Source<'a>,
    /// Part of each row of the source.
    of_rows: Vec<u16>,
    /// First place of each part, and the end.
    starts: Vec<usize>,
    /// Weight in the parts before each, and in all of them.
    before: Vec<f64>,
    /// The parts that were looked at: ascending values, and the weight at or below each.
    sorted: Vec<Option<Vec<(f64, f64)>>>,
}

/// Where the rows come from.
#[derive(Debug, Clone)]
enum Source<'a> {
    /// Values with their weights.
    Pairs(Vec<(f64, f64)>),
    /// Columns of cells, values and weights; rows of cell 0 with a value and a weight count.
    Columns(&'a [u32], &'a [f64], &'a [f64]),
}

impl Default for Source<'_> {
    fn default() -> Self {
        Source::Pairs(Vec::new())
    }
}

impl Source<'_> {
    fn len(&self) -> usize {
        match self {
            Source::Pairs(pairs) => pairs.len(),
            Source::Columns(cells, ..) => cells.len(),
        }
    }

    /// Value and weight of a row that counts.
    fn row(&self, row: usize) -> Option<(f64, f64)> {
        match *self {
            Source::Pairs(ref pairs) => Some(pairs[row]),
            Source::Columns(cells, values, weights) => {
                let counts = cells[row] != OUTSIDE && weights[row] > 0.0 && !values[row].is_nan();
                counts.then(|| (values[row], weights[row]))
            }
        }
    }
}

impl<'a> Distribution<'a> {
    /// Of values with their positive weights.
    pub(crate) fn new(rows: Vec<(f64, f64)>) -> Distribution<'a> {
        Distribution::of(Source::Pairs(rows))
    }

    /// Of the rows that have a value and a weight and are not outside.
    pub(crate) fn of_columns(cells: &'a [u32], values: &'a [f64], weights: &'a [f64]) -> Distribution<'a> {
        Distribution::of(Source::Columns(cells, values, weights))
    }

    fn of(source: Source<'a>) -> Distribution<'a> {
        let rows = source.len();
        if let Source::Pairs(pairs) = &source
            && rows <= SMALL
        {
            let before = vec![0.0, pairs.iter().map(|row| row.1).sum()];
            let starts = vec![0, rows];
            return Distribution { source, starts, before, sorted: vec![None], ..Distribution::default() };
        }
        let mut dividing: Vec<f64> = Vec::new();
        if rows > SMALL {
            let sampled = (0..rows).step_by(rows / SAMPLE).filter_map(|row| source.row(row));
            let mut sample: Vec<f64> = sampled.map(|row| row.0).collect();
            sample.sort_unstable_by(f64::total_cmp);
            if !sample.is_empty() {
                dividing = (1..PARTS).map(|part| sample[part * sample.len() / PARTS]).collect();
            }
        }
        let coarse: Vec<f64> = dividing.iter().skip(STRETCH - 1).step_by(STRETCH).copied().collect();
        let parts = dividing.len() + 1;
        let blocks = in_blocks(rows, BLOCK, |block| {
            let (mut counts, mut weights) = (vec![0_usize; parts], vec![0.0; parts]);
            let of_row = |row: usize| match source.row(row) {
                Some((value, weight)) => {
                    let part = part(&dividing, &coarse, value);
                    counts[part] += 1;
                    weights[part] += weight;
                    part as u16
                }
                None => NONE,
            };
            let of_rows: Vec<u16> = block.map(of_row).collect();
            (of_rows, counts, weights)
        });
        let (mut starts, mut before) = (vec![0], vec![0.0]);
        for part in 0..parts {
            let count: usize = blocks.iter().map(|block| block.1[part]).sum();
            let weight: f64 = blocks.iter().map(|block| block.2[part]).sum();
            starts.push(starts[part] + count);
            before.push(before[part] + weight);
        }
        let mut of_rows = Vec::with_capacity(rows);
        for block in &blocks {
            of_rows.extend_from_slice(&block.0);
        }
        Distribution { source, of_rows, starts, before, sorted: vec![None; parts] }
    }

    /// Of ascending values with the weight at or below each.
    pub(crate) fn ascending(rows: Vec<(f64, f64)>) -> Distribution<'a> {
        let total = rows.last().map_or(0.0, |row| row.1);
        let starts = vec![0, rows.len()];
        Distribution { starts, before: vec![0.0, total], sorted: vec![Some(rows)], ..Distribution::default() }
    }

    /// Number of rows that count.
    pub(crate) fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Sum of weights.
    pub(crate) fn total(&self) -> f64 {
        self.before.last().copied().unwrap_or(0.0)
    }

    /// The value at a place of the ascending order, and the weight up to it.
    pub(crate) fn at(&mut self, place: usize) -> (f64, f64) {
        let part = self.starts.partition_point(|&start| start <= place) - 1;
        let start = self.starts[part];
        self.part(part)[place - start]
    }

    /// The weight before a place.
    pub(crate) fn before(&mut self, place: usize) -> f64 {
        if place == 0 { 0.0 } else { self.at(place - 1).1 }
    }

    /// The first place up to which the weight is at least `target`; the number of rows where there is none.
    pub(crate) fn reaching(&mut self, target: f64) -> usize {
        let mut part = self.before[1..].partition_point(|&weight| weight < target);
        while part < self.sorted.len() {
            let start = self.starts[part];
            let rows = self.part(part);
            let place = rows.partition_point(|row| row.1 < target);
            // The sum of a part in order of its values may end a rounding below the sum in order of its rows.
            if place < rows.len() {
                return start + place;
            }
            part += 1;
        }
        self.len()
    }

    /// The number of distinct values up to a place.
    pub(crate) fn distinct(&mut self, place: usize) -> usize {
        let mut count = 0;
        let mut last = f64::NAN;
        for part in 0..self.sorted.len() {
            let left = (place + 1).saturating_sub(self.starts[part]);
            for &(value, _) in self.part(part).iter().take(left) {
                count += usize::from(value != last);
                last = value;
            }
        }
        count
    }

    /// The rows of a part in order.
    fn part(&mut self, part: usize) -> &[(f64, f64)] {
        let own = &mut self.sorted[part];
        own.get_or_insert_with(|| {
            let mut rows = Vec::with_capacity(self.starts[part + 1] - self.starts[part]);
            if let Source::Pairs(pairs) = &mut self.source
                && self.of_rows.is_empty()
            {
                rows = std::mem::take(pairs);
            }
            for (row, &of_row) in self.of_rows.iter().enumerate() {
                if usize::from(of_row) == part {
                    rows.extend(self.source.row(row));
                }
            }
            // Stable: equal values keep the order of the rows.
            rows.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut sum = self.before[part];
            for row in &mut rows {
                sum += row.1;
                row.1 = sum;
            }
            rows
        })
    }
}

/// Dividing values of every stretch of this many, which are compared first.
const STRETCH: usize = 16;

/// How many dividing values are not over a value: the stretch, and the place in it, without a branch. `coarse` has the last value of
/// each stretch.
fn part(dividing: &[f64], coarse: &[f64], value: f64) -> usize {
    let not_over =
        |values: &[f64]| values.iter().map(|divide| u64::from(*divide <= value)).sum::<u64>() as usize;
    let start = not_over(coarse) * STRETCH;
    start + not_over(&dividing[start..dividing.len().min(start + STRETCH)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Stream;

    #[test]
    fn parts_give_what_sorting_gives() {
        let mut stream = Stream::new(3, 1);
        let rows: Vec<(f64, f64)> =
            (0..50_000).map(|_| ((stream.normal() * 50.0).round() / 7.0, 1.0 + stream.uniform())).collect();
        let mut sorted = rows.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut parted = Distribution::new(rows);
        assert_eq!((parted.len(), parted.sorted.len()), (50_000, PARTS));
        let mut sum = 0.0;
        for (place, row) in sorted.iter().enumerate() {
            sum += row.1;
            if place % 997 == 0 {
                let (value, below) = parted.at(place);
                assert_eq!(value, row.0);
                assert!((below / sum - 1.0).abs() < 1e-12);
                assert_eq!(parted.reaching(below - 0.5), place);
            }
        }
        assert!((parted.total() / sum - 1.0).abs() < 1e-12);
        assert_eq!(parted.reaching(sum + 1.0), 50_000);
        assert_eq!(parted.before(0), 0.0);
        assert_eq!(parted.distinct(49_999), {
            sorted.dedup_by_key(|row| row.0);
            sorted.len()
        });
    }
}
