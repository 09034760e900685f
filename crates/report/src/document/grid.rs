//! Tables as they are shown.

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// What it shows; empty where the heading above says it.
    pub caption: String,
    /// Columns; the first holds the rows' labels.
    pub columns: Vec<GridColumn>,
    /// Rows.
    pub rows: Vec<GridRow>,
    /// Notes under it: bases, marks used, tests.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct GridColumn {
    /// Its head.
    pub head: String,
    /// Whether it holds figures, which are aligned to the right.
    pub numeric: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// What kind of row.
    pub kind: RowKind,
    /// Its cells; a section row has one, which spans the table.
    pub cells: Vec<GridCell>,
}

/// What kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// An ordinary row.
    Body,
    /// The row of everyone together.
    Total,
    /// A heading inside the table: the name of a breakdown.
    Section,
    /// Answers that are none: don't know, refused.
    Apart,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GridCell {
    /// What it says, with the locale's numbers.
    pub text: String,
    /// A second line in smaller type: an interval.
    pub detail: Option<String>,
    /// Why it is not shown, or shown with reserve.
    pub mark: Option<Mark>,
}

/// The two marks, which are never confused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Hidden to protect respondents.
    Confidential,
    /// Shown, and not to be relied on.
    Unreliable,
}

impl GridCell {
    /// A cell of words alone.
    pub fn words(text: impl Into<String>) -> GridCell {
        GridCell { text: text.into(), ..GridCell::default() }
    }
}
