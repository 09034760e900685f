//! What can go wrong while an expression is evaluated. JavaRosa stops the interview at the same places.

use std::fmt;

/// An expression that has no value for these answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvaluationError {
    /// A single value was needed, and there are several nodes.
    Repeated {
        /// Name of the nodes.
        name: String,
        /// How many there are.
        count: usize,
    },
    /// A function, or the start of a path, needs nodes and got a value.
    NotNodes {
        /// The function; `path` for a path.
        function: &'static str,
    },
    /// A text or number is not a date.
    NotDate {
        /// The text.
        text: String,
    },
    /// A format of dates has a code that does not exist.
    DateFormat {
        /// The format.
        format: String,
    },
    /// A text is not a place, a line or a shape.
    NotPlace {
        /// The function.
        function: &'static str,
        /// The text, cut off after 60 characters.
        text: String,
    },
    /// A secondary instance does not exist.
    MissingInstance {
        /// Its identifier.
        id: String,
    },
    /// A digest or an encoding that does not exist.
    Digest {
        /// Its name.
        name: String,
    },
    /// A pattern cannot be read or takes too long.
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two sets that belong together have different numbers of nodes.
    UnequalSets {
        /// The function.
        function: &'static str,
    },
    /// The repeat of `indexed-repeat` does not hold its target.
    NotInRepeat,
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvaluationError::Repeated { name, count } => {
                write!(
                    f,
                    "\"{name}\" has {count} answers here, and one is needed; say which with indexed-repeat()"
                )
            }
            EvaluationError::NotNodes { function } => {
                write!(f, "{function} needs a question and got a value")
            }
            EvaluationError::NotDate { text } => {
                write!(f, "\"{text}\" is not a date; dates are written 2024-02-29")
            }
            EvaluationError::DateFormat { format } => {
                write!(f, "the format \"{format}\" has a code that does not exist")
            }
            EvaluationError::NotPlace { function, text } => {
                write!(
                    f,
                    "{function}() got \"{text}\", which is not a place: latitude and longitude in degrees"
                )
            }
            EvaluationError::MissingInstance { id } => write!(f, "there is no instance \"{id}\""),
            EvaluationError::Digest { name } => write!(f, "there is no digest or encoding \"{name}\""),
            EvaluationError::Pattern { pattern, reason } => {
                write!(f, "the pattern \"{pattern}\" cannot be used: {reason}")
            }
            EvaluationError::UnequalSets { function } => {
                write!(f, "{function}() got conditions and weights in different numbers")
            }
            EvaluationError::NotInRepeat => {
                write!(f, "indexed-repeat() got a repeat in which the question does not stand")
            }
        }
    }
}

impl std::error::Error for EvaluationError {}
