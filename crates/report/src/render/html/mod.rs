//! One self-contained web page: typefaces, charts and styles are inside, nothing is loaded and nothing runs. It reads on a telephone, on a
//! desk and on paper.

pub(crate) mod fonts;
#[cfg(test)]
mod tests;

use askama::Template;

use super::RenderError;
use crate::document::{Block, Document, Grid, GridRow, Mark, RowKind, Section};
use crate::theme;
use crate::words::Words;

/// The page of a document.
pub fn html(document: &Document) -> Result<String, RenderError> {
    let words = Words::new(document.language);
    let say = |key: &str| words.say(key);
    let page = Page {
        document,
        words: PageWords {
            skip: say("page-skip"),
            contents: say("page-contents"),
            table: say("page-table"),
            confidential: say("page-confidential"),
            unreliable: meaning(document, Mark::Unreliable),
        },
        fonts: String::new(),
        colours: colours() + &on_paper(document),
        style: include_str!("../../../templates/report.css"),
    };
    // Which letters the page has is known when it is written.
    let letters = page.written()?;
    Page { fonts: fonts::faces(&letters), ..page }.written()
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    document: &'a Document,
    words: PageWords,
    fonts: String,
    colours: String,
    style: &'static str,
}

impl Page<'_> {
    fn written(&self) -> Result<String, RenderError> {
        self.render().map_err(|cause| RenderError::Page(cause.to_string()))
    }
}

/// What the page says besides the document.
struct PageWords {
    skip: String,
    contents: String,
    table: String,
    confidential: String,
    unreliable: String,
}

/// The theme's colours for the stylesheet.
pub(crate) fn colours() -> String {
    let names = [
        ("paper", theme::PAPER),
        ("ink", theme::INK),
        ("muted", theme::MUTED),
        ("rule", theme::RULE),
        ("ground", theme::GROUND),
        ("accent", theme::ACCENT),
        ("warning", theme::WARNING),
        ("warning-edge", theme::WARNING_EDGE),
        ("alarm", theme::BENCHMARK),
    ];
    let colours: Vec<String> = names.iter().map(|(name, colour)| format!("--{name}:{colour};")).collect();
    format!(":root{{{}--family:\"{}\"}}\n", colours.concat(), theme::FAMILY)
}

/// On paper every page bears the notice in its margin.
fn on_paper(document: &Document) -> String {
    let notice = document.notice.as_deref().map(css_string).unwrap_or_default();
    if notice.is_empty() {
        return notice;
    }
    format!(
        "@page{{@top-center{{content:{notice};color:{};font:700 8pt \"{}\"}}}}\n",
        theme::BENCHMARK,
        theme::FAMILY
    )
}

/// Words as a string of a stylesheet, which end neither it nor the stylesheet.
fn css_string(words: &str) -> String {
    let mut text = String::from("\"");
    for sign in words.chars() {
        match sign {
            '"' | '\\' | '<' => text.extend([format!("\\{:x} ", u32::from(sign))]),
            sign if sign.is_control() => text.push(' '),
            sign => text.push(sign),
        }
    }
    text.push('"');
    text
}

/// What a mark means.
fn meaning(document: &Document, mark: Mark) -> String {
    document.marks.iter().find(|(own, _)| *own == mark).map(|(_, words)| words.clone()).unwrap_or_default()
}

/// The headings under a section's own, with their anchors.
fn headings<'a>(section: &'a Section) -> Vec<(&'a str, &'a str)> {
    let heading = |block: &'a Block| match block {
        Block::Heading { id, text } => Some((id.as_str(), text.as_str())),
        _ => None,
    };
    section.blocks.iter().filter_map(heading).collect()
}

/// The blocks of a section; findings that follow each other stand together.
fn runs(section: &Section) -> impl Iterator<Item = &[Block]> {
    section.blocks.chunk_by(|left, right| is_finding(left) == is_finding(right))
}

fn are_findings(run: &[Block]) -> bool {
    run.first().is_some_and(is_finding)
}

fn is_finding(block: &Block) -> bool {
    matches!(block, Block::Finding { .. })
}

/// The rows of a table, parted before each heading inside it.
fn bodies(grid: &Grid) -> impl Iterator<Item = &[GridRow]> {
    grid.rows.chunk_by(|_, right| right.kind != RowKind::Section)
}

fn is_numeric(grid: &Grid, at: usize) -> bool {
    grid.columns.get(at).is_some_and(|column| column.numeric)
}
