//! The figures of a table as numbers in cells: how many decimals are shown of each, and how marks look.

use rust_xlsxwriter::Format;
use sounding_survey::Statistic;

use super::layout::{Layout, Setting, Value};
use super::page::Page;
use super::styles::{self, Look};
use crate::document::RowKind;
use crate::locale::NOTHING;
use crate::render::RenderError;

/// How respondents are counted.
const COUNT: &str = "#,##0_*";
/// After a figure that can be relied on: the room of an asterisk.
const SOUND: &str = "_*";
/// After one that cannot.
const DOUBTFUL: &str = "\"*\"";

/// How the numbers of a table are written.
pub(super) struct Numbers<'a> {
    pub(super) setting: &'a Setting<'a>,
    mark: String,
    decimals: usize,
    /// Whether an answer begins with this column.
    starts: Vec<bool>,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(setting: &'a Setting<'a>, layout: &Layout) -> Numbers<'a> {
        Numbers {
            setting,
            mark: setting.words.say("workbook-mark"),
            decimals: setting.decimals(),
            starts: starts(layout),
        }
    }

    /// Writes a row.
    pub(super) fn row(&self, page: &mut Page, kind: RowKind, values: &[Value]) -> Result<(), RenderError> {
        let row = page.row;
        let label = styles::label(kind);
        let mut tall: f64 = 17.0;
        for (at, value) in values.iter().enumerate() {
            let column = page.column(at)?;
            let format = if at == 0 { label.format.clone() } else { self.format(kind, value) };
            let format = if self.starts[at] { styles::begun(format) } else { format };
            match value {
                Value::Words(text) => {
                    page.text(row, column, text, &format)?;
                    tall = tall.max(page.tall(text, column, column, &label));
                }
                Value::Empty => page.text(row, column, "", &format)?,
                Value::Confidential => page.text(row, column, &self.mark, &format)?,
                Value::Nothing => page.text(row, column, NOTHING, &format)?,
                // A sample has fewer than 2^53 respondents.
                Value::Count(count) => page.number(row, column, *count as f64, &format)?,
                Value::Worth(number)
                | Value::Estimate(number, _)
                | Value::End(number, _)
                | Value::Known(number) => page.number(row, column, *number, &format)?,
            }
        }
        page.height(row, tall)?;
        page.row += 1;
        Ok(())
    }

    /// How a cell looks.
    pub(super) fn format(&self, kind: RowKind, value: &Value) -> Format {
        match *value {
            Value::Words(_) => styles::words(kind).set_indent(1),
            Value::Empty => styles::words(kind),
            Value::Confidential | Value::Nothing => styles::mark(kind),
            Value::Count(_) => styles::number(kind, Look::Main, COUNT),
            Value::Worth(_) => styles::number(kind, Look::Second, COUNT),
            Value::Estimate(number, true) | Value::Known(number) => {
                self.figure(kind, Look::Main, number, SOUND)
            }
            Value::Estimate(number, false) => self.figure(kind, Look::Doubtful, number, DOUBTFUL),
            Value::End(number, true) => self.figure(kind, Look::Second, number, SOUND),
            Value::End(number, false) => self.figure(kind, Look::Doubtful, number, SOUND),
        }
    }

    fn figure(&self, kind: RowKind, look: Look, number: f64, end: &str) -> Format {
        styles::number(kind, look, &format!("{}{end}", self.digits(number)))
    }

    /// The decimals that a figure is shown with. A share that is not nothing is never shown as nothing, nor one that is not
    /// everything as everything.
    fn digits(&self, number: f64) -> String {
        let zeros = |count: usize| if count == 0 { String::new() } else { format!(".{}", "0".repeat(count)) };
        if self.setting.table.statistic != Statistic::Percent {
            return format!("#,##0{}", zeros(self.decimals));
        }
        let misleads = |places: usize| {
            let text = format!("{:.places$}", 100.0 * number);
            let seen: f64 = text.parse().unwrap_or(number);
            (number > 0.0 && seen == 0.0) || (number < 1.0 && seen == 100.0)
        };
        let places = (1..5).find(|&places| !misleads(places)).unwrap_or(5);
        format!("0{}%", zeros(places))
    }
}

/// Of each column whether an answer begins with it.
fn starts(layout: &Layout) -> Vec<bool> {
    layout
        .heads
        .iter()
        .flat_map(|head| {
            let columns = head.parts.len().max(1);
            (0..columns).map(move |at| at == 0 && columns > 1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use sounding_survey::{Language, Table};

    use super::*;
    use crate::render::samples::{mean, topline};
    use crate::words::Words;

    fn digits(table: &Table, numbers: [f64; 5]) -> [String; 5] {
        let words = Words::new(Language::En);
        let setting = Setting { table, language: Language::En, words: &words, minimum: 10 };
        let layout = setting.layout();
        let written = Numbers::new(&setting, &layout);
        numbers.map(|number| written.digits(number))
    }

    #[test]
    fn a_share_that_is_not_nothing_or_everything_is_not_shown_as_such() {
        let shown = digits(&topline(), [0.000_4, 0.999_96, 0.0, 1.0, 0.5]);
        assert_eq!(shown, ["0.00%", "0.000%", "0.0%", "0.0%", "0.0%"]);
    }

    #[test]
    fn other_figures_have_the_decimals_of_the_largest_of_their_table() {
        let shown = digits(&mean(), [6.25, 0.001, -3.0, 0.0, 12_345.0]);
        assert_eq!(shown, ["#,##0.00"; 5]);
        let mut table = mean();
        table.cells[0].estimate.as_mut().unwrap().value = 75_000_000.0;
        assert_eq!(digits(&table, [1.5; 5])[0], "#,##0");
    }
}
