//! What a screen may see of an interview, and the ways through it: the next screen as data, so that any interface can show it. A
//! screen is one question, a group of questions shown together, the offer of one more repeat, or the end with what is missing.
//!
//! ```
//! use std::sync::Arc;
//! use sounding_questionnaire::client::{Client, Stop};
//! use sounding_questionnaire::expression::Moment;
//! use sounding_questionnaire::interview::{Files, Form, Interview, Surroundings};
//! use sounding_questionnaire::xlsform::read_markdown;
//!
//! let (questionnaire, _) = read_markdown("
//! | survey |
//! |  | type    | name | label | required |
//! |  | integer | age  | Age   | yes      |
//! ", "form.md");
//! let (form, _) = Form::compile(&questionnaire.unwrap(), &Files::new());
//! let interview = Interview::begin(Arc::new(form.unwrap()), Surroundings::default(), Moment(0));
//! let mut client = Client::new(interview, Moment(0));
//! assert_eq!(client.screen().questions[0].label.as_deref(), Some("Age"));
//! assert_eq!(client.next(Moment(1000)).unwrap_err()[0].path, "/data/age");
//! client.answer("age", "42", Moment(2000)).unwrap();
//! client.next(Moment(3000)).unwrap();
//! assert_eq!(client.screen().stop, Stop::End);
//! ```

mod screen;
#[cfg(test)]
mod tests;
mod walk;

use crate::expression::Moment;
use crate::interview::{Answered, Changed, EventKind, Interview, Refused};

pub use screen::{Heading, Progress, Question, Screen};
pub use walk::{Missing, Stop, Why};

use walk::At;

/// An interview on a screen.
#[derive(Debug, Clone)]
pub struct Client {
    interview: Interview,
    at: At,
    /// When the screen was shown.
    since: i64,
    /// The values that it had then, by path.
    before: Vec<(String, String)>,
}

impl Client {
    /// Shows the first screen of an interview.
    pub fn new(interview: Interview, at: Moment) -> Client {
        let mut client = Client { interview, at: At::End, since: at.0, before: Vec::new() };
        client.at = client.interview.stops().first().copied().unwrap_or(At::End);
        client.arrive(at);
        client
    }

    /// The interview.
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    /// The interview, to save, finish or leave it.
    pub fn interview_mut(&mut self) -> &mut Interview {
        &mut self.interview
    }

    /// The interview, when the screen is put away.
    pub fn into_interview(mut self, at: Moment) -> Interview {
        self.leave(at);
        self.interview.note(EventKind::FormExit, None, at);
        self.interview
    }

    /// Answers a question of the screen, given by path, or by name outside repeats.
    pub fn answer(&mut self, question: &str, value: &str, at: Moment) -> Result<Answered, Refused> {
        self.interview.answer(question, value, at)
    }

    /// Confirms a doubtful answer.
    pub fn confirm(&mut self, question: &str, at: Moment) -> Result<Changed, Refused> {
        self.interview.confirm(question, at)
    }

    /// Shows another language from now on.
    pub fn set_language(&mut self, language: &str, at: Moment) -> bool {
        self.interview.set_language(language, at)
    }

    /// Goes to the next screen. What keeps it is given back: a required answer that is missing, one that breaks its condition, one that
    /// is doubtful and was not confirmed.
    pub fn next(&mut self, at: Moment) -> Result<(), Vec<Missing>> {
        let kept = self.interview.missing_at(self.at);
        if !kept.is_empty() {
            return Err(kept);
        }
        self.leave(at);
        self.at = self.interview.stop_after(self.at);
        self.arrive(at);
        Ok(())
    }

    /// Goes one screen back; `No` where it is the first.
    pub fn back(&mut self, at: Moment) -> Changed {
        let Some(before) = self.interview.stop_before(self.at) else { return Changed::No };
        self.leave(at);
        let path = self.interview.path_of(self.at);
        self.interview.note(EventKind::Back, path, at);
        self.at = before;
        self.arrive(at);
        Changed::Yes
    }

    /// Goes to the screen on which a question is, given by path, or by name outside repeats.
    pub fn jump(&mut self, question: &str, at: Moment) -> Result<(), Refused> {
        let target = self.interview.stop_of(question)?;
        self.leave(at);
        self.interview.note(EventKind::Jump, None, at);
        self.at = target;
        self.arrive(at);
        Ok(())
    }

    /// Goes to the end.
    pub fn jump_to_end(&mut self, at: Moment) {
        self.leave(at);
        self.interview.note(EventKind::Jump, None, at);
        self.at = At::End;
        self.arrive(at);
    }

    /// On the offer of one more repeat: adds it and goes to its first screen. To go on without it is [`Client::next`].
    pub fn add(&mut self, at: Moment) -> Result<String, Refused> {
        let At::Prompt(..) = self.at else { return Err(Refused::NotOffered) };
        let path = self.interview.path_of(self.at).ok_or(Refused::NotThere)?;
        self.leave(at);
        let added = self.interview.add(&path, at)?;
        self.at = self.interview.first_stop_in(&added).unwrap_or(self.at);
        self.arrive(at);
        Ok(added)
    }

    /// Removes an instance of a repeat; the screen is then the next one that is there.
    pub fn remove(&mut self, instance: &str, at: Moment) -> Result<Changed, Refused> {
        let before = self.interview.stop_before_instance(instance);
        let inside = self.interview.path_of(self.at).is_some_and(|path| path.starts_with(instance));
        if inside {
            self.leave(at);
        }
        self.interview.remove(instance, at)?;
        if inside {
            self.at = before.map_or_else(
                || self.interview.stops().first().copied().unwrap_or(At::End),
                |before| self.interview.stop_after(before),
            );
            self.arrive(at);
        }
        Ok(Changed::Yes)
    }

    /// Everything that is missing or doubtful in the whole interview, in order.
    pub fn missing(&self) -> Vec<Missing> {
        self.interview.missing()
    }

    fn arrive(&mut self, at: Moment) {
        self.since = at.0;
        self.before = self.values();
    }

    /// The answers on the screen.
    fn values(&self) -> Vec<(String, String)> {
        let paths = self.interview.questions_at(self.at);
        paths
            .into_iter()
            .map(|path| (path.clone(), self.interview.value(&path).unwrap_or_default().to_owned()))
            .collect()
    }

    /// Notes how long the screen was shown, and what changed on it.
    fn leave(&mut self, at: Moment) {
        let (since, now) = (self.since, at.0);
        let path = self.interview.path_of(self.at);
        match self.at {
            At::End => self.interview.note_span(EventKind::EndScreen, None, since, now, None),
            At::Prompt(..) => self.interview.note_span(EventKind::PromptRepeat, path, since, now, None),
            At::Question(_) | At::Group(_) => {
                if let At::Group(_) = self.at {
                    self.interview.note_span(EventKind::GroupQuestions, path, since, now, None);
                }
                for (question, old) in std::mem::take(&mut self.before) {
                    let new = self.interview.value(&question).unwrap_or_default().to_owned();
                    let change = (old != new).then_some((old, new));
                    self.interview.note_span(EventKind::Question, Some(question), since, now, change);
                }
            }
        }
    }
}
