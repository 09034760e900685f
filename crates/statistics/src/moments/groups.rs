//! Moments of sums that were made elsewhere: by a database, or on other machines.

use std::fmt;

use super::{Moments, OUTSIDE, stride};

/// The sums of some rows of one (unit, cell) pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Sampling unit.
    pub unit: u32,
    /// Domain cell; a group of [`OUTSIDE`] adds nothing.
    pub cell: u32,
    /// Rows with a positive weight and all values present.
    pub rows: u64,
    /// Sum of their weights.
    pub weight: f64,
    /// Sum of their squared weights.
    pub weight_squared: f64,
    /// Sum of weight times value, for each expression.
    pub values: Vec<f64>,
    /// Σ w (y_i − s_i)(y_j − s_j) around the shift: the lower triangle by rows, (0,0), (1,0), (1,1), (2,0), …
    pub products: Vec<f64>,
}

/// Groups that do not make moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupError {
    /// A group has another number of sums than the expressions need.
    Length {
        /// The group, counted from 0.
        group: usize,
        /// Expressions.
        expressions: usize,
    },
    /// A sum of a group is not a finite number.
    NotFinite {
        /// The group, counted from 0.
        group: usize,
    },
}

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GroupError::Length { group, expressions } => {
                write!(f, "group {group} does not have the sums of {expressions} expressions")
            }
            GroupError::NotFinite { group } => write!(f, "a sum of group {group} is not a finite number"),
        }
    }
}

impl std::error::Error for GroupError {}

impl Moments {
    /// Moments from sums by group, in any order. `shift` has for each expression the number that its products are measured
    /// from: one near the values keeps their digits. Groups of the same pair are added in their order; for the same
    /// bits whatever the order, give each pair once.
    pub fn from_groups(
        shift: &[f64],
        groups: impl IntoIterator<Item = Group>,
    ) -> Result<Moments, GroupError> {
        let k = shift.len();
        let mut kept = Vec::new();
        for (at, group) in groups.into_iter().enumerate() {
            if group.values.len() != k || group.products.len() != k * (k + 1) / 2 {
                return Err(GroupError::Length { group: at, expressions: k });
            }
            if group.rows == 0 || group.cell == OUTSIDE {
                continue;
            }
            let sums = group.values.iter().chain(&group.products);
            if !sums.chain([&group.weight, &group.weight_squared]).all(|sum| sum.is_finite()) {
                return Err(GroupError::NotFinite { group: at });
            }
            kept.push(group);
        }
        kept.sort_by_key(|group| (group.cell, group.unit));
        let stride = stride(k);
        let mut moments =
            Moments { expressions: k, keys: Vec::new(), sums: Vec::new(), shift: shift.to_vec() };
        for group in kept {
            let key = (group.cell, group.unit);
            if moments.keys.last() != Some(&key) {
                moments.keys.push(key);
                moments.sums.resize(moments.sums.len() + stride, 0.0);
            }
            let at = moments.sums.len() - stride;
            let own = [group.rows as f64, group.weight, group.weight_squared];
            let sums = own.iter().chain(&group.values).chain(&group.products);
            moments.sums[at..].iter_mut().zip(sums).for_each(|(sum, part)| *sum += part);
        }
        Ok(moments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Stream;
    use std::collections::BTreeMap;

    /// Small whole numbers, whose sums are exact in any order: units and cells; weights and two values.
    fn rows(count: usize) -> ([Vec<u32>; 2], [Vec<f64>; 3]) {
        let mut stream = Stream::new(3, 1);
        let mut below = |most: u64| (0..count).map(|_| stream.below(most)).collect::<Vec<u64>>();
        let units = below(30).iter().map(|&unit| unit as u32).collect();
        let cells = below(6).iter().map(|&cell| if cell == 5 { OUTSIDE } else { cell as u32 }).collect();
        let weights = below(4).iter().map(|&weight| weight as f64).collect();
        let values = |codes: Vec<u64>| -> Vec<f64> {
            codes.iter().map(|&y| if y == 0 { f64::NAN } else { 100.0 + y as f64 }).collect()
        };
        let (y, x) = (values(below(12)), values(below(9)));
        ([units, cells], [weights, y, x])
    }

    fn group(unit: u32, cell: u32) -> Group {
        Group {
            unit,
            cell,
            rows: 0,
            weight: 0.0,
            weight_squared: 0.0,
            values: vec![0.0; 2],
            products: vec![0.0; 3],
        }
    }

    #[test]
    fn moments_of_groups_are_the_moments_of_their_rows() {
        let ([units, cells], [weights, y, x]) = rows(4_000);
        let shift = [*y.iter().find(|y| !y.is_nan()).unwrap(), *x.iter().find(|x| !x.is_nan()).unwrap()];
        // By pair and, within it, by whatever else a machine has kept apart.
        let mut groups: BTreeMap<(u32, u32, u32), Group> = BTreeMap::new();
        for row in 0..units.len() {
            let key = ((row % 3) as u32, units[row], cells[row]);
            let sums = groups.entry(key).or_insert_with(|| group(units[row], cells[row]));
            if weights[row] > 0.0 && !y[row].is_nan() && !x[row].is_nan() {
                let from = [y[row] - shift[0], x[row] - shift[1]];
                sums.rows += 1;
                sums.weight += weights[row];
                sums.weight_squared += weights[row] * weights[row];
                sums.values[0] += weights[row] * y[row];
                sums.values[1] += weights[row] * x[row];
                sums.products[0] += weights[row] * from[0] * from[0];
                sums.products[1] += weights[row] * from[1] * from[0];
                sums.products[2] += weights[row] * from[1] * from[1];
            }
        }
        let of_rows = Moments::of(&units, &cells, &weights, &[&y, &x]);
        let mut groups: Vec<Group> = groups.into_values().collect();
        assert_eq!(Moments::from_groups(&shift, groups.clone()).unwrap(), of_rows);
        groups.reverse();
        assert_eq!(Moments::from_groups(&shift, groups).unwrap(), of_rows);
    }

    #[test]
    fn the_shift_changes_no_centred_product() {
        let with = |shift: f64| {
            let from = |y: f64| 2.0 * (y - shift) * (y - shift);
            let of = |cell, y: [f64; 2]| Group {
                unit: 0,
                cell,
                rows: 2,
                weight: 4.0,
                weight_squared: 8.0,
                values: vec![2.0 * (y[0] + y[1])],
                products: vec![from(y[0]) + from(y[1])],
            };
            let moments = Moments::from_groups(&[shift], [of(1, [3.0, 5.0]), of(0, [7.0, 7.5])]).unwrap();
            [0, 1].map(|cell| moments.cell_sums(cell).unwrap().centred_product(0, 0))
        };
        assert_eq!(with(0.0), [0.25, 4.0]);
        assert_eq!(with(6.0), [0.25, 4.0]);
    }

    #[test]
    fn groups_that_are_no_sums_are_refused() {
        let short = Group { products: Vec::new(), ..group(0, 0) };
        assert_eq!(
            Moments::from_groups(&[0.0, 0.0], [group(0, 0), short]),
            Err(GroupError::Length { group: 1, expressions: 2 })
        );
        let infinite = Group { rows: 1, weight: f64::INFINITY, ..group(0, 0) };
        assert_eq!(Moments::from_groups(&[0.0, 0.0], [infinite]), Err(GroupError::NotFinite { group: 0 }));
    }
}
