//! Whether a figure can be relied on. It says nothing about confidentiality.

use sounding_survey::{Reliability, Statistic, Table};

use crate::ReleaseRules;

/// Marks every cell whose base or effective base is small, or whose interval is wide.
pub fn mark_reliability(table: &mut Table, rules: &ReleaseRules) {
    let width = table.columns.len();
    for (row, group) in table.groups.iter().enumerate() {
        let small = group.base < rules.minimum_base || group.effective_base < rules.minimum_base as f64;
        for cell in &mut table.cells[row * width..(row + 1) * width] {
            let wide = table.statistic == Statistic::Percent
                && cell.estimate.is_some_and(|estimate| estimate.high - estimate.low > rules.maximum_width);
            cell.reliability = match (small, wide) {
                (true, _) => Reliability::SmallBase,
                (false, true) => Reliability::WideInterval,
                (false, false) => Reliability::Reliable,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::tests::table;
    use Reliability::{Reliable, SmallBase, WideInterval};
    use sounding_survey::Estimate;

    #[test]
    fn small_bases_and_wide_intervals_are_two_reasons() {
        let mut table = table(&[&[20, 20], &[15, 5], &[50, 50]]);
        let estimate = |half: f64| {
            Some(Estimate { value: 0.5, se: half / 2.0, low: 0.5 - half, high: 0.5 + half, deff: None })
        };
        for (cell, half) in table.cells.iter_mut().zip([0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.16, 0.149]) {
            cell.estimate = estimate(half);
        }
        // Many respondents with very unequal weights are few in effect.
        table.groups[3].effective_base = 29.9;
        mark_reliability(&mut table, &ReleaseRules::default());
        let found: Vec<Reliability> = table.cells.iter().map(|cell| cell.reliability).collect();
        assert_eq!(
            found,
            [Reliable, WideInterval, Reliable, Reliable, SmallBase, SmallBase, SmallBase, SmallBase]
        );
    }
}
