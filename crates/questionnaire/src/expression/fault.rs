//! What can go wrong while an expression is evaluated. JavaRosa stops the interview at the same places.

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
    /// It looks at more nodes, or makes a longer text, than an expression may.
    TooCostly,
}

impl EvaluationError {
    /// Why a pattern cannot be used; empty for other errors.
    pub(crate) fn reason(self) -> String {
        match self {
            EvaluationError::Pattern { reason, .. } => reason,
            _ => String::new(),
        }
    }
}
