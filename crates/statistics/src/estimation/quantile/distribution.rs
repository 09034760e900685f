//! The rows of one cell in ascending order of their values, put in order only where they are looked at.
//!
//! Many rows are first parted by values drawn from among them, and the part that holds a quantile is sorted when it is
//! asked for: a few quantiles of a million rows do not sort a million rows. Equal values keep the order of the rows.

/// Rows that are sorted at once without parting them.
const SMALL: usize = 20_000;
/// Values that the dividing ones are chosen from.
const SAMPLE: usize = 8_192;
/// Parts of a large cell.
const PARTS: usize = 512;

/// Values with the weight at or below each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distribution {
    /// Value and weight; value and weight at or below it in the parts that are sorted.
    rows: Vec<(f64, f64)>,
    /// First row of each part, and the end.
    starts: Vec<usize>,
    /// Weight in the parts before each, and in all of them.
    before: Vec<f64>,
    sorted: Vec<bool>,
}

impl Distribution {
    /// Of values with their positive weights.
    pub(crate) fn new(rows: Vec<(f64, f64)>) -> Distribution {
        if rows.len() <= SMALL {
            let total = rows.iter().map(|row| row.1).sum();
            let starts = vec![0, rows.len()];
            return Distribution { rows, starts, before: vec![0.0, total], sorted: vec![false] };
        }
        let mut sample: Vec<f64> = rows.iter().step_by(rows.len() / SAMPLE).map(|row| row.0).collect();
        sample.sort_unstable_by(f64::total_cmp);
        let dividing: Vec<f64> = (1..PARTS).map(|part| sample[part * sample.len() / PARTS]).collect();
        let mut counts = vec![0_usize; PARTS];
        let mut weights = vec![0.0; PARTS];
        let of_rows: Vec<u16> = rows
            .iter()
            .map(|&(value, weight)| {
                let part = part(&dividing, value);
                counts[part] += 1;
                weights[part] += weight;
                part as u16
            })
            .collect();
        let mut starts = vec![0];
        let mut before = vec![0.0];
        for (count, weight) in counts.iter().zip(&weights) {
            starts.push(starts[starts.len() - 1] + count);
            before.push(before[before.len() - 1] + weight);
        }
        let mut next = starts.clone();
        let mut parted = vec![(0.0, 0.0); rows.len()];
        for (row, &part) in rows.iter().zip(&of_rows) {
            parted[next[part as usize]] = *row;
            next[part as usize] += 1;
        }
        Distribution { rows: parted, starts, before, sorted: vec![false; PARTS] }
    }

    /// Of ascending values with the weight at or below each.
    pub(crate) fn ascending(rows: Vec<(f64, f64)>) -> Distribution {
        let total = rows.last().map_or(0.0, |row| row.1);
        let starts = vec![0, rows.len()];
        Distribution { rows, starts, before: vec![0.0, total], sorted: vec![true] }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Sum of weights.
    pub(crate) fn total(&self) -> f64 {
        self.before.last().copied().unwrap_or(0.0)
    }

    /// The value at a place of the ascending order, and the weight up to it.
    pub(crate) fn at(&mut self, place: usize) -> (f64, f64) {
        let part = self.starts.partition_point(|&start| start <= place) - 1;
        self.sort(part);
        self.rows[place]
    }

    /// The weight before a place.
    pub(crate) fn before(&mut self, place: usize) -> f64 {
        if place == 0 { 0.0 } else { self.at(place - 1).1 }
    }

    /// The first place up to which the weight is at least `target`; the number of rows where there is none.
    pub(crate) fn reaching(&mut self, target: f64) -> usize {
        let parts = self.sorted.len();
        let mut part = self.before[1..].partition_point(|&weight| weight < target);
        while part < parts {
            self.sort(part);
            let rows = &self.rows[self.starts[part]..self.starts[part + 1]];
            let place = rows.partition_point(|row| row.1 < target);
            // The sum of a part in order of its values may end a rounding below the sum in order of its rows.
            if place < rows.len() {
                return self.starts[part] + place;
            }
            part += 1;
        }
        self.rows.len()
    }

    /// The number of distinct values up to a place.
    pub(crate) fn distinct(&mut self, place: usize) -> usize {
        (0..self.sorted.len()).for_each(|part| self.sort(part));
        1 + self.rows[..=place].windows(2).filter(|pair| pair[0].0 != pair[1].0).count()
    }

    fn sort(&mut self, part: usize) {
        if std::mem::replace(&mut self.sorted[part], true) {
            return;
        }
        let rows = &mut self.rows[self.starts[part]..self.starts[part + 1]];
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = self.before[part];
        for row in rows {
            sum += row.1;
            row.1 = sum;
        }
    }
}

/// How many dividing values are not over a value: by halves, without a branch.
fn part(dividing: &[f64], value: f64) -> usize {
    let (mut low, mut left) = (0, dividing.len());
    while left > 0 {
        let half = left / 2;
        let over = usize::from(dividing[low + half] <= value);
        low += over * (half + 1);
        left = over * (left - half - 1) + (1 - over) * half;
    }
    low
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
        assert_eq!(parted.len(), 50_000);
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
