//! How the figures came about, and what they were made from.

mod margins;
mod outcome;
mod precision;
mod provenance;
mod rules;
mod sample;
#[cfg(test)]
mod tests;
mod weighting;

pub(super) use provenance::section as provenance;

use super::{Composer, anchor, front};
use crate::document::{Block, GridCell, GridColumn, Section};

/// The section; complete for a study of any kind, and silent on what it does not know.
pub(super) fn section(composer: &Composer<'_>) -> Section {
    let parts: [(&str, Vec<Block>); 8] = [
        ("methodology-population", population(composer)),
        ("methodology-sample", sample::blocks(composer)),
        ("methodology-fieldwork", fieldwork(composer)),
        ("methodology-outcome", outcome::blocks(composer)),
        ("methodology-weighting", weighting::blocks(composer)),
        ("methodology-precision", precision::blocks(composer)),
        ("methodology-protection", rules::protection(composer)),
        ("methodology-limits", rules::limits(composer)),
    ];
    let mut blocks = Vec::new();
    for (number, (key, own)) in parts.into_iter().enumerate() {
        if !own.is_empty() {
            let name = key.trim_start_matches("methodology-");
            blocks.push(Block::Heading { id: anchor("method", number + 1, name), text: composer.say(key) });
            blocks.extend(own);
        }
    }
    Section { id: "methodology".into(), title: composer.say("methodology-title"), blocks }
}

fn population(composer: &Composer<'_>) -> Vec<Block> {
    let about = &composer.definition.about;
    let text = |text: &sounding_survey::Text| text.get(composer.language).to_owned();
    facts(
        composer,
        [
            ("methodology-about-population", text(&about.population)),
            ("methodology-about-purpose", text(&about.purpose)),
            ("methodology-about-sponsor", text(&about.sponsor)),
            ("methodology-about-conductor", text(&about.conductor)),
        ],
    )
}

fn fieldwork(composer: &Composer<'_>) -> Vec<Block> {
    let files = &composer.definition.files;
    let mut blocks = facts(
        composer,
        [
            ("methodology-mode", front::mode(composer).unwrap_or_default()),
            ("methodology-dates", front::dates(composer).unwrap_or_default()),
            ("methodology-respondents", composer.locale.count(composer.results.respondents)),
        ],
    );
    let file = &*files.questionnaire;
    blocks.push(Block::Paragraph(composer.with("methodology-questionnaire", &[("file", file)])));
    blocks
}

/// Terms with their values, without those that have none.
fn facts<const N: usize>(composer: &Composer<'_>, facts: [(&str, String); N]) -> Vec<Block> {
    let facts: Vec<(String, String)> = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (composer.say(key), value))
        .collect();
    if facts.is_empty() { Vec::new() } else { vec![Block::Facts(facts)] }
}

/// Columns by key, those of figures to the right.
fn columns(composer: &Composer<'_>, heads: &[(&str, bool)]) -> Vec<GridColumn> {
    heads.iter().map(|&(key, numeric)| GridColumn { head: composer.say(key), numeric }).collect()
}

fn cells(texts: Vec<String>) -> Vec<GridCell> {
    texts.into_iter().map(GridCell::words).collect()
}
