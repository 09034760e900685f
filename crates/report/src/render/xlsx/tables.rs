//! The sheet of a table of results: what was asked of whom, the figures as numbers, what the marks mean, tests, known figures.

use rust_xlsxwriter::Worksheet;
use sounding_survey::Statistic;

use super::layout::{Head, Layout, Setting, Value};
use super::numbers::Numbers;
use super::page::Page;
use super::said::Topic;
use super::styles::{self, Look};
use super::{Book, finish};
use crate::document::{Mark, RowKind};
use crate::locale::{Locale, NOTHING};
use crate::render::RenderError;

/// Heads higher than this, in points, do not stay in sight: they would leave no room for the rows on a small screen.
const FROZEN: f64 = 300.0;
/// Pixels abreast that can be read when they are fitted on an A4 page. Wider tables go over several pages, each with as many
/// pixels as the scale of print, in percent, has room for.
const FITTED: f64 = 2_100.0;
const PARTED: f64 = 1_700.0;
const SCALE: u16 = 55;
/// The column of a known figure's source.
const SOURCE: f64 = 34.0;

/// Writes the sheet `name` of a table.
pub(super) fn sheet(
    book: &Book<'_>,
    setting: &Setting<'_>,
    topic: &Topic,
    name: &str,
) -> Result<Worksheet, RenderError> {
    let layout = setting.layout();
    let mut page = Page::new(name, widths(&layout, setting))?;
    let mut above = opening(book, setting, topic, &mut page)?;
    let first = page.row;
    above += heads(&mut page, &layout)?;
    let body = page.row;
    let numbers = Numbers::new(setting, &layout);
    for row in &layout.rows {
        numbers.row(&mut page, row.kind, &row.values)?;
    }
    notes(book, setting, &layout, &mut page)?;
    tests(book, setting, &mut page)?;
    if !setting.is_topline() {
        known(book, &numbers, &mut page)?;
    }
    let frozen = if above > FROZEN { 0 } else { body };
    let breaks = breaks(&page, &layout);
    let sheet = page.sheet();
    // Row and column exist: something was written there.
    let _ = sheet.set_freeze_panes(frozen, 1);
    let _ = sheet.set_repeat_rows(first, body - 1);
    let _ = sheet.set_repeat_columns(0, 0);
    sheet.set_landscape();
    if breaks.is_empty() {
        sheet.set_print_fit_to_pages(1, 0);
    } else {
        let _ = sheet.set_print_scale(SCALE).set_vertical_page_breaks(&breaks);
    }
    Ok(finish(book, page))
}

fn widths(layout: &Layout, setting: &Setting<'_>) -> Vec<f64> {
    let label = |value: &Value| if let Value::Words(text) = value { text.chars().count() } else { 0 };
    let labels = layout.rows.iter().filter_map(|row| row.values.first()).map(label);
    let longest = labels.max().unwrap_or(0) as f64;
    let mut widths = vec![(longest * 1.05 + 3.0).clamp(22.0, 46.0)];
    // Totals of a nation are wide.
    let figure = if setting.table.statistic == Statistic::Total { 14.0 } else { 12.0 };
    for head in &layout.heads[1..] {
        widths.extend(std::iter::repeat_n(figure, head.parts.len().max(1)));
    }
    if setting.is_topline() && layout.heads.len() == 4 {
        widths.truncate(4);
        widths.extend([figure + 3.0, SOURCE]);
    }
    widths
}

/// The columns with which a new printed page begins, so that no answer is parted; none where the table fits on one page.
fn breaks(page: &Page, layout: &Layout) -> Vec<u32> {
    let mut breaks = Vec::new();
    if page.pixels(0, page.columns()) <= FITTED {
        return breaks;
    }
    let (mut used, mut at) = (0.0, 0);
    for head in &layout.heads {
        let end = at + head.parts.len().max(1);
        let wide = page.pixels(at, end);
        if used + wide > PARTED {
            breaks.push(at as u32);
            // The labels stand on every page.
            used = page.pixels(0, 1);
        }
        used += wide;
        at = end;
    }
    breaks
}

/// Title, wording, base and notice; returns their height.
fn opening(
    book: &Book<'_>,
    setting: &Setting<'_>,
    topic: &Topic,
    page: &mut Page,
) -> Result<f64, RenderError> {
    let mut tall = book.back(page)?;
    tall += page.words(0, &topic.heading, &styles::title())?;
    for wording in &topic.wording {
        tall += page.words(0, wording, &styles::paragraph())?;
    }
    tall += page.words(0, &base(book, setting), &styles::paragraph())?;
    if let Some(notice) = &book.document.notice {
        tall += page.words(0, notice, &styles::warning())?;
    }
    Ok(tall + page.gap()?)
}

/// The unweighted base of everyone in the table, and who they are.
fn base(book: &Book<'_>, setting: &Setting<'_>) -> String {
    let words = book.words;
    let universe = setting.table.universe.as_ref().map(|universe| universe.get(setting.language));
    let base = if setting.table.groups.is_empty() { None } else { setting.base(0) };
    let n = base.map(|base| Locale::new(setting.language).count(base)).unwrap_or_default();
    match (base, universe.filter(|who| !who.is_empty())) {
        (Some(base), Some(who)) => {
            words.counted("tables-base-universe", base, &[("n", &n), ("universe", who)])
        }
        (Some(base), None) => words.counted("tables-base", base, &[("n", &n)]),
        (None, Some(who)) => words.with("tables-universe", &[("universe", who)]),
        (None, None) => words.say("tables-base-hidden"),
    }
}

