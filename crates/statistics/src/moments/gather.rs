//! The pass over the rows. Where units and cells are few, fixed blocks of rows are summed into one small table each and added up in
//! their order. Where they are many, rows are first parted by ranges of slots, so that each range is summed in a table that
//! stays in the processor's cache, and comes out in order. Blocks and ranges depend on the data only, so that the
//! number of threads changes nothing.

use std::cmp::Ordering;

use super::{OUTSIDE, stride};
use crate::numerics::Pairs;

/// Slots of a table that stays near the processor.
pub(super) const TABLE: u64 = 8_192;
/// Ranges at most: more would scatter the rows too thinly.
const RANGES: u64 = 2_048;
/// Rows of a block that is summed by itself.
pub(super) const BLOCK: usize = 1 << 17;
/// Rows that are parted at once: bounds the memory of the parted copies.
pub(super) const PARTED: usize = 1 << 20;

/// The columns of a pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) units: &'a [u32],
    pub(super) cells: &'a [u32],
    pub(super) weights: &'a [f64],
    pub(super) values: &'a [&'a [f64]],
    /// What each expression is measured from in the products.
    pub(super) shift: &'a [f64],
}

/// Sums by (cell, unit), in that order.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) keys: Vec<(u32, u32)>,
    pub(super) sums: Vec<f64>,
}

/// Sums all rows.
pub(super) fn gather(rows: &Rows<'_>, threads: usize) -> Sums {
    let units = rows.units.iter().max().map_or(0, |&unit| u64::from(unit) + 1);
    // One more than the cell wraps to zero for a row outside.
    let cells = rows.cells.iter().map(|cell| cell.wrapping_add(1)).max().map_or(0, u64::from);
    let slots = units * cells;
    if slots == 0 {
        return Sums::default();
    }
    if slots <= TABLE {
        return in_blocks(rows, units, slots, threads);
    }
    let mut all = Sums::default();
    let count = rows.units.len();
    for start in (0..count).step_by(PARTED) {
        let part = in_ranges(rows, start..count.min(start + PARTED), units, slots, threads);
        all = if start == 0 { part } else { added(&all, &part, stride(rows.values.len())) };
    }
    all
}

/// One table for each block, added up in the order of the blocks.
pub(super) fn in_blocks(rows: &Rows<'_>, units: u64, slots: u64, threads: usize) -> Sums {
    let step = stride(rows.values.len());
    let size = slots as usize * step;
    let starts: Vec<usize> = (0..rows.units.len()).step_by(BLOCK).collect();
    let block = |start: usize| {
        let mut table = vec![0.0; size];
        rows.summed(start..rows.units.len().min(start + BLOCK), units as usize, &mut table);
        table
    };
    let mut total = vec![0.0; size];
    for wave in starts.chunks(threads) {
        for table in side_by_side(wave.len(), |number| block(wave[number])) {
            total.iter_mut().zip(&table).for_each(|(sum, part)| *sum += part);
        }
    }
    taken(&total, 0, units, step)
}

