//! Rows collapsed to the distinct combinations of their codes.

use crate::numerics::pair_codes;

/// Distinct combinations of several code columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Patterns {
    /// Pattern of each row, numbered by first appearance.
    pub of_rows: Vec<u32>,
    /// A row of each pattern.
    pub rows: Vec<usize>,
}

impl Patterns {
    /// Collapses the columns, each with one code a row; without columns every row has the same pattern.
    pub fn collapse(columns: &[&[u32]], rows: usize) -> Patterns {
        let mut of_rows: Vec<u32> = vec![0; rows];
        for column in columns {
            of_rows = pair_codes(&of_rows, column).0;
        }
        let mut firsts = Vec::new();
        for (row, &pattern) in of_rows.iter().enumerate() {
            if pattern as usize == firsts.len() {
                firsts.push(row);
            }
        }
        Patterns { of_rows, rows: firsts }
    }

    /// Number of patterns.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Sums of a column of rows by pattern.
    pub fn sums(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        for (&pattern, value) in self.of_rows.iter().zip(values) {
            sums[pattern as usize] += value;
        }
        sums
    }

    /// A value of each pattern given to its rows.
    pub fn spread(&self, values: &[f64]) -> Vec<f64> {
        self.of_rows.iter().map(|&pattern| values[pattern as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_the_same_codes_share_a_pattern() {
        let patterns = Patterns::collapse(&[&[0, 1, 0, 0], &[5, 5, 5, 6]], 4);
        assert_eq!(patterns.of_rows, [0, 1, 0, 2]);
        assert_eq!(patterns.rows, [0, 1, 3]);
        assert_eq!(patterns.sums(&[1.0, 2.0, 3.0, 4.0]), [4.0, 2.0, 4.0]);
        assert_eq!(patterns.spread(&[7.0, 8.0, 9.0]), [7.0, 8.0, 7.0, 9.0]);
    }
}
