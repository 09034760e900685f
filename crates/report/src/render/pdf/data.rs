//! The document as data for the template. Words are data and never markup, so that no sign in them can mean anything to the engine.

use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use crate::document::{Block, Document, Figure, Grid, GridCell, GridRow, Mark, RowKind, Section};
use crate::theme;
use crate::words::Words;

/// What the template reads.
pub(super) fn data(document: &Document) -> Dict {
    let words = Words::new(document.language);
    // The engine knows the page; the places of its numbers are left open.
    let page = words.with("page-of", &[("page", "{page}"), ("pages", "{pages}")]);
    dict! {
        "language" => document.language.tag(),
        "title" => &*document.title,
        "subtitle" => &*document.subtitle,
        "author" => document.subtitle.split(" · ").next().unwrap_or_default(),
        "notice" => maybe(document.notice.as_deref()),
        "facts" => facts(&document.facts),
        "sections" => each(&document.sections, section),
        "footer" => &*document.footer,
        "family" => theme::FAMILY,
        "words" => dict! {
            "contents" => words.say("page-contents"),
            "confidential" => words.say("page-confidential"),
            "page" => page,
        },
        "colours" => dict! {
            "ink" => theme::INK,
            "muted" => theme::MUTED,
            "rule" => theme::RULE,
            "ground" => theme::GROUND,
            "accent" => theme::ACCENT,
            "warning" => theme::WARNING,
            "warning-edge" => theme::WARNING_EDGE,
            "alarm" => theme::BENCHMARK,
        },
    }
}

fn each<T>(items: &[T], to: impl Fn(&T) -> Dict) -> Array {
    items.iter().map(|item| Value::Dict(to(item))).collect()
}

fn maybe(text: Option<&str>) -> Value {
    text.map_or(Value::None, IntoValue::into_value)
}

fn texts(texts: &[String]) -> Array {
    texts.iter().map(|text| text.as_str().into_value()).collect()
}

fn facts(facts: &[(String, String)]) -> Array {
    facts.iter().map(|(term, value)| texts(&[term.clone(), value.clone()]).into_value()).collect()
}

fn section(section: &Section) -> Dict {
    dict! { "title" => &*section.title, "blocks" => each(&section.blocks, block) }
}

fn block(block: &Block) -> Dict {
    let text = |kind: &'static str, text: &str| dict! { "kind" => kind, "text" => text };
    match block {
        Block::Heading { text: words, .. } => text("heading", words),
        Block::Paragraph(words) => text("paragraph", words),
        Block::Note(words) => text("note", words),
        Block::Warning(words) => text("warning", words),
        Block::List(points) => dict! { "kind" => "list", "points" => texts(points) },
        Block::Facts(pairs) => dict! { "kind" => "facts", "facts" => facts(pairs) },
        Block::Finding { figure, sentence, detail } => dict! {
            "kind" => "finding", "figure" => &**figure, "sentence" => &**sentence, "detail" => &**detail,
        },
        Block::Figure(Figure { caption, description, wide, .. }) => dict! {
            "kind" => "figure", "caption" => &**caption, "description" => &**description, "svg" => &**wide,
        },
        Block::Grid(grid) => self::grid(grid),
    }
}

fn grid(grid: &Grid) -> Dict {
    let column = |column: &crate::document::GridColumn| {
        dict! { "head" => &*column.head, "numeric" => column.numeric }
    };
    dict! {
        "kind" => "grid",
        "caption" => &*grid.caption,
        "columns" => each(&grid.columns, column),
        "rows" => each(&grid.rows, row),
        "notes" => texts(&grid.notes),
    }
}

fn row(row: &GridRow) -> Dict {
    let kind = match row.kind {
        RowKind::Body => "body",
        RowKind::Total => "total",
        RowKind::Section => "section",
        RowKind::Apart => "apart",
    };
    dict! { "kind" => kind, "cells" => each(&row.cells, cell) }
}

fn cell(cell: &GridCell) -> Dict {
    let mark = match cell.mark {
        Some(Mark::Confidential) => Some("confidential"),
        Some(Mark::Unreliable) => Some("unreliable"),
        None => None,
    };
    dict! { "text" => &*cell.text, "detail" => maybe(cell.detail.as_deref()), "mark" => maybe(mark) }
}
