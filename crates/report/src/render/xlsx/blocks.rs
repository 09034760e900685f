//! Blocks of the document as rows of a sheet.

use rust_xlsxwriter::IgnoreError;

use super::page::Page;
use super::styles;
use crate::document::{Block, Grid, GridCell, Mark, RowKind};
use crate::render::RenderError;

/// Widths of columns that suit the grids and terms of some blocks.
pub(super) fn widths(blocks: &[Block]) -> Vec<f64> {
    let mut widths: Vec<f64> = vec![30.0, 14.0];
    let mut fit = |column: usize, text: &str, widest: f64| {
        let whole = text.chars().count() as f64;
        // A word without a space cannot be broken well: a hash, an address.
        let word = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0) as f64;
        let wanted = whole.min(widest).max(word.min(72.0)) * 1.05 + 2.0;
        if column >= widths.len() {
            widths.resize(column + 1, 12.0);
        }
        widths[column] = widths[column].max(wanted);
    };
    for block in blocks {
        match block {
            Block::Facts(facts) => facts.iter().for_each(|(term, _)| fit(0, term, 40.0)),
            Block::Grid(grid) => {
                let numeric = |column: usize| grid.columns.get(column).is_some_and(|column| column.numeric);
                let widest = |column: usize| match (column, numeric(column)) {
                    (0, _) => 40.0_f64,
                    (_, false) => 28.0,
                    (_, true) => 16.0,
                };
                for (column, head) in grid.columns.iter().enumerate() {
                    fit(column, &head.head, widest(column).min(16.0));
                }
                for row in grid.rows.iter().filter(|row| row.kind != RowKind::Section) {
                    for (column, cell) in row.cells.iter().enumerate() {
                        fit(column, &cell.text, widest(column));
                    }
                }
            }
            _ => {}
        }
    }
    widths
}

/// Writes a block; `mark` stands in the place of what is confidential.
pub(super) fn block(page: &mut Page, block: &Block, mark: &str) -> Result<(), RenderError> {
    match block {
        Block::Heading { text, .. } => {
            page.gap()?;
            page.words(0, text, &styles::heading())?;
        }
        Block::Paragraph(text) => {
            page.words(0, text, &styles::paragraph())?;
        }
        Block::Note(text) => {
            page.words(0, text, &styles::note())?;
        }
        Block::Warning(text) => {
            page.words(0, text, &styles::warning())?;
        }
        Block::List(points) => {
            for point in points {
                page.words(0, &format!("• {point}"), &styles::paragraph())?;
            }
        }
        Block::Facts(facts) => self::facts(page, facts)?,
        Block::Finding { figure, sentence, detail } => {
            let (top, last) = (page.row, page.across(1));
            page.words(1, sentence, &styles::strong())?;
            page.words(1, detail, &styles::note())?;
            page.text(top, 0, figure, &styles::large())?;
            let tall = page.tall(sentence, 1, last, &styles::strong());
            if page.row == top + 2 {
                page.height(top, tall.max(27.0))?;
            }
            page.gap()?;
        }
        Block::Figure(figure) => {
            page.words(0, &figure.caption, &styles::strong())?;
            page.words(0, &figure.description, &styles::note())?;
        }
        Block::Grid(grid) => self::grid(page, grid, mark)?,
    }
    Ok(())
}

/// Terms with their values.
pub(super) fn facts(page: &mut Page, facts: &[(String, String)]) -> Result<(), RenderError> {
    for (term, value) in facts {
        let top = page.row;
        page.words(1, value, &styles::paragraph())?;
        let style = styles::term();
        page.text(top, 0, term, &style.format)?;
        if page.row == top + 1 {
            let last = page.across(1);
            let tall = page.tall(value, 1, last, &styles::paragraph());
            page.height(top, tall.max(page.tall(term, 0, 0, &style)))?;
        }
    }
    Ok(())
}

fn grid(page: &mut Page, grid: &Grid, mark: &str) -> Result<(), RenderError> {
    page.gap()?;
    if !grid.caption.is_empty() {
        page.words(0, &grid.caption, &styles::strong())?;
    }
    let first = page.row;
    let mut tall: f64 = 17.0;
    for (at, head) in grid.columns.iter().enumerate() {
        let column = page.column(at)?;
        let style = if head.numeric { styles::head(false) } else { styles::first_head() };
        page.text(first, column, &head.head, &style.format)?;
        tall = tall.max(page.tall(&head.head, column, column, &style));
    }
    page.height(first, tall)?;
    page.row += 1;
    for row in &grid.rows {
        let mut tall: f64 = 17.0;
        for at in 0..grid.columns.len() {
            let column = page.column(at)?;
            let text = row.cells.get(at).map(|cell| words(cell, mark)).unwrap_or_default();
            let numeric = grid.columns[at].numeric && row.kind != RowKind::Section;
            let format = match (at, numeric) {
                (0, false) => styles::label(row.kind).format,
                (_, false) => styles::words(row.kind).set_indent(1),
                (_, true) => styles::right(row.kind),
            };
            page.text(page.row, column, &text, &format)?;
            if row.kind != RowKind::Section {
                tall = tall.max(page.tall(&text, column, column, &styles::label(row.kind)));
            }
        }
        page.height(page.row, tall)?;
        page.row += 1;
    }
    // Numbers of the document are words in its language, and meant to be.
    let last = page.column(grid.columns.len().max(1) - 1)?;
    let end = page.row - 1;
    let _ = page.sheet().ignore_error_range(first, 0, end, last, IgnoreError::NumberStoredAsText);
    for note in &grid.notes {
        page.words(0, note, &styles::note())?;
    }
    page.gap()?;
    Ok(())
}

/// A cell of a grid, with its interval under it and its mark.
fn words(cell: &GridCell, mark: &str) -> String {
    let mut text = match cell.mark {
        Some(Mark::Confidential) => mark.to_owned(),
        Some(Mark::Unreliable) => format!("{}*", cell.text),
        None => cell.text.clone(),
    };
    if let Some(detail) = &cell.detail {
        text.push('\n');
        text.push_str(detail);
    }
    text
}
