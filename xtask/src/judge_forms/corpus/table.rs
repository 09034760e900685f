//! A form as sheets of texts, and how it is written: as Markdown, as CSV, or as data of which the judge's Python makes a workbook.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A sheet: columns in the order in which they were first named, and rows of cells by column.
#[derive(Debug, Clone, Default)]
pub(in crate::judge_forms) struct Sheet {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Adds a row; a column that is new is added.
    pub(super) fn push(&mut self, cells: &[(&str, &str)]) {
        let mut row = vec![String::new(); self.columns.len()];
        for (column, text) in cells {
            let at = self.columns.iter().position(|known| known == column).unwrap_or_else(|| {
                self.columns.push((*column).to_owned());
                self.columns.len() - 1
            });
            if row.len() <= at {
                row.resize(at + 1, String::new());
            }
            (*text).clone_into(&mut row[at]);
        }
        self.rows.push(row);
    }

    fn lines(&self) -> impl Iterator<Item = Vec<&str>> {
        let width = self.columns.len();
        std::iter::once(self.columns.iter().map(String::as_str).collect()).chain(
            self.rows.iter().map(move |row| {
                (0..width).map(|at| row.get(at).map_or("", String::as_str)).collect::<Vec<_>>()
            }),
        )
    }
}

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::judge_forms) enum Kind {
    Markdown,
    Workbook,
    Csv,
    /// It lies in the repository.
    File,
}

/// A form of the corpus.
#[derive(Debug, Clone)]
pub(in crate::judge_forms) struct Form {
    pub(in crate::judge_forms) name: String,
    pub(in crate::judge_forms) kind: Kind,
    pub(in crate::judge_forms) sheets: Vec<Sheet>,
    /// Files that belong to the form, and what is in them.
    pub(in crate::judge_forms) attachments: Vec<(String, String)>,
    /// Of a form that lies in the repository.
    pub(in crate::judge_forms) source: Option<PathBuf>,
}

impl Form {
    pub(super) fn new(name: &str) -> Self {
        let name = name.to_owned();
        Self { name, kind: Kind::Markdown, sheets: Vec::new(), attachments: Vec::new(), source: None }
    }

    pub(super) fn sheet(&mut self, name: &str) -> &mut Sheet {
        let at = self.sheets.iter().position(|sheet| sheet.name == name).unwrap_or_else(|| {
            self.sheets.push(Sheet { name: name.to_owned(), ..Sheet::default() });
            self.sheets.len() - 1
        });
        &mut self.sheets[at]
    }

    /// Writes the form into its own folder; gives the path of the form.
    pub(in crate::judge_forms) fn write(&self, folder: &Path) -> std::io::Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        for (name, content) in &self.attachments {
            std::fs::write(folder.join(name), content)?;
        }
        let form = |ending: &str| folder.join(format!("form.{ending}"));
        match self.kind {
            Kind::Markdown => std::fs::write(form("md"), self.markdown()).map(|()| form("md")),
            Kind::Csv => std::fs::write(form("csv"), self.csv()).map(|()| form("csv")),
            Kind::Workbook => {
                let sheets: Vec<Value> = self
                    .sheets
                    .iter()
                    .map(|sheet| json!({ "name": sheet.name, "rows": sheet.lines().collect::<Vec<_>>() }))
                    .collect();
                std::fs::write(folder.join("sheets.json"), Value::from(sheets).to_string())?;
                Ok(form("xlsx"))
            }
            Kind::File => {
                let source = self.source.clone().unwrap_or_default();
                let ending = source.extension().and_then(|ending| ending.to_str()).unwrap_or("md").to_owned();
                std::fs::copy(&source, form(&ending))?;
                Ok(form(&ending))
            }
        }
    }

    pub(super) fn markdown(&self) -> String {
        let mut text = String::new();
        for sheet in &self.sheets {
            let _ = writeln!(text, "| {} |", sheet.name);
            for line in sheet.lines() {
                let cells: Vec<String> =
                    line.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
                let _ = writeln!(text, "| | {} |", cells.join(" | "));
            }
            text.push('\n');
        }
        text
    }

    fn csv(&self) -> String {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = String::new();
        for sheet in &self.sheets {
            let _ = writeln!(text, "{}", quoted(&sheet.name));
            for line in sheet.lines() {
                let cells: Vec<String> = line.iter().map(|cell| quoted(cell)).collect();
                let _ = writeln!(text, "\"\",{}", cells.join(","));
            }
        }
        text
    }
}