/// Rows parted by ranges of slots, and each range summed.
pub(super) fn in_ranges(
    rows: &Rows<'_>,
    within: std::ops::Range<usize>,
    units: u64,
    slots: u64,
    threads: usize,
) -> Sums {
    let step = stride(rows.values.len());
    // A power of two, so that a row finds its range by a shift.
    let span = slots.div_ceil(RANGES).next_power_of_two().max(TABLE);
    let ranges = slots.div_ceil(span);
    let share = within.len().div_ceil(threads).max(1);
    let parted: Vec<Vec<Parted>> = side_by_side(threads, |number| {
        let start = within.end.min(within.start + number * share);
        rows.parted(start..within.end.min(start + share), units, span, ranges as usize)
    });
    let own = rows.values.len() + 1;
    let sums = |range: u64, table: &mut Vec<f64>| {
        let parts = parted.iter().map(|parts| &parts[range as usize]);
        let count: usize = parts.clone().map(|part| part.slots.len()).sum();
        let each = parts.flat_map(|part| part.slots.iter().zip(part.rows.chunks_exact(own)));
        let first = range * span;
        table.clear();
        if span <= 4 * count as u64 + 1_024 {
            table.resize(span as usize * step, 0.0);
            match rows.shift {
                [] => {
                    let table = table.as_chunks_mut().0;
                    each.for_each(|(&slot, row)| add_weight(&mut table[slot as usize], row[0]));
                }
                &[shift] => {
                    let table = table.as_chunks_mut().0;
                    each.for_each(|(&slot, row)| add_value(&mut table[slot as usize], row[0], row[1], shift));
                }
                shift => each.for_each(|(&slot, row)| {
                    let at = slot as usize * step;
                    add(&mut table[at..at + step], row[0], &row[1..], shift);
                }),
            }
            return taken(table, first, units, step);
        }
        // Most slots of the range never occur.
        let mut pairs = Pairs::new();
        for (&slot, row) in each {
            let at = pairs.code((slot >> 32) as u32, slot as u32) as usize * step;
            if at == table.len() {
                table.resize(at + step, 0.0);
            }
            add(&mut table[at..at + step], row[0], &row[1..], rows.shift);
        }
        sorted(pairs, table, first, units, step)
    };
    // Each thread takes every so many ranges; they are put together in order.
    let done: Vec<Vec<Sums>> = side_by_side(threads, |number| {
        let mut table = Vec::new();
        (number as u64..ranges).step_by(threads).map(|range| sums(range, &mut table)).collect()
    });
    let count: usize = done.iter().flatten().map(|part| part.keys.len()).sum();
    let mut done: Vec<_> = done.into_iter().map(Vec::into_iter).collect();
    let mut all = Sums { keys: Vec::with_capacity(count), sums: Vec::with_capacity(count * step) };
    for range in 0..ranges as usize {
        if let Some(part) = done[range % threads].next() {
            all.keys.extend(part.keys);
            all.sums.extend(part.sums);
        }
    }
    all
}

/// Rows of one range of slots: the slot within the range; weight and values.
#[derive(Debug, Default)]
struct Parted {
    slots: Vec<u64>,
    rows: Vec<f64>,
}

impl Rows<'_> {
    /// Whether the row counts; its values.
    fn takes(&self, row: usize, values: &mut [f64]) -> bool {
        let mut whole = self.weights[row] > 0.0 && self.cells[row] != OUTSIDE;
        for (value, column) in values.iter_mut().zip(self.values) {
            *value = column[row];
            whole &= !value.is_nan();
        }
        whole
    }

    /// Adds rows to a table with a place for every slot.
    fn summed(&self, within: std::ops::Range<usize>, units: usize, table: &mut [f64]) {
        let (unit, cell) = (&self.units[within.clone()], &self.cells[within.clone()]);
        let weights = &self.weights[within.clone()];
        let rows = unit.iter().zip(cell).zip(weights);
        let counts = |cell: u32, weight: f64| weight > 0.0 && cell != OUTSIDE;
        match (self.values, self.shift) {
            ([], _) => {
                let table = table.as_chunks_mut().0;
                for ((&unit, &cell), &weight) in rows {
                    if counts(cell, weight) {
                        add_weight(&mut table[cell as usize * units + unit as usize], weight);
                    }
                }
            }
            (&[values], &[shift]) => {
                let table = table.as_chunks_mut().0;
                for (((&unit, &cell), &weight), &value) in rows.zip(&values[within.clone()]) {
                    if counts(cell, weight) && !value.is_nan() {
                        add_value(&mut table[cell as usize * units + unit as usize], weight, value, shift);
                    }
                }
            }
            (columns, shift) => {
                let step = stride(columns.len());
                let mut values = vec![0.0; columns.len()];
                for row in within.clone() {
                    if self.takes(row, &mut values) {
                        let at = (self.cells[row] as usize * units + self.units[row] as usize) * step;
                        add(&mut table[at..at + step], self.weights[row], &values, shift);
                    }
                }
            }
        }
    }

    fn parted(&self, within: std::ops::Range<usize>, units: u64, span: u64, ranges: usize) -> Vec<Parted> {
        let likely = within.len() / ranges + within.len() / ranges / 8 + 8;
        let own = self.values.len() + 1;
        let empty = || Parted { slots: Vec::with_capacity(likely), rows: Vec::with_capacity(likely * own) };
        let mut parts: Vec<Parted> = std::iter::repeat_with(empty).take(ranges).collect();
        let mut values = vec![0.0; self.values.len()];
        for row in within {
            if self.takes(row, &mut values) {
                let slot = u64::from(self.cells[row]) * units + u64::from(self.units[row]);
                let part = &mut parts[(slot >> span.trailing_zeros()) as usize];
                part.slots.push(slot & (span - 1));
                part.rows.push(self.weights[row]);
                part.rows.extend_from_slice(&values);
            }
        }
        parts
    }
}

