//! What can be wrong with the writing of an expression.

/// An expression that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Byte of the text at which the fault was noticed; the length of the text when something is missing at its end.
    pub offset: usize,
    /// The character that begins there, counted from 1.
    pub character: usize,
    /// What is wrong.
    pub fault: SyntaxFault,
}

/// What is wrong with the writing of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxFault {
    /// Nothing but blanks.
    Empty,
    /// More bytes than an expression may have.
    TooLong {
        /// Bytes that it may have.
        limit: usize,
    },
    /// More levels than an expression may have.
    TooDeep {
        /// Levels that it may have.
        limit: usize,
    },
    /// A question, value or function was expected.
    Operand {
        /// What stands here; nothing at the end of the expression.
        found: Option<String>,
    },
    /// An operator, or the end of what is in parentheses, was expected.
    Operator {
        /// What stands here.
        found: String,
    },
    /// The name of an element was expected, after `/`, `::` or `@`.
    Step {
        /// What stands here; nothing at the end of the expression.
        found: Option<String>,
    },
    /// A parenthesis or bracket that is not closed.
    Unclosed {
        /// `(` or `[`
        opened: char,
        /// The character that it is, counted from 1.
        character: usize,
    },
    /// A parenthesis or bracket that was never opened.
    Unopened {
        /// `)` or `]`
        closed: char,
    },
    /// A text without its second quotation mark.
    UnclosedText {
        /// The mark with which it starts.
        quote: char,
    },
    /// `${` without `}`.
    UnclosedReference,
    /// `${…}` with something else than a name in it.
    BadReference {
        /// What stands between the braces.
        inside: String,
    },
    /// `$name`
    Variable {
        /// Its name.
        name: String,
    },
    /// A sign of another language or keyboard that has its own writing here.
    Foreign {
        /// As it was written.
        found: String,
        /// As it is written here.
        instead: &'static str,
    },
    /// A blank that is not an ordinary one, or another character that is not seen.
    Invisible {
        /// The character.
        character: char,
    },
    /// A character that has no meaning in an expression.
    Unknown {
        /// The character.
        character: char,
    },
    /// An axis that forms do not have.
    Axis {
        /// Its name.
        name: String,
    },
    /// A kind of node that forms do not have.
    NodeType {
        /// Its name.
        name: String,
    },
    /// A number that is larger than any that can be kept.
    Number,
}
