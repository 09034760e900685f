//! How the workbook looks: few colours, those of the report, and lines as thin as they can be.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

use super::page::Style;
use crate::document::RowKind;
use crate::theme::{ACCENT, BENCHMARK, GROUND, INK, MUTED, RULE, WARNING};

fn plain() -> Format {
    Format::new().set_font_color(INK).set_align(FormatAlign::VerticalCenter)
}

fn wrapped() -> Format {
    plain().set_text_wrap().set_align(FormatAlign::Left).set_align(FormatAlign::Top)
}

pub(super) fn title() -> Style {
    let format = wrapped().set_bold().set_font_size(16).set_font_color(ACCENT);
    Style { format, line: 21.0, scale: 1.55 }
}

pub(super) fn heading() -> Style {
    let format = wrapped().set_bold().set_font_size(12).set_font_color(ACCENT);
    Style { format, line: 16.0, scale: 1.2 }
}

pub(super) fn paragraph() -> Style {
    Style { format: wrapped(), line: 15.0, scale: 1.0 }
}

pub(super) fn strong() -> Style {
    Style { format: wrapped().set_bold(), line: 15.0, scale: 1.08 }
}

pub(super) fn note() -> Style {
    Style { format: wrapped().set_font_size(9).set_font_color(MUTED), line: 12.5, scale: 0.84 }
}

pub(super) fn warning() -> Style {
    let format = wrapped().set_bold().set_background_color(WARNING).set_font_color(BENCHMARK);
    Style { format, line: 15.0, scale: 1.35 }
}

/// The large figure of a finding.
pub(super) fn large() -> Format {
    let format = plain().set_bold().set_font_size(20).set_font_color(ACCENT);
    format.set_align(FormatAlign::Right).set_indent(1)
}

pub(super) fn term() -> Style {
    Style { format: wrapped().set_font_color(MUTED), line: 15.0, scale: 1.0 }
}

pub(super) fn link() -> Style {
    let format = plain().set_text_wrap().set_font_color(ACCENT).set_underline(FormatUnderline::Single);
    Style { format, line: 15.0, scale: 1.0 }
}

/// Words in the list of sheets.
pub(super) fn listed() -> Format {
    plain().set_font_color(MUTED).set_align(FormatAlign::Center)
}

pub(super) fn count() -> Format {
    plain().set_num_format("#,##0").set_align(FormatAlign::Center)
}

/// The head of a column or of several; answers that are none stand apart.
pub(super) fn head(apart: bool) -> Style {
    let format = plain()
        .set_text_wrap()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_background_color(GROUND)
        .set_border(FormatBorder::Thin)
        .set_border_color(RULE);
    let format = if apart { format.set_italic().set_font_color(MUTED) } else { format };
    Style { format, line: 15.0, scale: 1.08 }
}

/// The head of the column of labels.
pub(super) fn first_head() -> Style {
    let Style { format, line, scale } = head(false);
    Style { format: format.set_align(FormatAlign::Left).set_indent(1), line, scale }
}

/// A cell of words in a row of some kind.
pub(super) fn words(kind: RowKind) -> Format {
    row(kind).set_text_wrap().set_align(FormatAlign::Left)
}

/// The label of a row.
pub(super) fn label(kind: RowKind) -> Style {
    let indent = if matches!(kind, RowKind::Body | RowKind::Apart) { 2 } else { 1 };
    Style { format: words(kind).set_indent(indent), line: 15.0, scale: 1.15 }
}

/// A cell of figures that are words: a mark, a dash, a number of the document.
pub(super) fn right(kind: RowKind) -> Format {
    row(kind).set_text_wrap().set_align(FormatAlign::Right)
}

/// What a number in a table is, for its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// An estimate, a base, a known figure.
    Main,
    /// An end of an interval, an effective base.
    Second,
    /// An estimate that cannot be relied on, and its interval.
    Doubtful,
}

/// A number in a row of some kind.
pub(super) fn number(kind: RowKind, look: Look, digits: &str) -> Format {
    let format = row(kind).set_num_format(digits).set_align(FormatAlign::Right);
    match look {
        Look::Main => format,
        Look::Second => format.set_font_color(MUTED).unset_bold(),
        Look::Doubtful => format.set_font_color(MUTED).unset_bold().set_italic(),
    }
}

/// A cell with which an answer begins.
pub(super) fn begun(format: Format) -> Format {
    format.set_border_left(FormatBorder::Thin).set_border_left_color(RULE)
}

/// A mark in the place of a figure.
pub(super) fn mark(kind: RowKind) -> Format {
    // Words are set as far from the edge as numbers.
    row(kind).set_align(FormatAlign::Right).set_num_format("@_*").set_font_color(MUTED).unset_bold()
}

fn row(kind: RowKind) -> Format {
    let format = plain().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(RULE);
    match kind {
        RowKind::Body => format,
        RowKind::Total => format.set_bold(),
        RowKind::Section => format.set_bold().set_background_color(GROUND),
        RowKind::Apart => format.set_italic().set_font_color(MUTED),
    }
}
