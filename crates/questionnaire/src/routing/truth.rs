//! What a condition comes to when one answer is known: true, false, or it depends on others.

use std::collections::BTreeSet;

use super::{Condition, Relation, Subject, Value};

/// What is known.
pub(crate) struct Known<'a> {
    /// The question answered.
    pub(crate) question: &'a str,
    /// Its answer.
    pub(crate) answer: Answer<'a>,
    /// Questions that were passed over.
    pub(crate) skipped: BTreeSet<&'a str>,
}

/// An answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer<'a> {
    /// This code and no other.
    Code(&'a str),
    /// A number.
    Number(f64),
}

impl Known<'_> {
    /// Whether it holds, where that can be told.
    pub(crate) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::Never => Some(false),
            Condition::Not(inner) => self.holds(inner).map(|holds| !holds),
            Condition::All(parts) => self.join(parts, false),
            Condition::Any(parts) => self.join(parts, true),
            Condition::Compare { subject: Subject::Question(name), relation, value } => {
                self.compare(name, *relation, value)
            }
            Condition::Selected { subject: Subject::Question(name), code } => match self.of(name) {
                Told::Given(Answer::Code(own)) => Some(own == code),
                Told::PassedOver => Some(false),
                _ => None,
            },
            Condition::Count { subject: Subject::Question(name), relation, number } => {
                self.is_given(name).map(|given| relation.holds(f64::from(u8::from(given)), *number))
            }
            Condition::Answered(Subject::Question(name)) => self.is_given(name),
            // What is not understood, and what is said of the question itself.
            _ => None,
        }
    }

    /// With one part that decides, the whole is decided; else all must be known.
    fn join(&self, parts: &[Condition], decides: bool) -> Option<bool> {
        let mut unknown = false;
        for part in parts {
            match self.holds(part) {
                Some(holds) if holds == decides => return Some(decides),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!decides)
    }

    fn compare(&self, name: &str, relation: Relation, value: &Value) -> Option<bool> {
        let answer = match self.of(name) {
            Told::Given(answer) => answer,
            Told::PassedOver => return Some(relation == Relation::NotEqual),
            Told::Nothing => return None,
        };
        let equal = |equal: bool| match relation {
            Relation::Equal => Some(equal),
            Relation::NotEqual => Some(!equal),
            _ => None,
        };
        match (answer, value) {
            (Answer::Code(own), Value::Text(text)) if equal(true).is_some() => equal(own == text),
            (Answer::Code(own), Value::Number(number)) => match own.trim().parse::<f64>() {
                Ok(own) => Some(relation.holds(own, *number)),
                Err(_) => Some(relation == Relation::NotEqual),
            },
            (Answer::Number(own), Value::Number(number)) => Some(relation.holds(own, *number)),
            (Answer::Number(own), Value::Text(text)) => {
                text.trim().parse::<f64>().ok().map(|number| relation.holds(own, number))
            }
            _ => None,
        }
    }

    fn of(&self, name: &str) -> Told<'_> {
        if name == self.question {
            Told::Given(self.answer)
        } else if self.skipped.contains(name) {
            Told::PassedOver
        } else {
            Told::Nothing
        }
    }

    fn is_given(&self, name: &str) -> Option<bool> {
        match self.of(name) {
            Told::Given(_) => Some(true),
            Told::PassedOver => Some(false),
            Told::Nothing => None,
        }
    }
}

/// What is known of the answer to a question.
enum Told<'a> {
    /// It was given.
    Given(Answer<'a>),
    /// The question was passed over: there is none.
    PassedOver,
    /// It is another question's.
    Nothing,
}
