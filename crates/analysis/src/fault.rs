//! What stops an analysis: findings with code, place and remedy, all of them at once.

use std::fmt;

use sounding_survey::{Finding, Place};

/// One or more findings that stop the work. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Faults(pub Vec<Finding>);

impl Faults {
    /// A single fault.
    pub(crate) fn one(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Faults {
        Faults(vec![Finding::error(code, place, message, remedy)])
    }
}

impl From<Finding> for Faults {
    fn from(finding: Finding) -> Faults {
        Faults(vec![finding])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, finding) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// A name from `known` that `unknown` was probably meant to be: at most a third of its letters differ.
pub(crate) fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (edit_distance(&unknown.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= unknown.chars().count().max(3) / 3)
        .min()
        .map(|(_, name)| name)
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("ap00", ["api99", "api00", "stype"]), Some("api00"));
        assert_eq!(nearest("STYPE", ["api99", "stype"]), Some("stype"));
        assert_eq!(nearest("income", ["api99", "stype"]), None);
    }
}
