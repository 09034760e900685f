//! The first sheet: what the report is, its key findings, and a list of all sheets with links.

use rust_xlsxwriter::Worksheet;

use super::layout::Setting;
use super::page::Page;
use super::said::SECTIONS;
use super::{Book, blocks, finish, styles};
use crate::locale::NOTHING;
use crate::render::RenderError;

/// Term or figure; text; what is measured; respondents.
const WIDTHS: [f64; 4] = [32.0, 66.0, 20.0, 12.0];

/// Writes the first sheet. `others` are the sheets of the document's sections, with their titles.
pub(super) fn sheet(
    book: &Book<'_>,
    settings: &[Setting<'_>],
    names: &[String],
    others: &[(String, String)],
) -> Result<Worksheet, RenderError> {
    let document = book.document;
    let mut page = Page::new(&book.contents, WIDTHS.to_vec())?;
    page.words(0, &document.title, &styles::title())?;
    page.words(0, &document.subtitle, &styles::term())?;
    if let Some(notice) = &document.notice {
        page.gap()?;
        page.words(0, notice, &styles::warning())?;
    }
    page.gap()?;
    blocks::facts(&mut page, &document.facts)?;
    for section in document.sections.iter().filter(|section| section.id == super::FINDINGS) {
        page.gap()?;
        page.words(0, &section.title, &styles::heading())?;
        page.gap()?;
        for block in &section.blocks {
            blocks::block(&mut page, block, &book.words.say("workbook-mark"))?;
        }
    }
    page.gap()?;
    page.words(0, &book.words.say("workbook-sheets"), &styles::heading())?;
    for (role, key) in SECTIONS.map(|(role, _)| role).into_iter().zip(ROLES) {
        let own: Vec<usize> = (0..settings.len()).filter(|&at| settings[at].table.role == role).collect();
        if !own.is_empty() {
            heads(book, &mut page, &book.words.say(key))?;
        }
        for at in own {
            let title = format!("{}. {}", at + 1, book.topics[at].heading);
            entry(book, &mut page, &settings[at], &title, &names[at])?;
        }
    }
    if !others.is_empty() {
        page.gap()?;
        page.words(0, &book.words.say("workbook-other"), &styles::strong())?;
    }
    for (name, title) in others {
        linked(&mut page, name, title)?;
        page.row += 1;
    }
    page.sheet().set_print_fit_to_pages(1, 0);
    Ok(finish(book, page))
}

/// The headings of the kinds of tables, as `SECTIONS` has them.
const ROLES: [&str; 3] = ["tables-topline", "tables-breakdowns", "tables-trends"];

fn heads(book: &Book<'_>, page: &mut Page, title: &str) -> Result<(), RenderError> {
    page.gap()?;
    page.merged((page.row, 0), (page.row, 1), title, &styles::first_head().format)?;
    let head = styles::head(false);
    page.text(page.row, 2, &book.words.say("tables-measure"), &head.format)?;
    page.text(page.row, 3, &book.words.say("tables-n"), &head.format)?;
    page.height(page.row, 18.0)?;
    page.row += 1;
    Ok(())
}

fn entry(
    book: &Book<'_>,
    page: &mut Page,
    setting: &Setting<'_>,
    title: &str,
    name: &str,
) -> Result<(), RenderError> {
    linked(page, name, title)?;
    page.text(page.row, 2, &setting.statistic(), &styles::listed())?;
    let empty = setting.table.groups.is_empty();
    match if empty { None } else { setting.base(0) } {
        Some(base) => page.number(page.row, 3, base as f64, &styles::count())?,
        None if empty => page.text(page.row, 3, NOTHING, &styles::listed())?,
        None => page.text(page.row, 3, &book.words.say("workbook-mark"), &styles::listed())?,
    }
    page.row += 1;
    Ok(())
}

/// The title of a sheet, which leads there.
fn linked(page: &mut Page, name: &str, title: &str) -> Result<(), RenderError> {
    let style = styles::link();
    let row = page.row;
    page.merged((row, 0), (row, 1), "", &style.format)?;
    page.link((row, 0), name, title, &style.format)?;
    page.height(row, page.tall(title, 0, 1, &style).max(17.0))
}
