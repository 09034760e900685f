//! Charts: a table's figures drawn as SVG with measured text, for a wide page and for a narrow one. The same picture stands on a
//! page and in print. This module does not choose a chart; it draws the one that the table names, and what may leave of it.

mod caption;
mod colours;
mod legend;
mod page;
mod parts;
mod reading;
mod rows;
mod scale;
pub(crate) mod scene;
mod stack;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod trend;
mod words;

use sounding_survey::{ChartKind, Language, Table};

use crate::document::Figure;
use page::Page;
use reading::Reading;
use rows::Mark;
use scene::Scene;
use text::Measure;

/// Widths of the two drawings.
const WIDE: f64 = 720.0;
const NARROW: f64 = 360.0;

/// The chart of a table in one language; `None` where none is asked for, or where there is nothing that may be seen.
pub fn figure(table: &Table, language: Language) -> Option<Figure> {
    let reading = Reading::new(table, language);
    let kind = kind(&reading)?;
    let measure = Measure::new();
    let caption = caption::caption(&reading);
    let drawn = |width: f64| scene(&Page::new(&reading, &measure, width), kind).svg(&caption);
    Some(Figure {
        description: caption::description(&reading, kind),
        wide: drawn(WIDE),
        narrow: drawn(NARROW),
        caption,
    })
}

fn scene(page: &Page<'_>, kind: ChartKind) -> Scene {
    match kind {
        ChartKind::None | ChartKind::Bars => rows::draw(page, Mark::Bar),
        ChartKind::Dots => rows::draw(page, Mark::Dot),
        ChartKind::Stacked => parts::draw(page, false),
        ChartKind::Diverging => parts::draw(page, true),
        ChartKind::Trend => trend::draw(page),
    }
}

/// The chart that the table names, or the nearest one that is true of it.
fn kind(reading: &Reading<'_>) -> Option<ChartKind> {
    let table = reading.table;
    if table.chart == ChartKind::None || reading.figures().next().is_none() {
        return None;
    }
    let answers = reading.columns().0.len();
    Some(match table.chart {
        // Several answers a person, or a mean, are not parts of a whole.
        ChartKind::Stacked | ChartKind::Diverging if !reading.is_whole() => ChartKind::Bars,
        // A scale without an order or a second step has no middle.
        ChartKind::Diverging if !table.ordered || answers < 2 => ChartKind::Stacked,
        ChartKind::Trend if !trend::fits(reading) => ChartKind::Dots,
        ChartKind::Trend if !trend::shows(reading) => return None,
        kind => kind,
    })
}
