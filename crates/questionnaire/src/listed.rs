//! A questionnaire as it was written: immutable once read.

use sounding_survey::{CategoryRole, Text};

/// Questions in order, and the lists they choose from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Questionnaire {
    /// Title for people.
    pub title: Text,
    /// Identifier and version of the form, where given.
    pub form_id: Option<String>,
    /// Version, where given.
    pub version: Option<String>,
    /// Questions and notes in order.
    pub questions: Vec<Question>,
    /// Choice lists in order of first use.
    pub lists: Vec<ChoiceList>,
}

/// One question or note.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Row in the survey sheet, counted from 1.
    pub row: u64,
    /// Name of the variable.
    pub name: String,
    /// What is asked for.
    pub kind: QuestionType,
    /// Wording.
    pub label: Text,
    /// A few words for heads and axes.
    pub short: Text,
    /// What is said beside it.
    pub hint: Text,
    /// Condition for asking, as written.
    pub relevant: Option<String>,
    /// Condition on the answer, as written.
    pub constraint: Option<String>,
    /// Whether an answer is required, as written.
    pub required: Option<String>,
    /// Calculation, as written.
    pub calculation: Option<String>,
    /// Labels of the groups around it, the outermost first.
    pub group: Vec<Text>,
    /// Conditions of the groups around it.
    pub group_relevant: Vec<String>,
    /// Whether its choices are a scale.
    pub ordered: Option<bool>,
}

/// What a question asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionType {
    /// One of a list, by its name.
    SelectOne(String),
    /// Any number of a list, by its name.
    SelectMultiple(String),
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Text.
    Text,
    /// A date.
    Date,
    /// Nothing: a text to read out.
    Note,
    /// Nothing: computed.
    Calculate,
}

/// A named list of choices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChoiceList {
    /// Its name.
    pub name: String,
    /// Its choices in order.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Row in the choices sheet, counted from 1.
    pub row: u64,
    /// Code as stored.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Whether it answers the question.
    pub role: CategoryRole,
}

impl Questionnaire {
    /// The list of that name.
    pub fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.iter().find(|list| list.name == name)
    }
}
