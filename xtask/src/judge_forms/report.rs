//! What was found, for people: the differences that are not listed, the table, and the rows of the list that are out of date.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::compare::Difference;
use super::listed::Listed;
use crate::say;

/// Differences of one judge that are shown; all of them are in the file.
const SHOWN: usize = 40;

/// Says the table, with the number of forms that each judge saw, and the differences that are not listed; all of them go to a file. `true` where none is unlisted.
pub(super) fn say_all(
    judges: &Path,
    differences: &[Difference],
    listed: &[Listed],
    judged: &BTreeMap<&str, usize>,
    whole: bool,
) -> bool {
    let mut used = vec![false; listed.len()];
    let mut unlisted: BTreeMap<&str, Vec<&Difference>> = BTreeMap::new();
    let mut bad: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut file = String::new();
    for difference in differences {
        let row = listed.iter().position(|row| row.covers(difference));
        // Every row that covers it is in use, so that a wide row does not make a narrow one look forgotten.
        for (at, row) in listed.iter().enumerate() {
            used[at] |= row.covers(difference);
        }
        let place = if row.is_some() { &mut known } else { &mut bad };
        place.entry(difference.judge).or_default().insert(&difference.form);
        if row.is_none() {
            unlisted.entry(difference.judge).or_default().push(difference);
            let _ = writeln!(file, "[{}] {}", difference.kind(), difference.shown());
        }
    }
    let _ = fs::write(judges.join("differences.txt"), file);
    for found in unlisted.values() {
        for difference in found.iter().take(SHOWN) {
            say(&difference.shown());
        }
        if found.len() > SHOWN {
            say(&format!(
                "… and {} more; all of them: judges/differences.txt in the build directory",
                found.len() - SHOWN
            ));
        }
    }
    say(&format!(
        "{:<16} {:>7} {:>8} {:>8} {:>8} {:>12}",
        "judge", "forms", "agreed", "listed", "failed", "differences"
    ));
    for (judge, forms) in judged {
        let failed = bad.get(judge).cloned().unwrap_or_default();
        let listed = known.get(judge).map_or(0, |forms| forms.difference(&failed).count());
        let failed = failed.len();
        let agreed = forms.saturating_sub(failed + listed);
        let count = unlisted.get(judge).map_or(0, Vec::len);
        say(&format!("{judge:<16} {forms:>7} {agreed:>8} {listed:>8} {failed:>8} {count:>12}"));
    }
    for (row, used) in listed.iter().zip(used) {
        if !used && whole && judged.contains_key(row.judge.as_str()) {
            say(&format!("listed, and did not occur: {} | {} | {}", row.judge, row.form, row.place));
        }
    }
    bad.is_empty()
}