/// Two rows of heads; returns their height.
fn heads(page: &mut Page, layout: &Layout) -> Result<f64, RenderError> {
    let (top, bottom) = (page.row, page.row + 1);
    let mut tall: [f64; 2] = [16.0, 16.0];
    let mut at = 0;
    for (number, Head { text, parts, apart }) in layout.heads.iter().enumerate() {
        let style = if number == 0 { styles::first_head() } else { styles::head(*apart) };
        let first = page.column(at)?;
        let last = page.column(at + parts.len().max(1) - 1)?;
        if parts.is_empty() {
            page.merged((top, first), (bottom, last), text, &style.format)?;
            tall[0] = tall[0].max(page.tall(text, first, last, &style) - tall[1]);
        } else {
            page.merged((top, first), (top, last), text, &style.format)?;
            tall[0] = tall[0].max(page.tall(text, first, last, &style));
            for (column, part) in (first..=last).zip(parts) {
                page.text(bottom, column, part, &style.format)?;
                tall[1] = tall[1].max(page.tall(part, column, column, &style));
            }
        }
        at += parts.len().max(1);
    }
    page.height(top, tall[0])?;
    page.height(bottom, tall[1])?;
    page.row += 2;
    Ok(tall.iter().sum())
}

/// What the columns are, and what the marks in them mean.
fn notes(
    book: &Book<'_>,
    setting: &Setting<'_>,
    layout: &Layout,
    page: &mut Page,
) -> Result<(), RenderError> {
    let words = book.words;
    let has = |wanted: &dyn Fn(&Value) -> bool| layout.rows.iter().flat_map(|row| &row.values).any(wanted);
    let mut notes = vec![words.say("tables-weighted"), words.say("workbook-note-effective")];
    notes.push(words.with("workbook-note-interval", &[("level", &book.document.level)]));
    if setting.table.multiple {
        notes.push(words.say("tables-multiple"));
    }
    let signs = [(Mark::Confidential, words.say("workbook-mark")), (Mark::Unreliable, "*".to_owned())];
    for (mark, sign) in signs {
        let stands = has(&|value| match mark {
            Mark::Confidential => *value == Value::Confidential,
            Mark::Unreliable => matches!(value, Value::Estimate(_, false)),
        });
        for (_, note) in book.document.marks.iter().filter(|(own, _)| stands && *own == mark) {
            notes.push(words.with("workbook-note-mark", &[("mark", &sign), ("note", note)]));
        }
    }
    if has(&|value| *value == Value::Nothing) {
        notes.push(words.say("workbook-note-nothing"));
    }
    page.gap()?;
    for note in notes {
        page.words(0, &note, &styles::note())?;
    }
    Ok(())
}

/// Tests of association with each breakdown, as numbers.
fn tests(book: &Book<'_>, setting: &Setting<'_>, page: &mut Page) -> Result<(), RenderError> {
    let tests = &setting.table.tests;
    if tests.is_empty() {
        return Ok(());
    }
    page.gap()?;
    page.words(0, &book.words.say("workbook-tests"), &styles::heading())?;
    let heads = [
        "workbook-test-breakdown",
        "workbook-test-statistic",
        "workbook-test-df1",
        "workbook-test-df2",
        "workbook-test-p",
    ];
    let mut tall: f64 = 16.0;
    for (column, key) in (0..).zip(heads) {
        let style = if column == 0 { styles::first_head() } else { styles::head(false) };
        let text = book.words.say(key);
        page.text(page.row, column, &text, &style.format)?;
        tall = tall.max(page.tall(&text, column, column, &style));
    }
    page.height(page.row, tall)?;
    page.row += 1;
    for test in tests {
        let label = setting.table.breakdown_labels.get(test.breakdown);
        let label = label.map_or("", |label| label.get(setting.language));
        let style = styles::label(RowKind::Body);
        page.text(page.row, 0, label, &style.format)?;
        page.height(page.row, page.tall(label, 0, 0, &style).max(17.0))?;
        // A very small p is shown by its magnitude.
        let figures = [
            (test.statistic, "0.00_*"),
            (test.df1, "#,##0.0_*"),
            (test.df2, "#,##0.0_*"),
            (test.p_value, "[<0.001]0.0E+00_*;0.000_*"),
        ];
        for (column, (number, digits)) in (1..).zip(figures) {
            if number.is_finite() {
                page.number(page.row, column, number, &styles::number(RowKind::Body, Look::Main, digits))?;
            } else {
                let text = if number == f64::INFINITY { "∞" } else { NOTHING };
                page.text(page.row, column, text, &styles::right(RowKind::Body))?;
            }
        }
        page.row += 1;
    }
    Ok(())
}

/// Figures known from outside, under the groups.
fn known(book: &Book<'_>, numbers: &Numbers<'_>, page: &mut Page) -> Result<(), RenderError> {
    let setting = numbers.setting;
    if setting.table.benchmarks.is_empty() {
        return Ok(());
    }
    page.gap()?;
    page.words(0, &book.words.say("tables-benchmark"), &styles::heading())?;
    for known in &setting.table.benchmarks {
        let answer = setting.table.columns.iter().position(|column| column.code == known.column);
        let answer = answer.map(|at| setting.answer(at)).unwrap_or_default();
        let source = known.source.get(setting.language);
        let (label, words) = (styles::label(RowKind::Body), styles::words(RowKind::Body).set_indent(1));
        let last = page.across(0).max(3);
        page.text(page.row, 0, &answer, &label.format)?;
        let format = numbers.format(RowKind::Body, &Value::Known(known.value));
        page.number(page.row, 1, known.value, &format)?;
        page.merged((page.row, 2), (page.row, last), source, &words)?;
        let tall = page.tall(&answer, 0, 0, &label).max(page.tall(source, 2, last, &styles::paragraph()));
        page.height(page.row, tall.max(17.0))?;
        page.row += 1;
    }
    Ok(())
}
