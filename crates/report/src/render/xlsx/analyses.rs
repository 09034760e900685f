//! The tables of tests and models with their figures as numbers, in columns of their own: estimate, error, ends of the interval, statistic
//! and its degrees of freedom, probabilities. What stands around them is the document's.

use sounding_survey::{AnalysisPart, AnalysisRow, Distribution, Language, PartKind, Results, Subject};

use super::page::Page;
use super::styles::{self, Look};
use crate::compose::wording::Wording;
use crate::document::{Grid, RowKind};
use crate::locale::{Locale, NOTHING};
use crate::render::RenderError;
use crate::words::Words;

/// Columns at most, the names of the rows included.
pub(super) const COLUMNS: usize = 14;
/// Their width.
pub(super) const WIDTH: f64 = 13.0;

/// The tables in the order of the document's grids.
pub(super) fn parts(results: &Results) -> impl Iterator<Item = &AnalysisPart> {
    results.analyses.iter().filter(|one| one.withheld.is_none()).flat_map(|one| &one.parts)
}

/// A column of numbers.
struct Column {
    head: &'static str,
    value: fn(&AnalysisRow) -> Option<f64>,
    digits: &'static str,
    look: Look,
}

const FIGURE: &str = "#,##0.000";

const fn column(
    head: &'static str,
    value: fn(&AnalysisRow) -> Option<f64>,
    digits: &'static str,
    look: Look,
) -> Column {
    Column { head, value, digits, look }
}

const ALL: [Column; 13] = [
    column("analyses-at", |row| row.at, "#,##0.###", Look::Main),
    column("workbook-estimate", |row| row.estimate, FIGURE, Look::Main),
    column("analyses-se", |row| row.se, FIGURE, Look::Second),
    column("workbook-low", |row| row.interval.map(|ends| ends[0]), FIGURE, Look::Second),
    column("workbook-high", |row| row.interval.map(|ends| ends[1]), FIGURE, Look::Second),
    column("workbook-exp", |row| row.exp.map(|exp| exp[0]), FIGURE, Look::Main),
    column("workbook-exp-low", |row| row.exp.map(|exp| exp[1]), FIGURE, Look::Second),
    column("workbook-exp-high", |row| row.exp.map(|exp| exp[2]), FIGURE, Look::Second),
    column("analyses-statistic", |row| row.test.as_ref().map(|test| test.value), "#,##0.00", Look::Main),
    column("workbook-test-df1", |row| degrees(row).0, "#,##0.0", Look::Second),
    column("workbook-test-df2", |row| degrees(row).1, "#,##0.0", Look::Second),
    column("analyses-p", |row| row.p, "0.000", Look::Main),
    column("analyses-adjusted", |row| row.adjusted, "0.000", Look::Main),
];

fn degrees(row: &AnalysisRow) -> (Option<f64>, Option<f64>) {
    let finite = |value: f64| value.is_finite().then_some(value);
    match row.test.as_ref().map(|test| test.distribution) {
        Some(Distribution::T(df)) => (None, finite(df)),
        Some(Distribution::F(a, b)) => (finite(a), finite(b)),
        Some(Distribution::ChiSquared(df)) => (finite(df), None),
        None => (None, None),
    }
}

/// Writes a table; `grid` is the same in the document.
pub(super) fn grid(
    page: &mut Page,
    part: &AnalysisPart,
    grid: &Grid,
    words: &Words,
    language: Language,
) -> Result<(), RenderError> {
    let wording = Wording { words, locale: Locale::new(language), language };
    page.gap()?;
    if !grid.caption.is_empty() {
        page.words(0, &grid.caption, &styles::strong())?;
    }
    let curves = matches!(part.kind, PartKind::Curves | PartKind::Quantiles);
    let columns: Vec<&Column> =
        ALL.iter().filter(|column| part.rows.iter().any(|row| (column.value)(row).is_some())).collect();
    let counted = part.rows.iter().any(|row| row.n.is_some());
    // Points of curves have no name but the domain in which they lie.
    let named = !curves && part.kind != PartKind::Predictions;
    let head = page.row;
    let mut heads =
        vec![if named { grid.columns.first().map_or("", |column| &column.head) } else { "" }.to_owned()];
    heads.extend(columns.iter().map(|column| match (column.head, part.kind) {
        ("analyses-at", PartKind::Curves) => words.say("analyses-time"),
        ("analyses-at", PartKind::Quantiles) => words.say("analyses-share"),
        (key, _) => words.say(key),
    }));
    heads.extend(counted.then(|| words.say("analyses-n")));
    let mut tall: f64 = 17.0;
    for (at, text) in heads.iter().enumerate() {
        let column = page.column(at)?;
        let style = if at > 0 { styles::head(false) } else { styles::first_head() };
        page.text(head, column, text, &style.format)?;
        tall = tall.max(page.tall(text, column, column, &style));
    }
    page.height(head, tall)?;
    page.row += 1;
    let mut current = None;
    for row in &part.rows {
        let domain = row.domain.get(language);
        if named && !domain.is_empty() && row.subject != Subject::Nothing && current != Some(&row.domain) {
            for at in 0..heads.len() {
                let text = if at == 0 { domain } else { "" };
                let column = page.column(at)?;
                page.text(page.row, column, text, &styles::label(RowKind::Section).format)?;
            }
            page.row += 1;
        }
        current = Some(&row.domain);
        let label = if named { wording.subject(row) } else { domain.to_owned() };
        let style = styles::label(RowKind::Body);
        page.text(page.row, 0, &label, &style.format)?;
        page.height(page.row, page.tall(&label, 0, 0, &style).max(17.0))?;
        for (at, column) in (1..).zip(&columns) {
            let place = page.column(at)?;
            match (column.value)(row) {
                Some(value) => {
                    let format = styles::number(RowKind::Body, column.look, column.digits);
                    page.number(page.row, place, value, &format)?;
                }
                None => page.text(page.row, place, NOTHING, &styles::mark(RowKind::Body))?,
            }
        }
        if let (true, Some(n)) = (counted, row.n) {
            let place = page.column(columns.len() + 1)?;
            page.number(page.row, place, n as f64, &styles::number(RowKind::Body, Look::Main, "#,##0"))?;
        }
        page.row += 1;
    }
    for note in &grid.notes {
        page.words(0, note, &styles::note())?;
    }
    page.gap()?;
    Ok(())
}
