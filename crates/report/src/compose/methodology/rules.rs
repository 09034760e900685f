//! Protection of respondents in words, and what a reader must know before relying on the figures.

use crate::compose::Composer;
use crate::document::Block;

/// What may leave, and the two marks.
pub(super) fn protection(composer: &Composer<'_>) -> Vec<Block> {
    let release = composer.definition.release;
    let locale = composer.locale;
    let (cell, base) = (locale.count(release.minimum_cell), locale.count(release.minimum_base));
    let width = locale.number(100.0 * release.maximum_width, 0);
    let points = vec![
        composer.with("rules-cell", &[("minimum", &cell)]),
        composer.with("rules-base", &[("base", &base)]),
        composer.say("rules-complementary"),
        composer.with("rules-unreliable", &[("base", &base), ("width", &width)]),
        composer.say("rules-two-marks"),
    ];
    vec![Block::List(points)]
}

/// The study's own limitations, those of any survey, what was noticed on the way, and whom to ask.
pub(super) fn limits(composer: &Composer<'_>) -> Vec<Block> {
    let about = &composer.definition.about;
    let mut blocks = Vec::new();
    if about.simulated {
        blocks.push(Block::Warning(composer.say("rules-simulated")));
    }
    let own = about.limitations.get(composer.language);
    if !own.is_empty() {
        blocks.push(Block::Paragraph(own.to_owned()));
    }
    blocks.push(Block::Paragraph(composer.say("rules-any-survey")));
    let noticed: Vec<String> = composer
        .results
        .warnings
        .iter()
        .map(|warning| warning.get(composer.language).to_owned())
        .filter(|warning| !warning.is_empty())
        .collect();
    if !noticed.is_empty() {
        blocks.push(Block::Paragraph(composer.say("rules-noticed")));
        blocks.push(Block::List(noticed));
    }
    let contact = about.contact.get(composer.language);
    if !contact.is_empty() {
        blocks.push(Block::Paragraph(composer.with("rules-contact", &[("contact", contact)])));
    }
    blocks
}
