//! Gives everything that can be wrong with an expression its code and its values; the words are in `locales/`.

use std::fmt;

use sounding_survey::{Language, Place};

use super::check::{Remark, RemarkKind, nearest_function};
use super::fault::EvaluationError;
use super::syntax::{SyntaxError, SyntaxFault, character};
use crate::faults::Fault;

impl SyntaxError {
    /// As a fault of a form, at a place.
    pub fn fault(&self, place: &Place) -> Fault {
        let fault = Fault::error(self.fault.code(), place.clone()).with("at", self.character.to_string());
        self.fault.values(fault)
    }

    /// One sentence in English: what is wrong.
    pub fn message(&self) -> String {
        self.fault(&Place::default()).say(Language::En).message
    }

    /// One sentence in English: what to do.
    pub fn remedy(&self) -> String {
        self.fault(&Place::default()).say(Language::En).remedy
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (character {}); {}", self.message(), self.character, self.remedy())
    }
}

impl std::error::Error for SyntaxError {}

impl SyntaxFault {
    fn code(&self) -> &'static str {
        match self {
            SyntaxFault::Empty => "E-EXPR-001",
            SyntaxFault::TooLong { .. } => "E-EXPR-002",
            SyntaxFault::TooDeep { .. } => "E-EXPR-003",
            SyntaxFault::Operand { .. } => "E-EXPR-004",
            SyntaxFault::Operator { .. } => "E-EXPR-005",
            SyntaxFault::Step { .. } => "E-EXPR-006",
            SyntaxFault::Unclosed { .. } => "E-EXPR-007",
            SyntaxFault::Unopened { .. } => "E-EXPR-008",
            SyntaxFault::UnclosedText { .. } => "E-EXPR-009",
            SyntaxFault::UnclosedReference => "E-EXPR-010",
            SyntaxFault::BadReference { .. } => "E-EXPR-011",
            SyntaxFault::Variable { .. } => "E-EXPR-012",
            SyntaxFault::Foreign { .. } => "E-EXPR-013",
            SyntaxFault::Invisible { .. } => "E-EXPR-014",
            SyntaxFault::Unknown { .. } => "E-EXPR-015",
            SyntaxFault::Axis { .. } => "E-EXPR-016",
            SyntaxFault::NodeType { .. } => "E-EXPR-017",
            SyntaxFault::Number => "E-EXPR-018",
        }
    }

    fn values(&self, fault: Fault) -> Fault {
        let at_end = |found: &Option<String>| if found.is_none() { "end" } else { "token" };
        let text = |found: &Option<String>| found.clone().unwrap_or_default();
        match self {
            SyntaxFault::Empty | SyntaxFault::UnclosedReference | SyntaxFault::Number => fault,
            SyntaxFault::TooLong { limit } | SyntaxFault::TooDeep { limit } => {
                fault.with("limit", limit.to_string())
            }
            SyntaxFault::Operand { found } | SyntaxFault::Step { found } => {
                fault.with("what", at_end(found)).with("found", text(found))
            }
            SyntaxFault::Operator { found } => fault.with("found", found.as_str()),
            SyntaxFault::Unclosed { opened, character } => {
                let closing = if *opened == '(' { ")" } else { "]" };
                fault.with("opened", *opened).with("from", character.to_string()).with("closing", closing)
            }
            SyntaxFault::Unopened { closed } => {
                let opening = if *closed == ')' { "(" } else { "[" };
                fault.with("closed", *closed).with("opening", opening)
            }
            SyntaxFault::UnclosedText { quote } => fault.with("quote", *quote),
            SyntaxFault::BadReference { inside } => {
                let bare = inside.trim();
                let what = if bare != inside && !bare.is_empty() { "blanks" } else { "other" };
                fault.with("inside", inside.as_str()).with("what", what).with("bare", bare)
            }
            SyntaxFault::Variable { name } | SyntaxFault::Axis { name } | SyntaxFault::NodeType { name } => {
                fault.with("name", name.as_str())
            }
            SyntaxFault::Foreign { found, instead } => {
                fault.with("found", found.as_str()).with("instead", *instead)
            }
            SyntaxFault::Invisible { character } => {
                fault.with("character", format!("U+{:04X}", u32::from(*character)))
            }
            SyntaxFault::Unknown { character } => fault.with("character", *character),
        }
    }
}

