//! Primary and complementary suppression over all tables of a report at once.
//!
//! The published figures of one question are tied by sums: a group's answers add up to its base, the groups of a
//! breakdown add up to everyone, a crossing adds up to each of its parts. What an attacker can do with the open cells is
//! therefore solving linear equations in the hidden ones, knowing that counts are not negative. A hidden cell is safe when
//! its smallest and largest possible value, found by linear programming, stay far enough apart (Fischetti and Salazar
//! 2001; Willenborg and de Waal, *Elements of Statistical Disclosure Control*, chapter 4). Cells are hidden one by one,
//! the smallest first, until every cell that must not be known is safe.

mod attack;
mod system;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use sounding_survey::{Disclosure, Statistic, Table};

use crate::ReleaseRules;
use attack::Attack;
use system::System;

/// How many cells were hidden, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// Cells with too few respondents.
    pub primary: u64,
    /// Cells hidden so that those cannot be computed.
    pub complementary: u64,
    /// Cells in all.
    pub cells: u64,
}

/// Sets `disclosure` of every cell of every table. Tables of the same question and the same base are taken together.
pub fn protect(tables: &mut [Table], rules: &ReleaseRules) -> Suppressed {
    let mut questions: BTreeMap<Question, Vec<usize>> = BTreeMap::new();
    for (at, table) in tables.iter().enumerate() {
        questions.entry(question(table)).or_default().push(at);
    }
    for members in questions.values() {
        let views: Vec<&Table> = members.iter().map(|&at| &tables[at]).collect();
        let mut system = System::of(&views, rules);
        make_safe(&mut system, rules);
        for &at in members {
            system.apply(&mut tables[at]);
        }
    }
    let mut suppressed = Suppressed::default();
    for cell in tables.iter().flat_map(|table| &table.cells) {
        suppressed.cells += 1;
        match cell.disclosure {
            Disclosure::Open => {}
            Disclosure::Primary => suppressed.primary += 1,
            Disclosure::Complementary => suppressed.complementary += 1,
        }
    }
    suppressed
}

type Question = (String, Statistic, Option<sounding_survey::Text>, Vec<String>);

fn question(table: &Table) -> Question {
    // The columns belong to it: two tables of one question may group its answers differently.
    let columns = table.columns.iter().map(|column| column.code.clone()).collect();
    (table.variable.clone(), table.statistic, table.universe.clone(), columns)
}

/// Hides cells until every primary one is safe. Ends because each round hides one more cell.
fn make_safe(system: &mut System, rules: &ReleaseRules) {
    let needed = rules.minimum_cell as f64;
    let mut safe: Vec<bool> = vec![false; system.cells.len()];
    loop {
        let attack = Attack::new(system);
        let mut next = None;
        for cell in system.primary() {
            if safe[cell] {
                continue;
            }
            let (least, most) = attack.range(cell);
            // More hidden cells never narrow a range: once safe, always safe.
            safe[cell] = most - least >= needed;
            if !safe[cell] {
                next = Some(cell);
                break;
            }
        }
        let Some(unsafe_cell) = next else { return };
        let Some(partner) = system.partner(unsafe_cell) else {
            // Nothing open is left that could help: every cell tied to it is hidden already.
            safe[unsafe_cell] = true;
            continue;
        };
        system.hide(partner);
    }
}
