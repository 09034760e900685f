//! A report as plain data in one language: what a page shows, not how. Renderers add nothing to it and leave nothing out.

mod grid;

pub use grid::{Grid, GridCell, GridColumn, GridRow, Mark, RowKind};

use sounding_survey::Language;

/// A whole report in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The language of every text in it.
    pub language: Language,
    /// Title.
    pub title: String,
    /// Who conducted it and when, in one line.
    pub subtitle: String,
    /// A notice that every page repeats: that the data are simulated.
    pub notice: Option<String>,
    /// The cover's facts: sponsor, conductor, dates and the like.
    pub facts: Vec<(String, String)>,
    /// Sections in reading order.
    pub sections: Vec<Section>,
    /// Level of the intervals, such as `95%`.
    pub level: String,
    /// What the marks of cells mean.
    pub marks: Vec<(Mark, String)>,
    /// What stands at the foot of every page.
    pub footer: String,
}

/// A section, with its own entry in the contents.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Anchor, unique in the document: letters, digits and hyphens.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it shows, from top to bottom.
    pub blocks: Vec<Block>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading under the section's, with an anchor.
    Heading {
        /// Anchor, unique in the document.
        id: String,
        /// The words.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// A paragraph in smaller type: bases, sources, reading aids.
    Note(String),
    /// What the reader must not miss.
    Warning(String),
    /// A list of short points.
    List(Vec<String>),
    /// Terms with their values.
    Facts(Vec<(String, String)>),
    /// A finding: a large figure and the sentence that says what it is.
    Finding {
        /// The figure, such as `63 %`.
        figure: String,
        /// The sentence.
        sentence: String,
        /// Interval and base, in smaller type.
        detail: String,
    },
    /// A chart.
    Figure(Figure),
    /// A table.
    Grid(Grid),
}

/// A chart, drawn for a wide page and for a narrow one.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it shows.
    pub caption: String,
    /// The same for who cannot see it.
    pub description: String,
    /// SVG for pages 720 points wide or more, and for print.
    pub wide: String,
    /// SVG for pages of about 360 points.
    pub narrow: String,
}
