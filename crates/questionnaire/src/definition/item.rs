//! Questions, and the groups and repeats that hold them.

use super::{Kind, Options, Words};

/// A question, a group or a repeat.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Something asked, shown or computed.
    Question(Question),
    /// Items that belong together.
    Group(Group),
    /// Items asked once for each of several: a roster.
    Repeat(Repeat),
}

/// What every item has. Expressions are as written, `None` where the cell is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    /// Row in the survey sheet, counted from 1; 0 where it did not come from a sheet.
    pub row: u64,
    /// Name of the variable or group.
    pub name: String,
    /// Wording, with media.
    pub label: Words,
    /// A few words for heads and axes; of this program, not of XLSForm.
    pub short: Words,
    /// What is said beside it.
    pub hint: Words,
    /// What is said to the interviewer on request.
    pub guidance: Words,
    /// Condition for asking.
    pub relevant: Option<String>,
    /// Condition on the answer.
    pub constraint: Option<String>,
    /// What is said when the condition on the answer fails.
    pub constraint_message: Words,
    /// Condition under which an answer is required: an expression, `true()` for `yes`.
    pub required: Option<String>,
    /// What is said when a required answer is missing.
    pub required_message: Words,
    /// Condition under which the answer cannot be changed.
    pub read_only: Option<String>,
    /// The value, computed.
    pub calculation: Option<String>,
    /// First value: a text or an expression.
    pub default: Option<String>,
    /// Names of the questions whose change sets the value again.
    pub trigger: Vec<String>,
    /// How it is to be shown.
    pub appearance: Option<String>,
    /// Type of the data where it is not the one of the kind of question.
    pub data_type: Option<String>,
    /// Property of an entity in which the answer is saved.
    pub save_to: Option<String>,
    /// Further attributes of the bind, with prefix (`jr:preload`), in order of name.
    pub bind_attributes: Vec<(String, String)>,
    /// Further attributes of the control.
    pub body_attributes: Vec<(String, String)>,
    /// Further attributes of the element in the instance.
    pub instance_attributes: Vec<(String, String)>,
    /// Further columns of the author's, kept and not interpreted.
    pub other_columns: Vec<(String, String)>,
}

/// Something asked, shown or computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What every item has.
    pub node: Node,
    /// What is asked for.
    pub kind: Kind,
    /// What there is to choose from, for questions that choose.
    pub options: Option<Options>,
    /// Parameters in the order written: `start=0 end=10`, `randomize=true`, `max-pixels=640`.
    pub parameters: Vec<(String, String)>,
    /// Whether the choices are a scale; of this program, not of XLSForm.
    pub ordered: Option<bool>,
}

/// Items that belong together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// What every item has.
    pub node: Node,
    /// What is in it.
    pub items: Vec<Item>,
    /// An application that fills the group (`intent` of the column `intent` or the attribute).
    pub intent: Option<String>,
}

/// Items asked once for each of several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repeat {
    /// What every item has. Label, hint and appearance are of the repeat as a whole.
    pub node: Node,
    /// How many times; `None` where the interviewer adds them.
    pub count: Option<String>,
    /// What is asked each time.
    pub items: Vec<Item>,
}

impl Item {
    /// What every item has.
    pub fn node(&self) -> &Node {
        match self {
            Item::Question(question) => &question.node,
            Item::Group(group) => &group.node,
            Item::Repeat(repeat) => &repeat.node,
        }
    }

    /// What every item has, to change while reading.
    pub fn node_mut(&mut self) -> &mut Node {
        match self {
            Item::Question(question) => &mut question.node,
            Item::Group(group) => &mut group.node,
            Item::Repeat(repeat) => &mut repeat.node,
        }
    }

    /// What is in a group or repeat; nothing for a question.
    pub fn items(&self) -> &[Item] {
        match self {
            Item::Question(_) => &[],
            Item::Group(group) => &group.items,
            Item::Repeat(repeat) => &repeat.items,
        }
    }
}

impl Question {
    /// A question of that name and kind with nothing else said.
    pub fn new(name: &str, kind: Kind) -> Question {
        Question {
            node: Node { name: name.to_owned(), ..Node::default() },
            kind,
            options: None,
            parameters: Vec::new(),
            ordered: None,
        }
    }

    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}
