//! Primary and complementary suppression over all tables of a report at once.
//!
//! The published figures are tied by sums: a group's answers add up to its base, the groups of a breakdown add up to everyone,
//! a crossing adds up to each of its parts, a derived answer to the answers that it was made of. What an attacker can do with the
//! open figures is therefore solving linear equations in the hidden ones, knowing that counts are not negative. A hidden figure is
//! safe when its smallest and largest possible value, found by linear programming, stay far enough apart (Fischetti and Salazar
//! 2001; Willenborg and de Waal, *Elements of Statistical Disclosure Control*, chapter 4). Figures are hidden one by one,
//! near the one that they protect and the smallest first, until every one that must not be known is safe.
//!
//! `lines` says what the tables divide respondents by and which divisions are made of which (`gather` and `links` find it), `system`
//! writes the sums, `attack` solves them, `partner` chooses what to hide. Two limits are deliberate: an answer that nobody gave
//! has nobody to protect, so that it ties nothing; and where questions share nothing but the bases of their groups, each is solved
//! with those bases for itself.

mod attack;
mod gather;
mod lines;
mod links;
mod partner;
mod system;
#[cfg(test)]
pub(crate) mod tests;

use sounding_survey::{Disclosure, Table};

use crate::{ReleaseRules, Respondents};
use attack::{Attack, Finds};
use partner::partners;
use system::{State, System};

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

/// Sets `disclosure` of every cell of every table. All tables are solved together, tied by the respondents that they share.
///
/// # Panics
/// If `people` does not fit the tables: there is not one question for each table, or its lists are not equally long.
pub fn protect(tables: &mut [Table], people: &Respondents, rules: &ReleaseRules) -> Suppressed {
    assert_eq!(tables.len(), people.asked.len(), "each table asks a question");
    let mut system = System::of(tables, people, rules);
    make_safe(&mut system, rules);
    system.apply(tables);
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

/// Values of a figure that differ by less are the same.
const DUST: f64 = 1e-6;

/// Hides figures until every primary one is safe and no other hidden one is known for certain.
fn make_safe(system: &mut System, rules: &ReleaseRules) {
    let mut attack = Attack::new(system);
    let of = |system: &System, state: State| -> Vec<usize> {
        (0..system.figures.len()).filter(|&at| system.figures[at].state == state).collect()
    };
    // More hidden figures never narrow a range: once safe, always safe.
    for figure in of(system, State::Primary) {
        protect_one(system, figure, rules.minimum_cell as f64, &mut attack);
    }
    let mut safe = vec![false; system.figures.len()];
    let mut certain = Vec::new();
    loop {
        certain.clear();
        let plain = system.plain();
        let before = of(system, State::Complementary);
        for &figure in &before {
            if safe[figure] {
                continue;
            }
            let open = system.may_open(figure);
            let finds = if plain[figure] { Finds::All } else { attack.look(system, figure, 1.0, 3) };
            match finds {
                Finds::Little => safe[figure] = true,
                Finds::All if open => certain.push(figure),
                Finds::All | Finds::Much => protect_one(system, figure, 1.0, &mut attack),
                // It has enough respondents, and those that have not were made safe.
                Finds::Unsolved => {}
            }
        }
        if of(system, State::Complementary).len() == before.len() {
            break;
        }
    }
    // What was hidden for the sake of others and can be computed all the same helps nobody.
    for figure in certain {
        system.figures[figure].state = State::Open;
    }
}

/// Hides other figures until one can have values that differ by as much as is needed, or nothing is left that could help.
fn protect_one(system: &mut System, figure: usize, needed: f64, attack: &mut Attack) {
    loop {
        let others = partners(system, figure, needed, attack);
        if others.is_empty() {
            return;
        }
        for other in others {
            system.hide(other);
        }
    }
}
