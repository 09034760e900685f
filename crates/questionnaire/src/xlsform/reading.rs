//! What is found on the way through a form.

use sounding_survey::{Place, nearest};

use super::heads::Table;
use crate::{Fault, sort_faults};

/// Names that are looked for near a misspelt one are many; a form in which everything is misspelt must not take minutes.
const SUGGESTIONS: usize = 50;

/// The file's name and the faults so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) file: String,
    faults: Vec<Fault>,
    suggested: usize,
}

impl Reading {
    pub(crate) fn new(file: &str) -> Reading {
        Reading { file: file.to_owned(), ..Reading::default() }
    }

    pub(crate) fn push(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    pub(crate) fn sheet_place(&self, sheet: &str) -> Place {
        Place::file(&self.file).sheet(sheet)
    }

    pub(crate) fn place(&self, sheet: &str, row: u64) -> Place {
        self.sheet_place(sheet).line(row)
    }

    /// An error at a cell, by the row and the head as this program calls it.
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        cell: (&Table<'_>, u64, &str),
        values: &[(&'static str, &str)],
    ) {
        self.at(Fault::error(code, self.cell(cell)), values);
    }

    /// A warning at a cell.
    pub(crate) fn warning(
        &mut self,
        code: &'static str,
        cell: (&Table<'_>, u64, &str),
        values: &[(&'static str, &str)],
    ) {
        self.at(Fault::warning(code, self.cell(cell)), values);
    }

    fn at(&mut self, mut fault: Fault, values: &[(&'static str, &str)]) {
        for (name, value) in values {
            fault = fault.with(name, *value);
        }
        self.faults.push(fault);
    }

    fn cell(&self, (table, row, head): (&Table<'_>, u64, &str)) -> Place {
        self.place(&table.sheet.name, row).column(table.reference(row, head))
    }

    /// The known name that was probably meant, or `none` for the words of a remedy.
    pub(crate) fn near<'a>(&mut self, unknown: &str, known: impl IntoIterator<Item = &'a str>) -> &'a str {
        self.suggested += 1;
        if self.suggested > SUGGESTIONS {
            return "none";
        }
        nearest(unknown, known).unwrap_or("none")
    }

    /// All faults, errors first.
    pub(crate) fn faults(mut self) -> Vec<Fault> {
        sort_faults(&mut self.faults);
        self.faults
    }
}
