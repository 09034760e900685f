//! What can be wrong with the text of a formula, and with its variables.

use std::fmt;

/// A text that is no formula, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// The character at which reading stopped, counted from 1.
    pub at: usize,
    /// What was found there.
    pub fault: FormulaFault,
}

/// What is wrong with the text of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaFault {
    /// Something that cannot stand here.
    Unexpected {
        /// What was found.
        found: String,
    },
    /// The text ends where a variable is needed.
    End,
    /// There is no tilde between response and terms.
    Tilde,
    /// A parenthesis, quote or backquote is not closed.
    Unclosed,
    /// A number that a formula has no use for: only 0 and 1 can be terms.
    Number {
        /// The number.
        text: String,
    },
    /// A function that does not exist.
    Function {
        /// Its name.
        name: String,
    },
    /// A function with something else than it takes.
    Arguments {
        /// The function.
        function: String,
        /// What it takes.
        takes: &'static str,
    },
    /// Too many terms or parentheses.
    Large,
    /// Neither a term nor a constant is left.
    Empty,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: ", self.at)?;
        match &self.fault {
            FormulaFault::Unexpected { found } => write!(f, "\"{found}\" cannot stand here"),
            FormulaFault::End => write!(f, "the formula ends where a variable is needed"),
            FormulaFault::Tilde => write!(f, "a formula has a tilde between the response and its terms"),
            FormulaFault::Unclosed => write!(f, "what is opened here is not closed"),
            FormulaFault::Number { text } => write!(f, "{text} is no term; only 0 and 1 can be"),
            FormulaFault::Function { name } => write!(f, "there is no function \"{name}\" in formulas"),
            FormulaFault::Arguments { function, takes } => write!(f, "{function} takes {takes}"),
            FormulaFault::Large => write!(f, "the formula has too many terms or parentheses"),
            FormulaFault::Empty => write!(f, "the formula has neither a term nor a constant"),
        }
    }
}

impl std::error::Error for FormulaError {}

/// Terms that cannot be made into columns.
#[derive(Debug, Clone, PartialEq)]
pub enum MatrixError {
    /// A variable of the formula does not exist.
    Unknown {
        /// Its name.
        name: String,
        /// Where it stands in the formula, in characters from 1.
        at: usize,
    },
    /// A variable has another number of values than the others.
    Length {
        /// Its name.
        name: String,
        /// Rows.
        rows: usize,
        /// Values.
        found: usize,
    },
    /// A variable of categories where numbers are needed.
    NotNumeric {
        /// Its name.
        name: String,
    },
    /// The category that others should be compared with does not occur.
    Reference {
        /// The variable.
        name: String,
        /// The category.
        reference: String,
    },
    /// A variable of categories with fewer than two that occur.
    OneCategory {
        /// The variable.
        name: String,
    },
    /// A code without a category.
    Code {
        /// The variable.
        name: String,
        /// The first such row.
        row: usize,
        /// The code.
        code: u32,
    },
    /// The terms make more columns than can be estimated.
    Columns {
        /// The term at which there are too many.
        term: String,
        /// How many it would make.
        columns: usize,
    },
}

impl fmt::Display for MatrixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, at } => write!(f, "character {at}: there is no variable \"{name}\""),
            Self::Length { name, rows, found } => {
                write!(f, "variable \"{name}\" has {found} values for {rows} rows")
            }
            Self::NotNumeric { name } => {
                write!(f, "variable \"{name}\" has categories where numbers are needed")
            }
            Self::Reference { name, reference } => {
                write!(f, "variable \"{name}\" has no category \"{reference}\" to compare with")
            }
            Self::OneCategory { name } => {
                write!(f, "variable \"{name}\" has fewer than two categories that occur")
            }
            Self::Code { name, row, code } => {
                write!(f, "row {row}: variable \"{name}\" has no category {code}")
            }
            Self::Columns { term, columns } => {
                write!(f, "the term \"{term}\" makes {columns} columns, more than can be estimated")
            }
        }
    }
}

impl std::error::Error for MatrixError {}
