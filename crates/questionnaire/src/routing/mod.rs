//! The routing of a questionnaire as data.

mod condition;

pub(crate) use condition::subject;
pub use condition::{Condition, Relation, Subject, Value};
