//! What an evaluation needs to be given: trees of nodes, the time, randomness.

use std::borrow::Cow;

use super::dates::Moment;
use super::names::{NameId, Names};

/// How the text of a node is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataType {
    /// As it is: texts, choices, places, files.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// `true` or `1`.
    Boolean,
    /// A day: `2024-02-29`.
    Date,
    /// A time of day: `13:05:00.000+07:00`.
    Time,
    /// A moment: `2024-02-29T13:05:00.000+07:00`.
    DateTime,
}

/// What is looked for in a column of a secondary instance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Key<'a> {
    /// The column's text is this text.
    Text(&'a str),
    /// The column's text, read as a number, is this number within 10⁻¹².
    Number(f64),
}

/// The trees over which an expression is evaluated: the primary instance, which is filled in, and the secondary instances.
///
/// A tree has a node for the document, which has no name; its only child is the root element. A `Node` is a small handle. Methods that
/// give several nodes append them to `out` in the order of the document.
pub trait World {
    /// A handle of a node; its order has no meaning.
    type Node: Copy + Ord;

    /// The table with which expressions are compiled.
    fn names(&self) -> &Names;

    /// The document of the primary instance.
    fn primary(&self) -> Self::Node;

    /// The document of a secondary instance.
    fn instance(&self, id: NameId) -> Option<Self::Node>;

    /// Is the node in the primary instance?
    fn is_primary(&self, node: Self::Node) -> bool;

    /// The name of an element; `None` for a document.
    fn name(&self, node: Self::Node) -> Option<NameId>;

    /// The node above; `None` for a document.
    fn parent(&self, node: Self::Node) -> Option<Self::Node>;

    /// The children of one name.
    fn children(&self, node: Self::Node, name: NameId, out: &mut Vec<Self::Node>);

    /// All children.
    fn all_children(&self, node: Self::Node, out: &mut Vec<Self::Node>);

    /// The attribute of a name.
    fn attribute(&self, _node: Self::Node, _name: NameId) -> Option<Self::Node> {
        None
    }

    /// Place among the siblings of the same name, from 1.
    fn position(&self, node: Self::Node) -> usize;

    /// The text of a node and how it is to be understood; an empty text for an element with children.
    fn value(&self, node: Self::Node) -> (Cow<'_, str>, DataType);

    /// Is the node relevant, and all above it? Nodes of secondary instances are.
    fn is_relevant(&self, node: Self::Node) -> bool;

    /// Answers `parent/name[column = key]` from an index: appends the children of that name whose child `column` is `key`; one
    /// without that child has the blank text there. Gives `false` if there is no index for it; nothing is appended then, and
    /// the children are gone through one by one.
    fn lookup(
        &self,
        _parent: Self::Node,
        _name: NameId,
        _column: NameId,
        _key: Key<'_>,
        _out: &mut Vec<Self::Node>,
    ) -> bool {
        false
    }

    /// The label of a choice of a question, in the language of the moment.
    fn choice_label(&self, _question: Self::Node, _choice: &str) -> Option<Cow<'_, str>> {
        None
    }

    /// The text of an identifier of `itext`, in the language of the moment.
    fn itext(&self, _id: &str) -> Option<Cow<'_, str>> {
        None
    }

    /// A property of the device or of its user: `deviceid`, `username`, `email`, `phonenumber`.
    fn property(&self, _name: &str) -> Option<Cow<'_, str>> {
        None
    }

    /// The version of the form; empty if it has none.
    fn version(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}

/// Time, language and randomness, which an evaluation cannot know by itself.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The moment that is now.
    pub now: Moment,
    /// Minutes by which local time is ahead of UTC: 420 in Vietnam.
    pub offset_minutes: i32,
    /// Language tag of the form's language, for names of months and days: `vi`, `en`.
    pub language: &'a str,
    /// Each call gives 64 further random bits.
    pub random: &'a dyn Fn() -> u64,
}