impl Remark {
    /// As a fault of a form, at a place; with the text of the expression, so that the character can be named.
    pub fn fault(&self, place: &Place, text: &str) -> Fault {
        let at = character(text, self.span.start).to_string();
        let error = |code| Fault::error(code, place.clone());
        let warning = |code| Fault::warning(code, place.clone());
        let fault = match &self.kind {
            RemarkKind::UnknownFunction { name } => {
                let near = nearest_function(name).unwrap_or("none");
                error("E-EXPR-021").with("name", name.as_str()).with("near", near)
            }
            RemarkKind::Arguments { name, expected, found } => error("E-EXPR-022")
                .with("name", *name)
                .with("expected", expected.to_string())
                .with("found", found.to_string()),
            RemarkKind::Reference { reference } => {
                error("E-EXPR-023").with("reference", reference.to_string())
            }
            RemarkKind::NotPath { function } => error("E-EXPR-024").with("function", *function),
            RemarkKind::NotInRepeat => error("E-EXPR-035"),
            RemarkKind::NotNodes { function } => error("E-EXPR-025").with("function", function.as_str()),
            RemarkKind::Pattern { reason } => error("E-EXPR-026").with("reason", reason.as_str()),
            RemarkKind::Digest { name } => error("E-EXPR-027").with("name", name.as_str()),
            RemarkKind::DateFormat { format } => error("E-EXPR-028").with("format", format.as_str()),
            RemarkKind::NotDate { text } => error("E-EXPR-029").with("text", text.as_str()),
            RemarkKind::TextInOrder { text } => warning("W-EXPR-001").with("text", text.as_str()),
            RemarkKind::DateInOrder { text } => warning("W-EXPR-002").with("text", text.as_str()),
            RemarkKind::NotNumber { text } => warning("W-EXPR-003").with("text", text.as_str()),
            RemarkKind::SelectedNumber { number } => warning("W-EXPR-004").with("number", number.as_str()),
            RemarkKind::NoParentheses { name } => warning("W-EXPR-005").with("name", name.as_str()),
            RemarkKind::NotInCollect { construct } => {
                warning("W-EXPR-006").with("construct", construct.as_str())
            }
            RemarkKind::PatternOpen { pattern } => warning("W-EXPR-008").with("pattern", pattern.as_str()),
            RemarkKind::EnginesDiffer { function } => {
                warning("W-EXPR-007").with("function", function.as_str())
            }
        };
        fault.with("at", at)
    }
}

impl EvaluationError {
    /// As a fault of a form, at a place.
    pub fn fault(&self, place: &Place) -> Fault {
        let error = |code| Fault::error(code, place.clone());
        match self {
            EvaluationError::Repeated { name, count } => {
                error("E-EXPR-031").with("name", name.as_str()).with("count", count.to_string())
            }
            EvaluationError::NotPlace { function, text } => {
                error("E-EXPR-032").with("function", *function).with("text", text.as_str())
            }
            EvaluationError::MissingInstance { id } => error("E-EXPR-033").with("id", id.as_str()),
            EvaluationError::UnequalSets { function } => error("E-EXPR-034").with("function", *function),
            EvaluationError::NotInRepeat => error("E-EXPR-035"),
            EvaluationError::TooCostly => error("E-EXPR-036"),
            EvaluationError::NotNodes { function } => error("E-EXPR-025").with("function", *function),
            EvaluationError::Pattern { reason, .. } => error("E-EXPR-026").with("reason", reason.as_str()),
            EvaluationError::Digest { name } => error("E-EXPR-027").with("name", name.as_str()),
            EvaluationError::DateFormat { format } => error("E-EXPR-028").with("format", format.as_str()),
            EvaluationError::NotDate { text } => error("E-EXPR-029").with("text", text.as_str()),
        }
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault(&Place::default()).say(Language::En).message)
    }
}

impl std::error::Error for EvaluationError {}
