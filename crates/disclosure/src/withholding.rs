//! What must not leave is taken out of the tables, so that nothing behind this room can show it by mistake.

use sounding_survey::{Disclosure, Table};

/// Empties every cell that is not open: no figure and no count stays in it, only the reason. To be called when the tables are
/// protected and marked, and before anything is drawn or written.
pub fn withhold(tables: &mut [Table]) {
    for cell in tables.iter_mut().flat_map(|table| &mut table.cells) {
        if cell.disclosure != Disclosure::Open {
            cell.estimate = None;
            cell.count = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::tests::table;
    use crate::{ReleaseRules, Respondents, protect};

    #[test]
    fn a_hidden_cell_keeps_its_reason_and_nothing_else() {
        let mut tables = [table(&[&[40, 3], &[50, 60]])];
        let people = Respondents::unknown(&tables);
        protect(&mut tables, &people, &ReleaseRules::default());
        let before = tables[0].clone();
        withhold(&mut tables);
        let mut hidden = 0;
        for (cell, was) in tables[0].cells.iter().zip(&before.cells) {
            assert_eq!(cell.disclosure, was.disclosure);
            if cell.disclosure == Disclosure::Open {
                assert_eq!(cell, was);
            } else {
                hidden += 1;
                assert_eq!((cell.count, cell.estimate), (0, None));
            }
        }
        assert!(hidden > 1, "the small cell has a partner");
    }
}
