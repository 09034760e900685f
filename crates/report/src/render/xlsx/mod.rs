//! The workbook: what the report is and a list of its sheets, one sheet for each table of results with its figures as numbers,
//! and the document's other sections as text. Equal input gives equal bytes: the workbook bears no time.

mod analyses;
mod blocks;
mod front;
mod layout;
mod names;
mod numbers;
mod page;
mod said;
mod styles;
mod tables;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
use sounding_survey::Results;

use super::RenderError;
use crate::compose::analyses::SECTION;
use crate::document::{Block, Document};
use crate::words::Words;
use layout::Setting;
use names::Names;
use page::Page;
use said::{SECTIONS, Topic, topics};

/// The section that stands on the first sheet.
const FINDINGS: &str = "findings";

/// Text wider than this, in pixels, is printed on pages that lie.
const UPRIGHT: f64 = 900.0;

/// The workbook of a report, in the language of its document. Bases under `minimum_cell` respondents are left out.
pub fn xlsx(document: &Document, results: &Results, minimum_cell: u64) -> Result<Vec<u8>, RenderError> {
    let words = &Words::new(document.language);
    let topics = &topics(document, results, words);
    let mut names = Names::new();
    let book = Book { document, words, topics, contents: names.take(&words.say("workbook-contents")) };
    let setting = |table| Setting { table, language: document.language, words, minimum: minimum_cell };
    let settings: Vec<Setting<'_>> = results.tables.iter().map(setting).collect();
    let sheets: Vec<String> =
        (1..).zip(topics).map(|(at, it)| names.take(&numbered(at, &it.heading))).collect();
    let is_other = |id: &str| id != FINDINGS && SECTIONS.iter().all(|(_, section)| *section != id);
    let sections: Vec<_> = document.sections.iter().filter(|section| is_other(&section.id)).collect();
    let others: Vec<(String, String)> =
        sections.iter().map(|section| (names.take(&section.title), section.title.clone())).collect();

    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&book));
    workbook.push_worksheet(front::sheet(&book, &settings, &sheets, &others)?);
    for ((setting, topic), name) in settings.iter().zip(topics).zip(&sheets) {
        workbook.push_worksheet(tables::sheet(&book, setting, topic, name)?);
    }
    for (section, (name, _)) in sections.iter().zip(&others) {
        let numbers = section.id == SECTION;
        let mut widths = blocks::widths(&section.blocks);
        if numbers {
            widths.truncate(1);
            widths.resize(analyses::COLUMNS, analyses::WIDTH);
        }
        let mut page = Page::new(name, widths)?;
        book.back(&mut page)?;
        page.words(0, &section.title, &styles::title())?;
        let mut parts = analyses::parts(results);
        for block in &section.blocks {
            if let (true, Block::Grid(grid)) = (numbers, block)
                && let Some(part) = parts.next()
            {
                analyses::grid(&mut page, part, grid, words, document.language)?;
                continue;
            }
            blocks::block(&mut page, block, &words.say("workbook-mark"))?;
        }
        if page.pixels(0, page.columns()) > UPRIGHT {
            page.sheet().set_landscape();
        }
        page.sheet().set_print_fit_to_pages(1, 0);
        workbook.push_worksheet(finish(&book, page));
    }
    workbook.save_to_buffer().map_err(|error| RenderError::Workbook {
        sheet: String::new(),
        cell: String::new(),
        problem: error.to_string(),
    })
}

/// What all sheets are written with.
struct Book<'a> {
    document: &'a Document,
    words: &'a Words,
    topics: &'a [Topic],
    /// The name of the first sheet.
    contents: String,
}

impl Book<'_> {
    /// The link to the first sheet; returns its height.
    fn back(&self, page: &mut Page) -> Result<f64, RenderError> {
        const TALL: f64 = 16.0;
        let style = styles::link();
        page.link((page.row, 0), &self.contents, &self.words.say("workbook-back"), &style.format)?;
        page.height(page.row, TALL)?;
        page.row += 1;
        Ok(TALL)
    }
}

/// A sheet with what every sheet has at its printed foot.
fn finish(book: &Book<'_>, mut page: Page) -> Worksheet {
    let number = book.words.with("workbook-page", &[("page", "&P"), ("pages", "&N")]);
    page.foot(&book.document.footer, &number);
    page.into_sheet()
}

fn numbered(at: usize, title: &str) -> String {
    format!("{at} {title}")
}

fn properties(book: &Book<'_>) -> DocProperties {
    let document = book.document;
    let conductor = book.words.say("front-conductor");
    let author =
        document.facts.iter().find(|(term, _)| *term == conductor).map_or(&document.subtitle, |(_, it)| it);
    let mut properties = DocProperties::new().set_title(&document.title).set_author(author);
    if let Some(notice) = &document.notice {
        properties = properties.set_comment(notice);
    }
    // A report that is written again is the same to the byte.
    match ExcelDateTime::from_ymd(2000, 1, 1) {
        Ok(date) => properties.set_creation_datetime(&date),
        Err(_) => properties,
    }
}
