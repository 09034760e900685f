//! What the document says of each table: heading and wording; and once for all of them: level of the intervals, and what
//! "unreliable" means. The workbook says it in the same words.

use sounding_survey::{Results, TableRole};

use crate::document::{Block, Document};
use crate::words::Words;

/// The document's words on the tables of results.
pub(super) struct Said {
    /// One for each table of the results.
    pub(super) topics: Vec<Topic>,
    /// The level of the intervals, such as `95%`.
    pub(super) level: Option<String>,
    /// What makes a figure unreliable, with the thresholds.
    pub(super) unreliable: Option<String>,
}

/// A table's heading and the question's wording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) heading: String,
    pub(super) wording: Vec<String>,
}

impl Said {
    pub(super) fn of(document: &Document, results: &Results, words: &Words) -> Said {
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
        Said { topics, level: level(document, words), unreliable: unreliable(document, words) }
    }
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

/// The level, from the heads of columns and the notes that name it.
fn level(document: &Document, words: &Words) -> Option<String> {
    let place = "\u{0}";
    let heads = ["tables-head-percent", "tables-head-figure"].map(|key| words.with(key, &[("level", place)]));
    let note = words.with("tables-what", &[("what", ""), ("level", place)]);
    let (note_before, note_after) = note.split_once(place)?;
    grids(document).find_map(|grid| {
        let of_head = heads.iter().filter_map(|head| head.split_once(place)).find_map(|(before, after)| {
            let named = |head: &str| Some(head.strip_prefix(before)?.strip_suffix(after)?.to_owned());
            grid.columns.iter().find_map(|column| named(&column.head))
        });
        let of_note = || {
            let named =
                |note: &str| Some(note.strip_suffix(note_after)?.split_once(note_before)?.1.to_owned());
            grid.notes.iter().find_map(|note| named(note))
        };
        of_head.or_else(of_note)
    })
}

/// The note on unreliable figures, wherever it stands.
fn unreliable(document: &Document, words: &Words) -> Option<String> {
    let place = "\u{0}";
    let note = words.with("tables-unreliable", &[("base", place), ("width", place)]);
    let (before, _) = note.split_once(place)?;
    grids(document).flat_map(|grid| &grid.notes).find(|note| note.starts_with(before)).cloned()
}

fn grids(document: &Document) -> impl Iterator<Item = &crate::document::Grid> {
    document.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Grid(grid) => Some(grid),
        _ => None,
    })
}
