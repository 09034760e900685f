//! Reading `study.toml`: a walk over the parsed file that collects every fault with its line and key.

mod analyses;
mod design;
mod sections;
mod tables;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_design;
mod walk;
mod weighting;

use sounding_survey::{Finding, Place};
use toml::de::DeTable;

use crate::Definition;
use walk::{Section, Walk};

/// Reads the text of a study file. With any error among the findings the definition is incomplete and must not be used.
pub fn read_definition(text: &str, file: &str) -> (Definition, Vec<Finding>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut walk = Walk::new(text, file);
    for error in errors {
        let line = error.span().map_or(1, |span| walk.line(span.start));
        walk.findings.push(Finding::error(
            "E-STUDY-001",
            Place::file(file).line(line),
            format!("the file is not TOML: {}", error.message()),
            "mend the line; texts stand in quotation marks, tables in [brackets]",
        ));
    }
    let mut definition = Definition::default();
    if walk.findings.is_empty() {
        let root = Section::root(table.get_ref());
        definition = sections::read(&root, &mut walk);
    }
    walk.findings.sort_by(|a, b| a.place.line.cmp(&b.place.line).then_with(|| a.code.cmp(b.code)));
    (definition, walk.findings)
}
