//! What the variables of a study mean: wording, labels, categories and which of them are not opinions.

use crate::Text;

/// All variables of a study in questionnaire order, derived ones last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Codebook {
    /// The variables, unique by name.
    pub variables: Vec<Variable>,
}

impl Codebook {
    /// The variable of that name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}

/// One variable: a question, or something derived from questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Column name in the answers.
    pub name: String,
    /// The question's full wording, or the label of a derived variable.
    pub label: Text,
    /// A few words for table heads and chart axes; empty means that `label` serves.
    pub short: Text,
    /// What is said beside the question to the interviewer or respondent.
    pub hint: Text,
    /// What values it takes.
    pub kind: VariableKind,
    /// The filter that says who was asked, as written in the questionnaire; `None` when everyone was.
    pub relevant: Option<String>,
    /// Path of group labels from the outermost in.
    pub group: Vec<Text>,
}

impl Variable {
    /// The short label where there is one, else the full one.
    pub fn short_label(&self) -> &Text {
        if self.short.is_empty() { &self.label } else { &self.short }
    }

    /// The categories, empty for numbers, texts and dates.
    pub fn categories(&self) -> &[Category] {
        match &self.kind {
            VariableKind::One { categories, .. } | VariableKind::Many { categories } => categories,
            _ => &[],
        }
    }
}

/// The values that a variable takes.
#[derive(Debug, Clone, PartialEq)]
pub enum VariableKind {
    /// One of several categories.
    One {
        /// The categories in the questionnaire's order.
        categories: Vec<Category>,
        /// Whether that order is a scale.
        ordered: bool,
    },
    /// Any number of several categories; stored as codes separated by spaces, or as one 0/1 column `name/code` for each.
    Many {
        /// The categories in the questionnaire's order.
        categories: Vec<Category>,
    },
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Free text; never published.
    Text,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
}

/// One answer category.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// The code as stored in the answers.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Whether it is an answer to the question.
    pub role: CategoryRole,
}

/// Whether a category answers the question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CategoryRole {
    /// An answer.
    #[default]
    Substantive,
    /// The respondent does not know or has no opinion; shown apart.
    DontKnow,
    /// The respondent refused; shown apart.
    Refused,
    /// The question did not apply; outside every base.
    NotApplicable,
}
