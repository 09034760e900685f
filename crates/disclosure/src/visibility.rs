//! What may be seen of a protected table: the one rule that pages, charts and terminals share.

use sounding_survey::{Disclosure, Estimate, Reliability, Statistic, Table};

/// What may be seen of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    /// The figure, and whether it can be relied on.
    Figure(Estimate, bool),
    /// There is one, and it does not leave.
    Hidden,
    /// There is none.
    Nothing,
}

impl Shown {
    /// The estimate where it may be seen.
    pub fn figure(self) -> Option<Estimate> {
        if let Shown::Figure(estimate, _) = self { Some(estimate) } else { None }
    }

    /// Whether there is a figure that cannot be relied on.
    pub fn is_unreliable(self) -> bool {
        matches!(self, Shown::Figure(_, false))
    }
}

/// What may be seen of a group's cell. Where one figure alone of a whole is hidden it is what the others leave, so none is seen.
///
/// # Panics
/// If an index is out of range.
pub fn shown(table: &Table, group: usize, column: usize) -> Shown {
    let cell = table.cell(group, column);
    let whole = table.statistic == Statistic::Percent && !table.multiple;
    if cell.disclosure != Disclosure::Open || (whole && hidden(table, group) == 1) {
        return Shown::Hidden;
    }
    let finite = |estimate: &Estimate| estimate.value.is_finite();
    cell.estimate
        .filter(finite)
        .map_or(Shown::Nothing, |estimate| Shown::Figure(estimate, cell.reliability == Reliability::Reliable))
}

/// How many cells of a group are hidden.
///
/// # Panics
/// If the index is out of range.
pub fn hidden(table: &Table, group: usize) -> usize {
    (0..table.columns.len())
        .filter(|&column| table.cell(group, column).disclosure != Disclosure::Open)
        .count()
}

/// Respondents of a group, unweighted; `None` where they are under `minimum`, or nothing of the group is shown and they may
/// be what must not be known.
///
/// # Panics
/// If the index is out of range.
pub fn shown_base(table: &Table, group: usize, minimum: u64) -> Option<u64> {
    let base = table.groups[group].base;
    let columns = table.columns.len();
    let silent = columns > 0 && hidden(table, group) == columns;
    (base == 0 || (base >= minimum && !silent)).then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::tests::table;

    fn estimated(cells: &[&[u64]]) -> Table {
        let mut table = table(cells);
        for cell in &mut table.cells {
            cell.estimate = Some(Estimate { value: 0.5, se: 0.1, low: 0.3, high: 0.7, deff: None });
        }
        table
    }

    #[test]
    fn what_one_hidden_figure_would_leave_is_hidden_too() {
        let mut table = estimated(&[&[40, 30, 30]]);
        table.cells[1].disclosure = Disclosure::Primary;
        assert!((0..3).all(|column| shown(&table, 0, column) == Shown::Hidden));
        table.multiple = true;
        assert!(shown(&table, 0, 0).figure().is_some(), "several answers a person sum to nothing");
        assert_eq!(shown(&table, 0, 1), Shown::Hidden);
        table.multiple = false;
        table.cells[2].disclosure = Disclosure::Complementary;
        assert!(shown(&table, 0, 0).figure().is_some());
    }

    #[test]
    fn a_figure_that_is_no_number_is_none() {
        let mut table = estimated(&[&[40, 60]]);
        table.cells[0].reliability = Reliability::WideInterval;
        assert!(shown(&table, 0, 0).is_unreliable());
        table.cells[0].estimate = None;
        assert_eq!(shown(&table, 0, 0), Shown::Nothing);
    }

    #[test]
    fn a_base_is_hidden_when_it_is_small_or_nothing_of_the_group_is_shown() {
        let mut table = estimated(&[&[40, 60]]);
        table.groups[0].base = 9;
        assert_eq!(shown_base(&table, 0, 10), None);
        table.groups[0].base = 100;
        assert_eq!(shown_base(&table, 0, 10), Some(100));
        for cell in &mut table.cells {
            cell.disclosure = Disclosure::Primary;
        }
        assert_eq!(shown_base(&table, 0, 10), None);
        table.groups[0].base = 0;
        assert_eq!(shown_base(&table, 0, 10), Some(0));
    }
}