/// As [`add`] without values.
fn add_weight([rows, sum, squares]: &mut [f64; 3], weight: f64) {
    *rows += 1.0;
    *sum += weight;
    *squares += weight * weight;
}

/// As [`add`] with one value.
fn add_value(sums: &mut [f64; 5], weight: f64, value: f64, shift: f64) {
    let [rows, sum, squares, total, products] = sums;
    *rows += 1.0;
    *sum += weight;
    *squares += weight * weight;
    *total += weight * value;
    *products += weight * (value - shift) * (value - shift);
}

/// Rows, weight, squared weight, values, lower triangle of products.
fn add(sums: &mut [f64], weight: f64, values: &[f64], shift: &[f64]) {
    sums[0] += 1.0;
    sums[1] += weight;
    sums[2] += weight * weight;
    if let (&[value], &[shift], [_, _, _, sum, square]) = (values, shift, &mut *sums) {
        *sum += weight * value;
        *square += weight * (value - shift) * (value - shift);
        return;
    }
    let mut product = 3 + values.len();
    for (i, value) in values.iter().enumerate() {
        sums[3 + i] += weight * value;
        for (j, other) in values.iter().enumerate().take(i + 1) {
            sums[product] += weight * (value - shift[i]) * (other - shift[j]);
            product += 1;
        }
    }
}

/// The slots of a table that occur; its first slot is `first`.
fn taken(table: &[f64], first: u64, units: u64, step: usize) -> Sums {
    let count = table.chunks_exact(step).filter(|sums| sums[0] > 0.0).count();
    let mut all = Sums { keys: Vec::with_capacity(count), sums: Vec::with_capacity(count * step) };
    let (mut cell, mut unit) = (first / units, first % units);
    for sums in table.chunks_exact(step) {
        if sums[0] > 0.0 {
            all.keys.push((cell as u32, unit as u32));
            all.sums.extend_from_slice(sums);
        }
        unit += 1;
        if unit == units {
            (cell, unit) = (cell + 1, 0);
        }
    }
    all
}

/// The slots of a sparse table in order.
fn sorted(pairs: Pairs, table: &[f64], first: u64, units: u64, step: usize) -> Sums {
    let slots = pairs.into_pairs().into_iter().map(|(high, low)| u64::from(high) << 32 | u64::from(low));
    let mut order: Vec<(u64, usize)> = slots.zip(0..).collect();
    order.sort_unstable();
    let mut all = Sums::default();
    for (slot, at) in order {
        let slot = first + slot;
        all.keys.push(((slot / units) as u32, (slot % units) as u32));
        all.sums.extend_from_slice(&table[at * step..(at + 1) * step]);
    }
    all
}

/// Two ordered lists of sums as one.
pub(super) fn added(left: &Sums, right: &Sums, step: usize) -> Sums {
    let room = left.keys.len().max(right.keys.len());
    let room = room + room / 4;
    let mut all = Sums { keys: Vec::with_capacity(room), sums: Vec::with_capacity(room * step) };
    let (mut l, mut r) = (0, 0);
    while let (Some(&of_left), Some(&of_right)) = (left.keys.get(l), right.keys.get(r)) {
        let (own, other) = (&left.sums[l * step..(l + 1) * step], &right.sums[r * step..(r + 1) * step]);
        all.keys.push(of_left.min(of_right));
        match of_left.cmp(&of_right) {
            Ordering::Less => all.sums.extend_from_slice(own),
            Ordering::Greater => all.sums.extend_from_slice(other),
            Ordering::Equal => all.sums.extend(own.iter().zip(other).map(|(own, other)| own + other)),
        }
        l += usize::from(of_left <= of_right);
        r += usize::from(of_right <= of_left);
    }
    for (rest, from) in [(left, l), (right, r)] {
        all.keys.extend_from_slice(&rest.keys[from..]);
        all.sums.extend_from_slice(&rest.sums[from * step..]);
    }
    all
}

/// What `of` gives for 0, 1, …, each on a thread of its own.
pub(super) fn side_by_side<T: Send>(count: usize, of: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if count <= 1 {
        return (0..count).map(of).collect();
    }
    std::thread::scope(|scope| {
        let of = &of;
        let running: Vec<_> = (0..count).map(|number| scope.spawn(move || of(number))).collect();
        let done: Vec<T> = running.into_iter().filter_map(|thread| thread.join().ok()).collect();
        assert_eq!(done.len(), count, "a thread that sums numbers does not fail");
        done
    })
}
