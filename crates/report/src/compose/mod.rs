//! The report as data in one language: findings, toplines, breakdowns, trends, methodology and provenance. One file for each
//! section. This module does not estimate, protect or draw; what it may show of a figure is decided in `cell`.

pub(crate) mod analyses;
mod breakdown;
mod cell;
mod findings;
mod front;
mod labels;
mod methodology;
pub(crate) mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod topline;
pub(crate) mod wording;

use sounding_study::Definition;
use sounding_survey::{Language, Results, Table, TableRole};

use crate::document::{Document, Section};
use crate::locale::Locale;
use crate::words::Words;
use cell::Figures;
use labels::Labels;

/// The report of a study in one language.
pub fn compose(definition: &Definition, results: &Results, language: Language) -> Document {
    let composer = Composer {
        definition,
        results,
        language,
        locale: Locale::new(language),
        words: Words::new(language),
        labels: Labels::of(results, language),
    };
    let sections = [
        findings::section(&composer),
        topline::section(&composer),
        breakdown::section(&composer, TableRole::Breakdown),
        breakdown::section(&composer, TableRole::Trend),
        analyses::section(&composer),
        Some(methodology::section(&composer)),
        Some(methodology::provenance(&composer)),
    ];
    front::document(&composer, sections.into_iter().flatten().collect::<Vec<Section>>())
}

/// What every section is written from.
struct Composer<'a> {
    definition: &'a Definition,
    results: &'a Results,
    language: Language,
    locale: Locale,
    words: Words,
    labels: Labels,
}

impl Composer<'_> {
    fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.with(key, values)
    }

    /// Words with a number of something.
    fn counted(&self, key: &str, count: u64) -> String {
        self.words.counted(key, count, &[("n", &self.locale.count(count))])
    }

    fn figures<'t>(&self, table: &'t Table) -> Figures<'t> {
        Figures::new(table, self.locale, self.definition.release.minimum_cell)
    }

    fn tables(&self, role: TableRole) -> impl Iterator<Item = &Table> {
        self.results.tables.iter().filter(move |table| table.role == role)
    }

    /// The level of the intervals, such as `95%`.
    fn level(&self) -> String {
        self.locale.level(self.definition.variance.level)
    }

    /// A few words for what a table asks.
    fn short<'t>(&self, table: &'t Table) -> &'t str {
        let short = if table.short.is_empty() { &table.question } else { &table.short };
        short.get(self.language)
    }
}

/// An anchor of letters, digits and hyphens; the number makes it unique in its section.
fn anchor(section: &str, number: usize, name: &str) -> String {
    let signs = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    format!("{section}-{number}-{}", signs.collect::<String>())
}
