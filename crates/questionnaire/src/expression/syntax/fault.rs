//! What can be wrong with the writing of an expression, said in one sentence with its remedy.

use std::fmt;

/// An expression that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Byte of the text at which the fault was noticed; the length of the text when something is missing at its end.
    pub offset: usize,
    /// What is wrong.
    pub fault: SyntaxFault,
}

impl SyntaxError {
    /// One sentence: what is wrong.
    pub fn message(&self) -> String {
        self.fault.to_string()
    }

    /// One sentence: what to do.
    pub fn remedy(&self) -> String {
        self.fault.remedy()
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {}); {}", self.fault, self.offset, self.remedy())
    }
}

impl std::error::Error for SyntaxError {}

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
    /// Something else was expected.
    Unexpected {
        /// What would be right here.
        expected: String,
        /// What stands here.
        found: String,
    },
    /// A parenthesis or bracket that is not closed.
    Unclosed {
        /// `(` or `[`
        opened: char,
        /// Byte at which it stands.
        at: usize,
        /// What stands where it should be closed.
        found: String,
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

impl fmt::Display for SyntaxFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SyntaxFault::Empty => write!(f, "the expression is empty"),
            SyntaxFault::TooLong { limit } => write!(f, "the expression has more than {limit} bytes"),
            SyntaxFault::TooDeep { limit } => {
                write!(f, "the expression is nested more than {limit} levels deep")
            }
            SyntaxFault::Unexpected { expected, found } => write!(f, "expected {expected}, found {found}"),
            SyntaxFault::Unclosed { opened, at, found } => {
                write!(f, "the \"{opened}\" at byte {at} is not closed before {found}")
            }
            SyntaxFault::Unopened { closed } => write!(f, "the \"{closed}\" closes nothing"),
            SyntaxFault::UnclosedText { quote } => write!(f, "a text starts with {quote} and does not end"),
            SyntaxFault::UnclosedReference => write!(f, "\"${{\" is not followed by \"}}\""),
            SyntaxFault::BadReference { inside } => {
                write!(f, "\"${{{inside}}}\" does not hold the name of a question")
            }
            SyntaxFault::Variable { name } => write!(f, "\"${name}\" is a variable, and forms have none"),
            SyntaxFault::Foreign { found, .. } => write!(f, "\"{found}\" has no meaning in an expression"),
            SyntaxFault::Invisible { character } => {
                write!(f, "there is an invisible character, U+{:04X}", u32::from(*character))
            }
            SyntaxFault::Unknown { character } => {
                write!(f, "\"{character}\" has no meaning in an expression")
            }
            SyntaxFault::Axis { name } => write!(f, "the axis \"{name}\" is not available in forms"),
            SyntaxFault::NodeType { name } => {
                write!(f, "\"{name}()\" is not available in the paths of forms")
            }
            SyntaxFault::Number => write!(f, "the number is too large"),
        }
    }
}

impl SyntaxFault {
    fn remedy(&self) -> String {
        match self {
            SyntaxFault::Empty => "write an expression such as ${age} >= 18, or leave the cell blank".into(),
            SyntaxFault::TooLong { .. } | SyntaxFault::TooDeep { .. } => {
                "move parts of it to questions of type calculate and refer to them".into()
            }
            SyntaxFault::Unexpected { .. } => "complete or correct the expression at this place".into(),
            SyntaxFault::Unclosed { opened, .. } => {
                format!("write \"{}\" where it ends", if *opened == '(' { ')' } else { ']' })
            }
            SyntaxFault::Unopened { closed } => {
                format!("remove it, or write \"{}\" where it starts", if *closed == ')' { '(' } else { '[' })
            }
            SyntaxFault::UnclosedText { quote } => format!("write {quote} where the text ends"),
            SyntaxFault::UnclosedReference => "write \"}\" after the name of the question".into(),
            SyntaxFault::BadReference { inside } => {
                let bare = inside.trim();
                if bare != inside && !bare.is_empty() {
                    format!("write ${{{bare}}} without blanks")
                } else {
                    "write ${name} with the name of a question, group or repeat".into()
                }
            }
            SyntaxFault::Variable { name } => format!("write ${{{name}}} for the question of that name"),
            SyntaxFault::Foreign { instead, .. } => format!("write {instead}"),
            SyntaxFault::Invisible { .. } => "replace it by an ordinary space, or remove it".into(),
            SyntaxFault::Unknown { .. } => {
                "remove it, or put it in quotation marks if it belongs to a text".into()
            }
            SyntaxFault::Axis { .. } => {
                "use child, parent (..), self (.), descendant-or-self (//) or attribute (@)".into()
            }
            SyntaxFault::NodeType { .. } => "refer to the element itself: its value is its text".into(),
            SyntaxFault::Number => "write a smaller number".into(),
        }
    }
}
