//! What the document says of each table: heading and wording. The workbook says it in the same words.

use sounding_survey::{Results, TableRole};

use crate::document::{Block, Document};
use crate::words::Words;

/// A table's heading and the question's wording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) heading: String,
    pub(super) wording: Vec<String>,
}

/// One for each table of the results.
pub(super) fn topics(document: &Document, results: &Results, words: &Words) -> Vec<Topic> {
    let mut topics = vec![Topic::default(); results.tables.len()];
    for (role, section) in SECTIONS {
        let own: Vec<usize> = (0..topics.len()).filter(|&at| results.tables[at].role == role).collect();
        let said = topics_of(document, section);
        // Whatever the document leaves out, a table keeps its own words.
        let complete = said.len() == own.len();
        for (at, said) in own.iter().zip(said).filter(|_| complete) {
            topics[*at] = said;
        }
    }
    for (topic, table) in topics.iter_mut().zip(&results.tables) {
        let own = |text: &sounding_survey::Text| text.get(document.language).to_owned();
        if topic.heading.is_empty() {
            topic.heading = own(if table.short.is_empty() { &table.question } else { &table.short });
            let question = own(&table.question);
            if !question.is_empty() {
                topic.wording = vec![words.with("tables-question", &[("question", &question)])];
            }
        }
    }
    topics
}

/// The sections that show tables of results.
pub(super) const SECTIONS: [(TableRole, &str); 3] =
    [(TableRole::Topline, "topline"), (TableRole::Breakdown, "breakdowns"), (TableRole::Trend, "trends")];

/// Headings of a section with the paragraphs under them.
fn topics_of(document: &Document, section: &str) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for block in document.sections.iter().filter(|it| it.id == section).flat_map(|it| &it.blocks) {
        match (block, topics.last_mut()) {
            (Block::Heading { text, .. }, _) => {
                topics.push(Topic { heading: text.clone(), wording: Vec::new() });
            }
            (Block::Paragraph(text), Some(topic)) => topic.wording.push(text.clone()),
            _ => {}
        }
    }
    topics
}
