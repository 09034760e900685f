//! Lists to choose from.

use sounding_survey::CategoryRole;

use super::Words;

/// A named list of choices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChoiceList {
    /// Its name.
    pub name: String,
    /// Its choices in order.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Row in the choices sheet, counted from 1; 0 where it did not come from a sheet.
    pub row: u64,
    /// Code as stored.
    pub code: String,
    /// What people read.
    pub label: Words,
    /// Further columns in the sheet's order, for filters and geometry: `province`, `geometry`. Empty cells are not there.
    pub columns: Vec<(String, String)>,
    /// Whether it answers the question; of this program, not of XLSForm.
    pub role: CategoryRole,
}

/// What a question chooses from.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Where the choices are.
    pub source: ChoiceSource,
    /// Condition on each choice, as written.
    pub filter: Option<String>,
    /// Whether a further choice "other" with a text of its own was asked for (`or_other`).
    pub or_other: bool,
}

/// Where choices are.
#[derive(Debug, Clone, PartialEq)]
pub enum ChoiceSource {
    /// In the list of that name.
    List(String),
    /// In a file beside the form: `villages.csv`. The columns are the parameters `value` and `label`.
    File(String),
    /// The answers given to a question of a repeat, as written: `${name}`, or the node set itself.
    Answers(String),
}

/// A table that a client looks up itself: `itemsets.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExternalChoices {
    /// Columns as written.
    pub columns: Vec<String>,
    /// Rows; empty cells are empty texts.
    pub rows: Vec<Vec<String>>,
}
