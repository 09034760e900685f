//! The paper form as plain data in one language.

use sounding_survey::Language;

/// A questionnaire as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paper {
    pub(crate) language: Language,
    pub(crate) title: String,
    /// Under the title: identifier and version.
    pub(crate) subtitle: String,
    /// What is filled in about the interview: term and how wide the space is, in characters.
    pub(crate) filled: Vec<(String, usize)>,
    /// How the form is read, for interviewers.
    pub(crate) instructions: Vec<String>,
    pub(crate) parts: Vec<Part>,
    pub(crate) footer: String,
}

/// A piece of the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// The head of a section; 1 is the outermost.
    Heading { level: usize, text: String, condition: Option<String> },
    /// Something to read out.
    Note { text: String, hint: Option<String>, condition: Option<String> },
    /// A question.
    Question(Asked),
    /// Several questions on one scale.
    Matrix(Matrix),
    /// Questions asked of each of several people.
    Roster(Roster),
}

/// A question with room for its answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    pub(crate) number: String,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    /// What the interviewer does: one answer, several, read in random order.
    pub(crate) instruction: Option<String>,
    pub(crate) condition: Option<String>,
    pub(crate) answer: Answer,
    /// Where numbers lead: `Từ 5 trở xuống → C5`.
    pub(crate) leads: Vec<String>,
}

/// Room for an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Choices one under the other, or in two columns.
    Choices { shape: Shape, columns: usize, choices: Vec<Tick> },
    /// Choices side by side.
    Scale(Vec<Tick>),
    /// A list that stands on a card: what the card is called, its first choices, and boxes for the code.
    Card { text: String, boxes: usize },
    /// Boxes for digits, with the limits and what stands after a comma.
    Number { boxes: usize, decimals: usize, limits: Option<String> },
    /// Empty lines.
    Lines(usize),
    /// Boxes with signs between them: a date, a time.
    Fields(Vec<(usize, String)>),
    /// Something a paper form cannot hold.
    Elsewhere(String),
}

/// What is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One of them.
    One,
    /// Any of them.
    Many,
    /// Each gets its rank.
    Rank,
}

/// A choice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    pub(crate) code: String,
    pub(crate) label: String,
    /// Where it leads: `→ C7`.
    pub(crate) lead: Option<String>,
    /// Not read out: don't know, refused.
    pub(crate) apart: bool,
}

/// Several questions on one scale.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matrix {
    pub(crate) number: String,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    pub(crate) condition: Option<String>,
    pub(crate) scale: Vec<Tick>,
    /// Number, text and condition of each.
    pub(crate) rows: Vec<(String, String, Option<String>)>,
}

/// Questions asked of each of several people: a row for each question, a column for each person.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Roster {
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    pub(crate) condition: Option<String>,
    /// How many there are, in words.
    pub(crate) count: Option<String>,
    pub(crate) columns: usize,
    pub(crate) rows: Vec<RosterRow>,
}

/// A question of a roster.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RosterRow {
    pub(crate) number: String,
    pub(crate) text: String,
    pub(crate) condition: Option<String>,
    /// Codes to be written in: `1 Chủ hộ`.
    pub(crate) codes: Vec<Tick>,
    pub(crate) note: Option<String>,
}
