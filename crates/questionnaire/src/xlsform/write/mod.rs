//! Writing XLSForm: what is read back to the same questionnaire, byte for byte the same each time.

mod compare;
mod survey;
mod tables;
mod workbook;

use self::tables::Page;
use crate::Fault;
use crate::definition::Questionnaire;

/// A format to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook, `.xlsx`.
    Workbook,
    /// Tables of Markdown, `.md`.
    Markdown,
}

/// Writes a workbook with the sheets that the questionnaire needs. What it cannot hold is said by [`cannot_say`].
pub fn write_xlsx(questionnaire: &Questionnaire) -> Vec<u8> {
    workbook::write(&pages(questionnaire))
}

/// Writes tables of Markdown. A line break in a text becomes a space, as a table has one line for each row.
pub fn write_markdown(questionnaire: &Questionnaire) -> String {
    let mut out = String::new();
    for page in pages(questionnaire) {
        out.extend(["| ", page.name, " |\n"]);
        for row in std::iter::once(&page.heads).chain(&page.rows) {
            out.push_str("| |");
            for cell in row {
                let cell = cell.replace('|', "\\|").replace(['\n', '\r'], " ");
                if !cell.is_empty() {
                    out.extend([" ", &cell]);
                }
                out.push_str(" |");
            }
            out.push('\n');
        }
    }
    out
}

/// What the format cannot hold as it is: such things are left out or changed in what is written. Found by reading what was
/// written.
pub fn cannot_say(questionnaire: &Questionnaire, format: Format) -> Vec<Fault> {
    let (read, _) = match format {
        Format::Workbook => super::read_xlsx(&write_xlsx(questionnaire), ""),
        Format::Markdown => super::read_markdown(&write_markdown(questionnaire), ""),
    };
    compare::differences(questionnaire, &read.unwrap_or_default())
}

fn pages(questionnaire: &Questionnaire) -> Vec<Page> {
    let mut pages = vec![survey::page(questionnaire)];
    let others = [
        tables::choices("choices", &questionnaire.lists, &questionnaire.languages),
        tables::settings(questionnaire),
        tables::entities(&questionnaire.entities),
        tables::external_choices(questionnaire.external_choices.as_ref()),
        tables::choices("osm", &questionnaire.osm_tags, &questionnaire.languages),
    ];
    pages.extend(others.into_iter().filter(|page| !page.rows.is_empty()));
    pages
}
