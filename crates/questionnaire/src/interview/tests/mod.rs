//! Interviews held as an interviewer would, on forms written as Markdown.

mod answering;
mod choices;
mod compiling;
mod events;
mod laws;
mod repeats;

use std::sync::Arc;

use sounding_survey::Severity;

use super::{Answered, Files, Form, Interview, Refused, Surroundings};
use crate::expression::Moment;
use crate::faults::Fault;
use crate::xlsform::read_markdown;

/// 2026-07-01 09:00 in Vietnam.
pub(super) const NINE: i64 = 1_782_871_200_000;

/// Someone who holds an interview.
pub(super) struct Interviewer {
    pub(super) interview: Interview,
    pub(super) seconds: i64,
}

pub(super) fn surroundings() -> Surroundings {
    let properties = [("username", "lan"), ("deviceid", "tablet-7")];
    Surroundings {
        offset_minutes: 420,
        seed: [7; 32],
        properties: properties.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
    }
}

pub(super) fn compiled(form: &str, files: &[(&str, &str)]) -> (Option<Form>, Vec<Fault>) {
    let (questionnaire, faults) = read_markdown(form, "form.md");
    let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let files: Files =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    Form::compile(&questionnaire.unwrap(), &files)
}

/// The form of a survey sheet's rows, given below its head.
pub(super) fn form_of(survey: &str, rest: &str) -> Arc<Form> {
    let text = format!("| survey |\n{survey}\n{rest}");
    let (form, faults) = compiled(&text, &[]);
    Arc::new(form.unwrap_or_else(|| panic!("{faults:?}")))
}

impl Interviewer {
    pub(super) fn begin(form: &Arc<Form>) -> Interviewer {
        Interviewer {
            interview: Interview::begin(Arc::clone(form), surroundings(), Moment(NINE)),
            seconds: 0,
        }
    }

    pub(super) fn now(&mut self) -> Moment {
        self.seconds += 1;
        Moment(NINE + self.seconds * 1000)
    }

    pub(super) fn answer(&mut self, question: &str, value: &str) -> Answered {
        let now = self.now();
        self.interview
            .answer(question, value, now)
            .unwrap_or_else(|refused| panic!("{question}={value}: {refused:?}"))
    }

    pub(super) fn refused(&mut self, question: &str, value: &str) -> Refused {
        let now = self.now();
        self.interview.answer(question, value, now).unwrap_err()
    }

    pub(super) fn add(&mut self, repeat: &str) -> String {
        let now = self.now();
        self.interview.add(repeat, now).unwrap()
    }

    pub(super) fn remove(&mut self, instance: &str) {
        let now = self.now();
        self.interview.remove(instance, now).unwrap();
    }

    #[track_caller]
    pub(super) fn expect(&self, question: &str, value: &str) {
        assert_eq!(self.interview.value(question), Some(value), "{question}");
    }

    #[track_caller]
    pub(super) fn expect_asked(&self, question: &str) {
        assert!(self.interview.is_asked(question), "{question} should be asked");
    }

    #[track_caller]
    pub(super) fn expect_skipped(&self, question: &str) {
        assert!(!self.interview.is_asked(question), "{question} should be skipped");
    }
}
